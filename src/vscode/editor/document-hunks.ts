import { EventEmitter, TextDocumentChangeReason, window, workspace } from "vscode";
import type { TextDocument, TextDocumentChangeEvent } from "vscode";
import { LiveRanges } from "../../core/attribution/live-ranges";
import type { FollowedRange, LineChange, LiveRange } from "../../core/attribution/live-ranges";
import type { DebtItem } from "../../core/model";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { toLineChange } from "./line-changes";
import { restoredRanges } from "./restored-ranges";

/** A hunk where it stands in the document now, unsaved edits included. */
export interface LiveHunk {
  readonly item: DebtItem;
  readonly range: LiveRange;
  /** Runs of stale lines, and seams, where they stand now. */
  readonly stale: readonly LiveRange[];
  readonly seams: readonly LiveRange[];
}

interface Tracked {
  readonly document: TextDocument;
  readonly path: string;
  items: readonly DebtItem[];
  ranges: LiveRanges;
  marks: LiveRanges;
  /** Edits since the text that the ranges were taken from; replayed when a new snapshot comes while they are unsaved. */
  unsaved: LineChange[];
  /** How many of them the last save wrote; the snapshot that follows it knows them. */
  saved: number;
  /** Text may stand again as it was: something was undone or redone, or many lines were put in place of many (a formatter, other line ends). */
  restored: boolean;
  /** Milliseconds of `performance.now()`. */
  lastEdit: number;
  timer: NodeJS.Timeout | undefined;
}

/** While somebody types, a new snapshot waits until the keyboard rests this long, so that nothing jumps under the cursor. */
const QUIET = 1_000;
/** Views hear of edits this late: they are off the typing path. */
const ECHO = 120;
/** Beyond this, unsaved edits are not replayed: the ranges stay as they followed the typing. */
const MAXIMUM_UNSAVED = 20_000;

