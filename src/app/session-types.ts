/** Requests and answers of `ReviewSession`: plain JSON, so that the engine process can pass them on as they are. */
import type {
  Assistant,
  Basis,
  DebtItem,
  DebtSnapshot,
  Evidence,
  KnownViolation,
  LineRange,
  NotChecked,
  Origin,
  Reason,
  SigningState,
  Trust,
  Verdict,
  VerdictRecord,
} from "../core/model";
import type { ForgeChange } from "../core/forge-change";
import type { LineReplacement } from "../core/hunks/line-changes";
import type { CheapestWay } from "../core/policy/cheapest-way";
import type { Policy } from "../core/policy/configuration-types";
import type { HunkIntent, TranscriptReading, MatchedElement, RuleExample } from "../core/ports";

export interface OpenOptions {
  /** Revision to measure from; default product.md's "Where debt starts". */
  readonly base?: string;
  /** Head is the index instead of the work tree. */
  readonly staged?: boolean;
  /** Head is this commit instead of the work tree. */
  readonly head?: string;
  /** Everything by assistants, history included. */
  readonly all?: boolean;
  /** Like `base`, but given as a revision or a date (`2026-01-01`): the last commit before it is the base. */
  readonly since?: string;
  /** Only these files or folders. */
  readonly paths?: readonly string[];
  /** Every changed line is treated as an assistant's. */
  readonly assumeAi?: boolean;
  /** Policy is read from this revision instead of the base. */
  readonly policyRef?: string;
  /** Policy is read from this file: for trying a policy, never in CI. */
  readonly policyFile?: string;
  readonly only?: readonly ("architecture" | "risk" | "debt")[];
  /** What the forge says of the change: approvals count as sign-offs of trust `forge`. */
  readonly approvals?: ForgeChange;
  /** Reports of tools to read besides those that the configuration names: absolute paths, or globs of the repository. */
  readonly reports?: readonly string[];
  /** Fold private *viewed* marks in (`status` and the editor); `check` leaves them out. */
  readonly viewedMarks?: boolean;
}

export interface VerdictRequest {
  /** Hunk ids of the last snapshot. */
  readonly hunks: readonly string[];
  readonly verdict: Exclude<Verdict, "withdrawn">;
  readonly basis: Basis;
  readonly note?: string;
  readonly reason?: string;
  readonly criteria?: readonly string[];
  /** The person's own edits since their approval: recorded as `edited`, refused (`refused`) for anything else. Only with `approved`. */
  readonly edited?: true;
  /** A waiver instead of an approval: the hunks pass the gate for this many days, unreviewed. Needs a reason. */
  readonly waiveDays?: number;
}

/** What of a hunk's text was on the screen so far. */
export interface ReadingAnswer {
  readonly hunk: string;
  /** Whole per cent of its lines. */
  readonly percent: number;
  /** Milliseconds. */
  readonly active: number;
}

export interface SignRequest {
  /** One batch: one signature, one touch, one passphrase. */
  readonly verdicts: readonly VerdictRequest[];
  readonly method: "editor" | "terminal";
  /** Make a signing key first (the user pressed that button). */
  readonly createKey?: boolean;
  /** Content ids the person was shown, by hunk id: refused as `drifted` when the text is another one by now. */
  readonly shown?: Readonly<Record<string, string>>;
}

/** *This Is Not AI* or *This Is AI*, about lines (or one removal) as they stand now. */
export interface CorrectionRequest {
  readonly path: string;
  readonly kind: "edit" | "removal";
  /** 1-based, inclusive; for a removal both are the line that follows it. */
  readonly startLine: number;
  readonly endLine: number;
  readonly says: "ai" | "not-ai";
  /** Which assistant, where the person knows it. */
  readonly assistant?: Assistant;
  readonly reason: string;
  readonly method: "editor" | "terminal";
  readonly createKey?: boolean;
  /** Content id of the text the person was shown: refused as `drifted` when it is another one by now. */
  readonly shown?: string;
}

/** *Not a Problem Here*, of one finding. */
export interface FindingStatement {
  readonly path: string;
  /** A line of the finding, 1-based. */
  readonly line: number;
  readonly rule: string;
  /** Of the finding as the person was shown it: refused as `drifted` when it is another by now. */
  readonly contentKey?: string;
  readonly reason: string;
  readonly method: "editor" | "terminal";
  readonly createKey?: boolean;
}

