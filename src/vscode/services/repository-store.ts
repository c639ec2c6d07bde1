import type { DebtSnapshot, HistorySummary } from "../../core/model";
import type { ShellState } from "../contributions";
import type { EngineProgress } from "./debt-store";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { RepositoryPaths } from "./repository-paths";

/** What is known of one repository of the workspace: the views read the store of all of them. */
export class RepositoryStore implements Disposable {
  private readonly snapshotEmitter = new Emitter<void>();
  private readonly stateEmitter = new Emitter<void>();
  private readonly progressEmitter = new Emitter<void>();
  private last: DebtSnapshot | null = null;
  private shellState: ShellState = "starting";
  private why = "";
  private place: RepositoryPaths | null = null;
  private working: EngineProgress | null = null;

  readonly onSnapshot = this.snapshotEmitter.event;
  readonly onState = this.stateEmitter.event;
  readonly onProgress = this.progressEmitter.event;

  get snapshot(): DebtSnapshot | null {
    return this.last;
  }

  get state(): ShellState {
    return this.shellState;
  }

  /** Why, in the engine's words; empty when all is well. */
  get message(): string {
    return this.why;
  }

  /** Null while the folder is no repository, or not known to be one. */
  get paths(): RepositoryPaths | null {
    return this.place;
  }

  get progress(): EngineProgress | null {
    return this.working;
  }

  /** The engine counts history after the fold: until that comes, the last count of the same base stays, so that its row does not flicker. */
  setSnapshot(snapshot: DebtSnapshot): void {
    const before = this.last;
    const keepsHistory = snapshot.history === null && !snapshot.scope.all && before !== null && before.scope.base === snapshot.scope.base && !before.scope.all;
    this.last = keepsHistory ? { ...snapshot, history: before.history } : snapshot;
    this.snapshotEmitter.fire();
  }

  /** Counted for the snapshots of this base that do not have it yet. */
  setHistory(base: string, history: HistorySummary): void {
    if (this.last !== null && this.last.history === null && this.last.scope.base === base && !this.last.scope.all) {
      this.last = { ...this.last, history };
      this.snapshotEmitter.fire();
    }
  }

  setState(state: ShellState, message = ""): void {
    this.shellState = state;
    this.why = message;
    this.stateEmitter.fire();
  }

  setPaths(paths: RepositoryPaths): void {
    this.place = paths;
    this.snapshotEmitter.fire();
  }

  /** Null, or a stage "", when idle. */
  setProgress(progress: EngineProgress | null): void {
    this.working = progress === null || progress.stage === "" ? null : progress;
    this.progressEmitter.fire();
  }

  /** Nothing of what was there may stay. */
  clear(): void {
    this.last = null;
    this.place = null;
    this.working = null;
    this.snapshotEmitter.fire();
    this.progressEmitter.fire();
  }

  dispose(): void {
    this.snapshotEmitter.dispose();
    this.stateEmitter.dispose();
    this.progressEmitter.dispose();
  }
}
