import { Uri, l10n, workspace } from "vscode";
import type { WorkspaceFolder } from "vscode";
import type { DebtSnapshot } from "../../core/model";
import type { WorkspaceState } from "../../protocol/messages";
import { DisposableList } from "./disposables";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { EngineClient, EngineLog, EngineStatus } from "./engine-client";
import { toEngineError } from "./engine-error";
import { RepositoryPaths } from "./repository-paths";
import type { RepositoryStore } from "./repository-store";
import type { Settings } from "./settings";

/** Directories to watch, as the engine names them. */
export interface RepositoryLocation {
  readonly root: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
}

/** Keeps one engine on one folder of the workspace, and its store up to date. */
export class RepositorySession implements Disposable {
  private readonly owned = new DisposableList();
  private readonly locationEmitter = this.owned.add(new Emitter<RepositoryLocation | null>());
  private showAll = false;
  private stagedIsViewed = true;
  /** Measured from the merge base with this revision; null: the usual base. */
  private base: string | null = null;
  private refreshing: Promise<void> | null = null;
  private again: { settle: boolean } | null = null;
  private settled: () => void = () => undefined;

  private hasSettled = false;

  /** Resolves when there is something to show: a first snapshot, or a reason why there is none. */
  readonly ready = new Promise<void>((resolve) => {
    this.settled = () => {
      this.hasSettled = true;
      resolve();
    };
  });
  readonly onLocation = this.locationEmitter.event;

  constructor(
    readonly folder: WorkspaceFolder,
    private readonly engine: EngineClient,
    private readonly store: RepositoryStore,
    private readonly log: EngineLog,
    private readonly settings: Pick<Settings, "stagedIsViewed" | "onChange">,
  ) {
    this.owned.addAll(
      engine.onWorkspaceState((state) => this.opened(state)),
      engine.onStatus((status) => this.engineStatus(status)),
      engine.onProgress((progress) => store.setProgress(progress)),
      engine.onSnapshot((snapshot) => {
        if (store.paths !== null) {
          this.show(snapshot);
        }
      }),
      engine.onHistory(({ base, history }) => store.setHistory(base, history)),
      workspace.onDidGrantWorkspaceTrust(() => this.open()),
      settings.onChange(() => this.stagingChanged()),
    );
  }

  /** `ready` has come. */
  get isSettled(): boolean {
    return this.hasSettled;
  }

  get showsAll(): boolean {
    return this.showAll;
  }

  /** Opens the folder in a fresh engine. */
  open(): void {
    this.stagedIsViewed = this.settings.stagedIsViewed;
    this.engine.open({ folder: this.folder.uri.fsPath, trusted: workspace.isTrusted, stagedIsViewed: this.stagedIsViewed });
  }

  /** Everything by assistants, history included, or only what this branch owes. */
  async setShowAll(all: boolean): Promise<void> {
    this.showAll = all;
    await this.refresh(false);
  }

  /** Measures from another branch, or from the usual base. A revision that is none leaves everything as it was, and is the error. */
  async setBase(base: string | null): Promise<void> {
    if (base !== null) {
      await this.engine.request("refresh", { options: { base, viewedMarks: true } });
    }
    this.base = base;
    await this.refresh(false);
  }

  /** Folds again. At most one runs and one waits: what comes meanwhile is served by the waiting one. */
  refresh(settle: boolean): Promise<void> {
    if (this.refreshing !== null) {
      this.again = { settle: settle || (this.again?.settle ?? false) };
      return this.refreshing;
    }
    this.refreshing = this.fold(settle).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async fold(settle: boolean): Promise<void> {
    try {
      const options = { ...(this.showAll ? { all: true } : {}), ...(this.base === null ? {} : { base: this.base }) };
      await this.engine.request("refresh", { options: { ...options, viewedMarks: true }, settle });
    } catch (error) {
      const reason = toEngineError(error);
      this.log.warn(`could not fold: ${reason.text}`);
      // A dying engine is told by its status; anything else is the answer to show.
      if (reason.code !== "unavailable" && reason.code !== "interrupted") {
        this.store.setState("failed", reason.text);
      }
    } finally {
      this.store.setProgress(null);
      this.settled();
    }
    const again = this.again;
    this.again = null;
    if (again !== null) {
      await this.fold(again.settle);
    }
  }

  /** A snapshot also heals an earlier failure: the configuration was mended, the base was fetched. */
  private show(snapshot: DebtSnapshot): void {
    this.store.setSnapshot(snapshot);
    if (this.store.state !== "ready" || this.store.message !== "") {
      this.store.setState("ready");
    }
    this.settled();
  }

  private opened(state: WorkspaceState): void {
    if (state.kind === "ready") {
      this.store.setPaths(new RepositoryPaths(Uri.file(state.root).path, this.folder.uri.path, process.platform));
      this.locationEmitter.fire(state);
      this.store.setState("ready");
      void this.refresh(true);
    } else {
      this.store.clear();
      this.locationEmitter.fire(null);
      this.store.setState(state.kind, state.message);
      this.settled();
    }
  }

  private engineStatus(status: EngineStatus): void {
    if (status.kind === "failed") {
      this.store.setProgress(null);
      this.store.setState("failed", status.why);
      this.settled();
    } else if (status.kind === "starting") {
      this.store.setProgress({ stage: l10n.t("Starting"), done: 0, total: 0 });
      if (this.store.snapshot === null) {
        this.store.setState("starting");
      }
    } else if (status.kind === "waiting") {
      const stage = l10n.t("The engine stopped and starts again in {0} s", status.seconds);
      this.store.setProgress({ stage, done: 0, total: 0 });
      if (this.store.snapshot === null) {
        this.store.setState("starting", stage);
      }
    } else {
      this.store.setProgress(null);
    }
  }

  /** The engine learns of it with its folder. */
  private stagingChanged(): void {
    if (this.settings.stagedIsViewed !== this.stagedIsViewed) {
      this.open();
    }
  }
}
