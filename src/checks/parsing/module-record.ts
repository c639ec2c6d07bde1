import type { SyntaxNode } from "../syntax/node";
import type { ModuleRecord, ParsedSource } from "../syntax/source-file";
import { commentReferences, mayReferInComments } from "./comment-references";
import { treeReferences } from "./tree-references";

/**
 * How a module refers to another one. `inline-type` is `import {type X} from`, which is a type edge, and with
 * `verbatimModuleSyntax` an import for its side effects as well; the file's tsconfig decides.
 */
export type ReferenceKind = "value" | "type" | "inline-type" | "dynamic" | "re-export" | "side-effect" | "require";

/** One reference of a module; the place is that of the whole statement or call, 1-based, end column exclusive. */
export interface ModuleReference {
  readonly kind: ReferenceKind;
  readonly specifier: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Names a reference takes from the other module: `default`, `*` for all of them, or the name exported there. */
export interface NamedReference extends ModuleReference {
  readonly names: readonly string[];
  /** `export * from`: whoever imports this module sees those names too. */
  readonly star: boolean;
}

/** A reference by its offsets, before it has lines. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly specifier: string;
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
  readonly star: boolean;
}

/** Something the module record of oxc leaves out: `require`, `import x = require`, and `import("x").T` as a type. */
const NEEDS_TREE = /\brequire\s*(?:\?\.)?\s*[(.]|\bimport\s+(?:type\s+)?[\w$]+\s*=/;

export interface ReadingOptions {
  /** Whether the compiler takes types from JSDoc here. */
  readonly isJavascript?: boolean;
  readonly fullTree?: () => ParsedSource | null;
}

/** Above this many characters a file is a bundle: its tree costs tens of times its text, and tells nothing more. */
const MAXIMUM_TREE = 400_000;

/**
 * References of a module, in order of their place. The tree is only looked at where the module record can't suffice;
 * `fullTree` gives it where `result` was parsed without one.
 */
export function moduleReferences(source: string, result: ParsedSource, { isJavascript = false, fullTree }: ReadingOptions = {}): readonly NamedReference[] {
  const references: Reference[] = [...staticReferences(source, result.module), ...exportReferences(source, result.module), ...dynamicReferences(source, result.module)];
  const code = needsTree(source, result) ? withoutComments(source, result) : null;
  if (code !== null && source.length > MAXIMUM_TREE) references.push(...textualRequires(code));
  else if (code !== null) references.push(...treeReferences((fullTree?.() ?? result).program as unknown as SyntaxNode));
  if (mayReferInComments(source)) references.push(...commentReferences(source, result.comments, isJavascript));
  return placed(source, references);
}

/** References with their lines and columns, in order. */
export function placed(source: string, references: Reference[]): readonly NamedReference[] {
  references.sort((a, b) => a.start - b.start);
  const positions = new PositionScanner(source);
  return references.map(({ kind, specifier, start, end, names, star }) => {
    const from = positions.at(start);
    const to = positions.at(end);
    return { kind, specifier, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column, names, star };
  });
}

/** Whether something stands outside of comments that only the tree tells; JSDoc is full of `import("x")`. */
function needsTree(source: string, result: ParsedSource): boolean {
  const dynamic = result.module.dynamicImports.length;
  if (!NEEDS_TREE.test(source) && countOf(source, "import(") <= dynamic) return false;
  const code = withoutComments(source, result);
  return NEEDS_TREE.test(code) || countOf(code, "import(") > dynamic;
}

/** The source with comments blanked out, so that offsets stay. */
function withoutComments(source: string, { comments }: ParsedSource): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of comments) {
    parts.push(source.slice(at, start), " ".repeat(end - start));
    at = end;
  }
  parts.push(source.slice(at));
  return parts.join("");
}

/** `require("x")` as written. In a bundle a string that only looks like one does no harm. */
function textualRequires(code: string): Reference[] {
  return [...code.matchAll(/\brequire\(\s*(["'])([^"'\\\n]{1,300})\1\s*\)/g)].map((match) => ({ kind: "require", specifier: match[2] ?? "", start: match.index, end: match.index + match[0].length, names: ["*"], star: false }));
}

/** Positions of offsets that mostly come in order: imports stand at the top, so most of a file is never looked at. */
class PositionScanner {
  private line = 1;
  private lineStart = 0;

  constructor(private readonly source: string) {}

  at(offset: number): { line: number; column: number } {
    if (offset < this.lineStart) {
      this.line = 1;
      this.lineStart = 0;
    }
    for (let next = this.source.indexOf("\n", this.lineStart); next >= 0 && next < offset; next = this.source.indexOf("\n", this.lineStart)) {
      this.line++;
      this.lineStart = next + 1;
    }
    return { line: this.line, column: offset - this.lineStart + 1 };
  }
}

function staticReferences(source: string, module: ModuleRecord): Reference[] {
  return module.staticImports.map(({ start, end, moduleRequest, entries }) => {
    const names = entries.map(({ importName }) => (importName.kind === "Default" ? "default" : importName.kind === "NamespaceObject" ? "*" : (importName.name ?? "*")));
    let kind: ReferenceKind = "value";
    if (entries.length === 0) kind = /^import\s+type\b/.test(source.slice(start, end)) ? "type" : "side-effect";
    // `import type {X}` and `import {type X}` differ only in the text: the record marks both entries.
    else if (entries.every((entry) => entry.isType)) kind = /^import\s+type\b(?!\s*(?:,|from\s*["']))/.test(source.slice(start, end)) ? "type" : "inline-type";
    return { kind, specifier: moduleRequest.value, start, end, names, star: false };
  });
}

function exportReferences(source: string, module: ModuleRecord): Reference[] {
  return module.staticExports.flatMap(({ start, end, entries }) => {
    const first = entries[0];
    const from = first?.moduleRequest;
    if (first === undefined || from === null || from === undefined) return [];
    // `export {x} from` records an entry for each name, all with the same request.
    if (!source.startsWith("export", start)) return [];
    const names = entries.map(({ importName }) => (importName.kind === "Name" ? (importName.name ?? "*") : importName.kind === "None" ? "default" : "*"));
    const kind = entries.every((entry) => entry.isType) ? "type" : "re-export";
    return [{ kind, specifier: from.value, start, end, names, star: entries.some((entry) => entry.importName.kind === "AllButDefault") }];
  });
}

function dynamicReferences(source: string, module: ModuleRecord): Reference[] {
  return module.dynamicImports.flatMap(({ start, end, moduleRequest }) => {
    const literal = /^(["'`])((?:(?!\1)[^\\$\n])*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end).trim());
    return literal === null ? [] : [{ kind: "dynamic" as const, specifier: literal[2] ?? "", start, end, names: ["*"], star: false }];
  });
}

function countOf(source: string, part: string): number {
  let count = 0;
  for (let at = source.indexOf(part); at >= 0; at = source.indexOf(part, at + 1)) count++;
  return count;
}
