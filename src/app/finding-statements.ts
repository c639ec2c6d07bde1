/** *Not a Problem Here*: making such a record, and leaving out the findings that standing ones quiet. */
import type { AttributedFile } from "../core/attribution/evidence";
import { contentIdOf, contextOf, sliceKeys } from "../core/fingerprint/lines";
import { tokenIdOf } from "../core/fingerprint/tokens";
import { CountersignError, type Finding, type Hunk, type VerdictRecord } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import type { NewVerdict } from "../core/ports";
import { notAProblemCriteria, statementsAgainst } from "../core/risk/not-a-problem";
import type { Evaluation } from "./evaluation";
import type { FindingStatement } from "./session-types";

/** Errors: `not-found` where no such finding stands there; `drifted` where its text is not what was shown. */
export function newStatement(evaluation: Evaluation, { path, line, rule, reason, method, contentKey }: FindingStatement): NewVerdict {
  const found = evaluation.snapshot.findings.map(({ finding }) => finding).find((finding) => finding.path === path && finding.rule === rule && finding.startLine <= line && finding.endLine >= line);
  const file = evaluation.files.get(path);
  if (found === undefined || file === undefined) throw new CountersignError("not-found", `${rule} finds nothing there`, { path, line, hint: "countersign check lists findings with their lines" });
  if (contentKey !== undefined && contentKey !== found.contentKey) throw new CountersignError("drifted", "the text has changed since it was shown", { path, line, hint: "look at it again, then decide" });
  const [from, to] = spanOf(found, file);
  const lines = sliceKeys(file.keys, from, to);
  return {
    type: "correction",
    // The signer stands behind the statement; what it states is in the criteria.
    verdict: "approved",
    contentId: contentIdOf(lines),
    tokenId: tokenIdOf(path, file.tokens, from, to),
    sequence: lines.map((one) => one.key),
    context: contextOf(file.keys, from, to),
    path,
    kind: "edit",
    basis: "read",
    criteria: notAProblemCriteria(found),
    reason,
    was: null,
    risk: { level: "unrated", rules: [rule], score: 0 },
    lines: lines.length,
    evidence: { method, bulk: 1, agentEnvironment: [] },
  };
}

/** The findings that no standing statement quiets. `reference`: the time that ages are measured against, UTC, ISO 8601. */
export function unquieted(findings: readonly Finding[], records: readonly VerdictRecord[], files: ReadonlyMap<string, AttributedFile>, hunks: readonly Hunk[], { policy }: Configuration, reference: string | null): readonly Finding[] {
  const against = statementsAgainst(records, {
    policy,
    reference,
    contentIdOf: (finding) => {
      const file = files.get(finding.path);
      return file === undefined ? null : contentIdOf(sliceKeys(file.keys, ...spanOf(finding, file)));
    },
    hunkOf: (finding) => hunks.find(({ path, startLine, endLine }) => path === finding.path && startLine <= finding.endLine && endLine >= finding.startLine) ?? null,
  });
  return findings.filter((finding) => against(finding).length === 0);
}

/** 0-based lines, exclusive end. */
function spanOf({ startLine, endLine }: Finding, file: AttributedFile): readonly [number, number] {
  return [startLine - 1, Math.min(endLine, file.lines.length)];
}
