import type { CorrectionRequest, SignResult } from "../../app/session-types";
import { contentIdOf, keysOf, sliceKeys, splitLines } from "../../core/fingerprint/lines";
import { CountersignError, type DebtItem } from "../../core/model";
import { readWorkTreeText } from "../../platform/command-files";
import { approvalText, numberedText } from "../../report/approval-text";
import { counted } from "../../core/counted";
import { printable, shownPath } from "../../report/text-layout";
import type { CommandContext } from "../command-context";
import { askForKey, confirmed } from "../confirmation";
import { refuseAgents, refuseWithoutTerminal } from "../human-presence";
import { fileAndLines } from "../options";
import type { Session } from "../session";
import { readShownHunks } from "../shown-hunks";

export interface CorrectionOptions {
  /** `FILE:LINE` or `FILE:FIRST-LAST`, as typed. */
  readonly place: string;
  readonly as: "ai" | "human";
  readonly note: string | undefined;
}

const DEED = "say who wrote code";

/**
 * A person corrects who wrote what stands at a place: through the same door as a sign-off. Errors: `refused` in an
 * agent's environment and without a terminal, `usage`, `not-found`, `drifted`.
 */
export async function correctOrigin(context: CommandContext, { place, as, note }: CorrectionOptions): Promise<SignResult> {
  refuseAgents(context.host, DEED);
  refuseWithoutTerminal(context.host, DEED);
  const typed = fileAndLines(place);
  if (typed === null) throw new CountersignError("usage", `"${place}" is neither FILE:LINE nor FILE:FIRST-LAST`, { hint: "name lines, such as src/pay.ts:12-20" });
  const reason = note?.trim() ?? "";
  if (reason === "") throw new CountersignError("usage", "a correction needs a reason", { hint: "give it with --note" });
  return context.withSession(async (session) => {
    if (session.root === null) throw new CountersignError("refused", "a bare repository has no text to show", { hint: "use a clone with a work tree" });
    const { items, signing } = await session.open({ viewedMarks: true }, context.progress, context.signal);
    if (signing.signer === null) throw new CountersignError("refused", "git does not know who you are", { hint: "set it: git config --global user.email you@example.com" });
    const path = context.pathIn(session, typed.file);
    const says = as === "ai" ? "ai" : "not-ai";
    const removal = says === "not-ai" ? removalAt(items, path, typed) : undefined;
    const shown = removal === undefined ? shownLines(context, session, path, typed) : shownRemoval(context, session.root, removal);
    const createKey = await askForKey(context, signing);
    const statement = as === "ai" ? "an assistant wrote" : "no assistant wrote";
    await confirmed(context, `State as ${printable(signing.signer)} that ${statement} ${shown.extent}?`);
    return session.correct({ path, says, reason, method: "terminal", ...shown.request, ...(createKey ? { createKey } : {}) });
  });
}

/** The corrections at a place that has no hunk, or the one whose id begins like this; empty where there are none. */
export async function correctionsNamed(context: CommandContext, session: Session, argument: string): Promise<readonly string[]> {
  const place = fileAndLines(argument);
  if (place !== null) {
    const { records } = await session.why(context.pathIn(session, place.file), place.first);
    return records.filter((record) => record.type === "correction").map((record) => record.id);
  }
  if (!/^[0-9a-f]{6,64}$/.test(argument)) return [];
  const { entries } = await session.log();
  return entries.filter(({ record, withdrawn }) => record.type === "correction" && !withdrawn && record.id.startsWith(argument)).map(({ record }) => record.id);
}

interface Shown {
  /** "3 lines of src/a.ts" for the question. */
  readonly extent: string;
  readonly request: Pick<CorrectionRequest, "kind" | "startLine" | "endLine" | "shown">;
}

function removalAt(items: readonly DebtItem[], path: string, place: { readonly first: number; readonly last: number }): DebtItem | undefined {
  const here = items.filter(({ hunk }) => hunk.path === path && hunk.startLine <= place.last && Math.max(hunk.startLine, hunk.endLine) >= place.first);
  return here.every(({ hunk }) => hunk.kind === "removal") ? here[0] : undefined;
}

function shownRemoval(context: CommandContext, root: string, item: DebtItem): Shown {
  const { hunks, contentIds } = readShownHunks(root, [item]);
  show(context, approvalText(hunks, { palette: context.palette, width: context.width }));
  const { startLine, id, path } = item.hunk;
  const shown = contentIds[id];
  return { extent: `the removal before line ${startLine} of ${shownPath(path)}`, request: { kind: "removal", startLine, endLine: startLine, ...(shown === undefined ? {} : { shown }) } };
}

function shownLines(context: CommandContext, session: Session, path: string, { first, last }: { readonly first: number; readonly last: number }): Shown {
  const text = session.root === null ? null : readWorkTreeText(session.root, path);
  const lines = splitLines(text ?? "");
  if (text === null || last > lines.length) throw new CountersignError("not-found", "there is no such line", { path, line: last, hint: "give lines as they stand now" });
  show(context, numberedText(path, lines.slice(first - 1, last), first, { palette: context.palette, width: context.width }));
  const shown = contentIdOf(sliceKeys(keysOf(path, lines), first - 1, last));
  return { extent: `${counted(last - first + 1, "line")} of ${shownPath(path)}`, request: { kind: "edit", startLine: first, endLine: last, shown } };
}

function show(context: CommandContext, text: string): void {
  context.progress.clear();
  context.host.error(`${text}\n`);
}
