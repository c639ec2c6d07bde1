import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../src/checks/rules/catalogue";
import { answerRules } from "../../src/checks/rules/run-rules";
import type { NativeParser } from "../../src/checks/syntax/source-file";
import type { ForeignCase, ForeignRules } from "./foreign-names/case";
import { AGREEMENTS } from "./foreign-names/agreements";
import { HABITS } from "./foreign-names/habits";
import { INJECTION } from "./foreign-names/injection";
import { SETTINGS } from "./foreign-names/settings";

/**
 * Cases whose names occur nowhere in `src` and nowhere in the unit tests (held below): a rule that knows words instead of
 * what it is about fails here.
 */
const CASES: ForeignRules = { ...HABITS, ...INJECTION, ...SETTINGS, ...AGREEMENTS };

const FACTS = { licence: "MIT", holders: ["tyrell"], locked: ["basilisk-eye"] };
const root = join(__dirname, "../../..");

describe("names that no rule has seen", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await import("oxc-parser");
  });

  it("ten cases of each rule, five of each kind", () => {
    assert.deepEqual(Object.keys(CASES).sort(), RULES.map(({ id }) => id).sort());
    for (const [id, { reports, accepts }] of Object.entries(CASES)) assert.deepEqual([reports.length, accepts.length], [5, 5], id);
  });

  for (const [id, { path: usual, reports, accepts }] of Object.entries(CASES)) {
    const shown = ([words, text, more]: ForeignCase, isReported: boolean) => {
      it(`${id} ${isReported ? "reports" : "accepts"} ${text.replace(/\s+/g, " ").slice(0, 150)}`, () => {
        const path = more?.path ?? usual ?? `src/${words.split(" ")[0] ?? ""}.ts`;
        const { findings } = answerRules(parser, { path, text, base: more?.base ?? null, basePath: path }, {}, FACTS);
        assert.equal(findings.some(({ rule, introduced }) => rule === id && introduced), isReported, findings.map(({ rule, message }) => `${rule} ${message}`).join("\n"));
      });
    };
    for (const one of reports) shown(one, true);
    for (const one of accepts) shown(one, false);
  }

  it("occur nowhere in src and nowhere in the unit tests", () => {
    const files = ["src", "test/unit"].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".ts")).map((entry) => join(entry.parentPath, entry.name)));
    const all = files.map((file) => readFileSync(file, "utf8").toLowerCase()).join("\n");
    const words = new Set(all.split(/[^a-z0-9_-]+/));
    const given = Object.values(CASES).flatMap(({ reports, accepts }) => [...reports, ...accepts]);
    for (const [names] of given) for (const name of names.split(" ")) assert.ok(!words.has(name.toLowerCase()), name);
    for (const [names, text, more] of given) assert.ok(names.split(" ").some((name) => `${more?.path ?? ""} ${text}`.toLowerCase().includes(name.toLowerCase())), `${names} in ${text}`);
  });
});
