import { EventEmitter, Uri, workspace } from "vscode";
import type { TextDocumentContentProvider } from "vscode";
import { CONTAINER } from "../contributions";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";

/** Texts kept at once; the oldest go first, long after their tabs. */
const KEPT = 50;

/** Read-only documents that exist in memory only: the approved text, what a hunk replaced, explanations, previews. */
export class VirtualDocuments implements TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<Uri>());
  private readonly texts = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor() {
    this.owned.add(workspace.registerTextDocumentContentProvider(CONTAINER, this));
  }

  /** A URI that shows `text`; `name` is the tab's title, and its ending chooses the language. `key` tells apart what has the same name. */
  put(key: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme: CONTAINER, path: `/${name}`, query: key });
    const id = uri.toString();
    const before = this.texts.get(id);
    this.texts.delete(id);
    this.texts.set(id, text);
    const oldest = this.texts.keys().next();
    if (this.texts.size > KEPT && oldest.done !== true) {
      this.texts.delete(oldest.value);
    }
    if (before !== undefined && before !== text) {
      this.changed.fire(uri);
    }
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  dispose(): void {
    this.owned.dispose();
  }
}
