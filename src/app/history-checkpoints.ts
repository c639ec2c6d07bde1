/**
 * Where a replay can go on: the state at the end of a day, and everything that days until then depend on. It is used only where all of that
 * is as it was; the verdicts, notes and claims of later days are free to come, and claims that arrive late where they speak of nothing that stood.
 */
import type { VerdictRecord } from "../core/model";
import type { CommitInfo, DayWalk, Git, SavedWalk } from "../core/ports";
import type { EvidenceBase, Note } from "../core/attribution/evidence";
import { SeenKeys, type ReplayState } from "../core/debt/history/replay-state";
import { dayOfClaim } from "../core/debt/history/spoken";
import { withoutWithdrawn } from "../core/debt/standing-records";
import { hash } from "../core/fingerprint/lines";
import type { Configuration } from "../core/policy/configuration-types";
import { readCommitLog } from "./commit-log";
import type { SessionDependencies } from "./dependencies";
import { readSealed, writeSealed } from "./sealed-cache";

/** Changes with the meaning of what is kept. */
const FORMAT = "history-checkpoints-2";
/** Digits of a claim's digest. */
const DIGITS = 16;

export interface Checkpoint {
  /** Last commit of the day on the first-parent line. */
  readonly commit: string;
  readonly state: ReplayState;
  readonly walk: SavedWalk;
}

export interface Circumstances {
  readonly base: string | null;
  readonly configuration: Configuration;
  readonly records: readonly VerdictRecord[];
  readonly evidence: EvidenceBase;
  readonly commits: ReadonlyMap<string, CommitInfo>;
  readonly grafts: readonly string[];
  readonly ends: DayWalk["ends"];
  /** Of commits and verdicts. */
  readonly lastDay: string;
}

interface Kept extends Checkpoint {
  /** Digest of all that the days until then depend on, but claims. */
  readonly past: string;
}

interface KeptFile {
  readonly checkpoints: readonly Kept[];
  /** Digests of the claims that were known, one after the other. */
  readonly claims: string;
}

export class HistoryCheckpoints {
  constructor(private readonly dependencies: Pick<SessionDependencies, "cache" | "log">) {}

  /** The commits of the history, of which git tells what is new. */
  commits(git: Pick<Git, "commits">, base: string | null, head: string, signal?: AbortSignal): Promise<DayWalk> {
    return readCommitLog({ ...this.dependencies, git }, base, head, signal);
  }

  /** The last day from which this history can go on; null: from the beginning. */
  async latest(circumstances: Circumstances): Promise<Checkpoint | null> {
    const { cache, log } = this.dependencies;
    const kept = (await readSealed(cache, log, FORMAT)) as KeptFile | null;
    if (kept === null) return null;
    const known = new Set<string>();
    for (let at = 0; at < kept.claims.length; at += DIGITS) known.add(kept.claims.slice(at, at + DIGITS));
    const added = circumstances.evidence.claims.filter((claim) => !known.delete(digestOf(claim)));
    // A claim that is gone again may have covered any line.
    if (known.size > 0) return null;
    const { ends, lastDay } = circumstances;
    // On the last day everything that is dated later is known, too: no state from elsewhere holds it.
    const inside = kept.checkpoints.filter(({ commit, state }) => ends.get(commit) === state.day && state.day < lastDay);
    const usable = inside.filter(({ state }) => this.isUntouched(state, added.filter((claim) => dayOfClaim(claim, lastDay) <= state.day)));
    const latest = usable.filter(({ past, commit, state }) => past === pastOf(circumstances, commit, state.day)).sort((one, other) => (one.state.day < other.state.day ? 1 : -1))[0];
    if (latest === undefined) return null;
    log.debug(`the history goes on from ${latest.state.day}`);
    return { commit: latest.commit, state: latest.state, walk: latest.walk };
  }

  async keep(circumstances: Circumstances, checkpoints: readonly Checkpoint[]): Promise<void> {
    const kept = checkpoints.map(({ commit, state, walk }): Kept => ({ commit, state, walk, past: pastOf(circumstances, commit, state.day) }));
    const file: KeptFile = { checkpoints: kept, claims: circumstances.evidence.claims.map(digestOf).join("") };
    await writeSealed(this.dependencies.cache, FORMAT, file);
  }

  /** Claims of these days that came since speak of no line that stood until then. */
  private isUntouched(state: ReplayState, added: readonly { readonly sequence: readonly string[] }[]): boolean {
    if (added.length === 0) return true;
    if (state.seen === null) return false;
    const seen = new SeenKeys();
    seen.restore(state.seen);
    return !added.some((claim) => seen.mayHold(claim.sequence));
  }
}

function pastOf({ base, configuration, records, evidence, commits, grafts }: Circumstances, commit: string, day: string): string {
  const past = ancestors(commits, commit);
  const ids = records.filter((record) => record.at.slice(0, 10) <= day).map((record) => `${record.id} ${record.trust}`).sort();
  // A correction says of every day who wrote a text.
  const corrections = withoutWithdrawn(records).filter((record) => record.type === "correction").map((record) => `${record.id} ${record.trust}`).sort();
  const said = (notes: ReadonlyMap<string, Note> | undefined) => [...(notes ?? [])].filter(([id]) => past.has(id)).map(([id, note]) => `${id} ${JSON.stringify([...note])}`).sort();
  return hash(JSON.stringify([FORMAT, base, configuration, ids, corrections, said(evidence.notes), said(evidence.traces), [...grafts].sort()]));
}

function ancestors(commits: ReadonlyMap<string, CommitInfo>, of: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [of];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id) || !commits.has(id)) continue;
    found.add(id);
    waiting.push(...(commits.get(id)?.parents ?? []));
  }
  return found;
}

function digestOf(claim: object): string {
  return hash(JSON.stringify(claim)).slice(0, DIGITS);
}
