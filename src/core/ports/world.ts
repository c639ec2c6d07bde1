/** The clock, the log and progress: what the engine asks of the process it runs in. */

/** Time, so that folds are deterministic under test. */
export interface Clock {
  now(): Date;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** Reported at most a few times a second; `total` is 0 while unknown. */
export interface Progress {
  report(stage: string, done: number, total: number): void;
}
