/** `countersign report` on a month whose figures are computed by hand here, in every format, and in a warehouse. */
import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { assertSchema } from "../unit/report/schemas";
import type { Panel, Table } from "../../src/core/debt/panel/panel";
import { panelOf } from "../../src/core/debt/panel/panel-of";
import { tableCsv } from "../../src/core/debt/panel/table-text";
import type { PageData } from "../../src/protocol/panel-messages";
import { KnownHistory, MONTH } from "./known-history";
import { countersign, PROJECT } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

/** What the month comes to. Lines: 10 in one.ts on the 2nd, 6 in two.ts on the 4th, 2 more in one.ts on the 12th. */
const KNOWN = {
  /** one.ts: 5, 6, 7 and the two of the 12th; two.ts: the line that a person edited after it was signed. */
  open: 6,
  /** Ages on the 31st: 19, 19, 27, 29, 29, 29; 90 % of six lines are reached with the fourth 29. */
  age: 29,
  /** Answered: one.ts 2, 3, 4, and 1 until it was replaced; two.ts five. Of 18. */
  coverage: 0.5,
  /** Signed 4 + 6; lapsed: line 1 of one.ts after 7 days, line 2 of two.ts after 1. */
  stale: 0.2,
  /** Non-blank lines added: 18 by the assistant, 1 edited by a person (mixed: known), CODEOWNERS and the fix (unknown). */
  originKnown: 0.9048,
  /** Week, introduced, reopened, signed, removed, rewritten, replaced, net. */
  flow: [
    ["2026-02-23", 0, 0, 0, 0, 0, 0, 0],
    ["2026-03-02", 16, 0, 4, 0, 0, 0, 12],
    ["2026-03-09", 2, 0, 0, 1, 1, 1, -1],
    ["2026-03-16", 0, 1, 6, 0, 0, 0, -5],
    ["2026-03-23", 0, 0, 0, 0, 0, 0, 0],
    ["2026-03-30", 0, 0, 0, 0, 0, 0, 0],
  ],
  /** Day, 0-2, 3-7, 8-30, over 30, all: chosen days. */
  debt: {
    "2026-03-01": [0, 0, 0, 0, 0],
    "2026-03-02": [10, 0, 0, 0, 10],
    "2026-03-04": [16, 0, 0, 0, 16],
    "2026-03-05": [6, 6, 0, 0, 12],
    "2026-03-10": [0, 6, 4, 0, 10],
    "2026-03-12": [2, 0, 9, 0, 11],
    "2026-03-16": [0, 2, 3, 0, 5],
    "2026-03-17": [0, 2, 4, 0, 6],
    "2026-03-31": [0, 0, 6, 0, 6],
  },
  /** Week, answered before landing, signed unchanged within 14 days, open, share. */
  landings: [
    ["2026-03-02", 0, 10, 6, 0],
    ["2026-03-09", 0, 0, 2, 0],
  ],
} as const;

function table(panel: Panel, id: string): Table {
  const found = panel.tables.find((candidate) => candidate.id === id);
  assert.ok(found, `the table ${id} is there`);
  return found;
}

