import { EventEmitter, FileDecoration, l10n, window } from "vscode";
import type { FileDecorationProvider, Uri } from "vscode";
import { isOpen } from "../services/debt-index";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { QuietMode } from "../services/quiet-mode";
import type { Settings } from "../services/settings";
import { hunkCount } from "../services/words";

/** At most two characters fit. */
const MANY = 9;

/** How many open hunks a file has, in explorer and tabs: no colour, git's tint stays; never on folders. */
export class FileBadges implements FileDecorationProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<undefined>());

  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(
    private readonly store: DebtStore,
    private readonly settings: Settings,
    private readonly quiet: QuietMode,
  ) {
    const redraw = (): void => this.changed.fire(undefined);
    this.owned.addAll(window.registerFileDecorationProvider(this), store.onSnapshot(redraw), settings.onChange(redraw), quiet.onChange(redraw));
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (!this.settings.fileBadges || this.quiet.active || uri.scheme !== "file") {
      return undefined;
    }
    const path = this.store.paths?.toRepositoryPath(uri.path) ?? null;
    const open = path === null ? [] : (this.store.index?.byPath.get(path) ?? []).filter(isOpen);
    if (open.length === 0) {
      return undefined;
    }
    return new FileDecoration(open.length > MANY ? `${MANY}+` : String(open.length), l10n.t("{0} not signed off", hunkCount(open.length)));
  }

  dispose(): void {
    this.owned.dispose();
  }
}
