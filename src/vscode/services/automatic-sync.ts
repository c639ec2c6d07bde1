import { RelativePattern, Uri, workspace } from "vscode";
import { DisposableList } from "./disposables";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import type { EngineClient, EngineLog } from "./engine-client";
import { toEngineError } from "./engine-error";
import type { Settings } from "./settings";
import type { RepositoryLocation, RepositorySession } from "./repository-session";
import { Debounce } from "./timers";

/** A fetch moves many refs: quiet time after the last, in milliseconds. */
const DELAY = 1_500;
/** The remote that sign-offs are exchanged with. */
export const REMOTE = "origin";

/**
 * Exchanges sign-offs after the editor, or anything else, has fetched from the remote or pushed to it: then its tracking refs move. Only where
 * the person's own settings say so, never in an untrusted workspace; the exchange itself pushes nothing but this clone's own lanes. A failure is
 * told in the log and the status bar, and the next fetch or push is the next try.
 */
export class AutomaticSync implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changeEmitter = this.owned.add(new Emitter<void>());
  private readonly soon = this.owned.add(new Debounce(DELAY, () => void this.exchange()));
  private watcher: Disposable | null = null;
  private running = false;
  private again = false;
  private why: string | null = null;

  /** Whether the last exchange failed changed. */
  readonly onChange = this.changeEmitter.event;

  constructor(
    private readonly session: RepositorySession,
    private readonly engine: EngineClient,
    private readonly settings: Settings,
    private readonly log: EngineLog,
  ) {
    this.owned.addAll(session.onLocation((location) => this.watch(location)), { dispose: () => this.watcher?.dispose() });
  }

  /** Why the last exchange failed; null when it did not. */
  get failure(): string | null {
    return this.why;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private watch(location: RepositoryLocation | null): void {
    this.watcher?.dispose();
    this.watcher = null;
    this.told(null);
    if (location === null) {
      return;
    }
    const list = new DisposableList();
    this.watcher = list;
    // Our own exchange moves refs/countersign-remote and writes no FETCH_HEAD, so it does not call itself.
    const watcher = list.add(workspace.createFileSystemWatcher(new RelativePattern(Uri.file(location.commonDirectory), `{FETCH_HEAD,refs/remotes/${REMOTE}/**}`)));
    const moved = (): void => this.soon.schedule();
    list.addAll(watcher.onDidCreate(moved), watcher.onDidChange(moved), watcher.onDidDelete(moved));
  }

  private async exchange(): Promise<void> {
    if (!this.settings.syncAutomatically || !workspace.isTrusted) {
      return;
    }
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      const { fetched, pushed } = await this.engine.request("sync", { remote: REMOTE });
      this.log.info(`sign-offs synced with ${REMOTE}: ${fetched} fetched, ${pushed} pushed`);
      this.told(null);
      if (fetched > 0) {
        await this.session.refresh(false);
      }
    } catch (error) {
      const { text } = toEngineError(error);
      this.log.warn(`sign-offs could not be synced with ${REMOTE}: ${text}`);
      this.told(text);
    } finally {
      this.running = false;
    }
    if (this.again) {
      this.again = false;
      this.soon.schedule();
    }
  }

  private told(why: string | null): void {
    if (this.why !== why) {
      this.why = why;
      this.changeEmitter.fire();
    }
  }
}
