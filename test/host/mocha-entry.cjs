// What a suite in the extension host exports. It runs inside VS Code, which is why it is CommonJS and imports nothing of ours.
"use strict";
const { readdirSync, statSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const v8 = require("node:v8");

/**
 * @typedef {object} TestResult
 * @property {string} title The titles of the suites and the test, joined by spaces.
 * @property {boolean | null} ok Null for a test that was skipped.
 * @property {string} [error]
 * @property {number} milliseconds
 */

/**
 * Makes the function that VS Code calls to run a suite. It writes its results to the file that COUNTERSIGN_TEST_RESULTS names,
 * since VS Code itself passes on no more than an exit code.
 *
 * @param {readonly string[]} files Absolute paths of test files, or of folders, which stand for every `.test.js` and `.test.cjs` below.
 * @param {import("mocha").MochaOptions} [options] On top of: bdd, no colour, 30 seconds a test.
 * @returns {() => Promise<void>} Rejects if a test fails.
 */
function makeRun(files, options = {}) {
  return async function run() {
    /** @type {TestResult[]} */
    const results = [];
    let failures;
    try {
      failures = await runMocha(files.flatMap(testFiles), options, results);
    } catch (error) {
      // A file that cannot be loaded ends mocha before its first test.
      failures = 1;
      results.push({ title: "loading the tests", ok: false, error: describe(error), milliseconds: 0 });
    }
    writeResults({ failures, results });
    if (process.env.NODE_V8_COVERAGE) {
      v8.takeCoverage(); // the extension host is ended before it would write the coverage by itself
    }
    if (failures > 0) {
      throw new Error(`${failures} failed`);
    }
  };
}

/**
 * @param {readonly string[]} files
 * @param {import("mocha").MochaOptions} options
 * @param {TestResult[]} results Filled while the tests run.
 * @returns {Promise<number>} The number of failures.
 */
function runMocha(files, options, results) {
  const loaded = require("mocha"); // an ES module since mocha 12
  const Mocha = loaded.default ?? loaded;
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 30_000, ...options });
  for (const file of files) {
    mocha.addFile(file);
  }
  return new Promise((resolve) => {
    mocha
      .run(resolve)
      .on("pass", (test) => results.push({ ...nameAndTime(test), ok: true }))
      .on("fail", (test, error) => results.push({ ...nameAndTime(test), ok: false, error: describe(error) }))
      .on("pending", (test) => results.push({ ...nameAndTime(test), ok: null }));
  });
}

/** @param {import("mocha").Test} test */
function nameAndTime(test) {
  return { title: test.fullTitle(), milliseconds: test.duration ?? 0 };
}

/** @param {string} path */
function testFiles(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.test\.c?js$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** @param {{ failures: number, results: TestResult[] }} outcome */
function writeResults(outcome) {
  const file = process.env.COUNTERSIGN_TEST_RESULTS;
  if (file) {
    writeFileSync(file, JSON.stringify(outcome, null, 2));
  }
}

/** @param {unknown} error */
function describe(error) {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

module.exports = { makeRun };
