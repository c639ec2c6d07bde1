/**
 * A share of the fuzz that `npm run bench -- --only fuzz` runs a million edits of: what the language's own scanner calls unchanged is
 * kept where a lexer of ours runs, and what it calls changed is never fully covered.
 */
import { strict as assert } from "node:assert";
import { fuzz, type FuzzCounts } from "./fuzz-campaign";
import { isInstalled, PYTHON, ruby, SHELL, TYPESCRIPT, type FuzzLanguage } from "./fuzz-languages";

describe("carry against the languages' own scanners", () => {
  const held = (language: FuzzLanguage, seed: number, edits: number): FuzzCounts => {
    const counts = fuzz(language, seed, edits);
    assert.ok(counts.edits >= edits && counts.same > edits / 20 && counts.changed > edits / 8, JSON.stringify(counts));
    return counts;
  };

  it("TypeScript's: the same tokens are kept, others never", function () {
    this.timeout(300_000);
    const counts = held(TYPESCRIPT, 101, 5000);
    assert.equal(counts.sameKept, counts.same);
    assert.ok(counts.rewrapped > 50 && counts.rewrappedKept > 20, JSON.stringify(counts));
  });

  it("Python's, indentation included: others never", function () {
    this.timeout(300_000);
    // Visible as pending where there is no Python: nothing else may be the oracle.
    if (!isInstalled("python3")) this.skip();
    held(PYTHON, 201, 4000);
  });

  it("the shell's: others never", function () {
    this.timeout(300_000);
    if (!isInstalled("bash")) this.skip();
    held(SHELL, 301, 4000);
  });

  it("Ruby's: others never", async function () {
    this.timeout(300_000);
    held(await ruby(), 401, 4000);
  });

  it("can fail: an oracle that calls everything changed finds a hunk that is covered", () => {
    let asked = 0;
    const suspicious: FuzzLanguage = { ...TYPESCRIPT, read: (texts) => texts.map(() => ((asked += 1), { withBreaks: String(asked), tokens: String(asked), shape: "" })) };
    assert.throws(() => fuzz(suspicious, 101, 200), /falsely verified/);
  });
});
