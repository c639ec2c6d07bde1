import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Uri, commands, extensions, window, workspace } from "vscode";
import type { CodeLens, Hover, TextDocument, TextEditor } from "vscode";
import type { DebtSnapshot } from "../../src/core/model";
import type { CountersignApi } from "../../src/vscode/extension";

const IDENTIFIER = "countersign.countersign";

/** The activated extension's own interface. */
export async function activated(): Promise<CountersignApi> {
  const extension = extensions.getExtension<CountersignApi>(IDENTIFIER);
  assert.ok(extension, `${IDENTIFIER} is not installed in this host`);
  const api = await extension.activate();
  await api.ready;
  return api;
}

/** The current snapshot, which must be there. */
export function snapshotOf(api: CountersignApi): DebtSnapshot {
  const snapshot = api.snapshot();
  assert.ok(snapshot, "no snapshot: see the log channel");
  return snapshot;
}

export function repositoryFile(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, "the suites need the example repository as workspace");
  return Uri.joinPath(folder.uri, path);
}

export async function openFile(path: string): Promise<{ readonly document: TextDocument; readonly editor: TextEditor }> {
  const document = await workspace.openTextDocument(repositoryFile(path));
  return { document, editor: await window.showTextDocument(document) };
}

/** A file's lines by origin as the command line tells them, such as `1-2 unknown, 3-3 human, 4-9 ai hook`. */
export async function originsOf(path: string): Promise<string> {
  const main = new URL(`file://${__dirname}/../../../dist/main.js`).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [main, "origins", "--files", path, "--format", "json"], { cwd: repositoryFile("").fsPath, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } });
  const { files } = JSON.parse(stdout) as { files: { ranges: { start: number; end: number; origin: string; evidence?: string }[] }[] };
  return (files[0]?.ranges ?? []).map(({ start, end, origin, evidence }) => `${start}-${end} ${origin}${evidence === undefined ? "" : ` ${evidence}`}`).join(", ");
}

/** Titles of our lenses by 1-based line, those of other extensions left out. */
export async function lensesOf(uri: Uri): Promise<ReadonlyMap<number, readonly string[]>> {
  const found = (await commands.executeCommand<CodeLens[] | undefined>("vscode.executeCodeLensProvider", uri, 100)) ?? [];
  const lines = new Map<number, string[]>();
  for (const lens of found) {
    const line = lens.range.start.line + 1;
    lines.set(line, [...(lines.get(line) ?? []), lens.command?.title ?? ""]);
  }
  return lines;
}

/** All hover text at a 1-based line. */
export async function hoverAt(document: TextDocument, line: number): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, document.lineAt(line - 1).range.end);
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === "string" ? content : (content as { readonly value: string }).value))
    .join("\n");
}

/** Waits until `probe` gives something, at most ten seconds. */
export async function until<T>(what: string, probe: () => T | undefined | null | false | Promise<T | undefined | null | false>): Promise<T> {
  for (const end = performance.now() + 60_000; ; ) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) {
      return value;
    }
    assert.ok(performance.now() < end, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Throws unsaved edits away and closes all editors, so that suites do not meet. */
export async function closeAll(): Promise<void> {
  while (window.activeTextEditor?.document.isDirty === true) {
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
}
