import type { Progress } from "../core/ports";
import { fit, printable } from "../report/text-layout";
import type { Host } from "./host";

/** Milliseconds before the first line appears, and between two of them: quick work shows nothing. */
const DELAY = 300;
const INTERVAL = 100;

const CLEAR_LINE = "\r\u001b[2K";

/** One line on standard error that overwrites itself; nothing at all in a pipe or in CI. */
export class TerminalProgress implements Progress {
  private readonly startedAt: number;
  private lastShown = 0;
  private visible = false;

  constructor(
    private readonly host: Host,
    private readonly now: () => number = Date.now,
  ) {
    this.startedAt = now();
  }

  report(stage: string, done: number, total: number): void {
    if (!this.host.errorIsTerminal || isSet(this.host.environment["CI"]) || this.host.environment["TERM"] === "dumb") return;
    const now = this.now();
    if (now - this.startedAt < DELAY || now - this.lastShown < INTERVAL) return;
    this.lastShown = now;
    this.visible = true;
    const count = total > 0 ? ` ${done} of ${total}` : done > 0 ? ` ${done}` : "";
    this.host.error(CLEAR_LINE + fit(printable(`${stage}${count}`), (this.host.columns ?? 80) - 1));
  }

  /** Takes the line away; must run before anything else is printed. */
  clear(): void {
    if (this.visible) this.host.error(CLEAR_LINE);
    this.visible = false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}
