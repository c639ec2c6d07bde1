import { strict as assert } from "node:assert";
import { keptLines } from "../../../../src/vscode/editor/kept-lines";

const text = (...lines: readonly string[]): string => lines.join("\n");
const BASE = text("a", "b", "c", "d");
const FILE = text("new 1", "a", "b", "new 2", "new 3", "c", "d");

describe("lines kept in the chat's own review", () => {
  it("are those that the accepted text took over: one hunk, then the rest", () => {
    const first = text("new 1", "a", "b", "c", "d");
    assert.deepEqual([...keptLines(BASE, first, FILE)], [1]);
    assert.deepEqual([...keptLines(first, FILE, FILE)], [4, 5]);
    assert.deepEqual([...keptLines(BASE, FILE, FILE)], [1, 4, 5]);
  });

  it("are none where an edit was undone, where nothing changed, and where a person's line joined the accepted text alone", () => {
    assert.deepEqual([...keptLines(BASE, BASE, BASE)], []);
    assert.deepEqual([...keptLines(BASE, BASE, FILE)], []);
    assert.deepEqual([...keptLines(BASE, text("a", "b", "mine", "c", "d"), text("new 1", "a", "b", "mine", "c", "d"))], [4], "the person's own line, and not the assistant's");
  });

  it("takes line ends for what they are, and gives up on texts too far apart", () => {
    assert.deepEqual([...keptLines(BASE, FILE.replaceAll("\n", "\r\n"), FILE)], [1, 4, 5]);
    const far = Array.from({ length: 3_000 }, (_, line) => `line ${line}`).join("\n");
    assert.deepEqual([...keptLines("", far, far)], []);
  });
});
