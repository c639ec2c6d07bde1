import { Uri, l10n, workspace } from "vscode";
import type { WorkspaceFolder } from "vscode";
import type { DebtSnapshot } from "../../core/model";
import type { WorkspaceState } from "../../protocol/messages";
import type { DebtStore } from "./debt-store";
import { DisposableList } from "./disposables";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { EngineClient, EngineLog, EngineStatus } from "./engine-client";
import { toEngineError } from "./engine-error";
import { RepositoryPaths } from "./repository-paths";
import type { Settings } from "./settings";

/** Directories to watch, as the engine names them. */
export interface RepositoryLocation {
  readonly root: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
}

/** Keeps one engine on one folder: the first with a repository, or the one a person picked. */
export class WorkspaceSession implements Disposable {
  private readonly owned = new DisposableList();
  private readonly locationEmitter = this.owned.add(new Emitter<RepositoryLocation | null>());
  private candidates: readonly WorkspaceFolder[] = [];
  private folder: WorkspaceFolder | null = null;
  private showAll = false;
  private stagedIsViewed = true;
  /** Measured from the merge base with this revision; null: the usual base. */
  private base: string | null = null;
  private refreshing: Promise<void> | null = null;
  private again: { settle: boolean } | null = null;
  private settled: () => void = () => undefined;

  /** Resolves when there is something to show: a first snapshot, or a reason why there is none. */
  readonly ready = new Promise<void>((resolve) => {
    this.settled = resolve;
  });
  readonly onLocation = this.locationEmitter.event;

  constructor(
    private readonly engine: EngineClient,
    private readonly store: DebtStore,
    private readonly log: EngineLog,
    private readonly settings: Pick<Settings, "stagedIsViewed" | "onChange">,
  ) {
    this.owned.addAll(
      engine.onWorkspaceState((state) => this.opened(state)),
      engine.onStatus((status) => this.engineStatus(status)),
      engine.onProgress((progress) => store.setProgress(progress)),
      engine.onSnapshot((snapshot) => {
        // While a refresh is under way its answer follows, and says the same; twice would redraw everything twice.
        if (store.paths !== null && this.refreshing === null) {
          this.show(snapshot);
        }
      }),
      workspace.onDidChangeWorkspaceFolders(() => this.foldersChanged()),
      workspace.onDidGrantWorkspaceTrust(() => this.reopen()),
      settings.onChange(() => this.stagingChanged()),
    );
  }

  get activeFolder(): WorkspaceFolder | null {
    return this.folder;
  }

  /** Folders on disk of this workspace; other schemes have no git. */
  get folders(): readonly WorkspaceFolder[] {
    return (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  }

  get showsAll(): boolean {
    return this.showAll;
  }

  /** Opens the first folder with a repository; `wanted` is tried first. */
  start(wanted?: WorkspaceFolder): void {
    const folders = this.folders;
    this.candidates = wanted === undefined ? folders : [wanted];
    this.openNext();
  }

  /** The same folder in a fresh engine. */
  reopen(): void {
    this.start(this.folder ?? undefined);
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
      const snapshot = await this.engine.request("refresh", { options: { ...options, viewedMarks: true }, settle });
      if (this.store.paths !== null) {
        this.show(snapshot);
      }
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

  private openNext(): void {
    const [next, ...rest] = this.candidates;
    this.candidates = rest;
    if (next === undefined) {
      this.folder = null;
      this.engine.close();
      this.store.clear();
      this.locationEmitter.fire(null);
      this.store.setState("no-folder");
      this.settled();
      return;
    }
    if (this.folder?.uri.toString() !== next.uri.toString()) {
      this.store.clear();
      this.showAll = false;
      this.base = null;
    }
    this.folder = next;
    this.stagedIsViewed = this.settings.stagedIsViewed;
    this.engine.open({ folder: next.uri.fsPath, trusted: workspace.isTrusted, stagedIsViewed: this.stagedIsViewed });
  }

  private opened(state: WorkspaceState): void {
    const folder = this.folder;
    if (folder === null) {
      return;
    }
    if (state.kind === "ready") {
      this.store.setPaths(new RepositoryPaths(Uri.file(state.root).path, folder.uri.path, process.platform));
      this.locationEmitter.fire(state);
      this.store.setState("ready");
      void this.refresh(true);
    } else if (state.kind === "no-repository" && this.candidates.length > 0) {
      this.openNext();
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
      if (this.store.index === null) {
        this.store.setState("starting");
      }
    } else if (status.kind === "waiting") {
      const stage = l10n.t("The engine stopped and starts again in {0} s", status.seconds);
      this.store.setProgress({ stage, done: 0, total: 0 });
      if (this.store.index === null) {
        this.store.setState("starting", stage);
      }
    } else {
      this.store.setProgress(null);
    }
  }

  /** The engine learns of it with its folder. */
  private stagingChanged(): void {
    if (this.folder !== null && this.settings.stagedIsViewed !== this.stagedIsViewed) {
      this.reopen();
    }
  }

  private foldersChanged(): void {
    const folder = this.folder;
    const gone = folder !== null && !this.folders.some((candidate) => candidate.uri.toString() === folder.uri.toString());
    if (gone || this.store.state === "no-folder" || this.store.state === "no-repository") {
      this.folder = null;
      this.start();
    }
  }
}
