import { measuredFunctions, type MeasuredFunction } from "../syntax/complexity";
import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

/** Above this a function is refactored by most who measure it (SonarSource's own limit is 15). */
const HARD = 20;
/** Less growth than this is one more case of what was hard before. */
const JUMP = 8;
/** A new function has no past: it must be hard by itself. */
const HARD_WHEN_NEW = 25;
const VERY_HARD = 50;

/** Functions that this change made hard to follow. */
export const complexityJump: Rule = {
  id: "complexity-jump",
  class: "maintainability",
  severity: "note",
  cwe: 1121,
  why: "The function became much harder to follow in this change. Changes by assistants in code that is already unhealthy carry at least 30 % more risk of a defect (CodeScene 2026, 5,000 programs, six models).",
  fix: "Take the inner branches out into functions named for what they decide, leave early instead of nesting, or turn the cases into a table.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "export function pay(order) {\n  if (order.isOpen) {\n    for (const part of order.parts) {\n      if (part.isFree) {\n        for (const gift of part.gifts) {\n          if (gift.isLate) {\n            while (gift.next) {\n              if (gift.isLost) gift.send();\n            }\n          }\n        }\n      }\n    }\n  }\n}\n",
    good: "export function pay(order) {\n  if (!order.isOpen) return;\n  for (const part of order.parts) payPart(part);\n}\n",
  },

  find() {
    return [];
  },

  grown(base, head) {
    if (head.tree === null || head.isTest) return [];
    const before = base === null ? new Map<string, number[]>() : complexityBySymbol(base);
    const texts = base === null ? new Set<string>() : bodies(base);
    const found: Occurrence[] = [];
    for (const measured of measuredFunctions(head.tree)) {
      const symbol = symbolOf(head, measured);
      const old = before.get(symbol)?.shift() ?? null;
      const { cognitive, cyclomatic, node, body } = measured;
      const isHard = old === null ? cognitive >= HARD_WHEN_NEW : cognitive >= HARD && cognitive - old >= JUMP;
      // A function that was only renamed or moved is what it was.
      if (!isHard || texts.has(squeezed(head, measured))) continue;
      const grew = old === null ? "is new, with a cognitive complexity of" : `grew from a cognitive complexity of ${old} to`;
      const name = symbol === "" ? "this function" : `\`${symbol.split(".").pop() ?? symbol}\``;
      found.push({ start: node.start, end: Math.min(node.end, body.start + 1), message: `${name} ${grew} ${cognitive} (${cyclomatic} paths)`, snippet: `${symbol} ${cognitive}`, ...(cognitive >= VERY_HARD ? { severity: "warning" as const } : {}) });
    }
    return found;
  },
};

function complexityBySymbol(view: View): Map<string, number[]> {
  const known = new Map<string, number[]>();
  for (const measured of view.tree === null ? [] : measuredFunctions(view.tree)) {
    const symbol = symbolOf(view, measured);
    known.set(symbol, [...(known.get(symbol) ?? []), measured.cognitive]);
  }
  return known;
}

function bodies(view: View): ReadonlySet<string> {
  return new Set((view.tree === null ? [] : measuredFunctions(view.tree)).map((measured) => squeezed(view, measured)));
}

function symbolOf(view: View, { body }: MeasuredFunction): string {
  return view.symbolAt(body.start + 1);
}

function squeezed(view: View, { body }: MeasuredFunction): string {
  return view.text.slice(body.start, body.end).replace(/\s+/g, "");
}
