import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { architectureSchema } from "../../../src/checks/architecture/architecture-schema";
import { parseConfiguration } from "../../../src/app/configuration";
import { knownViolationsJsonSchema, knownViolationsText, parseKnownViolations } from "../../../src/app/known-violations";
import { configurationJsonSchema } from "../../../src/app/configuration-schema";
import { CountersignError } from "../../../src/core/model";
import { GATE_LIMITS } from "../../../src/core/policy/configuration-types";
import { defaultConfiguration } from "../../../src/core/policy/default-configuration";

const PATH = ".countersign/config.jsonc";

function failure(text: string): CountersignError {
  try {
    parseConfiguration(text, PATH);
  } catch (error) {
    assert.ok(error instanceof CountersignError, String(error));
    assert.equal(error.code, "configuration");
    assert.equal(error.details.path, PATH);
    return error;
  }
  return assert.fail(`accepted: ${text.slice(0, 80)}`);
}

describe("parseConfiguration", () => {
  it("gives the defaults for an empty object, comments and a byte order mark included", () => {
    assert.deepEqual(parseConfiguration("\uFEFF// nothing yet\n{\n}\n", PATH), defaultConfiguration());
  });

  it("holds product.md's default policy and factors", () => {
    const { policy, debt } = defaultConfiguration();
    assert.deepEqual(
      GATE_LIMITS.filter((name) => policy.gates.patch[name] !== null).map((name) => `${name} ${String(policy.gates.patch[name])}`),
      ["high 0", "errors 0"],
    );
    assert.ok(GATE_LIMITS.every((name) => policy.gates.project[name] === null));
    assert.equal(policy.unclaimed, "report");
    assert.equal(policy.require.high.minTrust, "self-declared");
    assert.deepEqual([debt.minutesPerLine, debt.perHunk, debt.perSeam], [0.3, 0.5, 0.5]);
    assert.deepEqual(debt.kind, { code: 1, test: 0.5, prose: 0.2 });
    assert.deepEqual(debt.risk, { low: 0.5, medium: 1, unrated: 1, high: 2 });
    assert.deepEqual(debt.tests, { executed: 0.8, notExecuted: 1.2, unknown: 1 });
  });

  it("merges what is written with the defaults, section by section", () => {
    const configuration = parseConfiguration(
      `{
        "$schema": "x",
        "baseline": "${"a".repeat(40)}",
        "architecture": { "layers": [["ui", "core"]] },
        "risk": { "error-swallowed": "off", "type-escape": { "severity": "error", "allow": ["any"] } },
        "debt": { "perHunk": 1, "risk": { "high": 4 } },
        "policy": { "version": 7, "unclaimed": "assume-ai",
          "gates": { "patch": { "high": null, "minutes": 12.5 }, "project": { "informational": true, "hunks": 3 } },
          "require": { "high": { "signers": 2, "criteria": ["reviewed", "security-reviewed"], "notPrompter": true, "minTrust": "key+touch" } } },
        "external": [{ "report": "out/*.sarif" }, { "report": "out/eslint.json", "severity": "note" }],
      }`,
      PATH,
    );
    assert.equal(configuration.baseline, "a".repeat(40));
    assert.deepEqual(configuration.architecture, { layers: [["ui", "core"]] });
    assert.deepEqual(configuration.risk["type-escape"], { severity: "error", allow: ["any"] });
    assert.equal(configuration.debt.perHunk, 1);
    assert.deepEqual(configuration.debt.risk, { low: 0.5, medium: 1, unrated: 1, high: 4 });
    assert.equal(configuration.policy.gates.patch.high, null);
    assert.equal(configuration.policy.gates.patch.errors, 0);
    assert.equal(configuration.policy.gates.patch.minutes, 12.5);
    assert.equal(configuration.policy.gates.project.informational, true);
    assert.equal(configuration.policy.require.high.signers, 2);
    assert.equal(configuration.policy.require.low.signers, 1);
    assert.deepEqual(configuration.external, [
      { report: "out/*.sarif" },
      { report: "out/eslint.json", severity: "note" },
    ]);
  });

  const wrong: readonly [name: string, text: string, line: number, message: RegExp, hint: RegExp][] = [
    ["an unknown section", '{\n  "polcy": {}\n}', 2, /unknown key "polcy"/, /did you mean "policy"\?/],
    ["an unknown key inside", '{"policy": {\n"gates": {"patch": {"high": 0,\n"hihg": 1}}}}', 3, /"hihg" in policy\.gates\.patch/, /did you mean "high"\?/],
    ["an unknown key far from all", '{"debt": {"colour": 1}}', 1, /"colour" in debt/, /expected one of minutesPerLine, perHunk/],
    ["an unknown risk level", '{"policy": {"require": {"hihg": {}}}}', 1, /"hihg" in policy\.require/, /"high"/],
    ["a wrong type", '{"debt": {\n\n"perHunk": "much"}}', 3, /debt\.perHunk has the wrong type/, /expected a number/],
    ["a fraction where a count is due", '{"policy": {"gates": {"patch": {"high": 0.5}}}}', 1, /patch\.high/, /whole number/],
    ["a negative limit", '{"policy": {"gates": {"patch": {"minutes": -1}}}}', 1, /minutes is too small/, /at least 0/],
    ["an unknown value", '{"policy": {"unclaimed": "asume-ai"}}', 1, /policy\.unclaimed/, /"assume-ai"/],
    ["a short commit id", '{"baseline": "abc123"}', 1, /baseline/, /full commit id/],
    ["a wrong rule setting", '{"risk": {"error-swallowed": "fatal"}}', 1, /risk\.error-swallowed/, /"off", "error"/],
    ["a wrong severity in a rule's options", '{"risk": {\n"error-swallowed": {"severity": "fatal"}}}', 2, /risk\.error-swallowed\.severity/, /"warning"/],
    ["a rule name in capitals", '{"risk": {"ERR": "off"}}', 1, /risk\.ERR is not a valid name/, /lower case/],
    ["a list where an object is due", "[]", 1, /the file has the wrong type/, /expected an object/],
    ["a misspelt external source", '{"external": [{"reprot": "x"}]}', 1, /"reprot" in external\[0\]/, /did you mean "report"/],
    ["a command, because nothing is executed", '{"external": [{"report": "x", "command": ["eslint"]}]}', 1, /"command" in external\[0\]/, /expected one of|did you mean/],
    ["a syntax error", '{\n"baseline": }', 2, /value expected/, /JSON/],
    ["an empty file", "", 1, /empty|expected/, /JSON/],
    ["a key twice", '{"exclude": [],\n"exclude": ["x"]}', 2, /"exclude" is there twice/, /keep one/],
    ["a prototype", '{"risk": {"__proto__": "off"}}', 1, /__proto__/, /remove/],
  ];
  for (const [name, text, line, message, hint] of wrong) {
    it(`refuses ${name} with file, line and what was expected`, () => {
      const error = failure(text);
      assert.match(error.message, message);
      assert.match(error.details.hint ?? "", hint);
      assert.equal(error.details.line, line);
    });
  }

  it("counts the problems after the first", () => {
    const error = failure('{\n"a1": 1,\n"debt": {"perHunk": "x"},\n"policy": 3}');
    assert.match(error.message, /^unknown key "a1" \(and 2 more problems below\)$/);
    assert.equal(error.details.line, 2);
  });

  it("survives nesting and size that would break a recursive parser", () => {
    assert.match(failure("[".repeat(200_000)).message, /nested deeper/);
    assert.match(failure(`{"x":"${"y".repeat(1_000_001)}"}`).message, /larger than/);
    assert.match(failure(`{"${"k".repeat(5000)}": 1}`).message, /unknown key/);
  });

  it("never throws anything but a located error on damaged text", () => {
    const good = '{"policy": {"gates": {"patch": {"high": 0}}}, "risk": {"a": ["b", {"c": null}]}, "external": [1, "x", null]}';
    let state = 7;
    for (let round = 0; round < 3000; round++) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const at = state % good.length;
      const cut = (state >> 8) % 5;
      const inserted = ["", "{", '"', "]", ",", "null", "/*", "\u0000", "1e999"][state % 9] ?? "";
      const text = good.slice(0, at) + inserted + good.slice(at + cut);
      try {
        parseConfiguration(text, PATH);
      } catch (error) {
        assert.ok(error instanceof CountersignError, `${text}: ${String(error)}`);
        assert.ok((error.details.line ?? 0) >= 1, text);
      }
    }
  });
});

