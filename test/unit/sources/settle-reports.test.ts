import { strict as assert } from "node:assert";
import { MOST_LINES, keysOf, splitLines } from "../../../src/core/fingerprint/lines";
import type { JournalEvent } from "../../../src/sources/journal-event";
import { Settlement } from "../../../src/sources/settle";
import type { SettleOutcome } from "../../../src/sources/settle";

const HEAD = "1".repeat(40);
const code = (...names: string[]) => names.map((name) => `const ${name} = ${name}();\n`).join("");
const keys = (text: string) => keysOf("a.ts", splitLines(text)).all.map((line) => line.key);

type Partly = Partial<JournalEvent> & Pick<JournalEvent, "phase" | "edits">;

function event(part: Partly): JournalEvent {
  return { v: 1, at: "2026-11-22T08:00:00.123Z", worktree: { id: "w", path: "/repo" }, head: HEAD, assistant: "cursor", session: "s1", toolUseId: "", tool: "Edit", ...part };
}

/** `saved` continues from another outcome, as a new process would. */
async function settle(events: readonly JournalEvent[], commits: Readonly<Record<string, string>> = {}, saved?: SettleOutcome): Promise<SettleOutcome> {
  const settlement = new Settlement(saved?.state ?? null, {
    object: (digest) => saved?.texts.get(digest) ?? null,
    commitTexts: (files) => Promise.resolve(new Map(files.map((file) => [`${file.commit}:${file.path}`, commits[file.path] ?? null]))),
  });
  await settlement.add(events.map((entry, index) => ({ where: `day, byte ${index}`, text: JSON.stringify(entry) })));
  return settlement.finish();
}

const sequences = (outcome: SettleOutcome) => outcome.claims.filter((claim) => claim.kind === "edit").map((claim) => claim.sequence);
const insertion = { oldText: "const a", newText: "const x = x();\nconst a" };
const edit = (disk: string) => ({ path: "a.ts", evidence: "payload" as const, replacements: [insertion], disk });

describe("one edit told twice", () => {
  const before = code("a");
  const after = code("x", "a");

  it("counts once what a host tells as a tool call and as a file edit", async () => {
    const outcome = await settle([event({ phase: "after", toolUseId: "t-1", tool: "StrReplace", edits: [edit(after)] }), event({ phase: "after", tool: "afterFileEdit", edits: [edit(after)] })], { "a.ts": before });
    assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    assert.deepEqual(outcome.problems, []);
  });

  it("counts once what two hosts tell, and what comes after a new process took over", async () => {
    const first = await settle([event({ phase: "after", toolUseId: "t-1", edits: [edit(after)] })], { "a.ts": before });
    const second = await settle([event({ phase: "after", assistant: "claude-code", session: "other", toolUseId: "toolu_9", edits: [edit(after)] })], { "a.ts": before }, first);
    assert.deepEqual(sequences(second), []);
  });

  it("counts it once although the disk is behind", async () => {
    const outcome = await settle([event({ phase: "after", toolUseId: "t-1", tool: "StrReplace", edits: [edit(before)] }), event({ phase: "after", tool: "afterFileEdit", edits: [edit(before)] })], { "a.ts": before });
    assert.deepEqual(sequences(outcome), [keys(code("x"))]);
  });

  it("counts it once when one hook is registered twice", async () => {
    const outcome = await settle([event({ phase: "after", edits: [edit(after)] }), event({ phase: "after", edits: [edit(after)] })], { "a.ts": before });
    assert.deepEqual(sequences(outcome), [keys(code("x"))]);
  });

  it("knows two edits of the same text: two ids, the disk, or the time", async () => {
    const twice = code("x", "x", "a");
    const ids = [event({ phase: "after", toolUseId: "t-1", edits: [edit(after)] }), event({ phase: "after", toolUseId: "t-2", edits: [edit(twice)] })];
    const disk = [event({ phase: "after", edits: [edit(after)] }), event({ phase: "after", edits: [edit(twice)] })];
    const time = [event({ phase: "after", edits: [edit(after)] }), event({ phase: "after", at: "2026-11-22T08:05:00.000Z", edits: [edit(twice)] })];
    for (const events of [ids, disk, time]) assert.equal(sequences(await settle(events, { "a.ts": before })).length, 2);
  });
});

describe("moved files", () => {
  const text = code("a", "b", "c", "d");

  it("keep their owners: only what the assistant changed on the way is claimed", async () => {
    const moved = code("a", "b", "n", "c", "d");
    const outcome = await settle([event({ phase: "after", edits: [{ path: "b.ts", from: "a.ts", evidence: "payload", replacements: [{ oldText: "const b = b();\n", newText: "const b = b();\nconst n = n();\n", wholeLines: true }], disk: moved }] })], { "a.ts": text });
    assert.deepEqual(sequences(outcome), [keys(code("n"))]);
    assert.deepEqual(outcome.claims.map((claim) => [claim.kind, claim.path]), [["edit", "b.ts"]]);
  });

  it("claim nothing when they were only moved, also when it is told twice", async () => {
    const event1 = event({ phase: "after", edits: [{ path: "b.ts", from: "a.ts", evidence: "payload", disk: text }] });
    const outcome = await settle([event1, event1], { "a.ts": text });
    assert.deepEqual(outcome.claims, []);
    // The old name is free: what stands there next is new.
    const next = await settle([event({ phase: "after", at: "2026-11-22T09:00:00.000Z", edits: [{ path: "a.ts", evidence: "payload", after: code("z") }] })], { "a.ts": text }, outcome);
    assert.deepEqual(next.claims.map((claim) => claim.kind), ["edit"]);
  });
});

