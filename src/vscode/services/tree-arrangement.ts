import { window } from "vscode";
import { DEFAULT_ARRANGEMENT } from "./arrangement";
import type { Arrangement, Grouping, HunkFilter, Order, PickedHunks } from "./arrangement";
import type { DebtStore } from "./debt-store";
import { DisposableList } from "./disposables";
import type { Disposable } from "./emitter";
import { rememberedArrangement } from "./remembered-arrangement";
import type { Memory } from "./review-walk";

const KEY = "tree.arrangement";

/** How the tree is grouped, ordered and filtered: remembered for this workspace, but for a set picked for the moment. */
export class TreeArrangement implements Disposable {
  private readonly owned = new DisposableList();
  private current: Arrangement;

  constructor(
    private readonly store: DebtStore,
    private readonly memory: Memory,
  ) {
    this.current = { ...DEFAULT_ARRANGEMENT, ...rememberedArrangement(memory.get(KEY)) };
    store.arrange(this.current);
    this.owned.addAll(window.onDidChangeActiveTextEditor(() => this.followEditor()), store.onState(() => this.followEditor()));
  }

  get arrangement(): Arrangement {
    return this.current;
  }

  group(grouping: Grouping): void {
    this.apply({ ...this.current, grouping });
  }

  order(order: Order): void {
    this.apply({ ...this.current, order });
  }

  /** Replaces the whole filter; an empty one lists everything. */
  filter(filter: HunkFilter): void {
    this.apply({ ...this.current, filter, activePath: activePath(this.store) });
  }

  /** Lists only these hunks, whatever else was filtered, until the filter is cleared. */
  pick(picked: PickedHunks): void {
    this.filter({ picked });
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Only a filter on the active file depends on the editor: without one nothing is arranged again. */
  private followEditor(): void {
    const path = activePath(this.store);
    if (this.current.filter.activeFile === true && path !== null && path !== this.current.activePath) {
      this.current = { ...this.current, activePath: path };
      this.store.arrange(this.current);
    }
  }

  private apply(arrangement: Arrangement): void {
    this.current = arrangement;
    this.store.arrange(arrangement);
    const { grouping, order, filter } = arrangement;
    const { picked: _momentary, ...kept } = filter;
    void this.memory.update(KEY, { grouping, order, filter: kept });
  }
}

function activePath(store: DebtStore): string | null {
  const uri = window.activeTextEditor?.document.uri;
  return uri?.scheme === "file" ? (store.paths?.toRepositoryPath(uri.path) ?? null) : null;
}
