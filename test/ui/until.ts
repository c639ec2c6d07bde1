import { strict as assert } from "node:assert";
import { setTimeout as delay } from "node:timers/promises";

/** Milliseconds; far more than anything takes on a busy machine. */
const PATIENCE = 60_000;
const INTERVAL = 60;

/** Waits until `probe` gives something other than undefined, null or false, and returns it. `patience` is in milliseconds. */
export async function until<T>(what: string, probe: () => Promise<T | undefined | null | false>, patience = PATIENCE): Promise<T> {
  for (const end = performance.now() + patience; ; ) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) {
      return value;
    }
    assert.ok(performance.now() < end, `waited ${patience / 1000} s in vain for ${what}`);
    await delay(INTERVAL);
  }
}

/** Waits until what is read equals what is expected; at the end the difference is the error. */
export async function untilEqual<T>(expected: T, read: () => Promise<T>, what: string): Promise<void> {
  for (const end = performance.now() + PATIENCE; ; ) {
    const actual = await read();
    if (JSON.stringify(actual) === JSON.stringify(expected) || performance.now() >= end) {
      assert.deepEqual(actual, expected, what);
      return;
    }
    await delay(INTERVAL);
  }
}

/** Waits until `probe` gives the same thing twice in a row: what the workbench is still laying out has not come to rest. */
export async function untilSettled<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  let before: string | undefined;
  return until(what, async () => {
    const value = await probe();
    const now = JSON.stringify(value);
    const settled = value !== undefined && now === before;
    before = now;
    return settled ? value : undefined;
  });
}

/** Whether a step of Playwright's came about in its own time. */
export function within(action: () => Promise<void>): Promise<boolean> {
  return action().then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && error.name === "TimeoutError") {
        return false;
      }
      throw error;
    },
  );
}
