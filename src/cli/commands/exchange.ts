import { Option } from "commander";
import type { InterchangeOptions } from "../../app/session-types";
import { CountersignError } from "../../core/model";
import { exportJson, importJson, interchangeJson } from "../../report/exchange-json";
import { counted } from "../../core/counted";
import { printable, shownPath, wrap } from "../../report/text-layout";
import type { CommandContext, RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";

/** `countersign export`: the ledger as files of the work tree, for forks and hosts that take no refs of ours. */
export const registerExport: RegisterCommand = (program, context) => {
  program
    .command("export")
    .description("write the ledger to .countersign/ledger, to be committed where a host takes no refs of ours")
    .addOption(new Option("--as <form>", "instead of the ledger: the branch's origins as git-ai's notes (refs/notes/ai), or as Agent Trace records (.agent-trace/traces.jsonl)").choices(["ledger", "git-ai", "agent-trace"]).default("ledger"))
    .addOption(new Option("--base <rev>", "with --as git-ai or agent-trace: the commits after REV").argParser(revision))
    .addOption(plainFormatOption())
    .action(async (options: { readonly format: PlainFormat; readonly as: "ledger" | "git-ai" | "agent-trace"; readonly base?: string }) => {
      const { as, base } = options;
      if (as !== "ledger") return exportAs(context, { as, ...(base === undefined ? {} : { base }) }, options.format);
      if (base !== undefined) throw new CountersignError("usage", "--base goes with --as git-ai or --as agent-trace", { hint: "the ledger is exported as a whole" });
      const answer = await context.withSession((session) => session.exportLedger());
      context.print(options.format === "json" ? exportJson(answer) : `Wrote ${counted(answer.written, "new file")} of ${answer.files} to ${answer.folder}. Commit them: check reads them from base and head.\n`);
    });
};

async function exportAs(context: CommandContext, options: InterchangeOptions, format: PlainFormat): Promise<void> {
  const answer = await context.withSession((session) => session.writeInterchange(options, context.progress, context.signal));
  const what = options.as === "git-ai" ? "note" : "record";
  const left = answer.leftOut.flatMap(({ commit, path }) => wrap(`Left out ${shownPath(path)} of ${commit.slice(0, 12)}: its name can't stand in a note`, context.width));
  const kept = answer.kept === 0 ? "" : `; ${counted(answer.kept, what)} that stood there ${answer.kept === 1 ? "was" : "were"} left as they are`;
  const lines = [`Wrote ${counted(answer.written, what)} of ${counted(answer.commits, "commit")} to ${answer.target}${kept}.`, ...left];
  context.print(format === "json" ? interchangeJson(answer) : `${lines.join("\n")}\n`);
}

/** `countersign import`: exported files into the refs. */
export const registerImport: RegisterCommand = (program, context) => {
  program
    .command("import")
    .description("take the ledger that a commit (or the work tree) carries in .countersign/ledger into the refs")
    .argument("[rev]", "a commit; without it, the work tree")
    .addOption(plainFormatOption())
    .action(async (rev: string | undefined, options: { readonly format: PlainFormat }) => {
      const answer = await context.withSession((session) => session.importLedger(rev === undefined ? null : revision(rev)));
      const refused = answer.refused.flatMap(({ path, why }) => wrap(`Refused ${shownPath(path)}: ${printable(why)}`, context.width));
      const lines = [`Imported ${counted(answer.batches, "new batch", "new batches")} and ${counted(answer.claims, "new claim")} from ${counted(answer.files, "file")}.`, ...refused];
      context.print(options.format === "json" ? importJson(answer) : `${lines.join("\n")}\n`);
      context.exitCode = answer.refused.length > 0 ? 1 : 0;
    });
};
