import { strict as assert } from "node:assert";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seenPart, seenShare, type SeenText } from "../../../src/core/debt/reading";
import { FileReadingStore } from "../../../src/platform/reading-store";

const DAY = 86_400_000;
const content = (index: number) => `h1:${index.toString(16).padStart(64, "0")}`;
const text = (index: number, change: Partial<SeenText> = {}): SeenText => ({ content: content(index), lines: 10, ranges: [[0, 4]], milliseconds: 1000, ...change });

describe("what was on the screen", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "countersign-reading-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => join(folder, "countersign", "reading.jsonl");

  it("adds up by text, and only its owner may read the file", async () => {
    const store = new FileReadingStore(folder);
    assert.equal((await store.seen()).size, 0);
    await store.addSeen([text(1), text(2, { ranges: [] })]);
    await store.addSeen([text(1, { ranges: [[3, 6], [9, 9]], milliseconds: 250 })]);
    const seen = (await new FileReadingStore(folder).seen()).get(content(1));
    assert.deepEqual(seen, { content: content(1), lines: 10, ranges: [[0, 6], [9, 9]], milliseconds: 1250 });
    assert.equal(statSync(file()).mode & 0o777, 0o600);
    assert.deepEqual([seen === undefined ? 0 : seenShare(seen), seenPart(seen), seenPart(text(1, { ranges: [[0, 0]] })), seenPart(text(1, { ranges: [[0, 9]] }))], [0.8, "most", "part", "all"]);
  });

  it("is forgotten after ninety days", async () => {
    let now = 1000 * DAY;
    const store = new FileReadingStore(folder, () => now);
    await store.addSeen([text(1)]);
    now += 90 * DAY;
    assert.equal((await store.seen()).size, 1);
    now += DAY;
    assert.equal((await store.seen()).size, 0);
  });

  it("lives with torn and strange lines, and refuses to write them", async () => {
    const store = new FileReadingStore(folder);
    await store.addSeen([text(1), text(2, { content: "../x" }), text(3, { lines: 1e9 }), text(4, { milliseconds: -1 })]);
    appendFileSync(file(), '{"v":1,"day":99999,"content":"h1:\n[]\nnull\n{"v":2}\n{"v":1,"day":99999,"content":"x","lines":1,"ranges":[],"milliseconds":1}\n');
    assert.deepEqual([...(await store.seen()).keys()], [content(1)]);
  });

  it("does not grow without bound", async () => {
    const store = new FileReadingStore(folder);
    for (let round = 0; round < 12; round++) await store.addSeen(Array.from({ length: 1000 }, (_, index) => text(index)));
    assert.ok(readFileSync(file()).length < 1024 * 1024 + 200_000, String(readFileSync(file()).length));
    assert.equal((await store.seen()).get(content(7))?.milliseconds, 12_000);
  });
});