/** Follows the hunks of every open document through edits, in memory. The typing path ends in `edited`. */
export class DocumentHunks implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<TextDocument>());
  private readonly tracked = new Map<string, Tracked>();

  /** Hunks of this document stand elsewhere or are others now. */
  readonly onChange = this.changed.event;

  constructor(private readonly store: DebtStore) {
    this.owned.addAll(
      store.onSnapshot(() => this.snapshotChanged()),
      workspace.onDidOpenTextDocument((document) => this.open(document)),
      workspace.onDidCloseTextDocument((document) => this.close(document)),
      workspace.onDidChangeTextDocument((event) => this.edited(event)),
      workspace.onDidSaveTextDocument((document) => this.savedDocument(document)),
      { dispose: () => this.tracked.forEach((tracked) => clearTimeout(tracked.timer)) },
    );
  }

  /** Hunks of the document in order of the snapshot's lines; empty for a file without any. */
  hunksOf(document: TextDocument): readonly LiveHunk[] {
    const tracked = this.tracked.get(document.uri.toString());
    if (tracked === undefined) {
      return [];
    }
    const ranges = tracked.ranges.ranges();
    const marks = new Map<string, { stale: LiveRange[]; seams: LiveRange[] }>();
    for (const mark of tracked.marks.ranges()) {
      const [kind, id] = [mark.id.slice(0, 2), mark.id.slice(2)];
      const entry = marks.get(id) ?? { stale: [], seams: [] };
      (kind === STALE ? entry.stale : entry.seams).push(mark);
      marks.set(id, entry);
    }
    return tracked.items.flatMap((item, index) => {
      const range = ranges[index];
      return range === undefined ? [] : [{ item, range, stale: marks.get(item.hunk.id)?.stale ?? [], seams: marks.get(item.hunk.id)?.seams ?? [] }];
    });
  }

  /** The open hunk at this 1-based line, else any hunk there; a removal is at the line after it. */
  hunkAt(document: TextDocument, line: number): LiveHunk | null {
    const here = this.hunksOf(document).filter(({ range }) => line >= range.startLine && line <= Math.max(range.startLine, range.endLine));
    return here.find(({ item }) => item.state !== "signed-off") ?? here[0] ?? null;
  }

  /** Takes over a snapshot that waits for the keyboard to rest: whoever gives a command has stopped typing. */
  catchUp(document: TextDocument): void {
    const tracked = this.tracked.get(document.uri.toString());
    if (tracked !== undefined && tracked.items !== (this.store.index?.byPath.get(tracked.path) ?? tracked.items)) {
      this.adopt(tracked);
    }
  }

  find(document: TextDocument, hunk: string): LiveHunk | null {
    return this.hunksOf(document).find(({ item }) => item.hunk.id === hunk) ?? null;
  }

  /** How many open hunks have this one's text, itself included. */
  copiesOf(item: DebtItem): number {
    return this.store.index?.copiesOf(item) ?? 1;
  }

  /** The hunk has edits that are not saved: what would be signed is not what is on the screen. */
  hasUnsavedEdits(hunk: string): boolean {
    for (const { document, ranges } of this.tracked.values()) {
      if (document.isDirty && ranges.find(hunk)?.edited === true) {
        return true;
      }
    }
    return false;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private open(document: TextDocument): void {
    const path = document.uri.scheme === "file" ? (this.store.paths?.toRepositoryPath(document.uri.path) ?? null) : null;
    const key = document.uri.toString();
    if (path === null || this.tracked.has(key)) {
      return;
    }
    const tracked: Tracked = { document, path, items: [], ranges: new LiveRanges([]), marks: new LiveRanges([]), unsaved: [], saved: 0, restored: false, lastEdit: -Infinity, timer: undefined };
    this.tracked.set(key, tracked);
    this.adopt(tracked);
  }

  private close(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.tracked.get(key)?.timer);
    this.tracked.delete(key);
  }

  private snapshotChanged(): void {
    const paths = this.store.paths;
    for (const [key, tracked] of this.tracked) {
      if (paths?.toRepositoryPath(tracked.document.uri.path) !== tracked.path) {
        clearTimeout(tracked.timer);
        this.tracked.delete(key);
        this.changed.fire(tracked.document);
      } else {
        this.adoptWhenQuiet(tracked);
      }
    }
    for (const document of workspace.textDocuments) {
      this.open(document);
    }
  }

  private adoptWhenQuiet(tracked: Tracked): void {
    clearTimeout(tracked.timer);
    const rest = tracked.lastEdit + QUIET - performance.now();
    if (rest > 0 && window.visibleTextEditors.some((editor) => editor.document === tracked.document)) {
      tracked.timer = setTimeout(() => this.adoptWhenQuiet(tracked), rest);
    } else {
      this.adopt(tracked);
    }
  }

  /** Takes the snapshot's ranges, carried through the edits it does not know. */
  private adopt(tracked: Tracked): void {
    if (tracked.document.isDirty && tracked.unsaved.length > MAXIMUM_UNSAVED) {
      return;
    }
    tracked.items = this.store.index?.byPath.get(tracked.path) ?? [];
    tracked.ranges = new LiveRanges(tracked.items.map(followHunk));
    tracked.marks = new LiveRanges(tracked.items.flatMap(followMarks));
    tracked.unsaved = tracked.document.isDirty ? tracked.unsaved.slice(tracked.saved) : [];
    tracked.saved = 0;
    for (const change of tracked.unsaved) {
      tracked.ranges.apply(change);
      tracked.marks.apply(change);
    }
    this.changed.fire(tracked.document);
  }

  /** The typing path: an in-memory update and nothing else; views hear of it later. */
  private edited(event: TextDocumentChangeEvent): void {
    const tracked = this.tracked.get(event.document.uri.toString());
    if (tracked === undefined) {
      return;
    }
    const single = event.contentChanges.length === 1;
    tracked.restored ||= !single;
    for (const textChange of event.contentChanges) {
      const change = toLineChange(textChange, single ? (line) => (line < event.document.lineCount ? event.document.lineAt(line).text.length : -1) : null);
      tracked.ranges.apply(change);
      tracked.marks.apply(change);
      tracked.restored ||= change.addedLines > 1 && change.endLine > change.startLine;
      if (tracked.unsaved.length <= MAXIMUM_UNSAVED) {
        tracked.unsaved.push(change);
      }
    }
    tracked.lastEdit = performance.now();
    tracked.restored ||= event.reason === TextDocumentChangeReason.Undo || event.reason === TextDocumentChangeReason.Redo;
    clearTimeout(tracked.timer);
    // Undone back to the saved text: the ranges of the snapshot hold again.
    const undone = !event.document.isDirty && tracked.saved === 0;
    tracked.timer = setTimeout(() => {
      this.recognise(tracked);
      this.changed.fire(tracked.document);
      if (undone || tracked.items !== (this.store.index?.byPath.get(tracked.path) ?? tracked.items)) {
        this.adoptWhenQuiet(tracked);
      }
    }, ECHO);
  }

  /** Undo and redo bring text back, and a formatter changes its form alone: a hunk that stands there whole is what it was. Off the typing path. */
  private recognise(tracked: Tracked): void {
    if (!tracked.restored) {
      return;
    }
    tracked.restored = false;
    for (const { id, startLine, endLine } of restoredRanges(tracked.path, () => tracked.document.getText(), tracked.items, tracked.ranges.ranges())) {
      tracked.ranges.restore(id, startLine, endLine);
    }
  }

  private savedDocument(document: TextDocument): void {
    const tracked = this.tracked.get(document.uri.toString());
    if (tracked !== undefined) {
      tracked.saved = tracked.unsaved.length;
    }
  }
}

const STALE = "s:";
const SEAM = "m:";

function followHunk(item: DebtItem): FollowedRange {
  const { id, kind, startLine, endLine } = item.hunk;
  return { id, startLine, endLine: kind === "removal" ? startLine - 1 : endLine };
}

/** Only of a stale hunk: in one that nobody ever approved, every line is unanswered for, and its own border says so. */
function followMarks(item: DebtItem): readonly FollowedRange[] {
  if (item.state !== "stale") {
    return [];
  }
  const runs: { start: number; end: number }[] = [];
  for (const line of item.staleLines) {
    const last = runs.at(-1);
    if (last !== undefined && last.end === line - 1) {
      last.end = line;
    } else {
      runs.push({ start: line, end: line });
    }
  }
  return [
    ...runs.map((run) => ({ id: `${STALE}${item.hunk.id}`, startLine: run.start, endLine: run.end })),
    ...item.seams.map((line) => ({ id: `${SEAM}${item.hunk.id}`, startLine: line, endLine: line })),
  ];
}
