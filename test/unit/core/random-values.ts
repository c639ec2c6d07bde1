/** Random JSON values of at most this depth, out of few texts and keys so that parts repeat; the same for the same seed. */
export function randomSource(seed: number): (depth: number) => unknown {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  const TEXTS = ["", "a", "[0", '"', "null", "1"];
  const make = (depth: number): unknown => {
    const kind = next(depth <= 0 ? 4 : 6);
    if (kind === 0) return null;
    if (kind === 1) return next(2) === 0;
    if (kind === 2) return next(5) / 2;
    if (kind === 3) return TEXTS[next(TEXTS.length)];
    const parts = Array.from({ length: next(4) }, () => make(depth - 1));
    return kind === 4 ? parts : Object.fromEntries(parts.map((part) => [`k${next(4)}`, part]));
  };
  return make;
}
