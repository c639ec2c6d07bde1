import { window } from "vscode";
import { CONTEXT_KEYS } from "../contributions";
import type { HunkAtCursor } from "../contributions";
import type { ContextKeys } from "../services/context-keys";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { architectureFindingsAt } from "../services/findings-at";
import type { DocumentHunks } from "./document-hunks";

/** Milliseconds after the cursor came to rest: nothing of this runs while somebody types. */
const REST = 100;

/** Keeps the context keys that tell the palette which commands have a point at the cursor. */
export class CursorHunk implements Disposable {
  private readonly owned = new DisposableList();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly contextKeys: ContextKeys,
    private readonly store: DebtStore,
  ) {
    const soon = (): void => this.soon();
    this.owned.addAll(window.onDidChangeTextEditorSelection(soon), window.onDidChangeActiveTextEditor(soon), hunks.onChange(soon), store.onSnapshot(soon), { dispose: () => clearTimeout(this.timer) });
    this.update();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.update(), REST);
  }

  private update(): void {
    const editor = window.activeTextEditor;
    const item = editor === undefined ? undefined : this.hunks.hunkAt(editor.document, editor.selection.active.line + 1)?.item;
    const state: HunkAtCursor = item?.state ?? "none";
    this.contextKeys.set(CONTEXT_KEYS.hunk, state);
    this.contextKeys.set(CONTEXT_KEYS.atFinding, editor !== undefined && architectureFindingsAt(this.store, editor.document.uri.path, editor.selection.active.line + 1).length > 0);
    this.contextKeys.set(CONTEXT_KEYS.copies, item !== undefined && this.hunks.copiesOf(item) > 1);
  }
}
