import { Uri, l10n, window } from "vscode";
import type { DebtItem } from "../../core/model";
import type { CommandContext } from "./command-context";

const HUNK_ID = /^h1:[\w+/=-]{1,128}(#\d{1,9})?$/;

/**
 * The hunk a command is about: the id that a lens, a hover or a row of our own tree gave, else the one under the cursor.
 * Nothing else of an argument is read. Null, after saying so in the status bar, when there is none.
 */
export function hunkOfArgument(context: CommandContext, argument: unknown): DebtItem | null {
  const id = idOf(argument);
  const atLine = hunkAtLine(context, argument);
  const item = id !== null ? context.store.item(id) : atLine === undefined ? hunkUnderCursor(context) : atLine;
  if (item === null) {
    context.notifications.status(id === null ? l10n.t("No hunk of an assistant here.") : l10n.t("That hunk is not there any more."));
  }
  return item;
}

/**
 * The hunks a command is about where it can take several: all selected rows of the tree, else all hunks of the file's or
 * section's row, else as `hunkOfArgument`.
 */
export function hunksOfArguments(context: CommandContext, argument: unknown, selected: unknown): readonly DebtItem[] {
  const rows = Array.isArray(selected) && selected.length > 1 ? selected : [argument];
  const ids = rows.flatMap((row: unknown) => [idOf(row) ?? idsBelow(row)].flat());
  if (ids.length > 0) {
    return [...new Set(ids)].flatMap((id) => context.store.item(id) ?? []);
  }
  const item = hunkOfArgument(context, argument);
  return item === null ? [] : [item];
}

/** A row of a file, or of a group of files, of which only the hunks' ids are read. */
function idsBelow(row: unknown): readonly string[] {
  const items = typeof row === "object" && row !== null && "items" in row && Array.isArray(row.items) ? row.items : [];
  return items.flatMap((item: unknown) => idOf({ item }) ?? []);
}

/** What the menu of a line's number passes: `{ lineNumber, uri }`, 1-based. */
function hunkAtLine(context: CommandContext, argument: unknown): DebtItem | null | undefined {
  if (typeof argument !== "object" || argument === null || !("lineNumber" in argument) || typeof argument.lineNumber !== "number") {
    return undefined;
  }
  const uri = "uri" in argument && argument.uri instanceof Uri ? argument.uri.toString() : "";
  const document = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri)?.document;
  return document === undefined ? null : (context.hunks.hunkAt(document, argument.lineNumber)?.item ?? null);
}

/** The hunk at the active editor's cursor, open ones first. */
export function hunkUnderCursor(context: CommandContext): DebtItem | null {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return null;
  }
  context.hunks.catchUp(editor.document);
  return context.hunks.hunkAt(editor.document, editor.selection.active.line + 1)?.item ?? null;
}

function idOf(argument: unknown): string | null {
  const candidate = typeof argument === "string" ? argument : idOfRow(argument);
  return typeof candidate === "string" && HUNK_ID.test(candidate) ? candidate : null;
}

/** A row of the tree, of which only the hunk's id is read. */
function idOfRow(row: unknown): unknown {
  if (typeof row !== "object" || row === null || !("item" in row)) {
    return null;
  }
  const { item } = row;
  if (typeof item !== "object" || item === null || !("hunk" in item)) {
    return null;
  }
  const { hunk } = item;
  return typeof hunk === "object" && hunk !== null && "id" in hunk ? hunk.id : null;
}
