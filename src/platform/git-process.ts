import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { resolve } from "node:path";
import { CountersignError } from "../core/model";
import type { GitPlumbing, GitRunOptions } from "../core/ports";
import { freeOwnRefs, namesOwnLock } from "./stale-ref-locks";

const DEFAULT_TIMEOUT = 60_000;

/**
 * Settings that keep git from prompting, paging, locking the index for a refresh, following local replace refs or grafts, or
 * fetching objects lazily one by one. GIT_NO_LAZY_FETCH is honoured from git 2.44 on and ignored before (2.39 would
 * fetch), which is why objects are read through `SealedGit`: it does not know of any promisor remote.
 */
const QUIET_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  // Of a file of grafts (`.git/info/grafts`), which gives commits other parents: a place where none can be.
  GIT_GRAFT_FILE: "/dev/null/grafts",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_PAGER: "cat",
  LC_ALL: "C",
};

/** Options that keep a repository's own configuration from running programs or changing what git prints. */
const QUIET_OPTIONS = ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "color.ui=false"];

/** Runs git in one folder: no shell, a time limit, cancellable, errors in words. */
export class GitProcess implements GitPlumbing {
  /** `environment` is added to that of every call; an undefined value takes a variable away. */
  constructor(
    private readonly directory: string,
    private readonly executable = "git",
    private readonly environment: Readonly<Record<string, string | undefined>> = {},
  ) {}

  async run(args: readonly string[], options: GitRunOptions = {}): Promise<Buffer> {
    const result = await this.attempt(args, options);
    if (result.code !== 0) {
      throw failureOf(args, result);
    }
    return result.stdout;
  }

  async attempt(args: readonly string[], options: GitRunOptions = {}): Promise<{ code: number; stdout: Buffer; stderr: string }> {
    const running = this.start(args, options);
    const chunks: Buffer[] = [];
    running.child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    const { code, stderr } = await running.finished;
    return { code, stdout: Buffer.concat(chunks), stderr };
  }

  async *stream(args: readonly string[], options: GitRunOptions = {}): AsyncIterable<Buffer> {
    const running = this.start(args, options);
    // A failure must not be an unhandled rejection while the consumer still reads.
    const finished = running.finished.then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    let atEnd = false;
    try {
      for await (const chunk of running.child.stdout) yield chunk as Buffer;
      atEnd = true;
    } finally {
      // Only a consumer that left early stops git; at the end of its output it is about to exit by itself.
      if (!atEnd) running.child.kill("SIGKILL");
    }
    const outcome = await finished;
    if ("error" in outcome) throw outcome.error;
    if (outcome.result.code !== 0) {
      throw failureOf(args, outcome.result);
    }
  }

  async freed(words: string): Promise<readonly string[] | null> {
    if (!namesOwnLock(words)) return null;
    const common = (await this.run(["rev-parse", "--git-common-dir"])).toString("utf8").replace(/\n$/, "");
    return freeOwnRefs(resolve(this.directory, common));
  }

  /**
   * A git process that stays: the caller writes requests to its input and reads answers. No time limit; it ends when
   * its input ends, at the latest with this process.
   */
  converse(args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(this.executable, [...QUIET_OPTIONS, ...args], {
      cwd: this.directory,
      env: this.environmentOf({}),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
  }

  private environmentOf(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return { ...process.env, ...QUIET_ENVIRONMENT, ...this.environment, ...extra };
  }

  private start(args: readonly string[], options: GitRunOptions) {
    const child = spawn(this.executable, [...QUIET_OPTIONS, ...args], {
      cwd: this.directory,
      env: this.environmentOf(options.environment ?? {}),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const limit = options.timeout ?? DEFAULT_TIMEOUT;
    let stopped: "timeout" | "interrupted" | null = null;
    const stop = (why: "timeout" | "interrupted") => {
      stopped ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => stop("timeout"), limit);
    const onAbort = () => stop("interrupted");
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted) onAbort();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < 8192) stderr += chunk.toString("utf8");
    });
    // git may exit before it has read all of its input; that shows in its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    const finished = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        reject(
          error.code === "ENOENT"
            ? new CountersignError("no-git", "git was not found", { hint: "install git, or put it on PATH" }, { cause: error })
            : new CountersignError("internal", `git could not be started: ${error.message}`, {}, { cause: error }),
        );
      });
      child.on("close", (code) => {
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", onAbort);
        if (stopped === "interrupted") reject(new CountersignError("interrupted", "interrupted"));
        else if (stopped === "timeout") reject(new CountersignError("internal", `git ${commandOf(args)} took longer than ${limit / 1000} s`));
        else resolve({ code: code ?? 128, stderr });
      });
    });
    return { child, finished };
  }
}

const MISSING_OBJECT = /(?:unable to read|bad object|could not fetch|missing (?:blob|tree|commit|object)) (?:sha1 file )?(?:tree )?'?([0-9a-f]{40,64})\b/;

/** A damaged clone is named as that: it is what people can mend. */
function failureOf(args: readonly string[], { code, stderr }: { readonly code: number; readonly stderr: string }): CountersignError {
  const missing = MISSING_OBJECT.exec(stderr)?.[1];
  return missing === undefined
    ? new CountersignError("internal", `git ${commandOf(args)} failed (${code}): ${stderr.trim().slice(0, 500)}`)
    : new CountersignError("internal", `the object ${missing.slice(0, 12)} is missing from this clone, and git ${commandOf(args)} needs it`, { hint: "git fetch --refetch --no-filter brings it back where the remote has it; git fsck lists what else is missing" });
}

/** The command's name after git's own `-c key=value` options. */
function commandOf(args: readonly string[]): string {
  let index = 0;
  while (args[index] === "-c") index += 2;
  return args[index] ?? "";
}
