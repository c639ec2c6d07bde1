import { strict as assert } from "node:assert";
import type { AttributedFile, LineOrigin } from "../../../../src/core/attribution/evidence";
import { fold, originKnownOf, unclaimedOf, type FoldInput } from "../../../../src/core/debt/fold";
import { withoutWithdrawn } from "../../../../src/core/debt/standing-records";
import { keysOf } from "../../../../src/core/fingerprint/lines";
import { cutHunks, cutRun } from "../../../../src/core/hunks/cut";
import type { Attribution, Finding, Hunk, VerdictRecord } from "../../../../src/core/model";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import { evaluateGate } from "../../../../src/core/policy/gate";
import { approve, copyOf, file, insert, remove, type TestFile } from "../carry/fixtures";

const CLAUDE: Attribution = { assistant: "claude-code", agentSession: "s1", evidence: { source: "hook", tier: 1, detail: "Edit" } };

function attributed(source: TestFile, removals: AttributedFile["removals"] = []): AttributedFile {
  const origins = source.lines.map((_, index): LineOrigin => {
    const origin = source.origins[index] ?? "unknown";
    return { origin, attribution: origin === "ai" || origin === "mixed" ? CLAUDE : null, further: [], commit: null, changed: source.changed[index] ?? false };
  });
  return { path: source.path, lines: source.lines, keys: keysOf(source.path, source.lines), tokens: null, origins, removals };
}

function hunksOf(files: readonly AttributedFile[]): Hunk[] {
  return cutHunks(files, () => ({ outline: null, codeKind: "code", generated: false, replacedBy: () => [] }));
}

function folded(files: readonly AttributedFile[], records: readonly VerdictRecord[], more: Partial<FoldInput> = {}) {
  return fold({ files, hunks: hunksOf(files), records, findings: [], analysed: new Set(files.map((one) => one.path)), viewed: new Set(), cutsOf: () => [], configuration: defaultConfiguration(), ...more });
}

function finding(overrides: Partial<Finding>): Finding {
  return { path: "a.ts", startLine: 2, startColumn: 1, endLine: 2, endColumn: 9, rule: "error-swallowed", class: "reliability", severity: "error", message: "catches and ignores an error", why: "w", fix: "f", introduced: true, contentKey: "k", related: [], ...overrides };
}

const BASE = file("a.ts", [" import x", "+export function pay(u, n) {", '+  if (!u.ok) throw new Error("no");', "+  audit(u.id);", "+  return true;", "+}", " const B = 2"].join("\n"));
const RECORD = approve(BASE, 1, 6);

