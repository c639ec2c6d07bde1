/**
 * The words of the product as readonly types. Nothing here has behaviour beyond small constructors;
 * every room of the house speaks these types.
 */

/** Slug of the tool that wrote the code: claude-code, cursor, copilot, codex, … or the name a generic hook gave. */
export type Assistant = string;

/** Who a line comes from. `mixed` is an assistant's line that a human edited since; `unknown` is a legal answer. */
export type Origin = "ai" | "mixed" | "human" | "unknown";

export type EvidenceSource =
  | "hook"
  | "snapshot"
  | "note"
  | "agent-trace"
  | "transcript"
  | "editor"
  | "commit-mark"
  | "burst"
  | "manual";

/** 1 hook payload text · 2 hook snapshots · 3 notes · 4 Agent Trace · 5 transcript · 6 editor signal · 7 commit mark · 8 burst (never debt). */
export type EvidenceTier = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const TIER_OF_SOURCE: Readonly<Record<EvidenceSource, EvidenceTier>> = {
  hook: 1,
  snapshot: 2,
  note: 3,
  "agent-trace": 4,
  transcript: 5,
  editor: 6,
  "commit-mark": 7,
  burst: 8,
  manual: 1,
};

/** Why a line is said to be an assistant's: one observation, in words a person can check. */
export interface Evidence {
  readonly source: EvidenceSource;
  readonly tier: EvidenceTier;
  /** One line for the hover: tool name and id, note's commit, or the mark as it stands in the commit message. */
  readonly detail: string;
}

/** One source's statement about an assistant: who, in which session, and how it is known. */
export interface Attribution {
  readonly assistant: Assistant;
  readonly model?: string;
  /** The assistant's own session id; empty when the source does not know one. */
  readonly agentSession: string;
  readonly evidence: Evidence;
}

/**
 * A content-keyed claim: these lines, wherever they stand today, came from an assistant. The wire form is
 * contract.md's claim record; no text is in it, only 128-bit line hashes.
 */
export interface Claim extends Attribution {
  readonly path: string;
  readonly kind: "edit" | "removal";
  /** Keys of the claimed lines, in order (for a removal: empty). See `lineKey` in core/fingerprint. */
  readonly sequence: readonly string[];
  /** Token identity of the claimed text where a lexer ran. */
  readonly tokenId?: string;
  /** Key of the significant neighbours, `c1:…`. */
  readonly context: string;
  /** Keys of the removed lines, for a removal. */
  readonly removed?: readonly string[];
  /**
   * Where somebody else changed the lines after the assistant wrote them: the key of each as it was, in the order of `sequence`. History
   * can't tell such an edit where the text before it was never committed.
   */
  readonly editOf?: readonly string[];
  /** With `editOf`: a formatter's work, that says the same in another form, so that the lines are the assistant's as before. */
  readonly isReshaped?: true;
  /** UTC, ISO 8601 with seconds; for edited lines when the assistant wrote them. */
  readonly at: string;
}

export type Verdict = "approved" | "approved-with-notes" | "rejected" | "withdrawn";
export type Basis = "read" | "tested" | "paired" | "accepted-risk";
/**
 * How much stands behind a verdict: none (unsigned) < self-declared (valid key, nobody enrolled keys) < forge (an account's
 * approval of the pull request, as the forge tells it) < key (enrolled) < key+touch.
 */
export type Trust = "none" | "self-declared" | "forge" | "key" | "key+touch";

export const TRUST_ORDER: readonly Trust[] = ["none", "self-declared", "forge", "key", "key+touch"];

/** A verdict about exact content, as the ledger gives it back after verification. */
export interface VerdictRecord {
  /** sha256 of the record's canonical line. */
  readonly id: string;
  readonly type: "signoff" | "edited" | "correction" | "waiver" | "withdrawn";
  readonly verdict: Verdict;
  readonly contentId: string;
  readonly tokenId: string | null;
  readonly sequence: readonly string[];
  readonly context: string;
  readonly path: string;
  readonly kind: "edit" | "removal";
  /** Keys of the removed lines that a removal's sign-off answers for. */
  readonly removed?: readonly string[];
  readonly basis: Basis;
  readonly note?: string;
  readonly reason?: string;
  readonly criteria: readonly string[];
  /** For `withdrawn`: the record it takes back. */
  readonly of?: string;
  /** Content id of the previous sign-off that this one renews. */
  readonly was?: string | null;
  /** Git's id of the file as approved. */
  readonly blob?: string;
  /** How much of the text its signer had on the screen; only where the base policy asks for it. Self-reported. */
  readonly seen?: "all" | "most" | "part";
  /** For a waiver: until when it holds, if the policy lets it. UTC, ISO 8601 with seconds. */
  readonly deadline?: string;
  /** How many hunks were decided in the same batch; absent in records made by hand. */
  readonly bulk?: number;
  readonly signer: string;
  /** What the record says of the act: a signal for the panel, never part of a verdict. */
  readonly circumstances?: { readonly lines: number; readonly riskLevel: string; readonly rules: readonly string[] };
  /** SHA256:… fingerprint of the key, or empty when unsigned. */
  readonly key: string;
  readonly trust: Trust;
  /** UTC, ISO 8601 with seconds; from the batch header. */
  readonly at: string;
}

