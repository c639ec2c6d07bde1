import type { DebtSnapshot } from "../core/model";
import { counted, groupedNumber } from "../core/counted";
import { printable } from "./text-layout";

/** Authors that a text names; JSON has all. */
const SHOWN = 5;

/** One line per commit author with lines of unknown origin, such as "Ada <ada@example.org>: 31 of 120 added lines of unknown origin". */
export function unknownByAuthor({ knownByAuthor = [] }: DebtSnapshot): readonly string[] {
  const missing = knownByAuthor.filter(({ lines, known }) => known < lines);
  const shown = missing.slice(0, SHOWN).map(({ author, lines, known }) => {
    const who = author === null ? "not committed" : `${printable(author.name)} <${printable(author.email)}>`;
    return `${who}: ${groupedNumber(lines - known)} of ${counted(lines, "added line")} of unknown origin`;
  });
  return missing.length > SHOWN ? [...shown, `and ${counted(missing.length - SHOWN, "more author")}`] : shown;
}
