import { lastName, stringValue, unwrapped, type SyntaxNode } from "../syntax/node";
import type { Flow } from "../flow/flow";
import { STRENGTH } from "../flow/taint";
import { at, callsOf, constantOf, flowOfView, harm, shown, type Call } from "./flow-sink";
import { isSlowPattern } from "./slow-pattern";
import type { Occurrence, Rule } from "./rule";

/** Patterns that others write, and patterns that take for ever. */
export const regexInjection: Rule = {
  id: "regex-injection",
  class: "security",
  severity: "warning",
  isMildInTests: true,
  cwe: 1333,
  why: "One pattern, or one text against a pattern with nested repetition, keeps the only thread busy for minutes: everybody waits.",
  fix: "Escape the value before it becomes part of a pattern; rewrite repetitions so that no text can be split in two ways, and limit the length of what is matched.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "app.get(\"/find\", (req, res) => res.json(names.filter((name) => new RegExp(req.query.q).test(name))));\n",
    good: "app.get(\"/find\", (req, res) => res.json(names.filter((name) => name.includes(req.query.q))));\n",
  },

  find(view) {
    const flow = flowOfView(view);
    if (flow === null) return [];
    return [...callsOf(flow).flatMap((call) => built(flow, call)), ...slow(flow)].sort((a, b) => a.start - b.start);
  },
};

function built(flow: Flow, call: Call): readonly Occurrence[] {
  const isConstructor = /^((window|globalThis)\.)?RegExp$/.test(call.name);
  // Only of text is `match` a matter of patterns.
  const isMethod = /^(match|matchAll|search)$/.test(call.method) && call.receiver !== null && call.args.length === 1 && constantOf(flow, call.receiver) !== null;
  if (!isConstructor && !isMethod) return [];
  const argument = unwrapped(call.args[0] ?? null);
  if (argument === null) return [];
  const taint = harm(flow.value(argument), "pattern", isConstructor ? "parameter" : "remote");
  if (taint === null || (argument.type === "MemberExpression" && lastName(argument) === "source")) return [];
  if (taint.origin === "operator") return [];
  return [at(flow, call.node, argument, `builds a regular expression from ${shown(flow, taint)}`, STRENGTH[taint.origin] >= STRENGTH.remote ? "error" : "warning")];
}

function slow(flow: Flow): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const check = (node: SyntaxNode, pattern: string) => {
    if (isSlowPattern(pattern)) found.push({ start: node.start, end: node.end, message: "this pattern can take exponential or high polynomial time" });
  };
  for (const node of flow.tree.nodes("Literal")) {
    const regex = node["regex"];
    if (typeof regex === "object" && regex !== null) check(node, String((regex as { pattern?: unknown }).pattern));
  }
  for (const call of callsOf(flow)) {
    if (!/^RegExp$/.test(call.name)) continue;
    const pattern = stringValue(unwrapped(call.args[0] ?? null));
    if (pattern !== null) check(call.node, pattern);
  }
  return found;
}
