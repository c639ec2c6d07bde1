import { child, children, isFunction, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow, Frame } from "./flow";
import { NOTHING, tainted, union, type Value } from "./taint";

/** Uses of one setter that are looked at. */
const MAXIMUM_USES = 50;

/**
 * What `const [state, setState] = useState(start)` can hold: the start and what the file's calls of the setter give it;
 * unknown as soon as the setter is handed on. Null where the state is kept in another way.
 */
export function stateOf(flow: Flow, call: SyntaxNode, frame: Frame | null): Value | null {
  const pattern = child(flow.tree.parent(call), "id");
  const [, setter] = children(pattern, "elements");
  const binding = pattern?.type === "ArrayPattern" && setter?.type === "Identifier" ? flow.bindings.resolve(setter) : null;
  if (binding === null) return null;
  const uses = flow.bindings.usesOf(binding).filter((node) => node !== setter && node.type === "Identifier");
  const calls = uses.map((use) => ({ use, outer: flow.tree.parent(use) }));
  if (calls.length > MAXIMUM_USES || calls.some(({ use, outer }) => outer?.type !== "CallExpression" || child(outer, "callee") !== use)) return tainted("unknown", call);
  return union([started(flow, children(call, "arguments")[0] ?? null, frame), ...calls.map(({ outer }) => started(flow, children(outer, "arguments")[0] ?? null, frame))]);
}

/** A value, or what a function makes of the state before. */
function started(flow: Flow, given: SyntaxNode | null, frame: Frame | null): Value {
  const node = unwrapped(given);
  return node !== null && isFunction(node) ? flow.returned(node, [NOTHING], frame) : flow.value(node, frame);
}
