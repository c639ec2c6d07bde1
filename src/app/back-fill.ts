/**
 * Edits that transcripts tell of and no hook did, as claims of lower evidence. Only lines that stand in the work tree or
 * stood in a commit are claimed: an edit that was undone before anybody committed it is nobody's debt.
 */
import { keysOf, splitLines } from "../core/fingerprint/lines";
import type { Claim } from "../core/model";
import type { TranscriptEdit } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { versionsSince } from "./versions-since";
import type { BackFillAnswer, UntoldEdit } from "./session-types";

type BackFillDependencies = Pick<SessionDependencies, "git" | "ledger" | "journal" | "transcripts">;

/** Versions of one file that are looked into. */
const MAXIMUM_VERSIONS = 200;

export interface BackFillPlan {
  readonly answer: BackFillAnswer;
  readonly claims: readonly Claim[];
}

/** Says what the transcripts know beyond the hooks; writes nothing. */
export async function planBackFill(dependencies: BackFillDependencies): Promise<BackFillPlan> {
  const { git, ledger, journal, transcripts } = dependencies;
  const reading = await transcripts.edits();
  const known = [...(await ledger.claims()), ...(await journal.pending()).claims];
  const told = new ToldEdits(known);
  const untold = reading.edits.map((edit) => ({ edit, claims: told.isTold(edit) ? [] : edit.claims.filter((claim) => !told.isClaimed(claim)) })).filter(({ claims }) => claims.length > 0);
  const texts = await knownTexts(git, untold.flatMap(({ claims }) => claims), reading.edits);
  const claims: Claim[] = [];
  const edits: UntoldEdit[] = [];
  let unplaced = 0;
  for (const { edit, claims: ofEdit } of untold) {
    const standing = ofEdit.flatMap((claim) => texts.standing(claim));
    if (standing.length === 0) {
      unplaced += 1;
      continue;
    }
    claims.push(...standing);
    const lines = standing.reduce((sum, claim) => sum + (claim.kind === "edit" ? claim.sequence.length : (claim.removed?.length ?? 0)), 0);
    edits.push({ hook: edit.hook, session: edit.session, tool: edit.tool, at: edit.at, paths: [...new Set(standing.map(({ path }) => path))], lines });
  }
  return { claims, answer: { edits, unplaced, counts: reading.counts, problems: reading.problems, written: 0 } };
}

/** Writes what `planBackFill` says; each claim once, however often it is asked for. */
export async function backFill(dependencies: BackFillDependencies): Promise<BackFillAnswer> {
  const { answer, claims } = await planBackFill(dependencies);
  return { ...answer, written: await dependencies.ledger.appendClaims(claims) };
}

/** What hooks (or an earlier back-fill) told already. */
class ToldEdits {
  /** Words of the evidence of what hooks saw: tool-use ids are among them. */
  private readonly words = new Set<string>();
  private readonly keys = new Map<string, Set<string>>();

  constructor(claims: readonly Claim[]) {
    for (const claim of claims) {
      if (claim.evidence.tier <= 2) for (const word of claim.evidence.detail.split(/[\s,()]+/)) this.words.add(word);
      const of = `${claim.assistant}\0${claim.path}\0${claim.kind}`;
      const keys = this.keys.get(of) ?? new Set<string>();
      for (const key of [...claim.sequence, ...(claim.removed ?? [])]) keys.add(key);
      this.keys.set(of, keys);
    }
  }

  isTold({ toolUseId }: TranscriptEdit): boolean {
    return toolUseId.length >= 6 && this.words.has(toolUseId);
  }

  /** Whether every line of the claim is claimed for this assistant in this file. */
  isClaimed(claim: Claim): boolean {
    const keys = this.keys.get(`${claim.assistant}\0${claim.path}\0${claim.kind}`);
    return keys !== undefined && [...claim.sequence, ...(claim.removed ?? [])].every((key) => keys.has(key));
  }
}

/** Keys of the lines that files hold, or held in some commit. */
class KnownTexts {
  /** By path: key → whether the line is trivial. */
  private readonly lines = new Map<string, Map<string, boolean>>();

  add(path: string, text: string): void {
    const known = this.lines.get(path) ?? new Map<string, boolean>();
    for (const line of keysOf(path, splitLines(text)).all) known.set(line.key, line.trivial);
    this.lines.set(path, known);
  }

  /** The parts of a claim that stand somewhere, each with a line of substance. A removal stands where its text once stood. */
  standing(claim: Claim): Claim[] {
    const known = this.lines.get(claim.path);
    if (known === undefined) return [];
    const parts = (keys: readonly string[]) => {
      const runs: string[][] = [[]];
      for (const key of keys) {
        if (known.has(key)) runs.at(-1)?.push(key);
        else if (runs.at(-1)?.length !== 0) runs.push([]);
      }
      return runs.filter((run) => run.some((key) => known.get(key) === false));
    };
    if (claim.kind === "removal") return parts(claim.removed ?? []).map((removed) => ({ ...claim, removed }));
    return parts(claim.sequence).map((sequence) => ({ ...claim, sequence }));
  }
}

async function knownTexts(git: BackFillDependencies["git"], claims: readonly Claim[], edits: readonly TranscriptEdit[]): Promise<KnownTexts> {
  const texts = new KnownTexts();
  const paths = [...new Set(claims.map(({ path }) => path))].sort();
  if (paths.length === 0) return texts;
  const head = await git.head();
  for (const of of ["worktree", "index", ...(head === null ? [] : [head])]) {
    const snapshot = await git.snapshot(of);
    for (const [path, content] of await snapshot.read(paths.filter((path) => snapshot.has(path)))) if (content.kind === "text") texts.add(path, content.text);
  }
  const first = edits.reduce((earliest, { at }) => (at < earliest ? at : earliest), edits[0]?.at ?? "");
  for (const [path, versions] of await versionsSince(git, paths, Date.parse(first), MAXIMUM_VERSIONS)) for (const text of versions) texts.add(path, text);
  return texts;
}
