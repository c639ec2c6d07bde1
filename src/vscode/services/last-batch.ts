import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";

/** The verdicts that this window signed last, so that one key can take them back. */
export interface SignedBatch {
  /** Ids of the ledger's records. */
  readonly records: readonly string[];
  /** What was decided, a line each, as the dialog showed it. */
  readonly lines: readonly string[];
  /** An approval in it took an earlier rejection of one's own back. */
  readonly tookBack: boolean;
  /** Not verdicts on hunks, but that a finding is no problem, or who wrote a text. */
  readonly statement?: "finding" | "origin";
}

/** Kept for the window's life only: what an earlier one signed is withdrawn at its hunk. */
export class LastBatch implements Disposable {
  private readonly changeEmitter = new Emitter<void>();
  private last: SignedBatch | null = null;

  readonly onChange = this.changeEmitter.event;

  get batch(): SignedBatch | null {
    return this.last;
  }

  set(batch: SignedBatch | null): void {
    this.last = batch;
    this.changeEmitter.fire();
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}
