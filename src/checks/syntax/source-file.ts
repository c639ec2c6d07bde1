import { languageOf, sourceTypesOf, type Language } from "./language";
import { LineTable } from "./line-table";
import { isNode, type SyntaxNode } from "./node";

/** What oxc-parser gives, in the parts that are used; its own types are enumerations that only its module can make. */
export interface ParsedSource {
  readonly program: { readonly body: readonly unknown[] };
  readonly module: ModuleRecord;
  readonly comments: readonly Comment[];
  readonly errors: readonly { readonly severity: string; readonly message: string; readonly labels: readonly { readonly start: number }[] }[];
}

export interface Comment {
  readonly type: "Line" | "Block";
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface ModuleRecord {
  readonly staticImports: readonly {
    readonly start: number;
    readonly end: number;
    readonly moduleRequest: { readonly value: string };
    readonly entries: readonly { readonly isType: boolean; readonly importName: RecordedName }[];
  }[];
  readonly staticExports: readonly {
    readonly start: number;
    readonly end: number;
    readonly entries: readonly { readonly isType: boolean; readonly importName: RecordedName; readonly exportName?: RecordedName; readonly moduleRequest: { readonly value: string } | null }[];
  }[];
  readonly dynamicImports: readonly { readonly start: number; readonly end: number; readonly moduleRequest: { readonly start: number; readonly end: number } }[];
}

interface RecordedName {
  /** Name, NamespaceObject, Default, All, AllButDefault or None. */
  readonly kind: string;
  readonly name: string | null;
}

/** The functions of oxc-parser in use; given by the process entry, the only one that loads the native module. */
export interface NativeParser {
  parseSync(path: string, source: string, options: ParseOptions): ParsedSource;
}

interface ParseOptions {
  readonly lang: Language;
  readonly sourceType: "module" | "commonjs" | "unambiguous" | "script";
  /** `js` leaves the nodes of types out, which halves the cost where only the module record is wanted. */
  readonly astType: "ts" | "js";
  /** Nodes of parentheses, which nobody asks for where only the module record is wanted. */
  readonly preserveParens?: boolean;
}

/** Runs the native parser; for plain JavaScript also as the other kinds of script, until one reads without errors. */
export function parseNative(parser: NativeParser, path: string, source: string): ParsedSource | null {
  const lang = languageOf(path);
  return lang === null ? null : parseAs(parser, path, source, lang, "ts");
}

/** Same, with the language given. */
export function parseAs(parser: NativeParser, path: string, source: string, lang: Language, astType: ParseOptions["astType"]): ParsedSource {
  let first: ParsedSource | null = null;
  for (const sourceType of sourceTypesOf(path)) {
    const result = parser.parseSync(path, source, astType === "js" ? { lang, sourceType, astType, preserveParens: false } : { lang, sourceType, astType });
    if (!result.errors.some((error) => error.severity === "Error")) return result;
    first ??= result;
  }
  if (first === null) throw new Error(`no kind of script fits ${path}`);
  return first;
}

/** One parsed file with its nodes in source order, found by type and with their parents. */
export class SourceFile {
  readonly lines: LineTable;
  readonly comments: readonly Comment[];
  /** The first syntax error in words with its 1-based line, or null. */
  readonly syntaxError: string | null;
  private readonly parents = new Map<SyntaxNode, SyntaxNode>();
  private readonly byType = new Map<string, SyntaxNode[]>();
  readonly program: SyntaxNode;

  constructor(
    readonly path: string,
    readonly text: string,
    result: ParsedSource,
  ) {
    this.lines = new LineTable(text);
    this.comments = result.comments;
    const error = result.errors.find((one) => one.severity === "Error");
    this.syntaxError = error === undefined ? null : `syntax error on line ${this.lines.lineOf(error.labels[0]?.start ?? 0) + 1}: ${error.message}`;
    // The typed union of oxc's nodes is read through checked accessors only.
    this.program = result.program as unknown as SyntaxNode;
    this.index();
  }

  static parse(parser: NativeParser, path: string, source: string): SourceFile | null {
    const result = parseNative(parser, path, source);
    return result === null ? null : new SourceFile(path, source, result);
  }

  nodes(...types: readonly string[]): readonly SyntaxNode[] {
    if (types.length === 1) return this.byType.get(types[0] ?? "") ?? [];
    return types.flatMap((type) => this.byType.get(type) ?? []).sort((a, b) => a.start - b.start);
  }

  /** How many nodes the tree has. */
  get size(): number {
    return this.parents.size;
  }

  parent(node: SyntaxNode): SyntaxNode | null {
    return this.parents.get(node) ?? null;
  }

  /** Nodes around `node`, innermost first. */
  *ancestors(node: SyntaxNode): Generator<SyntaxNode> {
    for (let outer = this.parent(node); outer !== null; outer = this.parent(outer)) yield outer;
  }

  /** All nodes of the given types inside `root`, in source order. */
  within(root: SyntaxNode, ...types: readonly string[]): readonly SyntaxNode[] {
    const sorted = this.nodes(...types);
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? Infinity) < root.start) low = middle + 1;
      else high = middle;
    }
    const inside: SyntaxNode[] = [];
    for (let position = low; position < sorted.length; position++) {
      const node = sorted[position];
      if (node === undefined || node.start >= root.end) break;
      if (node.end <= root.end && node !== root) inside.push(node);
    }
    return inside;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.start, node.end);
  }

  /** With a stack of its own: a chain of thousands of operators is thousands of levels deep. */
  private index(): void {
    const stack: SyntaxNode[] = [this.program];
    while (stack.length > 0) {
      const node = stack.pop() as SyntaxNode;
      const list = this.byType.get(node.type);
      if (list === undefined) this.byType.set(node.type, [node]);
      else list.push(node);
      for (const field in node) {
        const value = node[field];
        if (Array.isArray(value)) {
          for (const item of value) if (isNode(item)) this.adopt(node, item, stack);
        } else if (isNode(value)) {
          this.adopt(node, value, stack);
        }
      }
    }
    for (const list of this.byType.values()) list.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  private adopt(parent: SyntaxNode, node: SyntaxNode, stack: SyntaxNode[]): void {
    // Shorthand properties give the same node twice.
    if (this.parents.has(node)) return;
    this.parents.set(node, parent);
    stack.push(node);
  }
}
