import { logJson } from "../../report/log-json";
import { logText } from "../../report/log-text";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, type PlainFormat } from "../options";

/** `countersign log`: who answered for what, when, and how far it can be trusted. */
export const registerLog: RegisterCommand = (program, context) => {
  program
    .command("log")
    .description("who answered for what, when, and what the ledger can't vouch for")
    .addOption(plainFormatOption())
    .action(async (options: { readonly format: PlainFormat }) => {
      const answer = await context.withSession((session) => session.log());
      context.print(options.format === "json" ? logJson(answer) : logText(answer, { palette: context.palette, width: context.width }));
    });
};
