import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {object} TestResult
 * @property {string} title
 * @property {boolean | null} ok Null for a test that was skipped.
 * @property {string} [error]
 * @property {number} milliseconds
 *
 * @typedef {object} Verdict
 * @property {boolean} ok
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly TestResult[]} results
 * @property {string | null} reason Why it is not ok, in a line; null if it is.
 */

/**
 * Judges a run. The exit code alone says little: an extension host that crashes reports 0. So a green run has exit code 0, and
 * a file of results, which is written at the very end, and no failure in it, and at least one test that passed.
 *
 * @param {{ exitCode: number | null, problem: string | null, resultsFile: string }} ending `exitCode` is null, and `problem` says
 *   why, when the run did not come to an end.
 * @returns {Verdict}
 */
export function judge({ exitCode, problem, resultsFile }) {
  const outcome = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")) : undefined;
  /** @type {TestResult[]} */
  const results = outcome?.results ?? [];
  const passed = results.filter((result) => result.ok === true).length;
  const failures = results.filter((result) => result.ok === false);
  const skipped = results.length - passed - failures.length;
  const failed = Math.max(failures.length, outcome?.failures ?? 0);
  const reason = reasonAgainst({ exitCode, problem, finished: outcome !== undefined, passed, failed, failures });
  return { ok: reason === null, passed, failed, skipped, results, reason };
}

/** @param {{ exitCode: number | null, problem: string | null, finished: boolean, passed: number, failed: number, failures: TestResult[] }} facts */
function reasonAgainst({ exitCode, problem, finished, passed, failed, failures }) {
  if (problem !== null) {
    return problem;
  }
  if (!finished) {
    return `the extension host ended before the tests did: exit code ${exitCode} and no results`;
  }
  if (failed > 0) {
    return `${failed} failed: ${failures.map((failure) => failure.title).join("; ")}`;
  }
  if (exitCode !== 0) {
    return `no test failed, but the exit code is ${exitCode}`;
  }
  return passed === 0 ? "no test ran" : null;
}
