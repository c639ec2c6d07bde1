import type { LineChange } from "../../core/attribution/live-ranges";

export type ObservedBy = "typed" | "assistant" | "suspected";

/** Lines that came about in one way since the last save; 1-based, inclusive. */
export interface ObservedRun {
  readonly by: ObservedBy;
  readonly startLine: number;
  readonly endLine: number;
  readonly assistant?: string;
  readonly model?: string;
  readonly detail?: string;
  /** The edit that brought it, while it is doubtful whether it was one. */
  readonly edit?: string;
}

/** Above this the oldest typed run is forgotten: only its colour is lost. */
const MOST_RUNS = 200;

/**
 * How the lines of one document came about, followed through its edits, in memory: part of the typing path, so an edit costs
 * one pass over the runs. A small edit inside an assistant's or a suspected run does not make the line anybody else's.
 */
export class ObservedRuns {
  private list: ObservedRun[] = [];

  get runs(): readonly ObservedRun[] {
    return this.list;
  }

  /** `added` null: the edit says nothing about who wrote its lines; what stood there keeps its account where it can. */
  apply(change: LineChange, added: Omit<ObservedRun, "startLine" | "endLine"> | null): void {
    const removed = change.endLine - change.startLine + 1;
    const delta = change.addedLines - removed;
    const inPlace = delta === 0 && removed > 0;
    if (inPlace && (added === null || (added.by === "typed" && this.covers(change)))) {
      return;
    }
    const next: ObservedRun[] = [];
    for (const run of this.list) {
      if (run.endLine < change.startLine) {
        next.push(run);
      } else if (run.startLine > change.endLine) {
        next.push({ ...run, startLine: run.startLine + delta, endLine: run.endLine + delta });
      } else {
        if (run.startLine < change.startLine) {
          next.push({ ...run, endLine: change.startLine - 1 });
        }
        if (run.endLine > change.endLine) {
          next.push({ ...run, startLine: change.startLine + change.addedLines, endLine: run.endLine + delta });
        }
      }
    }
    if (added !== null && change.addedLines > 0) {
      next.push({ ...added, startLine: change.startLine, endLine: change.startLine + change.addedLines - 1 });
    }
    next.sort((one, other) => one.startLine - other.startLine);
    this.list = joined(next);
  }

  /** Forgets runs; those for which `keep` holds stay. */
  clear(keep: (run: ObservedRun) => boolean = () => false): void {
    this.list = this.list.filter(keep);
  }

  private covers({ startLine, endLine }: LineChange): boolean {
    return this.list.some((run) => run.startLine <= startLine && run.endLine >= endLine);
  }
}

function joined(sorted: readonly ObservedRun[]): ObservedRun[] {
  const runs: ObservedRun[] = [];
  for (const run of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last.by === run.by && last.assistant === run.assistant && last.edit === run.edit && last.endLine + 1 === run.startLine && run.by !== "suspected") {
      runs[runs.length - 1] = { ...last, endLine: run.endLine };
    } else {
      runs.push(run);
    }
  }
  if (runs.length > MOST_RUNS) {
    runs.splice(runs.findIndex((run) => run.by === "typed"), 1);
  }
  return runs;
}
