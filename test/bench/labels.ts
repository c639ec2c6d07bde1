import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RULES } from "../../src/checks/rules/catalogue";
import { findingsOf } from "../../src/checks/rules/run-rules";
import { View } from "../../src/checks/rules/view";
import { children } from "../../src/checks/syntax/node";
import { SourceFile } from "../../src/checks/syntax/source-file";
import { readLabelled, type Label, type LabelledFile } from "./label-reader";
import { readTesters } from "./tester-reader";

/** Installed by the bench alone, into a folder that goes with it. */
const PEERS = ["eslint@10.15.0", "eslint-plugin-security@4.1.0", "eslint-plugin-sonarjs@4.2.2", "eslint-plugin-no-unsanitized@4.1.5", "@typescript-eslint/parser@8.73.0", "typescript@6.0.3"];
/** Longer findings say nothing about one line. */
const MAXIMUM_SPAN = 15;

type Places = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/**
 * Recall and false alarms of the security rules on somebody else's marked lines below `--repo`, by category, beside
 * eslint-plugin-security and sonarjs recommended, no-unsanitized and core's eval rules. A label counts as found when any
 * security finding covers its line, for them and for us. `isTesters` reads the cases of rule testers instead of marks.
 */
export async function benchLabels(root: string | null, isTesters = false): Promise<void> {
  if (root === null) {
    console.log("needs --repo FOLDER with marked sources (rule suites, teaching applications)");
    return;
  }
  const files = isTesters ? await readTesters(root) : readLabelled(root);
  const started = performance.now();
  const ours = await ownPlaces(files);
  const milliseconds = Math.round(performance.now() - started);
  const peers = peerPlaces(files);
  const labels = files.flatMap((file) => file.labels);
  console.log(`${files.length} files, ${labels.length} labels, own rules ${milliseconds} ms`);
  console.log(`${"category".padEnd(18)}${"wrong".padStart(6)}${"right".padStart(6)}   recall  false   peers: recall  false`);
  for (const category of [...new Set(labels.map((label) => label.category))].sort()) row(category, labels.filter((label) => label.category === category), ours, peers);
  row("all", labels, ours, peers);
  row("half looked at", labels.filter((label) => !label.isHeldBack), ours, peers);
  row("half held back", labels.filter((label) => label.isHeldBack), ours, peers);
}

function row(name: string, labels: readonly Label[], ours: Places, peers: Places | null): void {
  const wrong = labels.filter((label) => label.isPositive);
  const right = labels.filter((label) => !label.isPositive);
  const share = (list: readonly Label[], places: Places) => (list.length === 0 ? "   – " : (list.filter((label) => covers(places, label)).length / list.length).toFixed(3));
  const theirs = peers === null ? "" : `          ${share(wrong, peers)}  ${share(right, peers)}`;
  console.log(`${name.padEnd(18)}${String(wrong.length).padStart(6)}${String(right.length).padStart(6)}   ${share(wrong, ours)}  ${share(right, ours)}${theirs}`);
}

function covers(places: Places, { path, line, endLine = line }: Label): boolean {
  return (places.get(path) ?? []).some(([start, end]) => start <= endLine && end >= line && end - start < MAXIMUM_SPAN);
}

async function ownPlaces(files: readonly LabelledFile[]): Promise<Places> {
  const parser = await import("oxc-parser");
  const rules = RULES.filter((rule) => (rule.class === "security" || rule.class === "data-governance") && rule.id !== "hidden-character");
  return new Map(
    files.map(({ path, text }) => {
      const tree = SourceFile.parse(parser, path, text);
      // A suite keeps its subjects in folders called `test`; they stand for production code.
      const view = new View(path.replace(/(^|\/)(tests?|specs?|__tests__)(?=\/)/g, "$1subject").replace(/[._-](test|spec)\./, "."), text, tree !== null && children(tree.program, "body").length > 0 ? tree : null);
      return [path, rules.flatMap((rule) => findingsOf(rule, null, view).map(({ startLine, endLine }) => [startLine, endLine] as const))] as const;
    }),
  );
}

function peerPlaces(files: readonly LabelledFile[]): Places | null {
  const folder = mkdtempSync(join(tmpdir(), "countersign-labels-"));
  try {
    writeFileSync(join(folder, "package.json"), `{"private":true,"type":"module"}`);
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel", "error", ...PEERS], { cwd: folder, encoding: "utf8" });
    if (installed.status !== 0) {
      console.log(`peers could not be installed: ${installed.stderr.split("\n")[0] ?? ""}`);
      return null;
    }
    writeFileSync(join(folder, "run.mjs"), PEER_SCRIPT);
    writeFileSync(join(folder, "files.json"), JSON.stringify(files.map(({ path, text }) => ({ path, text }))));
    const run = spawnSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
    if (run.status !== 0) {
      console.log(`peers could not be run: ${run.stderr.slice(0, 500)}`);
      return null;
    }
    const found = JSON.parse(readFileSync(join(folder, "found.json"), "utf8")) as Record<string, [number, number][]>;
    return new Map(Object.entries(found));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rules of style and of bugs are left out by the names that their authors gave the security ones. */
const PEER_SCRIPT = `
import { readFileSync, writeFileSync } from "node:fs";
import { Linter } from "eslint";
import security from "eslint-plugin-security";
import sonarjs from "eslint-plugin-sonarjs";
import unsanitized from "eslint-plugin-no-unsanitized";
import * as parser from "@typescript-eslint/parser";
const SONAR = /password|secret|sql|eval|os-command|hashing|weak-ssl|jwt|cookie|csrf|cors|xml-parser|dompurify|certificate|hostname|pseudo-random|slow-regex|post-message|clear-text|file-perm|file-upload|debug|session|link-with|content-|x-powered|hidden|strict-transport|encryption|production|unsafe|mixed-content|referrer|disabled|auto-escap|origin|publicly|s3|aws/;
const rules = { "no-eval": 2, "no-implied-eval": 2, "no-new-func": 2, "no-script-url": 2 };
for (const [name, level] of Object.entries(security.configs.recommended.rules)) rules[name] = level === "off" || level === 0 ? 0 : 2;
for (const [name, level] of Object.entries(sonarjs.configs.recommended.rules)) if (SONAR.test(name) && level !== "off") rules[name] = 2;
for (const name of Object.keys(unsanitized.rules)) rules["no-unsanitized/" + name] = 2;
const found = {};
const linter = new Linter();
for (const { path, text: code } of JSON.parse(readFileSync("files.json", "utf8"))) {
  const config = [{ files: ["**/*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}"], languageOptions: { parser, sourceType: "module", parserOptions: { ecmaFeatures: { jsx: true } } }, plugins: { security, sonarjs, "no-unsanitized": unsanitized }, rules, linterOptions: { noInlineConfig: true } }];
  let messages = [];
  try {
    messages = linter.verify(code, config, { filename: path.replace(/[^\\w./-]/g, "_") });
  } catch (error) {
    process.stderr.write(path + ": " + error.message.split("\\n")[0] + "\\n");
  }
  found[path] = messages.filter((one) => one.ruleId !== null).map((one) => [one.line, one.endLine ?? one.line]);
}
writeFileSync("found.json", JSON.stringify(found));
`;