describe("a replacement whose old text stands in several places", () => {
  const before = "f(x);\ng(y);\nf(x);\n";
  const replacement = { oldText: "f(x);", newText: "f(x, 1);" };
  const place = (disk: string) => settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements: [replacement], disk }] })], { "a.ts": before });
  const contexts = (outcome: SettleOutcome) => outcome.claims.map((claim) => claim.context);

  it("is where the disk says", async () => {
    const first = await place("f(x, 1);\ng(y);\nf(x);\n");
    const last = await place("f(x);\ng(y);\nf(x, 1);\n");
    assert.deepEqual(sequences(first), sequences(last));
    assert.equal(sequences(last).length, 1);
    assert.notDeepEqual(contexts(first), contexts(last));
  });

  it("is the first where the disk is behind, and no place where the disk is another text", async () => {
    assert.deepEqual(contexts(await place(before)), contexts(await place("f(x, 1);\ng(y);\nf(x);\n")));
    assert.match((await place("something();\nelse();\n")).problems.join(), /the place of the edit was not found/);
  });
});

describe("patches without line numbers", () => {
  const hunk = { oldText: "const b = b();\n", newText: "const b = b();\nconst n = n();\n", wholeLines: true };
  const place = (disk: string, head: string) => settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements: [hunk], disk }] })], { "a.ts": head });

  it("are placed in the text before, in what is on disk, or by their lines alone", async () => {
    const before = code("a", "b", "c");
    const after = code("a", "b", "n", "c");
    for (const outcome of [await place(after, before), await place(before, before), await place(code("q") + after, before)]) {
      assert.deepEqual(sequences(outcome), [keys(code("n"))]);
    }
    const lost = await place("nothing of it\n", "nor here\n");
    assert.deepEqual(sequences(lost), [keys(code("n"))]);
    assert.match(lost.problems.join(), /the place of the edit was not found/);
  });

  it("are at most a thousand claims where no place is found, and no line of them is left out", async function () {
    this.timeout(60_000);
    for (const count of [1, 1000, 1001, 20_000]) {
      const replacements = Array.from({ length: count }, (_, index) => ({ oldText: `gone(${index});`, newText: `put(${index});`, wholeLines: true }));
      const lost = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements, disk: "other\n" }] })], { "a.ts": "other\n" });
      const claims = sequences(lost);
      assert.ok(claims.length <= 1000, String(claims.length));
      assert.deepEqual(claims.flat(), keys(replacements.map(({ newText }) => `${newText}\n`).join("")), String(count));
    }
  });

  it("claim an insertion that says no place, from the disk", async () => {
    const outcome = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements: [{ newText: code("n"), wholeLines: true }], disk: code("a", "n") }] })], { "a.ts": code("a") });
    assert.deepEqual(sequences(outcome), [keys(code("n"))]);
    assert.deepEqual(outcome.problems, []);
  });
});

describe("a text that is too long to be looked at line by line", function () {
  this.timeout(60_000);
  const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `v${from + index};\n`).join("");
  const long = numbered(0, MOST_LINES + 1);
  const writes = (text: string) => event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", after: text }] });
  const told = /a\.ts: larger than 5 MiB or 250,000 lines, before or after: only the first 4000 changed lines are recorded/;

  it("is claimed by its first lines, and that is said; a text of as many lines as are looked at is claimed whole", async () => {
    const outcome = await settle([writes(long)]);
    assert.deepEqual(sequences(outcome), [keys(numbered(0, 4000))]);
    assert.match(outcome.problems.join("\n"), told);
    const whole = await settle([writes(numbered(0, MOST_LINES))]);
    assert.deepEqual([sequences(whole).flat().length, whole.problems], [MOST_LINES, []]);
  });

  it("tells what came and what went between the lines that stayed, and nothing that stood there", async () => {
    const outcome = await settle([writes(long.replace("v7;\n", "mine;\n").replace("v9;\n", ""))], { "a.ts": long });
    assert.deepEqual(sequences(outcome), [keys("mine;\n")]);
    assert.deepEqual(outcome.claims.flatMap(({ removed }) => removed ?? []), keys("v7;\nv9;\n"));
    assert.match(outcome.problems.join("\n"), told);
    const half = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "snapshot", disk: long.slice(0, -3) + "x" }] })], { "a.ts": long });
    assert.deepEqual(sequences(half), [keys("v25000x\n")]);
  });

  it("leaves nobody's lines to whoever shortens it", async () => {
    const outcome = await settle([writes(long), event({ phase: "after", session: "s2", edits: [{ path: "a.ts", evidence: "payload", after: `${numbered(5000, 5010)}new;\n` }] })]);
    assert.deepEqual(sequences(outcome).slice(1), [keys("new;\n")]);
  });
});
