import { strict as assert } from "node:assert";
import { keysOf, splitLines } from "../../../src/core/fingerprint/lines";
import type { JournalEvent } from "../../../src/sources/journal-event";
import type { JournalLine, SettleOutcome } from "../../../src/sources/settle";
import { Settlement } from "../../../src/sources/settle";

const HEAD = "1".repeat(40);
const code = (...names: string[]) => names.map((name) => `const ${name} = ${name}();\n`).join("");
const keys = (text: string) => keysOf("a.ts", splitLines(text)).all.map((line) => line.key);

type Partly = Partial<JournalEvent> & Pick<JournalEvent, "phase" | "edits">;

function event(part: Partly): JournalEvent {
  return { v: 1, at: "2026-11-22T08:00:00.123Z", worktree: { id: "w", path: "/repo" }, head: HEAD, assistant: "claude-code", session: "s1", toolUseId: "", tool: "Edit", ...part };
}

interface World {
  readonly commits?: Readonly<Record<string, string>>;
  readonly objects?: Readonly<Record<string, string>>;
}

async function settle(events: readonly (JournalEvent | string)[], world: World = {}, saved: string | null = null, texts: ReadonlyMap<string, string> = new Map()): Promise<SettleOutcome> {
  const settlement = new Settlement(saved, {
    object: (digest) => texts.get(digest) ?? world.objects?.[digest] ?? null,
    commitTexts: (files) => Promise.resolve(new Map(files.filter((file) => file.commit === HEAD).map((file) => [`${file.commit}:${file.path}`, world.commits?.[file.path] ?? null]))),
  });
  await settlement.add(events.map((entry, index): JournalLine => ({ where: `day, byte ${index}`, text: typeof entry === "string" ? entry : JSON.stringify(entry) })));
  return settlement.finish();
}

const disk = (text: string, path = "a.ts") => ({ path, evidence: "snapshot" as const, disk: text });
const sequences = (outcome: SettleOutcome) => outcome.claims.filter((claim) => claim.kind === "edit").map((claim) => claim.sequence);
const removed = (outcome: SettleOutcome) => outcome.claims.filter((claim) => claim.kind === "removal").map((claim) => claim.removed);

