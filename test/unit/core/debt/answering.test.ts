import { strict as assert } from "node:assert";
import type { AttributedFile, LineOrigin } from "../../../../src/core/attribution/evidence";
import { fold } from "../../../../src/core/debt/fold";
import { keysOf } from "../../../../src/core/fingerprint/lines";
import { cutHunks } from "../../../../src/core/hunks/cut";
import type { Attribution, VerdictRecord } from "../../../../src/core/model";
import type { Configuration, Requirement } from "../../../../src/core/policy/configuration-types";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { isAnswered, unmetRequirements } from "../../../../src/core/policy/gate";
import { approve, file } from "../carry/fixtures";

const CLAUDE: Attribution = { assistant: "claude-code", agentSession: "s1", evidence: { source: "hook", tier: 1, detail: "Edit" } };
const SOURCE = file("a.ts", [" import x", "+export function pay(u, n) {", '+  if (!u.ok) throw new Error("no");', "+  audit(u.id);", "+  return true;", "+}", " const B = 2"].join("\n"));
const REMOVAL = { attribution: CLAUDE, before: 7, removedKeys: ["k1"], removedLines: ["guard();"], commit: null, context: "c1:x" };

function policy(requirement: Partial<Requirement>): Configuration {
  const configuration = defaultConfiguration();
  const asked: Requirement = { criteria: [], signers: 1, notPrompter: false, minTrust: "none", maximumAgeDays: null, coolDownHours: 0, owner: false, ...requirement };
  return { ...configuration, policy: { ...configuration.policy, require: { high: asked, medium: asked, low: asked, unrated: asked } } };
}

/** What the gate says of the first hunk of a kind after these records: null where it is answered. */
function lacking(records: readonly VerdictRecord[], requirement: Partial<Requirement>, kind: "edit" | "removal" = "edit", author: string | null = null): readonly string[] | null {
  const origins = SOURCE.lines.map((_, index): LineOrigin => ({ origin: SOURCE.origins[index] ?? "unknown", attribution: SOURCE.origins[index] === "ai" ? CLAUDE : null, further: [], commit: author === null ? null : "c".repeat(40), changed: SOURCE.changed[index] ?? false }));
  const files: AttributedFile[] = [{ path: SOURCE.path, lines: SOURCE.lines, keys: keysOf(SOURCE.path, SOURCE.lines), tokens: null, origins, removals: kind === "removal" ? [REMOVAL] : [] }];
  const configuration = policy(requirement);
  const hunks = cutHunks(files, () => ({ outline: null, codeKind: "code", generated: false, authorOf: () => author, replacedBy: () => [] }));
  const { items } = fold({ files, hunks, records, findings: [], analysed: new Set(["a.ts"]), viewed: new Set(), cutsOf: () => [], configuration });
  const item = items.find((one) => one.hunk.kind === kind);
  assert.ok(item !== undefined);
  if (isAnswered(item, configuration)) return null;
  return item.state === "signed-off" ? unmetRequirements(item, configuration.policy.require[item.risk.level]) : [item.state];
}

const by = (signer: string, from: number, to: number, more: Partial<VerdictRecord> = {}) => approve(SOURCE, from, to, { signer, ...more });

describe("how many answer for a hunk", () => {
  it("two people who each signed all of it are two; one who signed twice is one", () => {
    assert.equal(lacking([by("ann", 1, 6), by("bo", 1, 6)], { signers: 2 }), null);
    assert.deepEqual(lacking([by("ann", 1, 6), by("ann", 1, 6)], { signers: 2 }), ["2 signer(s) of every line (has 1)"]);
  });
  it("two who signed one half each are not two signers of the whole, but between them every line has one", () => {
    const halves = [by("ann", 1, 3), by("bo", 3, 6)];
    assert.deepEqual(lacking(halves, { signers: 2 }), ["2 signer(s) of every line (has 1)"]);
    assert.equal(lacking(halves, { criteria: ["reviewed"] }), null);
  });
  it("a criterion that one half met is not met", () => {
    const half = by("ann", 1, 3, { criteria: ["reviewed", "security-reviewed"] });
    assert.deepEqual(lacking([half, by("bo", 3, 6)], { criteria: ["security-reviewed"] }), ["the criterion security-reviewed on every line"]);
    assert.equal(lacking([half, by("bo", 3, 6, { criteria: ["security-reviewed"] })], { criteria: ["security-reviewed"] }), null);
  });
  it("a signature that came after an unsigned record counts, on every line", () => {
    const unsigned = by("ann", 1, 6, { trust: "none", key: "", at: "2026-11-21T06:00:00Z" });
    assert.deepEqual(lacking([unsigned], { minTrust: "key" }), ["a signature of trust key or more on every line"]);
    assert.equal(lacking([unsigned, by("ann", 1, 6)], { minTrust: "key" }), null);
    assert.deepEqual(lacking([unsigned, by("ann", 1, 4)], { minTrust: "key" })?.length, 1);
  });
  it("who prompted the assistant is not another signer, whatever the case of the address; and uncommitted work has no known prompter", () => {
    assert.deepEqual(lacking([by("ann@x", 1, 6)], { notPrompter: true }, "edit", "Ann@X"), ["a signer other than ann@x"]);
    assert.deepEqual(lacking([by("ann@x", 1, 6), by("bo@x", 1, 3)], { notPrompter: true }, "edit", "Ann@X"), ["a signer other than ann@x"]);
    assert.equal(lacking([by("bo@x", 1, 6)], { notPrompter: true }, "edit", "Ann@X"), null);
    assert.deepEqual(lacking([by("bo@x", 1, 6)], { notPrompter: true })?.length, 1);
    assert.equal(lacking([by("ann@x", 1, 6)], { notPrompter: false }, "edit", "Ann@X"), null);
  });
  it("removals are counted alike", () => {
    const removed = (signer: string) => {
      const base = by(signer, 6, 6, { kind: "removal", removed: ["k1"] });
      const files: AttributedFile[] = [{ path: "a.ts", lines: SOURCE.lines, keys: keysOf("a.ts", SOURCE.lines), tokens: null, origins: SOURCE.lines.map(() => ({ origin: "unknown", attribution: null, further: [], commit: null, changed: false })), removals: [REMOVAL] }];
      const [hunk] = cutHunks(files, () => ({ outline: null, codeKind: "code", generated: false, replacedBy: () => [] }));
      return { ...base, contentId: hunk?.id ?? "" };
    };
    assert.deepEqual(lacking([removed("ann")], { signers: 2 }, "removal"), ["2 signer(s) of every line (has 1)"]);
    assert.equal(lacking([removed("ann"), removed("bo")], { signers: 2 }, "removal"), null);
  });
});
