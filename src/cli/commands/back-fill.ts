import { CountersignError } from "../../core/model";
import { backFillJson } from "../../report/back-fill-json";
import { backFillText } from "../../report/back-fill-text";
import { counted } from "../../core/counted";
import type { CommandContext } from "../command-context";
import { confirmed } from "../confirmation";
import type { PlainFormat } from "../options";

export interface BackFillOptions {
  readonly yes?: boolean;
  readonly format: PlainFormat;
}

/** `countersign doctor --backfill`: claims what transcripts tell and no hook told, after showing it. */
export async function backFill(context: CommandContext, options: BackFillOptions): Promise<void> {
  await context.withSession(async (session) => {
    const found = await session.backFill(false);
    const shown = backFillText(found, { palette: context.palette, width: context.width });
    if (found.edits.length === 0) {
      context.print(options.format === "json" ? backFillJson(found) : shown);
      return;
    }
    if (options.yes !== true) {
      if (!context.host.interactive) throw new CountersignError("refused", "there is no terminal on which a person could be asked", { hint: "countersign doctor shows what there is, and doctor --backfill --yes asks nothing" });
      context.host.error(shown);
      await confirmed(context, `Claim these ${counted(found.edits.length, "edit")} for their assistants, marked as from a transcript?`);
    }
    const written = await session.backFill(true);
    context.print(options.format === "json" ? backFillJson(written) : `Wrote ${counted(written.written, "claim")} of ${counted(written.edits.length, "edit")}, marked as from a transcript (tier 5).\n`);
  });
}
