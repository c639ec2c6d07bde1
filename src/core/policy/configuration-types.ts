/**
 * `.countersign/config.jsonc` as readonly types, every default filled in. Pure: the parser (with its schema library)
 * is app/configuration.ts, so that core stays free of it.
 */
import type { CodeKind, EvidenceSource, RiskLevel, Severity, Trust, UnclaimedPolicy } from "../model";

export interface Configuration {
  /** Full id of the commit from which debt is counted; null: product.md's "Where debt starts". */
  readonly baseline: string | null;
  /** Id of the repository that its ledger's batches name; null until `init` or the first sign-off made one. */
  readonly repository: string | null;
  /** Globs (picomatch, repository-relative) of the files that are supervised. */
  readonly include: readonly string[];
  /** Globs of files that are left out altogether; stronger than `include`. */
  readonly exclude: readonly string[];
  /** Which sources of evidence are listened to; a source that is not named is on. */
  readonly sources: Readonly<Partial<Record<EvidenceSource, boolean>>>;
  /** Read by the checks (checks/graph), which know its vocabulary. */
  readonly architecture: unknown;
  /** Per rule: "off", a severity, or an object with `severity` and the rule's own options. */
  readonly risk: Readonly<Record<string, RuleSetting>>;
  readonly debt: DebtFactors;
  readonly policy: Policy;
  readonly external: readonly ExternalSource[];
}

export type RuleSetting = "off" | Severity | RuleOptions;

export interface RuleOptions {
  readonly severity?: "off" | Severity;
  readonly [option: string]: unknown;
}

/** The factors of product.md's *Debt*; minutes, or plain multipliers. */
export interface DebtFactors {
  readonly minutesPerLine: number;
  readonly perHunk: number;
  readonly perSeam: number;
  readonly kind: Readonly<Record<CodeKind, number>>;
  readonly risk: Readonly<Record<RiskLevel, number>>;
  readonly tests: { readonly executed: number; readonly notExecuted: number; readonly unknown: number };
  /** Minutes of unreviewed debt after which people and agents are told to review first; 0: no budget. */
  readonly budget: number;
  /** Globs of security-critical files: their hunks come first among those of their level. */
  readonly critical: readonly string[];
  /** Globs of generated and vendored files, which owe nothing. */
  readonly generated: readonly string[];
}

export interface Policy {
  /** The team's own number for this policy; shown beside the verdict. */
  readonly version: number;
  /** What changed lines of unknown origin are worth. */
  readonly unclaimed: UnclaimedPolicy;
  /** Whether what only a commit mark claims can fail the gate. */
  readonly marks: "gate" | "report";
  readonly gates: { readonly patch: Gate; readonly project: Gate };
  /** What a sign-off must carry before it counts for a hunk of this risk. */
  readonly require: Readonly<Record<RiskLevel, Requirement>>;
  /** Stricter (or other) rules for parts of the tree. */
  readonly paths: readonly PathPolicy[];
  /** Records say how much of a hunk its signer had on the screen (`all`, `most` or `part`). */
  readonly seen: boolean;
  /** Who is who: a signer's e-mail address → their accounts (`@ann`) and teams (`@shop/payments`) on the forge. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Signers whose approval outweighs another key's rejection. */
  readonly overrule: readonly string[];
  /** Who may let a hunk pass unreviewed for a time. */
  readonly waivers: WaiverPolicy;
  /** From how many hunks signed at once on a sign-off is a bulk one, and up to which risk such a one counts. */
  readonly bulk: BulkPolicy;
}

export interface WaiverPolicy {
  /** Exact addresses; none by default. */
  readonly signers: readonly string[];
  /** Longest time from a waiver's own date to its end. */
  readonly maximumDays: number;
  /** Highest risk that can be waived. */
  readonly risk: RiskLevel;
  readonly minTrust: Trust;
}

export interface BulkPolicy {
  /** More hunks than this in one batch are a bulk sign-off; null: none is. */
  readonly hunks: number | null;
  readonly risk: RiskLevel;
}

/**
 * Limits of one gate; null: no such condition. The condition's name is the gate's and the limit's: `patch.high`.
 * `patch` looks at the change since the base, `project` at everything by assistants.
 */
export interface Gate {
  /** Conditions are shown, and none fails. */
  readonly informational: boolean;
  /** Open hunks of this risk. */
  readonly high: number | null;
  readonly medium: number | null;
  readonly low: number | null;
  readonly unrated: number | null;
  /** Open hunks of any risk. */
  readonly hunks: number | null;
  /** Unverified lines. */
  readonly lines: number | null;
  /** Minutes owed. */
  readonly minutes: number | null;
  readonly stale: number | null;
  readonly rejected: number | null;
  /** Changed lines of unknown origin. */
  readonly unclaimed: number | null;
  /** Introduced findings of exactly this severity. */
  readonly errors: number | null;
  readonly warnings: number | null;
  readonly notes: number | null;
  /** Whole days since the oldest open hunk was written, as commits date it. */
  readonly age: number | null;
  /** Minutes owed beyond those that were owed at the merge base: the ratchet of a project; in a patch, the minutes it brings. */
  readonly growth: number | null;
}

/** Names of a gate's limits, in the order in which conditions are shown. */
export const GATE_LIMITS = [
  "high",
  "medium",
  "low",
  "unrated",
  "hunks",
  "lines",
  "minutes",
  "stale",
  "rejected",
  "unclaimed",
  "errors",
  "warnings",
  "notes",
  "age",
  "growth",
] as const satisfies readonly (keyof Gate)[];

export interface Requirement {
  /** Criteria that the sign-offs together must name. */
  readonly criteria: readonly string[];
  /** Distinct people who must have signed. */
  readonly signers: number;
  /** At least one of them did not prompt the assistant (and is not the commit's author). */
  readonly notPrompter: boolean;
  readonly minTrust: Trust;
  /** A sign-off older than this, counted to the date of the judged commits, counts no more; null: it never ages. */
  readonly maximumAgeDays: number | null;
  /** Hours that must lie between the commit and a sign-off that counts: a second look for who works alone. 0: none. */
  readonly coolDownHours: number;
  /** At least one of them owns the file, by the base's CODEOWNERS and `people`. */
  readonly owner: boolean;
}

/** What a sign-off of a hunk must carry at this risk. */
export function requirementOf(policy: Pick<Policy, "require" | "paths">, hunk: { readonly areas?: readonly string[] }, level: RiskLevel): Requirement {
  const own = policy.paths.filter(({ name, require }) => hunk.areas?.includes(name) === true && require[level] !== undefined).at(-1);
  return own?.require[level] ?? policy.require[level];
}

/** Rules for the files that some globs choose: conditions of their own, and what their sign-offs must carry besides. */
export interface PathPolicy {
  /** Stands in the names of its conditions: `patch.high (payments)`. */
  readonly name: string;
  readonly files: readonly string[];
  readonly patch: Gate;
  /** Replaces, level by level, what `require` says; of several that match a file the last one counts. */
  readonly require: Readonly<Partial<Record<RiskLevel, Requirement>>>;
}

/** A report of a tool that the team already runs. */
export interface ExternalSource {
  /** Glob of the file, repository-relative. */
  readonly report: string;
  /** What each of its findings counts as, whatever the tool says. */
  readonly severity?: Severity;
}
