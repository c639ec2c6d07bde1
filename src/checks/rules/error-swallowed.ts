import { child, children, dottedName, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { lostHandling } from "../languages/lost-protection";
import type { SourceFile } from "../syntax/source-file";
import { excuseOfCall, excuseOfTry, isExplanation } from "./excused-failure";
import type { Occurrence, Removal, Rule } from "./rule";
import type { View } from "./view";

const LOGGERS = /^(console|log|logger|logging|winston|pino|debug|this\.log|this\.logger)(\.\w+)*$|\.(log|logger)\.\w+$|^(ctx|req|request|app|fastify|server)\.log\.\w+$/;

/** Calls of one file that are compared with its base; a file of more is generated. */
const MAXIMUM_CALLS = 50_000;

/** Errors that end where they happened, and protection that a change took away. */
export const errorSwallowed: Rule = {
  id: "error-swallowed",
  class: "reliability",
  severity: "warning",
  cwe: 391,
  why: "The failure is caught and nobody learns of it: the program goes on with a wrong or missing value. Error-masking constructs grew by 47 % with assistants (GitClear 2026, 623 million changes).",
  fix: "Handle the one error you expect and rethrow the others, or let the caller see it; log with the error itself, and with `cause` when you wrap it.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "try {\n  await save(order);\n} catch {}\n",
    good: "try {\n  await save(order);\n} catch (error) {\n  throw new Error(\"the order was not saved\", { cause: error });\n}\n",
  },

  find(view) {
    const { tree } = view;
    if (view.code !== null) return [...view.code.swallowed, ...(view.isTest ? [] : view.code.dropped)];
    if (tree === null) return [];
    return [
      ...tree.nodes("CatchClause").flatMap((node) => catchOccurrence(tree, node, view.isTest)),
      ...tree.nodes("CallExpression").flatMap((node) => promiseOccurrence(tree, node, view.isTest)),
    ].sort((a, b) => a.start - b.start);
  },

  removed(base, head) {
    if (base.code !== null && head !== null) return lostHandling(base, head);
    if (base.tree === null || head === null || head.tree === null) return [];
    return [...removedHandlers(base, head), ...removedAwaits(base, head)];
  },
};

function catchOccurrence(tree: SourceFile, node: SyntaxNode, isTest: boolean): readonly Occurrence[] {
  const body = child(node, "body");
  const excuse = () => excuseOfTry(tree, child(tree.parent(node), "block"), isTest);
  const verdict = body === null ? null : judge(tree, body, child(node, "param"), { excuse, before: node.start });
  return verdict === null ? [] : [{ start: node.start, end: node.end, ...verdict }];
}

/** `.catch(() => {})` and its kin. */
function promiseOccurrence(tree: SourceFile, node: SyntaxNode, isTest: boolean): readonly Occurrence[] {
  const callee = unwrapped(child(node, "callee"));
  const args = children(node, "arguments");
  const name = lastName(callee);
  const handler = callee?.type !== "MemberExpression" ? null : name === "catch" && args.length === 1 ? args[0] : name === "then" && args.length === 2 ? args[1] : null;
  if (handler === null || handler === undefined) return [];
  const at = { start: handler.start, end: handler.end };
  if (!isFunction(handler)) {
    const named = dottedName(handler) ?? "";
    if (/(^|\.)(noop|_noop|ignore|swallow)$/i.test(named)) {
      const isSaid = isExplained(tree, handler, child(callee, "property")?.start ?? handler.start, statementOf(tree, node));
      return [{ ...at, message: `ignores a rejected promise with \`${named}\`${isSaid ? ", with only a comment" : ""}`, severity: isSaid ? "warning" : "error" }];
    }
    return LOGGERS.test(named) ? [{ ...at, message: "only logs a rejected promise and goes on" }] : [];
  }
  const body = child(handler, "body");
  if (body === null) return [];
  if (body.type !== "BlockStatement") {
    if (isDefault(body)) return [{ ...at, message: `turns a rejected promise into ${shown(tree, body)}` }];
    return isLog(body) ? [{ ...at, message: "only logs a rejected promise and goes on" }] : [];
  }
  const verdict = judge(tree, body, children(handler, "params")[0] ?? null, { excuse: () => excuseOfCall(tree, unwrapped(child(callee, "object")), isTest), before: child(callee, "property")?.start ?? body.start, statement: statementOf(tree, node) });
  return verdict === null ? [] : [{ ...at, ...verdict }];
}

interface Handled {
  /** What makes the failure of what was tried bearable, in words; null where nothing does. */
  readonly excuse: () => string | null;
  /** Where the handler begins: `catch` itself. */
  readonly before: number;
  /** Where the statement begins that is this handling and nothing else. */
  readonly statement?: number | null;
}

