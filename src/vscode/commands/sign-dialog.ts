import { l10n, window } from "vscode";
import type { SignRequest, SignResult, VerdictRequest } from "../../app/session-types";
import { groupBy } from "../../core/group-by";
import type { Basis, DebtItem, SigningState } from "../../core/model";
import { plainMarkdown } from "../editor/markdown-text";
import { basisWord, extent, hunkCount, lineSpan, oneLine, riskWord } from "../services/words";
import type { Choice } from "../services/notifications";
import type { CommandContext } from "./command-context";
import { readingLines } from "./reading-lines";

/** A verdict as the person is about to sign it. */
export interface ProposedVerdict {
  readonly item: DebtItem;
  /** `edited`: the person's own edits of what they approved. */
  readonly verdict: "approved" | "rejected" | "edited";
  readonly reason?: string;
  /** Verdicts of one group stand in the dialog as one line; each is in the whole list. */
  readonly group?: string;
}

export interface SignDialog {
  readonly title: string;
  readonly signTitle: string;
  readonly createTitle: string;
  /** First choice and default of the dialog: Enter must never sign. */
  readonly stayTitle: string;
  readonly verdicts: readonly ProposedVerdict[];
  /** Recorded with the approvals; the dialog lets a person change it. */
  readonly note?: string;
  /** A choice that throws the marked verdicts away. */
  readonly discardTitle?: string;
}

export type DialogOutcome = "signed" | "stay" | "discard" | "cancelled";

/** Lines of the list in the dialog. */
const LISTED = 15;
const BASES: readonly Basis[] = ["read", "tested", "paired", "accepted-risk"];

/**
 * The one door to a signature: a modal dialog says what is signed and what it will be worth, and only its button signs.
 * Errors of the engine pass on to the caller; then nothing was signed.
 */
export async function signThroughDialog(context: CommandContext, dialog: SignDialog): Promise<DialogOutcome> {
  let note = dialog.note;
  if (dialog.verdicts.length > LISTED || dialog.verdicts.some(({ group }) => group !== undefined)) {
    await showWholeList(context, dialog);
  }
  const approved = dialog.verdicts.filter(({ item, verdict }) => verdict !== "rejected" && item.hunk.kind === "edit").map(({ item }) => item);
  const reading = readingLines(approved, await context.reading.of(approved.map(({ hunk }) => hunk.id)));
  for (;;) {
    const signings = context.session.signings(dialog.verdicts.map(({ item }) => item.hunk.path));
    if (signings.length === 0) {
      return "cancelled";
    }
    const approves = dialog.verdicts.some((verdict) => verdict.verdict !== "rejected");
    const choices: Choice<"stay" | "sign" | "create" | "basis" | "discard">[] = [{ id: "stay", title: dialog.stayTitle }, { id: "sign", title: dialog.signTitle }];
    if (signings.some(({ signing }) => signing.key === null)) {
      choices.push({ id: "create", title: dialog.createTitle });
    }
    if (approves) {
      choices.push({ id: "basis", title: l10n.t("Basis and Note…") });
    }
    if (dialog.discardTitle !== undefined) {
      choices.push({ id: "discard", title: dialog.discardTitle });
    }
    const basis = context.walk.basis;
    const answer = await context.notifications.ask({ message: dialog.title, detail: detailOf(dialog.verdicts, signings, reading, approves ? basis : null, note), choices });
    if (answer === "basis") {
      note = await chooseBasis(context, note);
    } else if (answer === "sign" || answer === "create") {
      await sign(context, dialog.verdicts, basis, note, answer === "create");
      return "signed";
    } else {
      return answer ?? "cancelled";
    }
  }
}

/** A line for each repository that is signed in, by name where there are several. */
export function worthOfAll(signings: ReturnType<CommandContext["session"]["signings"]>): string {
  return signings.map(({ name, signing }) => (name === "" ? worthOf(signing) : `${name}: ${worthOf(signing)}`)).join("\n");
}

