import { originsJson } from "../../report/origins-json";
import { originsText } from "../../report/origins-text";
import type { RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";

/** `countersign origins`: whose every line is, for a revision or the work tree. */
export const registerOrigins: RegisterCommand = (program, context) => {
  program
    .command("origins")
    .description("whose every line is; without REV, of the work tree")
    .argument("[rev]", "a revision")
    .option("--files <path...>", "only these files; default: every file with a line by an assistant")
    .addOption(plainFormatOption())
    .action(async (rev: string | undefined, options: { readonly files?: readonly string[]; readonly format: PlainFormat }) => {
      const document = await context.withSession((session) => {
        const files = options.files === undefined ? undefined : context.pathsIn(session, options.files);
        return session.origins(rev === undefined ? null : revision(rev), files, context.progress, context.signal);
      });
      context.print(options.format === "json" ? originsJson(document) : originsText(document, { palette: context.palette, width: context.width }));
    });
};
