import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { RDFormatValidator } from "@umbrelladocs/rdformat-validator";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { validateXML } from "xmllint-wasm";
import type { DebtSnapshot } from "../../../src/core/model";
import { CHECK_FORMATS, renderCheck, type CheckFormat } from "../../../src/report/check-formats";
import { checkMarkdown, COMMENT_BYTES } from "../../../src/report/check-markdown";
import type { CheckReport } from "../../../src/report/check-report";
import { PLAIN } from "../../../src/report/palette";
import { displayWidth } from "../../../src/report/text-layout";
import { assertSchema } from "./schemas";
import { findingOf, fullSnapshot, itemOf, snapshotOf } from "./snapshot-fixture";

const LAYOUT = { palette: PLAIN, width: 80 };

function reportOf(snapshot: DebtSnapshot, changes: Partial<CheckReport> = {}): CheckReport {
  return { snapshot, exitCode: snapshot.verdict === "pass" ? 0 : 1, soft: false, findingsOutsideHunks: true, excerpts: new Map(), version: "0.1.0", ...changes };
}

/** The full snapshot, its failing condition naming the hunks that it counts, as the gate does. */
function blocked(): DebtSnapshot {
  const snapshot = fullSnapshot();
  const high = snapshot.items.filter((item) => item.risk.level === "high").map((item) => item.hunk.id);
  return { ...snapshot, gate: snapshot.gate.map((condition) => (condition.pass ? condition : { ...condition, hunks: high })) };
}

/** Everything a repository may put into a report to break out of it. */
const HOSTILE = "a]]>|`b`<script>alert(1)</script>&quot;\u001b[31m\u202e::error::x%0A\r\n![i](http://evil.example/x.png) @everyone #1 ${x} \u0000\ud800 --> </details>";

function hostile(): DebtSnapshot {
  const finding = findingOf({ path: `src/${HOSTILE}.ts`, message: HOSTILE, why: HOSTILE, fix: HOSTILE, related: [{ path: HOSTILE, startLine: 0, message: HOSTILE }] });
  const item = itemOf({ hunk: { path: `src/${HOSTILE}.ts`, symbol: HOSTILE, assistant: HOSTILE }, risk: { level: "high", reasons: [{ rule: "error-swallowed", message: HOSTILE }], sortKey: 1 }, findings: [finding] });
  return snapshotOf([item], {
    scope: { base: null, baseLabel: HOSTILE, head: "worktree", branch: HOSTILE, all: false },
    verdict: "fail",
    gate: [{ condition: "patch.high", limit: 0, actual: 1, pass: false, why: HOSTILE, hunks: [item.hunk.id] }],
    notChecked: [{ what: HOSTILE, why: HOSTILE, path: HOSTILE }],
  });
}

/** What a name can hold; each of them in some path and some message. */
const NAMES = ["line\nbreak", "quo\"te", "back\\slash", "per%cent%0A", "::error::x", "##vso[task.complete result=Succeeded]", "]]>", "<script>alert(1)</script>", "\u202egnp.exe", "zero\u200bwidth", "👩‍👩‍👧", "größe/日本語/العربية", "comma,colon:", "tab\there", "`tick`|pipe", "@everyone #1", `${"long-".repeat(60)}name`, "-->", "$(id)", " lead"];

/** More than any forge shows: 9,999 findings of 5,000 hunks and one that is worst by far, which comes last. */
function endless(): DebtSnapshot {
  const items = Array.from({ length: 5_000 }, (_, index) => {
    const isWorst = index === 4_999;
    const path = isWorst ? "src/worst.ts" : `src/${index}/${NAMES[index % NAMES.length] ?? ""}.ts`;
    const words = `${NAMES[(index + 7) % NAMES.length] ?? ""}\u0000\r${NAMES[(index + 3) % NAMES.length] ?? ""} `.repeat(index % 50 === 0 ? 200 : 1);
    const finding = (number: number) => findingOf({ path, startLine: number, message: words, why: words, fix: words, severity: isWorst ? "error" : "warning", contentKey: `k${number}`, related: [{ path, startLine: 1, message: words }] });
    return itemOf({ hunk: { path, startLine: 1, symbol: words, assistant: words }, risk: { level: isWorst ? "high" : index % 2 === 0 ? "medium" : "low", reasons: [{ rule: "injection", message: words }], sortKey: isWorst ? 99 : 1 }, findings: [finding(1), finding(2)] });
  });
  return snapshotOf(items, {
    verdict: "fail",
    gate: [{ condition: "patch.hunks", limit: 0, actual: 5_000, pass: false, why: "5000 hunks", hunks: items.map((item) => item.hunk.id) }],
    notChecked: items.slice(0, 1_000).map(({ hunk }) => ({ what: hunk.symbol ?? "", why: hunk.assistant, path: hunk.path })),
  });
}

