import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { CodeLanguage } from "./language-names";
import { SyntaxTree, type CodeComment, type TreeNode } from "./syntax-tree";

/** The parts of web-tree-sitter in use, as Microsoft packs it with grammars for VS Code. */
interface TreeSitter {
  readonly Parser: { init(): Promise<void>; new (): WasmParser };
  readonly Language: { load(path: string): Promise<WasmLanguage> };
}

interface WasmLanguage {
  readonly types: readonly (string | null)[];
  readonly fields: readonly (string | null)[];
  nodeTypeIsNamed(type: number): boolean;
}

interface WasmParser {
  setLanguage(language: WasmLanguage): WasmParser;
  parse(text: string, before: null, options: { progressCallback(): boolean }): WasmTree | null;
  reset(): void;
  delete(): void;
}

interface WasmTree {
  readonly rootNode: { readonly hasError: boolean };
  walk(): WasmCursor;
  delete(): void;
}

interface WasmCursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly currentFieldId: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

export type Grammar = Exclude<CodeLanguage, "sql">;

const FILES: Readonly<Record<Grammar, string>> = { python: "python", go: "go", java: "java", rust: "rust", csharp: "c-sharp", ruby: "ruby", php: "php", shell: "bash" };
const PACKAGE = "@vscode/tree-sitter-wasm";

/** Characters that a grammar is asked to read; a hand-written file of more is rare, and a tree costs some 60 bytes a character. */
export const MAXIMUM_CHARACTERS = 1_000_000;
/** Milliseconds for one text: a second parses 50,000 lines, so only what drives a grammar into a corner takes longer. */
const MAXIMUM_MILLISECONDS = 5_000;
/** Nested deeper than this is no program that somebody wrote. */
const MAXIMUM_DEPTH = 2_000;

export type TreeReading = { readonly tree: SyntaxTree } | { readonly problem: string };

/** Grammars, each loaded when the first file asks for it. A tree is copied into plain nodes, and its WebAssembly memory given back at once. */
export class Grammars {
  private module: Promise<TreeSitter> | null = null;
  private readonly loading = new Map<Grammar, Promise<void>>();
  private readonly ready = new Map<Grammar, { readonly parser: WasmParser; readonly kinds: NodeKinds } | { readonly problem: string }>();

  /** `folder`: where the grammars lie, when not in their package; a folder without them makes each file unrated. */
  constructor(
    private readonly folder: string | null = null,
    private readonly milliseconds = MAXIMUM_MILLISECONDS,
  ) {}

  /** Loads what is not yet loaded. Never fails: a grammar that cannot be loaded is told with each file that would need it. */
  async prepare(languages: Iterable<CodeLanguage>): Promise<void> {
    const wanted = [...new Set(languages)].filter((language) => language !== "sql");
    await Promise.all(
      wanted.map((language) => {
        const known = this.loading.get(language) ?? this.load(language);
        this.loading.set(language, known);
        return known;
      }),
    );
  }

  /** Parses with a grammar that was prepared. */
  read(language: Grammar, text: string): TreeReading {
    const grammar = this.ready.get(language);
    if (grammar === undefined) return { problem: `the grammar for ${language} was not loaded` };
    if ("problem" in grammar) return grammar;
    if (text.length > MAXIMUM_CHARACTERS) return { problem: `larger than ${MAXIMUM_CHARACTERS.toLocaleString("en")} characters: read as text only` };
    const started = performance.now();
    const tree = grammar.parser.parse(text, null, { progressCallback: () => performance.now() - started > this.milliseconds });
    if (tree === null) {
      grammar.parser.reset();
      return { problem: `the ${language} grammar did not finish in ${this.milliseconds / 1000} s: read as text only` };
    }
    try {
      return copied(tree, text, grammar.kinds);
    } finally {
      tree.delete();
    }
  }

  private async load(language: Grammar): Promise<void> {
    try {
      const require = createRequire(__filename);
      const { Parser, Language } = await (this.module ??= initialised(require));
      const file = `tree-sitter-${FILES[language]}.wasm`;
      const grammar = await Language.load(this.folder === null ? require.resolve(`${PACKAGE}/wasm/${file}`) : `${this.folder}/${file}`);
      this.ready.set(language, { parser: new Parser().setLanguage(grammar), kinds: kindsOf(grammar) });
    } catch (error) {
      const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
      this.ready.set(language, { problem: `the grammar for ${language} could not be loaded: ${why}` });
    }
  }
}

/**
 * V8's first compiler only: the second one, working beside it on grammars of which a change asks a few hundred lines, takes half of the time and a third
 * of the memory, and has not paid for itself at 120,000 lines. No other WebAssembly runs in the parser process.
 */
const FIRST_COMPILER = "--liftoff-only";

async function initialised(require: NodeJS.Require): Promise<TreeSitter> {
  setFlagsFromString(FIRST_COMPILER);
  const module = require(PACKAGE) as TreeSitter;
  await module.Parser.init();
  return module;
}

/** What a node's type says of it, asked of WebAssembly once and not for each node: a call there costs as much as the rest of the copying. */
interface NodeKinds {
  readonly types: readonly (string | null)[];
  readonly fields: readonly (string | null)[];
  readonly isNamed: readonly boolean[];
  readonly isComment: readonly boolean[];
}

function kindsOf(language: WasmLanguage): NodeKinds {
  const { types, fields } = language;
  const isNamed = types.map((_, type) => language.nodeTypeIsNamed(type));
  return { types, fields, isNamed, isComment: types.map((type, at) => isNamed[at] === true && type !== null && /comment/.test(type)) };
}

interface Draft extends TreeNode {
  readonly children: TreeNode[];
}

/** Plain nodes of a tree, named ones only; comments apart, because they may stand anywhere. */
function copied(tree: WasmTree, text: string, { types, fields, isNamed, isComment }: NodeKinds): TreeReading {
  const cursor = tree.walk();
  const nodes: TreeNode[] = [];
  const comments: CodeComment[] = [];
  let errorAt: number | null = null;
  const { hasError } = tree.rootNode;
  const open: (Draft | null)[] = [];
  let holder: Draft | null = null;
  let root: Draft | null = null;
  try {
    for (let isGoing = true; isGoing; ) {
      const kind = cursor.nodeTypeId;
      const type = types[kind] ?? cursor.nodeType;
      let next: Draft | null = null;
      if (hasError && (type === "ERROR" || cursor.nodeIsMissing)) errorAt ??= cursor.startIndex;
      if (isComment[kind] === true) comments.push({ start: cursor.startIndex, end: cursor.endIndex });
      else if (isNamed[kind] ?? cursor.nodeIsNamed) {
        const draft: Draft = { type, start: cursor.startIndex, end: cursor.endIndex, field: fields[cursor.currentFieldId] ?? null, parent: holder, children: [] };
        holder?.children.push(draft);
        nodes.push(draft);
        root ??= draft;
        next = draft;
      }
      if (next !== null && cursor.gotoFirstChild()) {
        if (open.length >= MAXIMUM_DEPTH) return { problem: `nested deeper than ${MAXIMUM_DEPTH} levels: read as text only` };
        open.push(holder);
        holder = next;
        continue;
      }
      while (isGoing && !cursor.gotoNextSibling()) {
        isGoing = cursor.gotoParent();
        holder = open.pop() ?? null;
      }
    }
  } finally {
    cursor.delete();
  }
  return root === null ? { problem: "nothing was read" } : { tree: new SyntaxTree(text, root, comments, errorAt, nodes) };
}
