import { join } from "node:path";
import type { Command } from "commander";
import { CountersignError } from "../../core/model";
import { nearestName } from "../../core/nearest-name";
import { ConnectionFiles } from "../../platform/connection-files";
import { installLauncher, launcherLine, planLauncher } from "../../platform/hook-launcher";
import { findRepository } from "../../platform/journal-repository";
import { userFolders } from "../../platform/user-data";
import { connectJson } from "../../report/connect-json";
import type { ConnectAnswer } from "../../report/connect-text";
import { connectText, isChange } from "../../report/connect-text";
import { connectableAssistants, connectionOf } from "../../sources/connections/assistant-files";
import type { Connection } from "../../sources/connections/connection";
import { planConnect, planDisconnect } from "../../sources/connections/plan";
import type { CommandContext, RegisterCommand } from "../command-context";
import { confirmed } from "../confirmation";
import { refuseAgents } from "../human-presence";
import { plainFormatOption, type PlainFormat } from "../options";

interface ConnectOptions {
  readonly user?: boolean;
  readonly yes?: boolean;
  readonly format: PlainFormat;
}

interface Prepared {
  readonly answer: ConnectAnswer;
  readonly files: ConnectionFiles;
}

/** `countersign connect ASSISTANT`: adds our hook to an assistant's configuration, after showing the exact change. */
export const registerConnect: RegisterCommand = (program, context) => {
  describe(program.command("connect"), "add Countersign's hook to an assistant's configuration, after showing the change").action((assistant: string, options: ConnectOptions) =>
    run(context, "connect", assistant, options),
  );
};

/** `countersign disconnect ASSISTANT`: takes exactly that back. */
export const registerDisconnect: RegisterCommand = (program, context) => {
  describe(program.command("disconnect"), "take Countersign's hook out of an assistant's configuration").action((assistant: string, options: ConnectOptions) => run(context, "disconnect", assistant, options));
};

function describe(command: Command, description: string): Command {
  return command
    .description(description)
    .argument("<assistant>", connectableAssistants().join(", "))
    .option("--user", "in the home folder, for every project, instead of this one")
    .option("--yes", "ask nothing")
    .addOption(plainFormatOption());
}

async function run(context: CommandContext, deed: "connect" | "disconnect", assistant: string, options: ConnectOptions): Promise<void> {
  const { host } = context;
  refuseAgents(host, `${deed} an assistant's hook`);
  const prepared = prepare(context, deed, assistant, options.user === true ? "user" : "project");
  const { answer, files } = prepared;
  const isNeeded = answer.changes.some(isChange) || answer.launcher?.changes === true;
  if (isNeeded) {
    if (options.yes !== true) {
      if (!host.interactive) throw new CountersignError("refused", "there is no terminal on which a person could be asked", { hint: `countersign ${deed} ${assistant} --yes asks nothing` });
      host.error(`${connectText(answer, { palette: context.palette, width: context.width })}\n`);
      await confirmed(context, "Write these changes?");
      // While the question stood there, the assistant may have written to its configuration.
      const now = prepare(context, deed, assistant, answer.scope).answer;
      if (JSON.stringify(now.changes) !== JSON.stringify(answer.changes)) throw new CountersignError("drifted", "a file changed while the question was open", { hint: "run it again and look at the new change" });
    }
    if (deed === "connect") installLauncher(launcherOptions(context));
    for (const change of answer.changes.filter(isChange)) {
      if (change.after === null) files.remove(change.path);
      else files.write(change.path, change.after, change.executable);
    }
  }
  context.print(options.format === "json" ? connectJson(answer, isNeeded) : doneText(answer, deed));
}

function prepare(context: CommandContext, deed: "connect" | "disconnect", assistant: string, scope: "project" | "user"): Prepared {
  const launcher = planLauncher(launcherOptions(context));
  const connection = connectionFor(assistant, scope, launcher.launcher);
  const folder = scope === "user" ? userFolders(context.host.environment).home : projectFolder(context.host.directory);
  const files = new ConnectionFiles(folder, scope === "user");
  const read = (path: string) => files.read(path);
  const changes = deed === "connect" ? planConnect(assistant, connection, read) : planDisconnect(assistant, connection, read);
  return {
    files,
    answer: { assistant, scope, folder, changes, launcher: deed === "connect" ? { path: launcher.launcher, changes: launcher.changes } : null, notes: deed === "connect" ? connection.notes : [] },
  };
}

function connectionFor(assistant: string, scope: "project" | "user", launcher: string): Connection {
  const known = connectableAssistants();
  if (!known.includes(assistant)) {
    const near = nearestName(assistant, known);
    throw new CountersignError("usage", `"${assistant}" is not an assistant that can be connected`, {
      hint: assistant === "generic" ? "send JSON to countersign hook generic from your tool; README says what" : `${near === null ? "" : `did you mean ${near}? `}known are ${known.join(", ")}`,
    });
  }
  const connection = connectionOf(assistant, scope, { launcher, line: launcherLine(launcher, assistant) });
  if (connection === null) throw new CountersignError("usage", `${assistant} has no configuration in the home folder that is known`, { hint: `countersign connect ${assistant}, in a project` });
  return connection;
}

function projectFolder(directory: string): string {
  const repository = findRepository(directory);
  if (repository === null) throw new CountersignError("no-repository", "this folder is in no git repository", { hint: "run it in a project, or with --user for every project" });
  return repository.root;
}

function launcherOptions(context: CommandContext) {
  return { data: userFolders(context.host.environment).data, bundle: join(__dirname, "hook.js") };
}

function doneText(answer: ConnectAnswer, deed: "connect" | "disconnect"): string {
  const changed = answer.changes.filter(isChange);
  const done = changed.map((change) => `${change.after === null ? "Deleted" : change.before === null ? "Wrote" : "Changed"} ${answer.folder}/${change.path}`);
  if (answer.launcher?.changes === true) done.push(`Wrote ${answer.launcher.path}`);
  if (done.length === 0) return deed === "connect" ? `${answer.assistant} is connected already.\n` : `${answer.assistant} was not connected here.\n`;
  return `${[...done, ...answer.notes].join("\n")}\n`;
}