const SNAPSHOTS: readonly [name: string, snapshot: () => DebtSnapshot][] = [
  ["one of everything", blocked],
  ["nothing", () => snapshotOf([])],
  ["not evaluated", () => snapshotOf([], { verdict: "not-evaluated", notChecked: [{ what: "sign-offs", why: "batch 1 is missing" }] })],
  ["hostile words", hostile],
  ["10,000 findings", endless],
];

describe("formats of check", function () {
  this.timeout(60_000);
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats(ajv);
  const sarif = ajv.compile(JSON.parse(readFileSync("node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json", "utf8")) as object);
  const gitlab = ajv.compile(JSON.parse(readFileSync("test/fixtures/schemas/gitlab-code-quality.schema.json", "utf8")) as object);
  const junitSchema = readFileSync("test/fixtures/schemas/junit.xsd", "utf8");
  const junit = (xml: string) => validateXML({ xml: { fileName: "junit.xml", contents: xml }, schema: { fileName: "junit.xsd", contents: junitSchema } });
  const rdjson = (text: string) => new RDFormatValidator({ strictMode: true, allowExtraFields: false }).validateString(text);
  const render = (format: CheckFormat, snapshot: DebtSnapshot, changes: Partial<CheckReport> = {}) => renderCheck(format, reportOf(snapshot, changes), LAYOUT);

  for (const [name, build] of SNAPSHOTS) {
    describe(name, () => {
      let built: DebtSnapshot | undefined;
      const snapshot = () => (built ??= build());
      const rendered = new Map<CheckFormat, string>();
      const text = (format: CheckFormat) => {
        const known = rendered.get(format) ?? render(format, snapshot());
        rendered.set(format, known);
        return known;
      };
      after(() => {
        rendered.clear();
        built = undefined;
      });
      it("json is contract.md's document, with everything", () => {
        const document = assertSchema("check", text("json")) as { hunks: unknown[]; findings: unknown[] };
        assert.deepEqual([document.hunks.length, document.findings.length], [snapshot().items.length, snapshot().findings.length]);
      });
      it("sarif is valid 2.1.0, and GitHub takes as much", () => {
        assert.ok(sarif(JSON.parse(text("sarif"))), JSON.stringify(sarif.errors));
        assert.ok(Buffer.byteLength(text("sarif")) < 10_000_000, "whatever compresses to nothing less");
      });
      it("gitlab is a code quality report with fingerprints of its own", () => {
        const entries = JSON.parse(text("gitlab")) as { fingerprint: string }[];
        assert.ok(gitlab(entries), JSON.stringify(gitlab.errors));
        assert.ok(Buffer.byteLength(text("gitlab")) < 10_000_000);
        assert.equal(new Set(entries.map(({ fingerprint }) => fingerprint)).size, entries.length);
      });
      it("junit is XML of its schema", async () => {
        assert.ok(Buffer.byteLength(text("junit")) < 30_000_000);
        const { valid, errors } = await junit(text("junit"));
        assert.ok(valid, JSON.stringify(errors.slice(0, 3)));
      });
      it("rdjson is reviewdog's", async () => {
        const { valid, errors } = await rdjson(text("rdjson"));
        assert.ok(valid, JSON.stringify(errors.slice(0, 3)));
      });
      it("github stays within ten annotations of a kind, one a line", () => {
        const lines = text("github").trimEnd().split("\n");
        for (const kind of ["error", "warning", "notice"]) assert.ok(lines.filter((line) => line.startsWith(`::${kind} `)).length <= 10, kind);
        for (const line of lines.filter((candidate) => candidate.startsWith("::"))) {
          assert.match(line, /^::(?:error|warning|notice) [^:\n]*::[^\n\r]*$/);
          assert.ok(line.replace(/^::[^:]*::/, "").length <= 4_096 * 3, "the runner cuts what is longer, percent signs counted once");
        }
        assert.ok(!/[\r\u0000\u001b]/.test(lines.join("\n")));
        for (const line of lines.filter((candidate) => !candidate.startsWith("::"))) assert.ok(!/##(?:vso)?\[/.test(line), line);
      });
      it("markdown fits a comment", () => assert.ok(Buffer.byteLength(text("markdown")) < 65_536));
      it("text fits 80 columns", () => {
        for (const line of text("text").split("\n")) if (displayWidth(line) > 80) assert.fail(line);
        assert.ok(!/^\s*::|##(?:vso)?\[/m.test(text("text")), "no CI system obeys a line");
        assert.ok(!/[\u0000\u001b\u202e\u200b]/.test(text("text")));
      });
      it("html runs nothing and loads nothing", () => {
        const page = text("html");
        assert.ok(!/<(?:script|img|iframe|link|object|base|form)\b/i.test(page));
        assert.ok(page.includes("default-src 'none'"));
        assert.ok(!/[\u0000\u001b\u202e]/.test(page));
      });
    });
  }

  it("each validator refuses what is wrong", async () => {
    const log = JSON.parse(render("sarif", blocked())) as { runs: { results: { level: string }[] }[] };
    const [result] = log.runs[0]?.results ?? [];
    assert.ok(result !== undefined);
    result.level = "high";
    assert.ok(!sarif(log));
    assert.ok(!gitlab([{ description: "x", check_name: "x", fingerprint: "0".repeat(64), severity: "high", location: { path: "./x", lines: { begin: 0 } } }]));
    assert.ok(!(await junit(render("junit", blocked()).replace("<testcase ", "<testcases "))).valid);
    assert.ok(!(await junit(`${render("junit", blocked())}&`)).valid);
    assert.ok(!(await rdjson('{"source":{"name":"x"},"diagnostics":[{"message":"x","location":{}}]}')).valid);
  });

  it("a limit cuts the least important, and the cut is said", () => {
    const snapshot = endless();
    const log = JSON.parse(render("sarif", snapshot)) as { runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[]; invocations: { toolExecutionNotifications: { descriptor: { id: string }; message: { text: string } }[] }[] }[] };
    const results = log.runs[0]?.results ?? [];
    assert.ok(results.length > 1_000 && results.length <= 5_000, `${results.length}`);
    assert.equal(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri, "src/worst.ts");
    assert.ok(log.runs[0]?.invocations[0]?.toolExecutionNotifications[0]?.message.text.includes(`worst ${results.length} of 15000`));
    assert.match(log.runs[0]?.invocations[0]?.toolExecutionNotifications.at(-1)?.message.text ?? "", /^802 more notifications/);
    const gitlabEntries = JSON.parse(render("gitlab", snapshot)) as { description: string; location: { path: string } }[];
    assert.ok(gitlabEntries.length > 1_000 && gitlabEntries.length <= 5_000, `${gitlabEntries.length}`);
    assert.equal(gitlabEntries[0]?.location.path, "src/worst.ts");
    assert.ok(gitlabEntries.at(-1)?.description.startsWith(`${15_001 - gitlabEntries.length} more places are not listed`));
    assert.match(render("junit", snapshot), /<testsuite name="hunks"[^>]*>\n {4}<testcase classname="src\/worst\.ts"/);
    const commands = render("github", snapshot).split("\n");
    assert.match(commands[0] ?? "", /^::error file=src\/worst\.ts,line=1,/);
    assert.match(commands.find((line) => line.startsWith("::notice title=Countersign")) ?? "", /14,9\d\d more places not annotated/);
    const comment = render("markdown", snapshot);
    assert.ok(comment.indexOf("src/worst.ts") !== -1 && comment.indexOf("src/worst.ts") < comment.indexOf("src/2/"), "worst first");
    assert.match(comment, /… and 4,\d{3} more hunks, not listed because a comment has a limit/);
    assert.ok(Buffer.byteLength(comment) > COMMENT_BYTES / 2, "the room is used");
    const summary = checkMarkdown(reportOf(snapshot), { maximum: 1_000_000, rest: true });
    assert.ok(Buffer.byteLength(summary) < 1 << 20);
  });

  it("5,000 short results are cut by number", () => {
    const snapshot = snapshotOf(Array.from({ length: 6_000 }, (_, index) => itemOf({ hunk: { path: `src/${index}.ts`, startLine: 1 } })));
    assert.equal((JSON.parse(render("sarif", snapshot)) as { runs: { results: unknown[] }[] }).runs[0]?.results.length, 5_000);
    const entries = JSON.parse(render("gitlab", snapshot)) as { description: string }[];
    assert.deepEqual([entries.length, entries.at(-1)?.description.slice(0, 35)], [5_000, "1001 more places are not listed: th"]);
  });

  it("a test report that would be too large says what it leaves out", async () => {
    const long = "x".repeat(2_000);
    const items = Array.from({ length: 7_000 }, (_, index) => itemOf({ hunk: { path: `src/${index}.ts`, startLine: 1, symbol: long }, findings: [findingOf({ path: `src/${index}.ts`, message: long })] }));
    const report = render("junit", snapshotOf(items, { verdict: "fail" }));
    assert.ok(Buffer.byteLength(report) < 30_000_000);
    assert.match(report, /<skipped type="truncated" message="\d+ more places are not listed here/);
    // The validator has no memory for all of it.
    assert.ok((await junit(report.replace(/(<testsuite name="hunks"[^>]*>)[^]*(<\/testsuite>)/, "$1$2"))).valid);
  });

  it("a comment lists what blocks and counts the rest; signed-off hunks appear nowhere", () => {
    const comment = render("markdown", blocked(), { links: { toFile: (path, start, end) => `https://forge.example/blob/abc/${path}#L${start}-L${end}` } });
    assert.match(comment, /^<!-- countersign:check -->\n\n### ❌ Countersign: the gate fails\n/);
    assert.match(comment, /\[`src\/pay\.ts:10-14`\]\(https:\/\/forge\.example\/blob\/abc\/src\/pay\.ts#L10-L14\)/);
    assert.match(comment, /\[open in VS Code\]\(https:\/\/vscode\.dev\/redirect\?url=vscode%3A%2F%2Fcountersign\.countersign%2Fhunk%3Fhunk%3Dh1%253A/);
    assert.match(comment, /#### What blocks \(2\)/);
    assert.ok(!comment.includes("src/low.ts"), "not blocking");
    assert.match(comment, /4 more open hunks \(about 8 min\) don't block\./);
    for (const format of CHECK_FORMATS.filter((name) => name !== "json" && name !== "junit")) assert.ok(!render(format, blocked()).includes("src/signed.ts"), format);
    assert.ok(render("junit", blocked()).includes('classname="src/signed.ts"'), "a test report shows what passed");
  });

  it("words of a repository stay words in Markdown and workflow commands", () => {
    const comment = render("markdown", hostile());
    const prose = comment.replace(/(`+)[^]*?\1/g, "");
    assert.ok(!/<script|<\/details> [^\n]|!\[i\]\(|@everyone|[^\\]\|`/.test(prose), prose);
    assert.equal((comment.match(/^<details/gm) ?? []).length, (comment.match(/^<\/details>/gm) ?? []).length);
    assert.ok(!/^::error::x/m.test(render("github", hostile())));
  });

  it("gives the same bytes whatever the order of arrival, in each format", () => {
    const snapshot = blocked();
    const reverse = <T>(list: readonly T[]) => [...list].reverse();
    const shuffled = { ...snapshot, items: reverse(snapshot.items), findings: reverse(snapshot.findings), gate: snapshot.gate.map((condition) => ({ ...condition, ...(condition.hunks === undefined ? {} : { hunks: reverse(condition.hunks) }) })) };
    for (const format of CHECK_FORMATS) assert.equal(render(format, shuffled), render(format, snapshot), format);
  });

  it("256 errors exit with 1, in every document that says so", () => {
    const finding = findingOf();
    const item = itemOf({ risk: { level: "high", reasons: [], sortKey: 1 }, findings: Array.from({ length: 256 }, (_, index) => ({ ...finding, startLine: index + 1, contentKey: `k${index}` })) });
    const snapshot = snapshotOf([item], { verdict: "fail" });
    const log = JSON.parse(render("sarif", snapshot)) as { runs: { invocations: { exitCode: number }[]; results: unknown[] }[] };
    assert.deepEqual([log.runs[0]?.results.length, log.runs[0]?.invocations[0]?.exitCode], [257, 1]);
  });
});
