/** Gathers all evidence for a range and gives every line of its files an origin. */
import type { Attribution, NotChecked, VerdictRecord } from "../core/model";
import type { FileContent, FileHistory, Progress, RangeHistory, Snapshot } from "../core/ports";
import { acceptedCorrections } from "../core/attribution/corrections";
import { placeTraces } from "../core/attribution/traces";
import type { AttributedFile, EvidenceBase, LineOrigin, Note } from "../core/attribution/evidence";
import { attribute } from "../core/attribution/origins";
import { splitLines } from "../core/fingerprint/lines";
import type { Configuration } from "../core/policy/configuration-types";
import type { SessionDependencies } from "./dependencies";
import { editedClaims } from "./edited-lines";
import { matcherOf, type PathFilter } from "./path-filter";
import { textsOf } from "./text-before";
import { unnameable, unreadable, unreadableRemoval, whyUnreadable, type Unreadable } from "./unreadable-files";

export interface ProvenanceRequest {
  readonly base: string | null;
  readonly head: string;
  readonly configuration: Configuration;
  readonly wanted: PathFilter;
  /** Also files without any changed line by an assistant (`--assume-ai` looks at all). */
  readonly everyFile: boolean;
  readonly assumeAi: boolean;
  /** Verified records of the ledger: their corrections say who wrote a text, as far as the configuration's policy accepts them. */
  readonly records: readonly VerdictRecord[];
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

export interface Provenance {
  readonly headSnapshot: Snapshot;
  readonly history: RangeHistory;
  readonly contents: ReadonlyMap<string, FileContent>;
  readonly files: readonly AttributedFile[];
  readonly notChecked: readonly NotChecked[];
  /** Whether an assistant's work stands where nobody can read it: then nothing may pass. */
  readonly isUnreadable: boolean;
}

/** Bytes of a file of Agent Trace records. */
const MAXIMUM_TRACES = 64 * 1024 * 1024;

/** What stands for a claim where a policy or an option says that every such line is an assistant's. */
const ASSUMED: Attribution = { assistant: "assumed", agentSession: "", evidence: { source: "manual", tier: 8, detail: "treated as an assistant's by policy or --assume-ai" } };

export type Evidenced = Pick<SessionDependencies, "git" | "ledger" | "journal" | "commitEvidence" | "log">;

export async function gatherProvenance(dependencies: Evidenced, request: ProvenanceRequest): Promise<Provenance> {
  const { git } = dependencies;
  const options = { texts: true, ...(request.signal === undefined ? {} : { signal: request.signal }), ...(request.progress === undefined ? {} : { progress: request.progress }) };
  const [history, headSnapshot] = await Promise.all([git.history(request.base, request.head, options), git.snapshot(request.head)]);
  const notChecked: NotChecked[] = [];
  const gathered: EvidenceBase = {
    ...(await gatherEvidence(dependencies, history.commits, request.configuration, notChecked)),
    traces: await readTraces(dependencies, history, headSnapshot, request, notChecked),
    corrections: acceptedCorrections(request.records, request.configuration.policy.require, (commit) => history.commits.get(commit)?.authorEmail ?? null),
  };
  const candidates = candidatePaths(history, gathered, headSnapshot, request);
  const contents = await headSnapshot.read(candidates);
  const isGenerated = matcherOf(request.configuration.debt.generated);
  const unread: Unreadable[] = [unnameable(headSnapshot, request.base === null ? null : await git.snapshot(request.base))];
  const sources = candidates.flatMap((path) => {
    const content = contents.get(path);
    if (content === undefined || content.kind !== "text") {
      if (content !== undefined) unread.push(unreadable(path, content, history, gathered, { isWanted: request.wanted(path) && !isGenerated(path), isBranch: request.base !== null, isAssumed: request.assumeAi || request.configuration.policy.unclaimed === "assume-ai" }));
      return [];
    }
    return [{ path, lines: splitLines(content.text), history: history.files.get(path) ?? null, tokens: null }];
  });
  for (const gone of request.base === null ? [] : history.deleted) if (request.wanted(gone.path) && !isGenerated(gone.path)) unread.push(unreadableRemoval(gone, gathered));
  const edited = await editedHere(dependencies, request.head, gathered.claims, contents, history);
  const evidence = edited.length === 0 ? gathered : { ...gathered, claims: [...gathered.claims, ...edited] };
  const attributed = attribute([...sources, ...deletedFiles(history, request)], evidence);
  for (const graft of history.grafts) notChecked.push({ what: "origins of lines", why: `history ends at ${graft.slice(0, 12)}: the clone is shallow` });
  if ((history.damagedCommits ?? 0) > 0) {
    notChecked.push({ what: "origins of lines", why: `${history.damagedCommits ?? 0} commit(s) touch files whose text is missing from this clone (partial clone): fetch them with git fetch --refetch` });
  }
  return { headSnapshot, history, contents, files: attributed.filter(({ path }) => request.wanted(path)).map((file) => assume(file, request)), notChecked: [...notChecked, ...unread.flatMap((one) => one.notChecked)], isUnreadable: unread.some(({ isBlocking }) => isBlocking) };
}

/** What the journal alone knows of the texts at hand: it speaks of the work tree, and of what was committed from it last. */
async function editedHere({ git, journal }: Evidenced, head: string, claims: EvidenceBase["claims"], contents: Provenance["contents"], history: RangeHistory): Promise<EvidenceBase["claims"]> {
  if (git.workTree === null || claims.length === 0 || (head !== "worktree" && head !== "index" && head !== (await git.head()))) return [];
  return editedClaims({ git, journal }, git.workTree, claims, textsOf(contents), history);
}

async function gatherEvidence(dependencies: Evidenced, commits: RangeHistory["commits"], configuration: Configuration, notChecked: NotChecked[]): Promise<EvidenceBase> {
  const shared = await sharedEvidence(dependencies, commits, configuration, notChecked);
  const pending = await dependencies.journal.pending();
  return { ...shared, claims: [...shared.claims, ...pending.claims.filter((claim) => configuration.sources[claim.evidence.source] !== false)], humanEdits: pending.human };
}

/** What every clone with the same refs knows of these commits: claims, notes and marks, and nothing of this machine's journal. */
export async function sharedEvidence(dependencies: Evidenced, commits: RangeHistory["commits"], configuration: Configuration, notChecked: NotChecked[]): Promise<EvidenceBase> {
  const claims = (await dependencies.ledger.claims()).filter((claim) => configuration.sources[claim.evidence.source] !== false);
  const marks = new Map<string, Attribution>();
  if (configuration.sources["commit-mark"] !== false) {
    for (const [id, commit] of commits) {
      const mark = dependencies.commitEvidence.readMark(commit);
      if (mark !== null) marks.set(id, mark);
    }
  }
  return { claims, humanEdits: [], notes: configuration.sources.note === false ? new Map() : await readNotes(dependencies, commits, notChecked), marks };
}

async function readNotes({ git, commitEvidence }: Evidenced, commits: RangeHistory["commits"], notChecked: NotChecked[]): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  for (const reader of commitEvidence.noteReaders) {
    for (const [commit, text] of await git.notes(reader.ref, [...commits.keys()])) {
      const { note, problems } = reader.read(text, commit);
      for (const problem of problems) notChecked.push({ what: reader.name, why: problem });
      // A note that could not be read at all must not silence the commit's mark.
      if (problems.length === 0 || note.size > 0) notes.set(commit, united(notes.get(commit), note));
    }
  }
  return notes;
}

