import { Range, Selection, TextEditorRevealType, Uri, l10n, window, workspace } from "vscode";
import type { QuickPickItem } from "vscode";
import type { Finding } from "../../core/model";
import { COMMANDS } from "../contributions";
import { architectureFindingsAt } from "../services/findings-at";
import { lineOfPlace } from "../services/json-place";
import { oneLine } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { pathEnds, stepsBetween } from "./dependency-path";

const TEXT = 300;

/** A row that leads to a line, or tells something only. */
interface Row extends QuickPickItem {
  readonly target: { readonly path: string; readonly line: number } | null;
}

/** *Show Dependency Path* and *Why Is This Forbidden?*, at a finding about the architecture. */
export function findingCommands(context: CommandContext): CommandTable<typeof COMMANDS.showDependencyPath | typeof COMMANDS.whyForbidden> {
  return {
    [COMMANDS.showDependencyPath]: async (argument, selected) => {
      const finding = argument instanceof Uri ? undefined : findingAt(context, argument);
      if (finding === undefined) {
        await showAnyPath(context, argument, selected);
      } else {
        await pickLine(context, l10n.t("Dependency path of {0}", finding.rule), pathRows(finding));
      }
    },
    [COMMANDS.whyForbidden]: async (argument) => {
      const finding = findingOf(context, argument);
      if (finding !== null) {
        await pickLine(context, l10n.t("Why {0}?", finding.rule), await reasonRows(context, finding));
      }
    },
  };
}

/** The path between two files of a person's choice, where no finding is meant. */
async function showAnyPath(context: CommandContext, argument: unknown, selected: unknown): Promise<void> {
  const ends = await pathEnds(context, argument, selected);
  const steps = ends === null ? null : await stepsBetween(context, ends);
  if (ends !== null && steps !== null) {
    const rows = steps.map(({ path, line, to, kind }) => row({ path, line }, kind === "value" ? l10n.t("imports {0}", to) : l10n.t("imports {0} ({1})", to, kind), "$(arrow-down)"));
    await pickLine(context, l10n.t("Dependency path from {0} to {1}", ends.from, ends.to), rows);
  }
}

function findingOf(context: CommandContext, argument: unknown): Finding | null {
  const finding = findingAt(context, argument) ?? null;
  if (finding === null) {
    context.notifications.status(l10n.t("No finding about the architecture at this line."));
  }
  return finding;
}

/** The finding that a quick fix named by its content key, else the one at the cursor; of an argument nothing else is read. */
function findingAt(context: CommandContext, argument: unknown): Finding | undefined {
  const key = typeof argument === "string" ? argument : null;
  const named = key === null ? undefined : context.store.snapshot?.findings.find(({ finding }) => finding.contentKey === key)?.finding;
  const editor = window.activeTextEditor;
  const here = editor === undefined ? [] : architectureFindingsAt(context.store, editor.document.uri.path, editor.selection.active.line + 1);
  return named ?? here[0];
}

/** Every step of the chain at the line of its import, the finding's own first. */
function pathRows(finding: Finding): readonly Row[] {
  const own = row({ path: finding.path, line: finding.startLine }, oneLine(finding.message, TEXT), "$(error)");
  return [own, ...finding.related.map((step) => row({ path: step.path, line: step.startLine }, oneLine(step.message, TEXT), "$(arrow-down)"))];
}

async function reasonRows(context: CommandContext, finding: Finding): Promise<readonly Row[]> {
  const rows = [row({ path: finding.path, line: finding.startLine }, oneLine(finding.message, TEXT), "$(error)"), told("$(comment)", l10n.t("Because"), finding.why)];
  if (finding.configuredAt === undefined) {
    rows.push(told("$(gear)", l10n.t("Configured nowhere"), l10n.t("This rule is on by default; .countersign/config.jsonc can change it.")));
  } else {
    const { path, place } = finding.configuredAt;
    const uri = uriOf(context, path);
    const text = uri === null ? "" : (await workspace.openTextDocument(uri)).getText();
    rows.push(row({ path, line: lineOfPlace(text, place) }, l10n.t("The rule: {0}", placeInWords(place)), "$(gear)"));
  }
  rows.push(told("$(check)", l10n.t("Allowed instead"), finding.fix));
  return rows;
}

/** `architecture.layers[0].order` */
function placeInWords(place: readonly (string | number)[]): string {
  return place.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

function row(target: NonNullable<Row["target"]>, detail: string, icon: string): Row {
  return { label: `${icon} ${target.path}:${target.line}`, detail, target };
}

function told(icon: string, label: string, detail: string): Row {
  return { label: `${icon} ${label}`, detail: oneLine(detail, TEXT), target: null };
}

function uriOf({ store }: CommandContext, path: string): Uri | null {
  return store.paths === null ? null : Uri.file(store.paths.toUriPath(path));
}

/** Rows are looked at while the selection moves; Enter goes there, Escape comes back to where one was. */
async function pickLine(context: CommandContext, title: string, rows: readonly Row[]): Promise<void> {
  const before = window.activeTextEditor;
  const start = before === undefined ? null : { uri: before.document.uri, selection: before.selection };
  const picker = window.createQuickPick<Row>();
  picker.title = title;
  picker.placeholder = l10n.t("Enter opens the line, Escape comes back");
  picker.matchOnDetail = true;
  picker.items = rows;
  const chosen = await new Promise<Row | null>((resolve) => {
    picker.onDidChangeActive(([active]) => {
      if (active?.target !== null && active?.target !== undefined) {
        void open(context, active.target, true);
      }
    });
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0] ?? null);
      picker.hide();
    });
    picker.onDidHide(() => resolve(null));
    picker.show();
  });
  picker.dispose();
  if (chosen?.target !== null && chosen?.target !== undefined) {
    await open(context, chosen.target, false);
  } else if (start !== null) {
    const editor = await window.showTextDocument(start.uri, { preview: true });
    editor.selection = start.selection;
    editor.revealRange(start.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

async function open(context: CommandContext, { path, line }: NonNullable<Row["target"]>, preview: boolean): Promise<void> {
  const uri = uriOf(context, path);
  if (uri === null) {
    return;
  }
  const at = Math.max(0, line - 1);
  const editor = await window.showTextDocument(uri, { preview: true, preserveFocus: preview });
  editor.selection = new Selection(at, 0, at, 0);
  editor.revealRange(new Range(at, 0, at, 0), TextEditorRevealType.InCenter);
}
