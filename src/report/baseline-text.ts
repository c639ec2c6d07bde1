import type { ListedViolations } from "./answers";
import { counted } from "../core/counted";
import { wrap } from "./text-layout";

const MAXIMUM_SHOWN = 20;

/** What `baseline` did, for people. */
export function baselineText({ path, created, written, kept, removed, unlisted, notChecked }: ListedViolations, width: number): string {
  const done = created ? `Wrote ${path} with ${counted(kept.length, "violation")}` : removed.length > 0 ? `Took ${counted(removed.length, "mended violation")} out of ${path}; ${kept.length} stay` : `${path} ${written ? "was put in order" : "is as it should be"}: ${counted(kept.length, "violation")}`;
  const show = (title: string, list: ListedViolations["kept"]) => (list.length === 0 ? [] : [title, ...list.slice(0, MAXIMUM_SHOWN).map(({ rule, path: at, target }) => `  ${rule}  ${at}${target === "" ? "" : ` → ${target}`}`), ...(list.length > MAXIMUM_SHOWN ? [`  and ${list.length - MAXIMUM_SHOWN} more`] : [])]);
  const lines = [
    `${done}.`,
    ...show("Mended:", removed),
    ...show("Not on the list, and still reported, because the list may only shrink:", unlisted),
    ...(notChecked.length === 0 ? [] : wrap(`${counted(notChecked.length, "file")} could not be checked, first ${notChecked[0]?.path ?? notChecked[0]?.what ?? ""}: ${notChecked[0]?.why ?? ""}.`, width)),
    ...(created ? wrap("Commit it: the base branch's list is the one that counts, so it holds from the next change on.", width) : []),
  ];
  return `${lines.join("\n")}\n`;
}
