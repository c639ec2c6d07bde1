/** Messages between the editor's shell and the engine process: JSON-RPC over stdio. Types and method names only. */
import type { SeenText } from "../core/debt/reading";
import type { PanelFacts } from "../core/debt/panel/facts";
import type { DebtSnapshot, HistorySummary } from "../core/model";
import type { DependencyPath } from "../core/ports";
import type { SharedValue } from "../core/shared-values";
import type {
  ApprovedText,
  BaseText,
  BranchesAnswer,
  ConfigurationInspection,
  CorrectionRequest,
  FindingStatement,
  EditorObservation,
  InitOptions,
  InitPlan,
  IntentAnswer,
  LogAnswer,
  OpenOptions,
  ReadingAnswer,
  RevertAnswer,
  SignRequest,
  SignResult,
  WhyAnswer,
} from "../app/session-types";

export interface InitializeParameters {
  readonly folder: string;
  /** False in an untrusted workspace: the ledger and git are read, nothing of the repository is executed. */
  readonly trusted: boolean;
  /** Hunks that are staged whole arrive as *viewed*; default true. */
  readonly stagedIsViewed?: boolean;
}

/** What the tree shows before any hunk. */
export type WorkspaceState =
  | { readonly kind: "ready"; readonly root: string; readonly gitDirectory: string; readonly commonDirectory: string }
  | { readonly kind: "no-repository" | "no-git" | "no-commits" | "bare" | "failed"; readonly message: string };

export interface ConnectionParameters {
  readonly deed: "connect" | "disconnect";
  readonly assistant: string;
  /** `project`: this work tree; `user`: the home folder, for every project. */
  readonly scope: "project" | "user";
}

/** An assistant that can be connected; null where it has no such scope, or its file can't be read. */
export interface ConnectableAssistant {
  readonly name: string;
  readonly project: "connected" | "partly" | "not-connected" | null;
  readonly user: "connected" | "partly" | "not-connected" | null;
}

/** Exactly what would be written, for a person to read. */
export interface ConnectionPreview {
  /** Unified diff of every file, the launcher included by name; empty where nothing changes. */
  readonly diff: string;
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** Stands for what was shown: another one by the time of writing is refused. */
  readonly shown: string;
}

export interface ForgeViewedAnswer {
  /** The pull request; null where the branch has none that is open. */
  readonly number: number | null;
  /** Files ticked there. */
  readonly files: number;
  /** Hunks that became *viewed* here. */
  readonly hunks: number;
}

export interface EngineRequests {
  initialize: { parameters: InitializeParameters; result: WorkspaceState };
  /** Folds again; the snapshot comes as `snapshotChanged`, once, before the answer. */
  refresh: { parameters: { readonly options?: OpenOptions; readonly settle?: boolean }; result: null };
  sign: { parameters: SignRequest; result: SignResult };
  withdraw: { parameters: { readonly hunks: readonly string[]; readonly method: "editor" | "terminal" }; result: SignResult };
  /** Takes back exactly these records of one's own: corrections, or the last batch of this window. */
  withdrawRecords: { parameters: { readonly ids: readonly string[]; readonly method: "editor" | "terminal" }; result: SignResult };
  correct: { parameters: CorrectionRequest; result: SignResult };
  /** *Not a Problem Here*. */
  quiet: { parameters: FindingStatement; result: SignResult };
  /** How lines of a saved document came about, as the editor saw it. */
  observe: { parameters: EditorObservation; result: null };
  view: { parameters: { readonly hunks: readonly string[]; readonly viewed: boolean }; result: null };
  /** What was on the screen since the last such message; stays on this machine. */
  noteSeen: { parameters: { readonly texts: readonly SeenText[] }; result: null };
  reading: { parameters: { readonly hunks: readonly string[] }; result: readonly ReadingAnswer[] };
  why: { parameters: { readonly path: string; readonly line: number }; result: WhyAnswer };
  /** What a hunk was asked for and what was run on it, by this machine's transcripts; null where there are none of it. */
  intent: { parameters: { readonly hunk: string }; result: IntentAnswer | null };
  approvedText: { parameters: { readonly hunk: string }; result: ApprovedText | null };
  branches: { parameters: Record<string, never>; result: BranchesAnswer };
  /** Without `ends` only the files to choose from. */
  dependencyPath: { parameters: { readonly ends: { readonly from: string; readonly to: string } | null }; result: DependencyPath };
  /** `path` is repository-relative; the text is the document's, saved or not. */
  inspectConfiguration: { parameters: { readonly path: string; readonly text: string }; result: ConfigurationInspection };
  baseText: { parameters: { readonly path: string }; result: BaseText };
  /** Asks GitHub, with the token of the editor's own session, which files its reviewer viewed. The token is kept nowhere. */
  takeForgeViewed: { parameters: { readonly token: string }; result: ForgeViewedAnswer };
  planRevert: { parameters: { readonly hunk: string }; result: RevertAnswer };
  keepText: { parameters: { readonly path: string; readonly text: string }; result: string };
  /** A read-only question of a language model's tool; `name` as in src/engine/agent-tools.ts. The result is one JSON document. */
  askAgent: { parameters: { readonly name: string; readonly input: unknown }; result: string };
  log: { parameters: Record<string, never>; result: LogAnswer };
  /** What the panel is computed from; with `names`, who signed is named. */
  panelFacts: { parameters: { readonly names: boolean }; result: PanelFacts };
  planInit: { parameters: InitOptions; result: InitPlan };
  applyInit: { parameters: InitOptions; result: InitPlan };
  assistants: { parameters: Record<string, never>; result: readonly ConnectableAssistant[] };
  planConnection: { parameters: ConnectionParameters; result: ConnectionPreview };
  /** Errors: `drifted` where a file is another one than was shown. */
  writeConnection: { parameters: ConnectionParameters & { readonly shown: string }; result: null };
  sync: { parameters: { readonly remote: string }; result: { readonly fetched: number; readonly pushed: number } };
}

export interface EngineNotifications {
  /** Engine → shell. */
  snapshotChanged: SharedValue<DebtSnapshot>;
  /** Engine → shell: what came before the base of the last snapshots, counted after them; those made later carry it. */
  historyCounted: { readonly base: string; readonly history: HistorySummary };
  /** Engine → shell; `done` of `total` where known, total 0 otherwise; stage "" when idle. */
  progress: { readonly stage: string; readonly done: number; readonly total: number };
  /** Engine → shell. */
  log: { readonly level: "debug" | "info" | "warn"; readonly message: string };
  /** Shell → engine: files changed on disk (saved, created, deleted); the engine folds again after a short quiet time. */
  filesChanged: { readonly paths: readonly string[] };
}

/** Error data of a failed request: contract.md's `countersign/error/1` without the schema. */
export interface EngineErrorData {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly hint?: string;
}
