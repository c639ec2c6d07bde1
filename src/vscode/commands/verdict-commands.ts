import { l10n } from "vscode";
import { openCopiesOf } from "../../core/debt/copies";
import type { DebtItem } from "../../core/model";
import { COMMANDS, INTERNAL_COMMANDS } from "../contributions";
import { extent, lineSpan } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { canBeViewed } from "../views/debt-rows";
import { hunkOfArgument, hunksOfArguments } from "./hunk-argument";
import { withdrawCorrection } from "./origin-commands";
import { signOwnEdits } from "./own-edits";
import { askReason, reviewable } from "./reviewable";
import { signThroughDialog, worthOfAll } from "./sign-dialog";
import type { ProposedVerdict } from "./sign-dialog";

/** Verdicts outside the walk, and the private marks. */
export function verdictCommands(
  context: CommandContext,
): CommandTable<typeof COMMANDS.signOff | typeof COMMANDS.signCopies | typeof COMMANDS.signOwnEdits | typeof COMMANDS.reject | typeof COMMANDS.withdraw | typeof COMMANDS.markViewed | typeof COMMANDS.markNotViewed | typeof INTERNAL_COMMANDS.toggleViewed> {
  const markViewed = async (argument: unknown, selected: unknown, viewed: boolean): Promise<void> => {
    const hunks = hunksOfArguments(context, argument, selected).map((item) => item.hunk.id);
    if (hunks.length > 0) {
      await context.engine.request("view", { hunks, viewed });
    }
  };
  const toggleViewed = async (): Promise<void> => {
    const items = context.tree.selection.flatMap((node) => (node.kind === "hunk" ? [node.item] : "items" in node ? node.items : [])).filter(canBeViewed);
    if (items.length > 0) {
      await context.engine.request("view", { hunks: [...new Set(items.map((item) => item.hunk.id))], viewed: items.some((item) => item.state !== "viewed") });
    }
  };
  return {
    [INTERNAL_COMMANDS.toggleViewed]: toggleViewed,
    [COMMANDS.signOff]: async (argument) => {
      const item = reviewable(context, hunkOfArgument(context, argument));
      if (item !== null) {
        await decide(context, { item, verdict: "approved" });
      }
    },
    [COMMANDS.reject]: async (argument) => {
      const item = reviewable(context, hunkOfArgument(context, argument));
      const reason = item === null ? null : await askReason(item);
      if (item !== null && reason !== null) {
        await decide(context, { item, verdict: "rejected", reason });
      }
    },
    [COMMANDS.signCopies]: async (argument) => {
      const item = reviewable(context, hunkOfArgument(context, argument));
      if (item !== null) {
        await signCopies(context, item);
      }
    },
    [COMMANDS.signOwnEdits]: () => signOwnEdits(context),
    [COMMANDS.withdraw]: async (argument) => {
      if (!(await withdrawCorrection(context, argument))) {
        await withdraw(context, hunkOfArgument(context, argument));
      }
    },
    [COMMANDS.markViewed]: (argument, selected) => markViewed(argument, selected, true),
    [COMMANDS.markNotViewed]: (argument, selected) => markViewed(argument, selected, false),
  };
}

async function decide(context: CommandContext, proposed: ProposedVerdict): Promise<void> {
  const { item, verdict } = proposed;
  const approves = verdict === "approved";
  const outcome = await signThroughDialog(context, {
    title: approves ? l10n.t("Sign off {0} of {1}?", extent(item), item.hunk.path) : l10n.t("Reject {0} of {1}?", extent(item), item.hunk.path),
    signTitle: approves ? l10n.t("Sign Off") : l10n.t("Reject"),
    createTitle: approves ? l10n.t("Create Key and Sign Off") : l10n.t("Create Key and Reject"),
    stayTitle: l10n.t("Show the Hunk"),
    verdicts: [proposed],
  });
  if (outcome === "stay") {
    await context.navigator.show(item);
  }
}

/** One text in several places: each place gets a record of its own, all in one batch. A refused copy is not among them. */
async function signCopies(context: CommandContext, item: DebtItem): Promise<void> {
  const copies = openCopiesOf(context.store.snapshot?.items ?? [], item).filter(({ hunk }) => !context.hunks.hasUnsavedEdits(hunk.id));
  if (copies.length < 2) {
    context.notifications.status(l10n.t("This text stands in no other open hunk."));
    return;
  }
  const outcome = await signThroughDialog(context, {
    title: l10n.t("Sign off the same text in {0} places?", copies.length),
    signTitle: l10n.t("Sign All {0} Copies", copies.length),
    createTitle: l10n.t("Create Key and Sign All {0} Copies", copies.length),
    stayTitle: l10n.t("Show the Hunk"),
    verdicts: copies.map((copy) => ({ item: copy, verdict: "approved" as const })),
  });
  if (outcome === "stay") {
    await context.navigator.show(item);
  }
}

async function withdraw(context: CommandContext, item: DebtItem | null): Promise<void> {
  const signings = item === null ? [] : context.session.signings([item.hunk.path]);
  if (item === null || signings.length === 0) {
    return;
  }
  if (!item.records.some((record) => record.verdict !== "withdrawn")) {
    context.notifications.status(l10n.t("There is no verdict on this hunk to withdraw."));
    return;
  }
  const answer = await context.notifications.ask({
    message: l10n.t("Withdraw your verdict on {0} of {1}?", extent(item), item.hunk.path),
    detail: `${item.hunk.path}, ${lineSpan(item.hunk.startLine, item.hunk.endLine)}\n\n${l10n.t("The record stays in the ledger; a new one takes it back.")}\n${worthOfAll(signings)}`,
    choices: [
      { id: "stay", title: l10n.t("Show the Hunk") },
      { id: "withdraw", title: l10n.t("Withdraw") },
    ],
  });
  if (answer === "stay") {
    await context.navigator.show(item);
  } else if (answer === "withdraw") {
    await context.engine.request("withdraw", { hunks: [item.hunk.id], method: "editor" });
    context.notifications.status(l10n.t("Withdrawn."));
  }
}
