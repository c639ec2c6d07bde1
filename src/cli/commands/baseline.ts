import { baselineJson } from "../../report/baseline-json";
import { baselineText } from "../../report/baseline-text";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, type PlainFormat } from "../options";

/** `countersign baseline`: lists the architecture's violations once, and afterwards only takes out what is mended. */
export const registerBaseline: RegisterCommand = (program, context) => {
  program
    .command("baseline")
    .description("list the architecture's violations as known; once there is a list, take out what is mended")
    .addOption(plainFormatOption())
    .action(async (options: { readonly format: PlainFormat }) => {
      const answer = await context.withSession((session) => session.baseline(context.progress, context.signal));
      context.print(options.format === "json" ? baselineJson(answer) : baselineText(answer, context.width));
    });
};
