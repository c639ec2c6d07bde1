import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { InlineCompletionItem, Position, Range, Selection, commands, env, languages, window, workspace } from "vscode";
import type { TextDocument, TextEditor } from "vscode";
import { INTERNAL_COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { activated, closeAll, lensesOf, openFile, originsOf, repositoryFile, snapshotOf, until } from "./extension";

const PATH = "src/signals.ts";
let tests = 0;
/** Another text for each test: claims are known by content, and those of one would fit the next. */
const block = (): string => `export function doubled${tests}(cents: number): number {\n  const twice${tests} = cents * 2;\n  return twice${tests};\n}\n`;

describe("the editor's own signals", () => {
  let api: CountersignApi;
  const uri = repositoryFile(PATH);

  before(async () => {
    api = await activated();
  });
  beforeEach(async () => {
    tests += 1;
    await closeAll();
    const before = api.snapshot();
    writeFileSync(uri.fsPath, `// ${Math.random()}\n`);
    await until("the new file folded", () => api.snapshot() !== before);
  });
  after(async () => {
    await closeAll();
    rmSync(uri.fsPath, { force: true });
    await until("the file gone", () => !snapshotOf(api).unclaimed.files.some((file) => file.path === PATH) && !snapshotOf(api).items.some((item) => item.hunk.path === PATH));
  });

  /** A document that a test before has closed can live on for a moment with its old text, and then can't be saved over the new one. */
  const opened = async (): ReturnType<typeof openFile> => {
    const shown = await openFile(PATH);
    await until("the text that is on disk", () => shown.document.getText() === readFileSync(uri.fsPath, "utf8"));
    return shown;
  };
  const origins = (): Promise<string> => originsOf(PATH);
  const save = async (document: TextDocument, wanted: RegExp): Promise<void> => {
    assert.ok(await document.save());
    await until(`origins like ${wanted.source}`, async () => wanted.test(await origins()));
  };
  const insert = async (editor: TextEditor, text: string): Promise<void> => {
    assert.ok(await editor.edit((edit) => edit.insert(new Position(editor.document.lineCount - 1, 0), text)));
  };
  const question = async (): Promise<readonly string[] | undefined> => [...(await lensesOf(uri)).values()].find(([title]) => title?.startsWith("Unknown origin") === true);

  it("what a person types is a person's, on this machine, and nobody's debt", async () => {
    const { document, editor } = await opened();
    editor.selection = new Selection(1, 0, 1, 0);
    for (const letter of "const typed = 1;") await commands.executeCommand("type", { text: letter });
    await save(document, /^1-1 unknown, 2-2 human$/);
    assert.equal(await question(), undefined);
    assert.equal(snapshotOf(api).items.some((item) => item.hunk.path === PATH), false);
  });

  it("a large insert that nothing explains is asked about, and counts as nothing until somebody answers", async () => {
    const { document, editor } = await opened();
    await insert(editor, block());
    assert.deepEqual(await until("the question", question), ["Unknown origin · 4 lines at once", "Mark as AI", "Mark as Mine"]);
    await save(document, /^1-5 unknown$/);
    await until("the question after the save", question);
    assert.equal(snapshotOf(api).items.some((item) => item.hunk.path === PATH), false);
  });

  it("Mark as AI records a claim with one click; Mark as Mine what a person wrote", async () => {
    const { document, editor } = await opened();
    await insert(editor, block());
    await save(document, /^1-5 unknown$/);
    await commands.executeCommand(INTERNAL_COMMANDS.markAsMine, { startLine: 2, endLine: 5 });
    await until("the person's lines", async () => /^1-1 unknown, 2-5 human$/.test(await origins()));
    assert.equal(await question(), undefined, "answered");
    await commands.executeCommand(INTERNAL_COMMANDS.markAsAi, { startLine: 2, endLine: 5 });
    await until("a claim, which a mark of one's own does not outrank", async () => /^1-1 unknown, 2-5 ai manual$/.test(await origins()));
    await until("its hunk", () => snapshotOf(api).items.some((item) => item.hunk.path === PATH && item.hunk.startLine === 2));
    for (const argument of [undefined, 42, { startLine: 0, endLine: 3 }, { startLine: 1, endLine: 9_999 }, { startLine: "1", endLine: 1 }]) {
      await commands.executeCommand(INTERNAL_COMMANDS.markAsAi, argument);
    }
    assert.match(await origins(), /^1-1 unknown, 2-5 ai manual$/);
  });

  it("a paste is a paste: unknown, and not asked about", async () => {
    const { document, editor } = await opened();
    const kept = await env.clipboard.readText();
    await env.clipboard.writeText(block());
    editor.selection = new Selection(1, 0, 1, 0);
    await commands.executeCommand("editor.action.clipboardPasteAction");
    await until("the pasted text", () => document.getText().includes("twice"));
    await env.clipboard.writeText(kept);
    await save(document, /^1-5 unknown$/);
    assert.equal(await question(), undefined);
  });

  it("undo and redo add nothing to anybody's account", async () => {
    const { document, editor } = await opened();
    await insert(editor, block());
    await until("the question", question);
    await commands.executeCommand("undo");
    await until("no question", async () => (await question()) === undefined);
    await commands.executeCommand("redo");
    await save(document, /^1-5 unknown$/);
  });

  it("an accepted inline completion is an assistant's, through our key", async () => {
    const provider = languages.registerInlineCompletionItemProvider({ scheme: "file", pattern: "**/signals.ts" }, { provideInlineCompletionItems: (document) => [new InlineCompletionItem(block().trimEnd(), new Range(document.lineCount - 1, 0, document.lineCount - 1, 0))] });
    try {
      const { document, editor } = await opened();
      editor.selection = new Selection(1, 0, 1, 0);
      await until("the completion accepted", async () => {
        await commands.executeCommand("editor.action.inlineSuggest.trigger");
        await new Promise((resolve) => setTimeout(resolve, 300));
        await commands.executeCommand(INTERNAL_COMMANDS.acceptInlineSuggestion);
        return document.getText().includes("twice");
      });
      await save(document, /^1-1 unknown, 2-5 ai editor$/);
    } finally {
      provider.dispose();
    }
  });

  it("a write from outside is an assistant's where the file becomes what its hook said beforehand, and nobody's by a letter less", async () => {
    const folder = repositoryFile("").fsPath;
    const hook = new URL(`file://${__dirname}/../../../dist/hook.js`).pathname;
    const before = readFileSync(uri.fsPath, "utf8");
    const proposed = `${before}${block()}`;
    const payload = { session_id: "expected", transcript_path: `${folder}/.claude/projects/x.jsonl`, cwd: folder, permission_mode: "default", hook_event_name: "PreToolUse", tool_name: "Write", tool_input: { file_path: uri.fsPath, content: proposed }, tool_use_id: `toolu_expected${tests}` };
    execFileSync(process.execPath, [hook, "claude-code"], { cwd: folder, input: JSON.stringify(payload) });
    const { document } = await opened();
    writeFileSync(uri.fsPath, proposed.replace("cents * 2", "cents * 3"));
    await until("the other text from disk", () => document.getText().includes("cents * 3"));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    assert.match(await origins(), /^1-5 unknown$/);
    writeFileSync(uri.fsPath, proposed);
    await until("the assistant's lines", async () => /^1-1 unknown, 2-5 ai hook$/.test(await origins()));
    await until("its hunk", () => snapshotOf(api).items.some((item) => item.hunk.path === PATH && item.hunk.startLine === 2));
  });

  it("what is written outside of the editor is the hooks' to explain", async () => {
    const { document } = await opened();
    writeFileSync(uri.fsPath, `${readFileSync(uri.fsPath, "utf8")}${block()}`);
    await until("the text from disk", () => document.getText().includes("twice"));
    await until("no question", async () => (await question()) === undefined);
    assert.match(await origins(), /^1-5 unknown$/);
    assert.ok(window.activeTextEditor);
    assert.equal(workspace.textDocuments.some((one) => one.isDirty), false);
  });
});
