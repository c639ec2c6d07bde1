import type { SyntaxNode } from "../syntax/node";

/** Places where a value does harm; a sanitizer or a check makes it harmless for some of them. */
export const PLACE = {
  sql: 1,
  shell: 2,
  html: 4,
  code: 8,
  path: 16,
  url: 32,
  redirect: 64,
  pattern: 128,
  nosql: 256,
  log: 512,
  header: 1024,
  xpath: 2048,
  prototype: 4096,
  format: 8192,
  xml: 16384,
  template: 32768,
} as const;
export type Place = keyof typeof PLACE;
export const EVERY_PLACE = 0xffff;

/**
 * Who can choose a value, as far as the file shows: whoever sends a request or a message; whoever runs the program
 * (arguments, environment, files); whoever calls the function; or nobody knows.
 */
export type Origin = "remote" | "operator" | "parameter" | "unknown";
export const STRENGTH: Readonly<Record<Origin, number>> = { unknown: 0, parameter: 1, operator: 2, remote: 3 };

/** A value that is not the program's own. */
export interface Taint {
  readonly origin: Origin;
  /** Where it entered. */
  readonly at: SyntaxNode;
  /** Places (bits of `PLACE`) it can't harm any more. */
  readonly clean: number;
  /** It stands inside a string that was put together. */
  readonly isBuilt: boolean;
  /** Text before it in that string, `UNKNOWN_TEXT` for each part that is not known; "" where it begins the string. */
  readonly prefix: string;
  /** It is text for certain; what a parsed body holds may be an object. */
  readonly isText: boolean;
}

/** What is known of an expression's value. */
export interface Value {
  readonly taints: readonly Taint[];
  /** Literal text in it, joined; cut when long. */
  readonly literal: string;
  /** The whole value, where it is a constant text. */
  readonly constant: string | null;
}

export const NOTHING: Value = { taints: [], literal: "", constant: null };
/** Stands in a prefix for text that is not known. */
export const UNKNOWN_TEXT = "\u0000";
/** Parts of a value that are kept, the strongest ones. */
export const MAXIMUM_TAINTS = 6;
const MAXIMUM_PREFIX = 200;
const MAXIMUM_TEXT = 2_000;

export function constant(value: string): Value {
  return { taints: [], literal: value.slice(0, MAXIMUM_TEXT), constant: value.length > MAXIMUM_TEXT ? null : value };
}

export function tainted(origin: Origin, at: SyntaxNode, isText = false): Value {
  return { taints: [{ origin, at, clean: 0, isBuilt: false, prefix: "", isText }], literal: "", constant: null };
}

/** Either of them. */
export function union(values: readonly Value[]): Value {
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return only;
  const taints = new Map<string, Taint>();
  for (const value of values) {
    for (const taint of value.taints) {
      const key = `${taint.origin} ${taint.clean} ${taint.isBuilt} ${taint.at.start}`;
      const before = taints.get(key);
      if (before === undefined || before.prefix.length > taint.prefix.length) taints.set(key, taint);
    }
  }
  const sorted = [...taints.values()].sort((a, b) => STRENGTH[b.origin] - STRENGTH[a.origin]);
  return { taints: sorted.slice(0, MAXIMUM_TAINTS), literal: values.map((value) => value.literal).join(" ").slice(0, MAXIMUM_TEXT), constant: null };
}

/** One after the other, as one text. */
export function concatenated(values: readonly Value[]): Value {
  let prefix = "";
  const taints: Taint[] = [];
  for (const value of values) {
    for (const taint of value.taints) taints.push({ ...taint, isBuilt: taint.isBuilt || values.length > 1, isText: true, prefix: (prefix + taint.prefix).slice(0, MAXIMUM_PREFIX) });
    if (prefix.length < MAXIMUM_PREFIX) prefix += value.constant ?? UNKNOWN_TEXT;
  }
  const isConstant = values.every((value) => value.constant !== null);
  const literal = values.map((value) => value.literal).join("").slice(0, MAXIMUM_TEXT);
  return { taints: taints.sort((a, b) => STRENGTH[b.origin] - STRENGTH[a.origin]).slice(0, MAXIMUM_TAINTS), literal, constant: isConstant ? values.map((value) => value.constant ?? "").join("") : null };
}

/** The value with more places cleaned. */
export function cleaned(value: Value, places: number): Value {
  if (places === 0 || value.taints.length === 0) return value;
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, clean: taint.clean | places })) };
}

/** As text: an object can't come through. */
export function asText(value: Value): Value {
  return { ...value, constant: null, taints: value.taints.map((taint) => ({ ...taint, isText: true })) };
}
