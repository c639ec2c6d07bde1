import { CountersignError } from "../core/model";
import { filesOf, laneFile, type LaneObjects, type LaneTree } from "./lane-objects";
import type { LedgerState } from "./ledger-reader";

/** How often an append tries when other processes move the lane first; ten were too few for eight of them on a busy machine. */
const TRIES = 16;
/** Milliseconds. */
const LONGEST_PAUSE = 2_000;
/** Milliseconds that a lock may be held while the lane stands still: whoever writes moves it in a few. */
const PATIENCE = 10_000;

/** One state of a lane that an append starts from, and of all others at the same moment. */
export interface LaneStart {
  readonly state: LedgerState;
  readonly tip: string | null;
  readonly tree: LaneTree | null;
}

export interface LaneChange {
  readonly added: readonly { readonly name: string; readonly extension: "jsonl" | "sig"; readonly content: string | Uint8Array }[];
  /** Paths in the lane's tree. */
  readonly removed?: ReadonlySet<string>;
  readonly at: string;
  readonly message: string;
}

/** Appends to lanes: optimistic, by compare and swap, so that two processes never lose each other's records. */
export class LaneWriter {
  constructor(
    private readonly objects: LaneObjects,
    /** Milliseconds to wait; a parameter for tests. */
    private readonly pause: (milliseconds: number) => Promise<void> = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    private readonly patience = PATIENCE,
  ) {}

  /**
   * Makes a change on top of what the lane holds then; null means there is nothing to do. `change` is called again
   * after a lost race, since it may depend on what the other process wrote. Errors: `internal` after sixteen lost races, or where somebody holds the lane's
   * lock for ten seconds and does nothing with it.
   */
  async append(start: () => Promise<LaneStart>, ref: string, change: (start: LaneStart) => Promise<LaneChange | null>): Promise<boolean> {
    let lost = "";
    let standing: string | null = null;
    let since = performance.now();
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const begun = performance.now();
      const from = await start();
      if (standing !== from.tip) since = begun;
      standing = from.tip;
      const next = await change(from);
      if (next === null) return false;
      const added = await Promise.all(next.added.map(async (file) => laneFile(file.name, file.extension, await this.objects.writeBlob(file.content))));
      const tree = await this.objects.writeTree(from.tree, added, next.removed);
      const commit = await this.objects.writeCommit(tree, from.tip === null ? [] : [from.tip], next.at, next.message);
      const refusal = await this.objects.moveRef(ref, commit, from.tip);
      if (refusal === null) return true;
      lost = refusal;
      if (/Unable to create/.test(refusal) && performance.now() - since > this.patience) break;
      // In proportion to what an attempt takes on this machine, and growing, so that many processes spread out; random, so that two don't meet again.
      await this.pause(Math.random() * Math.min(LONGEST_PAUSE, (performance.now() - begun) * attempt));
    }
    throw new CountersignError("internal", `${ref} could not be written: ${lost}`, {
      hint: "nothing was lost; wait for other Countersign processes to end, and try again",
    });
  }

  /**
   * Unites a lane with another tip of the same lane: fast-forwards where one holds the other, else commits the union
   * with both as parents. Where both have a file of one name the lane's own stays. True when the lane moved.
   */
  async unite(ref: string, own: { readonly tip: string; readonly tree: LaneTree }, other: { readonly tip: string; readonly tree: LaneTree }, at: string, isAncestor: (one: string, of: string) => Promise<boolean>): Promise<boolean> {
    if (own.tip === other.tip || (await isAncestor(other.tip, own.tip))) return false;
    let commit = other.tip;
    if (!(await isAncestor(own.tip, other.tip))) {
      const known = new Set(filesOf(own.tree).map(({ path }) => path));
      const tree = await this.objects.writeTree(own.tree, filesOf(other.tree).filter(({ path }) => !known.has(path)));
      commit = await this.objects.writeCommit(tree, [own.tip, other.tip], at, "Unite two lines of one lane");
    }
    const refusal = await this.objects.moveRef(ref, commit, own.tip);
    if (refusal !== null) throw new CountersignError("internal", `${ref} moved while it was united with the remote's: ${refusal}`, { hint: "sync again" });
    return true;
  }
}
