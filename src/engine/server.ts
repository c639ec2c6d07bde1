/** Answers the shell: one request at a time changes the ledger, folds are merged while one is under way. */
import { ResponseError, type MessageConnection } from "vscode-jsonrpc/node";
import type { ReviewSession } from "../app/review-session";
import type { OpenOptions } from "../app/session-types";
import { CountersignError, type DebtSnapshot, type HistorySummary, type NotChecked } from "../core/model";
import type { PanelFacts } from "../core/debt/panel/facts";
import type { Log, Progress } from "../core/ports";
import { packShared } from "../core/shared-values";
import { ForgeHttp } from "../platform/forge-http";
import type { EngineErrorData, EngineNotifications, EngineRequests, InitializeParameters, WorkspaceState } from "../protocol/messages";
import { answerAgent } from "./agent-tools";
import { assistantConnections, connectionPreview, refreshConnections, writeConnection } from "./assistant-connections";
import { createSession, describeRepository } from "./compose";
import { takeForgeViewed } from "./forge-viewed";

type RequestName = keyof EngineRequests;
type Handler<N extends RequestName> = (parameters: EngineRequests[N]["parameters"]) => Promise<EngineRequests[N]["result"]>;

/** Application errors in JSON-RPC's own range. */
const APPLICATION_ERROR = 1;

/** Quiet time after the last change on disk before folding again, in milliseconds. */
const QUIET_TIME = 150;

/** Where a *Viewed* can be asked for; nothing is asked unless a person turned that on. */
const GITHUB = "https://api.github.com";

/** Progress is shown to people: more often than this (milliseconds) helps nobody. */
const PROGRESS_INTERVAL = 100;

export class EngineServer {
  private session: ReviewSession | null = null;
  private options: OpenOptions = { viewedMarks: true };
  private folding: Promise<DebtSnapshot> | null = null;
  private isOutdated = false;
  private wantsSettling = false;
  private timer: NodeJS.Timeout | null = null;
  private abort = new AbortController();
  private changes: Promise<unknown> = Promise.resolve();
  /** Staged hunks become viewed once each: a person who takes the mark away keeps it away. */
  private takesStaged = true;
  private readonly taken = new Set<string>();
  /** By base commit. */
  private readonly histories = new Map<string, HistorySummary>();

  constructor(private readonly connection: MessageConnection) {
    this.on("initialize", (parameters) => this.initialize(parameters));
    this.on("refresh", async ({ options, settle }) => (await this.refresh(options, settle), null));
    this.on("sign", (request) => this.change((session) => session.sign(request)));
    this.on("withdraw", ({ hunks, method }) => this.change((session) => session.withdraw(hunks, method)));
    this.on("withdrawRecords", ({ ids, method }) => this.change((session) => session.withdrawRecords(ids, method)));
    this.on("correct", (request) => this.change((session) => session.correct(request)));
    this.on("quiet", (request) => this.change((session) => session.quiet(request)));
    this.on("observe", async (observation) => (await this.opened().observe(observation), this.foldSoon(), null));
    this.on("view", ({ hunks, viewed }) => this.change(async (session) => (await session.view(hunks, viewed), null)));
    this.on("noteSeen", async ({ texts }) => (await this.opened().noteSeen(texts), null));
    this.on("reading", ({ hunks }) => this.opened().reading(hunks));
    this.on("why", ({ path, line }) => this.opened().why(path, line));
    this.on("intent", ({ hunk }) => this.opened().intent(hunk));
    this.on("approvedText", ({ hunk }) => this.opened().approvedText(hunk));
    this.on("branches", () => this.opened().branches());
    this.on("dependencyPath", ({ ends }) => this.opened().dependencyPath(ends));
    this.on("baseText", ({ path }) => this.opened().baseText(path));
    this.on("takeForgeViewed", ({ token }) => this.change((session) => takeForgeViewed(session, new ForgeHttp(GITHUB, token))));
    this.on("planRevert", ({ hunk }) => this.opened().planRevert(hunk));
    this.on("keepText", ({ path, text }) => this.opened().keepText(path, text));
    this.on("panelFacts", ({ names }) => this.panelFacts(names));
    this.on("askAgent", async ({ name, input }) => JSON.stringify(await answerAgent(name, input, () => this.opened().next(this.options))));
    this.on("inspectConfiguration", ({ path, text }) => this.opened().inspectConfiguration(path, text));
    this.on("log", () => this.opened().log());
    this.on("planInit", (options) => this.opened().planInit(options));
    this.on("applyInit", (options) => this.change((session) => session.applyInit(options)));
    this.on("sync", ({ remote }) => this.change((session) => session.sync(remote)));
    this.on("assistants", () => Promise.resolve(assistantConnections(this.place())));
    this.on("planConnection", (parameters) => Promise.resolve(connectionPreview({ ...parameters, ...this.place() })));
    this.on("writeConnection", ({ shown, ...parameters }) => {
      writeConnection({ ...parameters, ...this.place() }, shown);
      return Promise.resolve(null);
    });
    connection.onNotification("filesChanged", ({ paths }: EngineNotifications["filesChanged"]) => this.filesChanged(paths));
  }

