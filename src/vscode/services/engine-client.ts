import type { MessageConnection } from "vscode-jsonrpc/node";
import type { DebtSnapshot } from "../../core/model";
import { unpackShared } from "../../core/shared-values";
import type { EngineNotifications, EngineRequests, InitializeParameters, WorkspaceState } from "../../protocol/messages";
import { Emitter } from "./emitter";
import type { Disposable } from "./emitter";
import { EngineError, toEngineError } from "./engine-error";

/** One engine process as the client sees it. */
export interface EngineChannel {
  /** The engine's stdin. */
  readonly input: NodeJS.WritableStream;
  /** The engine's stdout. */
  readonly output: NodeJS.ReadableStream;
  /** Resolves once, with why it ended, when the process is gone or could not be started. */
  readonly ended: Promise<string>;
  kill(): void;
}

export type StartEngine = () => EngineChannel;

export interface EngineLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export type EngineStatus =
  | { readonly kind: "starting" }
  | { readonly kind: "running" }
  /** Ended by itself; starts again in `seconds`. */
  | { readonly kind: "waiting"; readonly seconds: number; readonly why: string }
  /** Ended too often, or refused the folder; only `restart` goes on. */
  | { readonly kind: "failed"; readonly why: string };

export interface EngineClientOptions {
  /** Crashes in a row before giving up. */
  readonly maximumRestarts?: number;
  /** Unit of the back-off 1, 2, 4 … 30, in milliseconds; 1,000 but in tests. */
  readonly second?: number;
  /** After this many milliseconds of life, earlier crashes are forgotten. */
  readonly healthyAfter?: number;
}

const LONGEST_DELAY = 30;

/** Seconds to wait before restart number `crashes` (1-based): 1, 2, 4, 8, 16, 30, 30 … */
export function restartDelay(crashes: number): number {
  return Math.min(LONGEST_DELAY, 2 ** Math.max(0, crashes - 1));
}

interface Life {
  readonly channel: EngineChannel;
  connection: MessageConnection | null;
  /** It knows its folder and answers. */
  serves: boolean;
  readonly startedAt: number;
}

/** May be asked again where the engine ended before it answered: what only reads, and what the engine takes once however often it comes. */
const REPEATABLE: ReadonlySet<keyof EngineRequests> = new Set([
  ...(["why", "intent", "approvedText", "branches", "dependencyPath", "baseText", "planRevert", "reading", "log", "panelFacts", "askAgent", "planInit", "assistants", "planConnection"] as const),
  ...(["observe", "view"] as const),
]);
/** How long a request waits for an engine that starts, in milliseconds: the longest pause between two starts, and the start. */
const LONGEST_WAIT = 60_000;

/** The engine process of one folder: starts it, starts it again when it dies, and passes messages on. */
export class EngineClient implements Disposable {
  private readonly statusEmitter = new Emitter<EngineStatus>();
  private readonly stateEmitter = new Emitter<WorkspaceState>();
  private readonly snapshotEmitter = new Emitter<DebtSnapshot>();
  private readonly historyEmitter = new Emitter<EngineNotifications["historyCounted"]>();
  private readonly progressEmitter = new Emitter<EngineNotifications["progress"]>();
  private life: Life | null = null;
  private parameters: InitializeParameters | null = null;
  private crashes = 0;
  private timer: NodeJS.Timeout | undefined;
  private starts = false;
  private readonly waiting = new Set<(error: EngineError | null) => void>();

  readonly onStatus = this.statusEmitter.event;
  /** The answer to `initialize`, after every start. */
  readonly onWorkspaceState = this.stateEmitter.event;
  readonly onSnapshot = this.snapshotEmitter.event;
  readonly onHistory = this.historyEmitter.event;
  readonly onProgress = this.progressEmitter.event;

  constructor(
    private readonly startEngine: StartEngine,
    private readonly log: EngineLog,
    private readonly options: EngineClientOptions = {},
  ) {}

  /** Serves this folder from now on, in a fresh process. */
  open(parameters: InitializeParameters): void {
    if (parameters.folder !== this.parameters?.folder) {
      // What was asked about another repository must not be answered by this one.
      this.answerWaiting(notRunning());
    }
    this.parameters = parameters;
    this.restart();
  }

  /** Starts anew, with earlier crashes forgotten. Does nothing before `open`. */
  restart(): void {
    this.crashes = 0;
    this.stop();
    this.start();
  }

  /** Ends the process, for instance when the last folder was closed. */
  close(): void {
    this.parameters = null;
    this.stop();
    this.giveUp();
  }

  /** Waits for an engine that is starting. Errors: EngineError, `unavailable` where none runs or the one asked ended before it answered. */
  async request<M extends keyof EngineRequests>(method: M, parameters: EngineRequests[M]["parameters"]): Promise<EngineRequests[M]["result"]> {
    const folder = this.parameters?.folder;
    for (let attempt = 1; ; attempt++) {
      const life = await this.serving();
      try {
        return await life.connection.sendRequest<EngineRequests[M]["result"]>(method, parameters);
      } catch (error) {
        if (this.life?.connection === life.connection) {
          throw toEngineError(error);
        }
        if (attempt > 1 || !REPEATABLE.has(method) || this.parameters?.folder !== folder) {
          throw new EngineError("unavailable", "The engine stopped before it answered.", null, { cause: error });
        }
      }
    }
  }

