import type { DebtItem, DebtSnapshot } from "../../core/model";
import type { ShellState } from "../contributions";
import { DEFAULT_ARRANGEMENT } from "./arrangement";
import type { Arrangement } from "./arrangement";
import { indexDebt } from "./debt-index";
import type { DebtIndex } from "./debt-index";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { ShownPaths } from "./repository-paths";

export interface EngineProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** What the shell knows, in memory: every view reads this and nothing else. The last snapshot stays while a new one is made. */
export class DebtStore implements Disposable {
  private readonly snapshotEmitter = new Emitter<DebtIndex | null>();
  private readonly stateEmitter = new Emitter<void>();
  private readonly progressEmitter = new Emitter<EngineProgress | null>();
  private current: DebtIndex | null = null;
  private shellState: ShellState = "starting";
  private shellMessage = "";
  private place: ShownPaths | null = null;
  private working: EngineProgress | null = null;
  private arrangement: Arrangement = DEFAULT_ARRANGEMENT;

  readonly onSnapshot = this.snapshotEmitter.event;
  readonly onState = this.stateEmitter.event;
  readonly onProgress = this.progressEmitter.event;

  get index(): DebtIndex | null {
    return this.current;
  }

  get snapshot(): DebtSnapshot | null {
    return this.current?.snapshot ?? null;
  }

  get state(): ShellState {
    return this.shellState;
  }

  /** Why, in the engine's words; empty when all is well. */
  get message(): string {
    return this.shellMessage;
  }

  /** Where the repository is; null while there is none. */
  get paths(): ShownPaths | null {
    return this.place;
  }

  get progress(): EngineProgress | null {
    return this.working;
  }

  item(id: string): DebtItem | null {
    return this.current?.byId.get(id) ?? null;
  }

  setSnapshot(snapshot: DebtSnapshot): void {
    this.current = indexDebt(snapshot, this.arrangement);
    this.snapshotEmitter.fire(this.current);
  }

  /** The same snapshot in another order, grouping or selection. */
  arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    if (this.current !== null) {
      this.current = indexDebt(this.current.snapshot, arrangement);
      this.snapshotEmitter.fire(this.current);
    }
  }

  setState(state: ShellState, message = ""): void {
    this.shellState = state;
    this.shellMessage = message;
    this.stateEmitter.fire();
  }

  setPaths(paths: ShownPaths | null): void {
    this.place = paths;
  }

  /** Null, or a stage "", when idle. */
  setProgress(progress: EngineProgress | null): void {
    this.working = progress === null || progress.stage === "" ? null : progress;
    this.progressEmitter.fire(this.working);
  }

  /** Another folder, or none: nothing of the last one may stay. */
  clear(): void {
    this.current = null;
    this.place = null;
    this.working = null;
    this.snapshotEmitter.fire(null);
    this.progressEmitter.fire(null);
  }

  dispose(): void {
    this.snapshotEmitter.dispose();
    this.stateEmitter.dispose();
    this.progressEmitter.dispose();
  }
}
