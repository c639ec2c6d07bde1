import { parseTree, type Node, type ParseError } from "jsonc-parser";
import type { CodeFacts, CodeReading } from "./code-facts";
import { kernelLanguage, type CodeLanguage } from "./language-names";
import { MAXIMUM_CHARACTERS } from "./grammars";

/** Cells' sources lie in a file of up to this; what is more is pictures in outputs. */
const MAXIMUM_NOTEBOOK = 5 * 1024 * 1024;

/** Language of a notebook's code cells; Jupyter's own is Python. Null where the kernel speaks another. */
export function notebookLanguage(text: string): CodeLanguage | null {
  const named = /"language_info"\s*:\s*\{[^}]*?"name"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? /"kernelspec"\s*:\s*\{[^}]*?"language"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return named === undefined ? "python" : kernelLanguage(named);
}

/** A code cell whose source is written a string a line, as Jupyter writes it. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly { readonly at: number; readonly length: number; readonly value: string }[];
}

/**
 * Facts of the code cells with offsets of the notebook's own text, so that hunks and findings stay on lines of the file.
 * Markdown, outputs and metadata are no code.
 */
export function readNotebook(text: string, read: (language: CodeLanguage, source: string) => CodeReading): CodeReading {
  if (text.length > MAXIMUM_NOTEBOOK) return { facts: null, problem: "notebook larger than 5 MiB: read as text only" };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const error = errors[0];
  if (error !== undefined || root?.type !== "object") return { facts: null, problem: `line ${lineAt(text, error?.offset ?? 0)}: no notebook: not valid JSON` };
  const listed = valueOf(root, "cells");
  if (listed?.type !== "array") return { facts: null, problem: `line ${lineAt(text, listed?.offset ?? root.offset)}: no notebook: there is no list "cells" (nbformat 4)` };
  const cells: Cell[] = [];
  for (const node of listed.children ?? []) {
    const cell = cellOf(node);
    if (typeof cell === "string") return { facts: null, problem: `line ${lineAt(text, node.offset)}: no notebook: ${cell}` };
    if (cell !== null) cells.push(cell);
  }
  const language = notebookLanguage(text);
  if (language === null) return { facts: null, problem: "the notebook's kernel speaks a language that no analyser reads" };
  const { source, origin } = joined(cells);
  if (source.length > MAXIMUM_CHARACTERS) return { facts: null, problem: `cells of more than ${MAXIMUM_CHARACTERS.toLocaleString("en")} characters: read as text only` };
  const { facts, problem } = read(language, source);
  const at = (offset: number) => origin(offset);
  const place = <Place extends { readonly start: number; readonly end: number }>(one: Place): Place => ({ ...one, start: at(one.start), end: Math.max(at(one.start), at(Math.max(one.start, one.end - 1)) + 1) });
  const line = problem === null ? null : /on line (\d+)/.exec(problem);
  const located = line === null || problem === null ? problem : problem.replace(line[0], `on line ${lineAt(text, at(offsetOfLine(source, Number(line[1]))))}`);
  if (facts === null) return { facts, problem: located };
  const moved: CodeFacts = {
    ...facts,
    // Their numbers change with each cell that comes or goes: they name places, and no finding.
    cells: cells.map(({ start, end }, index) => ({ name: `cell ${index + 1}`, kind: "class", start, end })),
    declarations: facts.declarations.map(place),
    comments: facts.comments.map(place),
    swallowed: facts.swallowed.map((one) => ({ ...place(one), snippet: one.snippet ?? source.slice(one.start, one.end) })),
    dropped: facts.dropped.map((one) => ({ ...place(one), snippet: one.snippet ?? source.slice(one.start, one.end) })),
    unprotected: facts.unprotected.map((one) => ({ ...place(one), snippet: one.snippet ?? source.slice(one.start, one.end) })),
    logged: facts.logged.map((one) => ({ ...place(one), snippet: one.snippet ?? source.slice(one.start, one.end) })),
    guards: facts.guards.map(place),
    protections: facts.protections.map(place),
    calls: facts.calls.map(place),
    tests: facts.tests.map((test) => ({ ...test, node: test.node === null ? null : place(test.node), assertions: test.assertions.map((one) => ({ ...one, node: place(one.node) })) })),
    markers: facts.markers.map((one) => ({ ...one, node: place(one.node) })),
  };
  return { facts: moved, problem: located };
}

/** Null for a cell that holds no code; a string says what is wrong. */
function cellOf(node: Node): Cell | null | string {
  if (node.type !== "object") return "a cell is no object";
  const kind = valueOf(node, "cell_type");
  if (kind?.type !== "string") return 'a cell has no "cell_type"';
  const source = valueOf(node, "source");
  if (source === undefined) return 'a cell has no "source"';
  if (kind.value !== "code") return null;
  const parts = source.type === "array" ? (source.children ?? []) : [source];
  if (parts.some(({ type }) => type !== "string")) return 'a cell\'s "source" is neither a string nor a list of strings';
  return { start: node.offset, end: node.offset + node.length, lines: parts.map((part) => ({ at: part.offset, length: part.length, value: String(part.value) })) };
}

/** One text of all cells, two lines between them; magics and shell lines are commented out, at the same length. */
function joined(cells: readonly Cell[]): { readonly source: string; readonly origin: (offset: number) => number } {
  const pieces: { readonly from: number; readonly at: number; readonly value: string; readonly length: number }[] = [];
  let source = "";
  for (const { lines } of cells) {
    for (const { at, value, length } of lines) {
      pieces.push({ from: source.length, at, value, length });
      source += value.replace(/^[ \t]*[%!?]/gm, (mark) => `${mark.slice(0, -1)}#`);
    }
    source += "\n\n";
  }
  const origin = (offset: number): number => {
    let low = 0;
    for (let high = pieces.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.from ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    const piece = pieces[low - 1];
    if (piece === undefined) return 0;
    const inside = Math.min(offset - piece.from, piece.value.length);
    // Escapes make the written form longer than what it says.
    return Math.min(piece.at + 1 + JSON.stringify(piece.value.slice(0, inside)).length - 2, piece.at + piece.length - 1);
  };
  return { source, origin };
}

function valueOf(node: Node, name: string): Node | undefined {
  return node.children?.find((property) => property.children?.[0]?.value === name)?.children?.[1];
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) at = text.indexOf("\n", at) + 1;
  return at;
}
