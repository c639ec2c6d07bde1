/**
 * Finds blocks of whole lines in a text, as apply_patch and SEARCH/REPLACE mean them: exactly, else but for blanks at
 * line ends, else but for all blanks around a line (Codex's `seek_sequence`). An inexact match is only taken where the
 * exact one failed.
 */

const SAME: readonly ((line: string) => string)[] = [(line) => line, (line) => line.trimEnd(), (line) => line.trim()];

/**
 * Replaces one block.
 * @param below a line that stands somewhere above the block
 * @param onlyUnique refuse where the block stands more than once
 * @returns null where the block does not stand there
 */
export function replaceBlock(text: string, oldText: string, newText: string, below: string | undefined, onlyUnique: boolean): string | null {
  const block = linesOf(oldText);
  if (block.length === 0) return null;
  const lines = text.split("\n");
  for (const same of SAME) {
    const wanted = block.map(same);
    const normal = lines.map(same);
    const header = below === undefined ? -1 : normal.indexOf(same(below));
    let at = header < 0 ? -1 : find(normal, wanted, header + 1);
    if (at < 0) at = find(normal, wanted, 0);
    if (at < 0) continue;
    if (onlyUnique && (find(normal, wanted, at + 1) >= 0 || find(normal, wanted, 0) !== at)) return null;
    return [...lines.slice(0, at), ...linesOf(newText), ...lines.slice(at + block.length)].join("\n");
  }
  return null;
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

/** Knuth, Morris and Pratt, over lines: a hostile patch must not make this quadratic. */
function find(lines: readonly string[], block: readonly string[], from: number): number {
  const fallback = [0];
  for (let index = 1, length = 0; index < block.length; index += 1) {
    while (length > 0 && block[index] !== block[length]) length = fallback[length - 1] ?? 0;
    if (block[index] === block[length]) length += 1;
    fallback.push(length);
  }
  let matched = 0;
  for (let index = from; index < lines.length; index += 1) {
    while (matched > 0 && lines[index] !== block[matched]) matched = fallback[matched - 1] ?? 0;
    if (lines[index] === block[matched]) matched += 1;
    if (matched === block.length) return index - block.length + 1;
  }
  return -1;
}
