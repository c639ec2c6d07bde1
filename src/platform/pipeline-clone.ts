/** Makes a CI system's clone ready to be judged: base and head are here as deep as needed, with the ledger. Nothing is checked out. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CountersignError, type NotChecked } from "../core/model";
import type { GitPlumbing, GitRunOptions, Log } from "../core/ports";
import { openRepository } from "./repository";

export interface CloneNeeds {
  readonly remote: string;
  /** Where to measure from: a branch of the remote, a commit, or both (then the branch's tip holds the policy). */
  readonly base: { readonly branch: string | null; readonly commit: string | null };
  readonly head: { readonly commit: string; readonly refs: readonly string[] };
  /** Commits that are fetched where the remote still has them; nothing depends on them. */
  readonly further: readonly string[];
  /** Address of another repository whose ledger is read as well. */
  readonly fork: string | null;
}

export interface PreparedClone {
  /** Full commit ids. */
  readonly base: string;
  readonly policy: string;
  readonly head: string;
  readonly notChecked: readonly NotChecked[];
}

/** Milliseconds that one exchange with the remote may take. */
const EXCHANGE_LIMIT = 600_000;
/** Commits that a shallow clone gets first and at each further round; then everything. */
const FIRST_DEPTH = 50;
const DEEPER = [200, 1_000, 5_000];
/** Folders deep that a clone without trees is completed, a level a round. */
const MISSING_ROUNDS = 64;

const HEAD_REF = "refs/countersign-ci/head";
const QUIET = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head", "--no-prune"];

/** Errors: `no-base` where base or head can't be had, `ledger-unreadable` where the remote's ledger can't be fetched. */
export async function prepareClone(folder: string, needs: CloneNeeds, log: Log, signal?: AbortSignal): Promise<PreparedClone> {
  const repository = await openRepository(folder, log);
  try {
    return await new PipelineClone(repository.plumbing, join(repository.commonDirectory, "shallow"), needs, { timeout: EXCHANGE_LIMIT, ...(signal === undefined ? {} : { signal }) }).prepare();
  } finally {
    repository.dispose();
  }
}

class PipelineClone {
  constructor(
    private readonly git: GitPlumbing,
    /** Where git lists the commits whose parents this clone lacks. */
    private readonly grafts: string,
    private readonly needs: CloneNeeds,
    private readonly options: GitRunOptions,
  ) {}

  async prepare(): Promise<PreparedClone> {
    const { base, head, remote } = this.needs;
    const baseRef = base.branch === null ? null : `refs/remotes/${remote}/${base.branch}`;
    if (base.branch !== null && baseRef !== null) await this.bring([`+refs/heads/${base.branch}:${baseRef}`], "the base branch");
    if (base.commit !== null && !(await this.has(base.commit))) await this.bring([base.commit], "the base");
    if (!(await this.has(head.commit))) await this.bring(this.headSources(), "the commit to judge", head.commit);
    const policy = await this.commit(baseRef ?? base.commit);
    const from = base.commit ?? policy;
    const mergeBase = await this.complete(from, head.commit, baseRef === null ? [] : [`+refs/heads/${base.branch ?? ""}:${baseRef}`]);
    const further: string[] = [];
    for (const commit of this.needs.further) {
      if (!(await this.has(commit))) await this.fetch([this.needs.remote, commit]);
      if (await this.has(commit)) further.push(commit);
    }
    await this.fetchMissing(mergeBase, [head.commit, ...further]);
    return { base: from, policy, head: head.commit, notChecked: await this.fetchLedger() };
  }

  /** Fetches from the first source that has what is wanted; a shallow clone stays shallow. */
  private async bring(sources: readonly string[], what: string, wanted?: string): Promise<void> {
    const depth = this.isShallow() ? [`--depth=${FIRST_DEPTH}`] : [];
    let words: string | null = null;
    for (const source of sources) {
      const refused = await this.fetch([...depth, this.needs.remote, source]);
      if (refused === null && (wanted === undefined || (await this.has(wanted)))) return;
      words ??= refused;
    }
    throw noBase(`${what} (${wanted ?? sources.join(", ")}) can't be fetched`, words ?? "the remote no longer has it");
  }

  private headSources(): readonly string[] {
    const { commit, refs } = this.needs.head;
    return [...refs, commit].map((source) => `+${source}:${HEAD_REF}`);
  }

