import type { StaticValue } from "../parsing/static-value";

export type PlainObject = Readonly<Record<string, StaticValue>>;

export function asObject(value: StaticValue | undefined): PlainObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as PlainObject) : null;
}

export function asList(value: StaticValue | undefined): readonly StaticValue[] {
  return Array.isArray(value) ? (value as readonly StaticValue[]) : [];
}

export function asText(value: StaticValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** A text, or the texts of a list. */
export function asTexts(value: StaticValue | undefined): readonly string[] {
  return typeof value === "string" ? [value] : asList(value).filter((one) => typeof one === "string");
}
