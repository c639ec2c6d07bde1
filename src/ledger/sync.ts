import { CountersignError } from "../core/model";
import type { GitPlumbing, Log } from "../core/ports";
import { attemptOnFreeRefs, filesOf, type LaneObjects } from "./lane-objects";
import type { LaneWriter } from "./lane-writer";
import type { LedgerReader, LedgerState } from "./ledger-reader";
import { SyncSignal } from "./signal";

/** Milliseconds that one exchange with a remote may take. */
const EXCHANGE_LIMIT = 300_000;
/** Rounds of fetch, unite and push before we give up on a remote that keeps moving. */
const ROUNDS = 3;

/**
 * Exchanges lanes with a remote. What comes in lands under `refs/countersign-remote/<remote>/`, never in the live
 * names; what goes out is this clone's own, never forced.
 *
 * Never `--depth`: it would make a full clone shallow, and the whole history of the code would look cut off.
 */
export class LedgerSync {
  constructor(
    private readonly git: GitPlumbing,
    private readonly reader: LedgerReader,
    private readonly writer: LaneWriter,
    private readonly objects: LaneObjects,
    private readonly claimsRef: string,
    private readonly log: Log | null,
  ) {}

  /** `fetched` and `pushed` count ledger files (batches and files of claims) that were new to this clone or to the remote. */
  async run(remote: string): Promise<{ readonly fetched: number; readonly pushed: number }> {
    await this.checkRemote(remote);
    const prefix = `refs/countersign-remote/${remote}/`;
    const before = namesIn(await this.reader.state(), () => true);
    let pushed = 0;
    for (let round = 1; ; round += 1) {
      await this.fetch(remote, prefix);
      await this.unite(prefix);
      const result = await this.push(remote, prefix);
      pushed += result.pushed;
      if (result.raced === null) break;
      if (round === ROUNDS) throw failed(`pushing the ledger to ${remote}`, result.raced);
    }
    if (pushed > 0) await new SyncSignal(this.git, this.objects, this.log).send(remote);
    const fetched = namesIn(await this.reader.state(), (ref) => ref.startsWith(prefix));
    // What we just pushed now stands in the remote's lanes as well; it was ours before.
    return { fetched: [...fetched].filter((name) => !before.has(name)).length, pushed };
  }

  private async checkRemote(remote: string): Promise<void> {
    const remotes = (await this.git.run(["remote"])).toString("utf8").split("\n").filter((name) => name !== "");
    if (remotes.includes(remote)) return;
    throw new CountersignError("not-found", `there is no remote named ${JSON.stringify(remote.slice(0, 100))}: found ${remotes.join(", ") || "none"}`, { hint: "git remote add NAME URL" });
  }

