import { Option } from "commander";
import { counted } from "../../core/counted";
import { viewedJson } from "../../report/viewed-json";
import type { RegisterCommand } from "../command-context";
import { selectHunks } from "../hunk-arguments";
import { refuseAgents, refuseWithoutTerminal } from "../human-presence";
import { collected, plainFormatOption, type PlainFormat } from "../options";

interface ViewOptions {
  readonly file?: readonly string[];
  readonly undo?: boolean;
  readonly format: PlainFormat;
}

/** `countersign view`: a private tick that pays nothing; so it needs a person, and no confirmation. */
export const registerView: RegisterCommand = (program, context) => {
  program
    .command("view")
    .description("tick hunks as viewed: stays on this machine, pays no debt")
    .argument("[hunk...]", "a hunk's id, six or more of its digits, or FILE:LINE")
    .addOption(new Option("--file <path>", "all open hunks of a file; repeatable").argParser(collected))
    .option("--undo", "take the tick away")
    .addOption(plainFormatOption())
    .action(async (hunks: readonly string[], options: ViewOptions) => {
      const deed = "say that a person viewed code";
      refuseAgents(context.host, deed);
      refuseWithoutTerminal(context.host, deed);
      const viewed = options.undo !== true;
      const ids = await context.withSession(async (session) => {
        const snapshot = await session.open({ viewedMarks: true }, context.progress, context.signal);
        const items = selectHunks(snapshot, { hunks, files: options.file ?? [] }, (typed) => context.pathIn(session, typed));
        const chosen = items.map((item) => item.hunk.id);
        await session.view(chosen, viewed);
        return chosen;
      });
      context.print(options.format === "json" ? viewedJson(ids, viewed) : `${viewed ? "Viewed" : "No longer viewed:"} ${counted(ids.length, "hunk")}.\n`);
    });
};
