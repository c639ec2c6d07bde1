import { EventEmitter, TextDocumentChangeReason, env, workspace } from "vscode";
import type { TextDocument, TextDocumentChangeEvent, TextDocumentContentChangeEvent } from "vscode";
import type { EditorObservation } from "../../app/session-types";
import { RESHAPED_DETAIL } from "../../core/attribution/reshaped-owners";
import { splitLines } from "../../core/fingerprint/lines";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Engine } from "../services/engine";
import type { EngineLog } from "../services/engine-client";
import { toEngineError } from "../services/engine-error";
import { assistantOf, editKindOf, isLarge } from "./edit-kind";
import type { EditFacts, EditKind, EditReason } from "./edit-kind";
import { editReasonOf } from "./edit-reason";
import { toLineChange } from "./line-changes";
import { ObservedRuns } from "./observed-runs";
import type { ObservedRun } from "./observed-runs";
import { reshapedLines } from "./reshaped-lines";
import { TypedTexts } from "./typed-texts";

interface Observed {
  readonly path: string;
  readonly runs: ObservedRuns;
  readonly typed: TypedTexts;
  isSaving: boolean;
  /** Something gave the text another form since the last save; then the text as it stood before it is wanted. */
  isReshaped: boolean;
  /** What the file holds while its document is being saved. */
  saved: string | null;
  /** Edits of a clean document so far, and the one of which nobody knows yet whether it came from the file. */
  edit: number;
  doubtful: string | null;
  /** `isReshaped` as it was before that one. */
  wasReshaped: boolean;
}

/** Milliseconds after which a document that was edited says that it is dirty. */
const DIRTY_DELAY = 100;
/** Lines of one typed edit whose texts are taken down; a hand types one or two. */
const MOST_TYPED = 20;
/** Documents longer than this (lines) are not observed: hooks and history speak for them. */
const LONGEST_DOCUMENT = 50_000;

/**
 * Tells the engine, at each save, which lines a person was seen to type and which an assistant's completion put there. What
 * came in large and unexplained is suspected: shown with a question, never counted.
 */
export class EditObserver implements Disposable {
  private readonly owned = new DisposableList();
  private readonly suspicion = this.owned.add(new EventEmitter<TextDocument>());
  private readonly observed = new Map<string, Observed>();
  private accepting: string | null = null;
  private clipboard: string | null = null;

  /** The suspected lines of a document changed. */
  readonly onSuspicion = this.suspicion.event;

  constructor(
    private readonly store: DebtStore,
    private readonly engine: Engine,
    private readonly log: EngineLog,
  ) {
    this.owned.addAll(
      workspace.onDidChangeTextDocument((event) => this.edited(event)),
      workspace.onWillSaveTextDocument((event) => {
        this.saving(event.document, true);
        event.waitUntil(this.readSaved(event.document));
      }),
      workspace.onDidSaveTextDocument((document) => this.saved(document)),
      workspace.onDidCloseTextDocument((document) => this.observed.delete(document.uri.toString())),
    );
  }

  /** Runs of unexplained lines, where they stand now. */
  suspectedOf(document: TextDocument): readonly ObservedRun[] {
    return this.observed.get(document.uri.toString())?.runs.runs.filter((run) => run.by === "suspected") ?? [];
  }

  /** While `accept` runs, edits of the document are the completion's. */
  async whileAccepting(document: TextDocument, accept: () => Thenable<unknown>): Promise<void> {
    this.accepting = document.uri.toString();
    try {
      await accept();
    } finally {
      this.accepting = null;
    }
  }

