import { strict as assert } from "node:assert";
import { CodeReader } from "../../../../src/checks/languages/code-reader";
import type { Rule } from "../../../../src/checks/rules/rule";
import { findingsOf, viewOf } from "../../../../src/checks/rules/run-rules";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { loadParser } from "../parse";

/** Head alone is a new file; with a base before it, a change. Last: `LINE SEVERITY part of the message` of each introduced finding. */
export type LanguageCase = readonly [head: string, expected: readonly string[]] | readonly [base: string, head: string, expected: readonly string[]];

export interface LanguageCases {
  readonly path: string;
  readonly cases: readonly LanguageCase[];
}

/** Runs each case with the real grammar, and holds that each language has at least three cases of either kind. */
export function languageCases(rule: Rule, languages: Readonly<Record<string, LanguageCases>>): void {
  const reader = new CodeReader();
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
    await reader.prepare(Object.values(languages).map(({ path }) => ({ path, text: "" })));
  });
  for (const [language, { path, cases }] of Object.entries(languages)) {
    describe(language, () => {
      it("has three cases of either kind", () => {
        const positive = cases.filter((one) => (one[one.length - 1]?.length ?? 0) > 0).length;
        assert.ok(positive >= 3 && cases.length - positive >= 3, `${positive} of ${cases.length}`);
      });
      for (const one of cases) {
        const expected = one[one.length - 1] as readonly string[];
        const base = one.length === 3 ? one[0] : null;
        const head = one.length === 3 ? one[1] : one[0];
        it(`${expected.length > 0 ? "reports" : "accepts"} ${base === null ? "" : `${base.replace(/\s+/g, " ")} → `}${head.replace(/\s+/g, " ")}`, () => {
          for (const text of base === null ? [head] : [base, head]) assert.equal(reader.read(path, text)?.problem, null);
          const before = base === null ? null : viewOf(parser, path, base, undefined, reader);
          const findings = findingsOf(rule, before, viewOf(parser, path, head, undefined, reader)).filter(({ introduced }) => introduced);
          const shown = findings.map(({ startLine, severity, message }) => `${startLine} ${severity} ${message}`);
          assert.equal(shown.length, expected.length, shown.join("\n") || "nothing was reported");
          expected.forEach((line, index) => {
            const [place, severity, ...words] = line.split(" ");
            const found = shown[index] ?? "";
            assert.ok(found.startsWith(`${place} ${severity} `) && found.includes(words.join(" ")), `expected ${line}\nfound    ${found}`);
          });
        });
      }
    });
  }
}
