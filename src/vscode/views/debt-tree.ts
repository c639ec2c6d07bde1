import { EventEmitter, TreeItemCheckboxState, l10n, window, workspace } from "vscode";
import type { TreeDataProvider, TreeItem, TreeView } from "vscode";
import { VIEWS } from "../contributions";
import { isFiltered } from "../services/arrangement";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Engine } from "../services/engine";
import type { EngineLog } from "../services/engine-client";
import { toEngineError } from "../services/engine-error";
import type { ReviewWalk } from "../services/review-walk";
import { filterText, hunkCount, roundedMinutes, scopeText, tallyText } from "../services/words";
import type { DebtIndex } from "../services/debt-index";
import { debtNodes } from "./debt-nodes";
import type { DebtNode, DebtNodes } from "./debt-nodes";
import { canBeViewed, debtRow } from "./debt-rows";

/** A row in words, for tests. */
export interface TreeRow {
  readonly level: number;
  readonly kind: DebtNode["kind"];
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
  /** As Markdown where it is some. */
  readonly tooltip: string;
}

/** The tree *Verification Debt*: renders the store's snapshot, reads memory only. */
export class DebtTree implements TreeDataProvider<DebtNode>, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<DebtNode | undefined>());
  private readonly view: TreeView<DebtNode>;
  private nodes: DebtNodes | null = null;
  private endProgress: (() => void) | null = null;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly store: DebtStore,
    private readonly engine: Engine,
    private readonly walk: ReviewWalk,
    private readonly log: EngineLog,
  ) {
    this.view = this.owned.add(window.createTreeView(VIEWS.debt, { treeDataProvider: this, showCollapseAll: true, canSelectMany: true, manageCheckboxStateManually: true }));
    this.owned.addAll(
      this.view.onDidChangeCheckboxState(({ items }) => void this.markViewed(items)),
      store.onSnapshot(() => this.render()),
      store.onState(() => this.renderHead()),
      walk.onChange(() => this.renderHead()),
      store.onProgress((progress) => this.renderProgress(progress !== null)),
      { dispose: () => this.renderProgress(false) },
    );
    this.render();
  }

  getChildren(node?: DebtNode): DebtNode[] {
    return node === undefined ? [...(this.nodes?.roots ?? [])] : [...node.children];
  }

  getParent(node: DebtNode): DebtNode | null {
    return node.parent;
  }

  getTreeItem(node: DebtNode): TreeItem {
    return debtRow(node, this.store.paths);
  }

  /** Selects the hunk's row, only where the tree can be seen: navigation must not open the side bar. */
  async reveal(hunk: string): Promise<void> {
    const node = this.nodes?.hunk(hunk);
    if (node !== undefined && this.view.visible) {
      await this.view.reveal(node, { select: true, focus: false });
    }
  }

  /** Rows a person has selected, for commands that a key in the view calls. */
  get selection(): readonly DebtNode[] {
    return this.view.selection;
  }

  rows(): readonly TreeRow[] {
    const rows: TreeRow[] = [];
    const visit = (nodes: readonly DebtNode[], level: number): void => {
      for (const node of nodes) {
        const row = debtRow(node, this.store.paths);
        rows.push({
          level,
          kind: node.kind,
          label: typeof row.label === "string" ? row.label : "",
          description: typeof row.description === "string" ? row.description : "",
          spoken: row.accessibilityInformation?.label ?? "",
          tooltip: typeof row.tooltip === "object" ? row.tooltip.value : (row.tooltip ?? ""),
        });
        visit(node.children, level + 1);
      }
    };
    visit(this.nodes?.roots ?? [], 1);
    return rows;
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** A tick on a row of a file is one on each of its hunks; the engine's answer draws the ticks anew. */
  private async markViewed(changed: readonly (readonly [DebtNode, TreeItemCheckboxState])[]): Promise<void> {
    for (const state of [TreeItemCheckboxState.Checked, TreeItemCheckboxState.Unchecked]) {
      const nodes = changed.filter(([, wanted]) => wanted === state).map(([node]) => node);
      const items = nodes.flatMap((node) => (node.kind === "hunk" ? [node.item] : node.kind === "file" ? node.items : []));
      const hunks = [...new Set(items.filter(canBeViewed).map((item) => item.hunk.id))];
      if (hunks.length > 0) {
        try {
          await this.engine.request("view", { hunks, viewed: state === TreeItemCheckboxState.Checked });
        } catch (error) {
          // The mark was not taken: the row must not say that it was.
          this.log.warn(`could not mark as viewed: ${toEngineError(error).text}`);
          this.changed.fire(undefined);
        }
      }
    }
  }

  private render(): void {
    const index = this.store.index;
    this.nodes = index === null ? null : debtNodes(index);
    // The words above the rows first, or the rows would move under the mouse.
    this.renderHead();
    this.changed.fire(undefined);
  }

  private renderHead(): void {
    const index = this.store.index;
    const high = index?.allOpen.filter((item) => item.risk.level === "high").length ?? 0;
    this.view.badge = high === 0 ? undefined : { value: high, tooltip: l10n.t("{0} of high risk unverified", hunkCount(high)) };
    const summary = index === null ? undefined : l10n.t("{0} of {1} left · {2} · {3}", index.allOpen.length, index.total, roundedMinutes(index.hundredths), scopeText(index.snapshot.scope));
    this.view.description = summary;
    this.view.message = this.message(summary);
  }

  /**
   * Words above the rows; undefined lets the welcome content show where there is no row. The summary is repeated here
   * because the editor hides the description of a container's only view.
   */
  private message(summary: string | undefined): string | undefined {
    const index = this.store.index;
    if (this.store.state === "failed") {
      const next = index === null ? l10n.t("Use Restart above, or Show Log.") : l10n.t("What you see is the last answer. Use Restart above, or Show Log.");
      return l10n.t("The debt could not be read: {0}", `${this.store.message}. ${next}`);
    }
    if (index === null) {
      return this.store.state === "starting" && this.store.message !== "" ? this.store.message : undefined;
    }
    if (index.isEmpty) {
      return undefined;
    }
    const tally = this.walk.lastTally;
    const ended = tally === null ? "" : tallyText(tally);
    const words = index.allOpen.length === 0 ? l10n.t("Nothing unverified {0}: a person answers for every hunk.", scopeText(index.snapshot.scope)) : this.filteredSummary(index, summary);
    const trust = workspace.isTrusted ? "" : l10n.t("This workspace is not trusted: git and the ledger are read, and nothing of the repository is run.");
    return [trust, ended, words ?? ""].join(" ").trim();
  }

  /** What is left, and under a filter how much of it is listed: a short list must never pass for a short debt. */
  private filteredSummary(index: DebtIndex, summary: string | undefined): string | undefined {
    const { filter } = index.arrangement;
    const listed = l10n.t("Listed: {0} of {1} ({2}).", index.open.length, index.allOpen.length, filterText(filter));
    return isFiltered(filter) ? `${listed} ${summary ?? ""}` : summary;
  }

  /** The view's own progress line, for as long as something runs. */
  private renderProgress(running: boolean): void {
    if (running && this.endProgress === null) {
      void window.withProgress({ location: { viewId: VIEWS.debt } }, () => new Promise<void>((resolve) => { this.endProgress = resolve; }));
    } else if (!running) {
      this.endProgress?.();
      this.endProgress = null;
    }
  }
}
