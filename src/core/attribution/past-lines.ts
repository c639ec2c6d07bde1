/** What history says of the lines that stood where others stand now. Where it holds a line, it tells by itself what became of it. */
import type { FileHistory, LineRun } from "../ports";
import { lineKey, normalLine } from "../fingerprint/lines";

export class PastLines {
  private gone: ReadonlySet<string> | null = null;

  constructor(
    private readonly path: string,
    private readonly history: FileHistory | null,
  ) {}

  /** Whether a line with this key was taken away in the file, or stood where the line at `index` (0-based) stands. */
  holds(index: number, key: string): boolean {
    const run = this.history?.runs.find(({ start, length }) => index + 1 >= start && index + 1 < start + length);
    this.gone ??= new Set((this.history?.removals ?? []).flatMap(({ lines }) => lines.map((text) => keyAt(this.path, text))));
    return this.gone.has(key) || (run !== undefined && stoodThere(run, this.path, key));
  }
}

function stoodThere(run: LineRun, path: string, key: string): boolean {
  for (let edited = run.editOf; edited !== undefined; edited = edited.editOf) if (keyAt(edited.originalPath, edited.text) === key) return true;
  return run.replaced?.some((text) => keyAt(path, text) === key) === true;
}

function keyAt(path: string, text: string): string {
  return lineKey(normalLine(path, text));
}
