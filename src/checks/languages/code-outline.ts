import type { Outline } from "../../core/ports";
import { LineTable } from "../syntax/line-table";
import type { CodeFacts } from "./code-facts";

/** The form that hunks are cut by: 1-based lines, ends inclusive. Lines are compared as they are, because no tokens are at hand. */
export function codeOutline(text: string, facts: CodeFacts | null): Outline {
  if (facts === null) return { declarations: [], tokens: null };
  const lines = new LineTable(text);
  const all = [...(facts.cells ?? []), ...facts.declarations].sort((a, b) => a.start - b.start || b.end - a.end);
  const declarations = all.map(({ name, kind, start, end }) => ({ name, kind, startLine: lines.lineOf(start) + 1, endLine: lines.lineOf(Math.max(start, end - 1)) + 1 }));
  return { declarations, tokens: null, ...(facts.cells === undefined ? {} : { borders: facts.cells.flatMap(({ start, end }) => [lines.lineOf(start) + 1, lines.lineOf(end) + 2]) }) };
}