/** What a statement made now is worth: it is signed or not made, so that a missing key is one to be created. */
export function worthOfStatement(signings: ReturnType<CommandContext["session"]["signings"]>): string {
  const missing = signings.find(({ signing }) => signing.key === null)?.signing;
  if (missing === undefined) {
    return worthOfAll(signings);
  }
  const where = missing.newKeyPath === undefined ? "" : ` ${l10n.t("A key would be created at {0}.", missing.newKeyPath)}`;
  return `${l10n.t("No signing key is set up, and this is signed or not recorded.")}${where}`;
}

/** What a verdict made now is worth, in words. */
function worthOf(signing: SigningState): string {
  const { key, trust } = signing;
  if (key === null) {
    const where = signing.newKeyPath === undefined ? "" : ` ${l10n.t("A key would be created at {0}.", signing.newKeyPath)}`;
    return `${l10n.t("No signing key is set up: this verdict is unsigned and stays in this clone; CI does not count it for high-risk hunks.")}${where}`;
  }
  const who = l10n.t("Signed by {0} with {1} ({2}).", signing.signer ?? l10n.t("nobody that git knows by name"), key.path, key.fingerprint);
  switch (trust) {
    case "none":
      return `${who} ${l10n.t("This key is not enrolled in this repository: CI does not count it.")}`;
    case "self-declared":
      return `${who} ${l10n.t("Nobody has enrolled keys in this repository yet, so it counts as self-declared.")}`;
    // A signature never counts as an account's approval; the two are told apart elsewhere.
    case "forge":
    case "key":
      return `${who} ${l10n.t("The key is enrolled.")}`;
    case "key+touch":
      return `${who} ${l10n.t("The key is enrolled and asks for a touch.")}`;
  }
}

function detailOf(verdicts: readonly ProposedVerdict[], signings: ReturnType<CommandContext["session"]["signings"]>, reading: readonly string[], basis: Basis | null, note: string | undefined): string {
  const single = verdicts.filter(({ group }) => group === undefined);
  const lines = single.slice(0, LISTED).map((verdict) => verdictLine(verdict, verdicts.length > 1));
  if (single.length > LISTED) {
    lines.push(l10n.t("and {0} more: all are listed in the editor behind this dialog", single.length - LISTED));
  }
  for (const [group, grouped] of groupBy(verdicts.filter((verdict) => verdict.group !== undefined), ({ group = "" }) => group)) {
    lines.push(l10n.t("{0}: {1} in {2}, listed in the editor behind this dialog", group, hunkCount(grouped.length), [...new Set(grouped.map(({ item }) => item.hunk.path))].slice(0, 3).join(", ")));
  }
  if (reading.length > 0) {
    lines.push("", ...reading);
  }
  if (basis !== null) {
    lines.push("", l10n.t("Basis: {0}", basisWord(basis)));
  }
  if (note !== undefined) {
    lines.push(l10n.t("Note: {0}", oneLine(note, 200)));
  }
  lines.push("", worthOfAll(signings));
  if (signings.some(({ signing }) => signing.repositoryIdIsNew === true)) {
    lines.push(l10n.t("It is the first verdict here: the repository gets an id, kept in git beside the verdicts."));
  }
  return lines.join("\n");
}

/** A dialog holds few lines, and nobody signs what was not listed. */
async function showWholeList(context: CommandContext, dialog: SignDialog): Promise<void> {
  const text = [`# ${dialog.title}`, ...dialog.verdicts.map((verdict, index) => `${index + 1}. ${verdict.group === undefined ? "" : `${plainMarkdown(verdict.group)}: `}${plainMarkdown(verdictLine(verdict, true))}`)].join("\n\n");
  await window.showTextDocument(context.documents.put("verdicts", l10n.t("Verdicts to Sign").concat(".md"), `${text}\n`), { preview: true });
}

