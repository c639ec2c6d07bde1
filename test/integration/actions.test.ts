import { strict as assert } from "node:assert";
import { CodeActionKind, commands, languages, window, workspace } from "vscode";
import type { CodeAction, Diagnostic } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import { activated, openFile, snapshotOf, until } from "./extension";

describe("actions at a finding", () => {
  it("offer why and sign off at each finding in a hunk, and change nothing by themselves", async () => {
    const api = await activated();
    const path = snapshotOf(api).findings.find(({ hunk }) => hunk !== null)?.finding.path ?? assert.fail("the example has no finding in a hunk");
    const { document } = await openFile(path);
    const before = document.getText();
    const diagnostic = await until<Diagnostic>("a diagnostic of ours", () => languages.getDiagnostics(document.uri).find(({ source }) => source === "Countersign"));
    const actions = await until("our actions", async () => {
      const found = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, diagnostic.range, CodeActionKind.QuickFix.value);
      const ours = found.filter((action) => [COMMANDS.explain, COMMANDS.signOff].some((id) => id === action.command?.command));
      return ours.length >= 2 ? ours : null;
    });
    assert.deepEqual([...new Set(actions.map((action) => action.command?.command))].sort(), [COMMANDS.explain, COMMANDS.signOff].sort());
    assert.ok(actions.every((action) => /^h1:[0-9a-f]{64}/.test(String(action.command?.arguments?.[0]))));
    assert.equal(document.getText(), before);
    assert.equal(document.isDirty, false);
  });
});

describe("a report of a problem", () => {
  it("is an untitled document with versions, settings and a log without paths and addresses", async () => {
    await activated();
    const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    await commands.executeCommand(COMMANDS.reportProblem);
    const document = window.activeTextEditor?.document;
    assert.ok(document !== undefined && document.isUntitled);
    const text = document.getText();
    assert.match(text, /Countersign \d+\.\d+\.\d+, VS Code \d/);
    assert.match(text, /stagedIsViewed: true/);
    assert.match(text, /info activated in [\d.]+ ms/);
    assert.ok(root !== "" && !text.includes(root), "no path of the workspace");
    assert.doesNotMatch(text, /[\w.]+@[\w-]+\.\w+/);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
