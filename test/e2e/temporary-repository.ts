import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real repository in a temporary folder, driven through git's command line. */
export class TemporaryRepository {
  readonly folder: string;
  private clock = 1_700_000_000;

  constructor(options: { readonly initialise?: boolean; readonly folder?: string } = {}) {
    this.folder = options.folder ?? realpathSync(mkdtempSync(join(tmpdir(), "countersign-test-")));
    if (options.initialise === false) return;
    this.git("init", "-q", "-b", "main");
    this.git("config", "user.name", "Ada");
    this.git("config", "user.email", "ada@example.org");
    this.git("config", "commit.gpgsign", "false");
    this.git("config", "core.autocrlf", "false");
  }

  /** Standard output; throws with git's words when the exit code is not 0. */
  git(...args: readonly string[]): string {
    const result = this.attempt(...args);
    if (result.code !== 0) throw new Error(`git ${args.join(" ")} failed: ${result.stderr}`);
    return result.stdout;
  }

  /** Like `git`, on a date of git's own form (`1700000000 +0000`). */
  gitAt(date: string, ...args: readonly string[]): string {
    const result = this.run(date, args);
    if (result.code !== 0) throw new Error(`git ${args.join(" ")} failed: ${result.stderr}`);
    return result.stdout;
  }

  attempt(...args: readonly string[]): { readonly code: number; readonly stdout: string; readonly stderr: string } {
    // Dates are given, so that ids repeat from run to run.
    return this.run(`${this.clock++} +0000`, args);
  }

  private run(date: string, args: readonly string[]): { readonly code: number; readonly stdout: string; readonly stderr: string } {
    const result = spawnSync("git", [...args], {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 1 << 29,
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
    return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
  }

  write(path: string, content: string | Uint8Array): void {
    const absolute = join(this.folder, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  /** Commits all that is in the work tree; returns the commit's id. */
  commit(message: string): string {
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", message);
    return this.git("rev-parse", "HEAD").trim();
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What `git blame` says of one line. */
export interface BlamedLine {
  readonly commit: string;
  readonly originalLine: number;
  readonly originalPath: string;
  readonly text: string;
}

/** `git blame --porcelain` of a file, line by line. */
export function blame(repository: TemporaryRepository, path: string, revision = "HEAD"): BlamedLine[] {
  const lines: BlamedLine[] = [];
  const names = new Map<string, string>();
  let commit = "";
  let originalLine = 0;
  for (const line of repository.git("-c", "core.quotePath=false", "blame", "--porcelain", revision, "--", path).split("\n")) {
    const header = /^([0-9a-f]{40}) (\d+) \d+/.exec(line);
    if (line.startsWith("\t")) lines.push({ commit, originalLine, originalPath: names.get(`${commit} ${originalLine}`) ?? names.get(commit) ?? "", text: line.slice(1) });
    else if (line.startsWith("filename ")) names.set(commit, line.slice(9));
    else if (header?.[1] !== undefined) {
      commit = header[1];
      originalLine = Number(header[2]);
    }
  }
  return lines;
}

/** Numbers from 0 up to 1 that repeat with the seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
