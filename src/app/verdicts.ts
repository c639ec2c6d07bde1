/** Turns what a person decided about hunks into records about exact content. */
import { CountersignError, type DebtItem, type VerdictRecord } from "../core/model";
import type { NewVerdict } from "../core/ports";
import { isOwnEdit } from "../core/debt/own-edits";
import { withoutWithdrawn } from "../core/debt/standing-records";
import { contextOf, sliceKeys } from "../core/fingerprint/lines";
import { tokenIdOf } from "../core/fingerprint/tokens";
import { contentOf } from "../core/hunks/cut";
import type { WaiverPolicy } from "../core/policy/configuration-types";
import { daysAfter } from "../core/policy/time";
import type { Evaluation } from "./evaluation";
import type { SignRequest, VerdictRequest } from "./session-types";

/** The circumstances of one act of signing. */
export interface SigningAct {
  readonly method: NewVerdict["evidence"]["method"];
  /** Hunks that are decided at once. */
  readonly bulk: number;
  readonly agentEnvironment: readonly string[];
  /** UTC, ISO 8601 with seconds. */
  readonly at: string;
}

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
export function newVerdict(evaluation: Evaluation, item: DebtItem, request: VerdictRequest, act: SigningAct, blobOf: ReadonlyMap<string, string>): NewVerdict {
  const { hunk } = item;
  const file = evaluation.files.get(hunk.path);
  const removal = hunk.kind === "removal" ? file?.removals.find((candidate) => candidate.before === hunk.startLine) : undefined;
  const from = hunk.startLine - 1;
  const to = hunk.kind === "removal" ? from : hunk.endLine;
  const lines = file === undefined ? [] : sliceKeys(file.keys, from, to);
  const blob = blobOf.get(hunk.path);
  return {
    type: request.edited === true ? "edited" : request.waiveDays === undefined ? "signoff" : "waiver",
    verdict: request.verdict,
    contentId: contentOf(hunk.id),
    tokenId: file === undefined || hunk.kind === "removal" ? null : tokenIdOf(hunk.path, file.tokens, from, to),
    sequence: lines.map((line) => line.key),
    context: file === undefined ? "c1:" : contextOf(file.keys, from, to),
    path: hunk.path,
    kind: hunk.kind,
    basis: request.waiveDays === undefined ? request.basis : "accepted-risk",
    criteria: request.waiveDays === undefined ? (request.criteria ?? ["reviewed"]) : [],
    was: item.records[0]?.contentId ?? null,
    ...(removal === undefined ? {} : { removed: removal.removedKeys }),
    ...(request.note === undefined || request.note === "" ? {} : { note: request.note }),
    ...(request.reason === undefined || request.reason === "" ? {} : { reason: request.reason }),
    ...(blob === undefined ? {} : { blob }),
    ...(request.waiveDays === undefined ? {} : { deadline: daysAfter(act.at, request.waiveDays) }),
    ...circumstances(item, act),
  };
}

/** Records with these ids that this key (or, unsigned, this clone) may take back and that nothing took back yet. Error `not-found`. */
export function ownStanding(records: readonly VerdictRecord[], ids: readonly string[], key: string): readonly VerdictRecord[] {
  const own = withoutWithdrawn(records).filter((record) => ids.includes(record.id) && (record.key === "" || record.key === key));
  if (own.length === 0) throw new CountersignError("not-found", "there is no verdict of yours to take back", { hint: "only the key that signed can withdraw" });
  return own;
}

/** Takes a record back; only the same key's withdrawal counts. */
export function newWithdrawal(record: VerdictRecord, item: DebtItem, act: SigningAct): NewVerdict {
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
    ...circumstances(item, act),
  };
}

function circumstances(item: DebtItem, { method, bulk, agentEnvironment }: SigningAct): Pick<NewVerdict, "risk" | "lines" | "evidence"> {
  return {
    risk: { level: item.risk.level, rules: [...new Set(item.risk.reasons.map((reason) => reason.rule))].sort(), score: item.risk.sortKey },
    lines: item.hunk.kind === "removal" ? (item.hunk.replaced?.length ?? 0) : item.hunk.endLine - item.hunk.startLine + 1,
    evidence: { method, bulk, agentEnvironment },
  };
}

/** A waiver that the base's policy would not count is refused before anybody signs it. Errors: `usage`, `refused`. */
export function refuseWaiver({ waiveDays, reason, verdict }: VerdictRequest, { signers, maximumDays }: WaiverPolicy): void {
  if (waiveDays === undefined) return;
  if (verdict === "rejected" || !(waiveDays > 0)) throw new CountersignError("usage", "a waiver approves nothing and lasts some days", { hint: "give a number of days, such as 7" });
  if (reason === undefined || reason.trim() === "") throw new CountersignError("usage", "a waiver needs a reason", { hint: "say with --note why it can't wait for a review" });
  if (signers.length === 0) throw new CountersignError("refused", "the policy lets nobody waive", { path: ".countersign/config.jsonc", hint: "name who may in policy.waivers.signers, on the base branch" });
  if (waiveDays > maximumDays) throw new CountersignError("refused", `the policy lets waive for at most ${maximumDays} day(s)`, { path: ".countersign/config.jsonc", hint: `give ${maximumDays} or fewer` });
}
