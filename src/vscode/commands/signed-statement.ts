import { l10n, window } from "vscode";
import type { SignResult } from "../../app/session-types";
import { oneLine } from "../services/words";
import type { CommandContext } from "./command-context";
import { sayCreated, worthOfStatement } from "./sign-dialog";

/** What a person is about to state of a text, other than a verdict on a hunk: signed, or not said at all. */
export interface SignedStatement {
  readonly path: string;
  readonly question: string;
  /** What the reason is asked for with. */
  readonly prompt: string;
  /** Of the text it is about, above the reason. */
  readonly place: string;
  /** How far it reaches, below the reason; empty where the question says it. */
  readonly reach: string;
  /** Of what it speaks, as *Undo Last Verdict* asks. */
  readonly about: "finding" | "origin";
}

/** How a person answered. */
interface Statement {
  readonly reason: string;
  readonly createKey?: true;
}

/**
 * The same door as a sign-off: a reason, then a modal dialog whose first choice changes nothing. `record` sends it to the
 * engine; its errors pass on to the caller. False: nothing was stated.
 */
export async function signStatement(context: CommandContext, { path, question, prompt, place, reach, about }: SignedStatement, record: (statement: Statement) => Promise<SignResult>): Promise<boolean> {
  const given = await window.showInputBox({ title: question, prompt, ignoreFocusOut: true, validateInput: (value) => (value.trim() === "" ? l10n.t("A statement needs a reason.") : null) });
  const reason = given?.trim() ?? "";
  const signings = context.session.signings([path]);
  if (signings.length === 0 || reason === "") {
    return false;
  }
  const because = l10n.t("Reason: {0}", oneLine(reason, 200));
  const sign = signings.some(({ signing }) => signing.key === null) ? { id: "create" as const, title: l10n.t("Create Key and Sign") } : { id: "sign" as const, title: l10n.t("Sign") };
  const answer = await context.notifications.ask({
    message: question,
    detail: [place, because, ...(reach === "" ? [] : [reach]), "", worthOfStatement(signings)].join("\n"),
    choices: [{ id: "stay", title: l10n.t("Leave It") }, sign],
  });
  if (answer !== "sign" && answer !== "create") {
    return false;
  }
  const result = await record({ reason, ...(answer === "create" ? { createKey: true } : {}) });
  context.lastBatch.set({ records: result.records.map(({ id }) => id), lines: [question, because], tookBack: false, statement: about });
  await sayCreated(context, result);
  return true;
}
