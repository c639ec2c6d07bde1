/** What a guard protects, as far as its own words say. */
import { child, children, dottedName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { PROTECTIVE, VALIDATING } from "./protective-words";
import type { View } from "./view";

/** Who spoke in a conversation with a model is nobody's right, nor is whether a message says so. */
const CHAT_ROLE = /\brole\s*[!=]==?\s*(["'])(?:assistant|tool)\1|(["'])role\2\s+in\b/g;
/** Pieces of text that a model counts. */
const COUNTED = /\b\w*(?:max|total|input|output|prompt|completion)_?tokens\b|\b(?:max|min|total|input|output|prompt|context|completion|cached?|reserved?|used|num)_?\w*tokens?\b|\b\w*tokens?_?(?:count|limit|usage|budget|estimate)\w*/gi;
/** A conversation is a session as well: it guards where it refuses, not where there is nothing to do. */
const SESSION = /session/gi;
const REFUSES = /\bthrow\b|\b40[13]\b|unauth|forbid|denied|redirect|log_?in|sign_?in|reject/i;
/** Values that say that there is nothing. */
const NOTHING = /^(false|null|undefined|-?[01]|""|''|\[\]|\{\})$/;
/** Statements that leave what surrounds them. */
export const LEAVING: readonly string[] = ["ReturnStatement", "ThrowStatement", "ContinueStatement", "BreakStatement"];
const RIGHTS = new RegExp(PROTECTIVE, "g");
const LOGS = /(^|\.)(console|log|logger|audit\w*)\.|^(log|warn|debug|print)\w*$/i;
const COMPLAINS = /\b[45]\d\d\b|error/i;
/** Which address or verb was asked for: what follows is the answer to it. */
const ROUTE = /^!?\(?[\w.?]*\b(?:pathname|path|url|route|method|endpoint)(?:\.\w+\(\))?(?:[!=]==?["'`][^"'`]*["'`]|\.(?:startsWith|endsWith|includes|match)\([^()]*\))\)?$/i;

/** Parts that must hold together: `a` and `b` of `a && b`. */
export function demands(test: SyntaxNode | null): readonly SyntaxNode[] {
  return parts(test, "&&");
}

/** Parts of which one is enough: `a` and `b` of `a || b`. */
export function alternatives(test: SyntaxNode | null): readonly SyntaxNode[] {
  return parts(test, "||");
}

function parts(test: SyntaxNode | null, operator: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  // No recursion: a chain of thousands is as deep.
  const waiting = [test];
  while (waiting.length > 0) {
    const node = unwrapped(waiting.pop() ?? null);
    if (node?.type === "LogicalExpression" && text(node, "operator") === operator) waiting.push(child(node, "right"), child(node, "left"));
    else if (node !== null) found.push(node);
  }
  return found;
}

/** Whether a condition, or the way out under it, speaks of who may do what or of input that was checked. */
export function isProtective(view: View, asked: readonly SyntaxNode[], consequent: SyntaxNode): boolean {
  const wayOut = textOf(view, wayOutOf(consequent));
  // A route is followed by its answer; one that is shut says so and nothing else.
  const isRoute = asked.flatMap(demands).flatMap(alternatives).every((part) => ROUTE.test(textOf(view, part).replace(/\s+/g, "")));
  if (isRoute) return statementsOf(consequent).length === 1 && REFUSES.test(wayOut);
  if (asked.some((part) => VALIDATING.test(textOf(view, part)))) return true;
  const words = withoutModels(`${asked.map((part) => textOf(view, part)).join("\n")}\n${wayOut}`);
  const others = words.replace(SESSION, "");
  return PROTECTIVE.test(others) || (others !== words && REFUSES.test(wayOut));
}

/** The words of rights that a condition itself names, whatever the way out under it says. */
export function rightsIn(view: View, test: SyntaxNode): readonly string[] {
  return withoutModels(textOf(view, test)).toLowerCase().match(RIGHTS) ?? [];
}

/** Whether a way out keeps somebody out, as far as it can be read: it throws, goes on with the next one, gives nothing, or says no. */
export function isRefusal(view: View, wayOut: SyntaxNode): boolean {
  return wayOut.type !== "ReturnStatement" || isSilent(view, wayOut) || REFUSES.test(textOf(view, wayOut)) || COMPLAINS.test(textOf(view, wayOut));
}

/** Whether a way out says nothing: it only leaves, or gives an empty value. */
export function isSilent(view: View, wayOut: SyntaxNode): boolean {
  const value = unwrapped(child(wayOut, "argument"));
  return value === null || NOTHING.test(textOf(view, value));
}

/** Variables that a condition or the arguments of a call name, in order; the names of properties are none. */
export function variablesIn({ tree }: View, ...roots: readonly SyntaxNode[]): readonly string[] {
  return roots.flatMap((root) => [root, ...(tree?.within(root, "Identifier") ?? [])]).flatMap((node) => (node.type === "Identifier" && !isProperty(node, tree?.parent(node) ?? null) ? (text(node, "name") ?? []) : []));
}

/** Whether a name is that of a property of what stands around it. */
export function isProperty(node: SyntaxNode, outer: SyntaxNode | null): boolean {
  return (outer?.type === "MemberExpression" && child(outer, "property") === node) || (outer?.type === "Property" && child(outer, "key") === node && child(outer, "value") !== node);
}

/** Whether a branch says no by a call, which need not come back: `redirect("/login")`, `res.sendStatus(403)`. Who only writes it down keeps nobody out. */
export function saysNo(view: View, branch: SyntaxNode): boolean {
  const calls = (view.tree?.within(branch, "CallExpression") ?? []).filter((call) => !LOGS.test(dottedName(child(call, "callee")) ?? ""));
  return calls.some((call) => REFUSES.test(textOf(view, call)) || COMPLAINS.test(textOf(view, call)));
}

/** The statements of a branch. */
export function statementsOf(branch: SyntaxNode): readonly SyntaxNode[] {
  return branch.type === "BlockStatement" ? children(branch, "body") : [branch];
}

/** How a branch ends; the branch itself where it is empty. */
export function wayOutOf(branch: SyntaxNode): SyntaxNode {
  return statementsOf(branch).at(-1) ?? branch;
}

/** Whether a branch ends by leaving: what follows is protected by the condition. */
export function leaves(branch: SyntaxNode | null): branch is SyntaxNode {
  return branch !== null && LEAVING.includes(wayOutOf(branch).type);
}

/** Words without those of a conversation with a model, which are nobody's rights. */
function withoutModels(words: string): string {
  return words.replace(CHAT_ROLE, "").replace(COUNTED, "");
}

function textOf(view: View, { start, end }: SyntaxNode): string {
  return view.text.slice(start, end);
}
