import { authentication, commands, l10n, window } from "vscode";
import type { QuickPickItem, Uri } from "vscode";
import { bestUse } from "../../core/debt/best-use";
import { groupBy } from "../../core/group-by";
import { sessionMap } from "../../core/hunks/session-map";
import type { SessionMap } from "../../core/hunks/session-map";
import type { DebtItem } from "../../core/model";
import { COMMANDS } from "../contributions";
import { groupOf } from "../services/arrangement";
import { hundredthsOf } from "../services/debt-index";
import { toEngineError } from "../services/engine-error";
import { hunkCount, roundedMinutes, sessionTitle } from "../services/words";
import type { CommandContext, CommandTable } from "./command-context";
import { hunkUnderCursor } from "./hunk-argument";

const QUARTER_HOUR = 15;
/** Files in one multi-file difference: the editor becomes slow far above that. */
const MAXIMUM_FILES = 200;

/** Commands that choose what to review now. What they choose is listed in the tree until the filter is cleared. */
export function selectionCommands(context: CommandContext): CommandTable<typeof COMMANDS.reviewQuarterHour | typeof COMMANDS.reviewSession | typeof COMMANDS.reviewPullRequest> {
  return {
    [COMMANDS.reviewQuarterHour]: () => reviewQuarterHour(context),
    [COMMANDS.reviewSession]: (argument) => reviewSession(context, argument),
    [COMMANDS.reviewPullRequest]: () => reviewPullRequest(context),
  };
}

/** The riskiest hunks that fit into a quarter of an hour, as a walk. */
async function reviewQuarterHour(context: CommandContext): Promise<void> {
  const index = context.store.index;
  const chosen = index === null ? [] : bestUse(index.open, QUARTER_HOUR * 100);
  if (chosen.length === 0) {
    context.notifications.status(l10n.t("Nothing unverified here."));
    return;
  }
  context.arrangement.pick({ label: l10n.t("{0} minutes", QUARTER_HOUR), hunks: idsOf(chosen) });
  await commands.executeCommand(COMMANDS.startWalk);
  context.notifications.status(l10n.t("{0}, {1}: the best use of {2} minutes.", hunkCount(chosen.length), roundedMinutes(hundredthsOf(chosen)), QUARTER_HOUR));
}

/** The map of what a session did, then the chosen part of it as one multi-file difference. */
async function reviewSession(context: CommandContext, argument: unknown): Promise<void> {
  const items = await sessionItems(context, argument);
  const [first] = items;
  if (first === undefined) {
    return;
  }
  const title = sessionTitle(first);
  const picked = await window.showQuickPick(mapChoices(sessionMap(items), items), { title, placeHolder: l10n.t("What this session did. Choose what to look at."), matchOnDetail: true });
  if (picked !== undefined) {
    const open = picked.items.filter((item) => context.store.index?.allOpen.includes(item) === true);
    context.arrangement.pick({ label: title, hunks: idsOf(open) });
    await showDifferences(context, `${title}: ${picked.label}`, picked.items);
  }
}

interface MapChoice extends QuickPickItem {
  readonly items: readonly DebtItem[];
}

function mapChoices(map: SessionMap, all: readonly DebtItem[]): readonly MapChoice[] {
  const choice = (label: string, items: readonly DebtItem[], detail?: string): readonly MapChoice[] =>
    items.length === 0 ? [] : [{ label, description: [hunkCount(items.length), roundedMinutes(hundredthsOf(items))].join(" · "), items, ...(detail === undefined ? {} : { detail }) }];
  return [
    ...choice(l10n.t("Everything"), all),
    ...choice(l10n.t("Moved, unchanged"), map.moves.flatMap(({ from, to }) => [from, to]), map.moves.map(({ from, to }) => `${from.hunk.path} → ${to.hunk.path}`).join(", ")),
    ...map.repeated.flatMap(({ items, oddOnesOut }) => [
      ...choice(l10n.t("The same edit in {0} places", items.length), items, pathsOf(items)),
      ...choice(l10n.t("Odd ones out: the same lines replaced otherwise"), oddOnesOut, pathsOf(oddOnesOut)),
    ]),
    ...choice(l10n.t("Tests"), map.tests, pathsOf(map.tests)),
    ...choice(l10n.t("Generated and Vendored"), map.generated, pathsOf(map.generated)),
    ...choice(l10n.t("The rest"), map.rest, pathsOf(map.rest)),
  ];
}

