import { createTwoFilesPatch } from "diff";
import type { TextOptions } from "./answers";
import { printable, wrap } from "./text-layout";

/** One file of somebody's configuration, before and after; null: it is not there. */
export interface ConfigurationChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly executable: boolean;
}

export interface ConnectAnswer {
  readonly assistant: string;
  readonly scope: "project" | "user";
  /** The folder that the paths are relative to. */
  readonly folder: string;
  readonly changes: readonly ConfigurationChange[];
  /** The launcher that the hooks run, and whether it is written now; null when disconnecting. */
  readonly launcher: { readonly path: string; readonly changes: boolean } | null;
  readonly notes: readonly string[];
}

/** The exact change, as a unified diff: nobody should have to trust a summary of what runs in their assistant. */
export function connectText(answer: ConnectAnswer, options: TextOptions): string {
  const { palette, width } = options;
  const sections: (readonly string[])[] = answer.changes.filter(isChange).map((change) => {
    const patch = createTwoFilesPatch(change.before === null ? "/dev/null" : change.path, change.after === null ? "/dev/null" : change.path, change.before ?? "", change.after ?? "");
    const lines = patch.split("\n").slice(1).filter((line, index, all) => index < all.length - 1 || line !== "");
    return [palette.name(printable(`${answer.folder}/${change.path}`)) + (change.executable && change.after !== null ? palette.caution("  executable") : ""), ...lines.map((line) => `  ${printable(line)}`)];
  });
  if (answer.launcher?.changes === true) sections.push(wrap(`The launcher ${answer.launcher.path}, and hook.js beside it, are written too: they run Countersign's hook with the Node that runs now.`, width));
  if (answer.notes.length > 0) sections.push(answer.notes.flatMap((note) => wrap(note, width)));
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

export function isChange(change: ConfigurationChange): boolean {
  return change.before !== change.after;
}
