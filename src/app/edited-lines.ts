/**
 * Lines that an assistant wrote and somebody changed before they were committed. No commit holds what they were, so no clone
 * could ever tell such an edit from a line of its own; the journal of this machine can, and puts it down as a claim.
 */
import type { Claim } from "../core/model";
import type { EditedSince, Git, RangeHistory } from "../core/ports";
import { PastLines } from "../core/attribution/past-lines";
import { contextOf, keysOf, splitLines, type FileKeys, type KeyedLine } from "../core/fingerprint/lines";
import { groupBy } from "../core/group-by";
import type { SessionDependencies } from "./dependencies";
import { textsOf } from "./text-before";
import { versionsSince } from "./versions-since";

/** Commits that are looked through for files that changed, where the one that was looked at last is not among them. */
const MOST_COMMITS = 100;
/** Versions of one file, the newest ones, that are looked through for a line as the assistant wrote it. */
const MOST_VERSIONS = 100;
/** Cache: by work tree, the commit that was looked at last. */
const LOOKED_AT = "edited-lines";

/**
 * The claims on edited lines of these texts (by path) that are not among `claims` yet. `history`: of the texts, where it is at hand. A line
 * that was committed as the assistant wrote it, on whatever branch, is not among them: there history tells.
 */
export async function editedClaims({ git, journal }: Pick<SessionDependencies, "git" | "journal">, workTree: string, claims: readonly Claim[], texts: ReadonlyMap<string, string>, history?: RangeHistory): Promise<readonly Claim[]> {
  const edited = await journal.editedSince(workTree, texts);
  if (edited.length === 0) return [];
  const writers = writersOf(claims, edited);
  const known = new Set(claims.flatMap((claim) => (claim.editOf ?? []).map((original, index) => nameOf(claim.path, claim, original, claim.sequence[index] ?? ""))));
  const files = [...groupBy(edited, ({ path }) => path)].flatMap(([path, ofFile]) => {
    const keys = keysOf(path, splitLines(texts.get(path) ?? ""));
    const lines = new Map(keys.all.map((line) => [line.index, line]));
    const past = new PastLines(path, history?.files.get(path) ?? null);
    const fresh = ofFile.flatMap((since): EditedLine[] => {
      const line = lines.get(since.line - 1);
      const claim = writers.get(writerName(since, since.original));
      if (line === undefined || claim === undefined || known.has(nameOf(path, since, since.original, line.key)) || past.holds(line.index, since.original)) return [];
      return [{ line, claim, original: since.original, isReshaped: since.isReshaped }];
    });
    return fresh.length === 0 ? [] : [{ path, keys, fresh }];
  });
  if (files.length === 0) return [];
  const committed = await committedLines(git, files);
  return files.flatMap(({ path, keys, fresh }) => runsOf(fresh.filter(({ original }) => committed.get(path)?.has(original) !== true)).map((run) => claimOn(run, path, keys)));
}

/** Puts the edited lines of HEAD into the ledger. Only files are read that commits changed since the last time. Idempotent. */
export async function recordEditedLines({ git, ledger, journal, cache, log }: Pick<SessionDependencies, "git" | "ledger" | "journal" | "cache" | "log">): Promise<void> {
  if (git.workTree === null) return;
  const lookedAt = readLookedAt(await cache.read(LOOKED_AT));
  const before = lookedAt[git.workTree] ?? null;
  const mark = await git.headMark();
  if (before !== null && before.mark === mark && mark !== null) return;
  const head = await git.head();
  if (head === null) return;
  const paths = before?.head === head ? [] : await changedPaths(git, head, before?.head ?? null, new Set(await journal.assistantPaths(git.workTree)));
  const claims = paths.length === 0 ? [] : await editedClaims({ git, journal }, git.workTree, await ledger.claims(), textsOf(await (await git.snapshot(head)).read(paths)));
  const added = claims.length === 0 ? 0 : await ledger.appendClaims(claims);
  if (added > 0) log.info(`settled ${added} claim(s) on lines that were changed before they were committed`);
  await cache.write(LOOKED_AT, JSON.stringify({ ...lookedAt, [git.workTree]: { head, mark } }));
}