function assertKnown(panel: Panel): void {
  const tile = (id: string) => panel.tiles.find((candidate) => candidate.id === id)?.value;
  assert.deepEqual([tile("open-debt"), tile("age"), tile("coverage"), tile("stale"), panel.originKnown], [KNOWN.open, KNOWN.age, KNOWN.coverage, KNOWN.stale, KNOWN.originKnown]);
  assert.deepEqual(panel.tiles.map(({ previous }) => previous), [0, null, null, null, null], "nothing was there before");
  assert.deepEqual(table(panel, "flow").rows.map((row) => row.cells), KNOWN.flow);
  const debt = new Map(table(panel, "debt-over-time").rows.map((row) => [row.cells[0], row.cells.slice(1)]));
  assert.equal(debt.size, 31);
  for (const [day, cells] of Object.entries(KNOWN.debt)) assert.deepEqual(debt.get(day), cells, day);
  assert.deepEqual(table(panel, "gate-history").rows.map((row) => row.cells).filter((cells) => cells[0] === "2026-03-02" || cells[0] === "2026-03-09"), KNOWN.landings);
  // Introduced 18, open 6, and of the 18 three were written over within 14 days: lines 1, 8 and 9 of one.ts.
  assert.deepEqual(table(panel, "assistants").rows.map((row) => row.cells.slice(0, 5)), [["claude-code", "not said", 18, 6, 0.1667]]);
  assert.deepEqual(table(panel, "coverage-by-module").rows.map((row) => row.cells), [
    ["src/a", 12, 4, 0.3333],
    ["src/b", 6, 5, 0.8333],
  ]);
  const oldest = table(panel, "oldest").rows.map((row) => [String(row.cells[0]).split(":")[0], row.cells[1], row.cells[2]]);
  assert.deepEqual(oldest, [["src/a/one.ts", 29, "2026-03-02"], ["src/b/two.ts", 27, "2026-03-04"]]);
  const quality = new Map(table(panel, "review-quality").rows.map((row) => [row.cells[0], row.cells[1] ?? row.cells[2]]));
  assert.equal(quality.get("Sign-off batches"), 3);
  assert.equal(quality.get("Lines of a batch, median"), 6);
  assert.equal(quality.get("Lines of the largest batch"), 6);
  // Ten of the eighteen landed open and were signed as they were, 3 and 12 days later.
  assert.equal(quality.get("Landed open, then signed unchanged within 14 days"), 0.5556);
  // The fix wrote over line 9, which nobody had signed.
  assert.equal(quality.get("Unsigned, then written over by a fix"), 0.0556);
  assert.equal(quality.get("Signed, then written over by a fix"), 0);
  assert.equal(quality.get("Added lines of known origin"), KNOWN.originKnown);
  assert.equal(quality.get("Lines by assistants landed"), 18);
  // Both files were prompted by the repository's own user; Ada signed, who wrote none of it, and neither hunk is signed off whole.
  assert.equal(quality.get("Signed by the prompter alone"), null);
  assert.equal(tile("gate"), "passes");
  assert.deepEqual(table(panel, "assistants").rows.map((row) => row.cells.slice(5)), [[42.86, 1, 0, 0]], "six notes (alpha2 to alpha7 are never used) on 14 lines; all of it code");
  assert.deepEqual(table(panel, "waived").rows.map((row) => row.cells), [["2026-03-18T15:00:00Z", "src/b/two.ts", "low", 1, "2026-03-25", "the release can't wait", 0, "signer 1"]]);
  assert.deepEqual(table(panel, "answers").rows.map((row) => row.cells), [
    ["2026-03-18T15:00:00Z", "waived", "src/b/two.ts", 1, "low", "self-declared key", "", "yes", "signer 1"],
    ["2026-03-16T15:00:10Z", "approved", "src/b/two.ts", 6, "medium", "self-declared key", "error-swallowed", "no", "signer 1"],
    ["2026-03-16T15:00:00Z", "approved", "src/b/two.ts", 6, "low", "self-declared key", "", "no", "signer 1"],
    ["2026-03-05T15:00:00Z", "approved", "src/a/one.ts", 4, "low", "self-declared key", "", "no", "signer 1"],
  ]);
  assert.deepEqual(panel.repositories.map(({ ledger }) => ledger), [{ verdict: "intact", enrolled: false, records: 4, keys: 4 }]);
  assert.deepEqual(table(panel, "signals").rows.map((row) => row.cells), [
    ["2026-03-16T15:00:10Z", "Signed faster than it can be read", "6 lines 0.2 min after the batch before", "signer 1"],
    ["2026-03-16T15:00:10Z", "Signed over a finding without a note", "src/b/two.ts: error-swallowed", "signer 1"],
  ]);
  // Low risk both: high, medium, unrated, low, all, lines, hunks.
  assert.deepEqual(table(panel, "where").rows.map((row) => row.cells), [
    ["src/a", 0, 0, 0, 1, 1, 5, 1],
    ["src/b", 0, 0, 0, 0.4, 0.4, 1, 1],
  ]);
  // Owed, by the formula: one.ts 5 open lines, (0.3 × 5 + 0.5) × 0.5; two.ts 1 line, (0.3 + 0.5) × 0.5. No seam: where approved lines went, others stand.
  const owed = new Map(table(panel, "where").rows.map((row) => [row.cells[0], row.cells[5]]));
  assert.deepEqual(owed, new Map([["src/a", 1], ["src/b", 0.4]]));
  assert.deepEqual(table(panel, "owners").rows.map((row) => row.cells[0]), ["@ada", "(unowned)"]);
}

