import { EndOfLine, Position, Range, WorkspaceEdit, commands, env, l10n, window, workspace } from "vscode";
import type { TextDocument } from "vscode";
import type { RevertAnswer } from "../../app/session-types";
import type { DebtItem } from "../../core/model";
import { COMMANDS } from "../contributions";
import { extent, lineCount } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { hunkOfArgument, hunksOfArguments } from "./hunk-argument";
import { handOverNote, promptFor } from "./prompts";

/** The editor's command that puts a text into its chat. */
const OPEN_CHAT = "workbench.action.chat.open";

/** Commands that act on hunks other than by a verdict: take one back, send one back, hand some over. */
export function actCommands(context: CommandContext): CommandTable<typeof COMMANDS.revertHunk | typeof COMMANDS.sendBack | typeof COMMANDS.handOver> {
  return {
    [COMMANDS.revertHunk]: async (argument) => {
      const item = hunkOfArgument(context, argument);
      if (item !== null) {
        await revertHunk(context, item);
      }
    },
    [COMMANDS.sendBack]: async (argument, selected) => {
      const items = hunksOfArguments(context, argument, selected);
      if (items.length > 0) {
        await sendBack(context, items);
      }
    },
    [COMMANDS.handOver]: (argument, selected) => handOver(context, argument, selected),
  };
}

/** The only command that changes a document. It asks, refuses a text that drifted, keeps what it takes out, and is one undo. */
async function revertHunk(context: CommandContext, item: DebtItem): Promise<void> {
  const uri = context.navigator.uriOf(item.hunk.path);
  if (uri === null) {
    return;
  }
  const plan = await context.engine.request("planRevert", { hunk: item.hunk.id });
  const document = await workspace.openTextDocument(uri);
  const drifted = (): boolean => document.isDirty || !standsAsRead(document, item, plan);
  const sayDrifted = (): void => context.notifications.status(l10n.t("The text is another one by now: save the file, then try again."));
  if (drifted()) {
    sayDrifted();
    return;
  }
  const back = plan.edits.reduce((sum, edit) => sum + edit.lines.length, 0);
  const away = plan.edits.reduce((sum, edit) => sum + edit.end - edit.start + 1, 0);
  const answer = await context.notifications.ask({
    message: l10n.t("Revert {0} of {1}?", extent(item), item.hunk.path),
    detail: [
      l10n.t("Taken out: {0}. Put back: {1}.", lineCount(away), lineCount(back)),
      l10n.t("What is taken out is kept in this clone, and one Undo brings it back. The file is not saved."),
    ].join("\n"),
    choices: [
      { id: "stay", title: l10n.t("Show the Hunk") },
      { id: "revert", title: l10n.t("Revert") },
    ],
  });
  if (answer === "stay") {
    await context.navigator.show(item);
  } else if (answer === "revert") {
    if (drifted()) {
      sayDrifted();
      return;
    }
    const kept = plan.current.length === 0 ? null : await context.engine.request("keepText", { path: item.hunk.path, text: `${plan.current.join("\n")}\n` });
    await window.showTextDocument(document);
    await workspace.applyEdit(editOf(document, plan));
    context.log.info(kept === null ? `reverted a removal in ${item.hunk.path}` : `reverted a hunk of ${item.hunk.path}, kept at ${kept}`);
    context.notifications.status(l10n.t("Reverted. Undo brings it back."));
  }
}

function standsAsRead(document: TextDocument, item: DebtItem, plan: RevertAnswer): boolean {
  return plan.current.every((line, index) => {
    const at = item.hunk.startLine - 1 + index;
    return at < document.lineCount && document.lineAt(at).text === line;
  });
}

