import { strict as assert } from "node:assert";
import type { ProjectFacts } from "../../../../src/checks/rules/project-facts";
import type { Rule } from "../../../../src/checks/rules/rule";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";
import { introduced } from "./cases";
import { count } from "./counted-cases";

/** Texts that a rule must report and texts that it must accept; a list `[path, text]` where the name of the file matters. */
export interface MarkedCases {
  readonly reports: readonly (string | readonly [string, string])[];
  readonly accepts: readonly (string | readonly [string, string])[];
  /** Base and head, and whether the head brings something. */
  readonly facts?: ProjectFacts;
  /** Path of the deltas, and of every text that names none. */
  readonly path?: string;
  /** Texts with what the first finding says: `SEVERITY message`. */
  readonly says?: readonly (readonly [string | readonly [string, string], RegExp])[];
  /** Texts with how many findings each has: one place is told once. */
  readonly counts?: readonly (readonly [string | readonly [string, string], number])[];
  /** Texts with the lines, first to last, that the first finding points at. */
  readonly lines?: readonly (readonly [string | readonly [string, string], readonly [number, number]])[];
  readonly deltas?: readonly { readonly base: string; readonly head: string; readonly brings: boolean; readonly says?: RegExp }[];
}

/**
 * Each text is a test of its own. What a rule reports must be introduced where the base lacks it, and must not be where
 * the base has it already, also when lines come before it.
 */
export function markedCases(rule: Rule, { reports, accepts, facts, path: usual = "src/a.ts", says = [], counts = [], lines = [], deltas = [] }: MarkedCases): void {
  count(rule.id, reports.length + deltas.filter(({ brings }) => brings).length, accepts.length + deltas.filter(({ brings }) => !brings).length);
  describe(`rule ${rule.id}`, () => {
    let parser: NativeParser;
    before(async () => {
      parser = await loadParser();
    });
    const parts = (given: string | readonly [string, string]) => (typeof given === "string" ? ([usual, given] as const) : given);
    for (const [path, text] of reports.map(parts)) {
      it(`reports ${text.replace(/\s+/g, " ")}`, () => {
        const found = introduced(parser, rule, path, null, text, facts);
        assert.ok(found.length > 0, "nothing was reported");
        for (const { startLine, startColumn, endLine, endColumn } of found) assert.ok(endLine > startLine || (endLine === startLine && endColumn > startColumn), "it ends before it starts");
        assert.ok(introduced(parser, rule, path, usual.endsWith(".json") ? "{}" : "export const before = 1;\n", text, facts).length > 0, "not introduced against a base without it");
        assert.deepEqual(introduced(parser, rule, path, text, `${usual.endsWith(".json") ? "" : "// a comment\n"}\n${text}`, facts), [], "an old one was called introduced");
      });
    }
    for (const [given, expected] of says) {
      const [path, text] = parts(given);
      it(`says of ${text.replace(/\s+/g, " ")}: ${expected.source}`, () => {
        const [first] = introduced(parser, rule, path, null, text, facts);
        assert.match(first === undefined ? "nothing was reported" : `${first.severity} ${first.message}`, expected);
      });
    }
    for (const [given, expected] of lines) {
      const [path, text] = parts(given);
      it(`points at lines ${expected.join(" to ")} of ${text.replace(/\s+/g, " ")}`, () => {
        const [first] = introduced(parser, rule, path, null, text, facts);
        assert.deepEqual(first === undefined ? "nothing was reported" : [first.startLine, first.endLine], expected);
      });
    }
    for (const [given, expected] of counts) {
      const [path, text] = parts(given);
      it(`reports ${expected} in ${text.replace(/\s+/g, " ")}`, () => assert.equal(introduced(parser, rule, path, null, text, facts).length, expected));
    }
    for (const [path, text] of accepts.map(parts)) {
      it(`accepts ${text.replace(/\s+/g, " ")}`, () => assert.deepEqual(introduced(parser, rule, path, null, text, facts).map(({ message }) => message), []));
    }
    deltas.forEach(({ base, head, brings, says: expected }, index) => {
      it(`${brings ? "reports" : "accepts"} change ${index + 1}: ${head.replace(/\s+/g, " ")}`, () => {
        const found = introduced(parser, rule, usual, base, head, facts);
        assert.equal(found.length > 0, brings);
        if (expected !== undefined) assert.match(found.map(({ severity, message }) => `${severity} ${message}`).join("; "), expected);
      });
    });
  });
}
