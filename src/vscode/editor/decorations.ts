import { DecorationRangeBehavior, OverviewRulerLane, Range, ThemeColor, window, workspace } from "vscode";
import type { TextEditor, TextEditorDecorationType } from "vscode";
import { COLOURS } from "../contributions";
import type { DecorationSetting } from "../contributions";
import { isOpen } from "../services/debt-index";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { QuietMode } from "../services/quiet-mode";
import type { Settings } from "../services/settings";
import type { DocumentHunks, LiveHunk } from "./document-hunks";

const KINDS = ["highRisk", "unverified", "viewed", "stale", "rejected", "edited", "seam", "removal"] as const;
type Kind = (typeof KINDS)[number];

/** Each kind has a border style of its own, so that none is told by colour alone. */
const STYLES: Readonly<Record<Kind, { readonly colour: string; readonly width: string; readonly style: string }>> = {
  highRisk: { colour: COLOURS.highRisk, width: "0 0 0 3px", style: "double" },
  unverified: { colour: COLOURS.unverified, width: "0 0 0 2px", style: "solid" },
  viewed: { colour: COLOURS.viewed, width: "0 0 0 2px", style: "dotted" },
  stale: { colour: COLOURS.stale, width: "0 0 0 2px", style: "dashed" },
  rejected: { colour: COLOURS.rejected, width: "0 0 0 3px", style: "groove" },
  edited: { colour: COLOURS.edited, width: "0 0 0 3px", style: "dotted" },
  seam: { colour: COLOURS.seam, width: "1px 0 0 0", style: "dashed" },
  removal: { colour: COLOURS.unverified, width: "1px 0 0 0", style: "dotted" },
};

/** A border at the left of open hunks and a mark in the ruler: visible editors only, set only where something differs. */
export class HunkDecorations implements Disposable {
  private readonly owned = new DisposableList();
  private types: ReadonlyMap<Kind, TextEditorDecorationType> = new Map();
  private setting: DecorationSetting = "off";
  private readonly drawn = new WeakMap<TextEditor, Map<Kind, string>>();

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly settings: Settings,
    private readonly quiet: QuietMode,
  ) {
    this.owned.addAll(
      hunks.onChange((document) => window.visibleTextEditors.filter((editor) => editor.document === document).forEach((editor) => this.draw(editor))),
      window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
      // A replacement of many lines may have swept the drawn ranges away, though ours stand where they stood.
      workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.some((change) => change.range.end.line - change.range.start.line > 1)) {
          window.visibleTextEditors.filter((editor) => editor.document === event.document).forEach((editor) => this.drawn.delete(editor));
        }
      }),
      settings.onChange(() => this.configure()),
      quiet.onChange(() => this.configure()),
      { dispose: () => this.types.forEach((type) => type.dispose()) },
    );
    this.configure();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private configure(): void {
    const setting = this.quiet.active ? "off" : this.settings.decorations;
    if (setting === this.setting) {
      return;
    }
    this.setting = setting;
    this.types.forEach((type) => type.dispose());
    this.types = setting === "off" ? new Map() : new Map(KINDS.map((kind) => [kind, createType(kind, setting === "borderAndRuler")]));
    for (const editor of window.visibleTextEditors) {
      this.drawn.delete(editor);
      this.draw(editor);
    }
  }

  private draw(editor: TextEditor): void {
    if (this.types.size === 0 || editor.document.uri.scheme !== "file") {
      return;
    }
    const drawn = this.drawn.get(editor) ?? new Map<Kind, string>();
    this.drawn.set(editor, drawn);
    const wanted = rangesByKind(this.hunks.hunksOf(editor.document), editor.document.lineCount);
    for (const [kind, type] of this.types) {
      const spans = wanted.get(kind) ?? [];
      const key = spans.map(([start, end]) => `${start}-${end}`).join(" ");
      // The editor moves what is drawn along with edits, so the key compares with where it would be now.
      if (key !== (drawn.get(kind) ?? "")) {
        drawn.set(kind, key);
        editor.setDecorations(type, spans.map(([start, end]) => new Range(start - 1, 0, end - 1, 0)));
      }
    }
  }
}

function createType(kind: Kind, ruler: boolean): TextEditorDecorationType {
  const { colour, width, style } = STYLES[kind];
  const themed = new ThemeColor(colour);
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    borderWidth: width,
    borderStyle: style,
    borderColor: themed,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    ...(ruler ? { overviewRulerColor: themed, overviewRulerLane: OverviewRulerLane.Left } : {}),
  });
}

/** Spans of 1-based lines by kind, merged where they touch. A line has one left border: its worst state. */
function rangesByKind(hunks: readonly LiveHunk[], lineCount: number): ReadonlyMap<Kind, readonly (readonly [number, number])[]> {
  const spans = new Map<Kind, [number, number][]>();
  const add = (kind: Kind, start: number, end: number): void => {
    const [from, to] = [Math.max(1, Math.min(start, lineCount)), Math.min(end, lineCount)];
    if (to < from) {
      return;
    }
    const list = spans.get(kind) ?? [];
    const last = list.at(-1);
    if (last !== undefined && from <= last[1] + 1) {
      last[1] = Math.max(last[1], to);
    } else {
      list.push([from, to]);
    }
    spans.set(kind, list);
  };
  for (const { item, range, stale, seams } of hunks) {
    if (!isOpen(item)) {
      // What a person answers for carries no mark, until it is edited: those lines will be stale once they are saved.
      range.touched.forEach((run) => add("edited", run.start, run.end));
      continue;
    }
    if (item.hunk.kind === "removal") {
      add("removal", range.startLine, range.startLine);
      continue;
    }
    const special = [...range.touched.map((run) => ["edited", run.start, run.end] as const), ...stale.map((run) => ["stale", run.startLine, run.endLine] as const)];
    special.sort((one, other) => one[1] - other[1]);
    // A stale hunk is marked on its stale lines only: what is still approved needs no eyes.
    const rest: Kind | null = item.state === "rejected" ? "rejected" : item.state === "stale" && stale.length + seams.length > 0 ? null : item.state === "stale" ? "stale" : item.state === "viewed" ? "viewed" : item.risk.level === "high" ? "highRisk" : "unverified";
    let line = range.startLine;
    for (const [kind, start, end] of special) {
      if (rest !== null) {
        add(rest, line, Math.min(start, range.endLine + 1) - 1);
      }
      add(kind, Math.max(start, line), Math.min(end, range.endLine));
      line = Math.max(line, end + 1);
    }
    if (rest !== null) {
      add(rest, line, range.endLine);
    }
    for (const seam of seams) {
      add("seam", seam.startLine, seam.startLine);
    }
  }
  return spans;
}
