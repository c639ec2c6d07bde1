import { l10n } from "vscode";
import type { DebtItem } from "../../core/model";
import { COMMANDS, CONTEXT_KEYS } from "../contributions";
import type { MarkedVerdict } from "../services/review-walk";
import { hunkCount, tallyText } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { hunkUnderCursor } from "./hunk-argument";
import { signThroughDialog } from "./sign-dialog";
import type { ProposedVerdict } from "./sign-dialog";
import { askReason, reviewable } from "./reviewable";

/** The review walk: one key marks a verdict and goes on; one dialog at the end signs them all. */
export function walkCommands(
  context: CommandContext,
): CommandTable<
  | typeof COMMANDS.startWalk
  | typeof COMMANDS.walkApprove
  | typeof COMMANDS.walkReject
  | typeof COMMANDS.walkSkip
  | typeof COMMANDS.walkBack
  | typeof COMMANDS.walkFinish
> {
  const { walk, navigator, notifications } = context;
  const goOn = async (step: 1 | -1): Promise<void> => {
    const next = walk.move(step);
    if (next !== null) {
      await navigator.show(next);
    } else {
      await finish(context);
    }
  };
  return {
    [COMMANDS.startWalk]: async () => {
      const first = walk.start(hunkUnderCursor(context)?.hunk.id ?? null);
      context.contextKeys.set(CONTEXT_KEYS.walking, walk.active);
      if (first === null) {
        notifications.status(l10n.t("Nothing unverified here."));
      } else {
        await navigator.show(first);
      }
    },
    [COMMANDS.walkApprove]: async () => {
      if (currentOf(context) !== null) {
        walk.mark("approved");
        await goOn(1);
      }
    },
    [COMMANDS.walkReject]: async () => {
      const item = currentOf(context);
      const reason = item === null ? null : await askReason(item);
      // While the reason was typed the hunk may have changed, or another one may have come into sight.
      if (item !== null && reason !== null && walk.current?.hunk.id === item.hunk.id) {
        walk.mark("rejected", reason);
        await goOn(1);
      }
    },
    [COMMANDS.walkSkip]: () => goOn(1),
    [COMMANDS.walkBack]: () => goOn(-1),
    [COMMANDS.walkFinish]: () => finish(context),
  };
}

/** The hunk the mark goes to: the walk's own, which must be in sight, or the person is asked to look first. */
function currentOf(context: CommandContext): DebtItem | null {
  const current = reviewable(context, context.walk.current);
  if (current === null && context.walk.active && context.walk.current === null) {
    context.notifications.status(l10n.t("That hunk is not there any more."));
  }
  return current;
}

async function finish(context: CommandContext): Promise<void> {
  const { walk, notifications } = context;
  const verdicts = walk.marks.flatMap((mark): readonly ProposedVerdict[] => {
    const item = context.store.item(mark.hunk);
    return item === null ? [] : [{ item, verdict: mark.verdict, ...(mark.reason === undefined ? {} : { reason: mark.reason }) }];
  });
  if (verdicts.length === 0) {
    leave(context, []);
    return;
  }
  const edited = verdicts.find(({ item }) => context.hunks.hasUnsavedEdits(item.hunk.id));
  if (edited !== undefined) {
    notifications.status(l10n.t("A marked hunk has edits that are not saved: save {0} first.", edited.item.hunk.path));
    return;
  }
  const last = walk.current?.hunk.id ?? null;
  const marked = walk.marks;
  // The batch's own snapshot must not count its verdicts as lost.
  walk.end(false);
  let outcome: Awaited<ReturnType<typeof signThroughDialog>>;
  try {
    outcome = await signThroughDialog(context, {
      title: verdicts.length === 1 ? l10n.t("Sign 1 verdict?") : l10n.t("Sign {0} verdicts?", verdicts.length),
      signTitle: verdicts.length === 1 ? l10n.t("Sign 1 Verdict") : l10n.t("Sign {0} Verdicts", verdicts.length),
      createTitle: l10n.t("Create Key and Sign"),
      stayTitle: l10n.t("Keep Reviewing"),
      discardTitle: l10n.t("Discard Verdicts"),
      verdicts,
    });
  } catch (error) {
    walk.start(last);
    throw error;
  }
  if (outcome === "signed" || outcome === "discard") {
    leave(context, outcome === "signed" ? marked : []);
  } else {
    walk.start(last);
  }
}

/** Says what was decided and what is left; the view keeps saying it until the next walk. */
function leave(context: CommandContext, signed: readonly MarkedVerdict[]): void {
  context.walk.close(signed);
  context.contextKeys.set(CONTEXT_KEYS.walking, false);
  const open = context.store.index?.allOpen ?? [];
  const high = open.filter((item) => item.risk.level === "high").length;
  const tally = context.walk.lastTally;
  context.notifications.status([tally === null ? "" : tallyText(tally), l10n.t("Left: {0}, {1} of high risk.", hunkCount(open.length), high)].join(" ").trim());
}
