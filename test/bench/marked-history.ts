/** What git itself says of a history with AI-marked commits: the hunks each one added, and what became of every line. */
import { spawn, spawnSync } from "node:child_process";

/** Lines that one marked commit added in one run; 1-based, inclusive, in that commit's version of the file. */
export interface AddedHunk {
  readonly commit: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** UTC, ISO 8601 with seconds. */
  readonly at: string;
}

const PARALLEL = 4;
/** No record carries more lines (ledger.md 2.6); the product cuts at 400, too. */
const LONGEST = 400;
const MAXIMUM_FILE = 1024 * 1024;

/** Every run of lines that the commits added, renames followed. */
export function addedHunks(folder: string, commits: ReadonlySet<string>): AddedHunk[] {
  const result = spawnSync("git", ["-c", "core.quotePath=false", "log", "--no-merges", "-p", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--format=%x1e%H %ct", "HEAD"], { cwd: folder, maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git log: ${result.stderr.toString("utf8")}`);
  const hunks: AddedHunk[] = [];
  for (const entry of result.stdout.toString("utf8").split("\x1e")) {
    const [id = "", seconds = ""] = (entry.split("\n", 1)[0] ?? "").split(" ");
    if (!commits.has(id)) continue;
    const at = new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    let path: string | null = null;
    for (const line of entry.split("\n")) {
      if (line.startsWith("+++ ")) path = line.startsWith("+++ b/") ? line.slice(6).replace(/\t$/, "") : null;
      const added = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (added === null || path === null) continue;
      const start = Number(added[1]);
      const end = start + Number(added[2] ?? 1) - 1;
      for (let from = start; from <= end; from += LONGEST) hunks.push({ commit: id, path, start: from, end: Math.min(end, from + LONGEST - 1), at });
    }
  }
  return hunks;
}

export function pathsAtHead(folder: string): string[] {
  const result = spawnSync("git", ["ls-tree", "-r", "-z", "--name-only", "HEAD"], { cwd: folder, maxBuffer: 1 << 30, encoding: "utf8" });
  return result.stdout.split("\0").filter((path) => path !== "");
}

/** Texts by git's name of them (`REV:PATH`), in one process; binary and large ones left out. */
export function textsOf(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["cat-file", "--batch"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve(parseBatch(Buffer.concat(chunks), names)));
    child.stdin.end(names.map((name) => `${name}\n`).join(""));
  });
}

function parseBatch(output: Buffer, names: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  for (const name of names) {
    const end = output.indexOf(10, at);
    const header = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString("utf8", at, end));
    at = end + 1;
    if (header === null) continue;
    const size = Number(header[1]);
    const content = output.subarray(at, at + size);
    at += size + 1;
    if (size <= MAXIMUM_FILE && !content.includes(0)) texts.set(name, content.toString("utf8"));
  }
  return texts;
}

/** path → 0-based line → `COMMIT LINE PATH` that introduced it, blanks ignored; `moves`: through moves and copies of one commit to their origin. */
export async function blameOf(folder: string, paths: readonly string[], moves: boolean): Promise<Map<string, readonly string[]>> {
  const blamed = new Map<string, readonly string[]>();
  const waiting = [...paths];
  const worker = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) blamed.set(path, await blame(folder, path, moves ? ["-M", "-C"] : []));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return blamed;
}

function blame(folder: string, path: string, options: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-c", "core.quotePath=false", "blame", "-w", ...options, "--incremental", "HEAD", "--", path], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const lines: string[] = [];
      let group: { commit: string; from: number; to: number; count: number } | null = null;
      for (const line of output.split("\n")) {
        const header = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(line);
        if (header !== null) group = { commit: header[1] ?? "", from: Number(header[2]), to: Number(header[3]), count: Number(header[4]) };
        else if (line.startsWith("filename ") && group !== null) {
          for (let offset = 0; offset < group.count; offset++) lines[group.to + offset - 1] = `${group.commit} ${group.from + offset} ${line.slice("filename ".length)}`;
          group = null;
        }
      }
      resolve(lines);
    });
  });
}
