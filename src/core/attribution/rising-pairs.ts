/** Longest part of `pairs`, in order of the first member, whose second members rise (patience sorting). */
export function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const piles: number[] = [];
  const before: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (piles[low - 1] ?? -1);
    piles[low] = index;
  }
  const chain: (readonly [number, number])[] = [];
  for (let at = piles[piles.length - 1] ?? -1; at !== -1; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) chain.push(pair);
  }
  return chain.reverse();
}
