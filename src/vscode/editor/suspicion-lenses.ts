import { CodeLens, EventEmitter, Range, l10n, languages } from "vscode";
import type { CodeLensProvider, TextDocument } from "vscode";
import { INTERNAL_COMMANDS } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Settings } from "../services/settings";
import type { EditObserver } from "./edit-observer";

/** A line of lenses above lines that came in at once, from nobody knows where, and that nothing has claimed since: a question, not a verdict. */
export class SuspicionLenses implements CodeLensProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly observer: EditObserver,
    private readonly store: DebtStore,
    private readonly settings: Settings,
  ) {
    this.owned.addAll(
      languages.registerCodeLensProvider({ scheme: "file" }, this),
      observer.onSuspicion(() => this.changed.fire()),
      store.onSnapshot(() => this.changed.fire()),
      settings.onChange(() => this.changed.fire()),
    );
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    if (this.settings.codeLens === "off") {
      return [];
    }
    const path = this.store.paths?.toRepositoryPath(document.uri.path);
    const unclaimed = this.store.snapshot?.unclaimed.files.find((file) => file.path === path)?.ranges ?? [];
    return this.observer
      .suspectedOf(document)
      .filter((run) => document.isDirty || unclaimed.some((range) => range.start <= run.endLine && range.end >= run.startLine))
      .flatMap((run) => {
        const line = Math.min(run.startLine, document.lineCount) - 1;
        const range = new Range(line, 0, line, 0);
        const lines = run.endLine - run.startLine + 1;
        const place = [{ startLine: run.startLine, endLine: run.endLine }];
        return [
          new CodeLens(range, { title: l10n.t("Unknown origin · {0} lines at once", lines), command: "" }),
          new CodeLens(range, { title: l10n.t("Mark as AI"), command: INTERNAL_COMMANDS.markAsAi, arguments: place }),
          new CodeLens(range, { title: l10n.t("Mark as Mine"), command: INTERNAL_COMMANDS.markAsMine, arguments: place }),
        ];
      });
  }

  dispose(): void {
    this.owned.dispose();
  }
}