function editOf(document: TextDocument, plan: RevertAnswer): WorkspaceEdit {
  const end = document.eol === EndOfLine.CRLF ? "\r\n" : "\n";
  const edit = new WorkspaceEdit();
  for (const { start, end: last, lines } of plan.edits) {
    if (last < document.lineCount) {
      edit.replace(document.uri, new Range(start - 1, 0, Math.max(last, start - 1), 0), lines.map((line) => line + end).join(""));
    } else {
      // Up to the end of a file without a final line break: the break before goes or stays instead.
      const from = lines.length === 0 && start > 1 ? document.lineAt(start - 2).range.end : new Position(Math.min(start - 1, document.lineCount - 1), 0);
      edit.replace(document.uri, new Range(from, document.lineAt(document.lineCount - 1).range.end), lines.join(end));
    }
  }
  return edit;
}

/** Puts a prompt with findings and reason where the person wants it. Nothing is ever sent. */
async function sendBack(context: CommandContext, items: readonly DebtItem[]): Promise<void> {
  const reason = await window.showInputBox({
    title: l10n.t("Send back to the assistant"),
    prompt: l10n.t("What should be different? It goes into a prompt that you can still edit."),
    value: items[0]?.records.find((record) => record.verdict === "rejected")?.reason ?? "",
    ignoreFocusOut: true,
  });
  if (reason === undefined) {
    return;
  }
  const texts = new Map<string, string>();
  for (const path of new Set(items.map((item) => item.hunk.path))) {
    const uri = context.navigator.uriOf(path);
    if (uri !== null) {
      texts.set(path, await textOf(uri.fsPath, context));
    }
  }
  const prompt = promptFor(items, reason.trim(), texts);
  const hasChat = (await commands.getCommands(true)).includes(OPEN_CHAT);
  const toChat = { label: l10n.t("Put into the Chat"), description: l10n.t("not sent"), chat: true };
  const toClipboard = { label: l10n.t("Copy to the Clipboard"), description: l10n.t("for any other assistant"), chat: false };
  const picked = hasChat ? await window.showQuickPick([toClipboard, toChat], { title: l10n.t("Where to?") }) : toClipboard;
  if (picked?.chat === true) {
    await commands.executeCommand(OPEN_CHAT, { query: prompt, isPartialQuery: true });
  } else if (picked !== undefined) {
    await env.clipboard.writeText(prompt);
    context.notifications.status(l10n.t("The prompt is in the clipboard."));
  }
}

/** A file's text as the editor has it; empty for one that is gone. */
async function textOf(file: string, context: CommandContext): Promise<string> {
  try {
    return (await workspace.openTextDocument(file)).getText();
  } catch (error) {
    context.log.info(`could not read ${file}: ${String(error)}`);
    return "";
  }
}

/** A note that names the hunks and how to find them, for somebody else; what is listed now, or the selected rows. */
async function handOver(context: CommandContext, argument: unknown, selected: unknown): Promise<void> {
  const items = argument === undefined ? (context.store.index?.open ?? []) : hunksOfArguments(context, argument, selected);
  const scope = context.store.snapshot?.scope;
  if (items.length === 0 || scope === undefined) {
    context.notifications.status(l10n.t("Nothing unverified here."));
    return;
  }
  const people = [...new Set((context.store.snapshot?.items ?? []).flatMap((item) => [...item.records.map((record) => record.signer), ...(item.hunk.prompters ?? [])]))].sort();
  const other = { label: l10n.t("Somebody Else…"), name: null };
  const picked = await window.showQuickPick([...people.map((name) => ({ label: name, name })), other], { title: l10n.t("Hand over to whom?") });
  const name = picked === undefined ? undefined : (picked.name ?? (await window.showInputBox({ title: l10n.t("Hand over to whom?"), ignoreFocusOut: true })));
  if (name === undefined || name.trim() === "") {
    return;
  }
  const note = handOverNote(items, name.trim(), scope);
  await env.clipboard.writeText(note);
  await window.showTextDocument(context.documents.put("hand-over", l10n.t("Hand Over").concat(".md"), note), { preview: true });
  context.notifications.status(l10n.t("The note is in the clipboard; nothing was sent."));
}
