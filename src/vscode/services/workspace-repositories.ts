import { l10n, window, workspace } from "vscode";
import type { WorkspaceFolder } from "vscode";
import type { SigningState } from "../../core/model";
import { AutomaticSync } from "./automatic-sync";
import type { DebtStore } from "./debt-store";
import { DisposableList } from "./disposables";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import { EngineClient } from "./engine-client";
import type { EngineLog, StartEngine } from "./engine-client";
import { EngineRouter } from "./engine-router";
import type { EngineRoute } from "./engine-router";
import { NamedRepositoryPaths } from "./repository-paths";
import type { RepositoryPaths } from "./repository-paths";
import { RepositorySession } from "./repository-session";
import type { RepositoryLocation } from "./repository-session";
import { RepositoryStore } from "./repository-store";
import { mergeDebt, ownId, viewId } from "./repository-view";
import type { RepositoryName } from "./repository-view";
import { RepositoryWatcher } from "./repository-watcher";
import type { Settings } from "./settings";

/** A folder of the workspace, with an engine of its own. */
interface Unit extends RepositoryName, Disposable {
  readonly engine: EngineClient;
  readonly store: RepositoryStore;
  readonly session: RepositorySession;
  readonly sync: AutomaticSync;
  /** Null while it is no repository. */
  location: RepositoryLocation | null;
}

/** A folder that is a repository of its own, and no second way into one that is there. */
interface Repository {
  readonly unit: Unit;
  readonly paths: RepositoryPaths;
}

/**
 * Every repository of the workspace, folded each by an engine of its own and shown as one debt. With one of them everything is
 * as git has it; with several, paths begin with the folder's name. Folders without a repository are left alone.
 */
