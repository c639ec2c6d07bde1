import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { CountersignError, type Finding } from "../../../../src/core/model";
import type { PlacedFinding } from "../../../../src/core/ports";
import { ExternalReports } from "../../../../src/checks/external/report-reader";
import { ESLINT, GOLANGCI, LCOV, OXLINT, RUFF, SEMGREP, STRYKER, V8 } from "./recorded";

const reader = new ExternalReports();

function read(report: unknown, textOf: (path: string) => string | null = () => null) {
  return reader.read("out/report.json", typeof report === "string" ? report : JSON.stringify(report), textOf);
}

describe("reports of other tools", () => {
  it("Semgrep's SARIF: weakness, severity by its own level, place, snippet", () => {
    const { kind, findings } = read(SEMGREP);
    assert.equal(kind, "sarif");
    const [first] = findings;
    assert.equal(findings.length, 1);
    assert.deepEqual([first?.tool, first?.rule, first?.severity, first?.path, first?.startLine, first?.cwe, first?.isSecurity], ["Semgrep OSS", "python.lang.security.audit.formatted-sql-query", "warning", "app/orders.py", 12, [89], true]);
    assert.equal(first?.snippet, '    cursor.execute("select * from orders where id = " + order)');
  });

  it("ruff's SARIF with absolute addresses, golangci-lint's without rules", () => {
    assert.deepEqual(read(RUFF).findings.map(({ rule, path, startLine, severity }) => [rule, path, startLine, severity]), [["S110", "file:///work/app/orders.py", 20, "error"]]);
    assert.deepEqual(read(GOLANGCI).findings.map(({ rule, path, startLine, severity }) => [rule, path, startLine, severity]), [["errcheck", "main.go", 7, "error"]]);
  });

  it("golangci-lint's other results: a level of its own, no column (it prints 1), several files at index 0, and none at all", () => {
    const [run] = GOLANGCI.runs;
    const result = (ruleId: string, level: string, uri: string, startColumn: number) => ({ ruleId, level, message: { text: "m" }, locations: [{ physicalLocation: { artifactLocation: { uri, index: 0 }, region: { startLine: 11, startColumn } } }] });
    const results = [result("govet", "warning", "a/b.go", 4), result("unused", "error", "c.go", 1)];
    assert.deepEqual(read({ ...GOLANGCI, runs: [{ ...run, results }] }).findings.map(({ rule, path, startLine, severity }) => [rule, path, startLine, severity]), [["govet", "a/b.go", 11, "warning"], ["unused", "c.go", 11, "error"]]);
    assert.deepEqual(read({ ...GOLANGCI, runs: [{ ...run, results: [] }] }), { ...read({ ...GOLANGCI, runs: [{ ...run, results: [] }] }), kind: "sarif", findings: [] });
  });

  it("Semgrep's result with a fix, without fingerprints, its rule at the end of the run", () => {
    const region = { startLine: 39, startColumn: 1, endLine: 39, endColumn: 15 };
    const rule = { id: "docker.missing-user", name: "docker.missing-user", defaultConfiguration: { level: "error" }, shortDescription: { text: "Semgrep Finding: docker.missing-user" }, properties: { precision: "very-high", tags: ["CWE-250: Execution with Unnecessary Privileges", "MEDIUM CONFIDENCE", "security"] } };
    const fix = { artifactChanges: [{ artifactLocation: { uri: "Dockerfile" }, replacements: [{ deletedRegion: region, insertedContent: { text: "USER app\nCMD run" } }] }], description: { text: "Autofix: Semgrep rule suggested fix" } };
    const result = { fixes: [fix], locations: [{ physicalLocation: { artifactLocation: { uri: "Dockerfile", uriBaseId: "%SRCROOT%" }, region: { ...region, snippet: { text: "CMD run" } } } }], message: { text: "runs as root" }, properties: {}, ruleId: rule.id };
    const { findings } = read({ version: "2.1.0", runs: [{ invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }], results: [result], tool: { driver: { name: "Semgrep OSS", rules: [rule], semanticVersion: "1.122.0" } } }] });
    assert.deepEqual(findings.map(({ tool, rule: id, severity, path, startLine, cwe, isSecurity }) => [tool, id, severity, path, startLine, cwe, isSecurity]), [["Semgrep OSS", "docker.missing-user", "error", "Dockerfile", 39, [250], true]]);
  });

  it("SARIF's suppressed, passed, absent and unplaced results are none; unchanged ones are old", () => {
    const location = { physicalLocation: { artifactLocation: { uri: "a.ts" }, region: { startLine: 3 } } };
    const result = (more: object) => ({ ruleId: "r", message: { text: "m" }, locations: [location], ...more });
    const { findings, left } = read({ version: "2.1.0", runs: [{ tool: { driver: { name: "T" } }, results: [result({ suppressions: [{ kind: "inSource" }] }), result({ kind: "pass" }), result({ baselineState: "absent" }), result({ level: "none" }), result({ locations: [] }), result({ baselineState: "unchanged" })] }] });
    assert.deepEqual(findings.map(({ isOld }) => isOld), [true]);
    assert.equal(left.length, 1);
  });

  it("a security severity of 7 or more is an error, whatever the level", () => {
    const { findings } = read({ runs: [{ tool: { driver: { name: "CodeQL", rules: [{ id: "js/x", properties: { "security-severity": "7.8", tags: ["external/cwe/cwe-022"] } }] } }, results: [{ ruleIndex: 0, message: { text: "m" }, level: "note", locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b.ts" }, region: { startLine: 1 } } }] }] }] });
    assert.deepEqual(findings.map(({ severity, cwe, rule }) => [severity, cwe, rule]), [["error", [22], "js/x"]]);
  });

  it("ESLint's JSON: a weakness is an error, a matter of taste is not, a file that does not parse is", () => {
    const { kind, findings, sources } = read(ESLINT);
    assert.equal(kind, "eslint");
    assert.deepEqual(findings.map(({ rule, severity }) => [rule, severity]), [["no-eval", "error"], ["prefer-const", "warning"], ["no-console", "note"], ["parse-error", "error"]]);
    assert.equal(sources.get("/work/src/a.js"), "eval(x)\n");
  });

  it("oxlint's JSON: rules by their plugin", () => {
    assert.deepEqual(read(OXLINT).findings.map(({ rule, path, startLine, severity }) => [rule, path, startLine, severity]), [["no-empty", "src/a.ts", 4, "note"], ["typescript/no-explicit-any", "src/a.ts", 9, "warning"]]);
  });

  it("lcov: lines by file, both records of one file added up", () => {
    const { kind, coverage } = read(LCOV);
    assert.equal(kind, "lcov");
    assert.deepEqual(coverage.map(({ path, lines }) => [path, [...lines]]), [["src/a.ts", [[1, 2], [2, 0], [3, 5]]]]);
  });

  it("Istanbul: a line ran as often as its least statement", () => {
    const at = (line: number, column: number) => ({ start: { line, column }, end: { line, column: column + 3 } });
    const { kind, coverage } = read({ "/work/src/a.ts": { path: "/work/src/a.ts", statementMap: { 0: at(1, 0), 1: at(1, 9), 2: at(4, 2) }, s: { 0: 3, 1: 0, 2: 7 }, fnMap: {}, f: {}, branchMap: {}, b: {} } });
    assert.equal(kind, "istanbul");
    assert.deepEqual(coverage.map(({ lines }) => [...lines]), [[[1, 0], [4, 7]]]);
  });

  it("V8: the innermost range says whether a line ran; a text that is shorter now is left out", () => {
    const text = "function used() {\n  return 1;\n}\nfunction idle() {\n  return 2;\n}\nused();\n";
    const { kind, coverage } = read(V8, (path) => (path === "file:///work/src/a.js" ? text : null));
    assert.equal(kind, "v8");
    assert.deepEqual([...(coverage[0]?.lines ?? [])], [[1, 1], [2, 1], [4, 0], [5, 0], [7, 1]]);
    assert.equal(read(V8, () => "short").left.length, 1);
  });

  it("Stryker: killed and timed out are noticed; ignored and broken mutants say nothing", () => {
    const { kind, mutants, sources } = read(STRYKER);
    assert.equal(kind, "stryker");
    assert.deepEqual(mutants.map(({ startLine, outcome }) => [startLine, outcome]), [[1, "killed"], [2, "survived"], [3, "uncovered"], [4, "killed"]]);
    assert.equal(sources.get("src/a.js"), "a\nb\nc\nd\n");
  });

  const wrong: readonly (readonly [string, string, RegExp, number | undefined])[] = [
    ["a text that is no JSON", '{\n"runs": [\n}', /not valid JSON/, 3],
    ["a report that was cut off", '{"runs": [{"results": [', /not valid JSON/, 1],
    ["an unknown document", '{"hello": 1}', /no report that is known/, undefined],
    ["results that are no list", '{"runs": [{"tool": {"driver": {"name": "T"}}, "results": 3}]}', /runs\[0\]\.results is not a list/, undefined],
    ["a rule that is no text", '{"runs": [{"tool": {"driver": {"name": "T"}}, "results": [{"ruleId": 3}]}]}', /runs\[0\]\.results\[0\]\.ruleId is not a text/, undefined],
    ["lcov with a wrong line", "SF:a.ts\nDA:1,x\nend_of_record\n", /DA:LINE,COUNT was expected/, 2],
    ["lcov with something else in it", "TN:\nhello\n", /a record such as SF:/, 2],
    ["a statement without a count", '{"a": {"path": "a", "statementMap": {"0": {"start": {"line": 1}}}, "s": {}}}', /statementMap\.0 is not a statement/, undefined],
    ["an ESLint result without a file", '[{"messages": []}]', /filePath/, undefined],
  ];
  for (const [name, text, message, line] of wrong) {
    it(`refuses ${name} with its place`, () => {
      assert.throws(() => read(text), (error) => error instanceof CountersignError && error.code === "configuration" && message.test(error.message) && error.details.path === "out/report.json" && error.details.line === line);
    });
  }

  it("random cuts of every recorded report are read or refused in words", () => {
    let state = 7;
    const next = (limit: number) => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) % limit;
    for (const report of [SEMGREP, RUFF, GOLANGCI, ESLINT, OXLINT, STRYKER, V8, LCOV]) {
      const whole = typeof report === "string" ? report : JSON.stringify(report);
      for (let round = 0; round < 200; round++) {
        const at = next(whole.length);
        const text = whole.slice(0, at) + (["", "null", "{}", "[", "1e999", '"x"'][next(6)] ?? "") + whole.slice(at + next(20));
        try {
          read(text);
        } catch (error) {
          assert.ok(error instanceof CountersignError, `${text}: ${String(error)}`);
        }
      }
    }
  });
});

describe("findings of others beside ours", () => {
  const placed = (change: Partial<PlacedFinding>): PlacedFinding => ({ tool: "ESLint", rule: "no-eval", severity: "error", path: "a.ts", startLine: 3, startColumn: 1, endLine: 3, endColumn: 9, message: "eval can be harmful", why: null, cwe: [], isSecurity: true, isOld: false, snippet: null, introduced: true, text: "eval(x)", ...change });
  const [own] = reader.findings([placed({})], []);
  const ours = (rule: string, startLine: number): Finding => ({ ...(own ?? assert.fail()), rule, startLine, endLine: startLine });

  it("are named by tool and rule, and keep their place", () => {
    assert.deepEqual([own?.rule, own?.class, own?.severity, own?.startLine, own?.introduced], ["eslint/no-eval", "security", "error", 3, true]);
    assert.match(own?.contentKey ?? "", /^eslint\/no-eval:[0-9a-f]{32}$/);
  });

  it("are left out where ours tells the same of the same place, by kind or by weakness", () => {
    assert.equal(reader.findings([placed({})], [ours("code-injection", 3)]).length, 0);
    assert.equal(reader.findings([placed({ rule: "some.rule", cwe: [89] })], [ours("sql-injection", 3)]).length, 0);
    assert.equal(reader.findings([placed({})], [ours("code-injection", 4)]).length, 1);
    assert.equal(reader.findings([placed({})], [ours("type-escape", 3)]).length, 1);
  });

  it("are told once where two tools see the same", () => {
    assert.equal(reader.findings([placed({}), placed({ tool: "CodeQL", rule: "js/code-eval" })], []).length, 1);
    assert.equal(reader.findings([placed({ rule: "a/x" }), placed({ tool: "T", rule: "b.x" })], []).length, 1);
    assert.equal(reader.findings([placed({ rule: "a/x" }), placed({ tool: "T", rule: "b.y" })], []).length, 2);
  });

  it("reasons that tests give follow the risk section", () => {
    const wanted = { rule: "untested-code", path: "a.ts", startLine: 1, startColumn: 1, endLine: 2, endColumn: 1, message: "m", text: "t" } as const;
    assert.deepEqual(reader.testFinding(wanted, {}).map(({ severity }) => severity), ["note"]);
    assert.deepEqual(reader.testFinding(wanted, { "untested-code": { severity: "warning" } }).map(({ severity }) => severity), ["warning"]);
    assert.deepEqual(reader.testFinding(wanted, { "untested-code": "off" }), []);
  });
});
