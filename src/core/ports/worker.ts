/** Child processes that can be killed. */

/** A script that runs in a process of its own because it may crash, hang or use much memory. */
export type WorkerName = "parser" | "semantic";

export interface WorkerLimits {
  /** Heap of the process in MiB. */
  readonly memory: number;
  /** MiB that may be filled before the youngest are collected; small where the process holds native memory that only collecting frees. */
  readonly nursery?: number;
  /** Milliseconds without a request after which the process is ended; the next request starts it again. 0: never. */
  readonly idle: number;
}

/** How a request to a worker ended. A crash and a time-out are answers, because the caller can act on them. */
export type WorkerReply =
  | { readonly outcome: "answer"; readonly value: unknown }
  /** The process ended while it worked on the request; the next request starts a new one. */
  | { readonly outcome: "crashed"; readonly why: string }
  /** The request took longer than its limit and the process was killed. */
  | { readonly outcome: "timed-out"; readonly why: string }
  /** The worker itself refused or failed on the request, with its own words. */
  | { readonly outcome: "failed"; readonly why: string };

/** One worker process, started at the first request and again after a crash. Requests are answered one after the other. */
export interface Worker {
  /** `timeout` in milliseconds counts from the moment the worker begins with this request. Errors: CountersignError `interrupted`. */
  ask(request: unknown, timeout: number, signal?: AbortSignal): Promise<WorkerReply>;
  /** Ends the process; requests still waiting end as `crashed`. */
  dispose(): void;
}

/** Starts workers; the adapter knows where their scripts are. */
export interface ChildRunner {
  worker(name: WorkerName, limits: WorkerLimits): Worker;
}
