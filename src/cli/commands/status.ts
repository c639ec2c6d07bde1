import { Option } from "commander";
import { statusJson } from "../../report/status-json";
import { statusText } from "../../report/status-text";
import type { RegisterCommand } from "../command-context";
import { addScopeOptions, plainFormatOption, positiveNumber, scopeOf, type PlainFormat, type ScopeOptions } from "../options";

interface StatusOptions extends ScopeOptions {
  readonly limit: number;
  readonly format: PlainFormat;
}

/** `countersign status`: what a person wants first. Always exits 0 where it could look. */
export const registerStatus: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("status").description("how much review is owed, riskiest first").argument("[path...]", "only these files or folders"))
    .addOption(new Option("--limit <number>", "how many hunks to list").argParser(positiveNumber).default(10))
    .addOption(plainFormatOption())
    .action(async (paths: readonly string[], options: StatusOptions) => {
      const snapshot = await context.withSession(async (session) => {
        const below = context.pathsIn(session, paths);
        const opened = await session.open({ ...scopeOf(options), ...(below === undefined ? {} : { paths: below }), viewedMarks: true }, context.progress, context.signal);
        return options.all === true ? opened : { ...opened, history: await session.history(context.progress, context.signal) };
      });
      context.print(
        options.format === "json"
          ? statusJson(snapshot, { exitCode: 0, findingsOutsideHunks: false })
          : statusText(snapshot, { palette: context.palette, width: context.width, limit: options.limit }),
      );
    });
};
