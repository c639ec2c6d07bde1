import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
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
});
