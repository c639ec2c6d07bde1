import type { Batch } from "./batches";

/** A place in a key's chain of batches where something is missing or where the chain splits. */
export interface ChainGap {
  readonly key: string;
  readonly sequence: number;
  readonly what: "missing" | "fork";
}

/** Most gaps listed for one key: a batch may claim any number, and none of them may cost time or memory. */
const MAXIMUM_GAPS = 100;

/**
 * Looks through the (seq, prev) chains of verified batches, one chain a key, in order of key and sequence. A dropped
 * last batch can't be seen here; its only effect is that debt returns.
 */
export function chainGaps(batches: readonly Batch[]): readonly ChainGap[] {
  const chains = new Map<string, Map<number, Batch[]>>();
  for (const batch of batches) {
    const chain = chains.get(batch.header.key) ?? new Map<number, Batch[]>();
    chains.set(batch.header.key, chain);
    chain.set(batch.header.seq, [...(chain.get(batch.header.seq) ?? []), batch]);
  }
  const gaps: ChainGap[] = [];
  for (const key of [...chains.keys()].sort()) gaps.push(...gapsOf(key, chains.get(key) ?? new Map<number, Batch[]>()));
  return gaps;
}

/**
 * The time by which each signed batch is judged, by its id: its own, but never earlier than that of a batch before it in its key's
 * chain. So a stolen key can't put what it signs now before its revocation or its end, behind what the owner signed since.
 */
export function chainTimes(batches: readonly Batch[]): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  const latest = new Map<string, { sequence: number; before: string; at: string }>();
  for (const { id, header } of [...batches].sort((one, other) => one.header.seq - other.header.seq)) {
    const known = latest.get(`${header.key} ${header.repo}`) ?? { sequence: -1, before: "", at: "" };
    // Two batches of one number stand beside each other: neither dates the other.
    const before = header.seq > known.sequence ? known.at : known.before;
    times.set(id, header.at > before ? header.at : before);
    latest.set(`${header.key} ${header.repo}`, { sequence: header.seq, before, at: header.at > known.at ? header.at : known.at });
  }
  return times;
}

function gapsOf(key: string, chain: ReadonlyMap<number, readonly Batch[]>): readonly ChainGap[] {
  const gaps: ChainGap[] = [];
  let expected = 0;
  for (const sequence of [...chain.keys()].sort((one, other) => one - other)) {
    for (; expected < sequence && gaps.length < MAXIMUM_GAPS; expected += 1) gaps.push({ key, sequence: expected, what: "missing" });
    if (gaps.length >= MAXIMUM_GAPS) break;
    expected = sequence + 1;
    const here = chain.get(sequence) ?? [];
    const before = chain.get(sequence - 1);
    const follows = (batch: Batch) => (sequence === 0 ? batch.header.prev === null : before === undefined || before.some(({ id }) => id === batch.header.prev));
    if (here.length > 1 || !here.every(follows)) gaps.push({ key, sequence, what: "fork" });
  }
  return gaps;
}

/** The last batch of a key's chain: highest sequence, then latest, then highest id. Null for a key without batches. */
export function chainHead(batches: readonly Batch[], key: string): Batch | null {
  let head: Batch | null = null;
  for (const batch of batches) {
    if (batch.header.key === key && (head === null || isAfter(batch, head))) head = batch;
  }
  return head;
}

function isAfter(one: Batch, other: Batch): boolean {
  if (one.header.seq !== other.header.seq) return one.header.seq > other.header.seq;
  return one.header.at !== other.header.at ? one.header.at > other.header.at : one.id > other.id;
}
