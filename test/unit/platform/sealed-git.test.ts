/** The directories in which git reads a repository's objects, after whoever made them was killed. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeForsaken, SealedGit } from "../../../src/platform/sealed-git";

const DAYS = 24 * 60 * 60;

describe("forsaken directories of git", () => {
  let folder: string;
  let ended: number;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "forsaken-"));
    ended = spawnSync(process.execPath, ["-e", ""]).pid;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function directory(name: string, days: number): string {
    const path = join(folder, name);
    mkdirSync(join(path, "refs"), { recursive: true });
    writeFileSync(join(path, "HEAD"), "ref: refs/heads/none\n");
    const then = Date.now() / 1000 - days * DAYS;
    utimesSync(path, then, then);
    return path;
  }

  it("are removed a day after their process ended, and nothing else is", async () => {
    const forsaken = directory(`countersign-objects-${ended}-a1B2c3`, 2);
    const kept = [
      directory(`countersign-objects-${ended}-fresh1`, 0),
      directory(`countersign-objects-${process.pid}-a1B2c3`, 2),
      directory("countersign-objects-a1B2c3", 2),
      directory(`countersign-other-${ended}-a1B2c3`, 2),
      directory(`objects-${ended}-a1B2c3`, 2),
    ];
    await removeForsaken(folder);
    assert.equal(existsSync(forsaken), false);
    assert.deepEqual(kept.filter((path) => !existsSync(path)), []);
  });

  it("are removed as a link where they are one, without what it leads to", async function () {
    if (process.platform === "win32") this.skip();
    const target = directory("somebody's", 2);
    const link = join(folder, `countersign-objects-${ended}-link01`);
    symlinkSync(target, link);
    await removeForsaken(folder);
    assert.equal(existsSync(join(target, "HEAD")), true);
  });
});

describe("the directories in which git reads a repository's objects", () => {
  it("have one listener for the end of the process, however many there are, and none after the last", () => {
    const before = process.listenerCount("exit");
    const open = Array.from({ length: 20 }, () => new SealedGit(join(tmpdir(), "objects"), "sha1"));
    assert.ok(process.listenerCount("exit") <= before + 1);
    for (const git of open) git.dispose();
    assert.equal(process.listenerCount("exit"), before);
  });

  it("go with the process, all of them", () => {
    const library = join(__dirname, "../../../src/platform/sealed-git.js");
    const script = `const { SealedGit } = require(${JSON.stringify(library)}); for (const i of [1, 2, 3]) new SealedGit("objects", "sha1"); console.log(process.pid)`;
    const { stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`countersign-objects-${stdout.trim()}-`));
    assert.match(stdout, /^\d+$/m);
    assert.deepEqual(left, []);
  });
});
