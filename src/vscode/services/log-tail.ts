import type { LogOutputChannel } from "vscode";

/** Lines that a report of a problem may carry. */
const LINES = 200;
const LINE_LENGTH = 500;
const LEVELS: ReadonlySet<string | symbol> = new Set(["debug", "info", "warn", "error"]);

/** The last lines of our log, kept in memory: the editor gives no extension its own log back. */
export class LogTail {
  private readonly kept: string[] = [];

  get lines(): readonly string[] {
    return this.kept;
  }

  /** The same channel, of which what is logged from now on is kept as well. An empty target: the editor may hand out frozen objects. */
  follow(channel: LogOutputChannel): LogOutputChannel {
    return new Proxy({} as LogOutputChannel, {
      get: (_, name) => {
        const member: unknown = Reflect.get(channel, name);
        if (typeof member !== "function") {
          return member;
        }
        return (...parts: readonly unknown[]): unknown => {
          if (LEVELS.has(name)) {
            this.keep(`${String(name)} ${String(parts[0])}`);
          }
          return Reflect.apply(member, channel, parts);
        };
      },
    });
  }

  private keep(line: string): void {
    this.kept.push(line.slice(0, LINE_LENGTH));
    if (this.kept.length > LINES) {
      this.kept.shift();
    }
  }
}
