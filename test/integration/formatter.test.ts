import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createPrinter, createSourceFile, ScriptTarget } from "typescript";
import { Position, Range, Selection, TextEdit, commands, extensions, languages, workspace } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { activated, closeAll, openFile, originsOf, repositoryFile, snapshotOf, until } from "./extension";

const PATH = "src/formatted.ts";

describe("a formatter's edits", () => {
  let api: CountersignApi;
  let tests = 0;
  const uri = repositoryFile(PATH);
  /** TypeScript's own printer: it spaces, breaks and ends statements, so that no line keeps its text. */
  const formatter = languages.registerDocumentFormattingEditProvider({ scheme: "file", pattern: `**/${PATH}` }, {
    provideDocumentFormattingEdits: (document) => [TextEdit.replace(new Range(0, 0, document.lineCount, 0), createPrinter().printFile(createSourceFile(PATH, document.getText(), ScriptTarget.Latest)))],
  });

  before(async () => {
    api = await activated();
    await closeAll();
    // TypeScript's own formatter is there, too: whose turn it is, is a person's setting.
    await extensions.getExtension("vscode.typescript-language-features")?.activate();
    await workspace.getConfiguration("editor", uri).update("defaultFormatter", "countersign.countersign", true);
  });
  beforeEach(() => (tests += 1));
  after(async () => {
    formatter.dispose();
    await workspace.getConfiguration("editor", uri).update("defaultFormatter", undefined, true);
    await closeAll();
    rmSync(uri.fsPath, { force: true });
    await until("the file gone", () => !snapshotOf(api).items.some((item) => item.hunk.path === PATH));
  });

  const assistantWrites = async (content: string): Promise<void> => {
    const folder = repositoryFile("").fsPath;
    const payload = { session_id: "formatted", transcript_path: `${folder}/.claude/projects/x.jsonl`, cwd: folder, permission_mode: "default", hook_event_name: "PostToolUse", tool_name: "Write", tool_input: { file_path: uri.fsPath, content }, tool_response: { type: "create", filePath: uri.fsPath, content, structuredPatch: [] }, tool_use_id: `toolu_formatted${tests}` };
    writeFileSync(uri.fsPath, content);
    execFileSync(process.execPath, [new URL(`file://${__dirname}/../../../dist/hook.js`).pathname, "claude-code"], { cwd: folder, input: JSON.stringify(payload) });
    await until("the assistant's hunk", () => snapshotOf(api).items.some(({ hunk }) => hunk.path === PATH && hunk.startLine === 1 && hunk.endLine === content.trimEnd().split("\n").length));
  };
  const reshaped = async (save: (format: () => Thenable<unknown>, write: () => Thenable<boolean>) => Promise<void>): Promise<void> => {
    const name = `total${tests}`;
    await assistantWrites(`export function ${name}(prices:number[]){\nlet sum=0;for(const price of prices){\nsum+=price}\nreturn sum}\n`);
    const { document, editor } = await openFile(PATH);
    await until("the assistant's text", () => document.getText().includes(name));
    editor.selection = new Selection(4, 0, 4, 0);
    for (const letter of `export const mine${tests}=1+2`) await commands.executeCommand("type", { text: letter });
    await save(() => commands.executeCommand("editor.action.formatDocument"), () => document.save());
    assert.equal(document.getText(), `export function ${name}(prices: number[]) {\n    let sum = 0;\n    for (const price of prices) {\n        sum += price;\n    }\n    return sum;\n}\nexport const mine${tests} = 1 + 2;\n`);
    let seen = "";
    const wanted = "1-7 ai hook, 8-8 human";
    await until(wanted, async () => (seen = await originsOf(PATH)) === wanted).catch((error: unknown) => assert.fail(`${String(error)}: ${seen}`));
    await until("one hunk, as long as it is now", () => snapshotOf(api).items.filter(({ hunk }) => hunk.path === PATH).map(({ hunk }) => `${hunk.startLine}-${hunk.endLine} ${hunk.assistant} ${hunk.agentSession}`).join() === "1-7 claude-code formatted");
    await commands.executeCommand(COMMANDS.restart);
    await until("the same by a fresh engine", () => snapshotOf(api).items.filter(({ hunk }) => hunk.path === PATH).map(({ hunk }) => `${hunk.startLine}-${hunk.endLine}`).join() === "1-7");
    assert.equal(await originsOf(PATH), wanted);
    await closeAll();
  };

  it("on save: an assistant's lines stay the assistant's and a person's the person's, though none keeps its text", async () => {
    const configuration = workspace.getConfiguration("editor", uri);
    await configuration.update("formatOnSave", true, true);
    try {
      await reshaped(async (_, write) => {
        assert.ok(await write());
      });
    } finally {
      await configuration.update("formatOnSave", undefined, true);
    }
  });

  it("by command, saved later: the same", async () => {
    await reshaped(async (format, write) => {
      await format();
      assert.ok(await write());
    });
  });

  it("on a file in which nobody's lines stand: nobody's are not made an assistant's", async () => {
    writeFileSync(uri.fsPath, `export const other${tests}=1\nexport const another${tests}=2\n`);
    const { document, editor } = await openFile(PATH);
    await until("its text", () => document.getText().includes(`another${tests}`));
    await commands.executeCommand("editor.action.formatDocument");
    await until("its form", () => document.getText().includes(`another${tests} = 2;`));
    assert.ok(await editor.edit((edit) => edit.insert(new Position(0, 0), `// mine ${tests}\n`)));
    assert.ok(await document.save());
    let seen = "";
    await until("its origins", async () => /^1-\d human/.test((seen = await originsOf(PATH)))).catch((error: unknown) => assert.fail(`${String(error)}: ${seen}`));
    assert.doesNotMatch(seen, /\b(ai|mixed)\b/);
  });
});
