/** The hook's cost beside an empty Node process, in one run: architecture.md allows 1.2 times. Prints, never fails by the clock. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = 40;

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
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