  /** The merge base, once no commit between it and the head is cut off from its parents. */
  private async complete(base: string, head: string, sources: readonly string[]): Promise<string> {
    let heads = this.headSources();
    for (const step of [...DEEPER.map((count) => `--deepen=${count}`), "--unshallow", null]) {
      const mergeBase = await this.mergeBase(base, head);
      if (mergeBase !== null && !(await this.isCut(mergeBase, head))) return mergeBase;
      if (step === null || !this.isShallow()) break;
      let words: string | null = "the remote has no such ref";
      for (const source of heads) {
        words = await this.fetch([step, this.needs.remote, ...sources, source]);
        if (words !== null) continue;
        heads = [source];
        break;
      }
      if (words !== null) throw noBase("the history can't be deepened to the merge base", words);
    }
    throw noBase(`no merge base of ${base.slice(0, 12)} and ${head.slice(0, 12)}`, "the two share no history");
  }

  private async isCut(mergeBase: string, head: string): Promise<boolean> {
    if (!this.isShallow()) return false;
    const grafts = new Set(readFileSync(this.grafts, "latin1").split("\n"));
    const between = (await this.git.run(["rev-list", head, `^${mergeBase}`])).toString("latin1").split("\n");
    return between.some((commit) => commit !== "" && grafts.has(commit));
  }

  /**
   * Blobs (and trees) of base, head and what lies between that a partial clone left out, in one exchange: read one by
   * one they would take minutes, and the engine never fetches.
   */
  private async fetchMissing(mergeBase: string, heads: readonly string[]): Promise<void> {
    const { code } = await this.git.attempt(["config", "--get-regexp", "^(remote\\..*\\.(promisor|partialclonefilter)|extensions\\.partialclone)$"]);
    if (code !== 0) return;
    const environment = { GIT_NO_LAZY_FETCH: "1" };
    for (let round = 0; round < MISSING_ROUNDS; round += 1) {
      const missing = new Set<string>();
      for (const range of [["--no-walk", mergeBase, ...heads], [...heads, `^${mergeBase}`]]) {
        const listed = await this.git.run(["rev-list", "--objects", "--no-object-names", "--missing=print", ...range], { ...this.options, environment });
        for (const line of listed.toString("latin1").split("\n")) if (line.startsWith("?")) missing.add(line.slice(1));
      }
      if (missing.size === 0) return;
      const { code: failed, stderr } = await this.git.attempt(["-c", "fetch.negotiationAlgorithm=noop", "fetch", ...QUIET, "--filter=blob:none", "--stdin", this.needs.remote], { ...this.options, input: `${[...missing].join("\n")}\n` });
      if (failed !== 0) throw noBase(`${missing.size} object(s) of this partial clone can't be fetched`, stderr);
    }
  }

  /** Sign-offs, claims and notes of the remote, and of a fork; read only, and never under the live names. */
  private async fetchLedger(): Promise<readonly NotChecked[]> {
    const lanes = (name: string) => ["s", "c"].map((kind) => `+refs/countersign/${kind}/*:refs/countersign-remote/${name}/${kind}/*`);
    const notes = ["ai", "byline"].map((name) => `+refs/notes/${name}*:refs/notes/${name}*`);
    const { remote, fork } = this.needs;
    const refused = await this.fetch(["--no-filter", remote, ...lanes(remote), ...notes]);
    if (refused !== null) {
      throw new CountersignError("ledger-unreadable", `the ledger can't be fetched from ${remote}: ${refused}`, { hint: "let the job read the repository (contents: read) and reach it; without the ledger there is no verdict" });
    }
    if (fork === null) return [];
    const words = await this.fetch(["--no-filter", fork, ...lanes("fork")]);
    return words === null ? [] : [{ what: "the fork's ledger", why: `could not be fetched (${words}): sign-offs in the fork don't count here` }];
  }

  /** Null when it went well, else git's words. */
  private async fetch(args: readonly string[]): Promise<string | null> {
    const { code, stderr } = await this.git.attempt(["fetch", ...QUIET, ...args], this.options);
    return code === 0 ? null : stderr.trim().replace(/\s*\n\s*/g, " ").slice(0, 300) || `git fetch ended with ${code}`;
  }

  private isShallow(): boolean {
    return existsSync(this.grafts);
  }

  private async has(commit: string): Promise<boolean> {
    return (await this.git.attempt(["cat-file", "-e", `${commit}^{commit}`])).code === 0;
  }

  private async commit(revision: string | null): Promise<string> {
    if (revision === null) throw noBase("the CI system does not say what this build is measured from", "neither a branch nor a commit");
    const { code, stdout, stderr } = await this.git.attempt(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
    if (code !== 0) throw noBase(`${revision} is not here`, stderr);
    return stdout.toString("latin1").trim();
  }

  private async mergeBase(one: string, other: string): Promise<string | null> {
    const { code, stdout } = await this.git.attempt(["merge-base", one, other]);
    return code === 0 ? (stdout.toString("latin1").trim().split("\n")[0] ?? null) : null;
  }
}

function noBase(what: string, words: string): CountersignError {
  return new CountersignError("no-base", `${what}: ${words}`, { hint: "let the checkout fetch more (fetch-depth: 0), or let the job reach the remote" });
}
