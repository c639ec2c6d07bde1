/** The one façade behind the editor, the command line and CI. A sign-off goes through `sign` and no other door. */
import { CountersignError, type DebtItem, type DebtSnapshot, type HistorySummary } from "../core/model";
import type { ForgeChange } from "../core/forge-change";
import type { PanelFacts } from "../core/debt/panel/facts";
import type { ApprovalKey, DependencyPath, Progress, RuleDescription } from "../core/ports";
import { contentOf } from "../core/hunks/cut";
import { seenShare, type SeenText } from "../core/debt/reading";
import { withoutWithdrawn } from "../core/debt/standing-records";
import { cheapestWay } from "../core/policy/cheapest-way";
import type { SessionDependencies } from "./dependencies";
import { withArchitecture } from "./adoption";
import { backFill, planBackFill } from "./back-fill";
import { recordEditedLines } from "./edited-lines";
import { evaluate, type Evaluation } from "./evaluation";
import { OutlineCache } from "./outline-cache";
import { signingState } from "./signing-state";
import { inspectConfiguration } from "./configuration-inspection";
import { observedInEditor, recognisedWrites, reshapedInEditor } from "./editor-observations";
import { ruleRecordOf } from "./rule-record";
import { historySummary } from "./history-summary";
import { hunkIntent } from "./hunk-intent";
import { applyInit, planInit, withKnownDebt } from "./initialisation";
import { knownDebtOf } from "./known-debt-file";
import { anchoredLedger, auditLedger, exportLedger, importLedger } from "./ledger-audit";
import { writeInterchange } from "./interchange";
import { assistedBy, messageWithTrailers } from "./trailers";
import { auditRange, type RangeAudit } from "./range-audit";
import { landedCommits } from "./landed";
import { lineAt } from "./line-at";
import { gatherPanelFacts, type PanelOptions } from "./panel-facts";
import { recordApprovals } from "./record-approvals";
import { originsDocument } from "./origins-document";
import type { ApprovedText, BackFillAnswer, BaseText, BaselineAnswer, BranchesAnswer, ConfigurationInspection, CorrectionRequest, EditorObservation, FindingStatement, InitOptions, InitPlan, IntentAnswer, InterchangeAnswer, InterchangeOptions, LogAnswer, NextAnswer, OpenOptions, OriginsDocument, ReadingAnswer, RecordedApprovals, RevertAnswer, RuleRecord, SignRequest, SignResult, WhyAnswer } from "./session-types";
import type { RepositoryHealth } from "./health-answers";
import type { ExportAnswer, ImportAnswer, LedgerAudit } from "./ledger-answers";
import { baseText, revertAnswer } from "./revert";
import { repositoryHealth } from "./repository-health";
import { stagedHunks } from "./staged-hunks";
import { hunksAsAt } from "./viewed-files";
import { writeBaseline } from "./violation-baseline";
import { VerdictDesk } from "./verdict-desk";

export class ReviewSession {
  private readonly outlines: OutlineCache;
  private last: Evaluation | null = null;
  private lastOptions: OpenOptions = {};
  private readonly historyOf = new Map<string, Promise<HistorySummary>>();
  private readonly verdicts: VerdictDesk;

  constructor(private readonly dependencies: SessionDependencies) {
    this.outlines = new OutlineCache((files) => dependencies.checks.outlines(files));
    this.verdicts = new VerdictDesk(dependencies, () => this.fresh());
  }

  /** Absolute path of the work tree; null in a bare repository. */
  get root(): string | null {
    return this.dependencies.git.workTree;
  }

  /** Moves the journal's evidence into the claims ref. Idempotent; what could not be read stays in the journal and is logged. */
  async settle(): Promise<void> {
    const { journal, ledger, log } = this.dependencies;
    const pending = await journal.pending();
    for (const problem of pending.problems) log.warn(problem);
    const added = await ledger.appendClaims(pending.claims);
    if (added > 0) log.info(`settled ${added} claim(s)`);
    await journal.markSettled(pending.mark);
    await recordEditedLines(this.dependencies);
  }

  /** Folds everything into a snapshot. Errors: `no-base`, `configuration`, `policy`, `ledger-unreadable`, `interrupted`. */
  async open(options: OpenOptions = {}, progress?: Progress, signal?: AbortSignal): Promise<DebtSnapshot> {
    this.last = await evaluate(this.dependencies, options, this.outlines, progress, signal);
    this.lastOptions = options;
    return this.last.snapshot;
  }

