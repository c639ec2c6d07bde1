import type { ChildRunner, Worker, WorkerReply } from "../../core/ports";
import type { ApiRequest } from "./protocol";

const TIMEOUT = 15_000;
/** The process ends when it was not needed for a minute, and what it holds goes with it. */
const LIMITS = { memory: 1536, idle: 60_000 };
/** Time-outs that one run of requests waits for; what is left then is not checked. */
const MAXIMUM_TIMEOUTS = 3;

/** Asks the semantic process, which is killed when it takes too long. All that is known of ts-morph outside of it. */
export class SemanticClient {
  private worker: Worker | null = null;

  /** `timeout` in milliseconds is that of one request. */
  constructor(
    private readonly processes: ChildRunner,
    private readonly timeout = TIMEOUT,
  ) {}

  /**
   * Answers for all items, in order. What crashes or stalls a request is found by asking for each item alone, so that it
   * costs only itself; `failed` makes the answer of an item that has none. Errors: `interrupted`.
   */
  async inParts<Item, Answer>(items: readonly Item[], request: (part: readonly Item[]) => object, failed: (why: string) => Answer, signal?: AbortSignal): Promise<readonly Answer[]> {
    const whole = await this.ask(request(items), signal);
    if (whole.outcome === "answer") return whole.value as readonly Answer[];
    if (items.length === 1) return [failed(whole.why)];
    let timeouts = whole.outcome === "timed-out" ? 1 : 0;
    const answers: Answer[] = [];
    for (const item of items) {
      if (timeouts >= MAXIMUM_TIMEOUTS) {
        answers.push(failed(whole.why));
        continue;
      }
      const reply = await this.ask(request([item]), signal);
      if (reply.outcome === "timed-out") timeouts++;
      answers.push(reply.outcome === "answer" ? ((reply.value as readonly Answer[])[0] ?? failed("no answer")) : failed(reply.why));
    }
    return answers;
  }

  /** Has the process load while others work; a question will follow. Whatever becomes of it is told by that one. */
  prepare(): void {
    if (this.worker === null) void this.ask({ kind: "api", files: [] } satisfies ApiRequest);
  }

  /** One question; `timed-out` and `crashed` are answers too. Errors: `interrupted`. */
  ask(request: object, signal?: AbortSignal): Promise<WorkerReply> {
    this.worker ??= this.processes.worker("semantic", LIMITS);
    return this.worker.ask(request, this.timeout, signal);
  }

  dispose(): void {
    this.worker?.dispose();
    this.worker = null;
  }
}
