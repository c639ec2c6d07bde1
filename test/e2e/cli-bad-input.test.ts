/** The built command line where something is missing, odd or broken: a clear message or a documented degraded mode. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assertSchema } from "../unit/report/schemas";
import { CliWorkshop } from "./cli-workshop";

describe("the command line on bad input, end to end", () => {
  let workshop: CliWorkshop;
  before(async function () {
    this.timeout(120_000);
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  describe("bad input", () => {
    it("no repository, and no git", () => {
      const folder = join(workshop.work, "plain");
      mkdirSync(folder);
      const none = workshop.run(folder, ["status"]);
      assert.equal(none.code, 2);
      assert.match(none.error, /^countersign: [^\n]*not (?:in )?a git repository/i);
      const explained = workshop.run(folder, ["explain", "error-swallowed"]);
      assert.equal(explained.code, 0, "a rule is explained anywhere");
      assert.match(explained.out, /^error-swallowed\n\nClass [^]*not reported:/);
      const gitless = workshop.run(workshop.shop, ["check", "--format", "json"], { env: { PATH: join(workshop.work, "nowhere") } });
      assert.equal(gitless.code, 3);
      assert.equal((assertSchema("error", gitless.out) as { code: string }).code, "no-git");
      assert.match(gitless.error, /git was not found: install git/);
    });

    it("a folder that was deleted under the terminal", () => {
      const ran = (words: string) => spawnSync("sh", ["-c", `mkdir "$1" && cd "$1" && rmdir "$1" && exec "$2" "$3" ${words}`, "sh", join(workshop.work, "gone"), process.execPath, CliWorkshop.cli], { encoding: "utf8" });
      const status = ran("status");
      assert.equal(status.status, 2, status.stderr);
      assert.equal(status.stderr, "countersign: the current folder is gone: change to a folder that exists\n");
      assert.match(ran("--version").stdout, /^\d+\.\d+\.\d+/);
    });

    it("no commits", () => {
      const folder = workshop.repository("unborn");
      const empty = workshop.run(folder, ["status"]);
      assert.equal(empty.code, 0, empty.error);
      assert.match(empty.out, /No verification debt/);
      assert.match(empty.out, /Nothing is committed yet/);
      assert.equal(workshop.run(folder, ["check"]).code, 0);
      assert.equal(workshop.run(folder, ["log"]).code, 0);
      assertSchema("check", workshop.run(folder, ["check", "--format", "json"]).out);
    });

    it("a bare repository", () => {
      const folder = join(workshop.work, "bare.git");
      workshop.git(workshop.work, "clone", "--quiet", "--bare", workshop.shop, folder);
      const ran = workshop.run(folder, ["check", "--base", "main", "--format", "json"]);
      assert.ok(ran.code === 0 || ran.code === 1, ran.error);
      assertSchema("check", ran.out);
      assert.equal(workshop.run(folder, ["why", "src/domain/tax.ts:1"]).code, 2);
    });

    it("a detached HEAD, and no remote", () => {
      const folder = workshop.repository("detached");
      workshop.commit(folder, "a.ts", "export const a = 1;\n");
      workshop.commit(folder, "b.ts", "export const b = 2;\n", "b\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
      workshop.git(folder, "switch", "--quiet", "--detach");
      const ran = workshop.run(folder, ["status"]);
      assert.equal(ran.code, 0, ran.error);
      assert.match(ran.out, /on a detached HEAD/);
      assert.match(ran.out, /no remote branch to compare with/);
      assert.match(workshop.run(folder, ["status", "--base", "HEAD~1"]).out, /1 hunk/);
    });

    it("a shallow clone never passes for a whole one", () => {
      const folder = join(workshop.work, "shallow");
      workshop.git(workshop.work, "clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=checkout", pathToFileURL(workshop.shop).href, folder);
      const ran = workshop.run(folder, ["check", "--base", "origin/main", "--format", "json"]);
      assert.equal(ran.code, 3, ran.out.slice(0, 500) + ran.error);
    });

    it("a binary, a long line, CRLF, a symlink loop and a name in every script", () => {
      const folder = workshop.repository("odd");
      workshop.commit(folder, "a.ts", "export const a = 1;\n");
      const mark = "odd\n\nCo-Authored-By: Claude <noreply@anthropic.com>";
      writeFileSync(join(folder, "blob.bin"), Buffer.from([0, 1, 2, 3]));
      writeFileSync(join(folder, "long.js"), `var x = "${"y".repeat(2_000_000)}";\n`);
      writeFileSync(join(folder, "日本 ‮txt.ts"), "export const z = 1;\r\nexport const y = 2;\r\n");
      spawnSync("ln", ["-s", "loop", join(folder, "loop")]);
      workshop.commit(folder, "deep/nested.ts", `${"if (a) { ".repeat(5000)}${"}".repeat(5000)}\n`, mark);
      const ran = workshop.run(folder, ["check", "--base", "HEAD~1", "--format", "json"]);
      assert.ok(ran.code === 0 || ran.code === 1 || ran.code === 3, ran.error);
      assertSchema("check", ran.out);
      const text = workshop.run(folder, ["status", "--base", "HEAD~1"]);
      assert.equal(text.code, 0, text.error);
      assert.ok(!text.out.includes("\u202e"));
    });

    it("a name with a line break is printed as git quotes it, and taken back so", () => {
      const folder = workshop.repository("quoted");
      workshop.commit(folder, "a.ts", "export const a = 1;\n");
      workshop.commit(folder, 'two\n::error::"lines".ts', "export const z = 1;\n", "odd\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
      const quoted = String.raw`"two\n::error::\"lines\".ts"`;
      const status = workshop.run(folder, ["status", "--base", "HEAD~1"]);
      assert.ok(status.out.includes(`\n  countersign why '${quoted}':1\n`), status.out);
      for (const text of [status.out, workshop.run(folder, ["check", "--base", "HEAD~1"]).out, workshop.run(folder, ["origins"]).out]) {
        assert.ok(text.includes(quoted), text);
        assert.ok(!/^\s*::/m.test(text), text);
      }
      for (const typed of [`${quoted}:1`, `${quoted.slice(1, -1)}:1`, 'two\n::error::"lines".ts:1']) {
        const why = workshop.run(folder, ["why", typed]);
        assert.equal(why.code, 0, why.error);
        assert.ok(why.out.startsWith(`${quoted}:1\n`), why.out);
      }
      assert.equal(workshop.run(folder, ["check", "--base", "HEAD~1", "--format", "json", quoted]).out.includes('"h1:'), true);
      assert.ok(workshop.run(folder, ["why", `${quoted.replace("two", "too")}:1`]).error.includes(quoted.replace("two", "too")), "a name that is not there is said the same way");
    });

    it("a folder that can't be written: a verdict all the same", function () {
      if (process.getuid?.() === 0) this.skip();
      const folder = workshop.copyOfShop("sealed");
      spawnSync("chmod", ["-R", "a-w", folder]);
      const ran = workshop.run(folder, ["check"]);
      spawnSync("chmod", ["-R", "u+w", folder]);
      assert.equal(ran.code, 1, ran.error);
    });

    it("a torn last line in the journal", () => {
      const folder = workshop.copyOfShop("torn");
      const day = join(folder, ".git/countersign/journal", journalOf(join(folder, ".git/countersign/journal")));
      appendFileSync(day, '\n{"v":1,"at":"2026-');
      assert.equal(workshop.status(folder).debt.hunks, workshop.status(workshop.shop).debt.hunks);
    });
  });
});

function journalOf(folder: string): string {
  return readdirSync(folder).find((name) => name.endsWith(".jsonl")) ?? assert.fail("there is no journal");
}
