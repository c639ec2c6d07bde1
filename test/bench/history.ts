/** Whole-history line origins beside `git blame` of the same files, in one run. Prints a ratio, never fails by the clock. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RangeHistory } from "../../src/core/ports";
import { openRepository } from "../../src/platform/repository";

const FILES = 300;
const COMMITS = 2000;
const LINES = 150;
/** Of a larger repository this many files are blamed, evenly spread, and the time is scaled up. */
const MOST_BLAMED = 400;

export interface HistoryBenchmark {
  readonly files: number;
  readonly commits: number;
  /** Seconds of `Git.history(null, "HEAD")`. */
  readonly ours: number;
  /** Seconds of one `git blame` process a file, for all files. */
  readonly blame: number;
  /** How many times faster ours is. */
  readonly ratio: number;
  /** Growth of this process's resident memory at its peak, MiB; git's own processes not included. */
  readonly peakMegabytes: number;
  readonly lines: number;
  /** Share of the blamed lines that both give to the same commit and line. */
  readonly agreement: number;
}

/** Measures a repository on disk, or one of 300 files and 2,000 commits that it builds. */
export async function benchHistory(repositoryPath: string | null): Promise<HistoryBenchmark> {
  const folder = repositoryPath ?? mkdtempSync(join(tmpdir(), "countersign-bench-"));
  try {
    if (repositoryPath === null) buildRepository(folder);
    const git = await openRepository(folder, { debug: () => undefined, info: () => undefined, warn: (message) => console.log(message) });
    const before = process.memoryUsage().rss;
    let peak = before;
    const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
    const start = process.hrtime.bigint();
    const history = await git.history(null, "HEAD");
    const ours = Number(process.hrtime.bigint() - start) / 1e9;
    clearInterval(sampler);
    git.dispose();
    const compared = blameAll(folder, history);
    const result = {
      files: history.files.size, commits: history.commits.size, ours, blame: compared.seconds, ratio: compared.seconds / ours,
      peakMegabytes: (Math.max(peak, process.memoryUsage().rss) - before) / 1048576, lines: compared.lines, agreement: compared.lines === 0 ? 1 : compared.same / compared.lines,
    };
    console.log(
      `history: ${result.files} files, ${result.commits} commits: ours ${ours.toFixed(2)} s (+${result.peakMegabytes.toFixed(0)} MB), ` +
        `git blame ${result.blame.toFixed(2)} s, ratio ${result.ratio.toFixed(1)}; ${(100 * result.agreement).toFixed(3)} % of ${result.lines} lines agree`,
    );
    return result;
  } finally {
    if (repositoryPath === null) rmSync(folder, { recursive: true, force: true });
  }
}

function blameAll(folder: string, history: RangeHistory): { readonly seconds: number; readonly lines: number; readonly same: number } {
  // Binary files have no runs; blame would cut them at line feeds.
  const paths = [...history.files.values()].filter((file) => file.runs.length > 0).map((file) => file.path);
  const step = Math.max(1, paths.length / MOST_BLAMED);
  let spent = 0n;
  let [blamed, lines, same] = [0, 0, 0];
  for (let index = 0; index < paths.length; index += step) {
    const path = paths[Math.floor(index)] ?? "";
    const start = process.hrtime.bigint();
    const answer = spawnSync("git", ["blame", "--incremental", "HEAD", "--", path], { cwd: folder, maxBuffer: 1 << 30 });
    spent += process.hrtime.bigint() - start;
    blamed++;
    const told = new Map<number, string>();
    for (const match of answer.stdout.toString("utf8").matchAll(/^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/gm)) {
      for (let offset = 0; offset < Number(match[4]); offset++) told.set(Number(match[3]) + offset, `${match[1] ?? ""} ${Number(match[2]) + offset}`);
    }
    lines += told.size;
    for (const run of history.files.get(path)?.runs ?? []) {
      for (let offset = 0; offset < run.length; offset++) if (told.get(run.start + offset) === `${run.introducedBy} ${run.originalStart + offset}`) same++;
    }
  }
  return { seconds: (Number(spent) / 1e9) * (blamed === 0 ? 0 : paths.length / blamed), lines, same };
}

/** Main changes the first files, short side branches the others, so that every merge is clean. */
function buildRepository(folder: string): void {
  execFileSync("git", ["init", "-q", "-b", "main", folder]);
  let seed = 1;
  const below = (limit: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % limit;
  };
  const contents = Array.from({ length: FILES }, (_, file) => Array.from({ length: LINES }, (_line, line) => `export const f${file}l${line} = compute(${line});`));
  const out: string[] = [];
  const put = (file: number) => {
    const text = `${(contents[file] ?? []).join("\n")}\n`;
    out.push(`M 100644 inline src/module${file % 20}/file${file}.ts\ndata ${Buffer.byteLength(text)}\n${text}\n`);
  };
  let mark = 0;
  const begin = (branch: string, parents: string) => {
    mark++;
    out.push(`commit refs/heads/${branch}\nmark :${mark}\ncommitter Ada <ada@example.org> ${1_700_000_000 + mark * 60} +0000\ndata 8\nchange\n\n${parents}`);
  };
  const edit = (file: number) => {
    const lines = contents[file] ?? [];
    for (let change = 0; change <= below(3); change++) {
      const fresh = Array.from({ length: below(6) }, (_, index) => `  const value${mark}_${index} = call(${below(1000)});`);
      lines.splice(below(lines.length + 1), below(5), ...fresh);
    }
    put(file);
  };
  begin("main", "");
  for (let file = 0; file < FILES; file++) put(file);
  const shared = Math.floor(FILES * 0.8);
  let main = mark;
  while (mark < COMMITS) {
    if (mark % 25 === 0) {
      const touched = new Set<number>();
      let side = main;
      for (let count = 0; count < 3; count++) {
        begin(`side${main}`, `from :${side}\n`);
        const file = shared + below(FILES - shared);
        touched.add(file);
        edit(file);
        side = mark;
      }
      begin("main", `from :${main}\nmerge :${side}\n`);
      for (const file of touched) put(file);
    } else {
      begin("main", `from :${main}\n`);
      for (const file of new Set([below(shared), below(shared)])) edit(file);
    }
    main = mark;
  }
  execFileSync("git", ["fast-import", "--quiet"], { cwd: folder, input: out.join("") });
}
