// node self-test.mjs [PART OF A TITLE]
//
// Proves on this machine that the host can be trusted: that green means green and, more important, that nothing else does.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installVsix } from "./install-extension.mjs";
import { ensureHost } from "./install.mjs";
import { hostDirectory } from "./paths.mjs";
import { runExtensionTests } from "./run-extension-tests.mjs";
import { commandsThatName, expectRefusedElsewhere, expectRows, waitUntil } from "./self-test/expectations.mjs";
import { packageVsix } from "./self-test/package-vsix.mjs";
import { SAMPLE_ID, SAMPLE_PROPOSAL, writeFakeDesktop, writeSampleExtension, writeSuite } from "./self-test/sample-extension.mjs";
import { serveWorkbench } from "./serve.mjs";
import { startServer, workbenchUrl } from "./workbench.mjs";

// The proofs are about the test host, whatever the tests of this machine use.
delete process.env.VSCODE_PATH;
delete process.env.COUNTERSIGN_TEST_ELECTRON;

const directory = mkdtempSync(join(tmpdir(), "cst-"));
const suites = join(directory, "suites");
const extension = join(directory, "sample");
const declaringExtension = join(directory, "sample-with-proposal");
const vsix = join(directory, "sample.vsix");
const workspace = join(directory, "workspace");

/** The sample's own use of the proposal, so that VS Code asks whether the sample may. */
const USE_PROPOSAL = `(await vscode.extensions.getExtension("${SAMPLE_ID}").activate()).useProposal()`;
const REFUSED = `it("is refused", () => assert.rejects(async () => ${USE_PROPOSAL}, /CANNOT use API proposal: ${SAMPLE_PROPOSAL}/));`;

