/** Calls that give something back that nobody uses any more, by what they are called and by where they stand. */
import { child, children, dottedName, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { PROTECTIVE } from "./protective-words";

/** Whatever they are called on (an iterator gives back by `return`). */
const RELEASE = /^\$?(close|dispose|disconnect|terminate|kill|abort|unlink|rm|rmdir|cleanup|return)(Sync|Async)?$/;
/** What a receiver does to itself when it is told nothing else: `server.stop()`, but not `jobs.stop(id)`. */
const ENDS_ITSELF = /^\$?(stop|quit|unsubscribe|shut[dD]own|tear[dD]own)(Sync|Async)?$/;
/** A stream is given up by `cancel` and a connection by `end`; an order is not. */
const STREAM_CANCEL = /(^|[.#])(reader|stream|body|readable|response|res)(\(\))?\.cancel$/i;
const RESOURCE_END = /(socket|stream|conn|connection|client|pool|worker|browser|lock)(\(\))?\.(destroy|end|release)$/i;
/** A class or a model, which has rows rather than a connection: `Client.destroy`. */
const OF_CLASS = /(^|\.)[_$]*[A-Z][\w$]*(\(\))?\.\w+$/;
/** Says so with its first word alone: enough only where things are cleared up. */
const FIRST_WORD = /^\$?(stop|dispose|close|disconnect|terminate|destroy|release|unsubscribe|quit|end|kill|shut[dD]own|tear[dD]own|clean[uU]p|roll[bB]ack)(?![a-z])/;
/** Who is signed in stays so where this fails. */
const ENDS_RIGHT = /(session|token|grant)s?(\(\))?\.(destroy|end|release)$/i;

/** Functions that clear up, by name. */
const CLEARS_UP = /^_*(dispose|disconnect|shut[dD]own|tear[dD]own|clean[uU]p)(?![a-z])|(Dispose|Shut[dD]own|Tear[dD]own|Clean[uU]p)$/;
/** Those that do so to what they belong to, where they and the call are told nothing: `close()`, but not `destroy(request)`, whose work it is. */
const ENDS_ITS_OWN = /^_*(stop|close|terminate|destroy|release|unsubscribe|quit|end|kill)$/;

/** Whether a call gives back what nobody uses any more: if it fails, nothing that follows depended on it. */
export function isGivingBack(tree: SourceFile, node: SyntaxNode | null): boolean {
  if (node?.type !== "CallExpression") return false;
  const callee = unwrapped(child(node, "callee"));
  const name = lastName(callee) ?? "";
  const path = dottedName(callee) ?? "";
  if (RELEASE.test(name) || (STREAM_CANCEL.test(path) && !OF_CLASS.test(path))) return true;
  if (isToldNothing(node) && ((ENDS_ITSELF.test(name) && callee?.type === "MemberExpression") || (RESOURCE_END.test(path) && !OF_CLASS.test(path)))) return true;
  return FIRST_WORD.test(name) && !PROTECTIVE.test(name) && !ENDS_RIGHT.test(path) && isClearingUp(tree, node);
}

function isToldNothing(call: SyntaxNode): boolean {
  return children(call, "arguments").length === 0;
}

/** `held.then((server) => server.stop())`: what gives back what a variable holds the promise of. */
export function isGivingBackThen(tree: SourceFile, promise: SyntaxNode): boolean {
  const callee = unwrapped(child(promise, "callee"));
  const held = dottedName(child(callee, "object"));
  // What a call began would be lost with it.
  if (lastName(callee) !== "then" || held === null || held.includes("()")) return false;
  const [then, ...others] = children(promise, "arguments");
  const body = then !== undefined && isFunction(then) && others.length === 0 ? child(then, "body") : null;
  if (body === null) return false;
  const calls = body.type === "BlockStatement" ? children(body, "body").map(callOf) : [unwrapped(body)];
  return calls.length > 0 && calls.every((call) => isGivingBack(tree, call));
}

/** The call that a statement is, waited for or not. */
export function callOf(statement: SyntaxNode): SyntaxNode | null {
  return statement.type === "ExpressionStatement" ? unwrapped(child(statement, "expression")) : null;
}

/** Conditions and loops in each other; nobody gives back what stands deeper. */
const DEEPEST = 3;
/** Parts of a condition in each other. */
const LONGEST = 8;
const PLAIN = ["Identifier", "ThisExpression", "Literal"];

/** What statements do, also under a condition or for each of several things: where these are names or properties. */
export function doneBy(statements: readonly SyntaxNode[], depth = 0): readonly SyntaxNode[] {
  return statements.flatMap((statement) => {
    if (depth === DEEPEST) return [statement];
    if (statement.type === "IfStatement" && child(statement, "alternate") === null && isPlain(child(statement, "test"))) return doneIn(child(statement, "consequent"), depth + 1);
    if (statement.type === "ForOfStatement" && statement["await"] !== true && isName(child(statement, "left")) && isPlain(child(statement, "right"))) return doneIn(child(statement, "body"), depth + 1);
    return [statement];
  });
}

/** `a`, `a.b`, `!a`, `a && b.c`, `a === null`: asking or finding it does nothing. */
function isPlain(node: SyntaxNode | null, depth = 0): boolean {
  if (node === null || depth > LONGEST) return false;
  const isPart = (name: string) => isPlain(child(node, name), depth + 1);
  switch (node.type) {
    case "UnaryExpression":
      return text(node, "operator") === "!" && isPart("argument");
    case "LogicalExpression":
    case "BinaryExpression":
      return isPart("left") && isPart("right");
    case "MemberExpression":
      return node["computed"] === false && isPart("object");
    case "ChainExpression":
    case "ParenthesizedExpression":
      return isPart("expression");
    default:
      return PLAIN.includes(node.type);
  }
}

/** `const one` of a loop. */
function isName(left: SyntaxNode | null): boolean {
  return child(children(left, "declarations")[0] ?? null, "id")?.type === "Identifier";
}

function doneIn(part: SyntaxNode | null, depth: number): readonly SyntaxNode[] {
  return part === null ? [] : doneBy(part.type === "BlockStatement" ? children(part, "body") : [part], depth);
}

/** In a `finally`, in a handler that throws on, or in a function whose name says so. */
function isClearingUp(tree: SourceFile, node: SyntaxNode): boolean {
  let inner = node;
  let isOwn = true;
  for (const outer of tree.ancestors(node)) {
    if (isOwn && child(outer, "finalizer") === inner) return true;
    if (isOwn && outer.type === "CatchClause" && children(child(outer, "body"), "body").at(-1)?.type === "ThrowStatement") return true;
    if (isFunction(outer)) {
      isOwn = false;
      const name = nameOf(tree, outer);
      if (name !== null) return CLEARS_UP.test(name) || (ENDS_ITS_OWN.test(name) && children(outer, "params").length === 0 && isToldNothing(node));
    }
    inner = outer;
  }
  return false;
}

/** The name that a function has, or that what holds it has. */
function nameOf(tree: SourceFile, node: SyntaxNode): string | null {
  const holder = tree.parent(node);
  return text(child(node, "id") ?? child(holder, "id") ?? child(holder, "key"), "name");
}
