import { child, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { at, callsOf, flowOfView, harm, option, shown, truth, type Call } from "./flow-sink";
import type { Occurrence, Rule } from "./rule";

const CONVERTS = /^(Number|parseInt|parseFloat|Math\.(max|floor|round|ceil|abs|trunc)|Number\.parse\w+|BigInt)$/;

/** Sizes, times and counts that a sender chooses. */
export const resourceExhaustion: Rule = {
  id: "resource-exhaustion",
  class: "security",
  severity: "warning",
  cwe: 400,
  why: "One request with a large number takes the memory or the only thread of the server.",
  fix: "Put an upper limit on the number before it is used (`Math.min(value, LIMIT)`), and on the size of what is read.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/export\", (req, res) => res.send(Buffer.alloc(Number(req.query.size))));\n",
    good: "app.get(\"/export\", (req, res) => res.send(Buffer.alloc(Math.min(Number(req.query.size), LIMIT))));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => [...sized(flow, call), ...collected(flow, call)]), ...loops(flow)].sort((a, b) => a.start - b.start);
  },
};

function sized(flow: Flow, call: Call): readonly Occurrence[] {
  const argument = /^((global|globalThis)\.)?(Buffer\.(alloc|allocUnsafe|allocUnsafeSlow)|SlowBuffer|Array|ArrayBuffer|Uint8Array|Float64Array|Int32Array)$|^buffer#/.test(call.name) ? (call.args[0] ?? null) : /^((window|global|globalThis)\.)?(setTimeout|setInterval)$/.test(call.name) ? (call.args[1] ?? null) : call.method === "repeat" && call.receiver !== null ? (call.args[0] ?? null) : /^(padStart|padEnd)$/.test(call.method) ? (call.args[0] ?? null) : null;
  if (argument === null) return /^((global|globalThis)\.)?Buffer$/.test(call.name) ? filled(flow, call) : [];
  const number = numeric(flow, argument);
  return number === null ? [] : [at(flow, call.node, argument, `takes as much as ${number} says`)];
}

/** `new Ajv({ allErrors: true })` goes on after the first error: a large input makes as many errors. */
function collected(flow: Flow, call: Call): readonly Occurrence[] {
  const told = /^(ajv(\/dist\/\w+)?#(\w+)?|Ajv\w*)$/.test(call.name) ? option(flow, call.args[0] ?? null, "allErrors") : null;
  return told !== null && truth(flow, told) === true ? [at(flow, call.node, told, "collects every error of what was sent (`allErrors`)", "note")] : [];
}

/** `new Buffer(Number(text))` is as large as the number; `new Buffer(text)` holds the text. */
function filled(flow: Flow, call: Call): readonly Occurrence[] {
  const argument = call.args[0] ?? null;
  const inner = unwrapped(argument);
  const value = flow.bindings.onlyValue(inner) ?? inner;
  if (argument === null || value?.type !== "CallExpression" || !CONVERTS.test(flow.names.of(child(value, "callee")))) return [];
  const number = numeric(flow, argument);
  return number === null ? [] : [at(flow, call.node, argument, `takes as much as ${number} says`)];
}

/** A number that a sender chose: converted or not, but not limited. */
function numeric(flow: Flow, given: SyntaxNode): string | null {
  const node = unwrapped(given);
  if (node === null) return null;
  if (node.type === "CallExpression") {
    const name = flow.names.of(child(node, "callee"));
    if (CONVERTS.test(name)) {
      for (const argument of flow.tree.within(node, "Identifier", "MemberExpression")) {
        const taint = harm(flow.value(argument), "format", "remote");
        if (taint !== null) return shown(flow, taint);
      }
      return null;
    }
  }
  const only = flow.bindings.onlyValue(node);
  if (only?.type === "CallExpression" && flow.guards.cleanedAt(node) === 0 && !isLimited(flow, node)) return numeric(flow, only);
  if (node.type === "UnaryExpression" || node.type === "BinaryExpression") {
    for (const side of ["argument", "left", "right"]) {
      const inner = child(node, side);
      const found = inner === null ? null : numeric(flow, inner);
      if (found !== null) return found;
    }
    return null;
  }
  const taint = harm(flow.value(node), "format", "remote");
  return taint === null || isLimited(flow, node) ? null : shown(flow, taint);
}

/** `if (n > LIMIT) return` or `n < LIMIT ? … : …` somewhere in the function. */
function isLimited(flow: Flow, node: SyntaxNode): boolean {
  const name = flow.tree.textOf(node);
  const owner = flow.bindings.functionOf(node);
  return flow.tree.within(owner, "BinaryExpression").some((test) => test.start < node.start && /^[<>]=?$/.test(text(test, "operator") ?? "") && [child(test, "left"), child(test, "right")].some((side) => side !== null && flow.tree.textOf(side) === name));
}

/** The list's kind or length is asked for, or the loop is left early. */
function isChecked(flow: Flow, loop: SyntaxNode, object: SyntaxNode): boolean {
  const owner = flow.tree.textOf(flow.bindings.functionOf(loop)).replace(flow.tree.textOf(child(loop, "test") ?? loop), "");
  const name = flow.tree.textOf(object).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`isArray|instanceof|typeof ${name}|${name}\\.length`).test(owner) || flow.tree.within(loop, "BreakStatement", "ReturnStatement", "ThrowStatement").length > 0;
}

/** `for (i < body.list.length)`: a length that was sent is only a number. */
function loops(flow: Flow): readonly Occurrence[] {
  return flow.tree.nodes("ForStatement", "WhileStatement").flatMap((node) => {
    const test = unwrapped(child(node, "test"));
    if (test?.type !== "BinaryExpression") return [];
    for (const side of ["left", "right"]) {
      const bound = unwrapped(child(test, side));
      const object = bound?.type === "MemberExpression" && text(child(bound, "property"), "name") === "length" ? child(bound, "object") : null;
      const taint = object === null ? null : flow.value(object).taints.find((one) => one.origin === "remote" && !one.isText && !one.isBuilt);
      if (taint !== undefined && taint !== null && object !== null && !isChecked(flow, node, object)) return [at(flow, test, bound, `loops as often as ${shown(flow, taint)} says`, "note")];
    }
    return [];
  });
}
