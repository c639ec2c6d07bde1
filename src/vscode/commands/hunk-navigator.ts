import { Range, Selection, TextEditorRevealType, Uri, l10n, window, workspace } from "vscode";
import type { TextEditor } from "vscode";
import type { DebtItem } from "../../core/model";
import type { DocumentHunks } from "../editor/document-hunks";
import type { VirtualDocuments } from "../editor/virtual-documents";
import { neighbour } from "../services/debt-index";
import type { DebtStore } from "../services/debt-store";
import type { EngineLog } from "../services/engine-client";
import type { Notifications } from "../services/notifications";
import type { ReviewWalk } from "../services/review-walk";
import { positionText } from "../services/words";
import type { DebtTree } from "../views/debt-tree";

/** Brings hunks into sight: opens the file, selects the first line, says where one is. */
export class HunkNavigator {
  private lastId: string | null = null;
  private lastPlace: number | undefined;

  constructor(
    private readonly store: DebtStore,
    private readonly hunks: DocumentHunks,
    private readonly documents: VirtualDocuments,
    private readonly tree: DebtTree,
    private readonly walk: ReviewWalk,
    private readonly notifications: Notifications,
    private readonly log: EngineLog,
  ) {}

  /** The open hunk after or before the one at the cursor, else after or before the one shown last. */
  neighbour(step: 1 | -1): DebtItem | null {
    const index = this.store.index;
    if (index === null) {
      return null;
    }
    const editor = window.activeTextEditor;
    const here = editor === undefined ? null : this.hunks.hunkAt(editor.document, editor.selection.active.line + 1);
    const current = here !== null && index.place.has(here.item.hunk.id) ? here.item.hunk.id : this.lastId;
    const fallback = this.lastPlace === undefined ? undefined : step === 1 ? this.lastPlace - 1 : this.lastPlace;
    return neighbour(index, current, step, fallback);
  }

  /** Opens the hunk and says "3 of 12, high risk, Claude". */
  async show(item: DebtItem, options: { readonly keepFocus?: boolean } = {}): Promise<void> {
    const place = this.store.index?.place.get(item.hunk.id);
    this.lastId = item.hunk.id;
    this.lastPlace = place ?? this.lastPlace;
    const editor = await this.open(item, options.keepFocus ?? false);
    if (editor !== null) {
      const line = this.firstLine(item, editor);
      editor.selection = new Selection(line, 0, line, 0);
      editor.revealRange(new Range(line, 0, Math.min(line + Math.max(0, item.hunk.endLine - item.hunk.startLine), editor.document.lineCount - 1), 0), TextEditorRevealType.InCenterIfOutsideViewport);
    }
    // In a walk the status bar's own item says it.
    if (place !== undefined && !this.walk.active) {
      this.notifications.status(positionText(item, place, this.store.index?.open.length ?? 0));
    }
    await this.tree.reveal(item.hunk.id);
  }

  /** Opens a file of the repository at a 1-based line. */
  async showLine(path: string, line: number): Promise<void> {
    const uri = this.uriOf(path);
    if (uri !== null) {
      const at = Math.max(0, line - 1);
      await window.showTextDocument(uri, { selection: new Range(at, 0, at, 0) });
    }
  }

  uriOf(path: string): Uri | null {
    const paths = this.store.paths;
    return paths === null ? null : Uri.file(paths.toUriPath(path));
  }

  private async open(item: DebtItem, keepFocus: boolean): Promise<TextEditor | null> {
    const uri = this.uriOf(item.hunk.path);
    if (uri === null) {
      return null;
    }
    try {
      return await window.showTextDocument(await workspace.openTextDocument(uri), { preserveFocus: keepFocus });
    } catch (error) {
      // The file is gone (a removal of all its lines) or is no text: what was removed can still be read.
      this.log.info(`could not open ${item.hunk.path}: ${String(error)}`);
      const text = item.hunk.replaced?.join("\n") ?? l10n.t("This file cannot be shown.");
      return await window.showTextDocument(this.documents.put(`removed:${item.hunk.id}`, item.hunk.path, text), { preserveFocus: keepFocus });
    }
  }

  private firstLine(item: DebtItem, editor: TextEditor): number {
    if (editor.document.uri.scheme !== "file") {
      return 0;
    }
    const live = this.hunks.find(editor.document, item.hunk.id)?.range.startLine ?? item.hunk.startLine;
    return Math.min(Math.max(live, 1), editor.document.lineCount) - 1;
  }
}
