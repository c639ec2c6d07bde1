import type { BackFill, TextOptions } from "./answers";
import { counted } from "../core/counted";
import { printable, shownPath, wrap } from "./text-layout";
import { momentOf } from "./words";

/** Edits that are listed; the rest is counted. */
const LISTED = 50;

/** Which edits the transcripts of this machine tell of and no hook told, session by session. */
export function backFillText(answer: BackFill, { palette, width }: TextOptions): string {
  const lines: string[] = [];
  const sessions = new Map<string, BackFill["edits"][number][]>();
  for (const edit of answer.edits) sessions.set(`${edit.hook} ${edit.session}`, [...(sessions.get(`${edit.hook} ${edit.session}`) ?? []), edit]);
  let listed = 0;
  for (const [session, edits] of sessions) {
    if (listed >= LISTED) break;
    lines.push(palette.name(printable(session)));
    for (const edit of edits.slice(0, LISTED - listed)) lines.push(...wrap(`${momentOf(edit.at)}  ${printable(edit.tool)}  ${edit.paths.map((path) => shownPath(path)).join(", ")}  ${counted(edit.lines, "line")}`, width - 2).map((line) => `  ${line}`));
    listed += edits.length;
  }
  if (answer.edits.length > LISTED) lines.push(`and ${answer.edits.length - LISTED} more`);
  if (answer.edits.length === 0) lines.push("No transcript of this machine tells of an edit that no hook told.");
  if (answer.unplaced > 0) lines.push(...wrap(`${counted(answer.unplaced, "edit")} left out: their lines stand neither in the work tree nor in any commit.`, width));
  return `${[...lines, ...answer.problems.slice(0, 10).flatMap((problem) => wrap(printable(problem), width).map(palette.dim))].join("\n")}\n`;
}
