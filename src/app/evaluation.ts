/** The pipeline of architecture.md, from a scope to an immutable snapshot. */
import type { AttributedFile } from "../core/attribution/evidence";
import { fold } from "../core/debt/fold";
import { codeKindOf } from "../core/hunks/classify";
import { cutHunks } from "../core/hunks/cut";
import type { DebtSnapshot, Statistics } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import { owedByProject } from "../core/policy/gate";
import { laterOf } from "../core/policy/time";
import type { LedgerReading, Progress } from "../core/ports";
import { assembleSnapshot } from "./assemble-snapshot";
import type { SessionDependencies } from "./dependencies";
import { unquieted } from "./finding-statements";
import { NO_APPROVALS, recordsOfChange } from "./forge-approvals";
import { surroundingsOf } from "./hunk-surroundings";
import { asRecords } from "./known-debt-file";
import { mountsOf } from "./mounts";
import { nestedProblem } from "./nested-configuration";
import type { OutlineCache } from "./outline-cache";
import { matcherOf, wantedPaths } from "./path-filter";
import { placement } from "./placement";
import { baselineAt, readPolicy, tightenedBy, type PolicySource } from "./policy-source";
import { gatherProvenance, type Provenance } from "./provenance";
import { hasUnclaimedTests, NO_REPORTS, reportEvidence } from "./report-evidence";
import { runChecks } from "./run-checks";
import { resolveScope, type ResolvedScope } from "./scope";
import type { OpenOptions } from "./session-types";
import { signingState } from "./signing-state";
import { markedBefore, replacedText, textsBefore, textsOf } from "./text-before";

/** A snapshot with what signing and explaining need of its making. */
export interface Evaluation {
  readonly snapshot: DebtSnapshot;
  /** Every file that was attributed; those with an assistant's lines have their tokens. */
  readonly files: ReadonlyMap<string, AttributedFile>;
  readonly contents: ReadonlyMap<string, string>;
  /** Of files that changed since the base: the path there, null for new ones. */
  readonly basePaths: ReadonlyMap<string, string | null>;
  readonly reading: LedgerReading;
  readonly policy: PolicySource;
  /** What the project owed at the merge base, in hundredths of a minute, where the policy asks for it. */
  readonly before?: number;
  /** The time that the verdict knows. */
  readonly reference: string | null;
}

/** `patchOnly`: the project's conditions are not looked at. `withoutReports`: nor is what the team's tools say of the work tree's text. */
type EvaluationOptions = OpenOptions & { readonly patchOnly?: boolean; readonly withoutReports?: boolean };

