/** How many cases of each kind the tables hold, by rule. */
const counts = new Map<string, { reports: number; accepts: number }>();

export function count(rule: string, reports: number, accepts: number): void {
  const { reports: before, accepts: acceptedBefore } = countedCases(rule);
  counts.set(rule, { reports: before + reports, accepts: acceptedBefore + accepts });
}

export function countedCases(rule: string): { readonly reports: number; readonly accepts: number } {
  return counts.get(rule) ?? { reports: 0, accepts: 0 };
}