  /** Text of a file at the head of the last fold, as far as it was read there; null for another. */
  textOf(path: string): string | null {
    return this.last?.contents.get(path) ?? null;
  }

  async origins(rev: string | null, files?: readonly string[], progress?: Progress, signal?: AbortSignal): Promise<OriginsDocument> {
    const commit = rev === null ? null : await this.dependencies.git.resolve(rev);
    if (rev !== null && commit === null) throw new CountersignError("no-base", `${rev} is not a commit here`, { hint: "git fetch, then check the name" });
    return originsDocument(this.dependencies, commit, files, progress, signal);
  }

  /** Lines by assistants that stand at the base and came before it; not debt. Kept for the session, by base; who asks during a count waits for that one. */
  async history(progress?: Progress, signal?: AbortSignal): Promise<HistorySummary | null> {
    const base = this.last?.snapshot.scope.base ?? null;
    if (base === null) return null;
    const summary = this.historyOf.get(base) ?? historySummary(this.dependencies, base, progress, signal);
    this.historyOf.set(base, summary);
    try {
      return await summary;
    } catch (error) {
      this.historyOf.delete(base);
      throw error;
    }
  }

  /** Signs all verdicts as one batch. Errors: `drifted`, `signing-failed`, `usage` where git knows no user. */
  sign(request: SignRequest): Promise<SignResult> {
    return this.verdicts.sign(request);
  }

  /** Takes back one's own verdicts on these hunks. Error `not-found` where there are none. */
  withdraw(hunks: readonly string[], method: SignRequest["method"]): Promise<SignResult> {
    return this.verdicts.withdraw(hunks, method);
  }

  /** Takes back exactly these records of one's own, wherever their text stands today. Error `not-found` where none of them is one's own. */
  withdrawRecords(ids: readonly string[], method: SignRequest["method"]): Promise<SignResult> {
    return this.verdicts.withdrawRecords(ids, method);
  }

  /** *This Is Not AI* or *This Is AI*, always signed. Errors: `drifted`, `not-found`, `refused` without a key, `signing-failed`. */
  correct(request: CorrectionRequest): Promise<SignResult> {
    return this.verdicts.correct(request);
  }

  /** *Not a Problem Here*, always signed. Errors: `not-found`, `drifted`, `refused` without a key, `signing-failed`. */
  quiet(statement: FindingStatement): Promise<SignResult> {
    return this.verdicts.quiet(statement);
  }

  /** Every rule that a finding of ours can name. */
  rules(): readonly RuleDescription[] {
    return this.dependencies.checks.rules();
  }

  /** How often a rule spoke in this scope, and what people said to it; of the last fold, or of one made now. */
  async ruleRecord(rule: string): Promise<RuleRecord> {
    return ruleRecordOf(rule, this.last ?? (await this.fresh()));
  }

  /** What the editor saw: an assistant's lines become claims, a person's stay on this machine. */
  async observe(observation: EditorObservation): Promise<void> {
    const now = this.dependencies.clock.now();
    const { claims, human } = observedInEditor(observation, now);
    const reshaped = reshapedInEditor(observation, this.textOf(observation.path), this.last?.snapshot.items ?? [], now);
    if (claims.length + reshaped.length > 0) await this.dependencies.ledger.appendClaims([...claims, ...reshaped]);
    if (human.length > 0) await this.dependencies.journal.observed(human);
  }

  /**
   * Files that changed outside of the editor: what a tool said it would write, and stands there now to the letter, is that tool's. Of
   * any other write nothing is said here: hooks, notes and history explain it, or it stays unknown. Returns the paths recognised.
   */
  async recogniseWrites(paths: readonly string[]): Promise<readonly string[]> {
    const { ledger, journal, git } = this.dependencies;
    if (git.workTree === null) return [];
    const expected = (await journal.expectedWrites(git.workTree)).filter(({ path }) => paths.includes(path));
    if (expected.length === 0) return [];
    const found = recognisedWrites(expected, await (await git.snapshot("worktree")).read(expected.map(({ path }) => path)));
    if (found.length > 0) await ledger.appendClaims(found.flatMap(({ claims }) => claims));
    return found.map(({ path }) => path);
  }