describe("settling", () => {
  it("claims what an edit's payload put there, with its evidence", async () => {
    const outcome = await settle([
      event({
        phase: "after",
        toolUseId: "toolu_1",
        model: "claude-opus-4-5",
        edits: [{ path: "a.ts", evidence: "payload", before: code("a", "b"), patch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: [" const a = a();", "+const x = x();"] }] }],
      }),
    ]);
    assert.deepEqual(outcome.problems, []);
    assert.equal(outcome.claims.length, 1);
    const [claim] = outcome.claims;
    assert.deepEqual({ ...claim, context: "" }, {
      path: "a.ts",
      kind: "edit",
      sequence: keys(code("x")),
      context: "",
      assistant: "claude-code",
      model: "claude-opus-4-5",
      agentSession: "s1",
      evidence: { source: "hook", tier: 1, detail: "Claude Code Edit toolu_1 (claude-opus-4-5)" },
      at: "2026-11-22T08:00:00Z",
    });
    assert.match(claim?.context ?? "", /^c1:[0-9a-f]{32}$/);
  });

  it("starts from HEAD's text, and from an empty file where HEAD has none", async () => {
    const snapshot = event({ phase: "after", edits: [disk(code("a", "x"))] });
    assert.deepEqual(sequences(await settle([snapshot], { commits: { "a.ts": code("a") } })), [keys(code("x"))]);
    assert.deepEqual(sequences(await settle([snapshot])), [keys(code("a", "x"))]);
    assert.deepEqual(sequences(await settle([{ ...snapshot, head: null }])), [keys(code("a", "x"))]);
    assert.equal((await settle([snapshot])).claims[0]?.evidence.tier, 2);
  });

  it("claims nothing where HEAD could not be read", async () => {
    const outcome = await settle([event({ phase: "after", head: "2".repeat(40), edits: [disk(code("a"))] })]);
    assert.deepEqual(outcome.claims, []);
    assert.match(outcome.problems.join(), /a\.ts: the text before is unknown/);
    const { head: _, ...headless } = event({ phase: "after", edits: [disk(code("a"))] });
    assert.deepEqual((await settle([headless])).claims, []);
  });

  it("a before event's difference is nobody's", async () => {
    const outcome = await settle([event({ phase: "before", edits: [disk(code("a", "mine"))] }), event({ phase: "after", edits: [disk(code("a", "mine", "x"))] })], { commits: { "a.ts": code("a") } });
    assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    assert.deepEqual(outcome.human, []);
  });

  it("a human event's difference is a person's, and no claim", async () => {
    const outcome = await settle([event({ phase: "human", edits: [disk(code("a", "mine"))] })], { commits: { "a.ts": code("a") } });
    assert.deepEqual(outcome.claims, []);
    assert.deepEqual(outcome.human.map((edit) => [edit.path, edit.sequence, edit.at]), [["a.ts", keys(code("mine")), "2026-11-22T08:00:00Z"]]);
  });

  it("counts an edit that arrives through two hooks once", async () => {
    const edit = event({ phase: "after", toolUseId: "toolu_1", edits: [{ path: "a.ts", evidence: "payload", replacements: [{ oldText: "const a", newText: "const x = 1;\nconst a" }] }] });
    const outcome = await settle([edit, { ...edit, assistant: "other" }], { commits: { "a.ts": code("a") } });
    assert.deepEqual(sequences(outcome), [keys("const x = 1;\n")]);
    const twice = await settle([edit, { ...edit, toolUseId: "toolu_2" }], { commits: { "a.ts": code("a") } });
    assert.equal(twice.claims.length, 2);
  });

  it("takes payload text before the disk: behind, ahead, or reformatted", async () => {
    const replacements = [{ oldText: "const b", newText: "const x = x();\nconst b" }];
    const world = { commits: { "a.ts": code("a", "b") } };
    for (const text of [code("a", "b"), code("a", "x", "b"), code("zero", "a", "x", "b")]) {
      const outcome = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements, disk: text }] })], world);
      assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    }
  });

  it("finds the place on disk when the last known text is another one", async () => {
    const outcome = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements: [{ oldText: "const q", newText: "const x = x();\nconst q" }], disk: code("p", "x", "q") }] })], { commits: { "a.ts": code("a") } });
    assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    assert.deepEqual(outcome.problems, []);
  });

  it("claims the pieces, and says so, when the place is nowhere", async () => {
    const outcome = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "payload", replacements: [{ oldText: "gone();\n", newText: "gone();\nnew();\n" }] }] })], { commits: { "a.ts": code("a") } });
    assert.deepEqual(sequences(outcome), [keys("new();\n")]);
    assert.match(outcome.problems.join(), /place of the edit was not found/);
  });

  it("marks what a person changed in the proposal", async () => {
    const outcome = await settle([event({ phase: "after", userModified: true, toolUseId: "t", edits: [{ path: "a.ts", evidence: "payload", before: { absent: "missing" }, after: code("x") }] })]);
    assert.equal(outcome.claims[0]?.evidence.detail, "Claude Code Edit t, changed by a person before it was accepted");
  });

  it("claims removals of lines that were not the session's own", async () => {
    const world = { commits: { "a.ts": code("a", "guard", "b") } };
    const remove = (session: string, to: string) => event({ phase: "after", session, edits: [disk(to)] });
    assert.deepEqual(removed(await settle([remove("s1", code("a", "b"))], world)), [keys(code("guard"))]);
    const own = await settle([remove("s1", code("a", "guard", "x", "b")), remove("s1", code("a", "guard", "b"))], world);
    assert.deepEqual(removed(own), []);
    const others = await settle([remove("s2", code("a", "guard", "x", "b")), remove("s1", code("a", "guard", "b"))], world);
    assert.deepEqual(removed(others), [keys(code("x"))]);
    const deleted = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "snapshot", disk: { absent: "missing" } }] })], world);
    assert.deepEqual(removed(deleted), [keys(code("a", "guard", "b"))]);
  });

  describe("shell commands", () => {
    const before = (edits: JournalEvent["edits"], part: Partial<JournalEvent> = {}) => event({ phase: "before", tool: "Bash", toolUseId: "toolu_b", scope: "worktree", edits, ...part });
    const after = (edits: JournalEvent["edits"], part: Partial<JournalEvent> = {}) => event({ phase: "after", tool: "Bash", toolUseId: "toolu_b", scope: "worktree", needsBefore: true, edits, ...part });
    const world = { commits: { "a.ts": code("a"), "b.ts": code("b") } };

    it("claim the difference of the snapshots, files that were clean before included", async () => {
      const outcome = await settle([before([disk(code("a", "mine"))]), after([disk(code("a", "mine", "x")), disk(code("b", "y"), "b.ts"), disk(code("new"), "c.ts")])], world);
      assert.deepEqual(sequences(outcome), [keys(code("x")), keys(code("y")), keys(code("new"))]);
      assert.ok(outcome.claims.every((claim) => claim.evidence.source === "snapshot" && claim.evidence.tier === 2));
    });

    it("claim nothing without a snapshot before, and say so", async () => {
      for (const events of [[after([disk(code("a", "x"))])], [before([], { toolUseId: "other" }), after([disk(code("a", "x"))])], [event({ phase: "before", tool: "Bash", toolUseId: "toolu_b", unknown: "too slow", edits: [] }), after([disk(code("a", "x"))])]]) {
        const outcome = await settle(events, world);
        assert.deepEqual(outcome.claims, []);
        assert.match(outcome.problems.join(), /no snapshot from before Bash toolu_b/);
      }
    });

    it("take the tool's own hunks even then", async () => {
      const patch = [{ oldStart: 1, oldLines: 0, newStart: 2, newLines: 1, lines: ["+const x = x();"] }];
      const outcome = await settle([after([{ path: "a.ts", evidence: "snapshot", patch, disk: code("a", "x") }])], world);
      assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    });

    it("leave what git itself brought to nobody", async () => {
      const outcome = await settle([before([]), after([disk(code("a", "stashed"))], { observeOnly: true }), event({ phase: "after", edits: [disk(code("a", "stashed", "x"))] })], world);
      assert.deepEqual(sequences(outcome), [keys(code("x"))]);
    });

    it("know that an unlisted file stands as at HEAD, whatever was known of it", async () => {
      const outcome = await settle([event({ phase: "after", edits: [disk(code("a", "old"))] }), before([]), after([disk(code("a", "x"))])], world);
      assert.deepEqual(sequences(outcome), [keys(code("old")), keys(code("x"))]);
    });
  });

  it("keeps two work trees and two sessions apart", async () => {
    const outcome = await settle(
      [
        event({ phase: "after", edits: [disk(code("a", "x"))] }),
        event({ phase: "after", worktree: { id: "v", path: "/other" }, edits: [disk(code("a", "x"))] }),
        event({ phase: "after", session: "s2", edits: [disk(code("a", "x", "y"))] }),
      ],
      { commits: { "a.ts": code("a") } },
    );
    assert.deepEqual(outcome.claims.map((claim) => [claim.agentSession, claim.sequence]), [["s1", keys(code("x"))], ["s1", keys(code("x"))], ["s2", keys(code("y"))]]);
  });

  it("goes on where the last pass ended, and repeats a pass to the byte", async () => {
    const world = { commits: { "a.ts": code("a") } };
    const events = [event({ phase: "before", edits: [disk(code("a", "mine"))] }), event({ phase: "after", edits: [disk(code("a", "mine", "x"))] }), event({ phase: "after", edits: [disk(code("a", "mine"))] }), event({ phase: "after", session: "s2", edits: [disk(code("mine"))] })];
    const whole = await settle(events, world);
    assert.equal(JSON.stringify(await settle(events, world)), JSON.stringify(whole));
    for (let cut = 1; cut < events.length; cut += 1) {
      const first = await settle(events.slice(0, cut), world);
      const second = await settle(events.slice(cut), world, first.state, first.texts);
      assert.equal(JSON.stringify([...first.claims, ...second.claims]), JSON.stringify(whole.claims), `cut at ${cut}`);
      assert.equal(second.state, whole.state);
    }
  });

  it("reports torn lines, unknown versions and wrong fields, and settles the rest", async () => {
    const good = event({ phase: "after", edits: [disk(code("a"))] });
    const bad = ['{"v":1,"at":"2026', "[]", JSON.stringify({ ...good, v: 2 }), JSON.stringify({ ...good, phase: "during" }), JSON.stringify({ ...good, edits: [{ path: "../x" }] }), JSON.stringify({ ...good, edits: { object: "0".repeat(64) } }), JSON.stringify({ ...good, head: "main" }), JSON.stringify({ ...good, at: "yesterday" }), "null"];
    const outcome = await settle([...bad, good]);
    assert.equal(outcome.claims.length, 1);
    assert.equal(outcome.problems.length, bad.length);
    assert.match(outcome.problems[2] ?? "", /byte 2: version 2 is unknown, expected 1/);
  });

  it("reads edits and texts from objects, and says when they are gone", async () => {
    const digest = "a".repeat(64);
    const moved = JSON.stringify({ ...event({ phase: "after", edits: [] }), edits: { object: digest, bytes: 1 } });
    const outcome = await settle([moved], { objects: { [digest]: JSON.stringify([disk(code("a"))]) } });
    assert.deepEqual(sequences(outcome), [keys(code("a"))]);
    const gone = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "snapshot", disk: { object: digest, bytes: 9 } }] })]);
    assert.deepEqual(gone.claims, []);
    assert.match(gone.problems.join(), /the recorded text is gone/);
    const large = await settle([event({ phase: "after", edits: [{ path: "a.ts", evidence: "snapshot", disk: { absent: "too-large" } }] }), event({ phase: "after", edits: [disk(code("a"))] })]);
    assert.deepEqual(large.claims, []);
    assert.match(large.problems.join(), /larger than 20 MiB[^]*text before is unknown/);
  });

  it("starts anew from a damaged state, and says so", async () => {
    for (const saved of ["", "{", "null", '{"v":9}', '{"v":1,"serial":1,"owners":[],"files":[["/repo","a.ts",5,"zz",[[1e9,0]]]]}']) {
      const outcome = await settle([event({ phase: "after", edits: [disk(code("a"))] })], {}, saved);
      assert.deepEqual(sequences(outcome), [keys(code("a"))]);
    }
  });

  it("answers any journal line without throwing", async function () {
    this.timeout(30_000);
    const text = JSON.stringify(event({ phase: "after", toolUseId: "t", edits: [{ path: "a.ts", evidence: "payload", before: "a\n", patch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ["-a", "+b"] }], replacements: [{ oldText: "a", newText: "b" }], disk: "b\n" }] }));
    let seed = 9;
    const next = (limit: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
    const lines: string[] = [];
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Buffer.from(text);
      for (let change = 0; change < 1 + next(3); change += 1) bytes[next(bytes.length)] = 32 + next(95);
      lines.push(bytes.toString("utf8"));
    }
    const outcome = await settle([...lines, event({ phase: "after", worktree: { id: "x", path: "/x" }, edits: [disk(code("last"))] })]);
    assert.deepEqual(outcome.claims.at(-1)?.sequence, keys(code("last")));
    for (const claim of outcome.claims) assert.doesNotMatch(claim.path, /^\/|\.\./);
  });
});
