import type { LineOrigin } from "./evidence";

/** A changed blank line between two lines of one session is that session's too: no key tells blank lines apart. */
export function withBlankLines(origins: readonly LineOrigin[], lines: readonly string[]): LineOrigin[] {
  const filled = [...origins];
  let above = -1;
  lines.forEach((text, index) => {
    if (text.trim() === "") return;
    const first = origins[above]?.attribution ?? null;
    const second = origins[index]?.attribution ?? null;
    if (first !== null && second !== null && first.assistant === second.assistant && first.agentSession === second.agentSession) {
      for (let blank = above + 1; blank < index; blank++) {
        const line = origins[blank];
        // Brought by the same commit as a neighbour, or not committed either: another commit's blank line is its own.
        const isTogether = line !== undefined && [origins[above], origins[index]].some((neighbour) => neighbour?.origin === "ai" && neighbour.commit === line.commit);
        if (isTogether && line.changed && line.origin === "unknown") filled[blank] = { ...line, origin: "ai", attribution: first };
      }
    }
    above = index;
  });
  return filled;
}