/** @type {Record<string, () => Promise<void>>} */
const PROOFS = {
  async "a passing suite is green"() {
    const outcome = await runSuite(
      "passing",
      `describe("sample", () => {
        it("sees the editor", () => assert.equal(vscode.workspace.workspaceFolders[0].uri.fsPath, ${JSON.stringify(workspace)}));
        it("has git", async () => assert.ok((await vscode.extensions.getExtension("vscode.git").activate()).getAPI(1)));
        it("gets the environment", () => assert.equal(process.env.SELF_TEST, "yes"));
        it("is left out");
      });`,
      { workspace, environment: { SELF_TEST: "yes" } },
    );
    assert.equal(outcome.reason, null);
    assert.deepEqual(counts(outcome), { ok: true, passed: 3, failed: 0, skipped: 1 });
    assert.equal(outcome.results[0]?.title, "sample sees the editor");
  },

  async "a failing test is red"() {
    const outcome = await runSuite("failing", 'it("holds", () => {}); it("does not hold", () => assert.equal(1, 2));');
    assert.deepEqual(counts(outcome), { ok: false, passed: 1, failed: 1, skipped: 0 });
    assert.match(outcome.reason ?? "", /1 failed: does not hold/);
  },

  async "a crash of the extension host is red"() {
    const outcome = await runSuite("crashing", 'it("holds", () => {}); it("ends the host", () => process.exit(7));');
    assert.equal(outcome.ok, false);
    assert.match(outcome.reason ?? "", /ended before the tests did/);
  },

  async "a suite that cannot be loaded is red"() {
    const outcome = await runSuite("unloadable", 'require("./missing.cjs");');
    assert.equal(outcome.ok, false);
    assert.match(outcome.reason ?? "", /loading the tests/);
  },

  async "a suite in which nothing ran is red"() {
    const outcome = await runSuite("skipping", 'it("is left out");');
    assert.deepEqual(counts(outcome), { ok: false, passed: 0, failed: 0, skipped: 1 });
    assert.equal(outcome.reason, "no test ran");
  },

  async "a suite that never ends is red"() {
    const outcome = await runSuite("hanging", 'it("never ends", () => new Promise(() => {})).timeout(0);', { timeout: 15_000 });
    assert.equal(outcome.ok, false);
    assert.match(outcome.reason ?? "", /did not end within 15 s/);
  },

  async "a proposed API is refused to an extension that does not declare it"() {
    const outcome = await runSuite("undeclared", REFUSED);
    assert.equal(outcome.reason, null);
  },

  async "a proposed API is refused to an extension that only declares it"() {
    const outcome = await runSuite("declared", REFUSED, { extension: declaringExtension });
    assert.equal(outcome.reason, null);
  },

  async "a proposed API is open to an extension that declares it and is let in"() {
    const outcome = await runSuite("let-in", `it("works", async () => ${USE_PROPOSAL});`, {
      extension: declaringExtension,
      serverArguments: ["--enable-proposed-api", SAMPLE_ID],
    });
    assert.equal(outcome.reason, null);
  },

  async "the workbench shows a contributed tree to a browser"() {
    const run = join(directory, "tree");
    const server = await startServer({ directory: run });
    try {
      await expectRows(run, workbenchUrl(server, { folder: workspace, extension }), server.address);
    } finally {
      await server.stop();
    }
  },

  async "a VSIX is installed and served to this machine only, against a token"() {
    const stateDirectory = join(directory, "served");
    const first = await serveWorkbench({ folder: workspace, stateDirectory, vsix });
    const origin = new URL(first.address).origin;
    try {
      assert.equal((await fetch(origin)).status, 403);
      await expectRefusedElsewhere(Number(new URL(first.address).port));
      await expectRows(stateDirectory, first.address, origin);
    } finally {
      await first.stop();
    }
    const second = await serveWorkbench({ folder: workspace, stateDirectory, vsix });
    await second.stop();
    assert.equal(second.address, first.address, "the address stays the same");
  },

  async "a file that is no VSIX is refused"() {
    const file = join(directory, "broken.vsix");
    writeFileSync(file, "no archive");
    await assert.rejects(installVsix(join(directory, "broken"), file), /failed with exit code/);
  },

  async "a server that cannot start says why"() {
    const server = await startServer({ directory: join(directory, "one") });
    try {
      const taken = startServer({ directory: join(directory, "two"), port: server.port });
      await assert.rejects(taken, /cannot listen[^]*EADDRINUSE/);
    } finally {
      await server.stop();
    }
  },

  async "desktop VS Code is judged by the same rules"() {
    process.env.VSCODE_PATH = join(directory, "desktop");
    writeFakeDesktop(process.env.VSCODE_PATH);
    try {
      const suite = (/** @type {string} */ name, /** @type {string} */ body) => runSuite(name, body, {}, { needsEditor: false });
      assert.equal((await suite("desktop-passing", 'it("holds", () => {});')).reason, null);
      assert.match((await suite("desktop-failing", 'it("fails", () => assert.fail());')).reason ?? "", /1 failed/);
      assert.match((await suite("desktop-crashing", 'it("ends it", () => process.exit(0));')).reason ?? "", /exit code 0 and no results/);
    } finally {
      delete process.env.VSCODE_PATH;
    }
  },

  async "nothing outlives a runner that is ended, however it is ended"() {
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGKILL"])) {
      const run = join(directory, `ended-by-${signal}`);
      const script = `import { startBrowser, startServer, workbenchUrl } from ${JSON.stringify(join(hostDirectory, "workbench.mjs"))};
        const directory = process.argv[1];
        const server = await startServer({ directory });
        const { page } = await startBrowser({ directory });
        await page.goto(workbenchUrl(server, {}));
        console.log("ready");`;
      const runner = spawn(process.execPath, ["--input-type=module", "--eval", script, run], {
        env: { ...process.env, TMPDIR: directory }, // what SIGKILL leaves there goes with the rest
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((resolve, reject) => {
        runner.stdout.once("data", resolve);
        runner.once("exit", (code) => reject(new Error(`the runner ended by itself with exit code ${code}`)));
      });
      assert.ok(commandsThatName(run).length > 2, "the runner, the server and the browser are at work");
      runner.kill(signal);
      await waitUntil(() => commandsThatName(run).length === 0, () => `after ${signal}: ${commandsThatName(run).join("\n")}`);
    }
  },
};

/**
 * @param {string} name
 * @param {string} body
 * @param {Partial<import("./run-extension-tests.mjs").ExtensionTestOptions>} [options]
 * @param {{ needsEditor?: boolean }} [suiteOptions]
 */
async function runSuite(name, body, options = {}, suiteOptions = {}) {
  return runExtensionTests({ extension, tests: writeSuite(suites, name, body, suiteOptions), ...options });
}

/** @param {import("./verdict.mjs").Verdict} verdict */
function counts({ ok, passed, failed, skipped }) {
  return { ok, passed, failed, skipped };
}

await ensureHost();
mkdirSync(workspace);
writeSampleExtension(extension);
writeSampleExtension(declaringExtension, { declareProposal: true });
packageVsix(extension, vsix);

let failed = 0;
const wanted = Object.entries(PROOFS).filter(([title]) => title.includes(process.argv[2] ?? ""));
for (const [title, proof] of wanted) {
  const begin = Date.now();
  const time = () => `(${((Date.now() - begin) / 1000).toFixed(1)} s)`;
  try {
    await proof();
    console.log(`ok     ${title} ${time()}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${title} ${time()}\n${error.stack}`);
  }
}
rmSync(directory, { recursive: true, force: true });
console.log(`${wanted.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && wanted.length > 0 ? 0 : 1;
