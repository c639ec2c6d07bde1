import { QuickPickItemKind, l10n, window } from "vscode";
import type { QuickPickItem } from "vscode";
import type { HunkState, RiskLevel } from "../../core/model";
import { COMMANDS } from "../contributions";
import { GROUPINGS, OPEN_STATES, ORDERS, RISK_ORDER } from "../services/arrangement";
import type { HunkFilter } from "../services/arrangement";
import { groupingWord, orderWord, riskTitle, stateWord } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";

/** How the tree is grouped, ordered and filtered. Nothing here changes what is owed. */
export function arrangementCommands(context: CommandContext): CommandTable<typeof COMMANDS.groupBy | typeof COMMANDS.filter | typeof COMMANDS.clearFilter> {
  return {
    [COMMANDS.groupBy]: () => groupBy(context),
    [COMMANDS.filter]: () => filter(context),
    [COMMANDS.clearFilter]: () => context.arrangement.filter({}),
  };
}

interface ArrangementChoice extends QuickPickItem {
  readonly apply?: () => void;
}

async function groupBy({ arrangement }: CommandContext): Promise<void> {
  const { grouping, order } = arrangement.arrangement;
  const now = l10n.t("shown now");
  const choices: ArrangementChoice[] = [
    { label: l10n.t("Group"), kind: QuickPickItemKind.Separator },
    ...GROUPINGS.map((candidate) => ({ label: groupingWord(candidate), ...(candidate === grouping ? { description: now } : {}), apply: () => arrangement.group(candidate) })),
    { label: l10n.t("Order"), kind: QuickPickItemKind.Separator },
    ...ORDERS.map((candidate) => ({ label: orderWord(candidate), ...(candidate === order ? { description: now } : {}), apply: () => arrangement.order(candidate) })),
  ];
  const picked = await window.showQuickPick(choices, { title: l10n.t("Group and order the hunks by") });
  picked?.apply?.();
}

/** One thing that a filter can ask for. */
interface FilterChoice extends QuickPickItem {
  readonly risk?: RiskLevel;
  readonly state?: HunkState;
  readonly flag?: "activeFile" | "hideTests";
}

async function filter({ arrangement, store }: CommandContext): Promise<void> {
  const { filter: now } = arrangement.arrangement;
  const count = (of: (choice: NonNullable<typeof store.index>["allOpen"][number]) => boolean): string => String(store.index?.allOpen.filter(of).length ?? 0);
  const choices: FilterChoice[] = [
    { label: l10n.t("Risk"), kind: QuickPickItemKind.Separator },
    ...RISK_ORDER.map((risk) => ({ label: riskTitle(risk), description: count((item) => item.risk.level === risk), risk, picked: now.risks?.includes(risk) ?? false })),
    { label: l10n.t("State"), kind: QuickPickItemKind.Separator },
    ...OPEN_STATES.map((state) => ({ label: stateWord(state), description: count((item) => item.state === state), state, picked: now.states?.includes(state) ?? false })),
    { label: l10n.t("Place"), kind: QuickPickItemKind.Separator },
    { label: l10n.t("Only the file in the active editor"), flag: "activeFile", picked: now.activeFile ?? false },
    { label: l10n.t("Without tests"), description: count((item) => item.hunk.codeKind === "test"), flag: "hideTests", picked: now.hideTests ?? false },
  ];
  const picked = await window.showQuickPick(choices, { title: l10n.t("List only"), placeHolder: l10n.t("Nothing ticked lists every open hunk"), canPickMany: true });
  if (picked !== undefined) {
    arrangement.filter(filterOf(picked));
  }
}

function filterOf(picked: readonly FilterChoice[]): HunkFilter {
  const risks = picked.flatMap(({ risk }) => (risk === undefined ? [] : [risk]));
  const states = picked.flatMap(({ state }) => (state === undefined ? [] : [state]));
  const flags = new Set(picked.map(({ flag }) => flag));
  return {
    ...(risks.length === 0 ? {} : { risks }),
    ...(states.length === 0 ? {} : { states }),
    ...(flags.has("activeFile") ? { activeFile: true } : {}),
    ...(flags.has("hideTests") ? { hideTests: true } : {}),
  };
}