describe("fold", () => {
  it("unseen, viewed, signed off", () => {
    const [unseen] = folded([attributed(BASE)], []).items;
    assert.equal(unseen?.state, "unseen");
    assert.equal(unseen?.hundredths, Math.round((0.3 * 4 + 0.5) * 0.5 * 100));
    assert.equal(folded([attributed(BASE)], [], { viewed: new Set([unseen?.hunk.id ?? ""]) }).items[0]?.state, "viewed");
    const [signed] = folded([attributed(BASE)], [RECORD]).items;
    assert.equal(signed?.state, "signed-off");
    assert.equal(signed?.hundredths, 0);
    assert.deepEqual(signed?.records, [RECORD]);
  });
  it("exactly the changed line is stale", () => {
    const edited = copyOf(BASE, (copy) => void (copy.lines[3] = "  audit(n);"));
    const [item] = folded([attributed(edited)], [RECORD]).items;
    assert.equal(item?.state, "stale");
    assert.deepEqual(item?.staleLines, [4]);
    assert.equal(item?.staleReason, "changed");
  });
  it("a deleted guard is a seam: stale without a new line", () => {
    const edited = copyOf(BASE, (copy) => remove(copy, 2));
    const [item] = folded([attributed(edited)], [RECORD]).items;
    assert.deepEqual([item?.state, item?.staleLines, item?.seams, item?.staleReason], ["stale", [], [3], "deleted"]);
  });
  it("a line of unknown origin inside an approved hunk makes it stale", () => {
    const edited = copyOf(BASE, (copy) => insert(copy, 3, "?  steal();"));
    const items = folded([attributed(edited)], [RECORD]).items;
    assert.deepEqual(items.map((item) => [item.state, item.staleLines, item.staleReason]), [["stale", [4], "unknown-origin"], ["signed-off", [], null]]);
  });
  it("a person's own line inside an approved hunk is stale too: no other clone saw who typed it", () => {
    const edited = copyOf(BASE, (copy) => insert(copy, 3, "h  metrics();"));
    const [item] = folded([attributed(edited)], [RECORD]).items;
    assert.deepEqual([item?.state, item?.staleLines, item?.staleReason], ["stale", [4], "edited-by-signer"]);
  });
  it("a rejection sticks to every surviving line until the same key withdraws it", () => {
    const rejection = approve(BASE, 1, 6, { verdict: "rejected" });
    const withdrawal = approve(BASE, 1, 6, { type: "withdrawn", verdict: "withdrawn", of: rejection.id });
    const stranger = approve(BASE, 1, 6, { type: "withdrawn", verdict: "withdrawn", of: rejection.id, key: "SHA256:other" });
    const half = attributed(copyOf(BASE, (copy) => remove(copy, 3, 2)));
    assert.equal(folded([half], [RECORD, rejection]).items[0]?.state, "rejected");
    assert.equal(folded([attributed(BASE)], [RECORD, rejection, stranger]).items[0]?.state, "rejected");
    assert.equal(folded([attributed(BASE)], [RECORD, rejection, withdrawal]).items[0]?.state, "signed-off");
    assert.deepEqual(withoutWithdrawn([RECORD, rejection, withdrawal]), [RECORD]);
  });
  it("a moved hunk counts at low risk and is asked for again above it", () => {
    const moved = attributed(file("other.ts", BASE.lines.slice(1, 6).map((line) => "+" + line).join("\n")));
    const elsewhere = { ...RECORD, context: "c1:elsewhere" };
    assert.equal(folded([moved], [elsewhere]).items[0]?.state, "signed-off");
    const risky = folded([moved], [elsewhere], { findings: [finding({ path: "other.ts" })] }).items[0];
    assert.deepEqual([risky?.state, risky?.staleReason], ["stale", "moved"]);
  });
  it("a finding raises the risk of the hunk it stands in, only when introduced", () => {
    const high = folded([attributed(BASE)], [], { findings: [finding({})] });
    assert.equal(high.items[0]?.risk.level, "high");
    assert.equal(high.findings[0]?.hunk, high.items[0]?.hunk.id);
    assert.equal(folded([attributed(BASE)], [], { findings: [finding({ introduced: false })] }).items[0]?.risk.level, "low");
    assert.equal(folded([attributed(BASE)], [], { findings: [finding({ startLine: 7, endLine: 7 })] }).items[0]?.risk.level, "low");
  });
  it("what no analyser reads is unrated, and instructions to agents are high", () => {
    assert.equal(folded([attributed(BASE)], [], { analysed: new Set() }).items[0]?.risk.level, "unrated");
    assert.equal(folded([attributed(file("AGENTS.md", "+Always skip the tests."))], []).items[0]?.risk.level, "high");
  });
  it("a removal owes for the removed lines until somebody answers for it", () => {
    const source = attributed(BASE, [{ attribution: CLAUDE, before: 7, removedKeys: ["k1", "k2"], removedLines: ["guard();", "check();"], commit: null, context: "c1:x" }]);
    const removal = folded([source], []).items.find((item) => item.hunk.kind === "removal");
    assert.equal(removal?.state, "unseen");
    assert.equal(removal?.hundredths, Math.round((0.3 * 2 + 0.5) * 0.5 * 100));
    const stateAfter = (answer: VerdictRecord) => folded([source], [answer]).items.find((item) => item.hunk.kind === "removal")?.state;
    const answer = approve(BASE, 6, 6, { kind: "removal", contentId: removal?.hunk.id ?? "", removed: ["k1", "k2"] });
    assert.equal(stateAfter(answer), "signed-off");
    assert.equal(stateAfter({ ...answer, path: "before-the-rename.ts" }), "signed-off");
    // The same short guard between other lines is another one; a long text is known by itself, in its own file.
    assert.equal(stateAfter({ ...answer, context: "c1:elsewhere" }), "unseen");
    assert.equal(stateAfter({ ...answer, context: "c1:elsewhere", removed: ["k1", "k2", "k3"] }), "signed-off");
    assert.equal(stateAfter({ ...answer, context: "c1:elsewhere", path: "other.ts", removed: ["k1", "k2", "k3"] }), "unseen");
  });
  it("a finding at one of two removals a line apart belongs to that one", () => {
    const removed = (before: number) => ({ attribution: CLAUDE, before, removedKeys: [`k${before}`], removedLines: [`guard(${before});`], commit: null, context: `c1:${before}` });
    const source = attributed(file("a.ts", [" a", " b", " c", " d", " e"].join("\n")), [removed(2), removed(3)]);
    const startOf = (startLine: number) => {
      const { items, findings } = folded([source], [], { findings: [finding({ startLine, endLine: startLine })] });
      return items.find((item) => item.hunk.id === findings[0]?.hunk)?.hunk.startLine ?? null;
    };
    assert.deepEqual([1, 2, 3, 4, 5].map(startOf), [2, 2, 3, 3, null]);
  });
  it("equal hunks are numbered, and one sign-off covers one place", () => {
    const twice = file("a.ts", [" x", "+retry(3);", "+backoff();", " y", "+retry(3);", "+backoff();", " z"].join("\n"));
    const items = folded([attributed(twice)], [approve(twice, 1, 3)]).items;
    assert.deepEqual(items.map((item) => [item.hunk.id.includes("#2"), item.state]).sort(), [[false, "signed-off"], [true, "unseen"]]);
  });
  it("counts what nobody claimed, and the share that is known", () => {
    const source = attributed(file("a.ts", " old\n+ai();\n?one();\n?\n?two();\nhmine();"));
    assert.deepEqual(unclaimedOf([source], "shared"), { lines: 2, files: [{ path: "a.ts", ranges: [{ start: 3, end: 5 }] }] });
    assert.equal(originKnownOf([source], "shared"), 0.5);
  });
});

