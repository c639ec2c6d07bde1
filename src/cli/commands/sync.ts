import { CountersignError } from "../../core/model";
import { syncJson } from "../../report/sync-json";
import { counted } from "../../core/counted";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, type PlainFormat } from "../options";

/** `countersign sync`: the ledger's refs, to and from a remote of the repository; the only command that uses a network. */
export const registerSync: RegisterCommand = (program, context) => {
  program
    .command("sync")
    .description("fetch everybody's sign-offs and push your own")
    .argument("[remote]", "a remote of this repository", "origin")
    .addOption(plainFormatOption())
    .action(async (remote: string, options: { readonly format: PlainFormat }) => {
      if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$/.test(remote)) {
        throw new CountersignError("usage", `"${remote}" is not the name of a remote`, { hint: "git remote lists them" });
      }
      const result = await context.withSession((session) => {
        context.progress.report(`syncing with ${remote}`, 0, 0);
        return session.sync(remote);
      });
      context.print(options.format === "json" ? syncJson(remote, result) : `Fetched ${counted(result.fetched, "ref")} from ${remote}, pushed ${counted(result.pushed, "ref")}.\n`);
    });
};
