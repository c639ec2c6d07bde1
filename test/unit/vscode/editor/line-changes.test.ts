import { strict as assert } from "node:assert";
import { toLineChange } from "../../../../src/vscode/editor/line-changes";
import type { TextChange } from "../../../../src/vscode/editor/line-changes";

const change = (startLine: number, startCharacter: number, endLine: number, endCharacter: number, text: string): TextChange => ({
  range: { start: { line: startLine, character: startCharacter }, end: { line: endLine, character: endCharacter } },
  text,
});

describe("toLineChange", () => {
  it("a typed character is one line edited", () => {
    assert.deepEqual(toLineChange(change(4, 7, 4, 7, "x"), () => 20), { startLine: 5, endLine: 5, addedLines: 1 });
  });

  it("whole lines pasted at the start of a line are inserted before it", () => {
    assert.deepEqual(toLineChange(change(4, 0, 4, 0, "a\nb\n"), () => 20), { startLine: 5, endLine: 4, addedLines: 2 });
  });

  it("whole lines deleted leave their neighbours alone", () => {
    assert.deepEqual(toLineChange(change(4, 0, 6, 0, ""), () => 20), { startLine: 5, endLine: 6, addedLines: 0 });
  });

  it("Enter at the end of a line adds a line after it, indentation and CRLF included", () => {
    assert.deepEqual(toLineChange(change(4, 9, 4, 9, "\n    "), (line) => (line === 5 ? 4 : -1)), { startLine: 6, endLine: 5, addedLines: 1 });
    assert.deepEqual(toLineChange(change(4, 9, 4, 9, "\r\n"), (line) => (line === 5 ? 0 : -1)), { startLine: 6, endLine: 5, addedLines: 1 });
  });

  it("Enter in the middle of a line edits it", () => {
    assert.deepEqual(toLineChange(change(4, 3, 4, 3, "\n"), (line) => (line === 5 ? 12 : -1)), { startLine: 5, endLine: 5, addedLines: 2 });
  });

  it("errs on the side of edited where the text after is not known", () => {
    assert.deepEqual(toLineChange(change(4, 9, 4, 9, "\n"), null), { startLine: 5, endLine: 5, addedLines: 2 });
  });

  it("a replacement over several lines names them all", () => {
    assert.deepEqual(toLineChange(change(4, 2, 7, 1, "x\ny"), () => 20), { startLine: 5, endLine: 8, addedLines: 2 });
  });
});