/** How often a rule spoke here, and what people said to it. */
export interface RuleRecord {
  /** Introduced findings of this scope, and those in hunks that are signed off. */
  readonly fired: number;
  readonly signedOff: number;
  /** Verdicts of the ledger on hunks that had it as a reason. */
  readonly approved: number;
  readonly rejected: number;
  /** Standing statements that it is not a problem at a place. */
  readonly notAProblem: readonly VerdictRecord[];
  /** What the configuration sets it to; null: as it comes. */
  readonly setting: string | null;
}

/** How lines of a document came about, as the editor saw it, and the text they stand in. */
export interface EditorObservation {
  readonly path: string;
  readonly text: string;
  readonly runs: readonly {
    readonly startLine: number;
    readonly endLine: number;
    readonly by: "assistant" | "typed" | "marked-ai" | "marked-mine";
    readonly assistant?: Assistant;
    readonly model?: string;
    readonly detail: string;
  }[];
  /** What the file held before the save, where something gave its text another form since: a formatter's lines stay whose they were. */
  readonly before?: string;
}

export interface SignResult {
  readonly records: readonly VerdictRecord[];
  readonly signing: SigningState;
  /** Path of the key that was created, when one was. */
  readonly createdKey?: string;
  readonly repositoryIdIsNew: boolean;
}

/** A hunk's intent as it may be shown on this machine. */
export interface IntentAnswer extends HunkIntent {
  /** Secrets that were taken out of its words. */
  readonly secrets: number;
}

/** An edit that a transcript tells of and no hook told. */
export interface UntoldEdit {
  readonly hook: string;
  readonly session: string;
  readonly tool: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly paths: readonly string[];
  /** Lines that stand in the work tree or a commit, or were taken away from there. */
  readonly lines: number;
}

export interface BackFillAnswer {
  readonly edits: readonly UntoldEdit[];
  /** Edits whose lines stand nowhere: not claimed. */
  readonly unplaced: number;
  readonly counts: TranscriptReading["counts"];
  readonly problems: readonly string[];
  /** Claims that are new in the ledger. */
  readonly written: number;
}

export interface InterchangeOptions {
  readonly as: "git-ai" | "agent-trace";
  /** Commits after this revision; default: the branch's own, as everywhere. */
  readonly base?: string;
}

export interface InterchangeAnswer {
  readonly as: "git-ai" | "agent-trace";
  /** A ref, or a path of the work tree. */
  readonly target: string;
  readonly commits: number;
  /** Notes or records that are new or changed. */
  readonly written: number;
  /** Notes or records of others (or of ours, unchanged) that stay as they are. */
  readonly kept: number;
  /** What the form can't say. */
  readonly leftOut: readonly { readonly commit: string; readonly path: string }[];
}

export interface WhyAnswer {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly origin: Origin;
  readonly assistant: Assistant | null;
  readonly model: string | null;
  readonly agentSession: string | null;
  readonly evidence: readonly Evidence[];
  /** Commit that introduced the line; null while uncommitted, "base" where it stood at the base. */
  readonly commit: string | null;
  readonly item: DebtItem | null;
  readonly reasons: readonly Reason[];
  /** Records that cover this very line. */
  readonly records: readonly VerdictRecord[];
  /** From this machine's transcripts; null where there is none of the hunk's session. */
  readonly intent?: IntentAnswer | null;
  /** Of the rules that the hunk's reasons name, those that one small file shows. */
  readonly examples?: readonly { readonly rule: string; readonly example: RuleExample }[];
}

export interface OriginRange extends LineRange {
  readonly origin: Origin;
  readonly assistant?: Assistant;
  readonly agentSession?: string;
  readonly model?: string;
  readonly evidence?: string;
  readonly commit: string | null;
}

export interface OriginsDocument {
  readonly schema: "countersign/origins/1";
  readonly rev: string;
  readonly files: readonly { readonly path: string; readonly blob: string | null; readonly lines: number; readonly ranges: readonly OriginRange[] }[];
}

export interface LogEntry {
  readonly record: VerdictRecord;
  readonly trust: Trust;
  /** Another record took this one back. */
  readonly withdrawn: boolean;
}