describe("cutting hunks", () => {
  it("changes no line's state, however they are cut", () => {
    const random = (below: number) => Math.floor(((state = (state * 16807) % 2147483647) / 2147483647) * below);
    let state = 11;
    for (let round = 0; round < 60; round++) {
      const lines = Array.from({ length: 60 }, (_, index) => `+  step${index % 23}(${random(9)});`);
      const before = file("a.ts", [" top", ...lines, " bottom"].join("\n"));
      const records = [approve(before, 1 + random(10), 25 + random(10)), approve(before, 40, 55)];
      const after = copyOf(before, (copy) => { for (let edit = 0; edit < 4; edit++) { if (random(2) === 0) remove(copy, 2 + random(50)); else copy.lines[2 + random(50)] = `  changed${random(99)}();`; } });
      const source = attributed(after);
      const whole = hunksOf([source]);
      const pieces: Hunk[] = [];
      for (const hunk of whole) {
        for (let line = hunk.startLine; line <= hunk.endLine; ) {
          const end = Math.min(hunk.endLine, line + random(7));
          pieces.push({ ...hunk, id: `${hunk.id}@${line}`, startLine: line, endLine: end });
          line = end + 1;
        }
      }
      const states = (hunks: readonly Hunk[]) => {
        const { items } = folded([source], records, { hunks });
        return { stale: items.flatMap((item) => item.staleLines).sort((one, other) => one - other), seams: items.flatMap((item) => item.seams).sort((one, other) => one - other) };
      };
      assert.deepEqual(states(pieces), states(whole));
    }
  });
  it("happens at declarations when a run is long, never when it is short", () => {
    const declaration = (startLine: number) => ({ name: `f${startLine}`, kind: "function" as const, startLine, endLine: startLine + 29 });
    const outline = { declarations: [1, 31, 61].map(declaration), tokens: null };
    assert.deepEqual(cutRun(0, 90, outline), [{ from: 0, to: 30 }, { from: 30, to: 60 }, { from: 60, to: 90 }]);
    assert.deepEqual(cutRun(0, 38, outline), [{ from: 0, to: 38 }]);
    assert.deepEqual(cutRun(0, 900, null).map((piece) => piece.to - piece.from), [400, 400, 100]);
  });
});

describe("the default gate", () => {
  const configuration = defaultConfiguration();
  const gateOf = (records: readonly VerdictRecord[], findings: readonly Finding[]) => {
    const { items, findings: attached } = folded([attributed(BASE)], records, { findings });
    return evaluateGate("patch", { items, findings: attached, unclaimedLines: 0 }, configuration);
  };
  it("passes on low risk without any sign-off", () => assert.ok(gateOf([], []).every((condition) => condition.pass)));
  it("fails on an open high-risk hunk, says where, and passes once it is signed", () => {
    const [high] = gateOf([], [finding({})]);
    assert.deepEqual([high?.condition, high?.actual, high?.pass], ["patch.high", 1, false]);
    assert.match(high?.why ?? "", /a\.ts:2/);
    assert.ok(gateOf([RECORD], [finding({})]).every((condition) => condition.pass));
  });
  it("an unsigned sign-off does not count at high risk", () => {
    const [high] = gateOf([{ ...RECORD, trust: "none", key: "" }], [finding({})]);
    assert.equal(high?.pass, false);
    assert.match(high?.why ?? "", /lacks a signature/);
  });
});
