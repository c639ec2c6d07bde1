import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostDirectory } from "../paths.mjs";

export const SAMPLE_ID = "countersign-self-test.sample";

/** The proposal that the sample uses; extensions on stable VS Code may not. */
export const SAMPLE_PROPOSAL = "timeline";

const MAIN = `"use strict";
const vscode = require("vscode");

exports.activate = (context) => {
  const rows = ["First row", "Second row"].map((label) => new vscode.TreeItem(label));
  const provider = { getChildren: () => rows, getTreeItem: (row) => row };
  context.subscriptions.push(vscode.window.registerTreeDataProvider("sample.rows", provider));
  return {
    useProposal: () => vscode.workspace.registerTimelineProvider("file", { id: "sample", label: "Sample", provideTimeline: () => undefined }).dispose(),
  };
};
`;

/**
 * Writes a throw-away extension with one tree view.
 *
 * @param {string} directory The extension's folder, to be created.
 * @param {{ declareProposal?: boolean }} [options]
 */
export function writeSampleExtension(directory, { declareProposal = false } = {}) {
  mkdirSync(directory, { recursive: true });
  const [publisher, name] = SAMPLE_ID.split(".");
  const manifest = {
    ...{ publisher, name, displayName: "Sample", version: "1.0.0", engines: { vscode: "^1.90.0" }, main: "./main.js" },
    ...{ extensionKind: ["workspace"], activationEvents: ["onStartupFinished"] },
    ...(declareProposal ? { enabledApiProposals: [SAMPLE_PROPOSAL] } : {}),
    contributes: {
      viewsContainers: { activitybar: [{ id: "sample", title: "Sample Container", icon: "icon.svg" }] },
      views: { sample: [{ id: "sample.rows", name: "Rows" }] },
    },
  };
  writeFileSync(join(directory, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(directory, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/></svg>');
  writeFileSync(join(directory, "main.js"), MAIN);
}

/**
 * Writes a suite and its entry, as a compiled project would have them.
 *
 * @param {string} directory Created if missing.
 * @param {string} name
 * @param {string} body Mocha tests; `assert` and `vscode` are in scope.
 * @param {{ needsEditor?: boolean }} [options] Without the editor's API the suite also runs outside of VS Code.
 * @returns {string} Path of the entry, the `tests` of `runExtensionTests`.
 */
export function writeSuite(directory, name, body, { needsEditor = true } = {}) {
  mkdirSync(directory, { recursive: true });
  const suite = join(directory, `${name}.test.cjs`);
  const imports = `const assert = require("node:assert/strict");\n${needsEditor ? 'const vscode = require("vscode");\n' : ""}`;
  writeFileSync(suite, `"use strict";\n${imports}${body}\n`);
  const entry = join(directory, `${name}.cjs`);
  const mochaEntry = join(hostDirectory, "mocha-entry.cjs");
  writeFileSync(entry, `exports.run = require(${JSON.stringify(mochaEntry)}).makeRun([${JSON.stringify(suite)}]);\n`);
  return entry;
}

/**
 * Writes a stand-in for desktop VS Code that does nothing but run the suite it is told to.
 *
 * @param {string} file
 */
export function writeFakeDesktop(file) {
  const script = `#!${process.execPath}
const tests = process.argv.find((argument) => argument.startsWith("--extensionTestsPath="));
require(tests.slice(tests.indexOf("=") + 1)).run().catch(() => process.exit(1));
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}