export interface LogAnswer {
  readonly entries: readonly LogEntry[];
  readonly problems: readonly { readonly batch: string; readonly ref: string; readonly why: string }[];
  readonly gaps: readonly { readonly key: string; readonly sequence: number; readonly what: "missing" | "fork" }[];
}

export interface NextAnswer {
  readonly snapshot: DebtSnapshot;
  readonly policy: Policy;
  readonly way: CheapestWay;
  /** For a project gate that fails; absent where it passes or there is none. */
  readonly project?: CheapestWay;
}

/** What `baseline` did to the list of known violations. */
export interface BaselineAnswer {
  readonly path: string;
  /** The list was not there before. */
  readonly created: boolean;
  readonly written: boolean;
  readonly kept: readonly KnownViolation[];
  /** Entries that nothing answers to any more. */
  readonly removed: readonly KnownViolation[];
  /** Violations that are not on the list, and stay reported. */
  readonly unlisted: readonly KnownViolation[];
  readonly notChecked: readonly NotChecked[];
}

export interface InitOptions {
  /** Enrol the current signing key in allowed_signers. */
  readonly enrol: boolean;
  /** Further lines of allowed_signers, such as those of keys that a forge publishes. A key that stands there already is not added again. */
  readonly signerLines?: readonly string[];
  /** List the debt that is there now as known, or take out of the list what is paid. */
  readonly knownDebt?: boolean;
  readonly informational: boolean;
  /** Files besides, such as a CI system's; what is there stays as it is. */
  readonly further?: readonly { readonly path: string; readonly text: string }[];
  /** What is left to do with them. */
  readonly furtherNote?: string;
  /** Where the architecture section comes from; without it none is written. */
  readonly architecture?: ArchitectureSource;
}

/** Something in a configuration that is not as it should be; a note where it only does nothing. */
export interface ConfigurationProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
  readonly severity: "error" | "note";
}

/** What an editor shows and completes with while a configuration is written. */
export interface ConfigurationInspection {
  readonly problems: readonly ConfigurationProblem[];
  readonly elements: readonly MatchedElement[];
  readonly rules: readonly string[];
  readonly packages: readonly string[];
  /** E-mail addresses of who may sign or owns something. */
  readonly people: readonly string[];
  /** Accounts and teams that CODEOWNERS names: `@ann`, `@shop/payments`. */
  readonly accounts: readonly string[];
  /** As the configuration would name them. */
  readonly folders: readonly string[];
}

/** Rules that the graph obeys already, a well-known set, or those of another tool's configuration. */
export type ArchitectureSource =
  | { readonly kind: "proposal"; /** A person asked for it: a configuration that is there gets the section too. */ readonly asked?: boolean }
  | { readonly kind: "preset"; readonly name: string }
  | { readonly kind: "file"; /** Repository-relative. */ readonly path: string };

export interface InitPlan {
  /** Files that would be written, with their whole text. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly exists: boolean }[];
  readonly baseline: string | null;
  readonly repositoryId: string;
  readonly notes: readonly string[];
}

/** For *Show Changes Since Sign-off*: the file as it was approved, where the object is still at hand. */
export interface ApprovedText {
  readonly path: string;
  readonly text: string | null;
  readonly record: VerdictRecord;
}

/** A file as it stood at the base. */
export interface BaseText {
  readonly path: string;
  /** Null for a file that is new. */
  readonly basePath: string | null;
  readonly text: string | null;
}

export interface BranchesAnswer {
  readonly refs: readonly string[];
  readonly current: string | null;
}

/** The exact edits that take a hunk back; lines are those of the head of the last fold. */
export interface RevertAnswer {
  readonly path: string;
  readonly edits: readonly LineReplacement[];
  /** The hunk's lines as they were read, so that a text that drifted since is refused. */
  readonly current: readonly string[];
}

/** What became of a change's approvals. */
export interface RecordedApprovals {
  /** `hunks`: records that were new; 0 where all stood in the ledger. */
  readonly recorded: readonly { readonly account: string; readonly signer: string; readonly commit: string; readonly at: string; readonly hunks: number }[];
  /** Approvals that count nothing, and why. */
  readonly notRecorded: readonly NotChecked[];
}
