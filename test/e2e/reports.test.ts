/** Reports that a team's own tools wrote: coverage lowers minutes only where it can be believed, findings are attached to hunks. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check, countersign, SupervisedRepository, type CheckDocument } from "./supervised-repository";

const CONFIGURATION = JSON.stringify({ external: [{ report: "coverage/lcov.info" }, { report: "out/*.{sarif,json}" }], policy: { version: 1 } });
const START = { ".countersign/config.jsonc": CONFIGURATION, ".gitignore": "coverage/\nout/\nreports/\n", "src/pay.js": "exports.old = 1;\n", "test/pay.test.js": "require('../src/pay.js');\n" };
const PAY = `exports.old = 1;
exports.charge = (cents) => {
  const fee = cents > 100 ? 2 : 1;
  return cents + fee;
};
`;
const ALL_RAN = "TN:\nSF:src/pay.js\nDA:1,1\nDA:2,1\nDA:3,4\nDA:4,4\nend_of_record\n";
const NONE_RAN = "TN:\nSF:src/pay.js\nDA:1,1\nDA:2,0\nDA:3,0\nDA:4,0\nend_of_record\n";

describe("reports of the team's own tools", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;

  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.start(START);
    repository.assistantWrites("src/pay.js", PAY);
  });
  afterEach(() => repository.dispose());

  function report(path: string, content: unknown): void {
    const file = join(repository.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  const pay = (document: CheckDocument) => document.hunks.find(({ path }) => path === "src/pay.js") ?? assert.fail("no hunk");
  const whyNot = (document: CheckDocument) => document.notChecked.map(({ what, why }) => `${what}: ${why}`).join("\n");
  const minutes = () => pay(check(repository.folder)).minutes;
  const sarif = (line: number, more: object = {}) => ({ version: "2.1.0", runs: [{ tool: { driver: { name: "Semgrep OSS" } }, results: [{ ruleId: "shop.fee", level: "error", message: { text: "fees are a matter of the ledger" }, locations: [{ physicalLocation: { artifactLocation: { uri: "src/pay.js" }, region: { startLine: line } } }], ...more }] }] });

  it("coverage: what tests of the base execute owes a fifth less, what none executes a fifth more; a missing report is said", () => {
    const document = check(repository.folder);
    assert.match(whyNot(document), /coverage\/lcov\.info: no such report/);
    const plain = pay(document).minutes;
    report("coverage/lcov.info", ALL_RAN);
    assert.equal(minutes(), Math.round(plain * 80) / 100);
    report("coverage/lcov.info", NONE_RAN);
    assert.equal(minutes(), Math.round(plain * 120) / 100);
    assert.ok(check(repository.folder).findings.some(({ rule }) => rule === "untested-code"));
  });

  it("coverage: an assistant's new test without assertions pays nothing until it is signed off; a mutant that it kills pays", async () => {
    const plain = minutes();
    repository.useSigningKey();
    repository.assistantWrites("test/new.test.js", "require('../src/pay.js').charge(1000);\n");
    report("coverage/lcov.info", ALL_RAN);
    assert.equal(minutes(), plain, "execution alone is not believed");
    report("out/mutation.json", { schemaVersion: "2.0", thresholds: { high: 80, low: 60 }, files: { "src/pay.js": { language: "javascript", source: PAY, mutants: [{ id: "1", mutatorName: "ArithmeticOperator", replacement: "cents - fee", status: "Killed", location: { start: { line: 4, column: 10 }, end: { line: 4, column: 21 } } }] } } });
    assert.equal(minutes(), Math.round(plain * 80) / 100, "a killed mutant was asserted");
    report("out/mutation.json", { schemaVersion: "2.0", thresholds: { high: 80, low: 60 }, files: { "src/pay.js": { language: "javascript", source: PAY, mutants: [{ id: "1", mutatorName: "ArithmeticOperator", replacement: "cents - fee", status: "Survived", location: { start: { line: 4, column: 10 }, end: { line: 4, column: 21 } } }] } } });
    const survived = check(repository.folder);
    assert.equal(pay(survived).minutes, plain);
    assert.ok(survived.findings.some(({ rule }) => rule === "mutant-survived"));
    await repository.sign(({ path }) => path === "test/new.test.js");
    assert.equal(minutes(), Math.round(plain * 80) / 100, "its test is signed off");
  });

  it("coverage: a report that the change brings along, or that nobody named, lowers nothing", () => {
    const plain = minutes();
    report("coverage/lcov.info", ALL_RAN);
    repository.git("add", "-f", "coverage/lcov.info");
    repository.git("commit", "-q", "-m", "coverage");
    assert.equal(minutes(), plain, "committed by the change");
    repository.git("rm", "-q", "--cached", "coverage/lcov.info");
    repository.git("commit", "-q", "-m", "no coverage");
    assert.notEqual(minutes(), plain);
    report("coverage/lcov.info", "TN:\n");
    report("reports/mutation/mutation.json", { schemaVersion: "2.0", thresholds: {}, files: { "src/pay.js": { source: PAY, mutants: [{ id: "1", mutatorName: "M", status: "Killed", location: { start: { line: 4, column: 1 }, end: { line: 4, column: 2 } } }] } } });
    assert.equal(minutes(), plain, "in a usual place, which the base does not name");
    const why = countersign(repository.folder, ["why", "src/pay.js:4"]).stdout;
    assert.match(why, /Tests +1 of 1 mutants were noticed \(reports\/mutation\/mutation\.json\)/);
  });

  it("coverage: a stale report says nothing, by time, by lines that are not there, by another text", () => {
    const plain = minutes();
    report("coverage/lcov.info", ALL_RAN);
    utimesSync(join(repository.folder, "coverage/lcov.info"), new Date(1_000_000), new Date(1_000_000));
    assert.equal(minutes(), plain);
    assert.match(whyNot(check(repository.folder)), /coverage\/lcov\.info: the report is stale: the file was changed after it/);
    report("coverage/lcov.info", ALL_RAN.replace("end_of_record", "DA:40,1\nend_of_record"));
    assert.match(whyNot(check(repository.folder)), /it counts lines that this file does not have/);
    report("coverage/lcov.info", "TN:\n");
    report("out/mutation.json", { schemaVersion: "2.0", thresholds: {}, files: { "src/pay.js": { source: "other\n", mutants: [{ id: "1", mutatorName: "M", status: "Killed", location: { start: { line: 4, column: 1 }, end: { line: 4, column: 2 } } }] } } });
    assert.match(whyNot(check(repository.folder)), /made from another text/);
    assert.equal(minutes(), plain);
  });

  it("coverage: Node's own, as Node writes it", () => {
    const plain = minutes();
    report("run.js", "require('./src/pay.js').charge(1000);\n");
    const ran = spawnSync(process.execPath, ["run.js"], { cwd: repository.folder, env: { ...process.env, NODE_V8_COVERAGE: join(repository.folder, "out") } });
    assert.equal(ran.status, 0);
    assert.equal(minutes(), Math.round(plain * 80) / 100);
  });

  it("findings: SARIF raises the hunk it stands in, old lines introduce nothing, wrong places are left out", () => {
    report("out/semgrep.sarif", sarif(4));
    const document = check(repository.folder);
    assert.equal(pay(document).risk.level, "high");
    assert.ok(document.findings.some(({ rule }) => rule === "semgrep/shop.fee"));
    assert.ok(document.gate.some(({ condition, pass }) => condition === "patch.errors" && !pass));
    report("out/semgrep.sarif", sarif(1));
    assert.notEqual(pay(check(repository.folder)).risk.level, "high", "that line stood at the base");
    report("out/semgrep.sarif", sarif(4, { baselineState: "unchanged" }));
    assert.notEqual(pay(check(repository.folder)).risk.level, "high");
    report("out/semgrep.sarif", sarif(400));
    assert.notEqual(pay(check(repository.folder)).risk.level, "high");
  });

  it("findings: a report given on the command line counts for that run", () => {
    report("elsewhere.sarif", sarif(4));
    assert.equal(pay(check(repository.folder, "--report", "elsewhere.sarif")).risk.level, "high");
    assert.notEqual(pay(check(repository.folder)).risk.level, "high");
  });

  it("the ratchet: what a report says of the head's text does not stand for the base's", () => {
    const growth = () => check(repository.folder).gate.find(({ condition }) => condition === "project.growth")?.actual ?? assert.fail("no ratchet");
    repository.commit("by an assistant");
    repository.write(".countersign/config.jsonc", JSON.stringify({ external: [{ report: "coverage/lcov.info" }, { report: "out/*.sarif" }], policy: { version: 1, gates: { patch: { high: null, errors: null }, project: { growth: 0 } } } }));
    repository.commit("ratchet");
    repository.git("push", "-q", "-f", "origin", "HEAD:main");
    repository.git("fetch", "-q", "origin");
    // A person writes the old debt anew; an assistant adds half as much again elsewhere.
    repository.write("src/pay.js", PAY.replaceAll(/[a-z]+/g, "other"));
    repository.commit("by hand");
    repository.assistantWrites("src/new.js", `${PAY}exports.refund = (cents) => {\n  const back = cents - 1;\n  return back;\n};\n`);
    const plain = growth();
    assert.ok(plain > 0);
    report("out/scan.sarif", sarif(2));
    assert.equal(growth(), plain, "a finding about the head's line 2 makes the base owe no more");
    report("coverage/lcov.info", NONE_RAN);
    assert.equal(growth(), plain, "nor do lines that no test executes");
    report("coverage/lcov.info", ALL_RAN.replaceAll("src/pay.js", "src/new.js"));
    assert.equal(growth(), plain, "and tests of the new code do not pay for it");
  });

  it("findings: a malformed report is an error with its line, never a pass", () => {
    report("out/semgrep.sarif", '{"runs": [\n{"results": }\n]}');
    const ran = countersign(repository.folder, ["check"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /countersign: the report is not valid JSON: out\/semgrep\.sarif:2: /);
  });

  it("findings: 60 MiB are not read, and said", () => {
    report("out/semgrep.sarif", " ".repeat(60 * 1024 * 1024));
    assert.match(whyNot(check(repository.folder)), /out\/semgrep\.sarif: the report is larger than 50 MiB/);
  });
});
