import { RelativePattern, Uri, workspace } from "vscode";
import { DisposableList } from "./disposables";
import type { Disposable } from "./emitter";
import type { EngineClient } from "./engine-client";
import type { RepositoryLocation, RepositorySession } from "./repository-session";
import type { RepositoryStore } from "./repository-store";
import { Debounce } from "./timers";

/** Quiet time after the last event, in milliseconds. */
const FILE_DELAY = 150;
const GIT_DELAY = 300;
/** More changed files at once (a checkout, an install) are one fold of everything. */
const MAXIMUM_PATHS = 2_000;

/** Tells the engine what changed outside the typing path: saved and external files, HEAD and refs, the hooks' journal. */
export class RepositoryWatcher implements Disposable {
  private readonly owned = new DisposableList();
  private watchers: DisposableList | null = null;
  private readonly changed = new Set<string>();
  private settle = false;
  private readonly files = this.owned.add(new Debounce(FILE_DELAY, () => this.sendFiles()));
  private readonly git = this.owned.add(new Debounce(GIT_DELAY, () => this.refresh()));

  constructor(
    private readonly session: RepositorySession,
    private readonly engine: EngineClient,
    private readonly store: RepositoryStore,
  ) {
    this.owned.addAll(
      session.onLocation((location) => this.watch(location)),
      store.onState(() => this.waitForRepository()),
      workspace.onDidSaveTextDocument((document) => this.fileChanged(document.uri)),
      { dispose: () => this.watchers?.dispose() },
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  private watch(location: RepositoryLocation | null): void {
    this.watchers?.dispose();
    this.watchers = null;
    const paths = this.store.paths;
    if (location === null || paths === null) {
      return;
    }
    const list = new DisposableList();
    this.watchers = list;
    const onAny = (base: Uri, pattern: string, listener: (uri: Uri) => void): void => {
      const watcher = list.add(workspace.createFileSystemWatcher(new RelativePattern(base, pattern)));
      list.addAll(watcher.onDidCreate(listener), watcher.onDidChange(listener), watcher.onDidDelete(listener));
    };
    const gitChanged = (settle: boolean) => (): void => {
      this.settle ||= settle;
      this.git.schedule();
    };
    onAny(Uri.file(paths.root), "**", (uri) => this.fileChanged(uri));
    onAny(Uri.file(location.gitDirectory), "{HEAD,logs/HEAD,index}", gitChanged(true));
    onAny(Uri.file(location.commonDirectory), "{packed-refs,refs/**}", gitChanged(false));
    onAny(Uri.file(location.commonDirectory), "countersign/journal/**", gitChanged(true));
    // Ticks of another window on the same repository.
    onAny(Uri.file(location.commonDirectory), "countersign/viewed.jsonl", gitChanged(false));
  }

  /** Without a repository or a commit there is nothing to follow but the coming of one. */
  private waitForRepository(): void {
    const { folder } = this.session;
    if (this.store.state !== "no-repository" && this.store.state !== "no-commits") {
      return;
    }
    this.watchers?.dispose();
    const list = new DisposableList();
    this.watchers = list;
    const reopen = list.add(new Debounce(GIT_DELAY, () => this.session.open()));
    const watcher = list.add(workspace.createFileSystemWatcher(new RelativePattern(folder, ".git/{HEAD,logs/HEAD}")));
    list.addAll(watcher.onDidCreate(() => reopen.schedule()), watcher.onDidChange(() => reopen.schedule()));
  }

  private fileChanged(uri: Uri): void {
    const path = uri.scheme === "file" ? this.store.paths?.toRepositoryPath(uri.path) : null;
    if (path === null || path === undefined || /(^|\/)(\.git|node_modules)(\/|$)/.test(path)) {
      return;
    }
    this.changed.add(path);
    this.files.schedule();
  }

  private sendFiles(): void {
    const paths = [...this.changed];
    this.changed.clear();
    if (paths.length > MAXIMUM_PATHS) {
      void this.session.refresh(false);
    } else if (paths.length > 0) {
      this.engine.notify("filesChanged", { paths });
    }
  }

  private refresh(): void {
    const settle = this.settle;
    this.settle = false;
    void this.session.refresh(settle);
  }
}
