import { child, children, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, flowOfView, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

/** Inner workings in an answer: stacks, errors, folders, tokens in the address. */
export const errorExposed: Rule = {
  id: "error-exposed",
  class: "data-governance",
  severity: "warning",
  cwe: 209,
  why: "A stack names files, versions and queries: it tells an attacker where to look next.",
  fix: "Log the error and answer with a message of your own and an id to find it by.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.use((error, req, res, next) => res.status(500).send(error.stack));\n",
    good: "app.use((error, req, res, next) => {\n  logger.error(error);\n  res.sendStatus(500);\n});\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return callsOf(flow).flatMap((call) => answered(flow, call));
  },
};

function answered(flow: Flow, call: Call): readonly Occurrence[] {
  if (!/^(send|end|write|json|render|jsonp)$/.test(call.method) || call.receiver === null || !/^(res|response|reply|ctx|resp)(\.\w+(\(\))?)*$/.test(flow.names.of(call.receiver))) return [];
  for (const argument of call.args) {
    const shownStack = [argument, ...flow.tree.within(argument, "MemberExpression")].some((node) => node.type === "MemberExpression" && text(child(node, "property"), "name") === "stack" && isError(flow, child(node, "object"))) || holdsStack(flow, argument);
    if (shownStack) return [at(flow, call.node, argument, "answers with an error's stack")];
  }
  return [];
}

/** By its name; or caught, or handed to a callback as what went wrong. */
function isError(flow: Flow, given: SyntaxNode | null): boolean {
  const node = unwrapped(given);
  const name = text(node, "name") ?? "";
  if (/^(e|ex|er|err|error|exception|reason)\w*$/i.test(name)) return true;
  const binding = node?.type === "Identifier" ? flow.bindings.resolve(node) : null;
  if (binding?.kind === "catch") return true;
  if (binding?.kind !== "parameter" || binding.path.length > 0) return false;
  const owner = binding.node;
  const registered = flow.tree.parent(owner);
  const callee = registered?.type === "CallExpression" ? unwrapped(child(registered, "callee")) : null;
  const method = text(child(callee, "property"), "name") ?? "";
  if (method === "catch" && binding.index === 0) return true;
  if (method === "then" && children(registered, "arguments")[1] === owner) return true;
  if (binding.index !== 0) return false;
  // A middleware for errors takes four; a callback asks whether anything went wrong before it goes on.
  return children(owner, "params").length === 4 || (registered?.type === "CallExpression" && flow.tree.within(owner, "IfStatement").some((statement) => text(unwrapped(child(statement, "test")), "name") === name));
}

/** `const stack = error.stack; res.end(stack)` and `res.end(f(error))` of a function that returns it. */
function holdsStack(flow: Flow, argument: SyntaxNode): boolean {
  const node = unwrapped(argument);
  if (node?.type === "Identifier") {
    const only = flow.bindings.onlyValue(node);
    return only?.type === "MemberExpression" && text(child(only, "property"), "name") === "stack";
  }
  const target = node?.type === "CallExpression" ? flow.callers.targetOf(node) : null;
  return target !== null && /(return|=>)[^;]*\.stack\b/.test(flow.tree.textOf(target).slice(0, 2_000));
}
