/** Whole hundredths of a minute as the number a document carries: 950 → 9.5. */
export function minutesOf(hundredths: number): number {
  return hundredths / 100;
}

/** As exact as people need it: "under 1 min", "9.5 min", "41 min". */
export function exactMinutes(hundredths: number): string {
  if (hundredths <= 0) return "0 min";
  const minutes = hundredths / 100;
  if (minutes < 1) return "under 1 min";
  return minutes < 10 ? `${trimmed(minutes)} min` : `${Math.round(minutes)} min`;
}

/** For totals, shown rounded (product.md, *Debt*): "about 42 min", "about 3 h", "about 3.5 h". */
export function roundedMinutes(hundredths: number): string {
  if (hundredths <= 0) return "0 min";
  const minutes = hundredths / 100;
  if (minutes < 1) return "under 1 min";
  if (minutes < 90) return `about ${Math.round(minutes)} min`;
  const halfHours = Math.round(minutes / 30);
  return `about ${halfHours / 2} h`;
}

function trimmed(minutes: number): string {
  return String(Math.round(minutes * 10) / 10);
}
