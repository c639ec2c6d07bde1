import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { EndOfLine, Position, Range, Selection, TextEdit, commands, languages, window, workspace } from "vscode";
import type { TextEditor } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, lensesOf, openFile, repositoryFile, snapshotOf, until } from "./extension";

/** Whose lines stand where: ids, places and origins of a file's hunks, as the engine says it. */
type Origins = readonly string[];

const { risky } = WORKSPACE;

interface Edit {
  readonly what: string;
  readonly make: (editor: TextEditor) => Thenable<unknown>;
  /** First lines of the hunks after it, while nothing is saved yet. */
  readonly lines: readonly number[];
  /** The hunk's own text is what it was. */
  readonly kept: boolean;
}

const line = (number: number): Position => new Position(number - 1, 0);

const EDITS: readonly Edit[] = [
  { what: "an insertion above", make: (editor) => editor.edit((edit) => edit.insert(line(1), "// one\n// two\n")), lines: [risky.startLine + 2], kept: true },
  { what: "a deletion above", make: (editor) => editor.edit((edit) => edit.delete(new Range(line(2), line(3)))), lines: [risky.startLine - 1], kept: true },
  { what: "an edited line inside", make: (editor) => editor.edit((edit) => edit.insert(line(risky.startLine + 3), "    // mine\n")), lines: [risky.startLine], kept: false },
  {
    what: "several cursors at once",
    make: async (editor) => {
      editor.selections = [new Selection(line(1), line(1)), new Selection(line(3), line(3))];
      await commands.executeCommand("type", { text: "//" });
    },
    lines: [risky.startLine],
    kept: true,
  },
  {
    what: "an edit inside, undone while one above stays",
    make: async (editor) => {
      await editor.edit((edit) => edit.insert(line(1), "// above\n"));
      await editor.edit((edit) => edit.delete(new Range(line(risky.startLine + 2), line(risky.startLine + 5))));
      await commands.executeCommand("undo");
    },
    lines: [risky.startLine + 1],
    kept: true,
  },
  {
    what: "an edit inside, undone and redone",
    make: async (editor) => {
      await editor.edit((edit) => edit.insert(line(risky.startLine + 3), "    // mine\n"));
      await commands.executeCommand("undo");
      await commands.executeCommand("redo");
    },
    lines: [risky.startLine],
    kept: false,
  },
  { what: "other line ends", make: (editor) => editor.edit((edit) => edit.setEndOfLine(EndOfLine.CRLF)), lines: [risky.startLine], kept: true },
  { what: "a formatter", make: () => commands.executeCommand("editor.action.formatDocument"), lines: [risky.startLine], kept: true },
];

describe("live ranges", () => {
  let api: CountersignApi;
  const uri = repositoryFile(risky.path);
  const original = readFileSync(uri.fsPath, "utf8");
  const formatter = languages.registerDocumentFormattingEditProvider({ scheme: "file", pattern: `**/${risky.path}` }, {
    // Indents every line: what a formatter does to owners, without one of its own. By four blanks, because with two this text's
    // brackets fall into each other's places, and git's diff takes one for the other.
    provideDocumentFormattingEdits: (document) => Array.from({ length: document.lineCount }, (_, index) => TextEdit.insert(new Position(index, 0), document.lineAt(index).text === "" ? "" : "    ")),
  });

  before(async () => {
    api = await activated();
    await closeAll();
  });
  afterEach(async () => {
    await closeAll();
    const before = api.snapshot();
    if (readFileSync(uri.fsPath, "utf8") !== original) {
      writeFileSync(uri.fsPath, original);
      await until("the original text folded", () => api.snapshot() !== before && origins().join() === first.join());
      // A model that the editor still keeps must have read it again, or the next save is refused as a conflict.
      await until("the original text read again", async () => (await workspace.openTextDocument(uri)).getText() === original);
    }
  });
  after(() => {
    formatter.dispose();
  });

  let first: Origins = [];
  const origins = (): Origins =>
    snapshotOf(api)
      .items.filter((item) => item.hunk.path === risky.path)
      .map(({ hunk, state }) => `${hunk.id} ${hunk.startLine}-${hunk.endLine} ${hunk.origin} ${hunk.assistant} ${state}`);
  const places = async (): Promise<readonly number[]> => [...(await lensesOf(uri))].filter(([, titles]) => titles.includes("Why?")).map(([at]) => at);
  const edited = async (): Promise<boolean> => [...(await lensesOf(uri)).values()].some(([title]) => title?.startsWith("Edited, not saved") === true);
  const saved = async (save: () => Thenable<unknown>): Promise<void> => {
    const before = api.snapshot();
    await save();
    await until("a snapshot after it", () => api.snapshot() !== before);
    // That one may have been on its way already: the next is of what was saved.
    await commands.executeCommand(COMMANDS.refresh);
  };
  const reloaded = async (): Promise<Origins> => {
    const before = api.snapshot();
    await commands.executeCommand(COMMANDS.restart);
    await until("a snapshot by a fresh engine", () => api.snapshot() !== before && api.snapshot() !== null);
    return origins();
  };

  it("start from the hunk as it is", async () => {
    await openFile(risky.path);
    first = origins();
    assert.deepEqual(await places(), [risky.startLine]);
    assert.equal(first.length, 1);
  });

  for (const { what, make, lines, kept } of EDITS) {
    it(`${what}: the same before the save, after it and after a reload`, async () => {
      const { editor, document } = await openFile(risky.path);
      await make(editor);
      let seen = "";
      const lensed = async () => (seen = `${(await places()).join()}${(await edited()) ? " edited" : ""}`) === `${lines.join()}${kept ? "" : " edited"}`;
      await until(`lenses at ${lines.join()}`, lensed).catch((error: unknown) => assert.fail(`${String(error)}: ${seen}`));
      await saved(() => document.save());
      const now = origins();
      assert.equal(now.map((origin) => origin.split(" ")[0]).join() === first.map((origin) => origin.split(" ")[0]).join(), kept, now.join("\n"));
      const starts = snapshotOf(api).items.filter((item) => item.hunk.path === risky.path).map(({ hunk }) => hunk.startLine).sort((one, other) => one - other).join();
      await until("a lens at each of them", async () => (await places()).join() === starts);
      assert.deepEqual(await reloaded(), now);
      await until("the lenses where they were", async () => (await places()).join() === starts);
    });
  }

  it("a save that formats keeps the owners", async () => {
    const configuration = workspace.getConfiguration("editor", uri);
    await configuration.update("formatOnSave", true, true);
    try {
      const { editor, document } = await openFile(risky.path);
      await editor.edit((edit) => edit.insert(line(1), "// above\n"));
      await saved(() => document.save());
      assert.ok(document.getText().startsWith("    // above\n"), "it was formatted");
      const now = origins();
      assert.equal(now[0]?.split(" ")[0], first[0]?.split(" ")[0], [...now, document.getText()].join("\n"));
      assert.deepEqual(await reloaded(), now);
    } finally {
      await configuration.update("formatOnSave", undefined, true);
    }
  });

  it("another encoding of the file keeps the owners", async () => {
    await openFile(risky.path);
    await saved(() => writeFile(uri.fsPath, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(original, "utf16le")])));
    assert.ok(window.activeTextEditor);
    const now = origins();
    assert.equal(now[0]?.split(" ")[0], first[0]?.split(" ")[0]);
    assert.deepEqual(await reloaded(), now);
  });
});