  dispose(): void {
    this.abort.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    this.session?.dispose();
  }

  private on<N extends RequestName>(name: N, handler: Handler<N>): void {
    this.connection.onRequest(name, async (parameters: EngineRequests[N]["parameters"]) => {
      try {
        return await handler(parameters);
      } catch (error) {
        throw asResponseError(error);
      }
    });
  }

  private notify<N extends keyof EngineNotifications>(name: N, parameters: EngineNotifications[N]): void {
    void this.connection.sendNotification(name, parameters);
  }

  private async initialize({ folder, stagedIsViewed }: InitializeParameters): Promise<WorkspaceState> {
    this.session?.dispose();
    this.session = null;
    this.histories.clear();
    this.taken.clear();
    this.takesStaged = stagedIsViewed !== false;
    const log: Log = {
      debug: (message) => this.notify("log", { level: "debug", message }),
      info: (message) => this.notify("log", { level: "info", message }),
      warn: (message) => this.notify("log", { level: "warn", message }),
    };
    refreshHooks(log);
    const state = await describeRepository(folder, log);
    if (state.kind === "ready" || state.kind === "no-commits") this.session = await createSession(folder, { log });
    return state;
  }

  /** Where assistants are connected from. */
  private place(): { readonly directory: string; readonly environment: NodeJS.ProcessEnv } {
    return { directory: this.opened().root ?? ".", environment: process.env };
  }

  private opened(): ReviewSession {
    if (this.session === null) throw new CountersignError("no-repository", "no repository is open", { hint: "open a folder that belongs to a git repository" });
    return this.session;
  }

  /** Changes wait for each other, and each is followed by a fold that everybody sees. */
  private change<T>(action: (session: ReviewSession) => Promise<T>): Promise<T> {
    const result = this.changes.then(() => action(this.opened()));
    this.changes = result.then(
      () => this.refresh(),
      () => undefined,
    );
    return result;
  }

  private filesChanged(paths: readonly string[]): void {
    const { session } = this;
    if (session === null) return;
    const failed = (error: unknown) => this.notify("log", { level: "warn", message: `written files were not recognised: ${asError(error).message}` });
    void session.recogniseWrites(paths).then(() => undefined, failed).then(() => this.foldSoon());
  }

