import { Uri, ViewColumn, commands, env, l10n, window } from "vscode";
import type { WebviewPanel } from "vscode";
import type { DebtItem } from "../../core/model";
import type { FromPage, ToPage } from "../../protocol/panel-messages";
import type { HunkNavigator } from "../commands/hunk-navigator";
import { PANEL, VIEWS } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Engine } from "../services/engine";
import type { EngineLog } from "../services/engine-client";
import { toEngineError } from "../services/engine-error";
import type { Notifications } from "../services/notifications";
import type { TreeArrangement } from "../services/tree-arrangement";
import type { WorkspaceRepositories } from "../services/workspace-repositories";
import { panelPage } from "./panel-page";

interface PanelParts {
  readonly extension: Uri;
  readonly store: DebtStore;
  readonly engine: Engine;
  readonly session: WorkspaceRepositories;
  readonly arrangement: TreeArrangement;
  readonly navigator: HunkNavigator;
  readonly notifications: Notifications;
  readonly log: EngineLog;
}

/** The lead's panel: one webview in the editor area. Its figures come from the engine; it shows them and passes clicks on. */
export class DebtPanel implements Disposable {
  private readonly owned = new DisposableList();
  private panel: WebviewPanel | null = null;
  private named = false;
  /** Counts requests, so that a late answer does not replace a newer one. */
  private asked = 0;

  constructor(private readonly parts: PanelParts) {
    this.owned.addAll(
      window.registerWebviewPanelSerializer(PANEL, {
        deserializeWebviewPanel: (panel) => {
          this.adopt(panel);
          return Promise.resolve();
        },
      }),
      parts.store.onProgress((progress) => this.tell({ type: "progress", text: progress === null ? "" : progress.total > 0 ? `${progress.stage}: ${progress.done} / ${progress.total}` : progress.stage })),
    );
  }

  open(): void {
    if (this.panel !== null) {
      this.panel.reveal();
      return;
    }
    this.adopt(window.createWebviewPanel(PANEL, l10n.t("Verification Debt"), ViewColumn.Active, { enableScripts: true }));
  }

  dispose(): void {
    this.panel?.dispose();
    this.owned.dispose();
  }

  /** A new panel, or one that the editor restored after a reload. */
  private adopt(panel: WebviewPanel): void {
    this.panel?.dispose();
    const { extension } = this.parts;
    const ofPanel = new DisposableList();
    this.panel = panel;
    panel.iconPath = Uri.joinPath(extension, "media/countersign.svg");
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, "dist")] };
    ofPanel.addAll(
      panel.webview.onDidReceiveMessage((message: FromPage) => {
        this.receive(message).catch((error: unknown) => this.parts.log.warn(`the panel's ${message.type}: ${toEngineError(error).text}`));
      }),
      panel.onDidDispose(() => {
        ofPanel.dispose();
        if (this.panel === panel) this.panel = null;
      }),
    );
    panel.webview.html = panelPage(panel.webview, extension, l10n.t("Verification Debt"));
  }

  private tell(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case "ready":
      case "refresh":
        return this.load();
      case "names":
        this.named = message.wanted;
        return this.load();
      case "copy":
        await env.clipboard.writeText(message.text);
        this.parts.notifications.status(l10n.t("Copied."));
        return;
      case "show-hunks":
        return this.list(message.label, message.hunks);
      case "open-hunk":
        return this.openHunk(message.hunk);
    }
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const asked = this.asked;
    const { named } = this;
    try {
      await this.parts.session.ready;
      const facts = await this.parts.engine.request("panelFacts", { names: named });
      if (asked === this.asked) this.tell({ type: "facts", facts, named });
    } catch (error) {
      const { text } = toEngineError(error);
      if (asked === this.asked) this.tell({ type: "failed", text: l10n.t("The panel could not be computed: {0}", text) });
    }
  }

  /** Lists exactly these hunks in the tree, until its filter is cleared. */
  private async list(label: string, hunks: readonly string[]): Promise<void> {
    await this.reach(hunks);
    this.parts.arrangement.pick({ label, hunks });
    await commands.executeCommand(`${VIEWS.debt}.focus`);
  }

  private async openHunk(hunk: string): Promise<void> {
    await this.reach([hunk]);
    const item: DebtItem | null = this.parts.store.item(hunk);
    if (item === null) {
      this.parts.notifications.status(l10n.t("This hunk is not in the work tree any more."));
      return;
    }
    await this.parts.navigator.show(item);
  }

  /** The panel looks at all of history, the tree at the branch: it widens when it must. */
  private async reach(hunks: readonly string[]): Promise<void> {
    const { store, session } = this.parts;
    if (hunks.some((hunk) => store.item(hunk) === null) && !session.showsAll) await session.setShowAll(true);
  }
}
