import { fork, type ChildProcess } from "node:child_process";
import { setMaxListeners } from "node:events";
import { Socket } from "node:net";
import { CountersignError } from "../core/model";
import type { ChildRunner, Log, Worker, WorkerLimits, WorkerName, WorkerReply } from "../core/ports";

/** Milliseconds for a process to load; on a crowded machine that is no fault of the request it was started for. */
const STARTS_WITHIN = 60_000;
/** Requests that lie at a worker: it works on the first while the second comes over, so that it never waits for us. */
const REQUESTS_AHEAD = 2;

/** Starts workers as Node processes that answer over IPC, in the order of the requests. */
export class ChildProcesses implements ChildRunner {
  /** `scripts` are absolute paths of the workers' entry files. */
  constructor(
    private readonly scripts: Readonly<Record<WorkerName, string>>,
    private readonly log: Log,
  ) {}

  worker(name: WorkerName, limits: WorkerLimits): Worker {
    return new ForkedWorker(name, this.scripts[name], limits, this.log);
  }
}

interface Waiting {
  readonly request: unknown;
  readonly timeout: number;
  readonly settle: (reply: WorkerReply) => void;
}

/** What a worker sends: that it is loaded, then what it answers to the one request it has. */
interface Answer {
  readonly ready?: true;
  readonly value?: unknown;
  readonly failure?: string;
}

class ForkedWorker implements Worker {
  private child: ChildProcess | null = null;
  private isReady = false;
  /** What the process has got, the one it works on first. */
  private readonly sent: Waiting[] = [];
  private readonly queue: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private disposed = false;
  private stderr = "";

  constructor(
    private readonly name: WorkerName,
    private readonly script: string,
    private readonly limits: WorkerLimits,
    private readonly log: Log,
  ) {}

  ask(request: unknown, timeout: number, signal?: AbortSignal): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new CountersignError("interrupted", "interrupted"));
        return;
      }
      if (this.disposed) {
        resolve({ outcome: "crashed", why: `the ${this.name} process was ended` });
        return;
      }
      const onAbort = () => {
        const position = this.queue.indexOf(waiting);
        if (position >= 0) this.queue.splice(position, 1);
        // Only a new process is sure not to answer the request that nobody waits for any more.
        const place = this.sent.indexOf(waiting);
        if (place >= 0) {
          this.sent.splice(place, 1);
          this.takeBack();
          this.kill();
          this.next();
        }
        reject(new CountersignError("interrupted", "interrupted"));
      };
      const waiting: Waiting = {
        request,
        timeout,
        settle: (reply) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(reply);
        },
      };
      if (signal !== undefined) {
        // Each request in the queue listens until it is answered: many are no leak, and Node's warning of one would reach the user.
        setMaxListeners(0, signal);
        signal.addEventListener("abort", onAbort, { once: true });
      }
      this.queue.push(waiting);
      this.next();
    });
  }

  dispose(): void {
    this.disposed = true;
    this.kill();
    const why = `the ${this.name} process was ended`;
    for (const waiting of [...this.sent.splice(0), ...this.queue.splice(0)]) waiting.settle({ outcome: "crashed", why });
  }

  private next(): void {
    if (this.disposed) return;
    if (this.sent.length === 0 && this.queue.length === 0) {
      this.rest();
      return;
    }
    const child = this.child ?? this.start();
    child.ref();
    child.channel?.ref();
    while (this.sent.length < REQUESTS_AHEAD) {
      const waiting = this.queue.shift();
      if (waiting === undefined) break;
      this.sent.push(waiting);
      if (this.sent.length === 1) this.watch(waiting);
      child.send(waiting.request as object, (error) => {
        if (error !== null) this.stopped(child, `the ${this.name} process could not be reached: ${error.message}`);
      });
    }
  }

  /** A request's time runs from when the process turns to it. */
  private watch(waiting: Waiting): void {
    const limit = this.isReady ? waiting.timeout : Math.max(STARTS_WITHIN, waiting.timeout);
    const took = this.isReady ? "took longer than" : "did not start within";
    this.setTimer(limit, () => {
      this.kill();
      this.finish({ outcome: "timed-out", why: `the ${this.name} process ${took} ${limit / 1000} s` });
    });
  }

  /** Ends the request that the process worked on. */
  private finish(reply: WorkerReply): void {
    this.clearTimer();
    const waiting = this.sent.shift();
    if (reply.outcome === "crashed" || reply.outcome === "timed-out") this.takeBack();
    else if (this.sent[0] !== undefined) this.watch(this.sent[0]);
    waiting?.settle(reply);
    this.next();
  }

  /** What a process that is gone never came to is asked of the next one. */
  private takeBack(): void {
    this.queue.unshift(...this.sent.splice(0));
  }

  /** Nothing to do: the process must not keep ours alive, and goes when it is not needed for long. */
  private rest(): void {
    this.child?.unref();
    this.child?.channel?.unref();
    if (this.limits.idle > 0 && this.child !== null) {
      this.setTimer(this.limits.idle, () => this.kill());
      this.timer?.unref();
    }
  }

  private start(): ChildProcess {
    this.stderr = "";
    this.isReady = false;
    const child = fork(this.script, [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [`--max-old-space-size=${this.limits.memory}`, ...(this.limits.nursery === undefined ? [] : [`--max-semi-space-size=${this.limits.nursery}`])],
      // In VS Code's own runtime the executable is Electron, which is Node only with this variable.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    });
    this.child = child;
    child.stderr?.on("data", (chunk: Buffer) => {
      if (this.stderr.length < 4096) this.stderr += chunk.toString("utf8");
    });
    // A pipe would keep our process alive as long as the worker.
    if (child.stderr instanceof Socket) child.stderr.unref();
    child.on("message", (message) => {
      if (child !== this.child) return;
      const answer = message as Answer;
      if (answer.ready === true) {
        this.isReady = true;
        if (this.sent[0] !== undefined) this.watch(this.sent[0]);
        return;
      }
      if (this.sent.length === 0) return;
      this.finish(answer.failure === undefined ? { outcome: "answer", value: answer.value } : { outcome: "failed", why: answer.failure });
    });
    child.on("error", (error) => this.stopped(child, `the ${this.name} process could not be started: ${error.message}`));
    // Answers may still be on their way when the process is gone; the channel ends behind the last of them.
    let isDrained = false;
    let how: string | null = null;
    const ended = () => {
      if (!isDrained || how === null) return;
      const words = this.stderr.trim().split("\n").slice(-1).join("").slice(0, 300);
      this.stopped(child, `the ${this.name} process ended with ${how}${words === "" ? "" : ` (${words})`}`);
    };
    child.on("disconnect", () => {
      isDrained = true;
      ended();
    });
    child.on("exit", (code, signal) => {
      how = signal ?? `exit code ${code}`;
      ended();
    });
    return child;
  }

  private stopped(child: ChildProcess, why: string): void {
    if (child !== this.child) return;
    this.child = null;
    this.log.debug(why);
    if (this.sent.length > 0) this.finish({ outcome: "crashed", why });
  }

  private kill(): void {
    this.clearTimer();
    const child = this.child;
    this.child = null;
    child?.kill("SIGKILL");
  }

  private setTimer(milliseconds: number, action: () => void): void {
    this.clearTimer();
    this.timer = setTimeout(action, milliseconds);
  }

  private clearTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
