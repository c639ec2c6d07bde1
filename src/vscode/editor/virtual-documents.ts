import { EventEmitter, Uri, workspace } from "vscode";
import type { TextDocumentContentProvider } from "vscode";
import { CONTAINER } from "../contributions";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";

/** Texts kept at once; the oldest go first, long after their tabs. */
const KEPT = 50;
const KEPT_IN_SETS = 500;

/** Read-only documents that exist in memory only: the approved text, what a hunk replaced, explanations, previews. */
export class VirtualDocuments implements TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<Uri>());
  private readonly texts = new Map<string, string>();
  /** Texts of differences over many files, as large as the largest of them. */
  private readonly sets = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor() {
    this.owned.add(workspace.registerTextDocumentContentProvider(CONTAINER, this));
  }

  /** A URI that shows `text`; `name` is the tab's title, and its ending chooses the language. `key` tells apart what has the same name. */
  put(key: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme: CONTAINER, path: `/${name}`, query: key });
    const id = uri.toString();
    const before = this.texts.get(id);
    remember(this.texts, id, text, KEPT);
    if (before !== undefined && before !== text) {
      this.changed.fire(uri);
    }
    return uri;
  }

  /** As `put`, for many at once: what one multi-file difference shows must not push itself out. */
  keep(key: string, name: string, text: string): Uri {
    const uri = Uri.from({ scheme: CONTAINER, path: `/${name}`, query: key });
    remember(this.sets, uri.toString(), text, KEPT_IN_SETS);
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? this.sets.get(uri.toString()) ?? "";
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** The newest stand last; the oldest goes when there are more than `limit`. */
function remember(texts: Map<string, string>, id: string, text: string, limit: number): void {
  texts.delete(id);
  texts.set(id, text);
  const oldest = texts.keys().next();
  if (texts.size > limit && oldest.done !== true) {
    texts.delete(oldest.value);
  }
}
