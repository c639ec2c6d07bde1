import { l10n, workspace } from "vscode";
import { editCause, EDIT_CAUSES } from "../../core/attribution/edit-cause";
import type { EditCause } from "../../core/attribution/edit-cause";
import { ownEditsOf } from "../../core/debt/own-edits";
import { indentationMatters, keysOf, splitLines } from "../../core/fingerprint/lines";
import type { DebtItem } from "../../core/model";
import { hunkCount } from "../services/words";
import type { CommandContext } from "./command-context";
import { signThroughDialog } from "./sign-dialog";
import type { ProposedVerdict } from "./sign-dialog";

/**
 * All own edits at once: in a walk they join its batch, else one dialog signs them. It lists what was typed hunk by hunk, and what is only another
 * form, imports put in order or another name as one line each. Whatever argument came is not looked at.
 */
export async function signOwnEdits(context: CommandContext): Promise<void> {
  const { store, walk, notifications } = context;
  const { snapshot } = store;
  const all = snapshot === null ? [] : ownEditsOf(snapshot.items, snapshot.signing.key?.fingerprint ?? "");
  const items = all.filter((item) => !context.hunks.hasUnsavedEdits(item.hunk.id));
  const [first] = items;
  if (first === undefined) {
    notifications.status(all.length > 0 ? l10n.t("This hunk has edits that are not saved: save the file first.") : l10n.t("No hunk holds only your own edits of what you approved."));
    return;
  }
  if (walk.active) {
    walk.markEdited(items.map((item) => item.hunk.id));
    notifications.status(l10n.t("Your own edits join this batch: {0}.", hunkCount(items.length)));
    return;
  }
  const outcome = await signThroughDialog(context, {
    title: l10n.t("Sign your own edits of what you approved: {0}?", hunkCount(items.length)),
    signTitle: l10n.t("Sign My Edits"),
    createTitle: l10n.t("Create Key and Sign My Edits"),
    stayTitle: l10n.t("Show the Hunk"),
    verdicts: await byCause(context, items),
  });
  if (outcome === "stay") {
    await context.navigator.show(first);
  }
}

async function byCause(context: CommandContext, items: readonly DebtItem[]): Promise<readonly ProposedVerdict[]> {
  const causes = new Map<DebtItem, EditCause>();
  for (const item of items) {
    causes.set(item, await causeOf(context, item));
  }
  return EDIT_CAUSES.flatMap((cause) =>
    items.filter((item) => causes.get(item) === cause).map((item): ProposedVerdict => ({ item, verdict: "edited", ...(cause === "typed" ? {} : { group: causeWord(cause) }) })),
  );
}

/** By the text as it was approved and as it stands; `typed` where either is not at hand. */
async function causeOf(context: CommandContext, item: DebtItem): Promise<EditCause> {
  const { path, startLine, endLine } = item.hunk;
  const approved = await context.engine.request("approvedText", { hunk: item.hunk.id });
  const uri = context.navigator.uriOf(path);
  if (approved === null || approved.text === null || uri === null) {
    return "typed";
  }
  const lines = splitLines(approved.text);
  const { all } = keysOf(approved.path, lines);
  const { sequence } = approved.record;
  const start = all.findIndex((_, at) => sequence.every((key, offset) => all[at + offset]?.key === key));
  const [from, to] = [all[start]?.index, all[start + sequence.length - 1]?.index];
  if (from === undefined || to === undefined) {
    return "typed";
  }
  const now = splitLines((await workspace.openTextDocument(uri)).getText());
  return editCause(lines.slice(from, to + 1), now.slice(startLine - 1, endLine), indentationMatters(path));
}

function causeWord(cause: Exclude<EditCause, "typed">): string {
  switch (cause) {
    case "format":
      return l10n.t("Form only");
    case "imports":
      return l10n.t("Imports put in order");
    case "rename":
      return l10n.t("One name for another");
  }
}
