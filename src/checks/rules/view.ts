import { codeKindOf } from "../../core/hunks/classify";
import type { CodeFacts } from "../languages/code-facts";
import { isTestPath } from "../syntax/language";
import { LineTable } from "../syntax/line-table";
import { declarationsOf, type SpannedDeclaration } from "../syntax/outline";
import type { SourceFile } from "../syntax/source-file";
import { NO_FACTS, type ProjectFacts } from "./project-facts";

/** Names of more levels than this tell a reader nothing, and cost hostile code's depth each time. */
const MAXIMUM_DEPTH = 20;

interface NestedDeclaration extends SpannedDeclaration {
  readonly outer: NestedDeclaration | undefined;
}

/** Declarations in order of their start, each with the one that was still open then. */
function nested(declarations: readonly SpannedDeclaration[]): readonly NestedDeclaration[] {
  const open: NestedDeclaration[] = [];
  return declarations.map((declaration) => {
    while (open.length > 0 && (open[open.length - 1]?.end ?? 0) <= declaration.start) open.pop();
    const inner = { ...declaration, outer: open[open.length - 1] };
    open.push(inner);
    return inner;
  });
}

/** One version of a file as rules see it. */
export class View {
  readonly isTest: boolean;
  private table: LineTable | null = null;
  private declarations: readonly NestedDeclaration[] | null = null;

  constructor(
    readonly path: string,
    readonly text: string,
    /** The syntax tree; null where no grammar fits or the file has a syntax error. */
    readonly tree: SourceFile | null,
    /** What is known of the repository around it. */
    readonly facts: ProjectFacts = NO_FACTS,
    /** What is known of a file in a language that oxc does not read. */
    readonly code: CodeFacts | null = null,
  ) {
    this.isTest = isTestPath(path) || (code !== null && codeKindOf(path) === "test");
  }

  get lines(): LineTable {
    return this.tree?.lines ?? (this.table ??= new LineTable(this.text));
  }

  /** Names of the declarations around an offset, joined by `.`; empty outside of all. */
  symbolAt(offset: number): string {
    const names: string[] = [];
    for (const { name } of this.declarationsAround(offset)) {
      names.unshift(name);
      if (names.length === MAXIMUM_DEPTH) break;
    }
    return names.join(".");
  }

  /** The declarations around an offset, the innermost first. */
  *declarationsAround(offset: number): Generator<SpannedDeclaration> {
    if (this.tree === null && this.code === null) return;
    this.declarations ??= nested(this.tree === null ? (this.code?.declarations ?? []) : declarationsOf(this.tree));
    let low = 0;
    for (let high = this.declarations.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.declarations[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    for (let one = this.declarations[low - 1]; one !== undefined; one = one.outer) if (offset < one.end) yield one;
  }

  /** The text's lines with the offset of each, without line ends. */
  *eachLine(): Generator<{ readonly text: string; readonly offset: number }> {
    for (let at = 0; at <= this.text.length; ) {
      const next = this.text.indexOf("\n", at);
      const end = next < 0 ? this.text.length : next;
      yield { text: this.text.slice(at, this.text.charAt(end - 1) === "\r" ? end - 1 : end), offset: at };
      if (next < 0) return;
      at = next + 1;
    }
  }
}
