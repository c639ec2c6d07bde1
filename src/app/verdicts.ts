/** Turns what a person decided about hunks into records about exact content. */
import { CountersignError, type DebtItem, type VerdictRecord } from "../core/model";
import type { NewVerdict } from "../core/ports";
import { isOwnEdit } from "../core/debt/own-edits";
import { contextOf, sliceKeys } from "../core/fingerprint/lines";
import { tokenIdOf } from "../core/fingerprint/tokens";
import { contentOf } from "../core/hunks/cut";
import type { Evaluation } from "./evaluation";
import type { SignRequest, VerdictRequest } from "./session-types";

/** The hunks of a request in a fresh evaluation; `drifted` when the text is no longer what was shown. */
export function itemsOf(evaluation: Evaluation, ids: readonly string[], shown: SignRequest["shown"]): DebtItem[] {
  return ids.map((id) => {
    const item = evaluation.snapshot.items.find((candidate) => candidate.hunk.id === id);
    if (item === undefined) {
      throw new CountersignError("drifted", `the hunk ${id.slice(0, 15)} is not there any more: its text has changed since it was shown`, { hint: "look at it again, then decide" });
    }
    const content = shown?.[id];
    if (content !== undefined && content !== contentOf(item.hunk.id)) {
      throw new CountersignError("drifted", "the text has changed since it was shown", { path: item.hunk.path, line: item.hunk.startLine, hint: "look at it again, then decide" });
    }
    return item;
  });
}

/** Error `refused` where a hunk holds more than edits of the person with this key. */
export function assertOwnEdit(item: DebtItem, key: string): void {
  if (isOwnEdit(item, key)) return;
  const hint = item.risk.level === "high" ? "a hunk of high risk is signed off whole: look at it and sign it off" : "look at the hunk and sign it off as it stands";
  throw new CountersignError("refused", "this hunk holds more than your own edits of what you approved", { path: item.hunk.path, line: item.hunk.startLine, hint });
}

/** One record a hunk; identical hunks sign once each. `blobOf` gives git's id of a file as it is now. */
export function newVerdict(evaluation: Evaluation, item: DebtItem, request: VerdictRequest, method: NewVerdict["evidence"]["method"], bulk: number, blobOf: ReadonlyMap<string, string>): NewVerdict {
  const { hunk } = item;
  const file = evaluation.files.get(hunk.path);
  const removal = hunk.kind === "removal" ? file?.removals.find((candidate) => candidate.before === hunk.startLine) : undefined;
  const from = hunk.startLine - 1;
  const to = hunk.kind === "removal" ? from : hunk.endLine;
  const lines = file === undefined ? [] : sliceKeys(file.keys, from, to);
  const blob = blobOf.get(hunk.path);
  return {
    type: request.edited === true ? "edited" : "signoff",
    verdict: request.verdict,
    contentId: contentOf(hunk.id),
    tokenId: file === undefined || hunk.kind === "removal" ? null : tokenIdOf(hunk.path, file.tokens, from, to),
    sequence: lines.map((line) => line.key),
    context: file === undefined ? "c1:" : contextOf(file.keys, from, to),
    path: hunk.path,
    kind: hunk.kind,
    basis: request.basis,
    criteria: request.criteria ?? ["reviewed"],
    was: item.records[0]?.contentId ?? null,
    ...(removal === undefined ? {} : { removed: removal.removedKeys }),
    ...(request.note === undefined || request.note === "" ? {} : { note: request.note }),
    ...(request.reason === undefined || request.reason === "" ? {} : { reason: request.reason }),
    ...(blob === undefined ? {} : { blob }),
    ...circumstances(item, method, bulk),
  };
}

/** Takes a record back; only the same key's withdrawal counts. */
export function newWithdrawal(record: VerdictRecord, item: DebtItem, method: SignRequest["method"], bulk: number): NewVerdict {
  return {
    type: "withdrawn",
    verdict: "withdrawn",
    contentId: record.contentId,
    tokenId: record.tokenId,
    sequence: record.sequence,
    context: record.context,
    path: record.path,
    kind: record.kind,
    basis: record.basis,
    criteria: record.criteria,
    of: record.id,
    was: null,
    ...(record.removed === undefined ? {} : { removed: record.removed }),
    ...circumstances(item, method, bulk),
  };
}

function circumstances(item: DebtItem, method: NewVerdict["evidence"]["method"], bulk: number): Pick<NewVerdict, "risk" | "lines" | "evidence"> {
  return {
    risk: { level: item.risk.level, rules: [...new Set(item.risk.reasons.map((reason) => reason.rule))].sort(), score: item.risk.sortKey },
    lines: item.hunk.kind === "removal" ? (item.hunk.replaced?.length ?? 0) : item.hunk.endLine - item.hunk.startLine + 1,
    evidence: { method, bulk, agentEnvironment: [] },
  };
}