  /** A person said whose these lines are. Errors of the engine pass on to the caller. */
  async mark(document: TextDocument, range: { readonly startLine: number; readonly endLine: number }, by: "marked-ai" | "marked-mine", detail: string): Promise<void> {
    const entry = this.entryOf(document);
    if (entry === null) {
      return;
    }
    await this.engine.request("observe", { path: entry.path, text: document.getText(), runs: [{ ...range, by, detail }] });
    entry.runs.clear((run) => run.endLine < range.startLine || run.startLine > range.endLine);
    this.suspicion.fire(document);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private entryOf(document: TextDocument): Observed | null {
    const key = document.uri.toString();
    const known = this.observed.get(key);
    if (known !== undefined) {
      return known;
    }
    const path = document.uri.scheme === "file" ? (this.store.paths?.toRepositoryPath(document.uri.path) ?? null) : null;
    if (path === null || document.lineCount > LONGEST_DOCUMENT) {
      return null;
    }
    const entry: Observed = { path, runs: new ObservedRuns(), typed: new TypedTexts(), isSaving: false, isReshaped: false, saved: null, edit: 0, doubtful: null, wasReshaped: false };
    this.observed.set(key, entry);
    return entry;
  }

  private edited(event: TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    const entry = this.entryOf(document);
    if (entry === null) {
      return;
    }
    // An event without changes only says that the document is dirty now, or not any more; the first comes right after the edit that made it so.
    if (contentChanges.length === 0) {
      entry.doubtful = document.isDirty ? null : entry.doubtful;
      return;
    }
    if (!document.isDirty) {
      this.forgetRead(document, entry);
    }
    const reason = editReasonOf(event);
    const facts: EditFacts = {
      texts: contentChanges.map(({ text }) => text),
      removed: contentChanges.map(({ rangeLength }) => rangeLength),
      isUndoOrRedo: event.reason === TextDocumentChangeReason.Undo || event.reason === TextDocumentChangeReason.Redo,
      reason,
      isSaving: entry.isSaving,
      isAccepting: this.accepting === document.uri.toString(),
      clipboard: this.clipboard,
    };
    const kind = editKindOf(facts);
    const added = runOf(kind, reason);
    entry.wasReshaped = entry.isReshaped;
    entry.isReshaped ||= kind === "formatted";
    if (!document.isDirty) {
      // A document becomes dirty right after its first edit; one that does not was read from its file again: a checkout, another tool.
      entry.edit += 1;
      const edit = `edit ${entry.edit}`;
      entry.doubtful = edit;
      setTimeout(() => (entry.doubtful === edit ? this.forgetRead(document, entry) : undefined), DIRTY_DELAY);
      if (added !== null) {
        added.edit = edit;
      }
    }
    const single = contentChanges.length === 1;
    for (const change of contentChanges) {
      entry.runs.apply(toLineChange(change, single ? (line) => (line < document.lineCount ? document.lineAt(line).text.length : -1) : null), added);
    }
    if (kind === "typed" && single) {
      takeDown(entry.typed, document, contentChanges[0]);
    }
    if (kind === "unexplained") {
      void this.askClipboard(document, entry, facts.texts);
    }
  }

  /** Reading the clipboard takes a moment, so it is asked only about what nothing else explains, and off the typing path. */
  private async askClipboard(document: TextDocument, entry: Observed, texts: readonly string[]): Promise<void> {
    if (isLarge(texts)) {
      this.clipboard = await env.clipboard.readText();
      const kind = editKindOf({ texts, removed: [], isUndoOrRedo: false, reason: null, isSaving: false, isAccepting: false, clipboard: this.clipboard });
      this.clipboard = null;
      if (kind === "pasted") {
        const [text = ""] = texts;
        const lines = text.split("\n").length;
        // What was pasted stays unknown: text from a chat in a browser looks like any other.
        entry.runs.clear((run) => run.by !== "suspected" || Math.abs(run.endLine - run.startLine + 1 - lines) > 1);
      }
    }
    this.suspicion.fire(document);
  }

  /** What was read from the file was nobody's edit here, however soon somebody types after it. */
  private forgetRead(document: TextDocument, entry: Observed): void {
    const { doubtful } = entry;
    if (doubtful !== null) {
      entry.doubtful = null;
      entry.isReshaped = entry.wasReshaped;
      entry.runs.clear((run) => run.edit !== doubtful);
      this.suspicion.fire(document);
    }
  }

  private saving(document: TextDocument, isSaving: boolean): void {
    const entry = this.observed.get(document.uri.toString());
    if (entry !== undefined) {
      entry.isSaving = isSaving;
    }
  }

  /** Before the editor writes: what a formatter did is seen against what stood there. A file that can't be read tells nothing. */
  private async readSaved(document: TextDocument): Promise<void> {
    const entry = this.observed.get(document.uri.toString());
    if (entry === undefined) {
      return;
    }
    try {
      entry.saved = new TextDecoder().decode(await workspace.fs.readFile(document.uri));
    } catch (error) {
      entry.saved = null;
      this.log.debug(`${entry.path} was not there before it was saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** What was only reshaped counts as the person's own, beside what they were seen to type. */
  private reshaped(document: TextDocument, entry: Observed): EditorObservation["runs"] {
    const { saved, isReshaped, runs } = entry;
    if (saved === null || !isReshaped) {
      return [];
    }
    const isAccounted = (line: number): boolean => runs.runs.some((run) => run.startLine <= line && run.endLine >= line);
    const [before, after] = [splitLines(saved.replace(/^\ufeff/, "")), splitLines(document.getText())];
    const own = [...entry.typed.runsIn(before, after, isAccounted), ...reshapedLines(entry.path, before, after, isAccounted)];
    return own.map((lines) => ({ ...lines, by: "typed", detail: RESHAPED_DETAIL }));
  }

  private saved(document: TextDocument): void {
    this.saving(document, false);
    const entry = this.observed.get(document.uri.toString());
    if (entry === undefined) {
      return;
    }
    this.forgetRead(document, entry);
    const runs = [...entry.runs.runs.flatMap(observationOf), ...this.reshaped(document, entry)];
    const before = entry.isReshaped && entry.saved !== null ? { before: entry.saved } : {};
    entry.saved = null;
    entry.isReshaped = false;
    entry.typed.clear();
    entry.runs.clear((run) => run.by === "suspected");
    if (runs.length === 0 && before.before === undefined) {
      return;
    }
    this.engine.request("observe", { path: entry.path, text: document.getText(), runs, ...before }).catch((error: unknown) => this.log.warn(`edits of ${entry.path} were not recorded: ${toEngineError(error).text}`));
  }
}

/** The texts of the lines that an edit left: on the typing path, so of few lines. */
function takeDown(typed: TypedTexts, document: TextDocument, change: TextDocumentContentChangeEvent | undefined): void {
  const first = change?.range.start.line ?? 0;
  const last = Math.min(document.lineCount - 1, first + Math.min(MOST_TYPED, change === undefined ? 0 : change.text.split("\n").length) - 1);
  for (let line = first; line <= last; line += 1) {
    typed.note(line, document.lineAt(line).text);
  }
}

function runOf(kind: EditKind, reason: EditReason | null): { -readonly [Key in keyof Omit<ObservedRun, "startLine" | "endLine">]: ObservedRun[Key] } | null {
  switch (kind) {
    case "typed":
      return { by: "typed" };
    case "inline-completion":
    case "chat": {
      const what = kind === "chat" ? "chat edit" : "inline completion accepted";
      return { by: "assistant", ...assistantOf(reason), detail: reason === null ? `${what} (by the editor's own key)` : `${what} (${reason.source})` };
    }
    case "unexplained":
      return { by: "suspected" };
    default:
      return null;
  }
}

function observationOf(run: ObservedRun): EditorObservation["runs"] {
  const { by, startLine, endLine, assistant, model, detail } = run;
  if (by === "suspected") {
    return [];
  }
  return [{ startLine, endLine, by, detail: detail ?? "", ...(assistant === undefined ? {} : { assistant }), ...(model === undefined ? {} : { model }) }];
}