/** Two notes on one commit: what either calls an assistant's is, before what either calls a person's. */
function united(one: Note | undefined, other: Note): Note {
  if (one === undefined) return other;
  const result = new Map(one);
  for (const [path, ranges] of other) {
    const all = [...(one.get(path) ?? []), ...ranges];
    result.set(path, [...all.filter((range) => range.attribution !== null), ...all.filter((range) => range.attribution === null)]);
  }
  return result;
}

/** Agent Trace records of the head's tree: the same for everybody who looks at it. */
export async function readTraces({ git, commitEvidence }: Evidenced, history: RangeHistory, head: Snapshot, request: Pick<ProvenanceRequest, "base" | "head" | "configuration">, notChecked: NotChecked[]): Promise<ReadonlyMap<string, Note>> {
  const path = commitEvidence.tracesPath;
  if (request.configuration.sources["agent-trace"] === false || !head.has(path)) return new Map();
  const content = (await head.read([path], MAXIMUM_TRACES)).get(path);
  if (content?.kind !== "text") {
    notChecked.push({ what: "Agent Trace", why: content === undefined ? "missing" : whyUnreadable(content), path });
    return new Map();
  }
  const { traces, problems } = commitEvidence.readTraces(content.text);
  for (const problem of problems) notChecked.push({ what: "Agent Trace", why: problem });
  const isCommit = request.head !== "worktree" && request.head !== "index";
  const uncommittedOn = isCommit ? null : await git.head();
  const named = new Set(traces.map((record) => record.revision));
  const timesOutside = new Map<string, string>();
  for (const commit of [request.base, uncommittedOn]) {
    if (commit === null || !named.has(commit) || history.commits.has(commit)) continue;
    const time = await git.authoredAt(commit);
    if (time !== null) timesOutside.set(commit, time);
  }
  return placeTraces(traces, { history, uncommittedOn, timesOutside });
}

