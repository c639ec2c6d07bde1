/**
 * What the engine asks of the world. Adapters implement these and reach `app` by constructor, from the two
 * composition roots only. One file a room of the world; import them from here.
 */
export type { RuleDescription, RuleExample, Outline, CheckRequest, CheckResult, Checks, ChecksConfiguration, DependencyPath, DependencyStep, InstalledPackages, NestedRules, ProposalOptions, ProposedArchitecture, ProposedRule, TranslatedArchitecture, LeftOption, InspectedSection, MatchedElement } from "./ports/checks";
export type { Journal, Transcripts, TranscriptEdit, TranscriptReading, IntentTarget, HunkIntent, IntentCheck, EditedSince, ExpectedWrite, HumanEdit, CommitEvidenceReader, NoteReader, TracedRange, AttributedRange, AttributedCommit, EvidenceWriter, TraceRecord } from "./ports/evidence";
export type { SavedStates, SavedWalk } from "./ports/saved-walk";
export type { LineRun, EditedLine, LineRemoval, FileHistory, CommitInfo, RangeHistory, DeletedFile, ChangedFile, HistoryDay, DayOptions, DayWalk, KnownCommits, Git, GitPlumbing, GitRunOptions } from "./ports/git";
export type { LedgerStore, LedgerLane, LedgerImport, ProblemKind, TrustAnchors, LedgerReading, NewVerdict, VerdictBatch, Signer, ApprovalKey, Keys, SigningProbe } from "./ports/ledger";
export type { ReportFile, ReportFiles, ReportedFinding, ReportedCoverage, ReportedMutant, ParsedReport, PlacedFinding, TestFinding, ReportReader } from "./ports/reports";
export type { FileContent, Snapshot } from "./ports/snapshot";
export type { PrivateStore, ReadingStore, Cache, CacheFolder, ProjectFiles } from "./ports/stores";
export type { WorkerName, WorkerLimits, WorkerReply, Worker, ChildRunner } from "./ports/worker";
export type { Clock, Log, Progress } from "./ports/world";
