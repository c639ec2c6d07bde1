import { strict as assert } from "node:assert";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileJournal } from "../../../src/platform/journal";
import { appendEvent, readObject, writeObject } from "../../../src/platform/journal-files";
import { sweepObjects } from "../../../src/platform/journal-sweep";
import { decodeText } from "../../../src/platform/journal-work-tree";
import { FilePrivateStore, readOrCreateCloneId } from "../../../src/platform/private-store";
import { Settlement } from "../../../src/sources/settle";

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date("2026-11-22T12:00:00Z");

describe("the journal's files", () => {
  let common: string;

  beforeEach(() => {
    common = mkdtempSync(join(tmpdir(), "countersign-journal-"));
  });

  afterEach(() => rmSync(common, { recursive: true, force: true }));

  const journal = (now = NOW) => new FileJournal(common, (saved, readers) => new Settlement(saved, readers), () => Promise.resolve(new Map()), () => now);
  const write = (session: string, day = NOW) =>
    appendEvent(
      common,
      JSON.stringify({ v: 1, at: day.toISOString(), worktree: { id: "w", path: "/r" }, head: null, assistant: "a", session, toolUseId: "", phase: "after", tool: "t", edits: [{ path: `${session}.ts`, evidence: "payload", before: { absent: "missing" }, after: `call_${session}();\n` }] }),
      day,
    );
  const sessions = async (store: FileJournal) => (await store.pending()).claims.map((claim) => claim.agentSession);
  const file = (day: string) => join(common, "countersign", "journal", `${day}.jsonl`);

  it("is empty where nothing was written", async () => {
    assert.deepEqual(await journal().pending(), { claims: [], human: [], mark: "{}", problems: [] });
  });

  it("reads days in order and only what is not settled", async () => {
    write("two");
    write("one", new Date("2026-11-21T23:59:59Z"));
    const store = journal();
    const first = await store.pending();
    assert.deepEqual(first.claims.map((claim) => claim.agentSession), ["one", "two"]);
    // Written between reading and marking: it must stay pending.
    write("three");
    write("late", new Date("2026-11-21T23:59:59Z"));
    await store.markSettled(first.mark);
    assert.deepEqual(await sessions(journal()), ["late", "three"]);
  });

  it("does not settle by a mark it did not give, nor go back behind one", async () => {
    write("one");
    const slow = journal();
    const early = await slow.pending();
    await journal().markSettled(early.mark);
    assert.deepEqual(await sessions(journal()), ["one"]);
    write("two");
    const fast = journal();
    await fast.markSettled((await fast.pending()).mark);
    await slow.markSettled(early.mark);
    assert.deepEqual(await sessions(journal()), []);
  });

  it("leaves an unfinished last line for the next time and survives a torn one", async () => {
    write("one");
    appendFileSync(file("2026-11-22"), '\n{"v":1,"at":');
    const store = journal();
    const first = await store.pending();
    assert.deepEqual(first.claims.map((claim) => claim.agentSession), ["one"]);
    assert.match(first.problems.join(), /2026-11-22\.jsonl, byte \d+: the last line is unfinished/);
    await store.markSettled(first.mark);
    write("two");
    const second = await journal().pending();
    assert.deepEqual(second.claims.map((claim) => claim.agentSession), ["two"]);
    assert.match(second.problems.join(), /torn write/);
  });

  it("skips endless lines, links, other files and a journal that was cut, each with a word", async () => {
    write("one");
    appendFileSync(file("2026-11-22"), "x".repeat(3 * 1024 * 1024) + "\n");
    write("two");
    symlinkSync(file("2026-11-22"), file("2026-11-23"));
    writeFileSync(join(common, "countersign", "journal", "notes.jsonl"), "{}\n");
    const store = journal();
    const first = await store.pending();
    assert.deepEqual(first.claims.map((claim) => claim.agentSession), ["one", "two"]);
    assert.deepEqual(first.problems.map((problem) => /(more than 65536 bytes|ELOOP)/.exec(problem)?.[1]), ["more than 65536 bytes", "ELOOP"]);
    await store.markSettled(first.mark);
    truncateSync(file("2026-11-22"), 0);
    write("again");
    const cut = await journal().pending();
    assert.deepEqual(cut.claims.map((claim) => claim.agentSession), ["again"]);
    assert.match(cut.problems.join(), /shorter than what was settled/);
  });

  it("settles everything again when the settled state is damaged", async () => {
    write("one");
    const store = journal();
    await store.markSettled((await store.pending()).mark);
    for (const text of ["", "{", "null", "[]", '{"v":2,"offsets":{},"state":""}', '{"v":1,"offsets":{"2026-11-22.jsonl":"x"},"state":"zz"}']) {
      writeFileSync(join(common, "countersign", "journal", "settled.json"), text);
      assert.deepEqual(await sessions(journal()), ["one"]);
    }
  });

  it("refuses an event over 64 KiB", () => {
    assert.throws(() => appendEvent(common, "x".repeat(64 * 1024), NOW), /at most 65534 fit/);
  });

  it("drops settled days after three, never an unsettled one", async () => {
    write("old", new Date("2026-11-10T00:00:00Z"));
    const store = journal();
    const { mark } = await store.pending();
    write("late", new Date("2026-11-10T00:00:00Z"));
    await store.markSettled(mark);
    assert.ok(existsSync(file("2026-11-10")));
    const next = journal();
    await next.markSettled((await next.pending()).mark);
    assert.equal(existsSync(file("2026-11-10")), false);
    assert.deepEqual(await sessions(journal()), []);
  });

  it("keeps objects whole, and gives none that is not what its name says", () => {
    const digest = writeObject(common, Buffer.from("text"));
    assert.equal(readObject(common, digest), "text");
    assert.equal(writeObject(common, Buffer.from("text")), digest);
    writeFileSync(join(common, "countersign", "objects", digest.slice(0, 2), digest), "tampered");
    assert.equal(readObject(common, digest), null);
    assert.equal(readObject(common, "../../../etc/passwd"), null);
    assert.deepEqual(readdirSync(join(common, "countersign", "objects", digest.slice(0, 2))), [digest]);
  });

  it("sweeps what nothing names after a day, and the oldest first over the cap", function () {
    this.timeout(30_000);
    const aged = (text: string | Buffer, milliseconds: number) => {
      const digest = writeObject(common, Buffer.from(text));
      const when = new Date(NOW.getTime() - milliseconds);
      utimesSync(join(common, "countersign", "objects", digest.slice(0, 2), digest), when, when);
      return digest;
    };
    const named = aged("named", 5 * DAY);
    const old = aged("old", 2 * DAY);
    const young = aged("young", DAY * 0.75);
    sweepObjects(common, new Set([named]), NOW);
    assert.deepEqual([named, old, young].map((digest) => readObject(common, digest)), ["named", null, "young"]);
    const large = Array.from({ length: 11 }, (_, index) => aged(Buffer.alloc(19 * 1024 * 1024, index), DAY / 2 - index * 1000));
    sweepObjects(common, new Set([named]), NOW);
    assert.equal(readObject(common, young), null);
    const left = large.map((digest) => readObject(common, digest) !== null);
    assert.equal(left[0], false);
    assert.deepEqual(left.slice(1), new Array(10).fill(true));
  });
});

