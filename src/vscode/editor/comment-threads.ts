import { CommentMode, CommentThreadCollapsibleState, CommentThreadState, MarkdownString, Range, Uri, comments, l10n, window } from "vscode";
import type { CommentController, CommentThread, TextDocument } from "vscode";
import type { VerdictRecord } from "../../core/model";
import { CONTAINER } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { QuietMode } from "../services/quiet-mode";
import { oneLine, trustWord } from "../services/words";
import type { DocumentHunks, LiveHunk } from "./document-hunks";
import { plainMarkdown } from "./markdown-text";

const COMMENT_LENGTH = 2_000;

/**
 * Verdicts that carry words, as comment threads on their hunks, and a place to write the next one. The threads are a view of the
 * ledger's records: a blocking comment is a rejection, any other an approval with notes, and there is no second store.
 */
export class CommentThreads implements Disposable {
  private readonly owned = new DisposableList();
  private readonly controller: CommentController;
  private shown: { readonly document: string; readonly key: string; readonly thread: CommentThread }[] = [];

  constructor(
    private readonly store: DebtStore,
    private readonly hunks: DocumentHunks,
    private readonly quiet: QuietMode,
  ) {
    this.controller = this.owned.add(comments.createCommentController(CONTAINER, l10n.t("Verification Debt")));
    this.controller.options = { prompt: l10n.t("Comment on this hunk"), placeHolder: "issue (blocking): …" };
    this.controller.commentingRangeProvider = { provideCommentingRanges: (document) => this.rangesOf(document) };
    const render = (): void => this.render();
    this.owned.addAll(store.onSnapshot(render), hunks.onChange(render), window.onDidChangeVisibleTextEditors(render), quiet.onChange(render), { dispose: () => this.clear() });
    this.render();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private rangesOf(document: TextDocument): Range[] {
    return this.quiet.active ? [] : this.hunks.hunksOf(document).filter(({ item }) => item.state !== "signed-off" && !item.hunk.generated).map((live) => rangeOf(live, document));
  }

  private render(): void {
    const wanted = this.quiet.active || this.store.index === null ? [] : window.visibleTextEditors.flatMap(({ document }) => this.threadsOf(document));
    const keys = new Set(wanted.map(({ key }) => key));
    this.shown.filter(({ key }) => !keys.has(key)).forEach(({ thread }) => thread.dispose());
    const kept = new Map(this.shown.filter(({ key }) => keys.has(key)).map((entry) => [entry.key, entry]));
    this.shown = [...new Map(wanted.map((entry) => [entry.key, entry])).values()].map(({ key, document, range, records }) => kept.get(key) ?? { key, document, thread: this.create(document, range, records) });
  }

  private threadsOf(document: TextDocument): readonly { readonly key: string; readonly document: string; readonly range: Range; readonly records: readonly VerdictRecord[] }[] {
    return this.hunks.hunksOf(document).flatMap((live) => {
      const records = live.item.records.filter((record) => wordsOf(record) !== undefined && record.verdict !== "withdrawn");
      const range = rangeOf(live, document);
      const uri = document.uri.toString();
      return records.length === 0 ? [] : [{ key: JSON.stringify([uri, live.item.hunk.id, range.start.line, range.end.line, records.map(({ id }) => id)]), document: uri, range, records }];
    });
  }

  private create(document: string, range: Range, records: readonly VerdictRecord[]): CommentThread {
    const list = records.map((record) => ({
      author: { name: oneLine(record.signer, 200) },
      body: new MarkdownString(plainMarkdown((wordsOf(record) ?? "").slice(0, COMMENT_LENGTH))),
      mode: CommentMode.Preview,
      label: trustWord(record.trust),
      timestamp: new Date(record.at),
    }));
    const thread = this.controller.createCommentThread(Uri.parse(document), range, list);
    const blocks = records.some(({ verdict }) => verdict === "rejected");
    thread.collapsibleState = CommentThreadCollapsibleState.Collapsed;
    thread.state = blocks ? CommentThreadState.Unresolved : CommentThreadState.Resolved;
    thread.label = blocks ? l10n.t("Rejected: the debt stays open") : l10n.t("Approved with notes");
    thread.canReply = false;
    return thread;
  }

  private clear(): void {
    this.shown.forEach(({ thread }) => thread.dispose());
    this.shown = [];
  }
}

function wordsOf(record: VerdictRecord): string | undefined {
  return record.verdict === "rejected" ? record.reason : record.verdict === "approved-with-notes" ? record.note : undefined;
}

function rangeOf({ range }: LiveHunk, document: TextDocument): Range {
  const last = document.lineCount - 1;
  const start = Math.min(Math.max(range.startLine - 1, 0), last);
  return new Range(start, 0, Math.min(Math.max(range.endLine - 1, start), last), 0);
}
