/**
 * Which lines of a marked commit a later fix changed (after Śliwerski, Zimmermann and Zeller, MSR 2005): what a commit that calls itself
 * a fix deleted or replaced, traced by `git blame -w` from the fix's parent to the commit that wrote it.
 */
import { spawn, spawnSync } from "node:child_process";
import { isFixSubject } from "../../src/core/risk/change-history";

const PARALLEL = 2;
interface DeletedRun {
  readonly fix: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** `COMMIT LINE PATH` of every line that a later fix changed, as its own commit numbered it. */
export async function linesFixedLater(folder: string): Promise<ReadonlySet<string>> {
  const byFile = new Map<string, DeletedRun[]>();
  for (const run of deletedByFixes(folder)) {
    const key = `${run.fix}\0${run.path}`;
    byFile.set(key, [...(byFile.get(key) ?? []), run]);
  }
  const waiting = [...byFile.values()];
  const fixed = new Set<string>();
  const worker = async (): Promise<void> => {
    for (let runs = waiting.pop(); runs !== undefined; runs = waiting.pop()) for (const line of await blamed(folder, runs)) fixed.add(line);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return fixed;
}

function deletedByFixes(folder: string): DeletedRun[] {
  const result = spawnSync("git", ["-c", "core.quotePath=false", "log", "--no-merges", "-p", "-U0", "-w", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--format=%x1e%H %s", "HEAD"], { cwd: folder, maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git log: ${result.stderr.toString("utf8")}`);
  const runs: DeletedRun[] = [];
  for (const entry of result.stdout.toString("utf8").split("\x1e")) {
    const [id = "", ...subject] = (entry.split("\n", 1)[0] ?? "").split(" ");
    if (!isFixSubject(subject.join(" "))) continue;
    let path: string | null = null;
    for (const line of entry.split("\n")) {
      if (line.startsWith("--- ")) path = line.startsWith("--- a/") ? line.slice(6).replace(/\t$/, "") : null;
      const deleted = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
      const count = Number(deleted?.[2] ?? 1);
      if (deleted !== null && path !== null && count > 0) runs.push({ fix: id, path, start: Number(deleted[1]), end: Number(deleted[1]) + count - 1 });
    }
  }
  return runs;
}

function blamed(folder: string, runs: readonly DeletedRun[]): Promise<string[]> {
  const [first] = runs;
  if (first === undefined) return Promise.resolve([]);
  return new Promise((resolve, reject) => {
    const ranges = runs.flatMap(({ start, end }) => ["-L", `${start},${end}`]);
    const child = spawn("git", ["-c", "core.quotePath=false", "blame", "-w", "--incremental", ...ranges, `${first.fix}^`, "--", first.path], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const lines: string[] = [];
      let group: { commit: string; from: number; count: number } | null = null;
      for (const line of output.split("\n")) {
        const header = /^([0-9a-f]{40,64}) (\d+) \d+ (\d+)$/.exec(line);
        if (header !== null) group = { commit: header[1] ?? "", from: Number(header[2]), count: Number(header[3]) };
        else if (line.startsWith("filename ") && group !== null) {
          for (let offset = 0; offset < group.count; offset++) lines.push(`${group.commit} ${group.from + offset} ${line.slice("filename ".length)}`);
          group = null;
        }
      }
      resolve(lines);
    });
  });
}
