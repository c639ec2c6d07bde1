/** Many repositories in one report: what is held at once, counted, and what a broken one among them does. */
import { strict as assert } from "node:assert";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gatherEach } from "../../../src/cli/report-gathering";
import type { PanelFacts, SpanFact } from "../../../src/core/debt/panel/facts";
import { FactsSum } from "../../../src/core/debt/panel/merge";
import { CountersignError } from "../../../src/core/model";
import { warehouseLines } from "../../../src/report/panel/warehouse-ndjson";

const SPANS = 50;
const DAY = 20_000;

function factsOf(name: string): PanelFacts {
  const spans = Array.from({ length: SPANS }, (_, index): SpanFact => ({ repository: 0, module: 0, owner: 0, author: 0, kind: "code", introduced: DAY, state: 0, from: DAY + index, to: DAY + index + 1, end: "signed", first: true, fixed: false, lines: 1 }));
  return {
    schema: "countersign/panel-facts/1", asOf: DAY + SPANS, modules: [`${name}/src`], owners: ["(unowned)"], authors: [{ assistant: "claude-code", model: null }], signers: ["signer 1"], spans, added: [], items: [],
    verdicts: [{ repository: 0, module: 0, owner: 0, at: "2026-03-01T00:00:00Z", verdict: "approved", signer: 0, trust: "key", key: null, batch: 0, lines: 1, risk: "low", rules: [], hasNote: false, path: "a.ts" }],
    repositories: [{ name, head: "", since: "the first commit", firstDay: DAY, lastDay: DAY, policyVersion: 0, ledger: { verdict: "intact", enrolled: true, records: 0, keys: 0 }, verdict: "pass", gate: [], hasOwners: false, notChecked: [] }],
  };
}

/** Most repositories open at once, most facts of them alive at once after a collection, and most facts in the sum. */
async function held(count: number, keeps: boolean): Promise<{ readonly open: number; readonly alive: number; readonly facts: number; readonly lines: readonly string[] }> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const given: WeakRef<PanelFacts>[] = [];
  const [most, lines, sum] = [{ open: 0, alive: 0, facts: 0 }, [] as string[], new FactsSum()];
  let open = 0;
  const gather = async (place: string) => {
    most.open = Math.max(most.open, ++open);
    await new Promise(setImmediate);
    collect();
    most.alive = Math.max(most.alive, given.filter((facts) => facts.deref() !== undefined).length);
    open -= 1;
    const facts = factsOf(place);
    given.push(new WeakRef(facts));
    return facts;
  };
  await gatherEach(Array.from({ length: count }, (_, index) => `r${index}`), gather, (facts) => {
    sum.add(facts);
    most.facts = Math.max(most.facts, sum.size);
    if (keeps) return;
    const total = sum.total();
    if (total !== null) for (const line of warehouseLines(total)) if (line.includes('"verdict"')) lines.push(line);
    sum.forget();
  }, () => assert.fail("none is broken"));
  return { ...most, lines };
}

describe("gathering many repositories", function () {
  this.timeout(60_000);
  it("never has more than one open, and lets go of each", async () => {
    const { open, alive } = await held(12, true);
    assert.equal(open, 1);
    // The one that was given last may still be on the stack.
    assert.ok(alive <= 1, `${alive} of 12 are held`);
  });

  it("streams with the facts of one repository, however many there are", async () => {
    const [few, many] = [await held(3, false), await held(12, false)];
    assert.equal(few.facts, SPANS + 1);
    assert.equal(many.facts, few.facts);
    assert.equal((await held(12, true)).facts, 12 * (SPANS + 1), "a sum holds them all");
    const verdicts = many.lines.map((line) => JSON.parse(line) as { readonly type: string; readonly signer: string; readonly batch: number }).filter(({ type }) => type === "verdict");
    assert.equal(new Set(verdicts.map(({ signer }) => signer)).size, 12, "nobody's name is another's");
    assert.equal(new Set(verdicts.map(({ batch }) => batch)).size, 12, "nor is a batch");
  });

  it("goes on after a broken one and names it; stops when interrupted, or where all are broken", async () => {
    const gather = (place: string) => (place.startsWith("bad") ? Promise.reject(new CountersignError(place === "bad-interrupted" ? "interrupted" : "no-repository", `${place} is no repository`)) : Promise.resolve(place));
    const taken: string[] = [];
    const told: string[] = [];
    const run = (places: readonly string[]) => gatherEach(places, gather, (place) => taken.push(place), (error) => told.push(error.message));
    assert.deepEqual(await run(["a", "bad", "b"]), { missing: [{ what: "the repository bad", why: "bad is no repository" }] });
    assert.deepEqual([taken, told], [["a", "b"], ["bad: bad is no repository"]]);
    await assert.rejects(run(["bad", "bad2"]), /^CountersignError: bad: bad is no repository|bad: bad is no repository/);
    await assert.rejects(run(["bad"]), { message: "bad is no repository" });
    await assert.rejects(run(["a", "bad-interrupted", "b"]), { code: "interrupted" });
  });
});
