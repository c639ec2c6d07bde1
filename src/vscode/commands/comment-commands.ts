import { l10n, window } from "vscode";
import type { CommentThread } from "vscode";
import { INTERNAL_COMMANDS } from "../contributions";
import { COMMENT_DECORATIONS, COMMENT_LABELS, commentText, isBlocking, parseComment } from "../services/conventional-comment";
import type { ConventionalComment } from "../services/conventional-comment";
import { extent } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { signThroughDialog } from "./sign-dialog";
import { reviewable } from "./reviewable";

/** A comment on a hunk is a verdict with words: blocking rejects it, any other approves it with notes. Both go through the one dialog. */
export function commentCommands(context: CommandContext): CommandTable<typeof INTERNAL_COMMANDS.comment> {
  return { [INTERNAL_COMMANDS.comment]: (argument) => comment(context, argument) };
}

interface Reply {
  readonly thread: CommentThread;
  readonly text: string;
}

async function comment(context: CommandContext, argument: unknown): Promise<void> {
  if (!isReply(argument)) {
    return;
  }
  const { thread, text } = argument;
  const document = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === thread.uri.toString())?.document;
  const found = document === undefined ? null : context.hunks.hunkAt(document, (thread.range?.end.line ?? 0) + 1);
  if (found === null) {
    context.notifications.status(l10n.t("No hunk of an assistant here."));
    return;
  }
  const item = reviewable(context, found.item);
  const said = item === null ? null : (parseComment(text) ?? (await askForm(text)));
  if (item === null || said === null) {
    return;
  }
  const rejects = isBlocking(said);
  const outcome = await signThroughDialog(context, {
    title: rejects ? l10n.t("Reject {0} of {1} with this comment?", extent(item), item.hunk.path) : l10n.t("Sign off {0} of {1} with this note?", extent(item), item.hunk.path),
    signTitle: rejects ? l10n.t("Reject") : l10n.t("Sign Off"),
    createTitle: rejects ? l10n.t("Create Key and Reject") : l10n.t("Create Key and Sign Off"),
    stayTitle: l10n.t("Show the Hunk"),
    verdicts: [rejects ? { item, verdict: "rejected", reason: commentText(said) } : { item, verdict: "approved" }],
    ...(rejects ? {} : { note: commentText(said) }),
  });
  if (outcome === "signed") {
    // The record's own thread takes its place.
    thread.dispose();
  } else if (outcome === "stay") {
    await context.navigator.show(item);
  }
}

/** Label, then decoration; null when the person left. */
async function askForm(text: string): Promise<ConventionalComment | null> {
  const label = await window.showQuickPick(COMMENT_LABELS, { title: l10n.t("What kind of comment is it? (1 of 2)"), ignoreFocusOut: true });
  const known = COMMENT_LABELS.find((candidate) => candidate === label);
  if (known === undefined) {
    return null;
  }
  const picked = await window.showQuickPick(
    COMMENT_DECORATIONS.map((decoration) => ({ label: decoration, description: decoration === "blocking" ? l10n.t("rejects the hunk: the debt stays open") : l10n.t("signs it off with this note"), decoration })),
    { title: l10n.t("Does it block? (2 of 2)"), ignoreFocusOut: true },
  );
  return picked === undefined ? null : { label: known, decoration: picked.decoration, subject: text.trim() };
}

function isReply(argument: unknown): argument is Reply {
  return typeof argument === "object" && argument !== null && "text" in argument && typeof argument.text === "string" && argument.text.trim() !== "" && "thread" in argument && typeof argument.thread === "object" && argument.thread !== null && "uri" in argument.thread;
}
