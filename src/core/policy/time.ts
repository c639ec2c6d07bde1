/** Times of commits and records, compared as they are written: UTC, ISO 8601 with seconds. The clock is asked nothing here. */

const DAY = 86_400_000;

/** The instant `days` later; fractions are allowed. What is no instant stays as it is. */
export function daysAfter(instant: string, days: number): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return instant;
  const later = Math.min(time + days * DAY, Date.parse("9999-12-31T23:59:59Z"));
  return new Date(later).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Whole days from one instant to another; 0 where the other is not later. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY));
}

export function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
