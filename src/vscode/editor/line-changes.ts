import type { LineChange } from "../../core/attribution/live-ranges";

/** An edit as the editor reports it: 0-based lines and characters. Structurally VS Code's own, so that this file needs no `vscode`. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/**
 * The same edit in whole 1-based lines, naming as few lines as can be told. `lineLengthAfter` gives the length of a
 * 0-based line after the edit where that is known (an event with one change), else null: then a line broken at its end
 * counts as edited, which errs on the side of "edited".
 */
export function toLineChange(change: TextChange, lineLengthAfter: ((line: number) => number) | null): LineChange {
  const { start, end } = change.range;
  const breaks = countBreaks(change.text);
  if (start.character === 0 && end.character === 0 && (change.text === "" || change.text.endsWith("\n"))) {
    return { startLine: start.line + 1, endLine: end.line, addedLines: breaks };
  }
  const inserted = start.line === end.line && start.character === end.character;
  if (inserted && lineLengthAfter !== null && /^\r?\n/.test(change.text)) {
    const tail = change.text.length - change.text.lastIndexOf("\n") - 1;
    if (lineLengthAfter(start.line + breaks) === tail) {
      return { startLine: start.line + 2, endLine: start.line + 1, addedLines: breaks };
    }
  }
  return { startLine: start.line + 1, endLine: end.line + 1, addedLines: breaks + 1 };
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    count++;
  }
  return count;
}
