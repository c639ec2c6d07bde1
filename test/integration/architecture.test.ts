import { strict as assert } from "node:assert";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CodeActionKind, Range, Selection, commands, languages, window, workspace } from "vscode";
import type { CodeAction, CompletionList, Diagnostic, Hover, MarkdownString, Position, TextDocument } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { activated, openFile, repositoryFile, snapshotOf, until } from "./extension";

const CONFIGURATION = ".countersign/config.jsonc";
const RULES = `{
  "architecture": {
    // who may know whom
    "elements": { "front": "src/front.ts", "gateway": "src/gateway.ts" },
    "reach": [{ "from": "front", "to": "gateway", "severity": "error", "because": "the front asks, it does not send" }]
  }
}
`;

describe("the architecture in the editor", () => {
  let api: CountersignApi;

  const write = (path: string, text: string): void => {
    const file = repositoryFile(path).fsPath;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  before(async () => {
    api = await activated();
    write(CONFIGURATION, RULES);
    write("src/front.ts", '\nimport { CURRENCY } from "./pay";\nexport const front = CURRENCY;\n');
    await until("the finding", () => snapshotOf(api).findings.some(({ finding }) => finding.rule === "transitive-import"));
  });

  after(async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(repositoryFile("src/front.ts").fsPath);
    rmSync(repositoryFile(".countersign").fsPath, { recursive: true });
    await until("the finding gone", () => !snapshotOf(api).findings.some(({ finding }) => finding.rule === "transitive-import"));
  });

  const finding = async (document: TextDocument): Promise<Diagnostic> => until("the diagnostic", () => languages.getDiagnostics(document.uri).find(({ source, code }) => source === "Countersign" && code === "transitive-import"));

  it("tells every step of a chain at its line", async () => {
    const { document } = await openFile("src/front.ts");
    const related = (await finding(document)).relatedInformation ?? [];
    assert.deepEqual(related.map(({ location }) => `${workspace.asRelativePath(location.uri)}:${location.range.start.line + 1}`), ["src/front.ts:2", "src/pay.ts:1"]);
  });

  it("offers the path and the reason at the finding; a row of the path opens its line", async () => {
    const { editor } = await openFile("src/front.ts");
    const diagnostic = await finding(editor.document);
    const found = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", editor.document.uri, diagnostic.range, CodeActionKind.QuickFix.value);
    const asked = found.flatMap(({ command }) => (command === undefined ? [] : [command])).filter(({ command }) => command === COMMANDS.showDependencyPath || command === COMMANDS.whyForbidden);
    assert.deepEqual(asked.map(({ command }) => command), [COMMANDS.showDependencyPath, COMMANDS.whyForbidden]);
    const [path] = asked;
    const running = commands.executeCommand(COMMANDS.showDependencyPath, path?.arguments?.[0]);
    await commands.executeCommand("workbench.action.quickOpenSelectNext");
    await commands.executeCommand("workbench.action.quickOpenSelectNext");
    await until("the last step looked at", () => window.activeTextEditor?.document.uri.path.endsWith("/src/pay.ts") === true);
    await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await running;
    assert.equal(window.activeTextEditor?.document.uri.path, repositoryFile("src/pay.ts").path);
    assert.equal(window.activeTextEditor?.selection.active.line, 0);
  });

  it("Why Is This Forbidden? leads to the rule in the configuration, from the cursor", async () => {
    const { editor } = await openFile("src/front.ts");
    await finding(editor.document);
    editor.selection = new Selection(1, 3, 1, 3);
    const running = commands.executeCommand(COMMANDS.whyForbidden);
    // The list comes once the configuration was read; its rows are looked at one after the other.
    await until("the configuration", async () => {
      await commands.executeCommand("workbench.action.quickOpenSelectNext");
      await new Promise((resolve) => setTimeout(resolve, 400));
      return window.activeTextEditor?.document.uri.path.endsWith(`/${CONFIGURATION}`) === true;
    });
    await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await running;
    const line = window.activeTextEditor?.selection.active.line ?? -1;
    assert.match(window.activeTextEditor?.document.lineAt(line).text ?? "", /"reach"/);
  });

  it("completes names in the configuration, tells what an element matches, and underlines a name that means nothing", async () => {
    const { editor } = await openFile(CONFIGURATION);
    const { document } = editor;
    const at = (text: string, offset: number): Position => document.positionAt(document.getText().indexOf(text) + offset);
    const labels = async (position: Position): Promise<readonly string[]> => {
      const list = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", document.uri, position);
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    const names = await until("completions", async () => {
      const found = await labels(at('"from": "front"', 9));
      return found.includes("gateway") && found;
    });
    assert.ok(names.includes("front") && names.includes("src/**"), names.join(" "));
    const hover = await until("a hover", async () => {
      const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at('"gateway": ', 3));
      const texts = hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value));
      return texts.find((text) => text.includes("matches")) ?? null;
    });
    assert.match(hover, /gateway.*matches 1 file\(s\)[\s\S]*src\/gateway\.ts/);
    await editor.edit((edit) => edit.replace(new Range(at('"to": "gateway"', 7), at('"to": "gateway"', 14)), "gatewai"));
    const problem = await until("the problem", () => languages.getDiagnostics(document.uri).find(({ message }) => message.includes("gatewai")));
    assert.match(problem.message, /"gatewai" is no element, path or glob: did you mean "gateway"\?/);
    assert.equal(problem.range.start.line, at('"to": "gatewai"', 0).line);
    await commands.executeCommand("workbench.action.files.revert");
    await until("no problem", () => !languages.getDiagnostics(document.uri).some(({ message }) => message.includes("gatewai")));
  });

  it("completes rules, people, accounts and packages where each fits, and nothing where none does", async () => {
    write("tools/package.json", '{ "dependencies": { "zod": "4.0.0" } }\n');
    write(".github/CODEOWNERS", "src/ @shop/payments owner@example.invalid\n");
    write(".countersign/allowed_signers", "signer@example.invalid ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMx1\n");
    try {
      const { editor } = await openFile(CONFIGURATION);
      const { document } = editor;
      const added = '\n  "risk": { "error-": "off" },\n  "policy": { "overrule": ["over"], "people": { "who": ["@"] }, "version": 1 },';
      await editor.edit((edit) => edit.insert(document.positionAt(1), added));
      const labelsAt = async (text: string, offset: number): Promise<readonly string[]> => {
        const position = document.positionAt(document.getText().indexOf(text) + offset);
        const list = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", document.uri, position);
        return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      };
      const expected = async (text: string, offset: number, ...labels: readonly string[]): Promise<readonly string[]> =>
        until(`${labels.join(", ")} at ${text}`, async () => {
          const found = await labelsAt(text, offset);
          return labels.every((label) => found.includes(label)) && found;
        });
      await expected('"error-"', 3, "error-swallowed", "cycle");
      const people = await expected('"over"', 3, "signer@example.invalid", "owner@example.invalid", "person@example.invalid");
      assert.ok(!people.includes("@shop/payments"), people.join(" "));
      await expected('"who"', 2, "signer@example.invalid");
      assert.deepEqual((await expected('"@"', 2, "@shop/payments")).filter((label) => label.includes("@")), ["@shop/payments"]);
      await expected('"to": "gateway"', 8, "gateway", "src/**", "npm:zod");
      assert.ok(!(await labelsAt('"from": "front"', 10)).includes("npm:zod"));
      assert.ok(!(await labelsAt('"severity": "error"', 14)).includes("src/**"));
    } finally {
      await commands.executeCommand("workbench.action.files.revert");
      for (const path of ["tools", ".github"]) rmSync(repositoryFile(path).fsPath, { recursive: true });
      rmSync(repositoryFile(".countersign/allowed_signers").fsPath);
    }
  });

  it("shows the path between any two files, at its imports, and says where there is none", async () => {
    const front = repositoryFile("src/front.ts");
    const gateway = repositoryFile("src/gateway.ts");
    await commands.executeCommand("workbench.action.closeAllEditors");
    const running = commands.executeCommand(COMMANDS.showDependencyPath, front, [front, gateway]);
    // The list comes once the engine answered; its rows are looked at one after the other.
    await until("the last step looked at", async () => {
      await commands.executeCommand("workbench.action.quickOpenSelectNext");
      await new Promise((resolve) => setTimeout(resolve, 400));
      return window.activeTextEditor?.document.uri.path.endsWith("/src/pay.ts") === true;
    });
    await commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await running;
    assert.equal(window.activeTextEditor?.document.uri.path, repositoryFile("src/pay.ts").path);
    assert.match(window.activeTextEditor?.document.lineAt(window.activeTextEditor.selection.active.line).text ?? "", /import .*gateway/);
    // Against the direction of the imports there is nothing to pick: the command ends by itself, and the editor stays.
    await commands.executeCommand(COMMANDS.showDependencyPath, gateway, [gateway, front]);
    assert.equal(window.activeTextEditor?.document.uri.path, repositoryFile("src/pay.ts").path);
  });
});
