/**
 * Which lines of a marked commit a later fix changed (after Śliwerski, Zimmermann and Zeller, MSR 2005): what a commit that calls itself
 * a fix deleted or replaced, traced by `git blame -w -M` from the fix's parent to the commit that wrote it. A fix that only moves a line, drops its
 * file, rewrites a comment or an import, or sweeps over a hundred files mends no fault of that line (Kim et al., ASE 2006; McIntosh and Kamei,
 * IEEE TSE 2018): such changes are told apart.
 */
import { spawn, spawnSync } from "node:child_process";
import { isFixSubject } from "../../src/core/risk/change-history";

/** Seconds since 1970 of the earliest fixes that changed a line. */
export interface LaterFix {
  /** Of any kind. */
  readonly changed: number;
  /** One that says something of the line; null where there is none. */
  readonly mended: number | null;
  /** Likewise, in a file of prose, where comments are the text. */
  readonly mendedAsProse: number | null;
}

export interface DeletedLine {
  /** 1-based, before the fix. */
  readonly line: number;
  readonly isMended: boolean;
  readonly isMendedAsProse: boolean;
}

export interface FileOfFix {
  readonly fix: string;
  readonly at: number;
  readonly path: string;
  readonly lines: readonly DeletedLine[];
}

const PARALLEL = 2;
const SWEEP = 100;
/** A shorter text is repeated by chance. */
const TELLING = 12;
const COMMENT_OR_IMPORT = /^\s*(?:\/\/|\*|\/\*|#(?!\{)|<!--|import\b|from\s+\S+ import\b|\} from |export .* from )/;

/** `COMMIT LINE PATH` of every line that a later fix changed, as its own commit numbered it. */
export async function linesFixedLater(folder: string): Promise<ReadonlyMap<string, LaterFix>> {
  const waiting = [...filesOfFixes(folder)];
  const fixed = new Map<string, LaterFix>();
  const worker = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const [origin, deleted] of await blamed(folder, file)) fixed.set(origin, earlier(fixed.get(origin), file.at, deleted));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return fixed;
}

/** Seconds since 1970 of the commit that the history ends with. */
export function endOf(folder: string): number {
  const { stdout } = spawnSync("git", ["log", "-1", "--format=%ct", "HEAD"], { cwd: folder, encoding: "utf8" });
  return Number(stdout);
}

function earlier(known: LaterFix | undefined, at: number, { isMended, isMendedAsProse }: DeletedLine): LaterFix {
  const least = (one: number | null | undefined, counts: boolean) => (counts ? Math.min(one ?? at, at) : (one ?? null));
  return { changed: Math.min(known?.changed ?? at, at), mended: least(known?.mended, isMended), mendedAsProse: least(known?.mendedAsProse, isMendedAsProse) };
}

function filesOfFixes(folder: string): readonly FileOfFix[] {
  const result = spawnSync("git", ["-c", "core.quotePath=false", "log", "--no-merges", "-p", "-U0", "-w", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--format=%x1e%H %ct %s", "HEAD"], { cwd: folder, maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git log: ${result.stderr.toString("utf8")}`);
  return result.stdout.toString("utf8").split("\x1e").flatMap(parseFix);
}

/** What one entry of `git log -p -U0 --format="%H %ct %s"` deleted, by file; nothing unless it calls itself a fix. */
export function parseFix(entry: string): FileOfFix[] {
  const [header = "", ...rest] = entry.split(/^diff --git .*\n/m);
  const [id = "", at = "", ...subject] = header.trim().split(" ");
  if (!isFixSubject(subject.join(" "))) return [];
  const added = new Set(rest.flatMap((file) => bodyOf(file).flatMap((line) => (line.startsWith("+") ? [bare(line.slice(1))] : []))));
  return rest.flatMap((file): FileOfFix[] => {
    const path = /^--- a\/(.*?)\t?$/m.exec(file)?.[1];
    const isWhole = /^deleted file mode /m.test(file.slice(0, file.indexOf("\n--- ")));
    const lines: DeletedLine[] = [];
    let number = 0;
    for (const line of bodyOf(file)) {
      const start = /^@@ -(\d+)/.exec(line);
      if (start !== null) number = Number(start[1]);
      else if (line.startsWith("-")) {
        const text = line.slice(1);
        const isMoved = bare(text).length > TELLING && added.has(bare(text));
        const isMendedAsProse = !isWhole && !isMoved && /\w/.test(text) && rest.length <= SWEEP;
        lines.push({ line: number++, isMended: isMendedAsProse && !COMMENT_OR_IMPORT.test(text), isMendedAsProse });
      }
    }
    return path === undefined || lines.length === 0 ? [] : [{ fix: id, at: Number(at), path, lines }];
  });
}

function bodyOf(file: string): readonly string[] {
  const from = file.search(/^@@ /m);
  return from === -1 ? [] : file.slice(from).split("\n");
}

function bare(text: string): string {
  return text.replace(/\s+/g, "");
}

/** The name of each deleted line where it was written. */
function blamed(folder: string, { fix, path, lines }: FileOfFix): Promise<[string, DeletedLine][]> {
  const known = new Map(lines.map((line) => [line.line, line]));
  const ranges = runsOf(lines.map(({ line }) => line)).flatMap(([start, end]) => ["-L", `${start},${end}`]);
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-c", "core.quotePath=false", "blame", "-w", "-M", "--incremental", ...ranges, `${fix}^`, "--", path], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const origins: [string, DeletedLine][] = [];
      let group: { commit: string; from: number; to: number; count: number } | null = null;
      for (const line of output.split("\n")) {
        const header = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(line);
        if (header !== null) group = { commit: header[1] ?? "", from: Number(header[2]), to: Number(header[3]), count: Number(header[4]) };
        else if (line.startsWith("filename ") && group !== null) {
          for (let offset = 0; offset < group.count; offset++) {
            const deleted = known.get(group.to + offset);
            if (deleted !== undefined) origins.push([`${group.commit} ${group.from + offset} ${line.slice("filename ".length)}`, deleted]);
          }
          group = null;
        }
      }
      resolve(origins);
    });
  });
}

function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
