import { Range, Selection, commands, env, l10n, window } from "vscode";
import type { DebtItem } from "../../core/model";
import { COMMANDS } from "../contributions";
import { recordLine } from "../editor/hunk-sections";
import type { CommandContext, CommandTable } from "./command-context";
import { explanation } from "./explanation";
import { hunkOfArgument } from "./hunk-argument";
import { ownId } from "../services/repository-view";

/** Commands that only show: differences, what was replaced, why. */
export function showCommands(
  context: CommandContext,
): CommandTable<typeof COMMANDS.showChangesSinceSignOff | typeof COMMANDS.showReplaced | typeof COMMANDS.explain | typeof COMMANDS.copyHunkId> {
  const about =
    (show: (context: CommandContext, item: DebtItem) => Promise<void>) =>
    async (argument: unknown): Promise<void> => {
      const item = hunkOfArgument(context, argument);
      if (item !== null) {
        await show(context, item);
      }
    };
  return {
    [COMMANDS.showChangesSinceSignOff]: about(showChangesSinceSignOff),
    [COMMANDS.showReplaced]: about(showReplaced),
    [COMMANDS.explain]: about(explain),
    [COMMANDS.copyHunkId]: about(async (_, item) => {
      await env.clipboard.writeText(ownId(item.hunk.id).id);
      context.notifications.status(l10n.t("Hunk id copied."));
    }),
  };
}

async function showChangesSinceSignOff(context: CommandContext, item: DebtItem): Promise<void> {
  const approved = await context.engine.request("approvedText", { hunk: item.hunk.id });
  const uri = context.navigator.uriOf(item.hunk.path);
  if (approved === null || uri === null) {
    context.notifications.status(l10n.t("Nobody signed off this hunk before."));
    return;
  }
  if (approved.text === null) {
    await context.navigator.show(item);
    selectLines(item);
    context.notifications.status(l10n.t("The approved text is not in this clone: only the changed lines can be shown, selected."));
    return;
  }
  const left = context.documents.put(`approved:${approved.record.id}`, approved.path, approved.text);
  const title = l10n.t("{0}: approved by {1} ↔ now", item.hunk.path, approved.record.signer);
  const line = Math.max(0, (item.staleLines[0] ?? item.seams[0] ?? item.hunk.startLine) - 1);
  context.log.debug(`changes since: ${recordLine(approved.record)}`);
  await commands.executeCommand("vscode.diff", left, uri, title, { selection: new Range(line, 0, line, 0) });
}

/** Selects the lines nobody answers for, so that they can be read and walked without colours. */
function selectLines(item: DebtItem): void {
  const editor = window.activeTextEditor;
  if (editor === undefined || item.staleLines.length === 0) {
    return;
  }
  editor.selections = item.staleLines
    .filter((line) => line <= editor.document.lineCount)
    .map((line) => new Selection(line - 1, 0, line - 1, editor.document.lineAt(line - 1).text.length));
}

async function showReplaced(context: CommandContext, item: DebtItem): Promise<void> {
  const { replaced, kind, path, id } = item.hunk;
  if (replaced === null) {
    context.notifications.status(l10n.t("The text of before is not at hand in this clone."));
    return;
  }
  if (replaced.length === 0) {
    context.notifications.status(l10n.t("It replaced nothing: these lines are new."));
    return;
  }
  const before = context.documents.put(`before:${id}`, path, replaced.join("\n"));
  const after = context.documents.put(`after:${id}`, path, kind === "removal" ? "" : await currentText(context, item));
  await commands.executeCommand("vscode.diff", before, after, kind === "removal" ? l10n.t("{0}: what was removed", path) : l10n.t("{0}: before ↔ hunk", path));
}

async function currentText(context: CommandContext, item: DebtItem): Promise<string> {
  const uri = context.navigator.uriOf(item.hunk.path);
  const editor = uri === null ? undefined : await window.showTextDocument(uri, { preserveFocus: true });
  if (editor === undefined) {
    return "";
  }
  const range = context.hunks.find(editor.document, item.hunk.id)?.range ?? item.hunk;
  return editor.document.getText(new Range(range.startLine - 1, 0, range.endLine - 1, Number.MAX_SAFE_INTEGER));
}

async function explain(context: CommandContext, item: DebtItem): Promise<void> {
  const why = await context.engine.request("why", { path: item.hunk.path, line: item.hunk.startLine });
  const uri = context.documents.put(`why:${item.hunk.id}`, l10n.t("Why {0}", item.hunk.path.slice(item.hunk.path.lastIndexOf("/") + 1)).concat(".md"), explanation(item, why));
  await window.showTextDocument(uri, { preview: true });
}
