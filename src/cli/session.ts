/** What the commands ask of the façade. `ReviewSession` is one; the unit tests' recorded one is another. */
import type {
  BackFillAnswer,
  BaselineAnswer,
  CorrectionRequest,
  FindingStatement,
  InitOptions,
  InitPlan,
  InterchangeAnswer,
  InterchangeOptions,
  LogAnswer,
  NextAnswer,
  OpenOptions,
  OriginsDocument,
  RecordedApprovals,
  RuleRecord,
  SignRequest,
  SignResult,
  WhyAnswer,
} from "../app/session-types";
import type { RepositoryHealth } from "../app/health-answers";
import type { ExportAnswer, ImportAnswer, LedgerAudit } from "../app/ledger-answers";
import type { PanelOptions } from "../app/panel-facts";
import type { RangeAudit } from "../app/range-audit";
import type { PanelFacts } from "../core/debt/panel/facts";
import type { DebtSnapshot, HistorySummary } from "../core/model";
import type { ForgeChange } from "../core/forge-change";
import type { ApprovalKey, Log, Progress } from "../core/ports";

export interface Session {
  /** Absolute path of the work tree; null in a bare repository. */
  readonly root: string | null;
  settle(): Promise<void>;
  open(options: OpenOptions, progress?: Progress, signal?: AbortSignal): Promise<DebtSnapshot>;
  /** Text of a file at the head of the last `open`, as far as it was read there. */
  textOf(path: string): string | null;
  /** Lines by assistants from before the base; null where there is no base. */
  history(progress?: Progress, signal?: AbortSignal): Promise<HistorySummary | null>;
  origins(revision: string | null, files?: readonly string[], progress?: Progress, signal?: AbortSignal): Promise<OriginsDocument>;
  sign(request: SignRequest): Promise<SignResult>;
  withdraw(hunks: readonly string[], method: "editor" | "terminal"): Promise<SignResult>;
  correct(request: CorrectionRequest): Promise<SignResult>;
  quiet(statement: FindingStatement): Promise<SignResult>;
  ruleRecord(rule: string): Promise<RuleRecord>;
  /** By record id. */
  withdrawRecords(ids: readonly string[], method: "editor" | "terminal"): Promise<SignResult>;
  view(hunks: readonly string[], viewed: boolean): Promise<void>;
  why(path: string, line: number): Promise<WhyAnswer>;
  log(): Promise<LogAnswer>;
  /** What `doctor` asks of the repository; a part that can't be read is a finding. */
  health(): Promise<RepositoryHealth>;
  /** Edits that transcripts of this machine tell of and no hook told; with `write` they become claims. */
  backFill(write: boolean): Promise<BackFillAnswer>;
  writeInterchange(options: InterchangeOptions, progress?: Progress, signal?: AbortSignal): Promise<InterchangeAnswer>;
  /** Trailers for what is staged; with `amend`, together with what HEAD brought. */
  assistedBy(amend: boolean): Promise<readonly string[]>;
  hooksFolder(): Promise<string>;
  withTrailers(message: string, trailers: readonly string[]): Promise<string>;
  /** Writes approvals that a forge shows into the ledger; without a key, only says which. */
  recordApprovals(change: ForgeChange, scope: Pick<OpenOptions, "base" | "policyRef">, key: ApprovalKey | null, progress?: Progress, signal?: AbortSignal): Promise<RecordedApprovals>;
  verifyLedger(base?: string): Promise<LedgerAudit>;
  auditRange(base: string, head: string, progress?: Progress, signal?: AbortSignal): Promise<RangeAudit>;
  exportLedger(): Promise<ExportAnswer>;
  importLedger(revision: string | null): Promise<ImportAnswer>;
  next(options: OpenOptions, progress?: Progress, signal?: AbortSignal): Promise<NextAnswer>;
  /** Writes the list of known violations, or takes out of it what is mended. */
  baseline(progress?: Progress, signal?: AbortSignal): Promise<BaselineAnswer>;
  planInit(options: InitOptions, progress?: Progress, signal?: AbortSignal): Promise<InitPlan>;
  applyInit(options: InitOptions, progress?: Progress, signal?: AbortSignal): Promise<InitPlan>;
  /** What reports are computed from. Errors: as `open`, and `no-base` for a revision that is not here. */
  panelFacts(options: PanelOptions, progress?: Progress, signal?: AbortSignal): Promise<PanelFacts>;
  /** Commits of the first-parent line from `before` (left out) to `after`, newest first; at most 250. */
  landed(before: string, after: string): Promise<readonly string[]>;
  sync(remote: string): Promise<{ readonly fetched: number; readonly pushed: number }>;
  dispose(): void | Promise<void>;
}

/**
 * Opens a session for the repository that `folder` lies in; with `terminal`, ssh-keygen may ask for a passphrase there;
 * with `readOnly`, reading writes no cache.
 * Errors: `no-git`, `no-repository`.
 */
export type OpenSession = (folder: string, options: { readonly log: Log; readonly terminal: boolean; readonly readOnly?: boolean; readonly cache?: { readonly directory: string; readonly key: string } }) => Promise<Session>;