/** Characters between a comment and the handler that it explains: white space and the dot. */
const MOST_BETWEEN = 200;

/** `void answer.catch(() => {});`: a statement about a promise that a variable holds, so that a comment above it speaks of the handler. */
function statementOf(tree: SourceFile, call: SyntaxNode): number | null {
  if (dottedName(unwrapped(child(unwrapped(child(call, "callee")), "object")))?.includes("()") !== false) return null;
  const [outer, next] = [...tree.ancestors(call)];
  const statement = outer?.type === "UnaryExpression" ? next : outer;
  return statement?.type === "ExpressionStatement" ? statement.start : null;
}

/** A comment in the handler, or directly before it or the statement that is nothing else. */
function isExplained(tree: SourceFile, body: SyntaxNode, before: number, statement: number | null = null): boolean {
  return tree.comments.some(({ start, end, value }) => {
    const isIn = start >= body.start && end <= body.end;
    const isBefore = [before, statement].some((place) => place !== null && end <= place && place - end <= MOST_BETWEEN && /^\s*[.?]*$/.test(tree.text.slice(end, place)));
    return (isIn || isBefore) && isExplanation(value);
  });
}

/** What is wrong with a handler's body, or null. */
function judge(tree: SourceFile, body: SyntaxNode, parameter: SyntaxNode | null, { excuse, before, statement }: Handled): { message: string; severity?: "error" | "warning" } | null {
  const statements = children(body, "body").filter((statement) => statement.type !== "EmptyStatement");
  if (statements.length === 0) {
    if (isExplained(tree, body, before, statement)) return { message: "catches and ignores an error, with only a comment", severity: "warning" };
    const why = excuse();
    return why === null ? { message: "catches and ignores an error", severity: "error" } : { message: `catches and ignores an error ${why}`, severity: "warning" };
  }
  const last = statements[statements.length - 1];
  const earlier = statements.slice(0, -1);
  if (statements.every((statement) => isLog(expressionOf(statement)))) return { message: "only logs the error and goes on as if nothing had happened" };
  if (last === undefined || !earlier.every((statement) => isLog(expressionOf(statement)))) return null;
  if (last.type === "ReturnStatement") {
    const value = child(last, "argument");
    const uses = value !== null && parameter !== null && mentions(tree, value, parameter);
    if (!uses && (value === null || isDefault(value))) return { message: value === null ? "catches an error and returns as if nothing had happened" : `turns an error into ${shown(tree, value)}` };
  }
  if (last.type === "ContinueStatement" || last.type === "BreakStatement") return { message: "catches an error and goes on with the loop" };
  const assigned = expressionOf(last);
  if (assigned?.type === "AssignmentExpression" && isDefault(child(assigned, "right"))) return { message: `turns an error into ${shown(tree, child(assigned, "right") ?? assigned)}` };
  return null;
}

function expressionOf(statement: SyntaxNode): SyntaxNode | null {
  return statement.type === "ExpressionStatement" ? unwrapped(child(statement, "expression")) : null;
}

function isLog(node: SyntaxNode | null): boolean {
  return node?.type === "CallExpression" && LOGGERS.test(dottedName(child(node, "callee")) ?? "");
}

/** A value that says nothing about the error: a literal, an empty list or object, or a negative number. */
function isDefault(node: SyntaxNode | null): boolean {
  const value = unwrapped(node);
  if (value === null) return false;
  if (value.type === "Literal") return true;
  if (value.type === "Identifier") return text(value, "name") === "undefined";
  if (value.type === "ArrayExpression") return children(value, "elements").length === 0;
  if (value.type === "ObjectExpression") return children(value, "properties").every((property) => isDefault(child(property, "value")) && !/err|fail|reason|message|ok|success|status/i.test(text(child(property, "key"), "name") ?? ""));
  if (value.type === "UnaryExpression") return isDefault(child(value, "argument"));
  if (value.type === "TemplateLiteral") return children(value, "expressions").length === 0;
  return value.type === "NewExpression" && /^(Map|Set)$/.test(dottedName(child(value, "callee")) ?? "") && children(value, "arguments").length === 0;
}

function mentions(tree: SourceFile, node: SyntaxNode, parameter: SyntaxNode): boolean {
  const name = text(parameter, "name");
  if (name === null) return true;
  return [node, ...tree.within(node, "Identifier")].some((inner) => text(inner, "name") === name);
}

function shown(tree: SourceFile, node: SyntaxNode): string {
  const source = tree.textOf(node).replace(/\s+/g, " ");
  return `\`${source.length > 40 ? `${source.slice(0, 37)}…` : source}\``;
}