  /** Private marks; they never pay debt. */
  async view(hunks: readonly string[], viewed: boolean): Promise<void> {
    await this.dependencies.privateStore.setViewed(hunks.map(contentOf), viewed);
  }

  /** Unseen hunks of the last fold that are staged whole. */
  async staged(): Promise<readonly string[]> {
    return this.last === null ? [] : stagedHunks(this.dependencies, this.last);
  }

  /** Where a forge may know this branch: address of `origin`, and the branch's name. */
  async forgePlace(): Promise<{ readonly remote: string | null; readonly branch: string | null }> {
    const { git } = this.dependencies;
    return { remote: await git.config("remote.origin.url"), branch: await git.branch() };
  }

  /** Takes files that were looked at elsewhere, as they stood at a commit, over as *viewed*; how many hunks that are. */
  async viewFilesOf(commit: string, paths: readonly string[]): Promise<number> {
    const hunks = await hunksAsAt(this.dependencies, await this.fresh(), commit, paths);
    if (hunks.length > 0) await this.view(hunks, true);
    return hunks.length;
  }

  /** Notes what was on the screen; it stays on this machine. */
  async noteSeen(texts: readonly SeenText[]): Promise<void> {
    await this.dependencies.readingStore.addSeen(texts);
  }

  /** How much of these hunks was on the screen, in their order. */
  async reading(hunks: readonly string[]): Promise<readonly ReadingAnswer[]> {
    const seen = await this.dependencies.readingStore.seen();
    return hunks.map((hunk) => {
      const text = seen.get(contentOf(hunk));
      return { hunk, percent: text === undefined ? 0 : Math.floor(seenShare(text) * 100), active: text?.milliseconds ?? 0 };
    });
  }

  /** Why a line is what it is. Errors: `not-found` for a line that is not there. */
  async why(path: string, line: number): Promise<WhyAnswer> {
    const evaluation = this.last ?? (await this.fresh());
    const file = evaluation.files.get(path);
    const origin = file?.origins[line - 1];
    const text = file?.lines[line - 1] ?? (await lineAt(this.dependencies.git, evaluation.snapshot.scope.head, path, line));
    const item =
      evaluation.snapshot.items.find((candidate) => candidate.hunk.path === path && candidate.hunk.kind === "edit" && candidate.hunk.startLine <= line && candidate.hunk.endLine >= line) ??
      evaluation.snapshot.items.find((candidate) => candidate.hunk.path === path && candidate.hunk.kind === "removal" && candidate.hunk.startLine === line) ??
      null;
    const attribution = origin?.attribution ?? null;
    return {
      path,
      line,
      text,
      origin: origin?.origin ?? "unknown",
      assistant: attribution?.assistant ?? null,
      model: attribution?.model ?? null,
      agentSession: attribution?.agentSession ?? null,
      evidence: attribution === null ? [] : [attribution.evidence, ...(origin?.further ?? [])],
      commit: origin === undefined ? "base" : origin.commit,
      item,
      reasons: item?.risk.reasons ?? [],
      records: [...(origin?.corrections ?? []), ...(item?.records ?? [])],
      intent: item === null ? null : await this.intentOf(evaluation, item),
      examples: this.rules().flatMap(({ id, example }) => (example !== null && item?.risk.reasons.some(({ rule }) => rule === id) === true ? [{ rule: id, example }] : [])),
    };
  }

  /** What a hunk was asked for, why, and what was run on it, by this machine's transcripts; null where there are none of it. */
  async intent(hunk: string): Promise<IntentAnswer | null> {
    const evaluation = this.last ?? (await this.fresh());
    const item = evaluation.snapshot.items.find((candidate) => candidate.hunk.id === hunk);
    return item === undefined ? null : this.intentOf(evaluation, item);
  }

  /** Edits that transcripts tell of and no hook told; with `write` they become claims of tier 5. */
  async backFill(write: boolean): Promise<BackFillAnswer> {
    return write ? backFill(this.dependencies) : (await planBackFill(this.dependencies)).answer;
  }