function pathsOf(items: readonly DebtItem[]): string {
  return [...new Set(items.map((item) => item.hunk.path))].join(", ");
}

function idsOf(items: readonly DebtItem[]): readonly string[] {
  return items.map((item) => item.hunk.id);
}

/** The session of the row or the hunk at hand, else the one that the person picks. */
async function sessionItems({ store, hunks, notifications, ...rest }: CommandContext, argument: unknown): Promise<readonly DebtItem[]> {
  const items = store.snapshot?.items ?? [];
  const sessions = groupBy(items, (item) => groupOf(item, "session"));
  const row = typeof argument === "object" && argument !== null && "items" in argument && Array.isArray(argument.items) ? (argument.items as readonly unknown[])[0] : undefined;
  const here = items.find((item) => item === row) ?? hunkUnderCursor({ store, hunks, notifications, ...rest });
  if (here !== null && here !== undefined) {
    return sessions.get(groupOf(here, "session")) ?? [];
  }
  if (sessions.size === 0) {
    notifications.status(l10n.t("No assistant is known to have worked here."));
    return [];
  }
  const picked = await window.showQuickPick(
    [...sessions.values()].map((ofSession) => ({ label: sessionTitle(ofSession[0]), description: [hunkCount(ofSession.length), roundedMinutes(hundredthsOf(ofSession))].join(" · "), items: ofSession })),
    { title: l10n.t("Review which session?") },
  );
  return picked?.items ?? [];
}

/** One editor with each file as it stood at the base beside what it is now. */
async function showDifferences(context: CommandContext, title: string, items: readonly DebtItem[]): Promise<void> {
  const paths = [...new Set(items.map((item) => item.hunk.path))];
  const resources: [Uri, Uri | undefined, Uri | undefined][] = [];
  for (const path of paths.slice(0, MAXIMUM_FILES)) {
    const uri = context.navigator.uriOf(path);
    if (uri !== null) {
      const before = await context.engine.request("baseText", { path });
      resources.push([uri, before.text === null ? undefined : context.documents.keep(`base:${context.store.snapshot?.scope.base ?? ""}`, before.basePath ?? path, before.text), uri]);
    }
  }
  await commands.executeCommand("vscode.changes", title, resources);
  if (paths.length > MAXIMUM_FILES) {
    context.notifications.status(l10n.t("{0} of {1} files are shown.", MAXIMUM_FILES, paths.length));
  }
}

/** Measures from another branch: the pull request's own target, when it is not the default branch. */
async function reviewPullRequest(context: CommandContext): Promise<void> {
  if (!(await context.session.choose())) {
    return;
  }
  const { refs, current } = await context.engine.request("branches", {});
  const usual = { label: l10n.t("The usual base"), description: l10n.t("the remote's default branch"), ref: null };
  const picked = await window.showQuickPick([usual, ...refs.map((ref) => ({ label: ref, ...(ref === current ? { description: l10n.t("checked out") } : {}), ref }))], {
    title: l10n.t("Into which branch will this one be merged?"),
    placeHolder: l10n.t("Check out the pull request's branch first: what stands in the work tree is measured against the base you pick."),
  });
  if (picked !== undefined) {
    await context.session.setBase(picked.ref);
    const taken = context.settings.viewedOnGitHub ? await takeViewed(context) : null;
    context.notifications.status(taken ?? (picked.ref === null ? l10n.t("Measured from the usual base.") : l10n.t("Measured from the merge base with {0}.", picked.ref)));
  }
}

/** Asked for by a setting and by the editor's own question; refused or offline, everything else goes on as without it. */
async function takeViewed(context: CommandContext): Promise<string | null> {
  try {
    const session = await authentication.getSession("github", ["repo"], { createIfNone: true });
    const { number, files, hunks } = await context.engine.request("takeForgeViewed", { token: session.accessToken });
    return number === null ? l10n.t("This branch has no open pull request on GitHub.") : l10n.t("Pull request {0}: {1} files viewed on GitHub, {2} taken over as viewed.", number, files, hunkCount(hunks));
  } catch (error) {
    const { text } = toEngineError(error);
    context.log.warn(`what was viewed on GitHub is not known: ${text}`);
    return l10n.t("What was viewed on GitHub is not known: {0}", text);
  }
}