interface EditedLine {
  readonly line: KeyedLine;
  /** The claim on the line as it was. */
  readonly claim: Claim;
  readonly original: string;
  readonly isReshaped: boolean;
}

type Writer = Pick<Claim, "assistant" | "agentSession">;

function writerName({ assistant, agentSession }: Writer, key: string): string {
  return JSON.stringify([assistant, agentSession, key]);
}

function nameOf(path: string, writer: Writer, original: string, key: string): string {
  return JSON.stringify([path, writerName(writer, original), key]);
}

/** The newest claim of the same session on each line as it was. */
function writersOf(claims: readonly Claim[], edited: readonly EditedSince[]): ReadonlyMap<string, Claim> {
  const wanted = new Set(edited.map(({ original }) => original));
  const writers = new Map<string, Claim>();
  for (const claim of claims) {
    if (claim.kind !== "edit" || claim.editOf !== undefined) continue;
    for (const key of claim.sequence) {
      if (!wanted.has(key)) continue;
      const name = writerName(claim, key);
      if ((writers.get(name)?.at ?? "") <= claim.at) writers.set(name, claim);
    }
  }
  return writers;
}

/** Lines that follow each other and have the same claim. */
function runsOf(lines: readonly EditedLine[]): EditedLine[][] {
  const runs: EditedLine[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last?.claim === line.claim && last.isReshaped === line.isReshaped && last.line.index === line.line.index - 1) run.push(line);
    else runs.push([line]);
  }
  return runs;
}

function claimOn(run: readonly EditedLine[], path: string, keys: FileKeys): Claim {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) throw new Error("a run of lines has at least one");
  const { assistant, model, agentSession, evidence, at } = first.claim;
  return {
    path, kind: "edit", assistant, ...(model === undefined ? {} : { model }), agentSession, at,
    sequence: run.map(({ line }) => line.key),
    editOf: run.map(({ original }) => original),
    ...(first.isReshaped ? { isReshaped: true } : {}),
    context: contextOf(keys, first.line.index, last.line.index + 1),
    evidence: { ...evidence, detail: `${evidence.detail}, ${first.isReshaped ? "given another form" : "changed"} since` },
  };
}

/** By path: keys of the lines that commits of any ref put there since the first of these claims, or since HEAD was made where that is older: dates of commits need not be true. */
async function committedLines(git: Git, files: readonly { readonly path: string; readonly fresh: readonly EditedLine[] }[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const head = await git.head();
  const made = head === null ? null : await git.committedAt(head);
  const first = files.flatMap(({ fresh }) => fresh.map(({ claim }) => Date.parse(claim.at))).reduce((earliest, at) => Math.min(earliest, at), made === null ? Number.POSITIVE_INFINITY : Date.parse(made));
  const versions = await versionsSince(git, files.map(({ path }) => path), first, MOST_VERSIONS);
  return new Map(files.map(({ path }) => [path, new Set((versions.get(path) ?? []).flatMap((text) => keysOf(path, splitLines(text)).all.map(({ key }) => key)))]));
}

/** Those of `paths` that commits since `before` changed. */
async function changedPaths(git: Git, head: string, before: string | null, paths: ReadonlySet<string>): Promise<string[]> {
  if (paths.size === 0) return [];
  const changed = new Set<string>();
  for (const commit of await git.changeLog(head, MOST_COMMITS)) {
    if (commit.id === before) break;
    for (const path of commit.paths) if (paths.has(path)) changed.add(path);
  }
  return [...changed];
}

/** A commit, and what HEAD said then. */
interface Look {
  readonly head: string;
  readonly mark: string | null;
}

function readLookedAt(text: string | null): Readonly<Record<string, Look>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Look] => isLook(entry[1])));
  } catch {
    // Free to delete, so free to be damaged: everything is looked at again.
    return {};
  }
}

function isLook(value: unknown): value is Look {
  if (typeof value !== "object" || value === null || !("head" in value) || !("mark" in value)) return false;
  return typeof value.head === "string" && (value.mark === null || typeof value.mark === "string");
}
