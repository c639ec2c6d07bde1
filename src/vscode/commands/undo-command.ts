import { l10n } from "vscode";
import { COMMANDS } from "../contributions";
import type { SignedBatch } from "../services/last-batch";
import { extent, hunkCount } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { worthOfAll } from "./sign-dialog";

/** Lines of the list in the dialog. */
const LISTED = 15;

/** Takes the last verdict back: in a walk the last mark, which nobody signed yet; outside one the batch signed last, after asking once. */
export function undoCommand(context: CommandContext): CommandTable<typeof COMMANDS.undoVerdict> {
  return { [COMMANDS.undoVerdict]: () => (context.walk.active ? unmark(context) : withdrawLast(context)) };
}

async function unmark(context: CommandContext): Promise<void> {
  const mark = context.walk.unmark();
  const item = mark === null ? null : context.store.item(mark.hunk);
  if (item === null) {
    context.notifications.status(l10n.t("No verdict is marked in this walk."));
    return;
  }
  await context.navigator.show(item);
  context.notifications.status(l10n.t("The mark on {0} of {1} is taken back.", extent(item), item.hunk.path));
}

async function withdrawLast(context: CommandContext): Promise<void> {
  const { lastBatch, notifications } = context;
  const { batch } = lastBatch;
  if (batch === null) {
    notifications.status(l10n.t("No verdict was signed in this window that could be taken back."));
    return;
  }
  const answer = await notifications.ask({
    message: questionOf(batch),
    detail: [
      ...batch.lines.slice(0, LISTED),
      ...(batch.lines.length > LISTED ? [l10n.t("and {0} more", batch.lines.length - LISTED)] : []),
      "",
      l10n.t("The records stay in the ledger; new ones take them back."),
      ...(batch.tookBack ? [l10n.t("An earlier rejection of yours that they took back does not come back.")] : []),
      worthOfAll(context.session.signings(context.session.names.map((name) => `${name}/`))),
    ].join("\n"),
    choices: [
      { id: "stay", title: l10n.t("Leave It") },
      { id: "withdraw", title: l10n.t("Withdraw") },
    ],
  });
  if (answer === "withdraw") {
    await context.engine.request("withdrawRecords", { ids: batch.records, method: "editor" });
    lastBatch.set(null);
    notifications.status(l10n.t("Withdrawn."));
  }
}

function questionOf({ statement, records }: SignedBatch): string {
  switch (statement) {
    case "finding":
      return l10n.t("Take back what you said last of a finding?");
    case "origin":
      return l10n.t("Take back what you said last about who wrote a text?");
    case undefined:
      return l10n.t("Take back what you signed last: {0}?", hunkCount(records.length));
  }
}
