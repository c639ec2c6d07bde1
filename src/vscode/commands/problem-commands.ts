import { extensions, l10n, version, window, workspace } from "vscode";
import { COMMANDS, CONTAINER, SETTINGS } from "../contributions";
import { redacted } from "../services/redaction";
import type { CommandContext, CommandTable } from "./command-context";

/** *Report a Problem…*: everything stands in an untitled document, for a person to read, change and send, or not. Nothing is sent. */
export function problemCommands(context: CommandContext): CommandTable<typeof COMMANDS.reportProblem> {
  return {
    [COMMANDS.reportProblem]: async () => {
      const document = await workspace.openTextDocument({ language: "markdown", content: problemReport(context) });
      await window.showTextDocument(document);
      context.notifications.status(l10n.t("Nothing was sent. Read it, say what happened, and file it where you like."));
    },
  };
}

function problemReport({ store, settings, tail }: CommandContext): string {
  const manifest: unknown = extensions.getExtension(`${CONTAINER}.${CONTAINER}`)?.packageJSON;
  const own = typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
  const { snapshot, state, message } = store;
  const facts = [
    `Countersign ${own}, VS Code ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    `State: ${state}${message === "" ? "" : ` (${redacted(message)})`}`,
    ...(snapshot === null ? [] : [`Hunks: ${snapshot.items.length}, findings: ${snapshot.findings.length}, not checked: ${snapshot.notChecked.length}, files: ${snapshot.statistics.files}, milliseconds: ${snapshot.statistics.milliseconds.total}`]),
    ...Object.values(SETTINGS).map((name) => `${name}: ${JSON.stringify(settings.valueOf(name))}`),
  ];
  const parts = [
    `# ${l10n.t("A problem with Countersign")}`,
    l10n.t("What did you do, what did you expect, and what happened instead?"),
    "",
    `## ${l10n.t("Versions, state and settings")}`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    `## ${l10n.t("The end of the log: paths, e-mail addresses and ids are taken out")}`,
    tail.lines.map((line) => `    ${redacted(line)}`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}
