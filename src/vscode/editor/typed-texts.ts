import { lineChanges } from "../../core/hunks/line-changes";
import type { ReshapedLines } from "./reshaped-lines";

/** Lines of one document that are kept; a person who types more between two saves loses their colour. */
const MOST_LINES = 2_000;

/** What a person typed since the last save, as text: a formatter leaves no place where it stood. No `vscode` here. */
export class TypedTexts {
  private readonly lines = new Set<string>();
  /** The line that is being typed: only as it is left is it kept. */
  private current: { readonly line: number; readonly text: string } | null = null;

  /** A line as an edit left it: on the typing path, so nothing is compared here. */
  note(line: number, text: string): void {
    if (this.current !== null && this.current.line !== line) {
      this.keepCurrent();
    }
    this.current = { line, text };
  }

  clear(): void {
    this.lines.clear();
    this.current = null;
  }

  /** Lines that stand in `after` and not in `before`, and whose words were typed in this order; those of which something else is known left out. */
  runsIn(before: readonly string[], after: readonly string[], isAccounted: (line: number) => boolean): readonly ReshapedLines[] {
    this.keepCurrent();
    const typed = ` ${wordsOf([...this.lines].join(" "))} `;
    const changes = this.lines.size === 0 ? null : lineChanges(before, after);
    const found = new Set<number>();
    for (const { start, end } of changes ?? []) {
      for (let line = start; line <= end; line += 1) {
        const words = wordsOf(after[line - 1] ?? "");
        // A line of brackets goes with the one above it.
        if (!isAccounted(line) && (words === "" ? found.has(line - 1) && after[line - 1]?.trim() !== "" : typed.includes(` ${words} `))) {
          found.add(line);
        }
      }
    }
    return [...found].map((line) => ({ startLine: line, endLine: line }));
  }

  private keepCurrent(): void {
    const text = this.current?.text.trim() ?? "";
    if (text !== "" && this.lines.size < MOST_LINES) {
      this.lines.add(text);
    }
  }
}

function wordsOf(text: string): string {
  return (text.match(/[\p{L}\p{N}_$]+/gu) ?? []).join(" ");
}
