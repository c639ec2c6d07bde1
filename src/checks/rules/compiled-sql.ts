/** Pieces of SQL that something compiled: their text goes into the statement, and the values that belong to them into its parameters. */
import { child, children, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import type { Binding } from "../flow/bindings";
import { MAXIMUM_TAINTS, type Value } from "../flow/taint";
import { harm, type Call } from "./flow-sink";

const STATEMENT = /^(sql|text)$/;
const BOUND = /^(params|parameters|values|bindings)$/;
const ADDS = /^(push|unshift|concat)$/;
/** Parts of a statement that are looked at. */
const MAXIMUM_PARTS = 100;

/** What is left of a statement without its compiled pieces; null where it has none, or where somebody who sends a request may have written one. */
export function withoutCompiled(flow: Flow, call: Call, statement: SyntaxNode, value: Value): Value | null {
  const parts = partsOf(flow, statement);
  const compiled = parts.filter((part) => isCompiled(flow, call, part));
  if (compiled.length === 0 || parts.length >= MAXIMUM_PARTS || value.taints.some(({ origin }) => origin === "remote")) return null;
  const others = parts.filter((part) => !compiled.includes(part));
  // Of more than is kept, only what is harmless by itself is known.
  if (value.taints.length >= MAXIMUM_TAINTS) return others.every((part) => harm(flow.value(part), "sql", "unknown") === null) ? { ...value, taints: [] } : null;
  const placesIn = (some: readonly SyntaxNode[]) => new Set(some.flatMap((part) => flow.value(part).taints.map(({ at }) => at)));
  const own = placesIn(others);
  const excused = placesIn(compiled);
  const taints = value.taints.filter(({ at }) => !excused.has(at) || own.has(at));
  return { ...value, taints };
}

/** What a text is put together from, through the variables that hold it. */
function partsOf(flow: Flow, statement: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  const seen = new Set<Binding>();
  const waiting: (SyntaxNode | null)[] = [statement];
  while (waiting.length > 0 && parts.length < MAXIMUM_PARTS) {
    const node = unwrapped(waiting.pop() ?? null);
    const binding = node?.type === "Identifier" ? flow.bindings.resolve(node) : null;
    if (node === null || (binding !== null && seen.has(binding))) continue;
    if (node.type === "TemplateLiteral") waiting.push(...children(node, "expressions"));
    else if (node.type === "BinaryExpression" && text(node, "operator") === "+") waiting.push(child(node, "left"), child(node, "right"));
    else if (node.type === "ConditionalExpression") waiting.push(child(node, "consequent"), child(node, "alternate"));
    else if (binding?.kind === "variable" && binding.writes.every(({ path }) => path.length === 0)) {
      seen.add(binding);
      waiting.push(...binding.writes.map((write) => write.value));
    } else parts.push(node);
  }
  return parts;
}

/** `made.sql` where `made.params` of the same variable goes to the parameters of the call. */
function isCompiled(flow: Flow, call: Call, part: SyntaxNode): boolean {
  const object = part.type === "MemberExpression" && part["computed"] !== true && STATEMENT.test(lastName(part) ?? "") ? unwrapped(child(part, "object")) : null;
  const binding = object?.type === "Identifier" ? flow.bindings.resolve(object) : null;
  return binding?.kind === "variable" && flow.bindings.usesOf(binding).some((use) => {
    const member = flow.tree.parent(use);
    return member?.type === "MemberExpression" && child(member, "object") === use && BOUND.test(lastName(member) ?? "") && isBound(flow, call, member);
  });
}

/** Whether values stand among the parameters of a call, or in a list that is given to it. */
function isBound(flow: Flow, call: Call, values: SyntaxNode): boolean {
  // What runs later adds nothing to this call.
  if (flow.bindings.functionOf(values) !== flow.bindings.functionOf(call.node)) return false;
  const given = call.args.slice(1);
  const lists = new Set(given.flatMap((argument) => (argument.type === "Identifier" ? (flow.bindings.resolve(argument) ?? []) : [])));
  for (const outer of [values, ...flow.tree.ancestors(values)]) {
    if (given.includes(outer)) return true;
    const callee = outer.type === "CallExpression" ? unwrapped(child(outer, "callee")) : null;
    const list = outer.type === "VariableDeclarator" ? child(outer, "id") : ADDS.test(lastName(callee) ?? "") ? unwrapped(child(callee, "object")) : null;
    const binding = list?.type === "Identifier" ? flow.bindings.resolve(list) : null;
    if (binding !== null && lists.has(binding)) return true;
  }
  return false;
}