describe("countersign report", function () {
  this.timeout(240_000);
  let repository: KnownHistory;
  let scratch: string;
  const report = (...parameters: readonly string[]) => countersign(repository.folder, ["report", ...parameters]);
  const file = (name: string) => join(scratch, name);

  before(async () => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), "countersign-report-")));
    repository = await new KnownHistory().build();
  });
  after(() => {
    repository.dispose();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("says the figures that were computed by hand, alike in JSON, CSV, HTML and Markdown", () => {
    const ran = report(...MONTH, "--format", "json", "--output", file("r.json"), "--format", "csv", "--output", file("r.csv"), "--format", "html", "--output", file("r.html"), "--format", "markdown");
    assert.equal(ran.code, 0, ran.stderr);
    const json = readFileSync(file("r.json"), "utf8");
    const panel = assertSchema("report", json) as Panel;
    assertKnown(panel);

    const html = readFileSync(file("r.html"), "utf8");
    const data = JSON.parse(/id="countersign-facts">(.*?)<\/script>/s.exec(html)?.[1] ?? "null") as PageData;
    assert.deepEqual(JSON.parse(JSON.stringify(panelOf(data.facts, data.filter, { by: data.by }))), panel, "the page computes the same panel");
    assert.match(html, /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'none'"/);
    assert.doesNotMatch(html, /ada@example\.org|SHA256:/, "names are hidden");

    const csv = readFileSync(file("r.csv"), "utf8");
    assert.match(csv, /^table,row,column,value\r\n/);
    for (const line of ["tiles,open-debt,value,6", "tiles,age,value,29", "tiles,coverage,value,0.5", "tiles,stale,value,0.2", "flow,2,signed,4", "flow,3,replaced,1"]) assert.ok(csv.includes(`${line}\r\n`), line);

    assert.match(ran.stdout, /\*\*Open debt\*\*: 6 lines, \+6 lines \(2 hunks, about 1 min of review\)/);
    assert.match(ran.stdout, /Every signature verified: 4 records by 4 keys, self-declared, as the base enrols no key\./);
    assert.match(report(...MONTH, "--names", "--section", "answers").stdout, /\| 2026-03-05T15:00:00Z \| approved \| src\/a\/one\.ts \| 4 \| low \| self-declared key \|  \| no \| ada@example\.org \| SHA256:/);
    assert.match(ran.stdout, /\*\*Review coverage\*\*: 50 % \(9 of 18 lines\)/);
    assert.match(ran.stdout, /\| 2026-03-09 \| 2 \| 0 \| 0 \| 1 \| 1 \| 1 \| -1 \|/);
  });

  it("gives the same for a past day from any clone, and from the cache", () => {
    const before = report("--until", "2026-03-12", "--since", "2026-03-01", "--format", "json");
    const clone = join(scratch, "clone");
    repository.git("clone", "-q", repository.folder, clone);
    repository.git("-C", clone, "fetch", "-q", "origin", "refs/countersign/*:refs/countersign/*");
    const other = countersign(clone, ["report", "--until", "2026-03-12", "--since", "2026-03-01", "--format", "json"]);
    assert.equal(other.code, 0, other.stderr);
    const plain = (text: string) => JSON.stringify({ ...(JSON.parse(text) as Panel), repositories: [] });
    assert.equal(plain(other.stdout), plain(before.stdout));
    const again = countersign(clone, ["report", "--until", "2026-03-12", "--since", "2026-03-01", "--format", "json"]);
    assert.equal(again.stdout, other.stdout, "cached");
    const panel = JSON.parse(before.stdout) as Panel;
    // On the 12th: one.ts 5, 6, 7 and the two new ones, two.ts all six.
    assert.equal(panel.tiles[0]?.value, 11);
  });

  it("counts every age until the end of a past period, and from no later day", () => {
    const html = (...parameters: readonly string[]) => {
      assert.equal(report(...parameters, "--format", "html", "--output", file("past.html")).code, 0);
      return (JSON.parse(/id="countersign-facts">(.*?)<\/script>/s.exec(readFileSync(file("past.html"), "utf8"))?.[1] ?? "null") as PageData).facts;
    };
    const [today, then] = [html(), html("--until", "2026-03-12")];
    assert.ok(today.asOf > then.asOf, "a page of another day");
    const oldestOn = (to: string) => {
      const filter = { from: "2026-03-01", to };
      const panel = panelOf(today, filter);
      assert.deepEqual(panelOf(then, filter), panel, `the figures of ${to} are no matter of when they are looked at`);
      return panel;
    };
    const ages = (panel: Panel) => table(panel, "oldest").rows.map((row) => [String(row.cells[0]).split(":")[0], row.cells[1]]);
    const twelfth = oldestOn("2026-03-12");
    assert.deepEqual(ages(twelfth), [["src/a/one.ts", 10], ["src/b/two.ts", 8]]);
    // Of eleven open lines the tenth oldest is one of the 2nd, so only the hunk from then is as old as that.
    assert.deepEqual([twelfth.tiles[1]?.value, twelfth.tiles[1]?.hunks.length, twelfth.tiles[0]?.detail], [10, 1, "lines at the end of the period"]);
    const third = oldestOn("2026-03-03");
    assert.deepEqual(ages(third), [["src/a/one.ts", 1]], "two.ts had not landed");
    assert.deepEqual(table(third, "where").rows.map((row) => row.cells[0]), ["src/a"]);
    assert.match(table(third, "oldest").note, /had landed by the end of the period/);
    const later = oldestOn("2026-04-30");
    assert.deepEqual(ages(later), [["src/a/one.ts", 59], ["src/b/two.ts", 57]]);
    assert.equal(later.tiles[0]?.detail, "2 hunks, about 1 min of review", "nothing came after it");
  });

  it("the net of every week is the difference of the debt", () => {
    const panel = JSON.parse(report("--since", "2026-03-02", "--until", "2026-03-31", "--format", "json").stdout) as Panel;
    const net = table(panel, "flow").rows.reduce((sum, row) => sum + Number(row.cells[7]), 0);
    assert.equal(net, KNOWN.open);
  });

  it("filters, breaks down, compares and prints one section", () => {
    const onlyB = JSON.parse(report(...MONTH, "--module", "src/b", "--format", "json").stdout) as Panel;
    assert.deepEqual(onlyB.tiles.slice(0, 2).map(({ value }) => value), [1, 27]);
    const byAssistant = JSON.parse(report(...MONTH, "--by", "assistant", "--format", "json").stdout) as Panel;
    assert.deepEqual(table(byAssistant, "where").rows.map((row) => row.cells[0]), ["claude-code"]);
    const compared = JSON.parse(report(...MONTH, "--compare", "HEAD~2", "--format", "json").stdout) as Panel;
    assert.equal(compared.comparedWith, "the state at HEAD~2");
    // HEAD~2 is the fix of the 10th, and the verdict of the 16th was given without it: two.ts is signed there, one.ts has 5 to 8 open.
    assert.equal(compared.tiles[0]?.previous, 4);
    const flow = report(...MONTH, "--section", "flow", "--format", "csv");
    assert.equal(flow.stdout, tableCsv(table(JSON.parse(report(...MONTH, "--format", "json").stdout) as Panel, "flow")));
    const disclosure = report(...MONTH, "--section", "ai-disclosure");
    assert.match(disclosure.stdout, /18 lines landed that are known to come from assistants\. A person has answered for 9 of them \(50 %\)/);
  });

  it("refuses what makes no sense, in words", () => {
    for (const [parameters, words] of [
      [["--since", "yesterday"], /--since "yesterday" is not a day/],
      [["--since", "2026-04-01", "--until", "2026-03-01"], /the period ends \(2026-03-01\) before it begins/],
      [["--section", "flwo"], /there is no section "flwo".*did you mean "flow"/s],
      [["--module", "src/c"], /there is no module "src\/c" here/],
      [["--rev", "nowhere"], /nowhere is not a commit here/],
      [["--audit", "main"], /--audit "main" is not a range/],
      [["--section", "flow", "--format", "html"], /--section has no format html/],
      [["/nowhere-at-all"], /cannot be opened/],
    ] as const) {
      const ran = report(...parameters);
      assert.equal(ran.code, ran.stderr.includes("not a commit") ? 3 : 2, `${parameters.join(" ")}: ${ran.stderr}`);
      assert.match(ran.stderr, words);
    }
  });

  it("audits a range: evidence, and who answered with which key and trust", () => {
    const ran = report("--audit", "HEAD~4..HEAD", "--format", "json", "--output", file("a.json"), "--format", "markdown");
    assert.equal(ran.code, 0, ran.stderr);
    const document = assertSchema("audit", readFileSync(file("a.json"), "utf8")) as { readonly hunks: readonly { readonly path: string; readonly evidence: readonly { readonly source: string }[]; readonly answers: readonly { readonly signer: string; readonly key: string; readonly trust: string; readonly at: string }[] }[] };
    const two = document.hunks.find((hunk) => hunk.path === "src/b/two.ts");
    assert.equal(two?.evidence[0]?.source, "commit-mark");
    assert.deepEqual(two.answers.map(({ signer, trust, at }) => [signer, trust, at]), [["ada@example.org", "self-declared", "2026-03-16T15:00:00Z"]]);
    assert.match(two.answers[0]?.key ?? "", /^SHA256:/);
    assert.match(ran.stdout, /approved by ada@example\.org on 2026-03-16T15:00:00Z, key SHA256:/);
  });

  it("says why there is nothing to see", () => {
    const empty = new TemporaryRepository();
    try {
      empty.write("a.ts", "export const a = 1;\n");
      empty.commit("by hand");
      const ran = countersign(empty.folder, ["report"]);
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stdout, /No line here is known to be an assistant's/);
      const none = new TemporaryRepository();
      const refused = countersign(none.folder, ["report"]);
      assert.equal(refused.code, 3);
      assert.match(refused.stderr, /HEAD is not a commit here: make a first commit/);
      none.dispose();
    } finally {
      empty.dispose();
    }
  });

  it("says what a shallow clone cannot evaluate", () => {
    const shallow = join(scratch, "shallow");
    repository.git("clone", "-q", "--depth", "1", `file://${repository.folder}`, shallow);
    const ran = countersign(shallow, ["report", ...MONTH, "--format", "json"]);
    assert.equal(ran.code, 0, ran.stderr);
    const panel = JSON.parse(ran.stdout) as Panel;
    assert.ok(panel.notChecked.some(({ what, why }) => what === "history" && why.includes("shallow")), JSON.stringify(panel.notChecked));
  });

  it("adds repositories up", async () => {
    const other = await new KnownHistory().build();
    try {
      writeFileSync(file("list"), `# two\n${repository.folder}\n${other.folder}\n`);
      const ran = countersign(scratch, ["report", "--list", file("list"), ...MONTH, "--by", "repository", "--format", "json"]);
      assert.equal(ran.code, 0, ran.stderr);
      const panel = JSON.parse(ran.stdout) as Panel;
      assert.equal(panel.tiles[0]?.value, 2 * KNOWN.open);
      assert.equal(panel.tiles[2]?.value, KNOWN.coverage);
      assert.deepEqual(table(panel, "flow").rows[1]?.cells, ["2026-03-02", 32, 0, 8, 0, 0, 0, 24]);
      assert.equal(table(panel, "where").rows.length, 2);

      const warehouse = countersign(scratch, ["report", repository.folder, other.folder, "--until", "2026-03-31", "--format", "ndjson", "--output", file("two.ndjson")]);
      assert.equal(warehouse.code, 0, warehouse.stderr);
      const streamed = readFileSync(file("two.ndjson"), "utf8");
      const held = countersign(scratch, ["report", repository.folder, other.folder, "--until", "2026-03-31", "--format", "ndjson", "--output", file("held.ndjson"), "--format", "json"]);
      assert.equal(held.code, 0, held.stderr);
      const sorted = (text: string) => text.trimEnd().split("\n").sort();
      assert.deepEqual(sorted(streamed), sorted(readFileSync(file("held.ndjson"), "utf8")), "what is streamed is what the sum gives");
    } finally {
      other.dispose();
    }
  });

  it("names a repository among others that can't be read, and goes on with the rest", () => {
    const broken = join(scratch, "broken");
    repository.git("clone", "-q", repository.folder, broken);
    rmSync(join(broken, ".git/objects"), { recursive: true });
    const ran = countersign(scratch, ["report", broken, repository.folder, join(scratch, "nowhere"), ...MONTH, "--format", "json", "--output", file("rest.json"), "--format", "markdown"]);
    assert.equal(ran.code, 3, "the report lacks what was asked for");
    for (const folder of [broken, join(scratch, "nowhere")]) assert.ok(ran.stderr.includes(`countersign: ${folder}: `), ran.stderr);
    const panel = JSON.parse(readFileSync(file("rest.json"), "utf8")) as Panel;
    assert.equal(panel.tiles[0]?.value, KNOWN.open);
    assert.deepEqual(panel.notChecked.slice(0, 2).map(({ what }) => what), [`the repository ${broken}`, `the repository ${join(scratch, "nowhere")}`]);
    assert.match(ran.stdout, /## Not evaluated\n\n- the repository /);
    const streamed = countersign(scratch, ["report", broken, repository.folder, "--until", "2026-03-31", "--format", "ndjson"]);
    assert.equal(streamed.code, 3);
    assert.match(streamed.stdout, /"type":"hunk"/);
    const none = countersign(scratch, ["report", broken, join(scratch, "nowhere"), "--format", "json"]);
    assert.ok(none.code === 2 || none.code === 3, none.stderr);
    assert.equal((JSON.parse(none.stdout) as { readonly schema: string }).schema, "countersign/error/1");
  });

  it("gives a warehouse what it needs: the documented SQL computes the panel's figures in DuckDB", async () => {
    const ran = report(...MONTH, "--format", "ndjson", "--output", file("facts.ndjson"), "--format", "json");
    assert.equal(ran.code, 0, ran.stderr);
    const panel = JSON.parse(ran.stdout) as Panel;
    const lines = readFileSync(file("facts.ndjson"), "utf8").trimEnd().split("\n");
    for (const line of lines) assertSchema("warehouse", line);
    assert.deepEqual([...new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type))].sort(), ["added", "day", "hunk", "repository", "span", "verdict"]);

    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE facts AS SELECT * FROM read_json('${file("facts.ndjson")}', format = 'newline_delimited', union_by_name = true, sample_size = -1)`);
    await connection.run("CREATE TABLE period AS SELECT DATE '2026-03-01' AS first_day, DATE '2026-03-31' AS last_day");
    const queries = new Map(readFileSync(join(PROJECT, "media/warehouse/metrics.sql"), "utf8").split(/^-- name: /m).slice(1).map((part) => [part.slice(0, part.indexOf("\n")).trim(), part.slice(part.indexOf("\n") + 1)]));
    await connection.run(queries.get("views") ?? "");
    const rows = async (name: string) => {
      const query = queries.get(name);
      assert.ok(query, `the query ${name} is there`);
      return (await connection.runAndReadAll(query)).getRowsJson().map((row) => row.map((cell) => (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell)));
    };
    for (const tile of panel.tiles.slice(0, 4)) assert.deepEqual(await rows(tile.id), [[tile.value]], tile.id);
    assert.deepEqual(await rows("origin-known"), [[panel.originKnown]]);
    for (const id of ["debt-over-time", "flow", "where", "coverage-by-module", "gate-history"]) assert.deepEqual(await rows(id), table(panel, id).rows.map((row) => row.cells), id);
    assert.deepEqual(await rows("assistants"), table(panel, "assistants").rows.map((row) => row.cells.slice(0, 5)));
    assert.deepEqual(await rows("oldest"), table(panel, "oldest").rows.map((row) => [String(row.cells[0]).split(":")[0], row.cells[1]]));
    assert.deepEqual(await rows("batches"), [[3, 6]]);
    assert.deepEqual(await rows("waived"), table(panel, "waived").rows.map((row) => row.cells.slice(0, 6)));
    assert.deepEqual(await rows("daily-agreement"), []);
    connection.closeSync();
    instance.closeSync();
  });
});