  private async fetch(remote: string, prefix: string): Promise<void> {
    const before = await this.reader.state();
    // --no-filter: a partial clone would fetch each batch by itself later. --no-prune: a lane that the remote dropped stays here.
    const result = await attemptOnFreeRefs(
      this.git,
      ["fetch", "--quiet", "--no-filter", "--no-tags", "--no-prune", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance", remote, `+refs/countersign/s/*:${prefix}s/*`, `+refs/countersign/c/*:${prefix}c/*`],
      { timeout: EXCHANGE_LIMIT },
      this.log,
    );
    if (result.code !== 0) throw failed(`fetching the ledger from ${remote}`, result.stderr);
    await this.keepWhatWasSeen(before, prefix);
  }

  /** A remote that rewound a lane must not take away what this clone has already seen of it. */
  private async keepWhatWasSeen(before: LedgerState, prefix: string): Promise<void> {
    const after = await this.reader.state();
    for (const old of before.lanes) {
      const { ref } = old.lane;
      const now = after.lanes.find(({ lane }) => lane.ref === ref);
      if (!ref.startsWith(prefix) || now === undefined || now.lane.tip === old.lane.tip) continue;
      const moved = await this.writer.unite(ref, { tip: now.lane.tip, tree: now.tree }, { tip: old.lane.tip, tree: old.tree }, await this.latest(now.lane.tip, old.lane.tip), this.isAncestor);
      if (moved) this.log?.warn(`${ref} was rewritten on the remote; what stood in it before is kept in this clone`);
    }
  }

  /** The same key on two machines, or the same clone restored from a backup: both lines of the lane count. */
  private async unite(prefix: string): Promise<void> {
    const state = await this.reader.state();
    for (const { lane, tree } of state.lanes.filter(({ lane: { ref } }) => this.isOwn(ref))) {
      const theirs = state.lanes.find((other) => other.lane.ref === trackingOf(lane.ref, prefix));
      if (theirs === undefined || theirs.lane.tip === lane.tip) continue;
      await this.writer.unite(lane.ref, { tip: lane.tip, tree }, { tip: theirs.lane.tip, tree: theirs.tree }, await this.latest(lane.tip, theirs.lane.tip), this.isAncestor);
    }
  }

  private async push(remote: string, prefix: string): Promise<{ readonly pushed: number; readonly raced: string | null }> {
    const state = await this.reader.state();
    const tracked = new Map(state.lanes.map((entry) => [entry.lane.ref, entry]));
    const own = state.lanes.filter(({ lane }) => this.isOwn(lane.ref));
    // Asked anew, since what we fetched earlier says nothing of a lane that the remote has dropped; and before a push, which needs the right to write.
    const there = own.length === 0 ? new Map<string, string>() : await this.remoteTips(remote);
    const ahead = own.filter(({ lane }) => there.get(lane.ref) !== lane.tip);
    if (ahead.length === 0) return { pushed: 0, raced: null };
    // --no-verify: a pre-push hook judges code, and may itself call Countersign.
    const options = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no", "--no-force", remote];
    const result = await this.git.attempt([...options, ...ahead.map(({ lane: { ref } }) => `${ref}:${ref}`)], { timeout: EXCHANGE_LIMIT });
    const rows = result.stdout.toString("utf8").split("\n");
    let pushed = 0;
    let raced: string | null = null;
    let answered = 0;
    for (const { lane, tree } of ahead) {
      const row = rows.find((candidate) => candidate.slice(1).startsWith(`\t${lane.ref}:${lane.ref}\t`));
      if (row === undefined) continue;
      answered += 1;
      if (!row.startsWith("!")) {
        const tracking = trackingOf(lane.ref, prefix);
        const theirs = tracked.get(tracking);
        const known = new Set(theirs && there.has(lane.ref) ? filesOf(theirs.tree).map(({ path }) => path) : []);
        pushed += filesOf(tree).filter(({ path, extension }) => extension === "jsonl" && !known.has(path)).length;
        const refusal = await this.objects.moveRef(tracking, lane.tip, theirs?.lane.tip ?? null);
        if (refusal !== null) this.log?.debug(`${tracking} was moved by another process: ${refusal}`);
      } else if (/non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value|stale info/.test(row)) {
        raced = row.trim();
      } else {
        throw failed(`pushing ${lane.ref} to ${remote}`, `${row.trim()}\n${result.stderr}`);
      }
    }
    if (answered < ahead.length) throw failed(`pushing the ledger to ${remote}`, result.stderr);
    return { pushed, raced };
  }

  private async remoteTips(remote: string): Promise<ReadonlyMap<string, string>> {
    const result = await this.git.attempt(["ls-remote", "--quiet", "--refs", remote, "refs/countersign/s/*", "refs/countersign/c/*"], { timeout: EXCHANGE_LIMIT });
    if (result.code !== 0) throw failed(`listing the ledger of ${remote}`, result.stderr);
    const rows = result.stdout.toString("utf8").split("\n").map((row) => row.split("\t"));
    return new Map(rows.flatMap(([tip, ref]) => (tip !== undefined && ref !== undefined ? [[ref, tip] as const] : [])));
  }

  private isOwn(ref: string): boolean {
    return ref.startsWith("refs/countersign/s/") || ref === this.claimsRef;
  }

  private readonly isAncestor = async (one: string, of: string): Promise<boolean> => {
    const result = await this.git.attempt(["merge-base", "--is-ancestor", one, of]);
    if (result.code > 1) throw failed(`comparing ${one} and ${of}`, result.stderr);
    return result.code === 0;
  };

  /** Time of the later of two commits: a union says nothing new, so it is as old as what it unites. */
  private async latest(...tips: readonly string[]): Promise<string> {
    const times = (await this.git.run(["log", "--no-walk", "--format=%ct", ...tips])).toString("latin1").trim().split("\n").map(Number);
    return new Date(Math.max(0, ...times.filter(Number.isFinite)) * 1000).toISOString();
  }
}

function trackingOf(ref: string, prefix: string): string {
  return prefix + ref.slice("refs/countersign/".length);
}

function namesIn(state: LedgerState, wanted: (ref: string) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { lane, tree } of state.lanes) {
    if (!wanted(lane.ref)) continue;
    for (const { name, extension } of filesOf(tree)) if (extension === "jsonl") names.add(name);
  }
  return names;
}

function failed(what: string, words: string): CountersignError {
  return new CountersignError("internal", `${what} failed: ${words.trim().slice(0, 500)}`, { hint: "nothing was lost here; check the remote and your access to it, and sync again" });
}
