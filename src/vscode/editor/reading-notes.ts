import { window } from "vscode";
import type { TextEditor } from "vscode";
import type { ReadingAnswer } from "../../app/session-types";
import type { Engine } from "../services/engine";
import type { EngineLog } from "../services/engine-client";
import { toEngineError } from "../services/engine-error";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { SeenLines, type VisibleText } from "../services/seen-lines";
import type { Settings } from "../services/settings";
import type { WorkspaceRepositories } from "../services/workspace-repositories";
import type { DocumentHunks } from "./document-hunks";

/** Milliseconds between two looks at what is visible. */
const SAMPLE = 500;
/** Without a scroll, a cursor or another editor for this long, nobody is taken to be reading. */
const IDLE = 60_000;
/** What was gathered goes to the engine this often. */
const DELIVERY = 15_000;

/**
 * Notes which lines of hunks stand on the screen while the window has the focus: a signal for the person who signs, kept on this machine by
 * the engine. Runs on a timer, never on the typing path; an event only moves a time stamp.
 */
export class ReadingNotes implements Disposable {
  private readonly owned = new DisposableList();
  private readonly seen = new SeenLines();
  private lastSign = performance.now();

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly engine: Engine,
    private readonly settings: Settings,
    session: WorkspaceRepositories,
    private readonly log: EngineLog,
  ) {
    const sign = (): void => {
      this.lastSign = performance.now();
    };
    const sampling = setInterval(() => this.look(), SAMPLE);
    const delivering = setInterval(() => void this.deliver(), DELIVERY);
    this.owned.addAll(
      window.onDidChangeTextEditorVisibleRanges(sign),
      window.onDidChangeTextEditorSelection(sign),
      window.onDidChangeActiveTextEditor(sign),
      window.onDidChangeWindowState(({ focused }) => {
        sign();
        if (!focused) {
          this.seen.pause();
        }
      }),
      // What was read in another repository is not for this one's store.
      session.onChange(() => void this.seen.take()),
      { dispose: () => clearInterval(sampling) },
      { dispose: () => clearInterval(delivering) },
    );
  }

  /** How much of these hunks was on the screen, in their order; empty where that is not known or not to be noted. Never fails: nothing depends on it. */
  async of(hunks: readonly string[]): Promise<readonly ReadingAnswer[]> {
    if (!this.settings.readingNotes || hunks.length === 0) {
      return [];
    }
    await this.deliver();
    try {
      return await this.engine.request("reading", { hunks });
    } catch (error) {
      this.log.debug(`what was on the screen is not known: ${toEngineError(error).text}`);
      return [];
    }
  }

  dispose(): void {
    void this.deliver();
    this.owned.dispose();
  }

  private look(): void {
    const { focused, active } = window.state;
    const now = performance.now();
    if (!this.settings.readingNotes || !focused || !active || now - this.lastSign > IDLE) {
      this.seen.pause();
      return;
    }
    this.seen.sample(now, window.visibleTextEditors.flatMap((editor) => this.textOf(editor)));
  }

  private textOf({ document, visibleRanges }: TextEditor): readonly VisibleText[] {
    const hunks = this.hunks
      .hunksOf(document)
      .filter(({ item, range }) => item.hunk.kind === "edit" && !range.edited && !range.collapsed)
      .map(({ item, range }) => ({ content: item.hunk.id.replace(/#\d+$/, ""), startLine: range.startLine, endLine: range.endLine }));
    if (hunks.length === 0) {
      return [];
    }
    return [{ text: `${document.uri.toString()} ${document.version}`, visible: visibleRanges.map(({ start, end }) => [start.line + 1, end.line + 1] as const), hunks }];
  }

  private async deliver(): Promise<void> {
    const texts = this.seen.take();
    if (texts.length === 0) {
      return;
    }
    try {
      await this.engine.request("noteSeen", { texts });
    } catch (error) {
      this.log.debug(`what was on the screen could not be noted: ${toEngineError(error).text}`);
    }
  }
}
