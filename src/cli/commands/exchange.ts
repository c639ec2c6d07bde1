import { exportJson, importJson } from "../../report/exchange-json";
import { counted, printable, wrap } from "../../report/text-layout";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";

/** `countersign export`: the ledger as files of the work tree, for forks and hosts that take no refs of ours. */
export const registerExport: RegisterCommand = (program, context) => {
  program
    .command("export")
    .description("write the ledger to .countersign/ledger, to be committed where a host takes no refs of ours")
    .addOption(plainFormatOption())
    .action(async (options: { readonly format: PlainFormat }) => {
      const answer = await context.withSession((session) => session.exportLedger());
      context.print(options.format === "json" ? exportJson(answer) : `Wrote ${counted(answer.written, "new file")} of ${answer.files} to ${answer.folder}. Commit them: check reads them from base and head.\n`);
    });
};

/** `countersign import`: exported files into the refs. */
export const registerImport: RegisterCommand = (program, context) => {
  program
    .command("import")
    .description("take the ledger that a commit (or the work tree) carries in .countersign/ledger into the refs")
    .argument("[rev]", "a commit; without it, the work tree")
    .addOption(plainFormatOption())
    .action(async (rev: string | undefined, options: { readonly format: PlainFormat }) => {
      const answer = await context.withSession((session) => session.importLedger(rev === undefined ? null : revision(rev)));
      const refused = answer.refused.flatMap(({ path, why }) => wrap(`Refused ${printable(path)}: ${printable(why)}`, context.width));
      const lines = [`Imported ${counted(answer.batches, "new batch", "new batches")} and ${counted(answer.claims, "new claim")} from ${counted(answer.files, "file")}.`, ...refused];
      context.print(options.format === "json" ? importJson(answer) : `${lines.join("\n")}\n`);
      context.exitCode = answer.refused.length > 0 ? 1 : 0;
    });
};
