import { strict as assert } from "node:assert";
import { DiagnosticSeverity, Position, Range, commands, languages, window, workspace } from "vscode";
import { COMMANDS, INTERNAL_COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, hoverAt, lensesOf, openFile, repositoryFile, snapshotOf, until } from "./extension";

describe("editor", () => {
  const { risky, harmless, removal } = WORKSPACE;
  let api: CountersignApi;

  before(async () => {
    api = await activated();
  });

  afterEach(closeAll);

  it("puts one line of lenses above each open hunk", async () => {
    await openFile(risky.path);
    const lenses = await lensesOf(repositoryFile(risky.path));
    assert.deepEqual([...lenses.keys()], [risky.startLine]);
    const [title, ...actions] = lenses.get(risky.startLine) ?? [];
    assert.match(title ?? "", /^Unverified · Claude · 8 lines · .+/);
    assert.deepEqual(actions, ["Sign off…", "Reject…", "Why?"]);
  });

  it("puts the lens of a removal at the line after it", async () => {
    await openFile(removal.path);
    const [titles] = (await lensesOf(repositoryFile(removal.path))).values();
    assert.match(titles?.[0] ?? "", /· removed 3 lines ·/);
  });

  it("offers none where the setting says so, and risky ones only where it says that", async () => {
    const configuration = workspace.getConfiguration("countersign");
    await openFile(harmless.path);
    const count = async (): Promise<number> => (await lensesOf(repositoryFile(harmless.path))).size;
    assert.equal(await count(), 1);
    assert.equal(snapshotOf(api).items.find((item) => item.hunk.path === harmless.path)?.risk.level, "low");
    for (const setting of ["risky", "off"]) {
      await configuration.update("codeLens", setting, true);
      assert.equal(await count(), 0, setting);
    }
    await configuration.update("codeLens", undefined, true);
    assert.equal(await count(), 0, "the default is risky");
    await configuration.update("codeLens", "all", true);
    assert.equal(await count(), 1);
  });

  it("moves lenses with unsaved edits above, and says so when the hunk itself was edited", async () => {
    const { editor } = await openFile(risky.path);
    assert.ok(await editor.edit((edit) => edit.insert(new Position(0, 0), "// one\n// two\n")));
    await until("the lens to move", async () => (await lensesOf(repositoryFile(risky.path))).has(risky.startLine + 2));
    assert.ok(await editor.edit((edit) => edit.insert(new Position(risky.startLine + 2, 0), " ")));
    const titles = await until("the edited lens", async () => {
      const lens = (await lensesOf(repositoryFile(risky.path))).get(risky.startLine + 2)?.[0];
      return lens?.startsWith("Edited, not saved") === true && lens;
    });
    assert.match(titles, /· Claude ·/);
    assert.equal((await lensesOf(repositoryFile(risky.path))).size, 1, "the lens stays while its hunk is edited");
  });

  it("makes debt of a saved edit and clears it when the text comes back", async () => {
    const { document, editor } = await openFile(harmless.path);
    const original = document.getText();
    assert.ok(await editor.edit((edit) => edit.replace(document.lineAt(1).range, "  return `Good morning, ${name}`;")));
    assert.ok(await document.save());
    const before = snapshotOf(api);
    await until("a new snapshot", () => api.snapshot() !== before);
    assert.ok(await editor.edit((edit) => edit.replace(new Range(0, 0, document.lineCount, 0), original)));
    assert.ok(await document.save());
    await until("the hunk as it was", () => {
      const item = snapshotOf(api).items.find((candidate) => candidate.hunk.path === harmless.path);
      return item?.hunk.startLine === harmless.startLine && item.hunk.endLine === harmless.endLine && item.state === "unseen";
    });
  });

  it("says in the hover who wrote it, how that is known, what was found and what it costs", async () => {
    const { document } = await openFile(risky.path);
    const text = (await hoverAt(document, risky.startLine + 2)).replaceAll("&nbsp;", " ");
    assert.match(text, /Claude Code/);
    assert.match(text, /commit/);
    assert.match(text, new RegExp(risky.rule));
    assert.match(text, /Fix:/);
    assert.match(text, /\d min/);
    assert.equal((await hoverAt(document, 1)).includes("Countersign"), false, "nothing on a line that is nobody's debt");
  });

  it("shows the removed lines in the hover of a removal", async () => {
    const { document } = await openFile(removal.path);
    const [line] = (await lensesOf(document.uri)).keys();
    assert.ok(line);
    assert.ok((await hoverAt(document, line)).includes(removal.removed.join("\n")));
  });

  it("lists findings among the problems, with rule, source and place", () => {
    const diagnostics = languages.getDiagnostics(repositoryFile(risky.path)).filter((diagnostic) => diagnostic.source === "Countersign");
    const swallowed = diagnostics.find((diagnostic) => diagnostic.code === risky.rule);
    assert.ok(swallowed, JSON.stringify(diagnostics));
    assert.ok(swallowed.range.start.line + 1 >= risky.startLine && swallowed.range.end.line < risky.endLine);
    assert.ok(swallowed.severity === DiagnosticSeverity.Error || swallowed.severity === DiagnosticSeverity.Warning);
    assert.deepEqual(languages.getDiagnostics(repositoryFile(harmless.path)).filter((diagnostic) => diagnostic.source === "Countersign"), []);
  });

  it("explains a hunk in a document that exists in memory only", async () => {
    const item = snapshotOf(api).items.find((candidate) => candidate.hunk.path === risky.path);
    assert.ok(item);
    await commands.executeCommand(COMMANDS.explain, item.hunk.id);
    const editor = window.activeTextEditor;
    assert.ok(editor);
    assert.equal(editor.document.uri.scheme, "countersign");
    assert.ok(editor.document.getText().includes(item.hunk.id));
    assert.match(editor.document.getText(), /error-swallowed/);
    assert.match(editor.document.getText(), /## Example of error-swallowed\s+Reported:[^]*catch \{\}[^]*Not reported:/);
  });

  it("shows what an edit replaced against what stands there", async () => {
    const item = snapshotOf(api).items.find((candidate) => candidate.hunk.kind === "removal");
    assert.ok(item);
    await commands.executeCommand(COMMANDS.showReplaced, item.hunk.id);
    await until("the removed text", () => workspace.textDocuments.some((document) => document.uri.scheme === "countersign" && document.getText().includes("user.locked")));
  });

  it("ignores arguments that are no hunk id of ours", async () => {
    await openFile("package.json");
    for (const argument of [{ path: "../../etc/passwd", line: 1 }, "h1:../../x y", 42, { item: { hunk: { id: ["h1:x"] } } }]) {
      await commands.executeCommand(COMMANDS.explain, argument);
      await commands.executeCommand(INTERNAL_COMMANDS.openHunk, argument);
    }
    assert.ok(window.activeTextEditor?.document.uri.path.endsWith("/package.json"));
  });
});
