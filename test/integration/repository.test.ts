import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { workspace } from "vscode";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, repositoryFile, snapshotOf, until } from "./extension";

describe("repository", () => {
  let api: CountersignApi;

  before(async () => {
    api = await activated();
  });

  it("folds again when a tool writes a file that no editor has open, and back", async () => {
    const file = repositoryFile(WORKSPACE.harmless.path).fsPath;
    const text = readFileSync(file, "utf8");
    const hunk = () => snapshotOf(api).items.find((item) => item.hunk.path === WORKSPACE.harmless.path)?.hunk;
    const before = hunk();
    assert.ok(before);
    writeFileSync(file, `// new first line\n${text}`);
    await until("the hunk one line further down", () => hunk()?.startLine === before.startLine + 1);
    assert.equal(hunk()?.id, before.id, "a hunk is known by its content, not by its place");
    writeFileSync(file, text);
    await until("the hunk back at its place", () => hunk()?.startLine === before.startLine);
  });

  it("follows HEAD", async () => {
    const folder = repositoryFile("").fsPath;
    const git = (...parameters: readonly string[]): void => {
      execFileSync("git", ["-c", "core.hooksPath=/dev/null", ...parameters], { cwd: folder, stdio: "ignore" });
    };
    git("checkout", "-q", "-b", "feature/other", "origin/main");
    await until("a branch without debt", () => snapshotOf(api).scope.branch === "feature/other" && snapshotOf(api).items.length === 0);
    git("checkout", "-q", WORKSPACE.branch);
    await until("the branch's debt again", () => snapshotOf(api).items.length > 0);
  });

  it("syncs after a push and after a fetch where the person agreed, own lanes only, and tells a failure quietly", async () => {
    const folder = repositoryFile("").fsPath;
    const git = (...parameters: readonly string[]): string => execFileSync("git", ["-c", "core.hooksPath=/dev/null", ...parameters], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const configuration = workspace.getConfiguration("countersign");
    const ledger = (): readonly string[] => git("ls-remote", "origin", "refs/countersign/*", "refs/countersign-remote/*").split("\n").filter((row) => row !== "");
    const heads = (): string => git("ls-remote", "--heads", "origin");
    assert.equal(configuration.inspect("syncAutomatically")?.defaultValue, false);
    git("push", "-q", "origin", WORKSPACE.branch);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.deepEqual(ledger(), [], "off: a push pushes what it was told to");

    await configuration.update("syncAutomatically", true, true);
    try {
      const pushed = heads();
      git("push", "-q", "origin", `${WORKSPACE.branch}~1:refs/heads/other`);
      const rows = await until("the ledger at the remote", () => {
        const found = ledger();
        return found.length > 0 && found;
      });
      assert.ok(rows.every((row) => /\trefs\/countersign\/[sc]\//.test(row)), rows.join("\n"));
      assert.equal(heads().split("\n").filter((row) => !row.endsWith("/other")).join("\n"), pushed, "no branch but the one that was pushed");

      // A colleague's lane comes with the next fetch, and not into this clone's live names.
      const url = git("remote", "get-url", "origin").trim();
      git("push", "-q", "origin", "origin/main:refs/countersign/c/colleague", "HEAD:refs/heads/third");
      await until("the colleague's lane", () => git("for-each-ref", "--format=%(refname)", "refs/countersign-remote/origin/c/colleague") !== "");
      assert.equal(git("for-each-ref", "refs/countersign/c/colleague"), "", "never over the live names");

      git("remote", "set-url", "origin", `${folder}/nowhere.git`);
      git("update-ref", "refs/remotes/origin/fourth", "HEAD");
      assert.match(await until("the failure", () => api.syncFailure()), /origin/);
      git("remote", "set-url", "origin", url);
      // One event at a time, with the quiet time that it asks for: a watcher may miss one, and the next is as good.
      for (let event = 0; event < 4 && api.syncFailure() !== null; event++) {
        git("update-ref", `refs/remotes/origin/later-${event}`, "HEAD");
        for (let tries = 0; tries < 80 && api.syncFailure() !== null; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
      assert.equal(api.syncFailure(), null, "the next event tries again");
    } finally {
      await configuration.update("syncAutomatically", undefined, true);
    }
  });
});
