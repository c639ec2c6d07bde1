// The integration suite: mocha inside a real extension host, on a repository made for it.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runExtensionTests } from "./host/run-extension-tests.mjs";

/**
 * @param {string} root The project's folder, built.
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runIntegrationTests(root) {
  const directory = mkdtempSync(join(tmpdir(), "countersign-integration-"));
  try {
    const { makeWorkspace } = createRequire(import.meta.url)(join(root, "out/test/fixtures/workspace.js"));
    const workspace = makeWorkspace(directory);
    const outcome = await runExtensionTests({ extension: root, tests: join(root, "out/test/integration/index.js"), workspace, timeout: 1_200_000, settings: { "countersign.codeLens": "all" } });
    for (const result of outcome.results) console.log(`  ${result.ok === true ? "✔" : result.ok === null ? "-" : "✖"} ${result.title}${result.error === undefined ? "" : `\n    ${result.error}`}`);
    if (!outcome.ok) console.log(`  FAILED: ${outcome.reason}; logs in ${outcome.logDirectory}`);
    return { passed: outcome.passed, failed: outcome.ok ? outcome.failed : Math.max(1, outcome.failed), skipped: outcome.skipped };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
