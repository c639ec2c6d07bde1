import { l10n } from "vscode";
import type { ReadingAnswer } from "../../app/session-types";
import type { DebtItem } from "../../core/model";
import { lineSpan } from "../services/words";

/** Hunks of a batch that are named because little of them was on the screen. */
const NAMED = 3;
/** From here on all of it counts as seen: blank lines at the edges are easily cut off. Per cent. */
const ALL = 95;

/** What the dialog says about reading before a signature: a signal to the person, never proof, and no condition. Empty where nothing is known. */
export function readingLines(items: readonly DebtItem[], answers: readonly ReadingAnswer[]): readonly string[] {
  const byHunk = new Map(answers.map((answer) => [answer.hunk, answer]));
  const read = items.flatMap((item) => {
    const answer = byHunk.get(item.hunk.id);
    return answer === undefined ? [] : [{ item, answer, lines: item.hunk.endLine - item.hunk.startLine + 1 }];
  });
  const lines = read.reduce((sum, entry) => sum + entry.lines, 0);
  if (lines === 0) {
    return [];
  }
  const percent = Math.floor(read.reduce((sum, entry) => sum + entry.answer.percent * entry.lines, 0) / lines);
  const seconds = Math.round(read.reduce((sum, entry) => sum + entry.answer.active, 0) / 1000);
  const said = l10n.t("You have seen {0} % of these lines ({1} on the screen).", percent, seconds < 100 ? l10n.t("{0} s", seconds) : l10n.t("{0} min", Math.round(seconds / 60)));
  const least = read
    .filter(({ answer }) => answer.percent < ALL)
    .sort((one, other) => one.answer.percent - other.answer.percent || other.lines - one.lines)
    .slice(0, NAMED);
  if (read.length === 1 || least.length === 0) {
    return [said];
  }
  return [said, ...least.map(({ item, answer }) => `    ${l10n.t("least: {0}, {1}: {2} %", item.hunk.path, lineSpan(item.hunk.startLine, item.hunk.endLine), answer.percent)}`)];
}
