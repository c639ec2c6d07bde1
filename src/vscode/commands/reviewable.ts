import { l10n, window } from "vscode";
import type { DebtItem } from "../../core/model";
import { lineSpan } from "../services/words";
import type { CommandContext } from "./command-context";

/** A hunk that can take a verdict now, else null after saying why not. */
export function reviewable(context: CommandContext, item: DebtItem | null): DebtItem | null {
  if (item === null) {
    return null;
  }
  if (context.hunks.hasUnsavedEdits(item.hunk.id)) {
    context.notifications.status(l10n.t("This hunk has edits that are not saved: save the file first."));
    return null;
  }
  if (item.state === "signed-off") {
    context.notifications.status(l10n.t("A person already answers for every line of this hunk."));
    return null;
  }
  return item;
}

/** The reason of a rejection; null when the person gave none. */
export async function askReason(item: DebtItem): Promise<string | null> {
  const reason = await window.showInputBox({
    title: l10n.t("Reject {0}, {1}", item.hunk.path, lineSpan(item.hunk.startLine, item.hunk.endLine)),
    prompt: l10n.t("Why? Kept with the verdict, for everyone to read."),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === "" ? l10n.t("A rejection needs a reason.") : null),
  });
  return reason === undefined || reason.trim() === "" ? null : reason.trim();
}
