/**
 * Which joins between parts of different approved records somebody answered for. Every AI change that is signed as it is written
 * splits or shortens what was signed before it, and its signer saw both edges: those are no seams.
 */
import type { VerdictRecord } from "../model";
import { CONTEXT_LINES, isPossiblyTrivial } from "../fingerprint/lines";
import type { CarryRun, CarrySegment } from "./placement";

type Run = CarryRun<VerdictRecord>;

/** The joins of one segment that some approval saw as they stand today. */
export class SeenJoins {
  private readonly seen: Uint8Array;
  private readonly keys: readonly string[];
  private readonly isKnownSignificant: ReadonlySet<string>;

  /** `runs` in order of position. */
  constructor(
    private readonly segment: CarrySegment,
    private readonly runs: readonly Run[],
  ) {
    this.seen = new Uint8Array(segment.lines.length + 1);
    const significant = segment.lines.filter((line) => !line.trivial);
    this.keys = segment.lines.map((line) => line.key);
    this.isKnownSignificant = new Set(significant.map((line) => line.key));
    for (const run of runs) if (run.match === "same-place" || run.match === "renamed") this.see(run);
  }

  /**
   * Whether a person approved `next` right after `previous`: a whole record in its place, whose context is a hash over the
   * significant lines on both sides, spans the join. What that hash can't tell is no proof: brackets and words such as `else`,
   * and lines that stand once more in what is missing.
   */
  isApproved(previous: Run, next: Run): boolean {
    if (this.seen[next.position] !== 1) return false;
    const after = this.runs.find((run) => run.record === previous.record && run.position >= next.position && run.offset >= previous.offset + previous.used);
    const before = this.runs.findLast((run) => run.record === next.record && run.position < next.position && run.offset + run.used <= next.offset);
    const from = previous.offset + previous.used;
    const lost = previous.record.sequence.slice(from, after?.offset);
    const lostBefore = next.record.sequence.slice(before === undefined ? 0 : before.offset + before.used, next.offset);
    if ([...lost, ...lostBefore].some((key) => isPossiblyTrivial(this.segment.path, key))) return false;
    const window = this.significantBefore(next.position);
    const windowAfter = this.significantFrom(next.position);
    return !this.recurs(window, [...previous.record.sequence], from) && !this.recurs(windowAfter, [...next.record.sequence].reverse(), next.record.sequence.length - next.offset);
  }

  private see(run: Run): void {
    const { lines } = this.segment;
    for (let position = run.position, passed = 0; position >= 0 && passed <= CONTEXT_LINES; position--) {
      // The join before the third significant line is at the window's edge: what stood beyond it, the hash does not say.
      if (passed < CONTEXT_LINES) this.seen[position] = 1;
      if (lines[position - 1]?.trivial === false) passed += 1;
    }
    for (let position = run.position + run.length, passed = 0; position <= lines.length && passed < CONTEXT_LINES; position++) {
      this.seen[position] = 1;
      if (lines[position]?.trivial === false) passed += 1;
    }
  }

  /** Nearest first. */
  private significantBefore(position: number): string[] {
    const found: string[] = [];
    for (let at = position - 1; at >= 0 && found.length < CONTEXT_LINES; at--) if (this.segment.lines[at]?.trivial === false) found.push(this.keys[at] ?? "");
    return found;
  }

  private significantFrom(position: number): string[] {
    const found: string[] = [];
    for (let at = position; at < this.keys.length && found.length < CONTEXT_LINES; at++) if (this.segment.lines[at]?.trivial === false) found.push(this.keys[at] ?? "");
    return found;
  }

  /** Whether the lines at the join, nearest first, stand in the sequence once more from `from` on: then their loss would leave the context as it was. */
  private recurs(window: readonly string[], sequence: readonly string[], from: number): boolean {
    for (let end = from; end < sequence.length; end++) {
      if (sequence[end] === window[0] && this.precedes(window, sequence, end - 1)) return true;
    }
    return false;
  }

  /** A line that is gone may have been a bracket, which no context counts: it is passed over. */
  private precedes(window: readonly string[], sequence: readonly string[], last: number): boolean {
    let wanted = 1;
    for (let at = last; at >= 0 && wanted < window.length; at--) {
      if (sequence[at] === window[wanted]) wanted += 1;
      else if (this.isKnownSignificant.has(sequence[at] ?? "")) return false;
    }
    return true;
  }
}
