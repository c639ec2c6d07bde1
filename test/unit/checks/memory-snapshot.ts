import { join } from "node:path";
import { CodeChecks } from "../../../src/checks/code-checks";
import type { ChildRunner, FileContent, Log, Snapshot } from "../../../src/core/ports";
import { ChildProcesses } from "../../../src/platform/child-runner";

export const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A snapshot that stands in memory. */
export class MemorySnapshot implements Snapshot {
  readonly paths: readonly string[];

  constructor(
    private readonly files: Readonly<Record<string, string>>,
    readonly id = "worktree",
  ) {
    this.paths = Object.keys(files).sort();
  }

  has(path: string): boolean {
    return Object.hasOwn(this.files, path);
  }

  read(paths: readonly string[], maximumBytes = 5 * 1024 * 1024): Promise<ReadonlyMap<string, FileContent>> {
    return Promise.resolve(
      new Map(
        paths.filter((path) => this.has(path)).map((path): [string, FileContent] => {
          const text = this.files[path] ?? "";
          return [path, text.length > maximumBytes ? { kind: "too-large", blob: null, bytes: text.length } : { kind: "text", text, blob: null }];
        }),
      ),
    );
  }
}

/** The real processes, from the transpiled sources beside the tests. */
export function realProcesses(log: Log = SILENT): ChildRunner {
  const scripts = join(__dirname, "../../../src/checks");
  return new ChildProcesses({ parser: join(scripts, "parser-process.js"), semantic: join(scripts, "semantic-process.js") }, log);
}

export function realChecks(): CodeChecks {
  return new CodeChecks({ processes: realProcesses(), log: SILENT });
}