export type RiskLevel = "high" | "medium" | "low" | "unrated";
export type HunkState = "unseen" | "viewed" | "signed-off" | "stale" | "rejected";
export type StaleReason = "changed" | "deleted" | "moved" | "edited-by-signer" | "unknown-origin";
export type CodeKind = "code" | "test" | "prose";
export type Severity = "error" | "warning" | "note";
export type FindingClass =
  | "architecture"
  | "security"
  | "reliability"
  | "test-integrity"
  | "supply-chain"
  | "data-governance"
  | "maintainability";

/** A place in a file; lines and columns are 1-based, line ends inclusive. */
export interface Place {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a check reports. */
export interface Finding extends Place {
  readonly rule: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** True when the base version has no such finding (compared by rule and content, never by line). */
  readonly introduced: boolean;
  /** Identity across versions: rule, normalised snippet and enclosing symbol. */
  readonly contentKey: string;
  readonly related: readonly { readonly path: string; readonly startLine: number; readonly message: string }[];
  /** Where the rule stands in a configuration, by keys and positions; none for what is on by default. */
  readonly configuredAt?: { readonly path: string; readonly place: readonly (string | number)[] };
}

/** A violation of the architecture by what it is, not where: rule, file, and what it leads to. */
export interface KnownViolation {
  readonly rule: string;
  readonly path: string;
  readonly target: string;
}

/** What could not be looked at; said instead of counted as zero. */
export interface NotChecked {
  readonly what: string;
  readonly why: string;
  readonly path?: string;
}

export interface Reason {
  readonly rule: string;
  readonly message: string;
}

export interface Risk {
  readonly level: RiskLevel;
  readonly reasons: readonly Reason[];
  /** Only a sort key, higher first; never shown. */
  readonly sortKey: number;
}

/**
 * A maximal run of ai or mixed lines of one file and one assistant session, cut where a reviewer would cut;
 * or a removal, which stands between two lines (`startLine` is the line that follows the place, or the last line + 1).
 */
export interface Hunk extends Attribution {
  /** `h1:` and sha256 of the normalised lines, with `#2`, `#3` for equal text in order of path and line. */
  readonly id: string;
  readonly kind: "edit" | "removal";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly origin: "ai" | "mixed";
  /** All evidence for the hunk's lines, strongest first. */
  readonly allEvidence: readonly Evidence[];
  readonly codeKind: CodeKind;
  /** Lines that an edit put something in place of, or that a removal took away; null where the base text is not at hand. */
  readonly replaced: readonly string[] | null;
  readonly generated: boolean;
  /** The last commit that introduced one of its lines; null while uncommitted. */
  readonly commit: string | null;
  /** When its newest line was written, as its commit says. UTC, ISO 8601; null while part of it is uncommitted. */
  readonly writtenAt?: string | null;
  /** E-mail addresses (lower case) of the authors of its commits: who prompted the assistant. Empty while part of it is uncommitted. */
  readonly prompters?: readonly string[];
  /** Names of the `policy.paths` that its file belongs to, in the policy's order. */
  readonly areas?: readonly string[];
  /** Signers who own its file, by the base's CODEOWNERS; absent where no policy asks. */
  readonly owners?: readonly string[];
  /** Who owns its file by the base's CODEOWNERS, as written there: for display, only where private marks are folded in; absent where nobody does. */
  readonly ownedBy?: string;
}

/** product.md's *Debt*: minutes = (perLine × lines + fixed + perSeam × seams) × kind × risk × tests. */
export interface MinutesFactors {
  /** Significant unverified lines. */
  readonly lines: number;
  readonly seams: number;
  /** Minutes. */
  readonly perLine: number;
  readonly fixed: number;
  readonly perSeam: number;
  readonly kind: number;
  readonly risk: number;
  readonly tests: number;
}

/** A hunk with everything the fold knows about it. */
export interface DebtItem {
  readonly hunk: Hunk;
  readonly state: HunkState;
  readonly staleReason: StaleReason | null;
  /** 1-based lines of today's file that nobody answers for. */
  readonly staleLines: readonly number[];
  /** 1-based lines before which approved lines were deleted or re-ordered. */
  readonly seams: readonly number[];
  readonly risk: Risk;
  /** Whole hundredths of a minute still owed; 0 when signed off. */
  readonly hundredths: number;
  /** What reports say of tests over it, in words; absent where none says anything. */
  readonly tests?: string;
  /** Every factor behind `hundredths`, for the hover; absent where nothing is owed. */
  readonly factors?: MinutesFactors;
  readonly findings: readonly Finding[];
  /** Verdict records that cover lines of this hunk, newest first. */
  readonly records: readonly VerdictRecord[];
  /** A waiver that lets the hunk pass the gate for a time; the debt stays. */
  readonly waived?: VerdictRecord;
  /** Why a waiver of this hunk counts nothing, in words. */
  readonly waiverRefused?: string;
  /** Known at the base before anybody reviewed (`known-debt.jsonl`): the project gate leaves it out. */
  readonly known?: true;
  /** How many people answer for every line, and which criteria every line meets, where the policy asks for more than one plain signature. */
  readonly answering?: { readonly signers: number; readonly others: number; readonly owners: number; readonly criteria: readonly string[] };
}

export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export interface UnclaimedFile {
  readonly path: string;
  readonly ranges: readonly LineRange[];
}

/** What the scope is measured from, in words for the status bar. */
export interface Scope {
  /** Full id of the base commit; null in a repository without commits. */
  readonly base: string | null;
  /** How the base was found: "merge base with origin/main", "last push of origin/main", "baseline", "HEAD (no remote)", "--base main", "whole history". */
  readonly baseLabel: string;
  /** Full commit id, "index" or "worktree". */
  readonly head: string;
  readonly branch: string | null;
  readonly all: boolean;
}

export interface HistorySummary {
  /** Lines by assistants that stand at HEAD and came before the base; not counted as debt. */
  readonly lines: number;
  readonly files: number;
}

/** The immutable result of a fold. Every view renders this and decides nothing. */
export interface DebtSnapshot {
  readonly scope: Scope;
  readonly items: readonly DebtItem[];
  readonly unclaimed: { readonly lines: number; readonly policy: UnclaimedPolicy; readonly files: readonly UnclaimedFile[] };
  readonly history: HistorySummary | null;
  /** Share of the added lines whose origin is known, 0 to 1; 1 where nothing was added. */
  readonly originKnown: number;
  /** The same by the author of the commit that added them, most unknown lines first. */
  readonly knownByAuthor?: readonly KnownByAuthor[];
  /** Findings of the checks, those outside hunks included (`hunk` null). */
  readonly findings: readonly AttachedFinding[];
  readonly notChecked: readonly NotChecked[];
  /** `budget`: minutes of debt after which people and agents are told to review first; absent where nobody set one. */
  readonly policy: { readonly source: string; readonly version: number; readonly budget?: number };
  readonly gate: readonly GateCondition[];
  readonly verdict: "pass" | "fail" | "not-evaluated";
  readonly signing: SigningState;
  readonly statistics: Statistics;
}

/** Added lines of one commit author. */
export interface KnownByAuthor {
  /** Null for lines that are not committed, or whose commit is not at hand. */
  readonly author: { readonly name: string; readonly email: string } | null;
  readonly lines: number;
  /** Those whose origin is known. */
  readonly known: number;
}

export interface AttachedFinding {
  readonly finding: Finding;
  readonly hunk: string | null;
}

export interface GateCondition {
  readonly condition: string;
  readonly limit: number;
  readonly actual: number;
  readonly pass: boolean;
  readonly why: string;
  /** Where the condition fails: ids of the hunks that it counts, in the order of the items. Absent where it counts none. */
  readonly hunks?: readonly string[];
}

export type UnclaimedPolicy = "ignore" | "report" | "assume-ai";

/** What a sign-off made now would be worth, and how to say it in a dialog. */
export interface SigningState {
  readonly signer: string | null;
  readonly key: { readonly fingerprint: string; readonly path: string; readonly source: "git" | "countersign" } | null;
  readonly trust: Trust;
  /** Sign-offs of this clone that carry no signature. */
  readonly unsigned: number;
  /** Where a key made on request would be written; absent where one is set up. */
  readonly newKeyPath?: string;
  /** The first sign-off will make the repository's id: said in the dialog. */
  readonly repositoryIdIsNew?: boolean;
}

export interface Statistics {
  readonly files: number;
  readonly filesAnalysed: number;
  readonly milliseconds: { readonly total: number; readonly provenance: number; readonly graph: number; readonly rules: number; readonly ledger: number };
}

/** Why an operation could not be done, in a form a user can act on. */
export type ErrorCode =
  | "usage"
  | "configuration"
  | "policy"
  | "refused"
  | "no-repository"
  | "no-git"
  | "no-base"
  | "ledger-unreadable"
  | "chain-gap"
  | "not-found"
  | "drifted"
  | "signing-failed"
  | "interrupted"
  | "internal";

/** The family of expected errors: what happened, where, and what to do. Exit codes follow from `code`. */
export class CountersignError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** `place` is where in a JSON file, by keys and positions; whoever has its text turns it into `line`. */
    readonly details: { readonly path?: string; readonly line?: number; readonly hint?: string; readonly place?: readonly (string | number)[] } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "CountersignError";
  }
}