/** A `try` that lost its `catch`, or calls that lost their `try`: the protected calls still stand, unprotected. */
function removedHandlers(base: View, head: View): readonly Removal[] {
  const { tree } = base;
  if (tree === null) return [];
  const protectedAtHead = new Map<string, number>();
  const bareAtHead = new Map<string, number>();
  for (const [name, guarded] of callsOf(head)) count(guarded ? protectedAtHead : bareAtHead, name);
  const removals: Removal[] = [];
  const seen = new Set<SyntaxNode>();
  for (const clause of tree.nodes("CatchClause")) {
    const statement = tree.parent(clause);
    const block = child(statement, "block");
    if (statement === null || block === null || seen.has(statement)) continue;
    // A handler that did nothing protected nothing.
    if (judge(tree, child(clause, "body") ?? clause, child(clause, "param"), { excuse: () => null, before: clause.start })?.severity === "error") continue;
    const calls = tree.within(block, "CallExpression", "NewExpression").map((node) => callKey(base, node)).filter((name) => name !== null);
    const lost = calls.find((name) => (protectedAtHead.get(name) ?? 0) === 0 && (bareAtHead.get(name) ?? 0) > 0);
    if (lost === undefined) continue;
    seen.add(statement);
    removals.push({ baseOffset: clause.start, message: `the catch around \`${lost.split("\0")[1] ?? ""}\` was removed: its errors now go further`, snippet: `catch ${lost}` });
  }
  const handled = (view: View) => (view.tree?.nodes("CallExpression") ?? []).filter((node) => lastName(child(node, "callee")) === "catch");
  const atHead = new Set(handled(head).map((node) => callKey(head, receiver(node))));
  for (const node of handled(base)) {
    const key = callKey(base, receiver(node));
    if (key !== null && !atHead.has(key) && (bareAtHead.get(key) ?? 0) > 0) {
      removals.push({ baseOffset: node.start, message: `the \`.catch\` of \`${key.split("\0")[1] ?? ""}\` was removed`, snippet: `promise catch ${key}` });
    }
  }
  return removals;
}

function receiver(call: SyntaxNode): SyntaxNode | null {
  return unwrapped(child(unwrapped(child(call, "callee")), "object"));
}

/** Enclosing symbol and name of a call. */
function callKey(view: View, node: SyntaxNode | null): string | null {
  const name = node === null ? null : dottedName(child(node, "callee"));
  return node === null || name === null ? null : `${view.symbolAt(node.start)}\0${name}`;
}

function callsOf(view: View): readonly (readonly [string, boolean])[] {
  const tree = view.tree;
  if (tree === null) return [];
  const nodes = tree.nodes("CallExpression", "NewExpression");
  return nodes.slice(0, MAXIMUM_CALLS).flatMap((node) => {
    const key = callKey(view, node);
    return key === null ? [] : [[key, isGuarded(tree, node)] as const];
  });
}

function isGuarded(tree: SourceFile, node: SyntaxNode): boolean {
  let inner = node;
  for (const outer of tree.ancestors(node)) {
    if (outer.type === "TryStatement" && child(outer, "handler") !== null && child(outer, "block") === inner) return true;
    inner = outer;
  }
  return false;
}

/** `await f()` that became `f()`: errors and order are lost. */
function removedAwaits(base: View, head: View): readonly Removal[] {
  const floating = floatingCalls(head);
  const before = floatingCalls(base);
  const removals: Removal[] = [];
  for (const node of base.tree?.nodes("AwaitExpression") ?? []) {
    const call = child(node, "argument");
    if (call?.type !== "CallExpression") continue;
    const key = `${base.symbolAt(node.start)}\0${flat(base, call)}`;
    const left = (floating.get(key) ?? 0) - (before.get(key) ?? 0);
    if (left <= 0) continue;
    floating.set(key, (floating.get(key) ?? 0) - 1);
    removals.push({ baseOffset: node.start, message: `the await before \`${dottedName(child(call, "callee")) ?? "a call"}\` was removed: nobody sees it fail`, snippet: `await ${flat(base, call)}` });
  }
  return removals;
}

/** Calls whose result nobody takes, by where they stand, and how often. */
function floatingCalls(view: View): Map<string, number> {
  const found = new Map<string, number>();
  for (const node of view.tree?.nodes("ExpressionStatement") ?? []) {
    const expression = child(node, "expression");
    if (expression?.type === "CallExpression") count(found, `${view.symbolAt(node.start)}\0${flat(view, expression)}`);
  }
  return found;
}

function flat(view: View, node: SyntaxNode): string {
  return view.text.slice(node.start, node.end).replace(/\s+/g, "");
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
