/** What is known about a branch's lines, written in other tools' forms: git-ai's notes or Agent Trace records. */
import { CountersignError } from "../core/model";
import type { AttributedCommit, AttributedRange, CommitInfo, Progress } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { originRules, type OriginRules } from "./origin-rules";
import { wantedPaths } from "./path-filter";
import { baselineAt } from "./policy-source";
import { gatherProvenance, type Provenance } from "./provenance";
import { resolveScope } from "./scope";
import type { InterchangeAnswer, InterchangeOptions } from "./session-types";

type InterchangeDependencies = Pick<SessionDependencies, "git" | "ledger" | "journal" | "commitEvidence" | "log" | "projectFiles" | "evidenceWriter">;

const MAXIMUM_COMMITS = 2000;

/** Writes what is missing; what another tool wrote stays. Errors: `no-base`, `usage`. */
export async function writeInterchange(dependencies: InterchangeDependencies, options: InterchangeOptions, progress?: Progress, signal?: AbortSignal): Promise<InterchangeAnswer> {
  const { git } = dependencies;
  const head = await git.head();
  if (head === null) throw new CountersignError("no-base", "there are no commits to write about", { hint: "commit first" });
  const { scope } = await resolveScope(git, options.base === undefined ? {} : { base: options.base }, (revision) => baselineAt(git, revision));
  const history = await git.history(scope.base, head, { texts: false, ...(signal === undefined ? {} : { signal }) });
  const commits = [...history.commits.values()];
  if (commits.length > MAXIMUM_COMMITS) throw new CountersignError("usage", `${commits.length} commits are too many to write about at once`, { hint: `give --base, so that at most ${MAXIMUM_COMMITS} are left` });
  const rules = await originRules(dependencies);
  const attributed: AttributedCommit[] = [];
  for (const [index, commit] of commits.entries()) {
    progress?.report("origins of commits", index, commits.length);
    attributed.push(await attributedCommit(dependencies, commit, rules, signal));
  }
  return options.as === "git-ai" ? writeNotes(dependencies, attributed) : writeTraces(dependencies, attributed);
}

async function attributedCommit(dependencies: InterchangeDependencies, commit: CommitInfo, { configuration, records }: OriginRules, signal?: AbortSignal): Promise<AttributedCommit> {
  const provenance = await gatherProvenance(dependencies, { base: commit.parents[0] ?? null, head: commit.id, configuration, wanted: wantedPaths(configuration, undefined), everyFile: false, assumeAi: false, records, ...(signal === undefined ? {} : { signal }) });
  return { ...commit, ...knownRanges(provenance, commit.id) };
}

/** Lines that the commit itself brought, by file. What only this machine saw typed stays here. */
function knownRanges(provenance: Provenance, commit: string): Pick<AttributedCommit, "files" | "texts"> {
  const files = new Map<string, AttributedRange[]>();
  const texts = new Map<string, readonly string[]>();
  for (const file of provenance.files) {
    const ranges: { -readonly [K in keyof AttributedRange]: AttributedRange[K] }[] = [];
    file.origins.forEach((line, index) => {
      if (line.commit !== commit || line.origin === "unknown" || line.isPrivate === true) return;
      const last = ranges.at(-1);
      const isSame = last !== undefined && last.end === index && last.origin === line.origin && last.attribution?.agentSession === line.attribution?.agentSession && last.attribution?.assistant === line.attribution?.assistant && last.attribution?.model === line.attribution?.model;
      if (isSame) last.end = index + 1;
      else ranges.push({ start: index + 1, end: index + 1, origin: line.origin, attribution: line.attribution });
    });
    if (ranges.length === 0) continue;
    files.set(file.path, ranges);
    texts.set(file.path, file.lines);
  }
  return { files, texts };
}

async function writeNotes({ git, evidenceWriter }: InterchangeDependencies, commits: readonly AttributedCommit[]): Promise<InterchangeAnswer> {
  const { noteRef } = evidenceWriter;
  const present = await git.notes(noteRef, commits.map(({ id }) => id));
  const notes = new Map<string, string>();
  const leftOut: { commit: string; path: string }[] = [];
  let kept = 0;
  for (const commit of commits) {
    const { text, leftOut: paths } = evidenceWriter.note(commit);
    leftOut.push(...paths.map((path) => ({ commit: commit.id, path })));
    const old = present.get(commit.id);
    if (old !== undefined && !evidenceWriter.isOwnNote(old)) kept += 1;
    else if (text !== null && old?.trimEnd() !== text) notes.set(commit.id, text);
  }
  await git.writeNotes(noteRef, notes, "Notes added by Countersign");
  return { as: "git-ai", target: noteRef, commits: commits.length, written: notes.size, kept, leftOut };
}

async function writeTraces({ projectFiles, evidenceWriter }: InterchangeDependencies, commits: readonly AttributedCommit[]): Promise<InterchangeAnswer> {
  const { tracesPath } = evidenceWriter;
  const present = (await projectFiles.read(tracesPath)) ?? "";
  const known = new Set(present.split("\n"));
  const lines = commits.flatMap((commit) => evidenceWriter.traces(commit)).filter((line) => !known.has(line));
  if (lines.length > 0) await projectFiles.write(tracesPath, `${present === "" || present.endsWith("\n") ? present : `${present}\n`}${lines.join("\n")}\n`);
  return { as: "agent-trace", target: tracesPath, commits: commits.length, written: lines.length, kept: known.size - 1, leftOut: [] };
}
