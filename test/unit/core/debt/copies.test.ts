/** The same text in several places: every place needs a record of its own, and none is paid by another's. */
import { strict as assert } from "node:assert";
import type { AttributedFile, LineOrigin } from "../../../../src/core/attribution/evidence";
import { countCopies, copyKey, openCopiesOf } from "../../../../src/core/debt/copies";
import { fold } from "../../../../src/core/debt/fold";
import { contextOf, keysOf, sliceKeys } from "../../../../src/core/fingerprint/lines";
import { contentOf, cutHunks } from "../../../../src/core/hunks/cut";
import type { Attribution, DebtItem, VerdictRecord } from "../../../../src/core/model";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { approve, file, type TestFile } from "../carry/fixtures";

const CLAUDE: Attribution = { assistant: "claude-code", agentSession: "s1", evidence: { source: "hook", tier: 1, detail: "Edit" } };
const COPY = ["+  try {", "+    await send(order);", "+  } catch {", "+    log(order);", "+  }"];
/** Two copies with the same lines around them, so that not even their contexts differ, and one in each of two further files. */
const TWICE = file("a.ts", [" one();", " two();", " three();", ...COPY, " one();", " two();", " three();", ...COPY, " one();", " two();", " three();"].join("\n"));
const ONCE = file("b.ts", [" start();", ...COPY, " end();"].join("\n"));
const AGAIN = file("c.ts", [" begin();", ...COPY, " stop();"].join("\n"));

function attributed(source: TestFile): AttributedFile {
  const origins = source.lines.map((_, index): LineOrigin => {
    const isAssistants = source.origins[index] === "ai";
    return { origin: source.origins[index] ?? "unknown", attribution: isAssistants ? CLAUDE : null, further: [], commit: null, changed: source.changed[index] ?? false };
  });
  return { path: source.path, lines: source.lines, keys: keysOf(source.path, source.lines), tokens: null, origins, removals: [] };
}

function itemsOf(sources: readonly TestFile[], records: readonly VerdictRecord[]): readonly DebtItem[] {
  const files = sources.map(attributed);
  const hunks = cutHunks(files, () => ({ outline: null, codeKind: "code", generated: false, replacedBy: () => [] }));
  return fold({ files, hunks, records, findings: [], analysed: new Set(files.map(({ path }) => path)), viewed: new Set(), cutsOf: () => [], configuration: defaultConfiguration() }).items;
}

const recordFor = (item: DebtItem, sources: readonly TestFile[], overrides: Partial<VerdictRecord> = {}): VerdictRecord => {
  const source = sources.find(({ path }) => path === item.hunk.path);
  assert.ok(source);
  return approve(source, item.hunk.startLine - 1, item.hunk.endLine, overrides);
};
const openPlaces = (items: readonly DebtItem[]) => items.filter(({ state }) => state !== "signed-off").map(({ hunk }) => `${hunk.path}:${hunk.startLine}`).sort();

describe("copies of one text", () => {
  const all = [TWICE, ONCE, AGAIN];

  it("are found by their text, in order of path and line, and counted", () => {
    const items = itemsOf(all, []);
    const [some] = items;
    assert.ok(some);
    assert.deepEqual(openCopiesOf(items, some).map(({ hunk }) => `${hunk.path}:${hunk.startLine}`), ["a.ts:4", "a.ts:12", "b.ts:2", "c.ts:2"]);
    assert.equal(countCopies(items).get(copyKey(some)), 4);
    assert.deepEqual(new Set(items.map(({ hunk }) => contentOf(hunk.id))).size, 1);
  });

  it("one record covers exactly one of them, in whichever file it was given", () => {
    const items = itemsOf(all, []);
    for (const item of items) {
      const left = openPlaces(itemsOf(all, [recordFor(item, all)]));
      assert.equal(left.length, 3);
      // In one file, between equal lines, nothing tells one copy from the other.
      if (item.hunk.path !== "a.ts") assert.ok(!left.includes(`${item.hunk.path}:${item.hunk.startLine}`));
    }
  });

  it("as many records as copies cover all, and one record less leaves exactly one open, whichever is missing", () => {
    const items = itemsOf(all, []);
    const records = items.map((item) => recordFor(item, all));
    const signed = itemsOf(all, records);
    assert.deepEqual(openPlaces(signed), []);
    assert.equal(new Set(signed.map(({ records: [record] }) => record)).size, 4, "four places, four records");
    for (const missing of records) assert.equal(openPlaces(itemsOf(all, records.filter((record) => record !== missing))).length, 1);
    const added = file("d.ts", [" else();", ...COPY, " done();"].join("\n"));
    assert.deepEqual(openPlaces(itemsOf([...all, added], records)), ["d.ts:2"], "a copy that came later");
  });

  it("the same record twice, as a replay brings it, is one record with one id and still needs two lines in the ledger", () => {
    const items = itemsOf([TWICE], []);
    const [first] = items.map((item) => recordFor(item, [TWICE]));
    assert.ok(first);
    assert.equal(openPlaces(itemsOf([TWICE], [first])).length, 1);
    const keys = keysOf(TWICE.path, TWICE.lines);
    assert.equal(contextOf(keys, 3, 8), contextOf(keys, 11, 16), "the two copies can't be told apart");
    assert.deepEqual(sliceKeys(keys, 3, 8).map(({ key }) => key), sliceKeys(keys, 11, 16).map(({ key }) => key));
  });

  it("leave out what somebody refused, what is signed, and a removal of the same text", () => {
    const items = itemsOf(all, []);
    const [one, two] = items.filter(({ hunk }) => hunk.path !== "a.ts");
    assert.ok(one && two);
    const judged = itemsOf(all, [recordFor(one, all), recordFor(two, all, { verdict: "rejected" })]);
    const [open] = judged.filter(({ state }) => state === "unseen");
    assert.ok(open);
    assert.deepEqual(openCopiesOf(judged, open).map(({ hunk }) => hunk.path), ["a.ts", "a.ts"]);
    const removal: DebtItem = { ...open, hunk: { ...open.hunk, kind: "removal" } };
    assert.deepEqual(openCopiesOf([...judged, removal], removal), [removal]);
  });
});
