import { commands } from "vscode";
import { CONTEXT_KEYS } from "../contributions";
import { isFiltered } from "./arrangement";
import type { DebtStore } from "./debt-store";
import { DisposableList } from "./disposables";
import type { Disposable } from "./emitter";
import type { LastBatch } from "./last-batch";
import type { ReviewWalk } from "./review-walk";

/** Sets a context key of ours, but only when its value is another one. */
export class ContextKeys implements Disposable {
  private readonly values = new Map<string, unknown>();
  private readonly owned = new DisposableList();

  constructor(
    private readonly store: DebtStore,
    private readonly walk: ReviewWalk,
    private readonly lastBatch: LastBatch,
  ) {
    this.owned.addAll(
      store.onSnapshot(() => this.update()),
      store.onState(() => this.update()),
      walk.onChange(() => this.update()),
      lastBatch.onChange(() => this.update()),
    );
    this.update();
  }

  set(key: (typeof CONTEXT_KEYS)[keyof typeof CONTEXT_KEYS], value: string | boolean): void {
    if (this.values.get(key) !== value) {
      this.values.set(key, value);
      void commands.executeCommand("setContext", key, value);
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private update(): void {
    const index = this.store.index;
    this.set(CONTEXT_KEYS.state, this.store.state);
    this.set(CONTEXT_KEYS.hasOpenHunks, index !== null && index.open.length > 0);
    this.set(CONTEXT_KEYS.filtered, index !== null && isFiltered(index.arrangement.filter));
    this.set(CONTEXT_KEYS.canUndo, this.walk.active ? this.walk.marks.length > 0 : this.lastBatch.batch !== null);
    this.set(CONTEXT_KEYS.empty, index !== null && index.isEmpty);
  }
}
