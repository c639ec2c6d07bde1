import { CountersignError } from "../../core/model";
import { whyJson } from "../../report/why-json";
import { whyText } from "../../report/why-text";
import type { RegisterCommand } from "../command-context";
import { addScopeOptions, fileAndLine, plainFormatOption, scopeOf, type PlainFormat, type ScopeOptions } from "../options";

/** `countersign why FILE:LINE`: where a line comes from, and who answered for it. */
export const registerWhy: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("why").description("where a line comes from, why it is risky, who answered for it").argument("<file:line>", "such as src/pay.ts:12"))
    .addOption(plainFormatOption())
    .action(async (argument: string, options: ScopeOptions & { readonly format: PlainFormat }) => {
      const place = fileAndLine(argument);
      if (place === null) throw new CountersignError("usage", `"${argument}" is not FILE:LINE`, { hint: "name a line, such as src/pay.ts:12" });
      const answer = await context.withSession(async (session) => {
        const path = context.pathIn(session, place.file);
        await session.open({ ...scopeOf(options), viewedMarks: true }, context.progress, context.signal);
        return session.why(path, place.line);
      });
      context.print(options.format === "json" ? whyJson(answer) : whyText(answer, { palette: context.palette, width: context.width }));
    });
};
