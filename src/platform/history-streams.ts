import type { GitPlumbing } from "../core/ports";
import { CombinedParser } from "./history-combined-parser";
import type { CombinedDiff } from "./history-combined-parser";
import { DiffParser } from "./history-diff-parser";
import type { TreeDiff } from "./history-diff-parser";

const HISTORY_TIMEOUT = 30 * 60_000;
/** Said in full, so that neither a version's default nor anybody's configuration changes a verdict. `git blame` uses the same. */
const TEXT_OPTIONS = [
  "-p", "--raw", "-z", "-U0", "--inter-hunk-context=0", "--full-index", "--no-abbrev", "-M50%", "-l1000", "--diff-algorithm=default", "--indent-heuristic",
  "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--submodule=short", "--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/", "-O/dev/null",
];

/** Diffs in the order of their requests, one git process for all of them, read only as far as asked. */
export class DiffStream<Diff> {
  private readonly ready: Diff[] = [];
  private next = 0;

  constructor(private readonly batches: AsyncIterator<readonly Diff[]>) {}

  /** The next diff, or null when there are no more. Errors: those of git. */
  async take(): Promise<Diff | null> {
    for (;;) {
      const diff = this.ready[this.next];
      if (diff !== undefined) {
        this.next++;
        return diff;
      }
      this.ready.length = 0;
      this.next = 0;
      const batch = await this.batches.next();
      if (batch.done === true) return null;
      this.ready.push(...batch.value);
    }
  }

  /** Stops git when not everything was read. */
  async close(): Promise<void> {
    await this.batches.return?.();
  }
}

/** Diffs of pairs of trees with hunks; `texts` keeps the changed lines. */
export function treeDiffs(git: GitPlumbing, pairs: readonly string[], texts: boolean, signal?: AbortSignal): DiffStream<TreeDiff> {
  const parser = new DiffParser({ single: false, texts });
  return start(git, ["diff-tree", "--stdin", "-r", ...TEXT_OPTIONS], pairs, parser, signal);
}

/** Names and ids that pairs of trees differ in; no file's content is read. */
export function treeDifferences(git: GitPlumbing, pairs: readonly string[], signal?: AbortSignal): DiffStream<TreeDiff> {
  const parser = new DiffParser({ single: false, texts: false });
  return start(git, ["diff-tree", "--stdin", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=all"], pairs, parser, signal);
}

/**
 * Diffs of merges (`merge parent parent…` each) against all of their parents, where a file differs from every one.
 * With one line of context: without any, git counts one line too few at the end of a file (and prints 2^64 - 1 for -1).
 */
export function mergeDiffs(git: GitPlumbing, merges: readonly string[], idLength: number, texts: boolean, signal?: AbortSignal): DiffStream<CombinedDiff> {
  const parser = new CombinedParser(idLength, texts);
  return start(git, ["diff-tree", "--stdin", "-r", "-c", "--combined-all-paths", ...TEXT_OPTIONS, "-U1"], merges, parser, signal);
}

/** What is not committed yet: the work tree or the index against a commit (or the empty tree). */
export async function uncommittedDiff(git: GitPlumbing, against: string, index: boolean, texts: boolean, signal?: AbortSignal): Promise<TreeDiff> {
  const parser = new DiffParser({ single: true, texts });
  const args = ["-c", "diff.autoRefreshIndex=true", ...(await withoutFilters(git)), "diff", ...(index ? ["--cached"] : []), ...TEXT_OPTIONS, against, "--"];
  const diffs: TreeDiff[] = [];
  for await (const chunk of git.stream(args, { timeout: HISTORY_TIMEOUT, ...(signal === undefined ? {} : { signal }) })) diffs.push(...parser.push(chunk));
  diffs.push(...parser.end());
  return diffs[0] ?? { pair: "", changes: [] };
}

/** A filter is a program that the repository's own configuration names; reading history runs none. */
async function withoutFilters(git: GitPlumbing): Promise<readonly string[]> {
  const { code, stdout } = await git.attempt(["config", "--null", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process)$"]);
  if (code !== 0) return [];
  const names = new Set(stdout.toString("utf8").split("\0").map((key) => /^filter\.(.*)\.(?:clean|process)$/s.exec(key)?.[1]));
  const options: string[] = [];
  for (const name of names) {
    if (name === undefined || name.includes("=")) continue;
    for (const setting of ["clean=", "process=", "required=false"]) options.push("-c", `filter.${name}.${setting}`);
  }
  return options;
}

interface Parser<Diff> {
  push(chunk: Buffer): readonly Diff[];
  end(): readonly Diff[];
}

function start<Diff>(git: GitPlumbing, args: readonly string[], requests: readonly string[], parser: Parser<Diff>, signal: AbortSignal | undefined): DiffStream<Diff> {
  return new DiffStream(read(git, args, requests, parser, signal));
}

async function* read<Diff>(git: GitPlumbing, args: readonly string[], requests: readonly string[], parser: Parser<Diff>, signal: AbortSignal | undefined): AsyncGenerator<readonly Diff[], void> {
  if (requests.length === 0) return;
  const input = `${requests.join("\n")}\n`;
  for await (const chunk of git.stream(args, { input, timeout: HISTORY_TIMEOUT, ...(signal === undefined ? {} : { signal }) })) yield parser.push(chunk);
  yield parser.end();
}
