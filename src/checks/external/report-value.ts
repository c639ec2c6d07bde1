/** Values of a parsed report, taken apart with their place, so that a wrong one can be named. */
import { parse, type ParseError } from "jsonc-parser";
import { CountersignError } from "../../core/model";

/** One value and how it was reached: `runs[0].results`. */
export class ReportValue {
  constructor(
    readonly report: string,
    readonly place: string,
    readonly value: unknown,
  ) {}

  at(key: string): ReportValue {
    const inner = typeof this.value === "object" && this.value !== null && !Array.isArray(this.value) && Object.hasOwn(this.value, key) ? (this.value as Readonly<Record<string, unknown>>)[key] : undefined;
    return new ReportValue(this.report, this.place === "" ? key : `${this.place}.${key}`, inner);
  }

  get isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Absent is an empty list. Errors: `configuration`. */
  list(): readonly ReportValue[] {
    if (!this.isThere) return [];
    if (!Array.isArray(this.value)) throw this.wrong("a list");
    return this.value.map((one: unknown, index) => new ReportValue(this.report, `${this.place}[${index}]`, one));
  }

  /** Absent is none. Errors: `configuration`. */
  entries(): readonly (readonly [string, ReportValue])[] {
    if (!this.isThere) return [];
    if (typeof this.value !== "object" || Array.isArray(this.value)) throw this.wrong("an object");
    return Object.keys(this.value ?? {}).map((key) => [key, this.at(key)] as const);
  }

  /** Null where it is absent. Errors: `configuration`. */
  text(): string | null {
    if (!this.isThere) return null;
    if (typeof this.value !== "string") throw this.wrong("a text");
    return this.value;
  }

  /** Null where it is absent. Errors: `configuration`. */
  number(): number | null {
    if (!this.isThere) return null;
    if (typeof this.value !== "number" || !Number.isFinite(this.value)) throw this.wrong("a number");
    return this.value;
  }

  /** A line or column: a whole number from 1 on; absent is 1. Errors: `configuration`. */
  position(): number {
    const number = this.number() ?? 1;
    return Number.isSafeInteger(number) && number >= 1 ? number : 1;
  }

  wrong(expected: string): CountersignError {
    return new CountersignError("configuration", `${this.place === "" ? "the report" : this.place} is not ${expected}`, { path: this.report, hint: "write the report again with the tool that made it" });
  }
}

/** Errors: `configuration` with the line at which the text is no JSON. */
export function parseReport(path: string, text: string): ReportValue {
  try {
    return new ReportValue(path, "", JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text));
  } catch (error) {
    // JSON.parse says where only for some errors, and not alike in all versions of Node.
    const problems: ParseError[] = [];
    parse(text, problems, { disallowComments: true });
    const line = text.slice(0, problems[0]?.offset ?? 0).split("\n").length;
    throw new CountersignError("configuration", "the report is not valid JSON", { path, line, hint: "write it again with the tool that made it; one that is being written is not whole" }, { cause: error });
  }
}
