/**
 * Hunks for people: runs of one assistant session's lines, cut where a reviewer would cut. Only display depends on
 * this: verification is per line, so re-cutting changes no line's state.
 */
import type { Attribution, CodeKind, Evidence, Hunk, LineRange } from "../model";
import type { Outline } from "../ports";
import type { AttributedFile, LineOrigin } from "../attribution/evidence";
import { contentIdOf, keysOf, sliceKeys } from "../fingerprint/lines";

/** A run longer than this many lines is cut at declarations. */
const LONG_RUN = 40;
/** No record may carry more lines than this (ledger.md 2.6). */
const LONGEST_HUNK = 400;

export interface FileFacts {
  readonly outline: Outline | null;
  readonly codeKind: CodeKind;
  readonly generated: boolean;
  /** When a commit was authored (UTC), or null where it is not known. */
  readonly writtenAt?: (commit: string) => string | null;
  /** E-mail address of a commit's author. */
  readonly authorOf?: (commit: string) => string | null;
  /** Base lines that stand in place of a head range (1-based, inclusive), null when the base text is not at hand. */
  readonly replacedBy: (range: LineRange) => readonly string[] | null;
}

type Draft = Omit<Hunk, "id"> & { readonly contentId: string };

/** All hunks of the files, in order of path and line, with ids numbered for equal text. */
export function cutHunks(files: readonly AttributedFile[], factsOf: (path: string) => FileFacts): Hunk[] {
  const drafts: Draft[] = [];
  for (const file of [...files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const facts = factsOf(file.path);
    const ofFile = [...editHunks(file, facts), ...removalHunks(file, facts)];
    drafts.push(...ofFile.sort((one, other) => one.startLine - other.startLine || one.endLine - other.endLine));
  }
  const seen = new Map<string, number>();
  return drafts.map(({ contentId, ...draft }) => {
    const count = (seen.get(contentId) ?? 0) + 1;
    seen.set(contentId, count);
    return { ...draft, id: count === 1 ? contentId : `${contentId}#${count}` };
  });
}

/** The content id of a hunk id: the id without its number. */
export function contentOf(hunkId: string): string {
  return hunkId.split("#")[0] ?? hunkId;
}

/** Maximal runs of one session, blank lines between them absorbed; 0-based, exclusive ends. */
function sessionRuns(file: AttributedFile): { from: number; to: number; lines: LineOrigin[] }[] {
  const runs: { from: number; to: number; lines: LineOrigin[] }[] = [];
  let current: { from: number; to: number; lines: LineOrigin[] } | null = null;
  file.origins.forEach((line, index) => {
    const isBlank = file.lines[index]?.trim() === "";
    const isAssistants = line.attribution !== null && (line.origin === "ai" || line.origin === "mixed");
    if (isAssistants && !isBlank) {
      const first = current?.lines[0]?.attribution;
      if (current !== null && first !== undefined && first !== null && line.attribution !== null && sameSession(first, line.attribution)) {
        current.to = index + 1;
        current.lines.push(line);
      } else {
        current = { from: index, to: index + 1, lines: [line] };
        runs.push(current);
      }
    } else if (!isBlank) current = null;
  });
  return runs;
}

function sameSession(one: Attribution, other: Attribution): boolean {
  return one.assistant === other.assistant && one.agentSession === other.agentSession;
}

function editHunks(file: AttributedFile, facts: FileFacts): Draft[] {
  const drafts: Draft[] = [];
  for (const run of sessionRuns(file)) {
    const startsBlank = file.lines[run.from]?.trim() === "";
    const from = startsBlank ? run.from + 1 : run.from;
    for (const piece of cutRun(from, run.to, facts.outline)) {
      const lines = sliceKeys(file.keys, piece.from, piece.to);
      const origins = file.origins.slice(piece.from, piece.to).filter((line) => line.attribution !== null);
      const strongest = strongestOf(origins);
      // Brackets alone are nobody's work to review.
      if (strongest === null || !lines.some((line) => !line.trivial)) continue;
      drafts.push({
        ...attributionOf(strongest),
        contentId: contentIdOf(lines),
        kind: "edit",
        path: file.path,
        startLine: piece.from + 1,
        endLine: (lines[lines.length - 1]?.index ?? piece.to - 1) + 1,
        symbol: symbolAt(facts.outline, piece.from + 1, piece.to),
        origin: origins.some((line) => line.origin === "mixed") ? "mixed" : "ai",
        allEvidence: evidenceOf(origins),
        codeKind: facts.codeKind,
        replaced: facts.replacedBy({ start: piece.from + 1, end: piece.to }),
        generated: facts.generated,
        commit: origins[origins.length - 1]?.commit ?? null,
        prompters: promptersOf(origins.map((line) => line.commit), facts),
        writtenAt: writtenAtOf(origins.map((line) => line.commit), facts),
      });
    }
  }
  return drafts;
}

function removalHunks(file: AttributedFile, facts: FileFacts): Draft[] {
  return file.removals.map((removal) => ({
    ...attributionOf(removal.attribution),
    contentId: contentIdOf(keysOf(file.path, removal.removedLines).all),
    kind: "removal",
    path: file.path,
    startLine: removal.before,
    endLine: removal.before,
    symbol: symbolAt(facts.outline, removal.before, removal.before),
    origin: "ai",
    allEvidence: [removal.attribution.evidence],
    codeKind: facts.codeKind,
    replaced: removal.removedLines,
    generated: facts.generated,
    commit: removal.commit,
    prompters: promptersOf([removal.commit], facts),
    writtenAt: writtenAtOf([removal.commit], facts),
  }));
}

/** The newest of the commits' dates; null as soon as one is not known. */
function writtenAtOf(commits: readonly (string | null)[], facts: FileFacts): string | null {
  let newest: string | null = null;
  for (const commit of new Set(commits)) {
    const at = commit === null ? null : (facts.writtenAt?.(commit) ?? null);
    if (at === null) return null;
    if (newest === null || at > newest) newest = at;
  }
  return newest;
}

function promptersOf(commits: readonly (string | null)[], facts: FileFacts): string[] {
  const authors = new Set<string>();
  for (const commit of new Set(commits)) {
    const author = commit === null ? null : (facts.authorOf?.(commit) ?? null);
    if (author === null) return [];
    authors.add(author.toLowerCase());
  }
  return [...authors].sort();
}

function attributionOf({ assistant, model, agentSession, evidence }: Attribution): Attribution {
  return { assistant, agentSession, evidence, ...(model === undefined ? {} : { model }) };
}

function strongestOf(lines: readonly LineOrigin[]): Attribution | null {
  let strongest: Attribution | null = null;
  for (const { attribution } of lines) {
    if (attribution !== null && (strongest === null || attribution.evidence.tier < strongest.evidence.tier)) strongest = attribution;
  }
  return strongest;
}

function evidenceOf(lines: readonly LineOrigin[]): Evidence[] {
  const all = new Map<string, Evidence>();
  for (const line of lines) {
    for (const evidence of [...(line.attribution === null ? [] : [line.attribution.evidence]), ...line.further]) all.set(`${evidence.source}\0${evidence.detail}`, evidence);
  }
  return [...all.values()].sort((one, other) => one.tier - other.tier || (one.detail < other.detail ? -1 : 1));
}

/** Cuts `from` to `to` (0-based, exclusive) at the starts of declarations while pieces are long, and at the limit in any case. */
export function cutRun(from: number, to: number, outline: Outline | null): { from: number; to: number }[] {
  const border = outline?.borders?.find((line) => line - 1 > from && line - 1 < to);
  if (border !== undefined) return [...cutPiece(from, border - 1, outline), ...cutRun(border - 1, to, outline)];
  return cutPiece(from, to, outline);
}

function cutPiece(from: number, to: number, outline: Outline | null): { from: number; to: number }[] {
  if (to - from <= LONG_RUN) return [{ from, to }];
  const starts = (outline?.declarations ?? []).map((declaration) => declaration.startLine - 1).filter((line) => line > from && line < to);
  const candidates = [...new Set(starts)].sort((one, other) => one - other);
  const pieces: { from: number; to: number }[] = [];
  let start = from;
  candidates.forEach((line, index) => {
    const next = candidates[index + 1] ?? to;
    // Cut before this declaration when what stands before it is enough, or would get too long with it.
    if (line - start >= LONG_RUN / 4 && next - start > LONG_RUN) {
      pieces.push({ from: start, to: line });
      start = line;
    }
  });
  pieces.push({ from: start, to });
  return pieces.flatMap((piece) => cutToLimit(piece.from, piece.to));
}

function cutToLimit(from: number, to: number): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = [];
  for (let start = from; start < to; start += LONGEST_HUNK) pieces.push({ from: start, to: Math.min(to, start + LONGEST_HUNK) });
  return pieces;
}

/** The innermost declaration that holds the range, else the first one that starts in it. */
export function symbolAt(outline: Outline | null, startLine: number, endLine: number): string | null {
  let innermost: { name: string; startLine: number; endLine: number } | null = null;
  for (const declaration of outline?.declarations ?? []) {
    if (declaration.startLine <= startLine && declaration.endLine >= endLine && (innermost === null || declaration.startLine >= innermost.startLine)) innermost = declaration;
  }
  if (innermost !== null) return innermost.name;
  const starting = (outline?.declarations ?? []).find((declaration) => declaration.startLine >= startLine && declaration.startLine <= endLine);
  return starting?.name ?? null;
}
