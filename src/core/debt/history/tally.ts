/**
 * Answers of a file that no record joins with another one, without the matcher: what it would say of a line by itself follows from how
 * many standing records hold the line and how often it stands there.
 */
import type { VerdictRecord } from "../../model";
import type { ReplayedFile } from "./fates";

/** Standing records that hold one line of a file: so many positions of their sequences do. */
interface Tally {
  approved: number;
  rejected: number;
  /** Significant lines of the file with it; of the question that `asked` counts. */
  copies: number;
  asked: number;
}

/** The matcher looks at a limited number of records a line; where a line stands that often, it is asked. */
const MOST_COPIES = 1000;

export function isApproval({ type, verdict }: VerdictRecord): boolean {
  return (type === "signoff" || type === "edited") && verdict.startsWith("approved");
}

export function isRejection({ type, verdict }: VerdictRecord): boolean {
  return type !== "correction" && verdict === "rejected";
}

export class StandingTally {
  /** Path → key of a line → the path's records. */
  private readonly byPath = new Map<string, Map<string, Tally>>();
  private readonly counted = new Set<VerdictRecord>();
  private asked = 0;

  /** Counts a record once while it stands. */
  set(record: VerdictRecord, isStanding: boolean): void {
    if (this.counted.has(record) === isStanding) return;
    if (isStanding) this.counted.add(record);
    else this.counted.delete(record);
    const [approved, rejected] = [isApproval(record) ? 1 : 0, isRejection(record) ? 1 : 0];
    if (approved + rejected === 0) return;
    const ofPath = this.byPath.get(record.path) ?? new Map<string, Tally>();
    this.byPath.set(record.path, ofPath);
    for (const key of record.sequence) {
      let tally = ofPath.get(key);
      if (tally === undefined) ofPath.set(key, (tally = { approved: 0, rejected: 0, copies: 0, asked: 0 }));
      tally.approved += isStanding ? approved : -approved;
      tally.rejected += isStanding ? rejected : -rejected;
    }
  }

  /**
   * The file's significant lines that somebody answers for (0-based). Null where only the matcher knows: some of a line's copies are
   * answered for, and others not.
   *
   * Why counting is enough: at home the matcher's last pass places any free position of a record on any free significant line of its
   * key. So a line stays open only where all positions with its key are used up by its copies.
   */
  answered({ path, attributed }: ReplayedFile, overrules: boolean): ReadonlySet<number> | null {
    const answered = new Set<number>();
    const ofPath = this.byPath.get(path);
    if (ofPath === undefined || attributed === null) return answered;
    this.asked += 1;
    const lines: number[] = [];
    const tallies: Tally[] = [];
    for (const { index, key } of attributed.keys.significant) {
      const tally = ofPath.get(key);
      const origin = attributed.origins[index]?.origin;
      if (tally === undefined || (origin !== "ai" && origin !== "mixed")) continue;
      tally.copies = tally.asked === this.asked ? tally.copies + 1 : 1;
      tally.asked = this.asked;
      lines.push(index);
      tallies.push(tally);
    }
    for (const [position, tally] of tallies.entries()) {
      const count = tally.copies;
      if (count > MOST_COPIES || isPartly(tally.approved, count) || isPartly(tally.rejected, count)) return null;
      // Who approved the line decides whether a refusal counts.
      if (tally.rejected > 0 && overrules) return null;
      if (tally.approved > 0 && tally.rejected === 0) answered.add(lines[position] ?? -1);
    }
    return answered;
  }
}

function isPartly(positions: number, copies: number): boolean {
  return positions > 0 && positions < copies;
}
