import { Uri, l10n, window } from "vscode";
import type { DependencyStep } from "../../core/ports";
import type { CommandContext } from "./command-context";

/** From where to where, as the person chose or the explorer's selection says. */
export interface PathEnds {
  readonly from: string;
  readonly to: string;
}

/**
 * Both ends of a path: two files selected in the explorer, or one of them, or the file in the editor; what is missing is
 * asked for. Null where the person gave up. Of the arguments nothing but file names of this repository is believed.
 */
export async function pathEnds(context: CommandContext, argument: unknown, selected: unknown): Promise<PathEnds | null> {
  const { files } = await context.engine.request("dependencyPath", { ends: null });
  const known = new Set(files);
  const given = (Array.isArray(selected) && selected.length > 1 ? (selected as readonly unknown[]) : [argument]).flatMap((one) => fileOf(context, one, known));
  const editor = fileOf(context, window.activeTextEditor?.document.uri, known);
  const from = given[0] ?? (await pick(files, l10n.t("The path begins at"), editor[0] ?? null));
  if (from === undefined) {
    return null;
  }
  const to = given[1] ?? (await pick(files.filter((file) => file !== from), l10n.t("The path from {0} leads to", from), null));
  return to === undefined ? null : { from, to };
}

/** The chain's steps at their imports; null, and a word in the status bar, where none leads there. */
export async function stepsBetween(context: CommandContext, ends: PathEnds): Promise<readonly DependencyStep[] | null> {
  const { steps } = await context.engine.request("dependencyPath", { ends });
  if (steps === null) {
    context.notifications.status(l10n.t("No path of imports leads from {0} to {1}.", ends.from, ends.to));
  }
  return steps;
}

function fileOf({ store }: CommandContext, argument: unknown, known: ReadonlySet<string>): readonly string[] {
  const path = argument instanceof Uri && argument.scheme === "file" ? (store.paths?.toRepositoryPath(argument.path) ?? null) : null;
  return path !== null && known.has(path) ? [path] : [];
}

/** The file of the editor stands first. */
async function pick(files: readonly string[], title: string, first: string | null): Promise<string | undefined> {
  const ordered = first === null ? files : [first, ...files.filter((file) => file !== first)];
  return window.showQuickPick(ordered, { title, placeHolder: l10n.t("A file that takes part in imports") });
}
