/** The hook's cost beside an empty Node process, in one run: architecture.md allows 1.2 times, and 250 ms for a shell event. Prints, never fails by the clock. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = 40;

/** Files and commits of the repository in which shell commands are watched, and files that differ from HEAD while they are. */
const TREE_FILES = 5000;
const CHANGED_FILES = 20;
const SHELL_RUNS = 15;

export interface HookBenchmark {
  /** Medians in milliseconds. */
  readonly empty: number;
  readonly hook: number;
  readonly ratio: number;
  /** Events that the runs left in the journal: as many as there were runs, or the numbers mean nothing. */
  readonly events: number;
}

/** Runs an empty script and `hook.js claude-code` with a PostToolUse Edit of a 400-line file in turns, 40 times each. */
export function benchHook(distDirectory: string): HookBenchmark {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  try {
    execFileSync("git", ["init", "-q", folder]);
    const empty = join(folder, "empty.js");
    writeFileSync(empty, "");
    const lines = Array.from({ length: 400 }, (_, index) => `export const value${index} = compute(${index});`);
    const original = lines.join("\n") + "\n";
    writeFileSync(join(folder, "a.ts"), original);
    const times: Record<"empty" | "hook", number[]> = { empty: [], hook: [] };
    const measure = (name: "empty" | "hook", args: readonly string[], input: string) => {
      const start = process.hrtime.bigint();
      const result = spawnSync(process.execPath, args, { cwd: folder, input });
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
      if (result.status !== 0 || result.stdout.length > 0) throw new Error(`${name}: exit ${result.status ?? "signal"}, ${result.stdout.length} bytes on stdout`);
    };
    for (let run = 0; run < RUNS + 2; run += 1) {
      const payload = editPayload(folder, original, run);
      measure("empty", [empty], payload);
      measure("hook", [join(distDirectory, "hook.js"), "claude-code"], payload);
      if (run === 1) {
        // Two runs of each warm the file cache.
        times.empty.length = 0;
        times.hook.length = 0;
      }
    }
    const journal = join(folder, ".git", "countersign", "journal");
    const events = readdirSync(journal)
      .filter((name) => name.endsWith(".jsonl"))
      .flatMap((name) => readFileSync(join(journal, name), "utf8").split("\n").filter((line) => line !== "")).length;
    const result = { empty: median(times.empty), hook: median(times.hook), ratio: median(times.hook) / median(times.empty), events };
    console.log(`hook: empty node ${result.empty.toFixed(1)} ms, hook ${result.hook.toFixed(1)} ms, ratio ${result.ratio.toFixed(2)} (at most 1.20), ${result.events} events in ${RUNS + 2} runs`);
    benchShell(distDirectory);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell command is watched by two looks at the tree, one before it and one after: each may take 250 ms. */
function benchShell(distDirectory: string): void {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  try {
    buildTree(folder);
    const empty = join(folder, ".git", "empty.js");
    writeFileSync(empty, "");
    const times: Record<"empty" | "before" | "after", number[]> = { empty: [], before: [], after: [] };
    const run = (name: keyof typeof times, args: readonly string[], input: string) => {
      const start = process.hrtime.bigint();
      const result = spawnSync(process.execPath, args, { cwd: folder, input });
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
      if (result.status !== 0 || result.stdout.length > 0) throw new Error(`${name}: exit ${result.status ?? "signal"}, ${result.stdout.length} bytes on stdout`);
    };
    for (let index = 0; index < SHELL_RUNS + 2; index += 1) {
      const command = shellPayload(folder, index);
      run("empty", [empty], command("PreToolUse"));
      run("before", [join(distDirectory, "hook.js"), "claude-code"], command("PreToolUse"));
      for (let file = 0; file < CHANGED_FILES; file++) writeFileSync(join(folder, `src/m${file}/f${file}.ts`), `export const value = ${index};\n`);
      run("after", [join(distDirectory, "hook.js"), "claude-code"], command("PostToolUse"));
      if (index === 1) for (const list of Object.values(times)) list.length = 0;
    }
    const problems = join(folder, ".git", "countersign", "journal", "problems.log");
    const unknown = existsSync(problems) ? readFileSync(problems, "utf8").split("\n").filter((line) => line.includes("unknown")).length : 0;
    const say = (name: "before" | "after") => `${name} ${median(times[name]).toFixed(0)} ms, most ${Math.max(...times[name]).toFixed(0)} ms, ${(median(times[name]) / median(times.empty)).toFixed(2)} times`;
    console.log(`hook, shell events in ${TREE_FILES} files with ${CHANGED_FILES} changed (at most 250 ms): empty node ${median(times.empty).toFixed(0)} ms; ${say("before")}; ${say("after")}; ${unknown} of ${2 * (SHELL_RUNS + 2)} looks gave up`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildTree(folder: string): void {
  execFileSync("git", ["init", "-q", folder]);
  for (let module = 0; module < 100; module++) {
    mkdirSync(join(folder, `src/m${module}`), { recursive: true });
    for (let file = 0; file < TREE_FILES / 100; file++) writeFileSync(join(folder, `src/m${module}/f${file}.ts`), `export const value = ${file};\n`.repeat(40));
  }
  const git = (...parameters: readonly string[]) => execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...parameters], { cwd: folder });
  git("add", "-A");
  git("commit", "-q", "-m", "all");
}

function shellPayload(folder: string, index: number): (event: string) => string {
  return (event) => JSON.stringify({
    session_id: "bench", transcript_path: join(folder, ".claude", "projects", "bench.jsonl"), cwd: folder, permission_mode: "default", hook_event_name: event,
    tool_name: "Bash", tool_input: { command: "sed -i s/a/b/ src/*", description: "edit" }, tool_use_id: `toolu_shell${index}`,
    ...(event === "PostToolUse" ? { tool_response: { stdout: "", stderr: "", interrupted: false, isImage: false } } : {}),
  });
}

function editPayload(folder: string, original: string, run: number): string {
  const old = "export const value7 = compute(7);";
  const put = `export const value7 = compute(7) + ${run};`;
  return JSON.stringify({
    session_id: "bench",
    transcript_path: join(folder, ".claude", "projects", "bench.jsonl"),
    cwd: folder,
    permission_mode: "acceptEdits",
    hook_event_name: "PostToolUse",
    tool_name: "Edit",
    tool_input: { file_path: join(folder, "a.ts"), old_string: old, new_string: put, replace_all: false },
    tool_response: {
      filePath: join(folder, "a.ts"),
      oldString: old,
      newString: put,
      originalFile: original,
      structuredPatch: [{ oldStart: 8, oldLines: 1, newStart: 8, newLines: 1, lines: [`-${old}`, `+${put}`] }],
      userModified: false,
      replaceAll: false,
    },
    tool_use_id: `toolu_bench${run}`,
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}
