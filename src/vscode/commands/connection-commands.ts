import { l10n, window } from "vscode";
import { COMMANDS } from "../contributions";
import type { ConnectableAssistant, ConnectionParameters } from "../../protocol/messages";
import { longAssistantName } from "../services/assistants";
import type { CommandContext, CommandTable } from "./command-context";

/** Connecting assistants, and taking that back: the engine plans and writes, a person reads the change and decides. */
export function connectionCommands(context: CommandContext): CommandTable<typeof COMMANDS.connect | typeof COMMANDS.disconnect> {
  return {
    [COMMANDS.connect]: () => change(context, "connect"),
    [COMMANDS.disconnect]: () => change(context, "disconnect"),
  };
}

async function change(context: CommandContext, deed: ConnectionParameters["deed"]): Promise<void> {
  if (!(await context.session.choose())) {
    return;
  }
  const assistants = await context.engine.request("assistants", {});
  const offered = deed === "connect" ? assistants : assistants.filter((one) => isConnected(one.project) || isConnected(one.user));
  if (offered.length === 0) {
    context.notifications.status(l10n.t("No assistant is connected here."));
    return;
  }
  const picked = await window.showQuickPick(
    offered.map((assistant) => ({ label: nameOf(assistant), description: stateText(assistant), assistant })),
    { title: deed === "connect" ? l10n.t("Connect which assistant?") : l10n.t("Disconnect which assistant?"), matchOnDescription: true },
  );
  const scope = picked === undefined ? undefined : await pickScope(picked.assistant, deed);
  if (picked === undefined || scope === undefined) {
    return;
  }
  const parameters: ConnectionParameters = { deed, assistant: picked.assistant.name, scope };
  const preview = await context.engine.request("planConnection", parameters);
  if (preview.files.length === 0) {
    context.notifications.status(deed === "connect" ? l10n.t("{0} is connected already.", picked.label) : l10n.t("{0} was not connected there.", picked.label));
    return;
  }
  await window.showTextDocument(context.documents.put("connection", `${l10n.t("Change for {0}", picked.label)}.diff`, [preview.diff, ...preview.notes].join("\n")), { preview: true });
  const answer = await context.notifications.ask({
    message: deed === "connect" ? l10n.t("Connect {0} with these changes?", picked.label) : l10n.t("Disconnect {0} with these changes?", picked.label),
    detail: [...preview.files, "", ...preview.notes].join("\n"),
    choices: [
      { id: "look", title: l10n.t("Look at the Preview") },
      { id: "write", title: l10n.t("Write Changes") },
    ],
  });
  if (answer !== "write") {
    return;
  }
  await context.engine.request("writeConnection", { ...parameters, shown: preview.shown });
  context.notifications.status(deed === "connect" ? l10n.t("{0} is connected.", picked.label) : l10n.t("{0} is disconnected.", picked.label));
}

async function pickScope(assistant: ConnectableAssistant, deed: ConnectionParameters["deed"]): Promise<ConnectionParameters["scope"] | undefined> {
  const possible = (["project", "user"] as const).filter((scope) => (deed === "connect" ? assistant[scope] !== null : isConnected(assistant[scope])));
  if (possible.length === 1) {
    return possible[0];
  }
  const labels = { project: l10n.t("In this project"), user: l10n.t("In my home folder, for every project") };
  const picked = await window.showQuickPick(
    possible.map((scope) => ({ label: labels[scope], scope })),
    { title: nameOf(assistant) },
  );
  return picked?.scope;
}

function isConnected(state: ConnectableAssistant["project"]): boolean {
  return state === "connected" || state === "partly";
}

/** Two of Copilot's hosts are connected apart. */
function nameOf({ name }: ConnectableAssistant): string {
  switch (name) {
    case "copilot-vscode":
      return "GitHub Copilot (VS Code)";
    case "copilot-cli":
      return "GitHub Copilot CLI";
    default:
      return longAssistantName(name);
  }
}

function stateText({ project, user }: ConnectableAssistant): string {
  const states = [
    ...(isConnected(project) ? [project === "partly" ? l10n.t("partly connected in this project") : l10n.t("connected in this project")] : []),
    ...(isConnected(user) ? [user === "partly" ? l10n.t("partly connected for every project") : l10n.t("connected for every project")] : []),
  ];
  return states.join(", ");
}
