import type { Occurrence } from "../rules/rule";
import type { Outline } from "../../core/ports";
import type { Call } from "./code-calls";
import { inField, type SyntaxTree, type TreeNode } from "./syntax-tree";

export type DeclarationKind = Outline["declarations"][number]["kind"];

/** A place that catches errors. */
export interface Handler {
  readonly node: TreeNode;
  /** What is executed when something was caught. */
  readonly body: TreeNode;
  readonly statements: readonly TreeNode[];
  /** It catches whatever comes, and not only one kind of error that is expected. */
  readonly isBroad: boolean;
  /** Expected errors whose silence says nothing: a missing optional module, an interrupted wait. */
  readonly isHarmless?: boolean;
  /** The code that it protects. */
  readonly covered: { readonly start: number; readonly end: number };
}

/** Why a test does not run. */
export interface Skip {
  readonly node: TreeNode;
  readonly kind: "skip" | "only" | "todo";
}

export interface Assertion {
  readonly node: TreeNode;
  readonly matcher: string;
  readonly args: readonly TreeNode[];
  /** The arguments' texts, where a macro's are no nodes. */
  readonly texts?: readonly string[];
  /** The condition that decides, where the call itself does not say what is asserted. */
  readonly condition?: TreeNode;
}

/** What is asked, and what is done where it holds. */
export interface Branch {
  readonly condition: TreeNode;
  readonly exit: TreeNode;
}

/** What one language calls the things that the rules are about: the whole of what differs between languages. */
export interface LanguageReader {
  readonly declarations: Readonly<Record<string, DeclarationKind>>;
  /** Name of a declaration; null where it declares nothing to speak of. */
  nameOf(tree: SyntaxTree, node: TreeNode): string | null;
  /** First offset that belongs to a declaration: decorators and attributes stand before it. */
  startOf(tree: SyntaxTree, node: TreeNode): number;
  readonly calls: readonly string[];
  callOf(tree: SyntaxTree, node: TreeNode): Call | null;
  readonly branches: readonly string[];
  branchOf(tree: SyntaxTree, node: TreeNode): Branch | null;
  /** Statements that leave the function or the loop, and nodes that only wrap others. */
  readonly leaving: ReadonlySet<string>;
  readonly wrappers: ReadonlySet<string>;
  /** Calls that leave. */
  readonly leavingCalls: RegExp;
  handlers(tree: SyntaxTree): readonly Handler[];
  /** Statements that do nothing: `pass`. */
  isNothing(tree: SyntaxTree, statement: TreeNode): boolean;
  /** Errors thrown away without any handler. `calls`: those of the tree. */
  dropped(tree: SyntaxTree, calls: readonly Call[]): readonly Occurrence[];
  /** Whether a call's failure is asked for where it stands; where handlers do that, they are looked at and this is not given. */
  isChecked?(tree: SyntaxTree, call: Call): boolean;
  /** Decorators, attributes and statements that protect a declaration, by name. */
  protections(tree: SyntaxTree, calls: readonly Call[]): readonly { readonly node: TreeNode; readonly name: string; readonly what: string }[];
  /** The same that take protection away. */
  readonly exemptions: RegExp;
  /** The test that a node is, with its title. */
  readonly tests: readonly string[];
  testOf(tree: SyntaxTree, node: TreeNode): string | null;
  assertionOf(tree: SyntaxTree, call: Call): Assertion | null;
  /** Assertions that are no calls. */
  readonly assertionNodes: readonly string[];
  /** Skips without a condition. */
  skips(tree: SyntaxTree, calls: readonly Call[]): readonly Skip[];
  /** Places that are tests inside of a file that is none. */
  testSpans(tree: SyntaxTree): readonly { readonly start: number; readonly end: number }[];
  /** A change of length would move every offset: what the grammar cannot read is replaced character by character. */
  prepared?(text: string): string;
  readonly lostHandling: (name: string) => string;
}

/** A branch of a grammar that calls its parts by these fields. */
export function branchIn(node: TreeNode, done = "consequence"): Branch | null {
  const condition = inField(node, "condition");
  const exit = inField(node, done);
  return condition === null || exit === null ? null : { condition, exit };
}

/** Whether something decides at run time if a place is reached. */
export function isConditional(node: TreeNode, conditions: RegExp, until: ReadonlySet<string>): boolean {
  for (let outer = node.parent; outer !== null; outer = outer.parent) {
    if (until.has(outer.type)) return false;
    if (conditions.test(outer.type)) return true;
  }
  return false;
}

export function isThrown(name: string): string {
  return `the handler around \`${name}\` was removed: its errors now go further`;
}

/** Errors so general that catching them catches everything. */
export const BROAD = /^(\\?|[\w.]*[.:\\])?(Exception|BaseException|Throwable|Error|StandardError|RuntimeException|SystemException)$/;
/** Caught on purpose: what is optional, what ends a loop or a wait, what is not there yet. */
export const HARMLESS = /(ImportError|ModuleNotFoundError|KeyboardInterrupt|StopIteration|StopAsyncIteration|GeneratorExit|CancelledError|LoadError|InterruptedException|OperationCanceledException|TaskCanceledException|NumberFormatException|FileNotFoundError|FileExistsError|ProcessLookupError|Queue\.?Empty|Empty$|Full$|ObjectDisposedException|BrokenPipeError|NoMatches|DoesNotExist|SystemExit|Errno::(ENOENT|EEXIST|ESRCH|EPIPE))/;
