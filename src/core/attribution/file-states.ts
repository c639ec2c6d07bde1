/**
 * The state of all files at one commit of a walk through history: a persistent map whose forks share what they have in
 * common, so that a branch costs what it changes. Paths without an entry are as they were where the walk began.
 */
import type { LineTable } from "./line-table";

export interface PresentFile {
  readonly kind: "present";
  readonly table: LineTable;
  /** Path at the base; null for a file that came after it. */
  readonly basePath: string | null;
}

/** A path that was taken away; it hides what stood there where the walk began. */
export interface GoneFile {
  readonly kind: "gone";
  readonly removedBy: string;
}

export type FileState = PresentFile | GoneFile;

/** What a path without an entry is: as at the base, unknown (history is cut there), or not there at all. */
export type Beginning = "base" | "unknown" | "nothing";

export class FileStates {
  private own = new Map<string, FileState>();
  private below: FileStates | null;

  private constructor(
    readonly beginning: Beginning,
    below: FileStates | null,
  ) {
    this.below = below;
  }

  static starting(beginning: Beginning): FileStates {
    return new FileStates(beginning, null);
  }

  get(path: string): FileState | undefined {
    let state = this.own.get(path);
    for (let layer = this.below; state === undefined && layer !== null; layer = layer.below) state = layer.own.get(path);
    return state;
  }

  /** Not allowed after `fork`: the forks read through this map. */
  set(path: string, state: FileState): void {
    this.own.set(path, state);
  }

  /**
   * A map with the same content that can be changed by itself. Layers at least half as large as the one below are
   * joined with it, which keeps the depth logarithmic and the copying proportional to the changes.
   */
  fork(): FileStates {
    while (this.below !== null && this.own.size * 2 >= this.below.own.size) {
      this.own = new Map([...this.below.own, ...this.own]);
      this.below = this.below.below;
    }
    return new FileStates(this.beginning, this);
  }

  /** Every path with an entry, once. */
  *entries(): IterableIterator<[string, FileState]> {
    const seen = new Set<string>();
    let own = this.own;
    for (let below = this.below; ; below = below.below) {
      for (const [path, state] of own) {
        if (seen.has(path)) continue;
        seen.add(path);
        yield [path, state];
      }
      if (below === null) return;
      own = below.own;
    }
  }
}
