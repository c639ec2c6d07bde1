import type { Command } from "commander";
import { CountersignError } from "../../core/model";
import { idOf, planConnection, writeConnection, type ConnectionRequest } from "../../engine/assistant-connections";
import { connectJson } from "../../report/connect-json";
import type { ConnectAnswer } from "../../report/connect-text";
import { connectText, isChange } from "../../report/connect-text";
import { connectableAssistants } from "../../sources/connections/assistant-files";
import type { CommandContext, RegisterCommand } from "../command-context";
import { confirmed } from "../confirmation";
import { refuseAgents } from "../human-presence";
import { plainFormatOption, type PlainFormat } from "../options";

interface ConnectOptions {
  readonly user?: boolean;
  readonly yes?: boolean;
  readonly format: PlainFormat;
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
  const request: ConnectionRequest = { deed, assistant, scope: options.user === true ? "user" : "project", directory: host.directory, environment: host.environment };
  const answer = planConnection(request);
  const isNeeded = answer.changes.some(isChange) || answer.launcher?.changes === true;
  if (isNeeded) {
    if (options.yes !== true) {
      if (!host.interactive) throw new CountersignError("refused", "there is no terminal on which a person could be asked", { hint: `countersign ${deed} ${assistant} --yes asks nothing` });
      host.error(`${connectText(answer, { palette: context.palette, width: context.width })}\n`);
      await confirmed(context, "Write these changes?");
    }
    writeConnection(request, idOf(answer));
  }
  context.print(options.format === "json" ? connectJson(answer, isNeeded) : doneText(answer, deed));
}

function doneText(answer: ConnectAnswer, deed: "connect" | "disconnect"): string {
  const changed = answer.changes.filter(isChange);
  const done = changed.map((change) => `${change.after === null ? "Deleted" : change.before === null ? "Wrote" : "Changed"} ${answer.folder}/${change.path}`);
  if (answer.launcher?.changes === true) done.push(`Wrote ${answer.launcher.path}`);
  if (done.length === 0) return deed === "connect" ? `${answer.assistant} is connected already.\n` : `${answer.assistant} was not connected here.\n`;
  return `${[...done, ...answer.notes].join("\n")}\n`;
}
