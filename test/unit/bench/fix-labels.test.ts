import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { linesFixedLater, parseFix } from "../../bench/fix-labels";

function entry(subject: string, body: readonly string[], head: readonly string[] = []): string {
  return [`${"a".repeat(40)} 1700000000 ${subject}`, "", "diff --git a/a.ts b/a.ts", ...head, "index 1..2 100644", "--- a/a.ts", "+++ b/a.ts", ...body, ""].join("\n");
}

function mended(entryText: string): readonly (readonly [number, boolean, boolean])[] {
  return parseFix(entryText).flatMap(({ lines }) => lines.map(({ line, isMended, isMendedAsProse }) => [line, isMended, isMendedAsProse] as const));
}

describe("what a fix says of the lines it deletes", () => {
  it("nothing unless it calls itself a fix", () => {
    assert.deepEqual(mended(entry("feat: end", ["@@ -3 +3 @@", "-return one;", "+return two;"])), []);
    assert.deepEqual(mended(entry("fix: end", ["@@ -3 +3 @@", "-return one;", "+return two;"])), [[3, true, true]]);
  });

  it("numbers lines as they were before it, run by run", () => {
    assert.deepEqual(mended(entry("fix: end", ["@@ -3,2 +3 @@", "-a();", "-b();", "+c();", "@@ -9 +8,0 @@", "---d;"])).map(([line]) => line), [3, 4, 9]);
  });

  it("comments, imports and blanks are mended by none, comments in prose are text", () => {
    const body = ["@@ -1,4 +1,0 @@", "-// why", '-import { a } from "./a";', "-", "-});"];
    assert.deepEqual(mended(entry("fix: end", body)), [[1, false, true], [2, false, true], [3, false, false], [4, false, false]]);
  });

  it("a line that stands elsewhere after it was moved; a short one says nothing", () => {
    assert.deepEqual(mended(entry("fix: end", ["@@ -1 +0,0 @@", "-  const first = read(second);", "@@ -9,0 +9 @@", "+const first = read(second);"])), [[1, false, false]]);
    assert.deepEqual(mended(entry("fix: end", ["@@ -1 +0,0 @@", "-return a;", "@@ -9,0 +9 @@", "+return a;"])), [[1, true, true]]);
  });

  it("a file that goes, and a sweep over a hundred, mend nothing", () => {
    assert.deepEqual(mended(entry("fix: end", ["@@ -1 +0,0 @@", "-return one;"], ["deleted file mode 100644"])), [[1, false, false]]);
    const sweep = (files: number) => `${"a".repeat(40)} 1 fix: all\n\n${"diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-return one;\n+return two;\n".repeat(files)}`;
    assert.equal(mended(sweep(100)).every(([, isMended]) => isMended), true);
    assert.equal(mended(sweep(101)).some(([, isMended]) => isMended), false);
  });

  it("is told of the commit that wrote the line, under its number there, with the earliest fix", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fix-labels-"));
    const git = (at: number, ...args: readonly string[]) => {
      const { status, stdout } = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false", ...args], { cwd: folder, encoding: "utf8", env: { ...process.env, GIT_COMMITTER_DATE: `${at} +0000` } });
      assert.equal(status, 0);
      return stdout.trim();
    };
    const commit = (at: number, subject: string, lines: readonly string[]) => {
      writeFileSync(join(folder, "a.ts"), `${lines.join("\n")}\n`);
      git(at, "add", ".");
      git(at, "commit", "-qm", subject);
      return git(at, "rev-parse", "HEAD");
    };
    try {
      git(1, "init", "-q");
      const first = commit(1_700_000_000, "feat: a", ["// why", "return one;", "stays();"]);
      commit(1_700_000_100, "feat: b", ["before();", "// why", "return one;", "stays();"]);
      commit(1_700_000_200, "fix: c", ["before();", "// because", "return two;", "stays();"]);
      const fixed = await linesFixedLater(folder);
      assert.deepEqual([...fixed], [
        [`${first} 1 a.ts`, { changed: 1_700_000_200, mended: null, mendedAsProse: 1_700_000_200 }],
        [`${first} 2 a.ts`, { changed: 1_700_000_200, mended: 1_700_000_200, mendedAsProse: 1_700_000_200 }],
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
