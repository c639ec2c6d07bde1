import { child, isFunction, unwrapped } from "../syntax/node";
import { demands } from "./guard-meaning";
import { PROTECTIVE } from "./protective-words";
import type { Removal } from "./rule";
import { short } from "./short-text";
import type { View } from "./view";

/** Functions that answer whether something may be done: each thing they demand keeps somebody out. */
const ASKS = /^(is|has|can|may|should|allow|check|verify|validate|authori[sz]e|must)(?![a-z])|\?$/;
/** Where rights are decided, whatever the functions are called. */
const OF_RIGHTS = /polic(y|ies)\b/i;

/** These say that something may not be done: one demand less, and they say so more often. */
const REFUSES = /disabled|locked|expired|denied|forbidden|revoked|blocked|restricted|invalid|missing|unauth/i;

/** `return a && b` that became `return a`, in a function that says yes or no: it says yes more often than before. */
export function lostDemands(base: View, head: View): readonly Removal[] {
  return lostParts(answersOf(base), answersOf(head));
}

/** Answers of the base whose function gives one with fewer parts, and none besides, that it did not give before. */
export function lostParts(answers: readonly Answer[], answersNow: readonly Answer[]): readonly Removal[] {
  const before = new Set(answers.map(({ symbol, parts }) => keyOf(symbol, parts)));
  const now = answersNow.filter(({ symbol, parts }) => !before.has(keyOf(symbol, parts)));
  return answers.flatMap(({ symbol, places, parts }): readonly Removal[] => {
    const name = symbol.split(".").pop() ?? "";
    const asks = ASKS.test(`${name.charAt(0).toLowerCase()}${name.slice(1)}`) && !REFUSES.test(name);
    const next = asks ? now.find((one) => one.symbol === symbol && one.parts.length < parts.length && one.parts.every((part) => parts.includes(part))) : undefined;
    if (next === undefined) return [];
    const gone = parts.filter((part) => !next.parts.includes(part));
    const isProtective = OF_RIGHTS.test(symbol) || PROTECTIVE.test(name) || gone.some((part) => PROTECTIVE.test(part));
    return [
      {
        baseOffset: places[parts.findIndex((part) => gone.includes(part))] ?? 0,
        message: `\`${name}\` does not ask for ${gone.map((part) => `\`${short(part)}\``).join(", ")} any more`,
        snippet: `answer ${keyOf(symbol, parts)}`,
        ...(isProtective ? { severity: "error" as const } : {}),
      },
    ];
  });
}

/** What a function returns. */
export interface Answer {
  readonly symbol: string;
  /** Where each part begins. */
  readonly places: readonly number[];
  /** What must hold together, as text. */
  readonly parts: readonly string[];
}

/** What functions return: by `return`, or as the body of an arrow. */
function answersOf(view: View): readonly Answer[] {
  const { tree } = view;
  if (tree === null) return [];
  return tree.nodes("ReturnStatement", "ArrowFunctionExpression").flatMap((node) => {
    const value = unwrapped(child(node, isFunction(node) ? "body" : "argument"));
    if (value === null || value.type === "BlockStatement") return [];
    const asked = demands(value);
    return [{ symbol: view.symbolAt(value.start), places: asked.map(({ start }) => start), parts: asked.map(({ start, end }) => view.text.slice(start, end).replace(/\s+/g, " ")) }];
  });
}

function keyOf(symbol: string, parts: readonly string[]): string {
  return `${symbol}\0${parts.join("\0")}`;
}
