import { l10n, window } from "vscode";
import type { ExtensionContext } from "vscode";
import type { DebtSnapshot } from "../core/model";
import { startEngineProcess } from "../platform/engine-process";
import { HunkNavigator } from "./commands/hunk-navigator";
import { registerCommands } from "./commands/register-commands";
import { DebtPanel } from "./panel/debt-panel";
import { ChatKeeps } from "./editor/chat-keeps";
import { HunkLenses } from "./editor/code-lenses";
import { CommentThreads } from "./editor/comment-threads";
import { ConfigurationHelp } from "./editor/configuration-help";
import { CursorHunk } from "./editor/cursor-hunk";
import { HunkDecorations } from "./editor/decorations";
import { FindingDiagnostics } from "./editor/diagnostics";
import { DocumentHunks } from "./editor/document-hunks";
import { EditObserver } from "./editor/edit-observer";
import { FileBadges } from "./editor/file-badges";
import { HunkHover } from "./editor/hover";
import { ReadingNotes } from "./editor/reading-notes";
import { SuspicionLenses } from "./editor/suspicion-lenses";
import { FindingActions } from "./editor/quick-fixes";
import { VirtualDocuments } from "./editor/virtual-documents";
import { ContextKeys } from "./services/context-keys";
import { DebtStore } from "./services/debt-store";
import { DisposableList } from "./services/disposables";
import { registerHunkLinks } from "./services/hunk-links";
import { registerLanguageModelTools } from "./services/language-model-tools";
import { LastBatch } from "./services/last-batch";
import { LogTail } from "./services/log-tail";
import { Notifications } from "./services/notifications";
import { QuietMode } from "./services/quiet-mode";
import { ReviewWalk } from "./services/review-walk";
import { Settings } from "./services/settings";
import { TreeArrangement } from "./services/tree-arrangement";
import { WorkspaceRepositories } from "./services/workspace-repositories";
import { DebtStatusBar } from "./views/status-bar";
import { DebtTree } from "./views/debt-tree";
import type { TreeRow } from "./views/debt-tree";

/** What tests, and nobody else, may rely on. */
export interface CountersignApi {
  snapshot(): DebtSnapshot | null;
  /** There is something to show: a first snapshot, or a reason why there is none. */
  readonly ready: Promise<void>;
  /** The tree as it stands, top to bottom, collapsed rows included. */
  rows(): readonly TreeRow[];
  /** Why the last automatic exchange of sign-offs failed; null when it did not. */
  syncFailure(): string | null;
  /** What `activate` itself took; loading the bundle comes on top. */
  readonly activationMilliseconds: number;
}

/** Composes the shell and returns; the engine starts after that, in a process of its own. */
export function activate(context: ExtensionContext): CountersignApi {
  const started = performance.now();
  const owned = new DisposableList();
  context.subscriptions.push(owned);
  const tail = new LogTail();
  const log = owned.add(tail.follow(window.createOutputChannel("Countersign", { log: true })));
  const settings = new Settings();
  const notifications = new Notifications(log);
  const store = owned.add(new DebtStore());
  const session = owned.add(new WorkspaceRepositories(() => startEngineProcess(context.asAbsolutePath("dist/engine.js")), store, log, settings));
  const { engine } = session;
  const walk = owned.add(new ReviewWalk(store, context.workspaceState));
  const lastBatch = owned.add(new LastBatch());
  const arrangement = owned.add(new TreeArrangement(store, context.workspaceState));
  const quiet = owned.add(new QuietMode(context.workspaceState));
  const contextKeys = owned.add(new ContextKeys(store, walk, lastBatch));
  const hunks = owned.add(new DocumentHunks(store));
  const reading = owned.add(new ReadingNotes(hunks, engine, settings, session, log));
  const observer = owned.add(new EditObserver(store, engine, log));
  const documents = owned.add(new VirtualDocuments());
  const tree = owned.add(new DebtTree(store, engine, walk, log));
  const navigator = new HunkNavigator(store, hunks, documents, tree, walk, notifications, log);
  const panel = owned.add(new DebtPanel({ extension: context.extensionUri, store, engine, session, arrangement, navigator, notifications, log }));
  owned.addAll(
    new DebtStatusBar(store, session, walk),
    new HunkLenses(hunks, settings, quiet),
    new HunkDecorations(hunks, settings, quiet),
    new CursorHunk(hunks, contextKeys, store),
    new FileBadges(store, settings, quiet),
    new SuspicionLenses(observer, store, settings),
    new HunkHover(hunks, (hunk) => engine.request("intent", { hunk }), log),
    new FindingDiagnostics(store, settings),
    new FindingActions(hunks, store),
    new ConfigurationHelp(store, engine, log),
    new CommentThreads(store, hunks, quiet),
    new ChatKeeps(hunks, engine, settings, log, store),
    registerLanguageModelTools(engine),
    registerHunkLinks((hunk) => session.find(hunk)),
    registerCommands({ store, engine, session, memory: context.globalState, hunks, observer, reading, documents, tree, walk, lastBatch, arrangement, quiet, navigator, panel, notifications, contextKeys, settings, tail, log }),
    walk.onLostVerdicts((count) => notifications.status(l10n.t("Marked verdicts dropped, because their text changed: {0}.", count))),
  );
  const timer = setTimeout(() => session.start(), 0);
  owned.add({ dispose: () => clearTimeout(timer) });
  const activationMilliseconds = performance.now() - started;
  log.info(`activated in ${activationMilliseconds.toFixed(1)} ms`);
  return { activationMilliseconds, snapshot: () => store.snapshot, ready: session.ready, rows: () => tree.rows(), syncFailure: () => session.failure };
}

/** Everything is disposed through the context's subscriptions; the engine's process ends with its client. */
export function deactivate(): void {}
