/** The verdicts as they stood at the end of a day: those given until then, without those taken back until then. */
import type { VerdictRecord } from "../../model";

export class StandingVerdicts {
  readonly days: readonly string[];
  private readonly inOrder: readonly VerdictRecord[];
  private readonly given = new Map<string, VerdictRecord>();
  private readonly standing = new Set<VerdictRecord>();
  /** Record id → keys that took it back. */
  private readonly takenBack = new Map<string, Set<string>>();
  private next = 0;

  constructor(records: readonly VerdictRecord[]) {
    this.inOrder = [...records].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.id < other.id ? -1 : 1));
    this.days = [...new Set(this.inOrder.map((record) => record.at.slice(0, 10)))];
  }

  isStanding(record: VerdictRecord): boolean {
    return this.standing.has(record);
  }

  /** Takes in what was decided until the end of `day`; returns the records that stand now and did not, or the other way round. */
  advanceTo(day: string): VerdictRecord[] {
    const touched: VerdictRecord[] = [];
    for (let record = this.inOrder[this.next]; record !== undefined && record.at.slice(0, 10) <= day; record = this.inOrder[this.next]) {
      this.next += 1;
      this.given.set(record.id, record);
      if (record.verdict === "withdrawn") touched.push(...this.takeBack(record));
      else if (this.takenBack.get(record.id)?.has(record.key) !== true) {
        this.standing.add(record);
        touched.push(record);
      }
    }
    return touched;
  }

  private takeBack(withdrawal: VerdictRecord): VerdictRecord[] {
    if (withdrawal.of === undefined) return [];
    this.takenBack.set(withdrawal.of, (this.takenBack.get(withdrawal.of) ?? new Set<string>()).add(withdrawal.key));
    const record = this.given.get(withdrawal.of);
    return record !== undefined && record.key === withdrawal.key && this.standing.delete(record) ? [record] : [];
  }
}
