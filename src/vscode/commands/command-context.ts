import type { LogOutputChannel } from "vscode";
import type { CommandId } from "../contributions";
import type { DocumentHunks } from "../editor/document-hunks";
import type { ReadingNotes } from "../editor/reading-notes";
import type { EditObserver } from "../editor/edit-observer";
import type { VirtualDocuments } from "../editor/virtual-documents";
import type { ContextKeys } from "../services/context-keys";
import type { DebtStore } from "../services/debt-store";
import type { Engine } from "../services/engine";
import type { Notifications } from "../services/notifications";
import type { DebtPanel } from "../panel/debt-panel";
import type { QuietMode } from "../services/quiet-mode";
import type { Memory, ReviewWalk } from "../services/review-walk";
import type { LastBatch } from "../services/last-batch";
import type { LogTail } from "../services/log-tail";
import type { Settings } from "../services/settings";
import type { TreeArrangement } from "../services/tree-arrangement";
import type { WorkspaceRepositories } from "../services/workspace-repositories";
import type { DebtTree } from "../views/debt-tree";
import type { HunkNavigator } from "./hunk-navigator";

/** What commands work with; made once in extension.ts. */
export interface CommandContext {
  readonly store: DebtStore;
  readonly engine: Engine;
  readonly session: WorkspaceRepositories;
  readonly settings: Settings;
  /** What a person answered once, for all repositories. */
  readonly memory: Memory;
  readonly hunks: DocumentHunks;
  readonly reading: ReadingNotes;
  readonly observer: EditObserver;
  readonly documents: VirtualDocuments;
  readonly tree: DebtTree;
  readonly walk: ReviewWalk;
  readonly lastBatch: LastBatch;
  readonly arrangement: TreeArrangement;
  readonly quiet: QuietMode;
  readonly navigator: HunkNavigator;
  readonly panel: DebtPanel;
  readonly notifications: Notifications;
  readonly contextKeys: ContextKeys;
  readonly tail: LogTail;
  readonly log: LogOutputChannel;
}

/**
 * `argument` is whatever the caller passed: another extension, a link in a document. It is never trusted, and neither is
 * `selected`, which the tree passes when several rows are selected.
 */
export type CommandHandler = (argument: unknown, selected: unknown) => Promise<void> | void;

export type CommandTable<Id extends CommandId> = Readonly<Record<Id, CommandHandler>>;
