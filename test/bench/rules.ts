import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { makeLargeRepository } from "./large-repository";

const PEERS = ["eslint@10.15.0", "eslint-plugin-security@4.1.0", "eslint-plugin-sonarjs@4.2.2", "@typescript-eslint/parser@8.73.0", "typescript@6.0.3"];
const FILES = 20;
const ROUNDS = 3;
/** The made repository, where none is named: its changed files have twenty functions each. */
const MADE_FILES = 5_000;
const MADE_HUNKS = 20;

/** Rules that follow values: the time without them is what syntax alone costs. */
const WITH_FLOW = /injection|traversal|forgery|redirect|deserialisation|external-entity|pollution|tls-|jwt-|credential|cryptography|cors-|cookie-|csrf-|exhaustion|exposed|personal-data|resource-misuse|incomplete-check|slow-pattern|access-unchecked|input-unchecked|over-mocked|switch-not/;

interface Measured {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly findings: number;
}

/**
 * Twenty changed files of a repository below `--repo`, or of a made one of 5,000 files, each time in a process that starts cold: all rules of syntax, all
 * rules with data flow, and eslint with security and sonarjs recommended. The best of three; milliseconds and MiB.
 */
export function benchRules(repository: string | null, project: string): void {
  const made = repository === null ? makeLargeRepository({ files: MADE_FILES, touched: FILES, hunks: MADE_HUNKS }) : null;
  try {
    compareRules(repository ?? made?.folder ?? "", project, made?.git("diff", "--name-only", "HEAD~1").trim().split("\n") ?? null);
  } finally {
    made?.dispose();
  }
}

/** `changed`: the files to judge; null for every n-th of the sources, so that size and place are mixed. */
function compareRules(root: string, project: string, changed: readonly string[] | null): void {
  const sources = sourcesBelow(root);
  const step = Math.max(1, Math.floor(sources.length / FILES));
  const files = changed ?? sources.filter((_, index) => index % step === 0).slice(0, FILES);
  const lines = files.reduce((sum, path) => sum + readFileSync(join(root, path), "utf8").split("\n").length, 0);
  console.log(`${sources.length} sources, ${files.length} of them changed with ${lines} lines`);
  const run = (name: string, script: string, folder: string, extra: readonly string[]) => {
    const all = Array.from({ length: ROUNDS }, () => measured(script, folder, [root, ...extra, ...files]));
    const read = all.filter((one) => one !== null);
    const best = read.sort((a, b) => a.cpu - b.cpu)[0];
    console.log(best === undefined ? `${name}: could not be run` : `${name.padEnd(34)}${String(best.wall).padStart(7)} ms wall ${String(best.cpu).padStart(7)} ms CPU ${String(best.memory).padStart(5)} MiB ${String(best.findings).padStart(5)} findings`);
  };
  run("node alone, files read", READ, project, []);
  run("rules of syntax", OWN, project, [project, WITH_FLOW.source]);
  run("all rules, with data flow", OWN, project, [project, "^$"]);
  const folder = mkdtempSync(join(tmpdir(), "countersign-rules-"));
  try {
    writeFileSync(join(folder, "package.json"), `{"private":true,"type":"module"}`);
    const installed = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel", "error", ...PEERS], { cwd: folder, encoding: "utf8" });
    if (installed.status === 0) run("eslint, security and sonarjs", PEER, folder, []);
    else console.log("peers could not be installed");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sourcesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) && !/\.d\.ts$|\.min\./.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|[\\/])(node_modules|dist|\.git)[\\/]/.test(path) && statSync(join(root, path)).size < 300_000)
    .sort();
}

function measured(script: string, folder: string, parameters: readonly string[]): Measured | null {
  const path = join(folder, `.bench-${process.pid}.mjs`);
  writeFileSync(path, `${script}\nconst { user, system } = process.cpuUsage();\nconsole.log(JSON.stringify({ wall: Math.round(performance.now()), cpu: Math.round((user + system) / 1000), memory: Math.round(process.resourceUsage().maxRSS / 1024), findings }));\n`);
  try {
    const ran = spawnSync(process.execPath, [path, ...parameters], { cwd: folder, encoding: "utf8" });
    return ran.status === 0 ? (JSON.parse(ran.stdout.trim().split("\n").pop() ?? "null") as Measured) : null;
  } finally {
    rmSync(path, { force: true });
  }
}

const READ = `
import { readFileSync } from "node:fs";
import { join } from "node:path";
const [root, ...files] = process.argv.slice(2);
let findings = 0;
for (const path of files) if (readFileSync(join(root, path), "utf8") === "") findings++;
`;

const OWN = `
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
const [root, project, off, ...files] = process.argv.slice(2);
const load = createRequire(join(project, "package.json"));
const parser = await import("oxc-parser");
const { answerRules } = load(join(project, "out/src/checks/rules/run-rules.js"));
const { RULES } = load(join(project, "out/src/checks/rules/catalogue.js"));
const settings = Object.fromEntries(RULES.filter(({ id }) => new RegExp(off).test(id)).map(({ id }) => [id, "off"]));
let findings = 0;
for (const path of files) findings += answerRules(parser, { path, text: readFileSync(join(root, path), "utf8"), base: null, basePath: path }, settings).findings.length;
`;

const PEER = `
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Linter } from "eslint";
import security from "eslint-plugin-security";
import sonarjs from "eslint-plugin-sonarjs";
import * as parser from "@typescript-eslint/parser";
const [root, ...files] = process.argv.slice(2);
const linter = new Linter();
let findings = 0;
for (const path of files) {
  const config = [{ files: ["**/*"], languageOptions: { parser, sourceType: "module", parserOptions: { ecmaFeatures: { jsx: true } } }, plugins: { security, sonarjs }, rules: { ...security.configs.recommended.rules, ...sonarjs.configs.recommended.rules }, linterOptions: { noInlineConfig: true } }];
  try {
    findings += linter.verify(readFileSync(join(root, path), "utf8"), config, { filename: path.replace(/[^\\w./-]/g, "_") }).length;
  } catch (error) {
    process.stderr.write(path + ": " + error.message.split("\\n")[0] + "\\n");
  }
}
`;
