/**
 * An approval on the forge as that person's sign-off of what the pull request showed at its commit. It is carried like
 * any other record, so what changes after it is debt again, and it outlives rebase and squash.
 */
import type { NotChecked, VerdictRecord } from "../core/model";
import type { ForgeApproval, ForgeChange } from "../core/forge-change";
import type { NewVerdict } from "../core/ports";
import { hash } from "../core/fingerprint/lines";
import type { Configuration } from "../core/policy/configuration-types";
import type { Evaluation } from "./evaluation";
import { newVerdict } from "./verdicts";

/** One approval that counts, and whose it is. */
export interface CountedApproval {
  readonly approval: ForgeApproval;
  /** The e-mail address that the base maps the account to, else the account. */
  readonly signer: string;
}

/**
 * The approvals that the base's policy lets count. Prompter and approver must differ: who opened the change or wrote one of its
 * commits approves nothing of it. Where the base says who is who (`policy.people`), only those people count.
 */
export function countedApprovals(change: ForgeChange, { policy }: Configuration): { readonly counted: readonly CountedApproval[]; readonly left: readonly NotChecked[] } {
  const emailOf = new Map(Object.entries(policy.people).flatMap(([email, names]) => names.map((name) => [name.toLowerCase(), email] as const)));
  const authors = new Set<string | undefined>(change.authors.map((author) => author?.toLowerCase()));
  const needsIdentity = Object.values(policy.require).some(({ signers, notPrompter }) => signers > 1 || notPrompter);
  const counted: CountedApproval[] = [];
  const left: NotChecked[] = change.refused.map(({ account, why }) => ({ what: `the approval by ${account}`, why }));
  for (const approval of change.approvals) {
    const email = emailOf.get(approval.account.toLowerCase());
    const why = authors.has(approval.account.toLowerCase())
      ? "whoever wrote a part of the change can't approve it"
      : email !== undefined
        ? null
        : emailOf.size > 0
          ? "the base's policy.people does not name the account"
          : authors.has(undefined)
            ? "nobody knows whether the account wrote a part of the change: the base's policy.people can say who it is"
            : needsIdentity
            ? "the policy asks for distinct people, and the base's policy.people does not say who this account is"
            : null;
    if (why === null) counted.push({ approval, signer: email ?? approval.account });
    else left.push({ what: `the approval by ${approval.account}`, why });
  }
  return { counted, left };
}

export interface ApprovalRecords {
  readonly records: readonly VerdictRecord[];
  /** Approvals that count nothing, and why. */
  readonly left: readonly NotChecked[];
}

export const NO_APPROVALS: ApprovalRecords = { records: [], left: [] };

/** Records of all approvals that count; `shownAt` evaluates the change as it stood at a commit, or gives null where that is not here. */
export async function recordsOfChange(change: ForgeChange, configuration: Configuration, shownAt: (commit: string) => Promise<Evaluation | null>): Promise<ApprovalRecords> {
  const { counted, left } = countedApprovals(change, configuration);
  const missing: NotChecked[] = [];
  const records: VerdictRecord[] = [];
  const shown = new Map<string, Evaluation | null>();
  for (const one of counted) {
    const { commit, account } = one.approval;
    const evaluation = shown.get(commit) ?? (await shownAt(commit));
    shown.set(commit, evaluation);
    if (evaluation === null) missing.push({ what: `the approval by ${account}`, why: `the commit it was given for, ${commit.slice(0, 12)}, is not in this clone` });
    else records.push(...recordsOfApproval(evaluation, one));
  }
  return { records, left: [...left, ...missing] };
}

/** What the approver saw, hunk by hunk; nothing of what they prompted themselves. */
export function verdictsOfApproval(shown: Evaluation, signer: string): readonly NewVerdict[] {
  const seen = shown.snapshot.items.filter(({ hunk }) => !hunk.generated && hunk.prompters?.includes(signer.toLowerCase()) !== true);
  return seen.map((item) => newVerdict(shown, item, { hunks: [item.hunk.id], verdict: "approved", basis: "read" }, { method: "forge", bulk: seen.length, agentEnvironment: [], at: "" }, new Map()));
}

/** Records for one evaluation, as the ledger would give them back. */
function recordsOfApproval(shown: Evaluation, { approval, signer }: CountedApproval): readonly VerdictRecord[] {
  return verdictsOfApproval(shown, signer).map(({ risk: _risk, lines: _lines, evidence: _evidence, ...verdict }): VerdictRecord => {
    const record = { ...verdict, signer, key: "", trust: "forge" as const, at: approval.at };
    return { ...record, id: hash(JSON.stringify([approval.account, approval.commit, record.path, record.contentId, record.context])) };
  });
}
