import { l10n } from "vscode";
import { COMMANDS, INTERNAL_COMMANDS } from "../contributions";
import type { CommandContext, CommandTable } from "./command-context";
import { hunkOfArgument } from "./hunk-argument";

/** Next, previous, and opening what a row of the tree stands for. */
export function navigationCommands(context: CommandContext): CommandTable<typeof COMMANDS.nextHunk | typeof COMMANDS.previousHunk | typeof INTERNAL_COMMANDS.openHunk> {
  const go = async (step: 1 | -1): Promise<void> => {
    const item = context.navigator.neighbour(step);
    if (item === null) {
      context.notifications.status(l10n.t("Nothing unverified here."));
      return;
    }
    if (context.walk.active) {
      context.walk.goTo(item.hunk.id);
    }
    await context.navigator.show(item);
  };
  return {
    [COMMANDS.nextHunk]: () => go(1),
    [COMMANDS.previousHunk]: () => go(-1),
    [INTERNAL_COMMANDS.openHunk]: async (argument) => {
      const place = placeOf(argument);
      if (place !== null) {
        await context.navigator.showLine(place.path, place.line);
        return;
      }
      const item = hunkOfArgument(context, argument);
      if (item !== null) {
        if (context.walk.active && context.store.index?.place.has(item.hunk.id) === true) {
          context.walk.goTo(item.hunk.id);
        }
        await context.navigator.show(item, { keepFocus: true });
      }
    },
  };
}

/** The argument of an unclaimed file's row: only paths inside the repository that the snapshot names are opened. */
function placeOf(argument: unknown): { readonly path: string; readonly line: number } | null {
  if (typeof argument !== "object" || argument === null || !("path" in argument) || !("line" in argument)) {
    return null;
  }
  const { path, line } = argument;
  return typeof path === "string" && typeof line === "number" && !path.split("/").includes("..") ? { path, line } : null;
}