  /** Writes what is known about the branch's lines as git-ai's notes or Agent Trace records. Errors: `no-base`, `usage`. */
  writeInterchange(options: InterchangeOptions, progress?: Progress, signal?: AbortSignal): Promise<InterchangeAnswer> {
    return writeInterchange(this.dependencies, options, progress, signal);
  }

  hooksFolder(): Promise<string> {
    return this.dependencies.git.hooksFolder();
  }

  withTrailers(message: string, trailers: readonly string[]): Promise<string> {
    return messageWithTrailers(this.dependencies, message, trailers);
  }

  /** Trailers for what is staged, such as `Assisted-by: codex:gpt-5 countersign`. */
  assistedBy(amend: boolean): Promise<readonly string[]> {
    return assistedBy(this.dependencies, amend);
  }

  async log(): Promise<LogAnswer> {
    const { anchors } = await anchoredLedger(this.dependencies);
    const reading = await this.dependencies.ledger.verdicts(anchors);
    const standing = new Set(withoutWithdrawn(reading.records).map((record) => record.id));
    const entries = [...reading.records]
      .sort((one, other) => (one.at === other.at ? (one.id < other.id ? -1 : 1) : one.at < other.at ? 1 : -1))
      .map((record) => ({ record, trust: record.trust, withdrawn: record.verdict !== "withdrawn" && !standing.has(record.id) }));
    return { entries, problems: reading.problems, gaps: reading.gaps };
  }

  /** Integrity, signatures, keys and chains of the whole ledger, under the rules of the base. */
  verifyLedger(base?: string): Promise<LedgerAudit> {
    return auditLedger(this.dependencies, base);
  }

  /** A range for an auditor: its hunks, the ledger under them, the rules and what became of these. Errors: as `open` and `verifyLedger`. */
  auditRange(base: string, head: string, progress?: Progress, signal?: AbortSignal): Promise<RangeAudit> {
    return auditRange(this.dependencies, base, head, this.outlines, progress, signal);
  }

  /** Writes approvals that a forge shows into the ledger; without a key, only says which. Errors: `refused`, and as `open`. */
  recordApprovals(change: ForgeChange, scope: Pick<OpenOptions, "base" | "policyRef">, key: ApprovalKey | null, progress?: Progress, signal?: AbortSignal): Promise<RecordedApprovals> {
    return recordApprovals(this.dependencies, change, scope, key, this.outlines, progress, signal);
  }

  /** See `landedCommits`. */
  landed(before: string, after: string): Promise<readonly string[]> {
    return landedCommits(this.dependencies.git, before, after);
  }

  exportLedger(): Promise<ExportAnswer> {
    return exportLedger(this.dependencies);
  }

  importLedger(revision: string | null): Promise<ImportAnswer> {
    return importLedger(this.dependencies, revision);
  }

  /** The hunks to sign so that the gate passes, for the fewest minutes. Errors: as `open`. */
  async next(options: OpenOptions = {}, progress?: Progress, signal?: AbortSignal): Promise<NextAnswer> {
    const snapshot = await this.open(options, progress, signal);
    const configuration = this.last?.policy.configuration;
    if (configuration === undefined) throw new CountersignError("internal", "the gate was not evaluated");
    const inputOf = ({ items, findings, unclaimed }: DebtSnapshot) => ({ items, findings, unclaimedLines: unclaimed.lines, reference: this.last?.reference ?? null, ...(this.last?.before === undefined ? {} : { before: this.last.before }) });
    const way = cheapestWay(inputOf(snapshot), configuration);
    if (!snapshot.gate.some(({ condition, pass }) => !pass && condition.startsWith("project."))) return { snapshot, policy: configuration.policy, way };
    const { base: _base, since: _since, ...rest } = options;
    const all = options.all === true ? snapshot : (await evaluate(this.dependencies, { ...rest, all: true }, this.outlines, progress, signal)).snapshot;
    return { snapshot, policy: configuration.policy, way, project: cheapestWay(inputOf(all), configuration, "project") };
  }

  /** The file as it was when the newest approval of this hunk was given. */
  async approvedText(hunk: string): Promise<ApprovedText | null> {
    const item = (this.last ?? (await this.fresh())).snapshot.items.find((candidate) => candidate.hunk.id === hunk);
    const record = item?.records.find((candidate) => candidate.verdict.startsWith("approved"));
    if (record === undefined) return null;
    const text = record.blob === undefined ? undefined : (await this.dependencies.git.blobs([record.blob])).get(record.blob);
    return { path: record.path, text: text ?? null, record };
  }

