import { COMMANDS } from "../contributions";
import type { CommandContext, CommandTable } from "./command-context";

/** The lead's panel. */
export function panelCommands(context: CommandContext): CommandTable<typeof COMMANDS.openPanel> {
  return {
    [COMMANDS.openPanel]: () => {
      context.panel.open();
    },
  };
}
