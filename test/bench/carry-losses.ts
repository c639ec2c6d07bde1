/** Why a hunk that git calls alive was not found whole: a class for each, so that design is told from fault. */
import type { CarryRun, CarrySegment } from "../../src/core/carry/placement";
import type { KeyedLine } from "../../src/core/fingerprint/lines";
import type { VerdictRecord } from "../../src/core/model";

/** Title of a class → what it means. */
export const LOSSES = {
  "short, elsewhere": "fewer than three lines in one piece, standing in another file only: a short line elsewhere is no proof (ledger.md 2.6)",
  "blanks that mean something": "a line differs in blanks its language reads (indentation, a Markdown line end, inside a string); blame -w passes over them",
  "another's now": "blame follows -M -C to the hunk and plain blame to somebody else, or the reverse; no line of an assistant's with this text is left",
  "answered by another approval": "the line stands, and another approval that holds the same text covers it: nothing is owed there",
  "standing, not matched": "the line stands uncovered: a fault of the matcher, or a run below what it believes",
  order: "all lines stand, two parts of them in another order than the approved one",
} as const;

export type Loss = keyof typeof LOSSES;

interface Standing {
  readonly path: string;
  readonly isCovered: boolean;
}

/** What an assistant's lines of today were matched with, to be asked about single approved lines. */
export class LossClasses {
  private readonly standing = new Map<string, Standing[]>();
  private readonly withoutBlanks = new Set<string>();

  constructor(segments: readonly CarrySegment[], runs: readonly (readonly CarryRun<VerdictRecord>[])[], private readonly consumed: ReadonlyMap<VerdictRecord, Uint8Array>) {
    segments.forEach(({ path, lines }, index) => {
      const covered = new Uint8Array(lines.length);
      for (const run of runs[index] ?? []) covered.fill(1, run.position, run.position + run.length);
      lines.forEach((line, position) => {
        this.standing.set(line.key, [...(this.standing.get(line.key) ?? []), { path, isCovered: covered[position] === 1 }]);
        this.withoutBlanks.add(withoutBlanks(line));
      });
    });
  }

  of(record: VerdictRecord, lines: readonly KeyedLine[]): Loss {
    const missing = lines.filter((line, offset) => !line.trivial && this.consumed.get(record)?.[offset] !== 1);
    if (missing.length === 0) return "order";
    const reasons = missing.map((line) => this.ofLine(record, line));
    // The first that holds for any line, gravest first: a fault is not hidden behind design.
    const gravest: readonly Loss[] = ["standing, not matched", "blanks that mean something", "short, elsewhere", "another's now", "answered by another approval"];
    return gravest.find((loss) => reasons.includes(loss)) ?? "standing, not matched";
  }

  private ofLine(record: VerdictRecord, line: KeyedLine): Loss {
    const places = this.standing.get(line.key) ?? [];
    if (places.length === 0) return this.withoutBlanks.has(withoutBlanks(line)) ? "blanks that mean something" : "another's now";
    const open = places.filter(({ isCovered }) => !isCovered);
    if (open.length === 0) return "answered by another approval";
    return open.every(({ path }) => path !== record.path) ? "short, elsewhere" : "standing, not matched";
  }
}

function withoutBlanks(line: KeyedLine): string {
  return line.normal.replace(/\s+/g, "");
}