function verdictLine({ item, verdict, reason }: ProposedVerdict, named: boolean): string {
  const { hunk } = item;
  const where = `${hunk.path}, ${lineSpan(hunk.startLine, hunk.endLine)}${hunk.symbol === null ? "" : ` (${oneLine(hunk.symbol, 60)})`}`;
  const parts = [where, extent(item), riskWord(item.risk.level)];
  const word = verdict === "approved" ? l10n.t("Approve") : verdict === "edited" ? l10n.t("Your own edit") : l10n.t("Reject");
  const line = named || verdict === "edited" ? `${word}: ${parts.join(", ")}` : parts.join(", ");
  return reason === undefined ? line : `${line}\n    ${l10n.t("Reason: {0}", oneLine(reason, 200))}`;
}

async function chooseBasis(context: CommandContext, note: string | undefined): Promise<string | undefined> {
  const current = context.walk.basis;
  const picked = await window.showQuickPick(
    BASES.map((basis) => ({ label: basisWord(basis), basis, ...(basis === current ? { description: l10n.t("last used") } : {}) })),
    { title: l10n.t("What is the verdict based on? (1 of 2)"), ignoreFocusOut: true },
  );
  if (picked === undefined) {
    return note;
  }
  context.walk.basis = picked.basis;
  const text = await window.showInputBox({ title: l10n.t("Note (2 of 2)"), prompt: l10n.t("Kept with the verdict, for everyone to read. Leave empty for none."), value: note ?? "", ignoreFocusOut: true });
  return text === undefined ? note : text.trim() === "" ? undefined : text.trim();
}

async function sign(context: CommandContext, verdicts: readonly ProposedVerdict[], basis: Basis, note: string | undefined, createKey: boolean): Promise<void> {
  const result = await context.engine.request("sign", signRequest(verdicts, basis, note, createKey));
  context.lastBatch.set({
    records: result.records.flatMap((record) => (record.verdict === "withdrawn" ? [] : [record.id])),
    lines: verdicts.map((verdict) => verdictLine(verdict, true)),
    tookBack: result.records.some((record) => record.verdict === "withdrawn"),
  });
  context.notifications.status(result.signing.key === null ? l10n.t("{0} recorded, unsigned.", hunkCount(verdicts.length)) : l10n.t("{0} recorded and signed.", hunkCount(verdicts.length)));
  await sayCreated(context, result);
}

/** One batch: approvals together, each rejection with its own reason. The content ids are those of the hunks that were listed. */
export function signRequest(verdicts: readonly ProposedVerdict[], basis: Basis, note: string | undefined, createKey: boolean): SignRequest {
  const approved = verdicts.filter((verdict) => verdict.verdict === "approved").map((verdict) => verdict.item.hunk.id);
  const requests: VerdictRequest[] = [];
  if (approved.length > 0) {
    requests.push(note === undefined ? { hunks: approved, verdict: "approved", basis } : { hunks: approved, verdict: "approved-with-notes", basis, note });
  }
  const edited = verdicts.filter((verdict) => verdict.verdict === "edited").map((verdict) => verdict.item.hunk.id);
  if (edited.length > 0) {
    requests.push({ hunks: edited, verdict: "approved", basis, edited: true });
  }
  for (const { item, verdict, reason } of verdicts) {
    if (verdict === "rejected") {
      requests.push({ hunks: [item.hunk.id], verdict: "rejected", basis, ...(reason === undefined ? {} : { reason }) });
    }
  }
  const shown = Object.fromEntries(verdicts.map(({ item }) => [item.hunk.id, item.hunk.id.replace(/#\d+$/, "")]));
  return { verdicts: requests, method: "editor", shown, ...(createKey ? { createKey: true } : {}) };
}

/** Says where a key that was made on the way lies, and what makes it count. */
export async function sayCreated(context: CommandContext, result: SignResult): Promise<void> {
  if (result.createdKey !== undefined) {
    await context.notifications.tell(l10n.t("A signing key was created at {0}. Initialize Repository… enrols it, so that CI counts what it signs.", result.createdKey));
  }
}