  private foldSoon(): void {
    if (this.session === null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.refresh(undefined, true).catch((error: unknown) => this.notify("log", { level: "warn", message: `could not fold: ${asError(error).message}` }));
    }, QUIET_TIME);
  }

  /** One fold at a time; a request that comes meanwhile is answered by the next one. */
  private async refresh(options?: OpenOptions, settle = false): Promise<DebtSnapshot> {
    if (options !== undefined) this.options = { ...options, viewedMarks: true };
    this.wantsSettling ||= settle;
    if (this.folding !== null) {
      this.isOutdated = true;
      return this.folding;
    }
    this.folding = this.foldUntilCurrent();
    try {
      return await this.folding;
    } finally {
      this.folding = null;
    }
  }

  private async foldUntilCurrent(): Promise<DebtSnapshot> {
    let snapshot: DebtSnapshot;
    do {
      this.isOutdated = false;
      const session = this.opened();
      const unsettled = await this.settle(session);
      const opened = await session.open(this.options, this.progress(), this.abort.signal);
      snapshot = this.withHistory({ ...opened, notChecked: [...opened.notChecked, ...unsettled] });
      if (await this.takeOverStaged(session)) this.isOutdated = true;
    } while (this.isOutdated);
    this.notify("progress", { stage: "", done: 0, total: 0 });
    this.notify("snapshotChanged", packShared(snapshot));
    this.countHistory(snapshot);
    return snapshot;
  }

  /** A ledger that can't be written (locked, read-only) hides no debt that is known already; the next fold tries again. */
  private async settle(session: ReviewSession): Promise<readonly NotChecked[]> {
    if (!this.wantsSettling) return [];
    try {
      await session.settle();
      this.wantsSettling = false;
      return [];
    } catch (error) {
      this.notify("log", { level: "warn", message: `could not settle: ${asError(error).message}` });
      return [{ what: "the newest edits of assistants", why: asError(error).message }];
    }
  }

  private async panelFacts(names: boolean): Promise<PanelFacts> {
    try {
      return await this.opened().panelFacts({ names }, this.progress(), this.abort.signal);
    } finally {
      this.notify("progress", { stage: "", done: 0, total: 0 });
    }
  }

  /** Whether there was something new. */
  private async takeOverStaged(session: ReviewSession): Promise<boolean> {
    const fresh = this.takesStaged ? (await session.staged()).filter((hunk) => !this.taken.has(hunk)) : [];
    for (const hunk of fresh) this.taken.add(hunk);
    if (fresh.length > 0) await session.view(fresh, true);
    return fresh.length > 0;
  }

  private withHistory(snapshot: DebtSnapshot): DebtSnapshot {
    const { all, base } = snapshot.scope;
    return { ...snapshot, history: all || base === null ? null : (this.histories.get(base) ?? null) };
  }

  /** The one line about history may take a while in a large repository: it comes when it is there, and then with every snapshot. */
  private countHistory(snapshot: DebtSnapshot): void {
    const { all, base } = snapshot.scope;
    if (all || base === null || this.histories.has(base)) return;
    this.opened()
      .history(undefined, this.abort.signal)
      .then(async (history) => {
        if (history === null) return;
        this.histories.set(base, history);
        await this.folding?.catch(() => undefined);
        // Behind the snapshot of a fold under way, which may have been made before this count.
        this.notify("historyCounted", { base, history });
      })
      .catch((error: unknown) => this.notify("log", { level: "debug", message: `history was not counted: ${asError(error).message}` }));
  }

  private progress(): Progress {
    let last = 0;
    return {
      report: (stage, done, total) => {
        const now = performance.now();
        if (now - last < PROGRESS_INTERVAL) return;
        last = now;
        this.notify("progress", { stage, done, total });
      },
    };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function asResponseError(error: unknown): ResponseError<EngineErrorData> {
  if (error instanceof CountersignError) return new ResponseError(APPLICATION_ERROR, error.message, { code: error.code, message: error.message, ...error.details });
  return new ResponseError(APPLICATION_ERROR, asError(error).message, { code: "internal", message: asError(error).message });
}

/** An editor that was updated has another Node: hooks must not go silent for it, nor a folder stay closed because they can't be written. */
function refreshHooks(log: Log): void {
  try {
    const launcher = refreshConnections(process.env);
    if (launcher !== null) log.info(`the hooks' launcher is of this version now: ${launcher}`);
  } catch (error) {
    log.warn(`the hooks' launcher could not be brought up to date: ${asError(error).message}`);
  }
}
