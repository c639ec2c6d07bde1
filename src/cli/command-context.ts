import { resolve } from "node:path";
import type { Command } from "commander";
import { CountersignError } from "../core/model";
import type { Log } from "../core/ports";
import { repositoryPath } from "../platform/command-files";
import type { Palette } from "../report/palette";
import { paletteFor, wantsColour } from "./colours";
import type { Host } from "./host";
import type { OpenSession, Session } from "./session";
import { TerminalProgress } from "./terminal-progress";

/** Narrow terminals get what fits in 60 columns; wide ones are not filled, because long lines read badly. */
const NARROWEST = 60;
const WIDEST = 100;
const DEFAULT_COLUMNS = 80;
/** A shorter secret could be found by trying. */
const LEAST_CACHE_KEY = 16;

/** What every command has at hand; one for each run of the program. */
export class CommandContext {
  readonly progress: TerminalProgress;
  /** Given on the command line or to the action. */
  cacheDirectory: string | undefined;
  /** Set by the command that ran. */
  exitCode = 0;

  constructor(
    readonly host: Host,
    readonly signal: AbortSignal,
    private readonly openSession: OpenSession,
  ) {
    this.progress = new TerminalProgress(host);
  }

  /** Columns for text output. */
  get width(): number {
    return Math.min(WIDEST, Math.max(NARROWEST, this.host.columns ?? DEFAULT_COLUMNS));
  }

  get palette(): Palette {
    return paletteFor(wantsColour(this.host));
  }

  get log(): Log {
    return logTo(this.host);
  }

  /**
   * Opens the repository of the current folder for one piece of work; evidence that waits in the journal is settled first, or
   * left where it is. `read-only` writes nothing at all, not even caches.
   */
  async withSession<T>(work: (session: Session) => Promise<T>, journal: "settle" | "leave" | "read-only" = "settle", folder = this.host.directory): Promise<T> {
    const session = await this.openSession(folder, { log: this.log, terminal: this.host.interactive, ...(journal === "read-only" ? { readOnly: true } : this.sealedCache()) });
    try {
      this.stopIfInterrupted();
      if (journal === "settle") await session.settle();
      this.stopIfInterrupted();
      return await work(session);
    } finally {
      this.progress.clear();
      await session.dispose();
    }
  }

  /** `--cache-dir`, or COUNTERSIGN_CACHE_DIR. Without the secret nobody could tell who wrote what is there, so it is left alone. */
  private sealedCache(): { readonly cache?: { readonly directory: string; readonly key: string } } {
    const { environment, directory } = this.host;
    const folder = this.cacheDirectory ?? environment["COUNTERSIGN_CACHE_DIR"] ?? "";
    if (folder === "") return {};
    const key = environment["COUNTERSIGN_CACHE_KEY"] ?? "";
    if (key.length >= LEAST_CACHE_KEY) return { cache: { directory: resolve(directory, folder), key } };
    this.log.warn(`the cache folder is not used: COUNTERSIGN_CACHE_KEY has fewer than ${LEAST_CACHE_KEY} characters`);
    return {};
  }

  /** Repository-relative form of a path as typed; errors: `usage`. */
  pathIn(session: Session, typed: string): string {
    if (session.root === null) throw new CountersignError("usage", "a bare repository has no files to name by path", { path: typed });
    return repositoryPath(session.root, this.host.directory, typed);
  }

  /** Like `pathIn` for path arguments; the root itself is no restriction. */
  pathsIn(session: Session, typed: readonly string[]): readonly string[] | undefined {
    const paths = typed.map((path) => this.pathIn(session, path));
    return paths.length === 0 || paths.includes("") ? undefined : paths;
  }

  stopIfInterrupted(): void {
    if (this.signal.aborted) throw new CountersignError("interrupted", "interrupted");
  }

  print(text: string): void {
    this.progress.clear();
    this.host.out(text);
  }
}

/** A command of the program, in a file of its own. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;

const LEVELS = ["debug", "info", "warn"] as const;

/** `COUNTERSIGN_LOG=debug|info|warn` logs to standard error; otherwise nothing does. */
function logTo(host: Host): Log {
  const threshold = LEVELS.findIndex((level) => level === host.environment["COUNTERSIGN_LOG"]);
  const writer = (level: (typeof LEVELS)[number]) => (message: string) => {
    if (threshold !== -1 && LEVELS.indexOf(level) >= threshold) host.error(`countersign [${level}] ${message}\n`);
  };
  return { debug: writer("debug"), info: writer("info"), warn: writer("warn") };
}