export async function evaluate(session: SessionDependencies, options: EvaluationOptions, outlines: OutlineCache, progress?: Progress, signal?: AbortSignal): Promise<Evaluation> {
  const started = performance.now();
  const dependencies = { ...session, git: session.git.atOneMoment(), ledger: session.ledger.atOneMoment() };
  const { git, ledger } = dependencies;
  const resolvedScope = await resolveScope(git, options, (revision) => baselineAt(git, revision));
  const atBase = await readPolicy(git, dependencies.projectFiles, resolvedScope.policyRevision, options.policyFile);
  const { policy, change } = await tightenedBy(git, atBase, resolvedScope.scope.head, resolvedScope.scope.base);
  const { configuration } = policy;
  const reference = await referenceTime(git, resolvedScope);
  const { approvals: changeApprovals, staged: _staged, ...shownOptions } = options;
  const approvals = changeApprovals === undefined ? NO_APPROVALS : await recordsOfChange(changeApprovals, configuration, async (commit) => ((await git.resolve(commit)) === null ? null : evaluate(dependencies, { ...shownOptions, head: commit, only: ["debt"], patchOnly: true }, outlines, undefined, signal)));
  ledger.mount(await mountsOf(git, resolvedScope));
  const reading = await ledger.verdicts(policy.anchors);
  const ledgerMilliseconds = performance.now() - started;
  const provenance = await gatherProvenance(dependencies, {
    base: resolvedScope.scope.base,
    head: resolvedScope.scope.head,
    configuration,
    wanted: wantedPaths(configuration, options.paths),
    everyFile: options.assumeAi === true,
    assumeAi: options.assumeAi === true,
    // To try rules on every line is to ask nobody who wrote it.
    records: options.assumeAi === true ? [] : reading.records,
    ...(progress === undefined ? {} : { progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const provenanceMilliseconds = performance.now() - started - ledgerMilliseconds;
  const assistants = provenance.files.filter((file) => file.removals.length > 0 || file.origins.some((line) => line.attribution !== null));
  const contents = textsOf(provenance.contents);
  const outlineOf = await outlines.of(new Map(assistants.flatMap((file) => (contents.has(file.path) ? [[file.path, contents.get(file.path) ?? ""]] : []))));
  const files = assistants.map((file) => ({ ...file, tokens: outlineOf.get(file.path)?.tokens ?? null }));
  const base = resolvedScope.scope.base === null ? null : await git.snapshot(resolvedScope.scope.base);
  const isGenerated = matcherOf(configuration.debt.generated);
  const trusted = base ?? (resolvedScope.policyRevision === null ? null : await git.snapshot(resolvedScope.policyRevision));
  const before = await textsBefore(files, provenance, trusted);
  const replaced = replacedText(files, provenance, base === null ? null : before);
  const markedGenerated = markedBefore(files, provenance, before);
  const policySnapshot = resolvedScope.policyRevision === null ? null : trusted?.id === resolvedScope.policyRevision ? trusted : await git.snapshot(resolvedScope.policyRevision);
  const { areasOf, ownersOf } = await placement(configuration, policySnapshot ?? trusted, options.viewedMarks === true);
  const cut = cutHunks(files, (path) => ({
    outline: outlineOf.get(path) ?? null,
    codeKind: codeKindOf(path),
    generated: isGenerated(path) || markedGenerated.has(path),
    writtenAt: (commit) => provenance.history.commits.get(commit)?.authoredAt ?? null,
    authorOf: (commit) => provenance.history.commits.get(commit)?.authorEmail ?? null,
    replacedBy: (range) => replaced(path, range),
  }));
  const hunks = cut.map((hunk) => ({ ...hunk, ...areasOf(hunk.path), ...ownersOf(hunk.path) }));
  const checked = await runChecks(dependencies, { provenance, base, hunks, policy, policySnapshot }, options, progress, signal);
  const reports = options.withoutReports === true ? NO_REPORTS : await reportEvidence(dependencies, { scope: resolvedScope.scope, head: provenance.headSnapshot, hunks, files, texts: contents, configuration, ours: checked.findings }, options);
  const viewed = options.viewedMarks === true ? await dependencies.privateStore.viewed() : new Set<string>();
  const folded = fold({
    files,
    hunks,
    records: [...reading.records, ...approvals.records],
    findings: unquieted([...checked.findings, ...reports.findings], reading.records, new Map(files.map((file) => [file.path, file])), hunks, configuration, reference),
    analysed: checked.analysed,
    viewed,
    cutsOf: (path) => (outlineOf.get(path)?.declarations ?? []).map((declaration) => ({ from: declaration.startLine - 1, to: declaration.endLine })),
    configuration,
    reference,
    known: asRecords(policy.known),
    exists: (path) => provenance.headSnapshot.has(path),
    surroundingsOf: await surroundingsOf(dependencies, { scope: resolvedScope.scope, provenance, hunks, configuration, testsOf: (hunk) => reports.testsOf(hunk) }),
    hasUnclaimedTests: hasUnclaimedTests(provenance.files),
  });
  const statistics: Statistics = {
    files: provenance.headSnapshot.paths.length,
    filesAnalysed: checked.analysed.size,
    milliseconds: {
      total: Math.round(performance.now() - started),
      provenance: Math.round(provenanceMilliseconds),
      graph: Math.round(checked.milliseconds.graph),
      rules: Math.round(checked.milliseconds.rules),
      ledger: Math.round(ledgerMilliseconds),
    },
  };
  const project = await projectFold(dependencies, options, configuration, outlines);
  const owed = await owedBefore(dependencies, options, configuration, resolvedScope, (project ?? folded).items, outlines);
  const snapshot = assembleSnapshot({ resolvedScope, policy, change: { ...change, unreadable: change.unreadable ?? (await nestedProblem(provenance.headSnapshot, configuration.exclude)) }, reference, gaps: reading.gaps, isLedgerMissing: await isLedgerMissing(dependencies, policy, provenance, options), provenance, folded, checked, reports, statistics, signing: await signingState(dependencies, policy, reading), approvals, project, before: owed, knowledge: options.viewedMarks === true ? "private" : "shared" });
  return { snapshot, ...(owed === null ? {} : { before: owed }), files: new Map([...provenance.files, ...files].map((file) => [file.path, file])), contents, basePaths: new Map([...provenance.history.files].map(([path, { basePath }]) => [path, basePath])), reading, policy, reference };
}

/**
 * The one time that a verdict knows: the later of the dates of the commit that the policy is read from and of the head's commit.
 * Whoever dates a commit back is held by the base, which moves on; the clock is asked nothing.
 */
async function referenceTime(git: SessionDependencies["git"], { scope, policyRevision }: ResolvedScope): Promise<string | null> {
  const head = /^[0-9a-f]{40,64}$/.test(scope.head) ? scope.head : await git.head();
  const dateOf = (commit: string | null) => (commit === null ? Promise.resolve(null) : git.committedAt(commit));
  return laterOf(await dateOf(policyRevision), await dateOf(head));
}

/** `project` conditions look at everything by assistants: folded only where the policy has one. */
async function projectFold(dependencies: SessionDependencies, options: EvaluationOptions, configuration: Configuration, outlines: OutlineCache): Promise<DebtSnapshot | null> {
  const { informational: _, ...limits } = configuration.policy.gates.project;
  if (options.all === true || options.patchOnly === true || Object.values(limits).every((limit) => limit === null)) return null;
  const { base: _base, since: _since, ...rest } = options;
  return (await evaluate(dependencies, { ...rest, all: true }, outlines)).snapshot;
}

/**
 * The ratchet compares everything at the head with everything at the merge base, under one policy and one ledger. Reports of tools tell of the head's
 * text alone, so growth is measured without them on both sides: what comes back is what `now` owes less that growth.
 */
async function owedBefore(dependencies: SessionDependencies, options: EvaluationOptions, configuration: Configuration, { scope, policyRevision }: ResolvedScope, now: DebtSnapshot["items"], outlines: OutlineCache): Promise<number | null> {
  if (options.patchOnly === true || configuration.policy.gates.project.growth === null || scope.base === null) return null;
  const { base: _base, since: _since, all: _all, ...rest } = options;
  const whole = { ...rest, all: true, patchOnly: true, withoutReports: true, ...(policyRevision === null ? {} : { policyRef: policyRevision }) };
  const { staged: _staged, approvals: _approvals, ...committed } = whole;
  const before = owedByProject((await evaluate(dependencies, { ...committed, head: scope.base }, outlines)).snapshot.items, configuration);
  if (configuration.external.length === 0 && (options.reports ?? []).length === 0) return before;
  const plain = owedByProject((await evaluate(dependencies, whole, outlines)).snapshot.items, configuration);
  return owedByProject(now, configuration) - (plain - before);
}

/**
 * The base names a ledger, and nothing of one is here: whose code the change is, and who answered for it, can't be
 * known. The editor says so in its own way; a gate must not take it for a pass.
 */
async function isLedgerMissing({ ledger }: SessionDependencies, policy: PolicySource, provenance: Provenance, options: OpenOptions): Promise<boolean> {
  if (options.viewedMarks === true || policy.source !== "base" || policy.configuration.repository === null) return false;
  if (provenance.history.files.size === 0 && provenance.history.deleted.length === 0) return false;
  return (await ledger.lanes()).length === 0;
}