describe("the private store", () => {
  let common: string;

  beforeEach(() => {
    common = mkdtempSync(join(tmpdir(), "countersign-private-"));
  });

  afterEach(() => rmSync(common, { recursive: true, force: true }));

  it("remembers marks across instances; later ones win", async () => {
    const store = new FilePrivateStore(common);
    assert.deepEqual([...(await store.viewed())], []);
    await store.setViewed(["h1:aa", "h1:bb#2", "not an id\n"], true);
    await store.setViewed(["h1:aa"], false);
    assert.deepEqual([...(await new FilePrivateStore(common).viewed())], ["h1:bb#2"]);
  });

  it("survives torn lines and stays small", async () => {
    const store = new FilePrivateStore(common);
    const file = join(common, "countersign", "viewed.jsonl");
    await store.setViewed(["h1:first"], true);
    appendFileSync(file, '{"v":1,"viewed":["h1:to');
    const ids = Array.from({ length: 5000 }, (_, index) => `h1:${index.toString(16).padStart(60, "0")}`);
    for (let round = 0; round < 4; round += 1) await store.setViewed(ids, round % 2 === 0);
    assert.deepEqual([...(await store.viewed())], ["h1:first"]);
    assert.ok(readFileSync(file).length < 1024 * 1024);
  });

  it("reports what is in the way", async () => {
    writeFileSync(join(common, "countersign"), "");
    await assert.rejects(new FilePrivateStore(common).setViewed(["h1:a"], true), /viewed marks could not be saved: .*expected a directory/);
    assert.throws(() => readOrCreateCloneId(common), /id of this clone could not be made/);
  });

  it("makes the clone's id once", () => {
    const id = readOrCreateCloneId(common);
    assert.match(id, /^[0-9a-f]{16}$/);
    assert.equal(readOrCreateCloneId(common), id);
    assert.deepEqual(readdirSync(join(common, "countersign")), ["clone-id"]);
    writeFileSync(join(common, "countersign", "clone-id"), "garbage");
    assert.throws(() => readOrCreateCloneId(common), /expected 16 hex digits: delete it/);
  });
});

describe("decoding a file", () => {
  it("knows UTF-8, UTF-16 with a BOM, and what is neither", () => {
    assert.equal(decodeText(Buffer.from("\ufeffä\n")), "ä\n");
    assert.equal(decodeText(Buffer.from("\ufeffä\n", "utf16le")), "ä\n");
    assert.equal(decodeText(Buffer.from("\ufeffä\n", "utf16le").swap16()), "ä\n");
    assert.equal(decodeText(Buffer.from("a\ufffdb")), "a\ufffdb");
    assert.deepEqual(decodeText(Buffer.from([0x61, 0xff, 0x62])), { absent: "not-utf8" });
    assert.deepEqual(decodeText(Buffer.from([0x61, 0, 0x62])), { absent: "binary" });
    assert.equal(decodeText(Buffer.alloc(0)), "");
  });
});