export class WorkspaceRepositories implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changeEmitter = this.owned.add(new Emitter<void>());
  private readonly syncEmitter = this.owned.add(new Emitter<void>());
  private readonly ordinals = new Map<string, number>();
  private units: readonly Unit[] = [];
  /** Whom a command about a repository as a whole is for, where a person was asked. */
  private chosen: Unit | null = null;
  private started: () => void = () => undefined;

  /** Resolves when there is something to show of every folder. */
  readonly ready = new Promise<void>((resolve) => {
    this.started = resolve;
  });
  /** Other repositories than before. */
  readonly onChange = this.changeEmitter.event;
  readonly onSync = this.syncEmitter.event;
  readonly engine = new EngineRouter(
    () => this.routes(),
    () => this.routes().find(({ ordinal }) => ordinal === this.focused?.ordinal) ?? null,
  );

  constructor(
    private readonly startEngine: StartEngine,
    private readonly store: DebtStore,
    private readonly log: EngineLog,
    private readonly settings: Settings,
  ) {
    this.owned.addAll(workspace.onDidChangeWorkspaceFolders(() => this.start()), { dispose: () => this.units.forEach((unit) => unit.dispose()) });
  }

  /** Names of the repositories that are shown together; empty where it is one, or none. */
  get names(): readonly string[] {
    const shown = this.shown();
    return shown.length > 1 ? shown.map(({ unit }) => unit.name) : [];
  }

  get showsAll(): boolean {
    return this.units.some(({ session }) => session.showsAll);
  }

  /** Why the last automatic exchange of sign-offs failed; null when none did. */
  get failure(): string | null {
    return this.units.flatMap(({ sync }) => sync.failure ?? [])[0] ?? null;
  }

  /** Opens the workspace's folders on disk; other schemes have no git. What is open stays as it is. */
  start(): void {
    const folders = (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
    const kept = this.units.filter(({ session }) => folders.some((folder) => folder.uri.toString() === session.folder.uri.toString()));
    this.units.filter((unit) => !kept.includes(unit)).forEach((unit) => unit.dispose());
    const added: Unit[] = [];
    this.units = folders.map((folder) => {
      const known = kept.find(({ session }) => session.folder.uri.toString() === folder.uri.toString());
      if (known !== undefined) {
        return known;
      }
      const unit = this.unitOf(folder, folders);
      added.push(unit);
      return unit;
    });
    if (folders.length === 0) {
      this.store.clear();
      this.store.setState("no-folder");
    }
    added.forEach(({ session }) => session.open());
    this.publish();
    void Promise.all(this.units.map(({ session }) => session.ready)).then(() => this.allSettled());
  }

  /** Every folder in a fresh engine. */
  reopen(): void {
    this.units.forEach(({ session }) => session.open());
  }

  /** Everything by assistants, history included, or only what each branch owes. */
  async setShowAll(all: boolean): Promise<void> {
    await Promise.all(this.shown().map(({ unit }) => unit.session.setShowAll(all)));
  }

  /** Measures the chosen repository from another branch, or from the usual base. */
  async setBase(base: string | null): Promise<void> {
    await this.focused?.session.setBase(base);
  }

  async refresh(settle: boolean): Promise<void> {
    await Promise.all(this.shown().map(({ unit }) => unit.session.refresh(settle)));
  }

  /** Before a command about a repository as a whole: asks which, where there are several. False where nobody answered. */
  async choose(): Promise<boolean> {
    const shown = this.shown();
    if (shown.length < 2) {
      return true;
    }
    this.chosen = null;
    const first = this.focused;
    const rows = shown.map(({ unit }) => ({ label: unit.name, description: unit.session.folder.uri.fsPath, unit })).sort((one, other) => Number(other.unit === first) - Number(one.unit === first));
    const picked = await window.showQuickPick(rows, { title: l10n.t("Which repository?") });
    this.chosen = picked?.unit ?? null;
    return picked !== undefined;
  }

  /** Name of the repository that was chosen; empty where there is one only. */
  get chosenName(): string {
    return this.shown().length > 1 ? (this.focused?.name ?? "") : "";
  }

  /** The views' id of a hunk that a link names, of whichever repository has it. */
  find(hunk: string): string | null {
    const ids = this.shown().length > 1 ? this.shown().map(({ unit }) => viewId(unit, ownId(hunk).id)) : [hunk];
    return ids.find((id) => this.store.item(id) !== null) ?? null;
  }

  /** What a verdict on files of these paths would be worth, for each repository that they stand in. */
  signings(paths: readonly string[]): readonly { readonly name: string; readonly signing: SigningState }[] {
    const shown = this.shown();
    const touched = shown.length < 2 ? shown : shown.filter(({ unit }) => paths.some((path) => path.startsWith(`${unit.name}/`)));
    return touched.flatMap(({ unit }) => (unit.store.snapshot === null ? [] : [{ name: shown.length < 2 ? "" : unit.name, signing: unit.store.snapshot.signing }]));
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** The one a person chose, else that of the active editor, else the first. */
  private get focused(): Unit | null {
    const shown = this.shown();
    const uri = window.activeTextEditor?.document.uri;
    const here = uri?.scheme === "file" ? shown.find(({ paths }) => paths.toRepositoryPath(uri.path) !== null) : undefined;
    return shown.find(({ unit }) => unit === this.chosen)?.unit ?? here?.unit ?? shown[0]?.unit ?? this.units[0] ?? null;
  }

  /** Two folders of one work tree are one repository. */
  private shown(): readonly Repository[] {
    const roots = new Set<string>();
    return this.units.flatMap((unit) => {
      const { paths } = unit.store;
      if (unit.location === null || paths === null || roots.has(unit.location.root)) {
        return [];
      }
      roots.add(unit.location.root);
      return [{ unit, paths }];
    });
  }

  /** Before anything is known to be a repository the first folder's engine answers, and says what is the matter. */
  private routes(): readonly EngineRoute[] {
    const shown = this.shown().map(({ unit }) => unit);
    return (shown.length > 0 ? shown : this.units.slice(0, 1)).map(({ name, ordinal, engine, store }) => ({ name, ordinal, engine, snapshot: store.snapshot }));
  }

  private unitOf(folder: WorkspaceFolder, folders: readonly WorkspaceFolder[]): Unit {
    const owned = new DisposableList();
    const store = owned.add(new RepositoryStore());
    const engine = owned.add(new EngineClient(this.startEngine, this.log));
    const session = owned.add(new RepositorySession(folder, engine, store, this.log, this.settings));
    const sync = owned.add(new AutomaticSync(session, engine, this.settings, this.log));
    owned.add(new RepositoryWatcher(session, engine, store));
    const unit: Unit = { name: nameOf(folder, folders), ordinal: this.ordinalOf(folder), engine, store, session, sync, location: null, dispose: () => owned.dispose() };
    owned.addAll(
      session.onLocation((location) => {
        unit.location = location;
        this.changeEmitter.fire();
        this.publish();
      }),
      store.onSnapshot(() => this.publish()),
      store.onState(() => this.publishState()),
      store.onProgress(() => this.publishProgress()),
      sync.onChange(() => this.syncEmitter.fire()),
    );
    return unit;
  }

  private ordinalOf(folder: WorkspaceFolder): number {
    const key = folder.uri.toString();
    const ordinal = this.ordinals.get(key) ?? this.ordinals.size;
    this.ordinals.set(key, ordinal);
    return ordinal;
  }

  /** Folders that turned out to be no repository need no process: the watcher opens them again when one is made. */
  private allSettled(): void {
    const shown = new Set(this.shown().map(({ unit }) => unit));
    if (shown.size > 0) {
      this.units.filter((unit) => !shown.has(unit) && unit.session.isSettled && (unit.store.state === "no-repository" || unit.location !== null)).forEach(({ engine }) => engine.close());
    }
    this.publish();
    this.started();
  }

  /** Nothing is shown before every folder has answered once: paths and ids would change under the reader. */
  private publish(): void {
    if (this.units.length > 1 && !this.units.every(({ session }) => session.isSettled)) {
      return;
    }
    const shown = this.shown();
    const parts = shown.flatMap(({ unit }) => (unit.store.snapshot === null ? [] : [{ name: unit.name, ordinal: unit.ordinal, snapshot: unit.store.snapshot }]));
    const only = shown.length === 1 ? shown[0]?.paths : undefined;
    // Alone it is shown as it is, whatever its number.
    const merged = shown.length === 1 ? (parts[0]?.snapshot ?? null) : mergeDebt(parts);
    if (merged === null && this.store.index !== null) {
      this.store.clear();
    }
    this.store.setPaths(shown.length === 0 ? null : (only ?? new NamedRepositoryPaths(shown.map(({ unit, paths }) => ({ name: unit.name, paths })))));
    if (merged !== null) {
      this.store.setSnapshot(merged);
    }
    this.publishState();
  }

  /** A repository that failed is told of beside those that did not; a folder without one only where there is nothing else. */
  private publishState(): void {
    const [first, ...rest] = this.units;
    if (first === undefined) {
      return;
    }
    const failed = this.units.find(({ store }) => store.state === "failed");
    const starting = this.units.find(({ store, session }) => store.state === "starting" || !session.isSettled);
    const decisive = rest.length === 0 ? first : (failed ?? (this.store.index === null ? starting : undefined) ?? this.units.find(({ store }) => store.state === "ready") ?? this.units.find(({ store }) => store.state !== "no-repository") ?? first);
    const { state, message } = decisive.store;
    const shownState = decisive === starting && rest.length > 0 ? "starting" : state;
    const shownMessage = message === "" || rest.length === 0 ? message : `${decisive.name}: ${message}`;
    if (this.store.state !== shownState || this.store.message !== shownMessage) {
      this.store.setState(shownState, shownMessage);
    }
  }

  private publishProgress(): void {
    this.store.setProgress(this.units.flatMap(({ store }) => store.progress ?? [])[0] ?? null);
  }
}

/** The folder's name; with its number where another one is called so, and without what would look like a path. */
function nameOf(folder: WorkspaceFolder, folders: readonly WorkspaceFolder[]): string {
  const plain = (one: WorkspaceFolder): string => one.name.replace(/[/\\]/g, "-");
  const same = folders.filter((one) => plain(one) === plain(folder));
  return same.length === 1 ? plain(folder) : `${plain(folder)} (${same.indexOf(folder) + 1})`;
}