  /** Writes the list of known violations, or takes out of it what is mended. Errors: as `writeBaseline`. */
  baseline(progress?: Progress, signal?: AbortSignal): Promise<BaselineAnswer> {
    return writeBaseline(this.dependencies, progress, signal);
  }

  /** What an editor shows and completes with in a configuration that is being written. */
  inspectConfiguration(path: string, text: string): Promise<ConfigurationInspection> {
    return inspectConfiguration(this.dependencies, path, text);
  }

  /** How one file of the work tree comes to import another; without ends only the files to choose from. */
  async dependencyPath(ends: { readonly from: string; readonly to: string } | null): Promise<DependencyPath> {
    const { checks, git } = this.dependencies;
    return checks.dependencyPath(await git.snapshot("worktree"), ends);
  }

  /** Branches to measure from, newest first, and the one that is checked out. */
  async branches(): Promise<BranchesAnswer> {
    const { git } = this.dependencies;
    return { refs: await git.branches(), current: await git.branch() };
  }

  /** A file's text at the base of the last fold. */
  async baseText(path: string): Promise<BaseText> {
    return baseText(this.dependencies, this.last ?? (await this.fresh()), path);
  }

  /** How *Revert Hunk* takes a hunk back, from a fresh reading. Errors: `not-found`, `refused`. */
  async planRevert(hunk: string): Promise<RevertAnswer> {
    return revertAnswer(this.dependencies, await this.fresh(), hunk);
  }

  /** Keeps a text that is about to leave a document, in this clone only; answers the file's path. */
  keepText(path: string, text: string): Promise<string> {
    const stamp = this.dependencies.clock.now().toISOString().replace(/[:.]/g, "-");
    return this.dependencies.privateStore.keepText(`${stamp}-${path.slice(path.lastIndexOf("/") + 1)}`, text);
  }

  /** What the panel and the reports are computed from. Errors: as `open`, and `no-base` for a revision that is not here. */
  panelFacts(options: PanelOptions = {}, progress?: Progress, signal?: AbortSignal): Promise<PanelFacts> {
    return gatherPanelFacts(this.dependencies, options, new OutlineCache((files) => this.dependencies.checks.outlines(files)), progress, signal);
  }

  async planInit(options: InitOptions, progress?: Progress, signal?: AbortSignal): Promise<InitPlan> {
    const written = await planInit(this.dependencies, options);
    const plan = options.architecture === undefined ? written : await withArchitecture(written, this.dependencies, options.architecture, progress, signal);
    if (options.knownDebt !== true) return plan;
    const { snapshot, files } = await evaluate(this.dependencies, { all: true }, this.outlines);
    return withKnownDebt(plan, this.dependencies.projectFiles, knownDebtOf(snapshot.items, files));
  }

  async applyInit(options: InitOptions, progress?: Progress, signal?: AbortSignal): Promise<InitPlan> {
    return applyInit(this.dependencies, await this.planInit(options, progress, signal));
  }

  /** Settles, then exchanges ledger refs with a remote. Errors: git's own, in words. */
  async sync(remote: string): Promise<{ fetched: number; pushed: number }> {
    await this.settle();
    return this.dependencies.ledger.sync(remote);
  }

  /** What `doctor` asks of the repository. */
  health(): Promise<RepositoryHealth> {
    return repositoryHealth(this.dependencies);
  }

  /** What a sign-off would be worth now, without a whole evaluation. */
  async signing(): Promise<SignResult["signing"]> {
    const { policy, reading } = this.last ?? (await this.fresh());
    return signingState(this.dependencies, policy, reading);
  }

  dispose(): void {
    this.dependencies.checks.dispose();
    this.dependencies.dispose();
  }

  /** Evaluates again with the last options: what is signed is what stands there now. */
  private async fresh(): Promise<Evaluation> {
    return (this.last = await evaluate(this.dependencies, this.lastOptions, this.outlines));
  }

  private intentOf(evaluation: Evaluation, item: DebtItem): Promise<IntentAnswer | null> {
    return hunkIntent(this.dependencies, item, evaluation.files.get(item.hunk.path)?.lines ?? []);
  }
}
