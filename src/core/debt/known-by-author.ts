/** How much is known about the lines of each commit author: where hooks miss, it shows here first. */
import type { AttributedFile } from "../attribution/evidence";
import type { KnownByAuthor } from "../model";
import { isUnclaimed } from "./fold";

/** Identity of a commit's author; null where the commit is not at hand. */
export type AuthorOf = (commit: string) => { readonly name: string; readonly email: string } | null;

/** Changed lines by the author of the commit that brought them, most unknown lines first; people are told apart by e-mail address. */
export function knownByAuthor(files: readonly AttributedFile[], authorOf: AuthorOf, knowledge: "shared" | "private"): KnownByAuthor[] {
  const byEmail = new Map<string, { author: KnownByAuthor["author"]; lines: number; known: number }>();
  for (const file of files) {
    for (const line of file.keys.all) {
      const origin = file.origins[line.index];
      if (origin?.changed !== true) continue;
      const author = origin.commit === null ? null : authorOf(origin.commit);
      const key = author === null ? "" : author.email.toLowerCase() || author.name;
      const entry = byEmail.get(key) ?? { author, lines: 0, known: 0 };
      byEmail.set(key, entry);
      entry.lines += 1;
      if (!isUnclaimed(origin, knowledge)) entry.known += 1;
    }
  }
  return [...byEmail].sort(([one, first], [other, second]) => second.lines - second.known - (first.lines - first.known) || (one < other ? -1 : 1)).map(([, entry]) => entry);
}
