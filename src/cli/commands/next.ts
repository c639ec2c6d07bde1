import { nextJson } from "../../report/next-json";
import { nextText } from "../../report/next-text";
import type { RegisterCommand } from "../command-context";
import { addScopeOptions, plainFormatOption, scopeOf, type PlainFormat, type ScopeOptions } from "../options";

/** `countersign next`: the cheapest way through the gate. */
export const registerNext: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("next").description("which hunks to sign so that the gate passes, for the fewest minutes"))
    .addOption(plainFormatOption())
    .action(async (options: ScopeOptions & { readonly format: PlainFormat }) => {
      const { snapshot, way, project } = await context.withSession((session) => session.next(scopeOf(options), context.progress, context.signal));
      context.print(options.format === "json" ? nextJson(snapshot, way, project) : nextText(snapshot, way, { palette: context.palette, width: context.width }, project));
    });
};
