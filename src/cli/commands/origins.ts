import { Option } from "commander";
import { CountersignError } from "../../core/model";
import { originsJson } from "../../report/origins-json";
import { originsText } from "../../report/origins-text";
import { recordsJson } from "../../report/records-json";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";
import { correctOrigin } from "./correct";

interface OriginsOptions {
  readonly files?: readonly string[];
  readonly correct?: string;
  readonly as?: "human" | "ai";
  readonly note?: string;
  readonly format: PlainFormat;
}

/** `countersign origins`: whose every line is, for a revision or the work tree. */
export const registerOrigins: RegisterCommand = (program, context) => {
  program
    .command("origins")
    .description("whose every line is; without REV, of the work tree")
    .argument("[rev]", "a revision")
    .option("--files <path...>", "only these files; default: every file with a line by an assistant")
    .option("--correct <file:line>", "say who wrote these lines instead (FILE:LINE or FILE:FIRST-LAST): shows them, asks, and signs")
    .addOption(new Option("--as <who>", "with --correct: human (no assistant wrote it) or ai").choices(["human", "ai"]))
    .option("--note <text>", "with --correct: the reason")
    .addOption(plainFormatOption())
    .action(async (rev: string | undefined, options: OriginsOptions) => {
      if (options.correct !== undefined) {
        if (options.as === undefined || rev !== undefined || options.files !== undefined) throw new CountersignError("usage", "--correct needs --as human or --as ai, and neither a revision nor --files", { hint: "countersign origins --correct src/pay.ts:12-20 --as human --note WHY" });
        const result = await correctOrigin(context, { place: options.correct, as: options.as, note: options.note });
        context.print(options.format === "json" ? recordsJson(result) : `Corrected: ${options.as === "ai" ? "an assistant's" : "not an assistant's"}. countersign withdraw ${options.correct} takes it back.\n`);
        return;
      }
      if (options.as !== undefined || options.note !== undefined) throw new CountersignError("usage", "--as and --note go with --correct", { hint: "countersign origins --correct src/pay.ts:12-20 --as human --note WHY" });
      const document = await context.withSession((session) => {
        const files = options.files === undefined ? undefined : context.pathsIn(session, options.files);
        return session.origins(rev === undefined ? null : revision(rev), files, context.progress, context.signal);
      });
      context.print(options.format === "json" ? originsJson(document) : originsText(document, { palette: context.palette, width: context.width }));
    });
};
