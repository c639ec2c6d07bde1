import { commands, l10n, window, workspace } from "vscode";
import type { TextDocument } from "vscode";
import type { CorrectionRequest } from "../../app/session-types";
import { contentIdOf, keysOf, sliceKeys, splitLines } from "../../core/fingerprint/lines";
import { COMMANDS, INTERNAL_COMMANDS } from "../contributions";
import { extent, lineSpan, oneLine } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { hunkOfArgument, hunkUnderCursor } from "./hunk-argument";
import { reviewable } from "./reviewable";
import { signStatement } from "./signed-statement";

type OriginCommands = typeof COMMANDS.notAi | typeof COMMANDS.isAi | typeof INTERNAL_COMMANDS.markAsAi | typeof INTERNAL_COMMANDS.markAsMine | typeof INTERNAL_COMMANDS.acceptInlineSuggestion;

/** Who wrote a text, as a person says it: signed corrections through a dialog, marks with one click. */
export function originCommands(context: CommandContext): CommandTable<OriginCommands> {
  return {
    [COMMANDS.notAi]: async (argument) => {
      const item = reviewable(context, hunkOfArgument(context, argument));
      if (item === null) {
        return;
      }
      const { path, kind, startLine, endLine, id } = item.hunk;
      const place = { path, kind, startLine, endLine: kind === "removal" ? startLine : endLine, shown: id.replace(/#\d+$/, "") };
      const question = kind === "removal" ? l10n.t("No assistant took these lines out of {0}?", path) : l10n.t("No assistant wrote {0} of {1}?", extent(item), path);
      await correct(context, { ...place, says: "not-ai" }, question);
    },
    [COMMANDS.isAi]: async () => {
      const selected = selectedLines(context);
      if (selected !== null) {
        const { path, startLine, endLine, shown } = selected;
        await correct(context, { path, kind: "edit", startLine, endLine, shown, says: "ai" }, l10n.t("An assistant wrote {0} of {1}?", lineSpan(startLine, endLine), path));
      }
    },
    [INTERNAL_COMMANDS.markAsAi]: (argument) => mark(context, argument, "marked-ai"),
    [INTERNAL_COMMANDS.markAsMine]: (argument) => mark(context, argument, "marked-mine"),
    [INTERNAL_COMMANDS.acceptInlineSuggestion]: async () => {
      const accept = () => commands.executeCommand("editor.action.inlineSuggest.commit");
      const document = window.activeTextEditor?.document;
      await (document === undefined ? accept() : context.observer.whileAccepting(document, accept));
    },
  };
}

/** Where no hunk stands at the cursor because a person corrected its origin, that can be withdrawn. False: there is nothing of the kind. */
export async function withdrawCorrection(context: CommandContext, argument: unknown): Promise<boolean> {
  const editor = window.activeTextEditor;
  const path = editor === undefined || editor.document.uri.scheme !== "file" ? null : (context.store.paths?.toRepositoryPath(editor.document.uri.path) ?? null);
  if (argument !== undefined || editor === undefined || path === null || editor.document.isDirty) {
    return false;
  }
  if (hunkUnderCursor(context)?.records.some((record) => record.type !== "correction") === true) {
    return false;
  }
  const line = editor.selection.active.line + 1;
  const { records } = await context.engine.request("why", { path, line });
  const corrections = records.filter((record) => record.type === "correction");
  if (corrections.length === 0) {
    return false;
  }
  const detail = corrections.map((record) => `${record.signer}: ${oneLine(record.reason ?? "", 200)}`).join("\n");
  const answer = await context.notifications.ask({
    message: l10n.t("Withdraw what you said about who wrote line {0} of {1}?", line, path),
    detail: `${detail}\n\n${l10n.t("The record stays in the ledger; a new one takes it back.")}`,
    choices: [
      { id: "stay", title: l10n.t("Leave It") },
      { id: "withdraw", title: l10n.t("Withdraw") },
    ],
  });
  if (answer === "withdraw") {
    await context.engine.request("withdrawRecords", { ids: corrections.map(({ id }) => id), method: "editor" });
    context.notifications.status(l10n.t("Withdrawn."));
  }
  return true;
}

async function correct(context: CommandContext, request: Omit<CorrectionRequest, "reason" | "method" | "createKey">, question: string): Promise<void> {
  const { path, startLine, endLine, kind } = request;
  const place = kind === "removal" ? l10n.t("{0}, before line {1}", path, startLine) : `${path}, ${lineSpan(startLine, endLine)}`;
  const stated = await signStatement(
    context,
    { path, question, prompt: l10n.t("How do you know? Kept with the statement, for everyone to read."), place, reach: "", about: "origin" },
    (statement) => context.engine.request("correct", { ...request, method: "editor", ...statement }),
  );
  if (stated) {
    context.notifications.status(l10n.t("Recorded and signed: who wrote it."));
  }
}

function selectedLines(context: CommandContext): { readonly path: string; readonly startLine: number; readonly endLine: number; readonly shown: string } | null {
  const editor = window.activeTextEditor;
  const path = editor?.document.uri.scheme === "file" ? (context.store.paths?.toRepositoryPath(editor.document.uri.path) ?? null) : null;
  if (editor === undefined || path === null) {
    context.notifications.status(l10n.t("Select lines of a file of this repository."));
    return null;
  }
  if (editor.document.isDirty) {
    context.notifications.status(l10n.t("The file has edits that are not saved: save it first."));
    return null;
  }
  const { start, end, isEmpty } = editor.selection;
  const startLine = start.line + 1;
  const endLine = !isEmpty && end.character === 0 ? Math.max(startLine, end.line) : end.line + 1;
  const shown = contentIdOf(sliceKeys(keysOf(path, splitLines(editor.document.getText())), startLine - 1, endLine));
  return { path, startLine, endLine, shown };
}

/** Our own lens gives the lines; anything else that calls this is told to select some. */
async function mark(context: CommandContext, argument: unknown, by: "marked-ai" | "marked-mine"): Promise<void> {
  const document = window.activeTextEditor?.document;
  const range = rangeOf(argument, document);
  if (document === undefined || range === null) {
    context.notifications.status(l10n.t("Select lines of a file of this repository."));
    return;
  }
  await context.observer.mark(document, range, by, l10n.t("marked in the editor"));
  context.notifications.status(by === "marked-ai" ? l10n.t("Recorded as an assistant's.") : l10n.t("Recorded as yours, on this machine."));
  if (!document.isDirty && workspace.isTrusted) {
    await context.session.refresh(false);
  }
}

function rangeOf(argument: unknown, document: TextDocument | undefined): { readonly startLine: number; readonly endLine: number } | null {
  if (typeof argument !== "object" || argument === null || !("startLine" in argument) || !("endLine" in argument) || document === undefined) {
    return null;
  }
  const { startLine, endLine } = argument;
  const isLine = (line: unknown): line is number => typeof line === "number" && Number.isSafeInteger(line) && line >= 1 && line <= document.lineCount;
  return isLine(startLine) && isLine(endLine) && startLine <= endLine ? { startLine, endLine } : null;
}
