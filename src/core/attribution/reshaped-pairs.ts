/**
 * Lines that were broken or joined, and say what they said: which new line is which old one. Two texts say the same where they
 * differ only in what a formatter adds and takes away; then every letter has its place in both, and no likeness need be guessed.
 */

/** Blanks, quotes, brackets around a whole, and what ends or parts a statement. */
const FORM = /[\s;,()'"`]/;
const FORMS = /[\s;,()'"`]+/g;

/** For every new line the index of the old line that most of its letters stood in, -1 for one without any; null where the texts do not say the same. */
export function reshapedPairs(oldLines: readonly (string | null)[], newLines: readonly (string | null)[]): number[] | null {
  if (edgeOf(oldLines) !== edgeOf(newLines)) return null;
  const old = bareLines(oldLines);
  const fresh = bareLines(newLines);
  if (old === null || fresh === null || old.join("") !== fresh.join("")) return null;
  let oldIndex = 0;
  /** Letters before the old line that `oldIndex` names, and before the new line. */
  let oldStart = 0;
  let newStart = 0;
  return fresh.map((text) => {
    const newEnd = newStart + text.length;
    let best = -1;
    let most = 0;
    for (; oldIndex < old.length; oldIndex++) {
      const oldEnd = oldStart + (old[oldIndex]?.length ?? 0);
      const common = Math.min(oldEnd, newEnd) - Math.max(oldStart, newStart);
      if (common > most) [best, most] = [oldIndex, common];
      if (oldEnd > newEnd) break;
      oldStart = oldEnd;
    }
    newStart = newEnd;
    return best;
  });
}

/** Whether both texts say the same in another form. */
export function isReshaped(oldLines: readonly string[], newLines: readonly string[]): boolean {
  return bareLines(oldLines)?.join("") === bareLines(newLines)?.join("");
}

/** The first character that no formatter changes: most changes are told apart by it. */
function edgeOf(lines: readonly (string | null)[]): string {
  for (const line of lines) for (const character of line ?? "") if (!FORM.test(character)) return character;
  return "";
}

function bareLines(lines: readonly (string | null)[]): string[] | null {
  const bare: string[] = [];
  for (const line of lines) {
    if (line === null) return null;
    bare.push(line.replace(FORMS, ""));
  }
  return bare;
}
