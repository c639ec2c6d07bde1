// Mocha's spec reporter, and the counts in a file for test/run.mjs.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { output } = options.reporterOptions ?? {};
    // A test that needed a second try passes, but not silently.
    runner.on("retry", (test, error) => console.log(`    AGAIN: ${test.fullTitle()}: ${error.message}`));
    runner.once("end", () => {
      if (output === undefined) return;
      const { passes, failures, pending } = runner.stats;
      writeFileSync(output, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
