import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { flowOf, type Flow } from "../flow/flow";
import { propertyName } from "../flow/members";
import { PLACE, STRENGTH, UNKNOWN_TEXT, type Origin, type Place, type Taint, type Value } from "../flow/taint";
import type { Occurrence } from "./rule";
import type { View } from "./view";

/** A call or construction with what sinks are recognised by. */
export interface Call {
  readonly node: SyntaxNode;
  /** As `Names` says it: `fs#readFile`, `res.redirect`. */
  readonly name: string;
  /** The last part of the name. */
  readonly method: string;
  readonly receiver: SyntaxNode | null;
  readonly args: readonly SyntaxNode[];
}

/** Calls of one file that are looked at; a file of more is generated or hostile, and what is left out is said. */
const MAXIMUM_CALLS = 15_000;

const calls = new WeakMap<Flow, readonly Call[]>();

/** Every call and construction of a file, named once for all rules. */
export function callsOf(flow: Flow): readonly Call[] {
  let found = calls.get(flow);
  if (found === undefined) {
    const nodes = flow.tree.nodes("CallExpression", "NewExpression");
    if (nodes.length > MAXIMUM_CALLS) flow.isExhausted = true;
    found = nodes.slice(0, MAXIMUM_CALLS).map((node) => {
      const callee = unwrapped(child(node, "callee"));
      const receiver = callee?.type === "MemberExpression" ? unwrapped(child(callee, "object")) : null;
      const name = flow.names.of(callee);
      const method = callee?.type === "MemberExpression" ? ((callee["computed"] === true ? stringValue(child(callee, "property")) : text(child(callee, "property"), "name")) ?? "?") : (name.split(/[#.]/).pop() ?? "");
      return { node, name, method, receiver, args: children(node, "arguments") };
    });
    calls.set(flow, found);
  }
  return found;
}

/** The flow of a view's tree; null where there is none. */
export function flowOfView(view: View): Flow | null {
  return view.tree === null ? null : flowOf(view.tree);
}

/** The strongest part of a value that still can harm a place, from origins of at least this strength. */
export function harm(value: Value, place: Place, least: Origin): Taint | null {
  return value.taints.find((taint) => (taint.clean & PLACE[place]) === 0 && STRENGTH[taint.origin] >= STRENGTH[least]) ?? null;
}

/** Longer arguments are pointed at by their first line. */
const MAXIMUM_ARGUMENT_LINES = 4;

/**
 * Points at what is wrong with a call: the call where it stands on one line; else its first line (in a long chain, its
 * name's), up to the argument that follows on the next; an argument further below by itself.
 */
export function at(flow: Flow, node: SyntaxNode, argument: SyntaxNode | null, message: string, severity?: Occurrence["severity"]): Occurrence {
  const { lines } = flow.tree;
  const lineOf = (offset: number) => lines.lineOf(offset);
  const lineEnd = (offset: number) => lines.startOf(lineOf(offset) + 1) - 1;
  const callee = unwrapped(child(node, "callee"));
  const property = callee?.type === "MemberExpression" ? child(callee, "property") : null;
  const first = property !== null && lineOf(property.start) - lineOf(node.start) > 3 ? property.start : node.start;
  const named = { message, snippet: flow.tree.text.slice(node.start, Math.min(node.end, node.start + 2_000)), ...(severity === undefined ? {} : { severity }) };
  if (lineOf(node.end) === lineOf(first)) return { start: first, end: node.end, ...named };
  if (argument === null || argument.start < first || argument.end > node.end) return { start: first, end: Math.max(lineEnd(first), first + 1), ...named };
  const start = lineOf(argument.start) - lineOf(Math.max(first, property?.start ?? first)) > 1 ? argument.start : first;
  const end = lineOf(argument.end) - lineOf(argument.start) < MAXIMUM_ARGUMENT_LINES ? argument.end : lineEnd(argument.start);
  return { start, end, ...named };
}

/** Points at the option of a call that is wrong, by its value; it stays the same place while other options change. */
export function atOption(flow: Flow, node: SyntaxNode, value: SyntaxNode | null, message: string, severity?: Occurrence["severity"]): Occurrence {
  const outer = value === null ? null : flow.tree.parent(value);
  const property = outer?.type === "Property" ? outer : value;
  const place = at(flow, node, property, message, severity);
  return property === null || property.start < node.start || property.end > node.end ? place : { ...place, snippet: `${flow.names.of(child(node, "callee"))} ${flow.tree.textOf(property)}` };
}

/** The source of a value as a reader knows it, cut; of an object that more than this comes from, the part that is meant. */
export function shown(flow: Flow, taint: Taint): string {
  let part = taint.at;
  for (let outer = flow.tree.parent(part); taint.at.type === "Identifier" && outer?.type === "MemberExpression" && child(outer, "object") === part && outer["computed"] !== true && !isCalled(flow, outer); outer = flow.tree.parent(part)) part = outer;
  const source = flow.tree.textOf(part).replace(/\s+/g, " ");
  return `\`${source.length > 40 ? `${source.slice(0, 37)}…` : source}\``;
}

function isCalled(flow: Flow, node: SyntaxNode): boolean {
  const outer = flow.tree.parent(node);
  return outer?.type === "CallExpression" && child(outer, "callee") === node;
}

/** The value of a property of an object literal (or of a variable that holds one) among a call's arguments. */
export function option(flow: Flow, given: SyntaxNode | null, ...names: readonly string[]): SyntaxNode | null {
  const object = objectOf(flow, given);
  if (object === null) return null;
  for (const property of children(object, "properties")) {
    if (property.type === "SpreadElement") {
      const inner = option(flow, child(property, "argument"), ...names);
      if (inner !== null) return inner;
    } else if (names.includes(propertyName(property) ?? "")) return child(property, "value");
  }
  return null;
}

/** The object literal that an expression is or holds. */
export function objectOf(flow: Flow, given: SyntaxNode | null, hops = 0): SyntaxNode | null {
  const node = unwrapped(given);
  if (node?.type === "ObjectExpression") return node;
  return node === null || hops > 3 ? null : objectOf(flow, flow.bindings.onlyValue(node), hops + 1);
}

/** Whether an expression is `false`, `0` or a variable that holds it; `!true` reads as false. */
export function isFalse(flow: Flow, given: SyntaxNode | null, hops = 0): boolean {
  return truth(flow, given, hops) === false;
}

export function truth(flow: Flow, given: SyntaxNode | null, hops = 0): boolean | null {
  const node = unwrapped(given);
  if (node?.type === "Literal") return typeof node["value"] === "boolean" ? node["value"] : typeof node["value"] === "number" ? node["value"] !== 0 : null;
  if (node?.type === "UnaryExpression" && text(node, "operator") === "!") {
    const inner = truth(flow, child(node, "argument"), hops);
    return inner === null ? null : !inner;
  }
  return node === null || hops > 3 ? null : truth(flow, flow.bindings.onlyValue(node), hops + 1);
}

/** The constant text of an expression, through constants of the file. */
export function constantOf(flow: Flow, node: SyntaxNode | null): string | null {
  const inner = unwrapped(node);
  if (inner?.type === "Literal" && typeof inner["value"] !== "string") return null;
  return inner === null ? null : flow.value(inner).constant;
}

/** Whether the text before a value already fixes whose address it is. */
export function hostIsFixed(prefix: string): boolean {
  if (prefix === "") return false;
  if (/^(https?|wss?):\/\/[^/]+[/?#]/i.test(prefix)) return true;
  if (/^(https?|wss?):/i.test(prefix)) return new RegExp(`^(https?|wss?)://(${UNKNOWN_TEXT}|[^/]+[/?#])`, "i").test(prefix);
  // Some base and then a slash: `${base}/users/`.
  return prefix.startsWith(UNKNOWN_TEXT) || /^\/\/[^/]/.test(prefix) ? true : /^(\/[^/\\]|[?#]|[\w.-]+[/?#]|\.{0,2}\/[\w])/.test(prefix);
}
