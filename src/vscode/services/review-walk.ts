import type { Basis, DebtItem } from "../../core/model";
import { isOpen, neighbour } from "./debt-index";
import type { DebtStore } from "./debt-store";
import { DisposableList } from "./disposables";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";

/** A verdict a person marked in the walk and has not signed yet. */
export interface MarkedVerdict {
  readonly hunk: string;
  /** `edited`: the person's own edits of what they approved. */
  readonly verdict: "approved" | "rejected" | "edited";
  readonly reason?: string;
}

/** Where marks and the basis survive a reload: VS Code's workspace state, or a map in tests. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** What became of a walk. */
export interface WalkTally {
  readonly approved: number;
  readonly rejected: number;
  readonly edited: number;
  /** Looked at and left without a verdict. */
  readonly undecided: number;
}

const MARKS_KEY = "walk.marks";
const BASIS_KEY = "walk.basis";
const BASES: readonly Basis[] = ["read", "tested", "paired", "accepted-risk"];

/** A review walk: the current hunk and the verdicts marked so far. It signs nothing; the batch is signed in its dialog. */
export class ReviewWalk implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changeEmitter = this.owned.add(new Emitter<void>());
  private readonly lostEmitter = this.owned.add(new Emitter<number>());
  private walking = false;
  private currentId: string | null = null;
  /** Place of the current hunk when it was last seen, to go on from when it is gone. */
  private place = 0;
  private readonly verdicts = new Map<string, MarkedVerdict>();
  /** Hunks that were in sight in this walk. */
  private readonly visited = new Set<string>();
  private last: WalkTally | null = null;

  readonly onChange = this.changeEmitter.event;
  /** How many marked verdicts were dropped because their text is another one now. */
  readonly onLostVerdicts = this.lostEmitter.event;

  constructor(
    private readonly store: DebtStore,
    private readonly memory: Memory,
  ) {
    const marks = memory.get(MARKS_KEY);
    for (const mark of Array.isArray(marks) ? marks.filter(isMark) : []) {
      this.verdicts.set(mark.hunk, mark);
    }
    this.owned.add(store.onSnapshot(() => this.follow()));
  }

  get active(): boolean {
    return this.walking;
  }

  /** The hunk under review; null outside a walk. */
  get current(): DebtItem | null {
    return this.walking && this.currentId !== null ? this.store.item(this.currentId) : null;
  }

  /** Marked verdicts in the order they were marked. */
  get marks(): readonly MarkedVerdict[] {
    return [...this.verdicts.values()];
  }

  markOf(hunk: string): MarkedVerdict | null {
    return this.verdicts.get(hunk) ?? null;
  }

  /** How the last walk of this window ended; null while one is on, and before the first. */
  get lastTally(): WalkTally | null {
    return this.walking ? null : this.last;
  }

  /** The last basis a person chose. */
  get basis(): Basis {
    const remembered = this.memory.get(BASIS_KEY);
    return BASES.find((basis) => basis === remembered) ?? "read";
  }

  set basis(basis: Basis) {
    void this.memory.update(BASIS_KEY, basis);
  }

  /** Starts at this hunk, or at the riskiest one; null when nothing is open. */
  start(from: string | null): DebtItem | null {
    const index = this.store.index;
    const first = (from === null ? undefined : index?.open.find((item) => item.hunk.id === from)) ?? index?.open.find((item) => !this.verdicts.has(item.hunk.id)) ?? index?.open[0];
    if (first === undefined) {
      return null;
    }
    this.walking = true;
    this.goTo(first.hunk.id);
    return first;
  }

  /** Marks the current hunk; a later mark replaces an earlier one. */
  mark(verdict: MarkedVerdict["verdict"], reason?: string): void {
    const current = this.current;
    if (current === null) {
      return;
    }
    const id = current.hunk.id;
    // The last one marked is the last in order, also where it replaces an earlier mark.
    this.verdicts.delete(id);
    this.verdicts.set(id, reason === undefined ? { hunk: id, verdict } : { hunk: id, verdict, reason });
    this.remember();
    this.changeEmitter.fire();
  }

  /** Takes the last mark back and goes to its hunk; null where nothing is marked. */
  unmark(): MarkedVerdict | null {
    const mark = this.marks.at(-1);
    if (!this.walking || mark === undefined) {
      return null;
    }
    this.verdicts.delete(mark.hunk);
    this.remember();
    this.goTo(mark.hunk);
    return mark;
  }

  /** Marks hunks as the person's own edits, all at once; what has a mark keeps it. Returns how many were marked. */
  markEdited(hunks: readonly string[]): number {
    const fresh = hunks.filter((hunk) => !this.verdicts.has(hunk));
    for (const hunk of fresh) {
      this.verdicts.set(hunk, { hunk, verdict: "edited" });
    }
    if (fresh.length > 0) {
      this.remember();
      this.changeEmitter.fire();
    }
    return fresh.length;
  }

  /** To the next hunk without a mark (`step` 1) or to the one before (-1); null when every open hunk has its mark. */
  move(step: 1 | -1): DebtItem | null {
    const index = this.store.index;
    if (index === null) {
      return null;
    }
    let id = this.currentId;
    let fallback = step === 1 ? this.place - 1 : this.place;
    for (let tries = 0; tries < index.open.length; tries++) {
      const next = neighbour(index, id, step, fallback);
      if (next === null) {
        return null;
      }
      if (step === -1 || !this.verdicts.has(next.hunk.id)) {
        this.goTo(next.hunk.id);
        return next;
      }
      id = next.hunk.id;
      fallback = index.place.get(id) ?? fallback;
    }
    return null;
  }

  /** Navigation by other means while walking, so that a mark goes to the hunk in sight. */
  goTo(hunk: string): void {
    this.currentId = hunk;
    this.visited.add(hunk);
    this.place = this.store.index?.place.get(hunk) ?? this.place;
    this.changeEmitter.fire();
  }

  /** Leaves the walk; marks stay for the next one unless they are discarded. */
  end(discardMarks: boolean): void {
    this.walking = false;
    this.currentId = null;
    if (discardMarks) {
      this.verdicts.clear();
      this.remember();
    }
    this.changeEmitter.fire();
  }

  /** Ends the walk for good, and keeps the count of what was decided: `signed` are the verdicts of its batch. */
  close(signed: readonly MarkedVerdict[]): void {
    const count = (verdict: MarkedVerdict["verdict"]): number => signed.filter((mark) => mark.verdict === verdict).length;
    const decided = new Set(signed.map((mark) => mark.hunk));
    this.last = { approved: count("approved"), rejected: count("rejected"), edited: count("edited"), undecided: [...this.visited].filter((hunk) => !decided.has(hunk)).length };
    this.visited.clear();
    this.end(true);
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** A mark belongs to exact content: when its hunk is gone from the open ones, so is the mark. */
  private follow(): void {
    const index = this.store.index;
    if (index === null) {
      return;
    }
    const lost = [...this.verdicts.keys()].filter((id) => {
      const item = index.byId.get(id);
      return item === undefined || !isOpen(item);
    });
    for (const id of lost) {
      this.verdicts.delete(id);
    }
    if (lost.length > 0) {
      this.remember();
      if (this.walking) {
        this.lostEmitter.fire(lost.length);
      }
    }
    this.place = (this.currentId === null ? undefined : index.place.get(this.currentId)) ?? this.place;
    this.changeEmitter.fire();
  }

  private remember(): void {
    void this.memory.update(MARKS_KEY, this.marks);
  }
}

function isMark(value: unknown): value is MarkedVerdict {
  return typeof value === "object" && value !== null && "hunk" in value && typeof value.hunk === "string" && "verdict" in value && (value.verdict === "approved" || value.verdict === "rejected" || value.verdict === "edited");
}
