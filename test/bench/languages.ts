import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";

const FILES = 20;
const LINES = 300;
const ROUNDS = 3;

/** A piece of each language, repeated under other names until a file has its lines. */
const PIECES: readonly (readonly [extension: string, before: string, piece: string, after: string])[] = [
  ["py", "import os\n", "def load_N(path, user):\n    if not user.allowed:\n        raise PermissionError(path)\n    try:\n        return parse(path)[N]\n    except ValueError as error:\n        report(error)\n        raise\n\n", ""],
  ["go", "package pay\n\n", "func loadN(path string) (int, error) {\n\tvalue, err := parse(path)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn value + N, nil\n}\n\n", ""],
  ["java", "class Pay {\n", "  int loadN(String path) throws IOException {\n    if (path == null) throw new IllegalArgumentException();\n    try { return parse(path) + N; } catch (IOException e) { report(e); throw e; }\n  }\n\n", "}\n"],
  ["rs", "use std::io;\n\n", "fn load_N(path: &str) -> io::Result<u32> {\n    if path.is_empty() {\n        return Err(io::ErrorKind::Other.into());\n    }\n    let value = parse(path)?;\n    Ok(value + N)\n}\n\n", ""],
  ["cs", "class Pay {\n", "  int LoadN(string path) {\n    if (path == null) throw new ArgumentNullException();\n    try { return Parse(path) + N; } catch (IOException e) { Report(e); throw; }\n  }\n\n", "}\n"],
  ["rb", "class Pay\n", "  def load_N(path)\n    raise ArgumentError unless path\n    parse(path) + N\n  rescue IOError => e\n    report(e)\n    raise\n  end\n\n", "end\n"],
  ["php", "<?php\n", "function load_N($path) {\n  if ($path === null) { throw new InvalidArgumentException(); }\n  try { return parse($path) + N; } catch (IOError $e) { report($e); throw $e; }\n}\n\n", ""],
  ["sh", "set -euo pipefail\n", "load_N() {\n  if [ -z \"$1\" ]; then\n    exit 1\n  fi\n  parse \"$1\" || exit N\n}\n\n", ""],
  ["sql", "", "CREATE FUNCTION load_N(p int) RETURNS int AS $$\nBEGIN\n  IF p IS NULL THEN RAISE EXCEPTION 'no'; END IF;\n  RETURN p + N;\nEND $$ LANGUAGE plpgsql;\n\n", ""],
];

/** The rules and the readers in one file, as the parser process ships them: reading a hundred small ones would be counted, too. */
function bundled(project: string): string {
  const outfile = join(project, "out/bench-languages.cjs");
  const contents = 'export { answerRules } from "./src/checks/rules/run-rules"; export { CodeReader } from "./src/checks/languages/code-reader";';
  buildSync({ stdin: { contents, resolveDir: project }, bundle: true, platform: "node", format: "cjs", mainFields: ["module", "main"], external: ["oxc-parser", "@vscode/tree-sitter-wasm"], outfile, logLevel: "silent" });
  return outfile;
}

/** Twenty changed files in nine languages, all rules, base and head, in a process that starts cold: milliseconds and MiB, the best of three. */
export function benchLanguages(project: string): void {
  const rules = bundled(project);
  const folder = mkdtempSync(join(tmpdir(), "countersign-languages-"));
  try {
    const paths = Array.from({ length: FILES }, (_, index) => {
      const [extension = "", before = "", piece = "", after = ""] = PIECES[index % PIECES.length] ?? [];
      const count = Math.ceil(LINES / piece.split("\n").length);
      const text = (names: number) => `${before}${Array.from({ length: names }, (_one, at) => piece.replaceAll("N", String(at + 1))).join("")}${after}`;
      const path = `src/a${index}.${extension}`;
      for (const [side, names] of [["base", count - 2], ["head", count]] as const) {
        mkdirSync(dirname(join(folder, side, path)), { recursive: true });
        writeFileSync(join(folder, side, path), text(names));
      }
      return path;
    });
    const run = (name: string, script: string, files: readonly string[]) => {
      writeFileSync(join(folder, "run.mjs"), script);
      const rounds = Array.from({ length: ROUNDS }, () => {
        const ran = spawnSync(process.execPath, [join(folder, "run.mjs"), project, folder, rules, ...files], { encoding: "utf8" });
        if (ran.status !== 0) throw new Error(ran.stderr);
        return JSON.parse(ran.stdout) as { readonly wall: number; readonly cpu: number; readonly memory: number; readonly findings: number; readonly read: number };
      });
      const best = rounds.reduce((one, other) => (other.cpu < one.cpu ? other : one));
      console.log(`${name.padEnd(34)}${String(best.wall).padStart(7)} ms wall ${String(best.cpu).padStart(7)} ms CPU ${String(best.memory).padStart(5)} MiB ${String(best.read).padStart(4)} files read ${String(best.findings).padStart(4)} findings`);
    };
    run("node and oxc alone", `${HEAD}${FOOT}`, []);
    for (const [extension] of PIECES) run(`one .${extension}`, `${HEAD}${RULES}${FOOT}`, paths.filter((path) => path.endsWith(`.${extension}`)).slice(0, 1));
    run(`${FILES} files, nine languages`, `${HEAD}${RULES}${FOOT}`, paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const HEAD = `
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
const [project, folder, rules, ...files] = process.argv.slice(2);
const load = createRequire(join(project, "package.json"));
const parser = await import(load.resolve("oxc-parser"));
let findings = 0;
let read = 0;
`;
const RULES = `
const { answerRules, CodeReader } = load(rules);
const text = (side, path) => readFileSync(join(folder, side, path), "utf8");
const code = new CodeReader();
await code.prepare(files.map((path) => ({ path, text: "" })));
for (const path of files) {
  const answer = answerRules(parser, { path, text: text("head", path), base: text("base", path), basePath: path }, {}, undefined, code);
  findings += answer.findings.length;
  if (answer.parsed) read++;
}
`;
const FOOT = `
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ wall: Math.round(performance.now()), cpu: Math.round((user + system) / 1000), memory: Math.round(process.resourceUsage().maxRSS / 1024), findings, read }));
`;
