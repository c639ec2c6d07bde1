import { splitLines } from "../core/fingerprint/lines";
import { planRevert } from "../core/hunks/revert";
import { CountersignError, type DebtItem } from "../core/model";
import type { SessionDependencies } from "./dependencies";
import type { Evaluation } from "./evaluation";
import type { BaseText, RevertAnswer } from "./session-types";

/** Lines of base and head together above which they are not compared. */
const COMPARABLE_LINES = 200_000;

/** A file's text at the base, under the path it had there; null where it was not there or is no text. */
export async function baseText({ git }: SessionDependencies, { snapshot, basePaths }: Evaluation, path: string): Promise<BaseText> {
  const { base } = snapshot.scope;
  const basePath = basePaths.has(path) ? (basePaths.get(path) ?? null) : path;
  if (base === null || basePath === null) return { path, basePath: null, text: null };
  const content = (await (await git.snapshot(base)).read([basePath])).get(basePath);
  return { path, basePath, text: content?.kind === "text" ? content.text : null };
}

/** How to take a hunk's lines out of today's text. Nothing is written. Errors: `not-found`, `refused` where it cannot be done exactly. */
export async function revertAnswer(dependencies: SessionDependencies, evaluation: Evaluation, hunkId: string): Promise<RevertAnswer> {
  const item = evaluation.snapshot.items.find((candidate) => candidate.hunk.id === hunkId);
  if (item === undefined) throw new CountersignError("not-found", "that hunk is not there any more", { hint: "look at the list again" });
  const { hunk } = item;
  const after = evaluation.files.get(hunk.path)?.lines;
  if (after === undefined) throw refusal(item, "the file as it is now was not read", "refresh, then try again");
  const base = await baseText(dependencies, evaluation, hunk.path);
  if (base.basePath !== null && base.text === null) throw refusal(item, "the text of before is not at hand in this clone", "git fetch, or edit by hand");
  const before = base.text === null ? [] : splitLines(base.text);
  const plan = before.length + after.length > COMPARABLE_LINES ? ({ kind: "too-large" } as const) : planRevert(before, after, hunk);
  if (plan.kind === "too-large") throw refusal(item, "the file is too large to say exactly what stood there before", "edit by hand");
  if (plan.kind === "shared") {
    const lines = plan.with.map(({ start, end }) => `${start}-${end}`).join(", ");
    throw refusal(item, `what it replaced was replaced together with lines that are not its own (${lines})`, "edit by hand; What Did This Replace? shows the text of before");
  }
  return { path: hunk.path, edits: plan.edits, current: after.slice(hunk.startLine - 1, hunk.kind === "removal" ? hunk.startLine - 1 : hunk.endLine) };
}

function refusal({ hunk }: DebtItem, what: string, hint: string): CountersignError {
  return new CountersignError("refused", `this hunk cannot be reverted: ${what}`, { path: hunk.path, line: hunk.startLine, hint });
}
