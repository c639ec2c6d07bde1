/**
 * Writes approvals that a forge shows into the ledger, so that they outlive the squash merge and the pull request. Who may approve is judged by
 * the base's policy, as in the gate; a record is signed by a key that the base enrols for this alone, and is worth `forge`.
 */
import { CountersignError, type NotChecked, type VerdictRecord } from "../core/model";
import type { ForgeChange } from "../core/forge-change";
import type { ApprovalKey, NewVerdict, Progress } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { evaluate, type Evaluation } from "./evaluation";
import type { OutlineCache } from "./outline-cache";
import { countedApprovals, verdictsOfApproval, type CountedApproval } from "./forge-approvals";
import { readPolicy } from "./policy-source";
import type { OpenOptions, RecordedApprovals } from "./session-types";

/** Without a key nothing is written: the answer is what would be. Errors: `refused` where the base does not enrol the key; as `open`. */
export async function recordApprovals(dependencies: SessionDependencies, change: ForgeChange, scope: Pick<OpenOptions, "base" | "policyRef">, key: ApprovalKey | null, outlines: OutlineCache, progress?: Progress, signal?: AbortSignal): Promise<RecordedApprovals> {
  const { git, projectFiles, ledger } = dependencies;
  const base = scope.base === undefined ? null : await git.resolve(scope.base);
  if (base === null) throw new CountersignError("no-base", `${scope.base ?? "the base"} is not a commit here`, { hint: "git fetch, then check the name" });
  const { configuration, anchors } = await readPolicy(git, projectFiles, scope.policyRef ?? base, undefined);
  if (key !== null && !key.isEnrolledIn(anchors.allowedSigners)) {
    throw new CountersignError("refused", "the base does not enrol this key for approvals", { path: ".countersign/allowed_signers", hint: `add this line on the base branch: ${key.enrolment}` });
  }
  const { counted, left } = countedApprovals(change, configuration);
  const notRecorded: NotChecked[] = [...left];
  const recorded: RecordedApprovals["recorded"][number][] = [];
  const known = new Set((await ledger.verdicts(anchors)).records.filter(({ trust }) => trust === "forge").map(placeOf));
  for (const one of counted) {
    const { account, commit, at } = one.approval;
    const shown = (await git.resolve(commit)) === null ? null : await evaluate(dependencies, { ...scope, head: commit, only: ["debt"], patchOnly: true }, outlines, progress, signal);
    if (shown === null) {
      notRecorded.push({ what: `the approval by ${account}`, why: `the commit it was given for, ${commit.slice(0, 12)}, is not in this clone` });
      continue;
    }
    const verdicts = newVerdicts(shown, one, known);
    if (key !== null && verdicts.length > 0) await ledger.appendBatch({ signer: one.signer, at, verdicts }, key);
    recorded.push({ account, signer: one.signer, commit, at, hunks: verdicts.length });
  }
  return { recorded, notRecorded };
}

/** What is in the ledger already is not written again, so that a job may run twice. */
function newVerdicts(shown: Evaluation, { approval, signer }: CountedApproval, known: ReadonlySet<string>): readonly NewVerdict[] {
  const note = `Approved on the forge by ${approval.account} at ${approval.commit}`;
  return verdictsOfApproval(shown, signer)
    .filter((verdict) => !known.has(placeOf({ ...verdict, signer, at: approval.at })))
    .map((verdict) => ({ ...verdict, note, evidence: { ...verdict.evidence, method: "forge" } }));
}

function placeOf({ signer, at, path, contentId, context }: Pick<VerdictRecord, "signer" | "at" | "path" | "contentId" | "context">): string {
  return [signer, at, path, contentId, context].join("\0");
}