  /** Dropped while no engine runs: the next start folds everything anyway. */
  notify(method: "filesChanged", parameters: EngineNotifications["filesChanged"]): void {
    this.life?.connection?.sendNotification(method, parameters).catch((error: unknown) => {
      this.log.debug(`could not send ${method}: ${String(error)}`);
    });
  }

  dispose(): void {
    this.close();
    for (const emitter of [this.statusEmitter, this.stateEmitter, this.snapshotEmitter, this.historyEmitter, this.progressEmitter]) {
      emitter.dispose();
    }
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.starts = false;
    const life = this.life;
    this.life = null;
    life?.connection?.dispose();
    life?.channel.kill();
  }

  private start(): void {
    const parameters = this.parameters;
    if (parameters === null) {
      return;
    }
    this.starts = true;
    this.statusEmitter.fire({ kind: "starting" });
    const life: Life = { channel: this.startEngine(), connection: null, serves: false, startedAt: performance.now() };
    this.life = life;
    void life.channel.ended.then((why) => this.ended(life, why));
    this.converse(life, parameters).catch((error: unknown) => {
      if (this.life === life) {
        const refusal = toEngineError(error);
        this.log.warn(`the engine refused ${parameters.folder}: ${refusal.text}`);
        this.stop();
        this.giveUp();
        this.statusEmitter.fire({ kind: "failed", why: refusal.text });
      }
    });
  }

  private async converse(life: Life, parameters: InitializeParameters): Promise<void> {
    // Loaded here, not at activation: it costs more than the rest of the shell together.
    const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = await import("vscode-jsonrpc/node");
    if (this.life !== life) {
      return;
    }
    const connection = createMessageConnection(new StreamMessageReader(life.channel.output), new StreamMessageWriter(life.channel.input));
    life.connection = connection;
    connection.onNotification("snapshotChanged", (snapshot: EngineNotifications["snapshotChanged"]) => this.snapshotEmitter.fire(unpackShared(snapshot)));
    connection.onNotification("historyCounted", (counted: EngineNotifications["historyCounted"]) => this.historyEmitter.fire(counted));
    connection.onNotification("progress", (progress: EngineNotifications["progress"]) => this.progressEmitter.fire(progress));
    connection.onNotification("log", (entry: EngineNotifications["log"]) => this.log[entry.level](entry.message));
    connection.onError(([error]) => this.log.warn(`the connection to the engine: ${error.message}`));
    connection.listen();
    const state = await connection.sendRequest<WorkspaceState>("initialize", parameters);
    if (this.life === life) {
      life.serves = true;
      this.statusEmitter.fire({ kind: "running" });
      this.answerWaiting(null);
      this.stateEmitter.fire(state);
    }
  }

  private ended(life: Life, why: string): void {
    if (this.life !== life) {
      return;
    }
    this.life = null;
    life.connection?.dispose();
    if (performance.now() - life.startedAt > (this.options.healthyAfter ?? 60_000)) {
      this.crashes = 0;
    }
    this.crashes++;
    this.log.warn(`the engine ended (${why}), ${this.crashes} in a row`);
    if (this.crashes > (this.options.maximumRestarts ?? 6)) {
      this.giveUp();
      this.statusEmitter.fire({ kind: "failed", why });
      return;
    }
    const seconds = restartDelay(this.crashes);
    this.statusEmitter.fire({ kind: "waiting", seconds, why });
    this.timer = setTimeout(() => this.start(), seconds * (this.options.second ?? 1_000));
  }

  private async serving(): Promise<{ readonly connection: MessageConnection }> {
    for (const end = performance.now() + LONGEST_WAIT; ; ) {
      const life = this.life;
      if (life?.serves === true && life.connection !== null) {
        return { connection: life.connection };
      }
      const rest = end - performance.now();
      if (!this.starts || rest <= 0) {
        throw notRunning();
      }
      await this.started(rest);
    }
  }

  /** Resolves when an engine answers; at the latest after `milliseconds`. */
  private started(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error: EngineError | null): void => {
        clearTimeout(timer);
        this.waiting.delete(finish);
        if (error === null) {
          resolve();
        } else {
          reject(error);
        }
      };
      const timer = setTimeout(() => finish(notRunning()), milliseconds);
      this.waiting.add(finish);
    });
  }

  /** No engine comes any more: nobody waits for one. */
  private giveUp(): void {
    this.starts = false;
    this.answerWaiting(notRunning());
  }

  private answerWaiting(error: EngineError | null): void {
    for (const finish of [...this.waiting]) {
      finish(error);
    }
  }
}

function notRunning(): EngineError {
  return new EngineError("unavailable", "The engine is not running.");
}
