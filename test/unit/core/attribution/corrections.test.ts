import { strict as assert } from "node:assert";
import { acceptedCorrections, correctionCriteria } from "../../../../src/core/attribution/corrections";
import type { EvidenceBase, SourceFile } from "../../../../src/core/attribution/evidence";
import { attribute } from "../../../../src/core/attribution/origins";
import { contentIdOf, contextOf, keysOf, sliceKeys } from "../../../../src/core/fingerprint/lines";
import type { Attribution, Claim, VerdictRecord } from "../../../../src/core/model";
import { defaultConfiguration } from "../../../../src/core/policy/default-configuration";
import type { Requirement } from "../../../../src/core/policy/configuration-types";

const COMMIT = "c".repeat(40);
const LINES = ["const a = 1;", "const b = 2;", "const c = 3;", "const d = 4;"];
const MARK: Attribution = { assistant: "claude-code", agentSession: "", evidence: { source: "commit-mark", tier: 7, detail: "Co-Authored-By: Claude" } };
const EARLY = "2026-11-20T06:00:00Z";
const NOON = "2026-11-20T12:00:00Z";
const LATE = "2026-11-20T18:00:00Z";

function file(path: string, lines: readonly string[], introducedBy = "worktree", removals: readonly (readonly string[])[] = []): SourceFile {
  const runs = [{ start: 1, length: lines.length, introducedBy, originalStart: 1, originalPath: path }];
  return { path, lines, history: { path, basePath: path, runs, removals: removals.map((removed) => ({ before: 1, removedBy: introducedBy, lines: removed })) }, tokens: null };
}

function claimOf(lines: readonly string[], from: number, to: number, at = EARLY, path = "a.ts"): Claim {
  const keys = keysOf(path, lines);
  return { path, kind: "edit", sequence: sliceKeys(keys, from, to).map((line) => line.key), context: contextOf(keys, from, to), assistant: "claude-code", agentSession: "s", evidence: { source: "hook", tier: 1, detail: "Edit" }, at };
}

function correction(lines: readonly string[], from: number, to: number, more: Partial<VerdictRecord> = {}): VerdictRecord {
  const keys = keysOf("a.ts", lines);
  const slice = sliceKeys(keys, from, to);
  return {
    id: `${from}-${to}`.padEnd(64, "0"),
    type: "correction",
    verdict: "approved",
    contentId: contentIdOf(slice),
    tokenId: null,
    sequence: slice.map((line) => line.key),
    context: contextOf(keys, from, to),
    path: "a.ts",
    kind: "edit",
    basis: "read",
    criteria: correctionCriteria("not-ai"),
    reason: "typed by hand",
    signer: "ann@example.org",
    key: "SHA256:ann",
    trust: "key",
    at: NOON,
    ...more,
  };
}

interface Given extends Partial<Omit<EvidenceBase, "corrections">> {
  readonly records: readonly VerdictRecord[];
  readonly require?: Partial<Requirement>;
  readonly author?: string;
}

function attributed(sources: readonly SourceFile[], { records, require = {}, author, ...evidence }: Given) {
  const defaults = defaultConfiguration().policy.require;
  const corrections = acceptedCorrections(records, { ...defaults, high: { ...defaults.high, ...require } }, () => author ?? null);
  return attribute(sources, { claims: [], humanEdits: [], notes: new Map(), marks: new Map(), ...evidence, corrections });
}

function origins(sources: readonly SourceFile[], given: Given): string {
  const letters = { ai: "A", mixed: "M", human: "h", unknown: "?" } as const;
  return attributed(sources, given)
    .map((one) => one.origins.map(({ origin }) => letters[origin]).join(""))
    .join(" ");
}

