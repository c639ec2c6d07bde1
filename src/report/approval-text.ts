import type { DebtItem } from "../core/model";
import { exactMinutes } from "./minutes";
import type { TextOptions } from "./answers";
import { padStart, printable, shownPath, wrap } from "./text-layout";
import { placeOf, riskColour, sizeOf, stateInWords } from "./words";

/** A hunk and its text of today; for a removal, no lines. */
export interface ShownHunk {
  readonly item: DebtItem;
  readonly lines: readonly string[];
}

/**
 * The very text that a verdict will be about, whole: what it replaced with `-`, what stands there now with `+` and its
 * line number. Nothing is cut, and whatever a terminal would obey or hide is written out.
 */
export function approvalText(hunks: readonly ShownHunk[], options: TextOptions): string {
  return hunks.map((shown) => `${hunkText(shown, options).join("\n")}\n`).join("\n");
}

function hunkText({ item, lines }: ShownHunk, { palette, width }: TextOptions): readonly string[] {
  const { hunk, risk } = item;
  const symbol = hunk.symbol === null ? "" : ` · ${printable(hunk.symbol)}`;
  const numbers = String(hunk.endLine).length;
  const blank = " ".repeat(numbers);
  const stale = new Set(item.state === "stale" ? item.staleLines : []);
  return [
    palette.bold(placeOf(hunk)) + symbol,
    `${riskColour(risk.level, palette)(`${risk.level} risk`)} · ${sizeOf(hunk)} · ${printable(hunk.assistant)} · ${exactMinutes(item.hundredths)} · ${stateInWords(item)}`,
    ...risk.reasons.flatMap((reason) => wrap(`${reason.message} (${reason.rule})`, width, "  ")),
    ...(hunk.replaced ?? []).map((line) => palette.bad(`${blank} - ${printable(withoutReturn(line))}`)),
    ...lines.map((line, index) => {
      const number = hunk.startLine + index;
      const text = `${padStart(String(number), numbers)} + ${printable(withoutReturn(line))}`;
      return palette.good(text) + (stale.has(number) ? palette.caution("  ← stale") : "");
    }),
  ];
}

/** Lines of a file with their numbers, in full, with nothing hidden: what a statement about them will be about. */
export function numberedText(path: string, lines: readonly string[], first: number, { palette }: TextOptions): string {
  const numbers = String(first + lines.length - 1).length;
  return [palette.bold(`${shownPath(path)}:${first}`), ...lines.map((line, index) => `${padStart(String(first + index), numbers)}   ${printable(withoutReturn(line))}`)].join("\n") + "\n";
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
