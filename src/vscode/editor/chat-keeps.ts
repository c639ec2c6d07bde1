import { workspace } from "vscode";
import type { TextDocument, Uri } from "vscode";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Engine } from "../services/engine";
import type { EngineLog } from "../services/engine-client";
import { toEngineError } from "../services/engine-error";
import type { Settings } from "../services/settings";
import type { DocumentHunks } from "./document-hunks";
import { keptLines } from "./kept-lines";

/** The texts that the chat's own review compares with: one a file, holding what a person accepted so far. */
const REVIEW_SCHEME = "chat-editing-text-model";
/** Milliseconds after the last change of such a text: keeping several hunks is several changes. */
const QUIET = 150;

interface Reviewed {
  readonly file: Uri;
  /** As last looked at. */
  accepted: string;
  timer: NodeJS.Timeout | undefined;
}

interface Kept {
  /** Another text of the document is another matter. */
  readonly version: number;
  readonly lines: Set<number>;
}

/**
 * *Keep* in the chat's own review is taken over as *viewed* (product promise 7), and never as more. No event tells of it; what
 * does is the accepted text, which the editor shows every extension as a document and which takes the kept lines over.
 */
export class ChatKeeps implements Disposable {
  private readonly owned = new DisposableList();
  private readonly reviewed = new Map<string, Reviewed>();
  /** By the file's address: kept, and not yet seen as an unseen hunk. An assistant's hook may tell of them later. */
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly engine: Engine,
    private readonly settings: Settings,
    private readonly log: EngineLog,
    store: DebtStore,
  ) {
    this.owned.addAll(
      workspace.onDidOpenTextDocument((document) => this.open(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.scheme === REVIEW_SCHEME && contentChanges.length > 0) this.acceptedChanged(document);
      }),
      workspace.onDidCloseTextDocument((document) => this.close(document)),
      store.onSnapshot(() => this.mark()),
      hunks.onChange(() => this.mark()),
      { dispose: () => this.reviewed.forEach(({ timer }) => clearTimeout(timer)) },
    );
    workspace.textDocuments.forEach((document) => this.open(document));
  }

  dispose(): void {
    this.owned.dispose();
  }

  private open(document: TextDocument): void {
    if (document.uri.scheme === REVIEW_SCHEME) {
      this.reviewed.set(document.uri.toString(), { file: document.uri.with({ scheme: "file", authority: "", query: "", fragment: "" }), accepted: document.getText(), timer: undefined });
    }
  }

  private close(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.reviewed.get(key)?.timer);
    this.reviewed.delete(key);
    this.kept.delete(key);
  }

  private acceptedChanged(document: TextDocument): void {
    const reviewed = this.reviewed.get(document.uri.toString());
    if (reviewed === undefined) return;
    clearTimeout(reviewed.timer);
    reviewed.timer = setTimeout(() => this.compare(document, reviewed), QUIET);
  }

  private compare(document: TextDocument, reviewed: Reviewed): void {
    const before = reviewed.accepted;
    reviewed.accepted = document.getText();
    const file = documentOf(reviewed.file);
    // Where the chat keeps by itself after a while, nobody looked.
    if (file === undefined || !this.settings.stagedIsViewed || this.settings.chatKeepsByItself) return;
    const lines = keptLines(before, reviewed.accepted, file.getText());
    if (lines.size === 0) return;
    const earlier = this.kept.get(file.uri.toString());
    this.kept.set(file.uri.toString(), { version: file.version, lines: new Set([...(earlier?.version === file.version ? earlier.lines : []), ...lines]) });
    this.mark();
  }

  /** Marks unseen hunks every line of which was kept, each once: a person who takes the mark away keeps it away. */
  private mark(): void {
    const marked: string[] = [];
    for (const [key, { version, lines }] of this.kept) {
      const document = workspace.textDocuments.find((each) => each.uri.toString() === key);
      if (document?.version !== version) {
        this.kept.delete(key);
        continue;
      }
      for (const { item, range } of this.hunks.hunksOf(document)) {
        const own = Array.from({ length: range.endLine - range.startLine + 1 }, (_, offset) => range.startLine + offset);
        if (item.hunk.kind !== "edit" || range.edited || item.hunk.generated || own.length === 0 || !own.every((line) => lines.has(line))) continue;
        if (item.state === "unseen") marked.push(item.hunk.id);
        own.forEach((line) => lines.delete(line));
      }
      if (lines.size === 0) this.kept.delete(key);
    }
    if (marked.length === 0) return;
    this.engine.request("view", { hunks: marked, viewed: true }).catch((error: unknown) => this.log.warn(`what was kept in the chat could not be marked as viewed: ${toEngineError(error).text}`));
  }
}

function documentOf(file: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.scheme === "file" && document.uri.path === file.path);
}
