/**
 * The claims as they were known at the end of a day: a claim says nothing of the days before it was made, so that what comes later changes
 * no past day. One that is dated after the end of the history counts on its last day: a wrong clock hides nothing.
 */
import type { Claim } from "../../model";

export class SpokenClaims {
  /** Days on which claims were made, in order. */
  readonly days: readonly string[];
  private readonly inOrder: readonly { readonly claim: Claim; readonly day: string }[];
  private readonly silent: Set<object>;
  private next = 0;

  constructor(claims: readonly Claim[], lastDay: string) {
    this.inOrder = claims.map((claim) => ({ claim, day: dayOfClaim(claim, lastDay) })).sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
    this.days = [...new Set(this.inOrder.map(({ day }) => day))];
    this.silent = new Set(claims);
  }

  /** True of whatever is no claim, too: a person's correction says of every day who wrote a text. */
  isSpoken(statement: object): boolean {
    return !this.silent.has(statement);
  }

  /** Takes in what was claimed until the end of `day`; returns what was not known before. */
  advanceTo(day: string): Claim[] {
    const heard: Claim[] = [];
    for (let entry = this.inOrder[this.next]; entry !== undefined && entry.day <= day; entry = this.inOrder[this.next]) {
      this.next += 1;
      this.silent.delete(entry.claim);
      heard.push(entry.claim);
    }
    return heard;
  }
}

/** The day from which a claim counts, in a history that ends on `lastDay`. */
export function dayOfClaim({ at }: Pick<Claim, "at">, lastDay: string): string {
  const day = at.slice(0, 10);
  return day < lastDay ? day : lastDay;
}
