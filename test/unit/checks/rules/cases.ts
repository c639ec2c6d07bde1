import { strict as assert } from "node:assert";
import type { ProjectFacts } from "../../../../src/checks/rules/project-facts";
import type { Rule, RuleFinding } from "../../../../src/checks/rules/rule";
import { findingsOf } from "../../../../src/checks/rules/run-rules";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser, viewOf } from "../parse";
import { count } from "./counted-cases";

export interface RuleCase {
  /** What it shows; the text itself where it speaks for itself. */
  readonly name?: string;
  readonly path?: string;
  readonly base?: string | null;
  readonly head: string;
  /** `LINE SEVERITY part of the message` of each introduced finding; none for a negative case. */
  readonly expected: readonly string[];
}

/** Runs each case as a test of its own; the text of the whole file is new unless there is a base. */
export function ruleCases(rule: Rule, defaultPath: string, cases: readonly RuleCase[]): void {
  count(rule.id, cases.filter(({ expected }) => expected.length > 0).length, cases.filter(({ expected }) => expected.length === 0).length);
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  for (const { name, path = defaultPath, base = null, head, expected } of cases) {
    it(`${expected.length > 0 ? "reports" : "accepts"} ${name ?? head.replace(/\s+/g, " ")}`, () => {
      const findings = introduced(parser, rule, path, base, head);
      const shown = findings.map(({ startLine, severity, message }) => `${startLine} ${severity} ${message}`);
      assert.equal(shown.length, expected.length, shown.join("\n") || "nothing was reported");
      expected.forEach((line, index) => {
        const [place, severity, ...words] = line.split(" ");
        const found = shown[index] ?? "";
        assert.ok(found.startsWith(`${place} ${severity} `) && found.includes(words.join(" ")), `expected ${line}\nfound    ${found}`);
      });
    });
  }
}

export function introduced(parser: NativeParser, rule: Rule, path: string, base: string | null, head: string, facts?: ProjectFacts): readonly RuleFinding[] {
  return findingsOf(rule, base === null ? null : viewOf(parser, path, base, facts), viewOf(parser, path, head, facts)).filter((finding) => finding.introduced);
}
