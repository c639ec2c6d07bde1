/** Answers the shell: one request at a time changes the ledger, folds are merged while one is under way. */
import { ResponseError, type MessageConnection } from "vscode-jsonrpc/node";
import type { ReviewSession } from "../app/review-session";
import type { OpenOptions } from "../app/session-types";
import { CountersignError, type DebtSnapshot, type HistorySummary } from "../core/model";
import type { PanelFacts } from "../core/debt/panel/facts";
import type { Log, Progress } from "../core/ports";
import type { EngineErrorData, EngineNotifications, EngineRequests, InitializeParameters, WorkspaceState } from "../protocol/messages";
import { answerAgent } from "./agent-tools";
import { createSession, describeRepository } from "./compose";

type RequestName = keyof EngineRequests;
type Handler<N extends RequestName> = (parameters: EngineRequests[N]["parameters"]) => Promise<EngineRequests[N]["result"]>;

/** Application errors in JSON-RPC's own range. */
const APPLICATION_ERROR = 1;

/** Quiet time after the last change on disk before folding again, in milliseconds. */
const QUIET_TIME = 150;

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
  /** What the shell was told last. */
  private latest: DebtSnapshot | null = null;
  /** By base commit. */
  private readonly histories = new Map<string, HistorySummary>();

  constructor(private readonly connection: MessageConnection) {
    this.on("initialize", (parameters) => this.initialize(parameters));
    this.on("refresh", ({ options, settle }) => this.refresh(options, settle));
    this.on("sign", (request) => this.change((session) => session.sign(request)));
    this.on("withdraw", ({ hunks, method }) => this.change((session) => session.withdraw(hunks, method)));
    this.on("view", ({ hunks, viewed }) => this.change(async (session) => (await session.view(hunks, viewed), null)));
    this.on("noteSeen", async ({ texts }) => (await this.opened().noteSeen(texts), null));
    this.on("reading", ({ hunks }) => this.opened().reading(hunks));
    this.on("why", ({ path, line }) => this.opened().why(path, line));
    this.on("intent", ({ hunk }) => this.opened().intent(hunk));
    this.on("approvedText", ({ hunk }) => this.opened().approvedText(hunk));
    this.on("branches", () => this.opened().branches());
    this.on("baseText", ({ path }) => this.opened().baseText(path));
    this.on("planRevert", ({ hunk }) => this.opened().planRevert(hunk));
    this.on("keepText", ({ path, text }) => this.opened().keepText(path, text));
    this.on("askAgent", async ({ name, input }) => JSON.stringify(await answerAgent(name, input, () => this.opened().next(this.options))));
