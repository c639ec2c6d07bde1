/** Where an assistant took lines away: nothing is left to see there, so it is kept as a hunk of its own. */
import type { Attribution, Claim } from "../model";
import { contextOf, keysOf, type FileKeys, type KeyedLine } from "../fingerprint/lines";
import type { AttributedRemoval, EvidenceBase, Note, SourceFile } from "./evidence";

/** Significant lines that a removed block needs before finding all of them added elsewhere makes it a move. */
const MOVED_BLOCK = 3;

/**
 * Removals that an assistant answers for: history says what went, a note, a mark or a claim says who did it. `arrived` counts
 * the lines that were added in this file: each of them stands for one that went. One that stood there all along does not, or
 * the second of two equal guards could go unseen.
 */
export function removalsOf(source: SourceFile, keys: FileKeys, arrived: Map<string, number>, evidence: EvidenceBase, added: ReadonlySet<string>): AttributedRemoval[] {
  const removals: AttributedRemoval[] = [];
  const claims = evidence.claims.filter((claim) => claim.kind === "removal" && claim.path === source.path);
  const used = new Set<Claim>();
  const isMoved = ({ key }: KeyedLine) => {
    const count = arrived.get(key) ?? 0;
    if (count > 0) arrived.set(key, count - 1);
    return count > 0;
  };
  for (const removal of source.history?.removals ?? []) {
    const gone = keysOf(source.path, removal.lines);
    const significant = gone.significant.filter((line) => !isMoved(line));
    // Only brackets, or lines that stand elsewhere now: moved, not removed.
    if (significant.length === 0) continue;
    if (gone.significant.length >= MOVED_BLOCK && significant.every((line) => added.has(line.key))) continue;
    const goneKeys = new Set(significant.map((line) => line.key));
    const claim = claims.find((candidate) => !used.has(candidate) && (candidate.removed ?? []).some((key) => goneKeys.has(key)));
    if (claim !== undefined) used.add(claim);
    const note = evidence.notes.get(removal.removedBy);
    const attribution: Attribution | undefined = claim ?? (note === undefined ? evidence.marks.get(removal.removedBy) : soleSession(note));
    if (attribution === undefined) continue;
    removals.push({
      attribution,
      before: removal.before,
      removedKeys: gone.all.map((line) => line.key),
      removedLines: removal.lines,
      commit: removal.removedBy === "worktree" || removal.removedBy === "unknown" ? null : removal.removedBy,
      context: contextOf(keys, removal.before - 1, removal.before - 1),
    });
  }
  return removals;
}

/** Notes do not record deletions; where one session wrote all that the note attests, the commit's deletions are its too. */
function soleSession(note: Note): Attribution | undefined {
  let sole: Attribution | undefined;
  for (const ranges of note.values()) {
    for (const range of ranges) {
      if (range.attribution === null) return undefined;
      if (sole !== undefined && sole.agentSession !== range.attribution.agentSession) return undefined;
      sole = range.attribution;
    }
  }
  return sole;
}
