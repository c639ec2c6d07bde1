import { commands, l10n } from "vscode";
import type { CommandId } from "../contributions";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { actCommands } from "./act-commands";
import { arrangementCommands } from "./arrangement-commands";
import { commentCommands } from "./comment-commands";
import type { CommandContext, CommandTable } from "./command-context";
import { connectionCommands } from "./connection-commands";
import { navigationCommands } from "./navigation-commands";
import { panelCommands } from "./panel-commands";
import { findingCommands } from "./finding-commands";
import { statementCommands } from "./statement-commands";
import { originCommands } from "./origin-commands";
import { problemCommands } from "./problem-commands";
import { repositoryCommands } from "./repository-commands";
import { selectionCommands } from "./selection-commands";
import { showCommands } from "./show-commands";
import { undoCommand } from "./undo-command";
import { verdictCommands } from "./verdict-commands";
import { walkCommands } from "./walk-commands";

/** Registers every command of contributions.ts (a missing one does not compile); a failing one says so once, with the log at hand. */
export function registerCommands(context: CommandContext): Disposable {
  const table: CommandTable<CommandId> = {
    ...navigationCommands(context),
    ...verdictCommands(context),
    ...undoCommand(context),
    ...originCommands(context),
    ...statementCommands(context),
    ...walkCommands(context),
    ...showCommands(context),
    ...findingCommands(context),
    ...repositoryCommands(context),
    ...panelCommands(context),
    ...arrangementCommands(context),
    ...selectionCommands(context),
    ...actCommands(context),
    ...connectionCommands(context),
    ...problemCommands(context),
    ...commentCommands(context),
  };
  const owned = new DisposableList();
  for (const [id, handler] of Object.entries(table)) {
    owned.add(
      commands.registerCommand(id, async (argument: unknown, selected: unknown) => {
        try {
          await handler(argument, selected);
        } catch (error) {
          await context.notifications.failed(l10n.t("Countersign could not do that:"), error);
        }
      }),
    );
  }
  return owned;
}