describe("the configuration's JSON Schema", () => {
  it("is the one that the parsers' schemas make", () => {
    // COUNTERSIGN_WRITE_SCHEMA=1 writes it, for the author of a change to look at.
    const made = `${JSON.stringify(configurationJsonSchema(z.toJSONSchema(architectureSchema, { io: "input" })), null, 2)}\n`;
    if (process.env["COUNTERSIGN_WRITE_SCHEMA"] === "1") writeFileSync("media/schemas/configuration.schema.json", made);
    const stored: unknown = JSON.parse(readFileSync("media/schemas/configuration.schema.json", "utf8"));
    assert.deepEqual(stored, JSON.parse(made));
  });

  it("is that of the known violations too", () => {
    const made = `${JSON.stringify(knownViolationsJsonSchema(), null, 2)}\n`;
    if (process.env["COUNTERSIGN_WRITE_SCHEMA"] === "1") writeFileSync("media/schemas/known-violations.schema.json", made);
    assert.deepEqual(JSON.parse(readFileSync("media/schemas/known-violations.schema.json", "utf8")), JSON.parse(made));
    const entries = [{ rule: "layer", path: "a.ts", target: "b.ts" }];
    assert.deepEqual(parseKnownViolations(knownViolationsText(entries)).entries, entries);
    assert.deepEqual(parseKnownViolations(knownViolationsText([])).entries, []);
    for (const broken of ["", "[]", '{"schema":"countersign/known-violations/1"}', '{"schema":"x","violations":[]}', '{"schema":"countersign/known-violations/1","violations":[{"rule":"a","path":"b"}]}', '{"schema":"countersign/known-violations/1","violations":[],"more":1}']) {
      assert.throws(() => parseKnownViolations(broken), (error) => error instanceof CountersignError && error.code === "configuration" && (error.details.line ?? 0) >= 1, broken);
    }
  });
});
