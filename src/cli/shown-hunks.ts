import { contentIdOf, keysOf, sliceKeys, splitLines } from "../core/fingerprint/lines";
import { contentOf } from "../core/hunks/cut";
import { CountersignError, type DebtItem } from "../core/model";
import { readWorkTreeText } from "../platform/command-files";
import type { ShownHunk } from "../report/approval-text";

/**
 * The hunks with their text as it stands on disk now, and the content ids of exactly that text by hunk id: what is
 * shown is what is signed. Errors: `drifted` when the text is no longer the hunk's.
 */
export function readShownHunks(root: string, items: readonly DebtItem[]): { readonly hunks: readonly ShownHunk[]; readonly contentIds: Readonly<Record<string, string>> } {
  const contentIds: Record<string, string> = {};
  const hunks = items.map((item): ShownHunk => {
    const { hunk } = item;
    const contentId = contentOf(hunk.id);
    contentIds[hunk.id] = contentId;
    if (hunk.kind === "removal") {
      if (hunk.replaced === null) {
        throw new CountersignError("refused", "the removed text is not at hand, so nobody can read what would be approved", {
          path: hunk.path,
          line: hunk.startLine,
          hint: "fetch the base commit, or deepen the clone",
        });
      }
      return { item, lines: [] };
    }
    const text = readWorkTreeText(root, hunk.path);
    const lines = splitLines(text ?? "");
    const shown = contentIdOf(sliceKeys(keysOf(hunk.path, lines), hunk.startLine - 1, hunk.endLine));
    if (text === null || shown !== contentId) {
      throw new CountersignError("drifted", "the text changed while it was being read", { path: hunk.path, line: hunk.startLine, hint: "run the command again" });
    }
    return { item, lines: lines.slice(hunk.startLine - 1, hunk.endLine) };
  });
  return { hunks, contentIds };
}