describe("corrections", () => {
  const claims = [claimOf(LINES, 0, 3)];

  it("This Is Not AI makes exactly its lines a person's, and says by whose word", () => {
    const record = correction(LINES, 1, 3);
    const [result] = attributed([file("a.ts", LINES)], { claims, records: [record] });
    assert.deepEqual(result?.origins.map(({ origin }) => origin), ["ai", "human", "human", "unknown"]);
    assert.deepEqual(result?.origins[1]?.corrections, [record]);
    assert.equal(result?.origins[1]?.isPrivate, undefined, "it is signed: every clone may rest on it");
  });

  it("outranks a mark and an edited line as well", () => {
    assert.equal(origins([file("a.ts", LINES, COMMIT)], { marks: new Map([[COMMIT, MARK]]), records: [correction(LINES, 0, 4)] }), "hhhh");
    const edited = ["const a = 1;", "const b = 22;", "const c = 3;", "const d = 4;"];
    assert.equal(origins([file("a.ts", edited)], { claims, records: [] }), "AMA?");
    assert.equal(origins([file("a.ts", edited)], { claims, records: [correction(edited, 1, 2)] }), "AhA?");
  });

  it("counts nothing without a signature, or with less trust or fewer people than the policy asks for", () => {
    const records = [correction(LINES, 0, 3)];
    const of = (record: Partial<VerdictRecord>, require: Partial<Requirement> = {}) => origins([file("a.ts", LINES)], { claims, records: [correction(LINES, 0, 3, record)], require });
    assert.equal(of({ trust: "none", key: "" }), "AAA?");
    assert.equal(of({ trust: "self-declared" }), "hhh?");
    assert.equal(of({ trust: "self-declared" }, { minTrust: "key" }), "AAA?");
    assert.equal(of({}, { signers: 2 }), "AAA?");
    const second = correction(LINES, 0, 3, { id: "2".repeat(64), signer: "bea@example.org", key: "SHA256:bea" });
    assert.equal(origins([file("a.ts", LINES)], { claims, records: [...records, second], require: { signers: 2 } }), "hhh?");
    const twice = correction(LINES, 0, 3, { id: "3".repeat(64) });
    assert.equal(origins([file("a.ts", LINES)], { claims, records: [...records, twice], require: { signers: 2 } }), "AAA?", "one person is one person");
  });

  it("is not the prompter's to make where the policy asks for another", () => {
    const given = { claims, records: [correction(LINES, 0, 3)], require: { notPrompter: true } };
    assert.equal(origins([file("a.ts", LINES)], given), "AAA?", "uncommitted: nobody is known to be another");
    assert.equal(origins([file("a.ts", LINES, COMMIT)], { ...given, author: "Ann@example.org" }), "AAA?");
    assert.equal(origins([file("a.ts", LINES, COMMIT)], { ...given, author: "bea@example.org" }), "hhh?");
  });

  it("does not cover what an assistant is seen to write afterwards, though it is the same text", () => {
    assert.equal(origins([file("a.ts", LINES)], { claims: [claimOf(LINES, 0, 3, LATE)], records: [correction(LINES, 0, 3)] }), "AAA?");
    assert.equal(origins([file("a.ts", LINES)], { claims: [...claims, claimOf(LINES, 1, 2, LATE)], records: [correction(LINES, 0, 3)] }), "hAh?");
  });

  it("covers one placement, in its own file", () => {
    const records = [correction(LINES, 0, 3)];
    const copied = [...LINES, "// and again", ...LINES.slice(0, 3)];
    const both = [claimOf(copied, 0, 3), claimOf(copied, 5, 8)];
    assert.equal(origins([file("a.ts", copied)], { claims: both, records }), "hhh??AAA");
    const moved = { claims: [claimOf(LINES, 0, 3, EARLY, "b.ts")], records: [correction(LINES, 0, 3, { context: "c1:elsewhere" })] };
    assert.equal(origins([file("b.ts", LINES)], moved), "AAA?", "another file is another text");
    assert.equal(origins([file("b.ts", LINES)], { ...moved, records: [correction(LINES, 0, 3)] }), "hhh?", "unless it was renamed, with its surroundings");
  });

  it("This Is AI adds debt, with a name under it", () => {
    const record = correction(LINES, 1, 3, { criteria: correctionCriteria("ai", "cursor") });
    const [result] = attributed([file("a.ts", LINES)], { records: [record] });
    assert.deepEqual(result?.origins.map(({ origin }) => origin), ["unknown", "ai", "ai", "unknown"]);
    assert.deepEqual([result?.origins[1]?.attribution?.assistant, result?.origins[1]?.attribution?.evidence.source, result?.origins[1]?.corrections], ["cursor", "manual", [record]]);
    assert.equal(origins([file("a.ts", LINES)], { records: [{ ...record, trust: "none", key: "" }] }), "????");
  });

  it("is taken back by its own key alone", () => {
    const record = correction(LINES, 0, 3);
    const withdrawal = correction(LINES, 0, 3, { id: "9".repeat(64), type: "withdrawn", verdict: "withdrawn", of: record.id });
    assert.equal(origins([file("a.ts", LINES)], { claims, records: [record, withdrawal] }), "AAA?");
    assert.equal(origins([file("a.ts", LINES)], { claims, records: [record, { ...withdrawal, key: "SHA256:other" }] }), "hhh?");
  });

  it("takes one removal from an assistant's account, between the same lines", () => {
    const removed = ["if (!user.admin) throw new Forbidden();"];
    const marks = new Map([[COMMIT, MARK]]);
    const source = file("a.ts", LINES, COMMIT, [removed, removed]);
    const keys = keysOf("a.ts", LINES);
    const record = correction(LINES, 0, 0, { kind: "removal", sequence: [], contentId: contentIdOf(keysOf("a.ts", removed).all), context: contextOf(keys, 0, 0) });
    const count = (records: readonly VerdictRecord[]) => attributed([source], { marks, records })[0]?.removals.length;
    assert.equal(count([]), 2);
    assert.equal(count([record]), 1, "each record answers for one place");
    assert.equal(count([{ ...record, context: "c1:elsewhere" }]), 2);
    assert.equal(count([{ ...record, path: "b.ts" }]), 2);
  });
});
