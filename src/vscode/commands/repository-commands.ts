import { ProgressLocation, l10n, window } from "vscode";
import type { InitOptions, InitPlan } from "../../app/session-types";
import { COMMANDS, INTERNAL_COMMANDS } from "../contributions";
import { REMOTE } from "../services/automatic-sync";
import type { CommandContext, CommandTable } from "./command-context";

/** The offer to sync by itself was made: once, whatever the answer. */
const OFFERED = "sync.offered";

/** Commands about the repository as a whole. */
export function repositoryCommands(
  context: CommandContext,
): CommandTable<
  | typeof COMMANDS.refresh
  | typeof COMMANDS.restart
  | typeof COMMANDS.showLog
  | typeof COMMANDS.initialize
  | typeof COMMANDS.sync
  | typeof COMMANDS.toggleQuiet
  | typeof INTERNAL_COMMANDS.toggleHistory
> {
  return {
    [COMMANDS.refresh]: () => refresh(context),
    [COMMANDS.restart]: () => context.session.reopen(),
    [COMMANDS.showLog]: () => context.log.show(true),
    [COMMANDS.initialize]: () => initialize(context),
    [COMMANDS.sync]: () => sync(context),
    [COMMANDS.toggleQuiet]: () => {
      context.quiet.toggle();
      context.notifications.status(context.quiet.active ? l10n.t("Quiet: no lenses, borders or badges. The tree stays.") : l10n.t("Lenses, borders and badges are back."));
    },
    [INTERNAL_COMMANDS.toggleHistory]: () => context.session.setShowAll(!context.session.showsAll),
  };
}

/** Folds again, or where there is nothing to fold looks again. */
async function refresh({ session, store }: CommandContext): Promise<void> {
  if (store.state === "ready") {
    await session.refresh(true);
  } else {
    session.reopen();
  }
}

/** Shows every file that would be written, then asks, then writes. */
async function initialize(context: CommandContext): Promise<void> {
  if (!(await context.session.choose())) {
    return;
  }
  const signing = context.session.signings([`${context.session.chosenName}/`])[0]?.signing;
  const enrol = { label: l10n.t("Enrol my signing key"), description: signing?.key?.path ?? l10n.t("no key is set up"), picked: signing?.key !== null && signing?.key !== undefined, id: "enrol" };
  const informational = { label: l10n.t("Begin informational"), description: l10n.t("the gate reports and never fails, until the policy says otherwise"), picked: false, id: "informational" };
  const architecture = { label: l10n.t("Propose architecture rules"), description: l10n.t("from what the imports obey already, as warnings; a section that is there stays"), picked: true, id: "architecture" };
  const picked = await window.showQuickPick(signing?.key === null || signing === undefined ? [informational, architecture] : [enrol, informational, architecture], { title: l10n.t("Initialize Countersign in this repository"), canPickMany: true, ignoreFocusOut: true });
  if (picked === undefined) {
    return;
  }
  const isPicked = (id: string) => picked.some((choice) => choice.id === id);
  const options: InitOptions = { enrol: isPicked("enrol"), informational: isPicked("informational"), ...(isPicked("architecture") ? { architecture: { kind: "proposal" } } : {}) };
  const plan = await context.engine.request("planInit", options);
  await window.showTextDocument(context.documents.put("init", l10n.t("Initialize Countersign").concat(".md"), planText(plan)), { preview: true });
  const answer = await context.notifications.ask({
    message: l10n.t("Write these files?"),
    detail: [...plan.files.map((file) => (file.exists ? l10n.t("{0} (replaced)", file.path) : file.path)), "", ...plan.notes].join("\n"),
    choices: [
      { id: "look", title: l10n.t("Look at the Preview") },
      { id: "write", title: l10n.t("Write Files") },
    ],
  });
  if (answer === "write") {
    const written = await context.engine.request("applyInit", options);
    context.notifications.status(l10n.t("Written: {0}. Commit them to make them count.", written.files.map((file) => file.path).join(", ")));
    await context.session.refresh(true);
  }
}

function planText(plan: InitPlan): string {
  const parts = [`# ${l10n.t("Initialize Countersign")}`, l10n.t("Baseline: {0}", plan.baseline ?? l10n.t("none")), l10n.t("Repository id: {0}", plan.repositoryId), ...plan.notes.map((note) => `- ${note}`)];
  for (const file of plan.files) {
    parts.push(`## ${file.path}`, file.text.split("\n").map((line) => `    ${line}`).join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

async function sync(context: CommandContext): Promise<void> {
  const { fetched, pushed } = await window.withProgress({ location: ProgressLocation.Window, title: l10n.t("Syncing sign-offs with {0}", REMOTE) }, () => context.engine.request("sync", { remote: REMOTE }));
  context.notifications.status(l10n.t("Sign-offs synced with {0}: {1} refs fetched, {2} pushed.", REMOTE, fetched, pushed));
  await context.session.refresh(false);
  void offerToSync(context);
}

async function offerToSync({ memory, settings, notifications }: CommandContext): Promise<void> {
  if (settings.syncAutomatically || memory.get(OFFERED) === true) {
    return;
  }
  await memory.update(OFFERED, true);
  if (await notifications.offer(l10n.t("Sync sign-offs by itself whenever you fetch from {0} or push to it?", REMOTE), l10n.t("Sync by Itself"), l10n.t("Not Now"))) {
    await settings.agreeToSync();
  }
}
