/** *This Is Not AI* and *This Is AI*: what a person says about who wrote a text, as records about exact content. */
import { correctionCriteria } from "../core/attribution/corrections";
import type { AttributedFile, LineOrigin } from "../core/attribution/evidence";
import { contentIdOf, contextOf, keysOf, sliceKeys } from "../core/fingerprint/lines";
import { tokenIdOf } from "../core/fingerprint/tokens";
import { quotedPath } from "../core/quoted-path";
import { CountersignError, type VerdictRecord } from "../core/model";
import type { NewVerdict } from "../core/ports";
import type { Evaluation } from "./evaluation";
import type { CorrectionRequest } from "./session-types";

/**
 * One record for each run of lines that the correction changes, so that each finds its lines again by itself.
 * Errors: `drifted` where the text is not what was shown; `not-found` where there is nothing to correct.
 */
export function newCorrections(evaluation: Evaluation, request: CorrectionRequest): NewVerdict[] {
  const { path, kind, startLine, endLine } = request;
  const file = evaluation.files.get(path);
  if (file === undefined) throw new CountersignError("not-found", "nothing in this file has changed since the base", { path, line: startLine, hint: "countersign status lists what is counted" });
  if (kind === "removal") return [removalCorrection(file, request)];
  const from = startLine - 1;
  const shown = contentIdOf(sliceKeys(file.keys, from, endLine));
  if (endLine > file.lines.length || (request.shown !== undefined && request.shown !== shown)) {
    throw new CountersignError("drifted", "the text has changed since it was shown", { path, line: startLine, hint: "look at it again, then decide" });
  }
  const runs = runsOf(file, from, endLine, request.says === "ai" ? isNobodys : isAssistants);
  if (runs.length === 0) {
    const why = request.says === "ai" ? "no changed line of unknown origin stands here" : "nothing says that an assistant wrote these lines";
    throw new CountersignError("not-found", why, { path, line: startLine, hint: `countersign why ${quotedPath(path)}:${startLine} says where a line comes from` });
  }
  return runs.map((run) => {
    const lines = sliceKeys(file.keys, run.from, run.to);
    return {
      ...common(request, contentIdOf(lines), lines.length),
      tokenId: tokenIdOf(path, file.tokens, run.from, run.to),
      sequence: lines.map((line) => line.key),
      context: contextOf(file.keys, run.from, run.to),
    };
  });
}

/** Takes a record back, wherever its text stands; only the same key's withdrawal counts. */
export function withdrawnRecord(record: VerdictRecord, method: CorrectionRequest["method"]): NewVerdict {
  const { contentId, tokenId, sequence, context, path, kind, basis, removed } = record;
  return {
    type: "withdrawn",
    verdict: "withdrawn",
    contentId,
    tokenId,
    sequence,
    context,
    path,
    kind,
    basis,
    criteria: record.criteria,
    of: record.id,
    was: null,
    ...(removed === undefined ? {} : { removed }),
    ...circumstances(method, linesOf(record)),
  };
}

function removalCorrection(file: AttributedFile, request: CorrectionRequest): NewVerdict {
  const { path, startLine, shown } = request;
  const contentIdAt = (lines: readonly string[]) => contentIdOf(keysOf(path, lines).all);
  const removal = request.says === "not-ai" ? file.removals.find(({ before, removedLines }) => before === startLine && (shown === undefined || contentIdAt(removedLines) === shown)) : undefined;
  if (removal === undefined) throw new CountersignError("not-found", "no removal by an assistant stands here", { path, line: startLine, hint: "countersign status lists hunks" });
  return { ...common(request, contentIdAt(removal.removedLines), removal.removedKeys.length), tokenId: null, sequence: [], context: removal.context, removed: removal.removedKeys };
}

function common({ path, kind, says, assistant, reason, method }: CorrectionRequest, contentId: string, lines: number) {
  return {
    type: "correction",
    // The signer stands behind the statement; what it states is the first criterion.
    verdict: "approved",
    contentId,
    path,
    kind,
    basis: "read",
    criteria: correctionCriteria(says, assistant),
    reason,
    was: null,
    ...circumstances(method, lines),
  } as const;
}

function circumstances(method: CorrectionRequest["method"], lines: number): Pick<NewVerdict, "risk" | "lines" | "evidence"> {
  return { risk: { level: "unrated", rules: [], score: 0 }, lines, evidence: { method, bulk: 1, agentEnvironment: [] } };
}

function linesOf(record: VerdictRecord): number {
  return record.kind === "removal" ? (record.removed?.length ?? 0) : record.sequence.length;
}

function isAssistants({ origin }: LineOrigin): boolean {
  return origin === "ai" || origin === "mixed";
}

/** Changed, and nobody signed for whose it is; what only this machine saw typed is nobody's to everybody else. */
function isNobodys(line: LineOrigin): boolean {
  return line.changed && (line.origin === "unknown" || line.isPrivate === true);
}

/** Maximal runs of lines that are `wanted`, blank ones between them included; 0-based, exclusive ends. */
function runsOf(file: AttributedFile, from: number, to: number, wanted: (line: LineOrigin) => boolean): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let isOpen = false;
  for (const line of sliceKeys(file.keys, from, to)) {
    const origin = file.origins[line.index];
    const last = runs[runs.length - 1];
    if (origin === undefined || !wanted(origin)) isOpen = false;
    else if (isOpen && last !== undefined) last.to = line.index + 1;
    else {
      runs.push({ from: line.index, to: line.index + 1 });
      isOpen = true;
    }
  }
  return runs;
}