/**
 * Files worth reading: changed since the base; over a whole history only those some evidence names. Where there are claims, whichever files
 * were asked for, all that changed: a claim stands for one place, and its lines may have gone to any file.
 */
function candidatePaths(history: RangeHistory, evidence: EvidenceBase, head: Snapshot, request: ProvenanceRequest): string[] {
  const asked = request.everyFile ? head.paths.filter((path) => request.wanted(path)) : [];
  const hasClaims = evidence.claims.length > 0 || (evidence.corrections?.claims.length ?? 0) > 0;
  const spoken = (file: FileHistory) =>
    file.runs.some((run) => evidence.marks.has(run.introducedBy) || evidence.notes.has(run.introducedBy) || evidence.traces?.has(run.introducedBy) === true) || file.removals.some((removal) => evidence.marks.has(removal.removedBy) || evidence.notes.has(removal.removedBy));
  const changed = [...history.files.values()].filter((file) => head.has(file.path) && (hasClaims || (request.wanted(file.path) && (request.base !== null || spoken(file)))));
  return [...new Set([...asked, ...changed.map(({ path }) => path)])].sort();
}

/** A file that an assistant deleted owes for its lines; it stands as an empty file with one removal. */
function deletedFiles(history: RangeHistory, request: ProvenanceRequest) {
  if (request.base === null) return [];
  return history.deleted.flatMap(({ path, removedBy, lines }) => {
    if (lines === null || !request.wanted(path)) return [];
    const fileHistory: FileHistory = { path, basePath: path, runs: [], removals: [{ before: 1, removedBy, lines }] };
    return [{ path, lines: [], history: fileHistory, tokens: null }];
  });
}

/** What `--assume-ai` and the policy make of lines that nobody claimed. */
export function assume(file: AttributedFile, request: Pick<ProvenanceRequest, "assumeAi" | "configuration">): AttributedFile {
  const changedOnly = !request.assumeAi;
  if (changedOnly && request.configuration.policy.unclaimed !== "assume-ai") return file;
  const origins = file.origins.map((line, index): LineOrigin => {
    if (line.attribution !== null || (changedOnly && (!line.changed || (line.origin !== "unknown" && line.isPrivate !== true))) || file.lines[index]?.trim() === "") return line;
    return { ...line, origin: "ai", attribution: ASSUMED, changed: true };
  });
  return { ...file, origins };
}
