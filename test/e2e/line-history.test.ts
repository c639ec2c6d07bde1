import { strict as assert } from "node:assert";
import { appendFileSync, chmodSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { FileHistory, RangeHistory } from "../../src/core/ports";
import { openRepository } from "../../src/platform/repository";
import type { GitRepository } from "../../src/platform/repository";
import { TemporaryRepository, blame, randomNumbers } from "./temporary-repository";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe("line history of a real repository", function () {
  this.timeout(120_000);
  let repository: TemporaryRepository;
  let opened: GitRepository[] = [];

  beforeEach(() => {
    repository = new TemporaryRepository();
  });
  afterEach(() => {
    for (const git of opened) git.dispose();
    opened = [];
    repository.dispose();
  });

  async function history(base: string | null, head: string, texts = true): Promise<RangeHistory> {
    const git = await openRepository(repository.folder, SILENT);
    opened.push(git);
    return git.history(base, head, { texts });
  }

  function file(range: RangeHistory, path: string): FileHistory {
    const found = range.files.get(path);
    assert.ok(found, `${path} has no history; there are ${[...range.files.keys()].join(", ")}`);
    return found;
  }

  it("agrees with git blame on every line of random repositories", async () => {
    let compared = 0;
    for (const seed of [1, 2, 3]) {
      const random = new TemporaryRepository();
      try {
        buildRandomHistory(random, seed, 35);
        const git = await openRepository(random.folder, SILENT);
        const range = await git.history(null, "HEAD", { texts: seed % 2 === 0 });
        git.dispose();
        for (const path of random.git("ls-files", "-z").split("\0").filter((name) => name !== "")) {
          const expected = blame(random, path).map((line) => `${line.commit} ${line.originalLine}`);
          assert.deepEqual(linesOf(range.files.get(path)), expected, `seed ${seed}, ${JSON.stringify(path)}`);
          compared += expected.length;
        }
        const merges = Number(random.git("rev-list", "--count", "--merges", "HEAD"));
        assert.ok(merges > 3, `only ${merges} merges in seed ${seed}: the test would prove little`);
      } finally {
        random.dispose();
      }
    }
    assert.ok(compared > 1000, `only ${compared} lines were compared`);
  });

  it("calls everything before the base the base's, and agrees with blame after it", async () => {
    buildRandomHistory(repository, 11, 25);
    const base = repository.git("rev-parse", "HEAD").trim();
    buildRandomHistory(repository, 12, 25);
    const range = await history(base, "HEAD");
    const newer = new Set(repository.git("rev-list", `${base}..HEAD`).trim().split("\n"));
    let checked = 0;
    for (const path of repository.git("ls-files", "-z").split("\0").filter((name) => name !== "")) {
      const expected = blame(repository, path).map((line) => (newer.has(line.commit) ? `${line.commit} ${line.originalLine}` : "base"));
      const actual = range.files.has(path) ? linesOf(range.files.get(path)).map((line) => (line.startsWith("base ") ? "base" : line)) : expected.map(() => "base");
      assert.deepEqual(actual, expected, path);
      checked += expected.length;
    }
    assert.ok(checked > 200);
  });

  it("knows names with spaces, quotes, tabs, line feeds and letters beyond ASCII, through a rename", async () => {
    const odd = 'a "b"\tc\nd é 漢.ts';
    repository.write(odd, "one\ntwo\nthree\n");
    const first = repository.commit("first");
    repository.git("mv", odd, "x \\ y.ts");
    repository.write("x \\ y.ts", "one\ntwo\nthree\nfour\n");
    const second = repository.commit("second");
    assert.deepEqual(linesOf(file(await history(null, "HEAD"), "x \\ y.ts")), [`${first} 1`, `${first} 2`, `${first} 3`, `${second} 4`]);
    assert.equal(file(await history(null, "HEAD"), "x \\ y.ts").runs[0]?.originalPath, odd);
    assert.equal(file(await history(first, "HEAD"), "x \\ y.ts").basePath, odd);
  });

  it("keeps lines of a merge with their parents and gives resolutions to the merge", async () => {
    repository.write("a.ts", "1\n2\n3\n4\n5\n");
    const base = repository.commit("base");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a.ts", "1\nside\n3\n4\n5\n6\n");
    const side = repository.commit("side");
    repository.git("checkout", "-q", "main");
    repository.write("a.ts", "0\n1\nmain\n3\n4\n5\n");
    const main = repository.commit("main");
    repository.attempt("merge", "side");
    repository.write("a.ts", "0\n1\nboth\n3\n4\n5\n6\n");
    const merge = repository.commit("merge");
    const introduced = linesOf(file(await history(base, "HEAD"), "a.ts")).map((line) => line.split(" ")[0]);
    assert.deepEqual(introduced, [main, "base", merge, "base", "base", "base", side]);
  });

  it("reads a merge that took away the ends of both sides", async () => {
    const start = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const put = (...lines: readonly string[]) => repository.write("a.ts", `${lines.join("\n")}\n`);
    put(...start);
    const base = repository.commit("base");
    repository.git("checkout", "-q", "-b", "side");
    put(...start, "side 1", "side 2", "side 3");
    repository.commit("side");
    repository.git("checkout", "-q", "main");
    put("top", ...start, "main 1");
    const main = repository.commit("main");
    repository.attempt("merge", "side");
    put("top", ...start);
    const merge = repository.commit("merge");
    put("top", ...start, "after");
    const last = repository.commit("after");
    assert.deepEqual(linesOf(file(await history(base, "HEAD"), "a.ts")), [`${main} 1`, ...start.map((_, index) => `base ${index + 1}`), `${last} 32`]);
    assert.equal((await history(base, merge)).commits.size, 3);
  });

  it("names who deleted a file that was renamed before", async () => {
    repository.write("a.ts", "1\n2\n3\n");
    const base = repository.commit("base");
    repository.git("mv", "a.ts", "b.ts");
    repository.commit("renames");
    repository.remove("b.ts");
    const deletion = repository.commit("deletes");
    assert.deepEqual((await history(base, "HEAD")).deleted, [{ path: "a.ts", removedBy: deletion, lines: ["1", "2", "3"], unread: null }]);
    assert.deepEqual((await history(base, "HEAD", false)).deleted, [{ path: "a.ts", removedBy: deletion, lines: null, unread: null }]);
  });

  it("counts uncommitted work: staged, unstaged and untracked", async () => {
    repository.write("a.ts", "1\n2\n3\n");
    const base = repository.commit("base");
    repository.write("a.ts", "1\nstaged\n2\n3\n");
    repository.git("add", "a.ts");
    repository.write("a.ts", "1\nstaged\n2\nunstaged\n3\n");
    repository.write("new.ts", "n1\nn2\n");
    repository.write(".gitignore", "ignored.ts\n");
    repository.write("ignored.ts", "x\n");
    const workTree = await history(base, "worktree");
    assert.deepEqual(linesOf(file(workTree, "a.ts")), ["base 1", "worktree 2", "base 2", "worktree 4", "base 3"]);
    assert.deepEqual(linesOf(file(workTree, "new.ts")), ["worktree 1", "worktree 2"]);
    assert.equal(workTree.files.has("ignored.ts"), false);
    const index = await history(base, "index");
    assert.deepEqual(linesOf(file(index, "a.ts")), ["base 1", "worktree 2", "base 2", "base 3"]);
    assert.equal(index.files.has("new.ts"), false);
  });

  it("works in a repository without commits", async () => {
    repository.write("a.ts", "1\n2\n");
    assert.deepEqual(linesOf(file(await history(null, "worktree"), "a.ts")), ["worktree 1", "worktree 2"]);
    repository.git("add", "a.ts");
    assert.deepEqual(linesOf(file(await history(null, "index"), "a.ts")), ["worktree 1", "worktree 2"]);
  });

  it("reads a conflicted work tree", async () => {
    repository.write("a.ts", "1\n2\n3\n");
    const base = repository.commit("base");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a.ts", "1\nside\n3\n");
    repository.commit("side");
    repository.git("checkout", "-q", "main");
    repository.write("a.ts", "1\nmain\n3\n");
    const main = repository.commit("main");
    assert.notEqual(repository.attempt("merge", "side").code, 0);
    const lines = linesOf(file(await history(base, "worktree"), "a.ts")).map((line) => line.split(" ")[0]);
    assert.deepEqual(lines, ["base", "worktree", main, "worktree", "worktree", "worktree", "base"]);
    await history(base, "index");
  });

  it("says which line an edited line replaced, through several edits", async () => {
    repository.write("a.ts", "const a = 1;\n");
    const base = repository.commit("base");
    repository.write("a.ts", "const a = 1;\nreturn compute(left, right);\n");
    const first = repository.commit("adds");
    repository.write("a.ts", "const a = 1;\nreturn compute(left, right, 2);\n");
    const second = repository.commit("edits");
    repository.write("a.ts", "const a = 1;\nreturn compute(left, wrong, 2);\n");
    const third = repository.commit("edits again");
    const run = file(await history(base, "HEAD"), "a.ts").runs[1];
    assert.equal(run?.introducedBy, third);
    assert.deepEqual(run.editOf, {
      introducedBy: second, originalPath: "a.ts", originalStart: 2, text: "return compute(left, right, 2);",
      editOf: { introducedBy: first, originalPath: "a.ts", originalStart: 2, text: "return compute(left, right);" },
    });
    repository.write("a.ts", "const a = 1;\nthrow new Error();\n");
    repository.commit("rewrites");
    assert.equal(file(await history(base, "HEAD"), "a.ts").runs[1]?.editOf, undefined);
  });

  it("marks where lines of the base were taken away, until they come back", async () => {
    repository.write("a.ts", "1\nguard();\ncheck();\n2\n3\n4\n");
    repository.write("gone.ts", "x\ny\n");
    const base = repository.commit("base");
    repository.write("a.ts", "1\n2\n3\n4\n");
    repository.remove("gone.ts");
    const removal = repository.commit("removes");
    repository.write("a.ts", "0\n1\n2\n3\n4\n");
    repository.commit("adds above");
    const range = await history(base, "HEAD");
    assert.deepEqual(file(range, "a.ts").removals, [{ before: 3, removedBy: removal, lines: ["guard();", "check();"] }]);
    assert.deepEqual(range.deleted, [{ path: "gone.ts", removedBy: removal, lines: ["x", "y"], unread: null }]);
    repository.write("a.ts", "0\n1\nguard();\ncheck();\n2\n3\n4\n");
    repository.commit("restores");
    assert.deepEqual(file(await history(base, "HEAD"), "a.ts").removals, []);
  });

  it("sees a removal in two steps: first replaced, then the replacement deleted", async () => {
    repository.write("a.ts", "1\nguard();\n2\n");
    const base = repository.commit("base");
    repository.write("a.ts", "1\n// harmless\n2\n");
    repository.commit("replaces");
    repository.write("a.ts", "1\n2\n");
    const second = repository.commit("deletes");
    assert.deepEqual(file(await history(base, "HEAD"), "a.ts").removals, [{ before: 2, removedBy: second, lines: ["guard();"] }]);
  });

  it("keeps a removal that a branch made through its merge", async () => {
    repository.write("a.ts", "1\nguard();\n2\n3\n4\n5\n");
    const base = repository.commit("base");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a.ts", "1\n2\n3\n4\n5\n");
    const removal = repository.commit("removes");
    repository.git("checkout", "-q", "main");
    repository.write("a.ts", "1\nguard();\n2\n3\n4\n5\n6\n");
    repository.commit("adds below");
    repository.git("merge", "-q", "-m", "merge", "side");
    assert.deepEqual(file(await history(base, "HEAD"), "a.ts").removals, [{ before: 2, removedBy: removal, lines: ["guard();"] }]);
  });

  it("calls lines at a shallow graft unknown", async () => {
    repository.write("a.ts", "1\n2\n");
    repository.commit("first");
    repository.write("a.ts", "1\n2\n3\n");
    const graft = repository.commit("second");
    repository.write("a.ts", "1\n2\n3\n4\n");
    repository.write("b.ts", "b\n");
    const last = repository.commit("third");
    const clone = new TemporaryRepository({ initialise: false });
    try {
      clone.git("clone", "-q", "--depth", "2", `file://${repository.folder}`, "shallow");
      const git = await openRepository(join(clone.folder, "shallow"), SILENT);
      opened.push(git);
      assert.equal(git.isShallow, true);
      const range = await git.history(null, "HEAD");
      assert.deepEqual(linesOf(file(range, "a.ts")), ["unknown 1", "unknown 2", "unknown 3", `${last} 4`]);
      assert.deepEqual(linesOf(file(range, "b.ts")), [`${last} 1`]);
      assert.deepEqual(range.grafts, [graft]);
    } finally {
      clone.dispose();
    }
  });

  it("is not misled by binary files, submodules, symbolic links, modes and attributes", async () => {
    repository.write("image.png", Buffer.from([0, 1, 2, 10, 3]));
    repository.write("run.sh", "echo 1\n");
    repository.write("hidden.ts", "1\n2\n");
    repository.write(".gitattributes", "*.ts -diff\n*.txt diff=evil\n");
    repository.write("a.txt", "1\n");
    const base = repository.commit("base");
    const marker = join(repository.folder, "..", "countersign-was-run");
    repository.git("config", "diff.evil.textconv", `touch ${marker}; cat`);
    repository.git("config", "diff.evil.command", `touch ${marker}`);
    repository.write("image.png", Buffer.from([0, 1, 2, 10, 4]));
    chmodSync(join(repository.folder, "run.sh"), 0o755);
    repository.write("hidden.ts", "1\n2\n3\n");
    repository.write("a.txt", "1\n2\n");
    symlinkSync("/etc/passwd", join(repository.folder, "link.ts"));
    repository.git("update-index", "--add", "--cacheinfo", `160000,${base},module`);
    repository.git("add", ".");
    repository.git("commit", "-q", "-m", "change");
    const change = repository.git("rev-parse", "HEAD").trim();
    const range = await history(base, "HEAD");
    assert.deepEqual(linesOf(file(range, "hidden.ts")), ["base 1", "base 2", `${change} 3`]);
    assert.deepEqual(linesOf(file(range, "a.txt")), ["base 1", `${change} 2`]);
    assert.deepEqual(file(range, "image.png").runs, []);
    assert.deepEqual([...range.files.keys()].sort(), ["a.txt", "hidden.ts", "image.png"]);
    assert.throws(() => readFileSync(marker));
  });

  it("sees through an attribute that hides a text from git diff, in uncommitted work, too", async () => {
    repository.write(".gitattributes", "*.ts -diff\n");
    repository.write("a.ts", "1\n2\n3\n");
    const base = repository.commit("base");
    repository.write("a.ts", "1\nnew\n2\n3\n");
    assert.deepEqual(linesOf(file(await history(base, "worktree"), "a.ts")), ["base 1", "worktree 2", "base 2", "base 3"]);
  });

  it("knows nothing of lines whose blobs are not in the clone, and everything of the others", async () => {
    repository.write("a.ts", "a1\na2\n");
    repository.write("b.ts", "b1\nb2\n");
    const first = repository.commit("first");
    repository.write("a.ts", "a1\na2\na3\n");
    repository.write("b.ts", "b1\nb2\nb3\n");
    const second = repository.commit("second");
    const blob = repository.git("rev-parse", `${second}:a.ts`).trim();
    repository.git("checkout", "-q", "-b", "side", first);
    repository.write("b.ts", "b0\nb1\nb2\n");
    const side = repository.commit("side");
    repository.git("checkout", "-q", "main");
    repository.write("a.ts", "a1\na2\na3\na4\n");
    const third = repository.commit("third");
    repository.git("merge", "-q", "-m", "merge", "side");
    const intact = await history(null, "HEAD");
    assert.equal(intact.damagedCommits, undefined);
    repository.remove(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`);
    const range = await history(null, "HEAD");
    assert.equal(range.damagedCommits, 2);
    assert.deepEqual(linesOf(file(range, "a.ts")).map((line) => line.split(" ")[0]), ["unknown", "unknown", "unknown", "unknown"]);
    assert.deepEqual(linesOf(file(range, "b.ts")), [`${side} 1`, `${first} 1`, `${first} 2`, `${second} 3`]);
    repository.write("a.ts", "a1\na2\na3\na4\na5\n");
    const last = repository.commit("last");
    assert.deepEqual(linesOf(file(await history(third, "HEAD"), "a.ts")).at(-1), `${last} 5`);
  });

  it("runs no filter that the repository's configuration names", async () => {
    repository.write("a.ts", "1\n");
    const base = repository.commit("base");
    const marker = join(repository.folder, "filter-was-run");
    repository.write(".gitattributes", "*.ts filter=evil\n");
    repository.git("config", "filter.evil.clean", `touch ${marker}; cat`);
    appendFileSync(join(repository.folder, "a.ts"), "2\n");
    assert.deepEqual(linesOf(file(await history(base, "worktree"), "a.ts")), ["base 1", "worktree 2"]);
    assert.throws(() => readFileSync(marker));
  });

  it("survives a line of 20 MB, a file of 100,000 lines and a change in each", async () => {
    repository.write("long.ts", "x".repeat(20 * 1024 * 1024) + "\nend\n");
    const many = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    repository.write("many.ts", `${many.join("\n")}\n`);
    const base = repository.commit("base");
    repository.write("long.ts", "y".repeat(20 * 1024 * 1024) + "\nend\n");
    for (let index = 0; index < many.length; index += 10) many[index] = `changed ${index}`;
    repository.write("many.ts", `${many.join("\n")}\n`);
    const change = repository.commit("change");
    repository.write("long.ts", "short\nend\n");
    repository.write("wide.ts", `a\n${"z".repeat(3 * 1024 * 1024)}\nb\n`);
    const last = repository.commit("wide");
    const before = process.memoryUsage().rss;
    const range = await history(base, "HEAD");
    assert.ok(process.memoryUsage().rss - before < 600 * 1024 * 1024);
    assert.equal(linesOf(file(range, "many.ts")).filter((line) => line.startsWith(change)).length, 10_000);
    assert.equal(linesOf(file(range, "long.ts")).length, 2);
    assert.deepEqual(linesOf(file(range, "wide.ts")), [`${last} 1`, `${last} 2`, `${last} 3`]);
  });

  it("can be interrupted", async () => {
    buildRandomHistory(repository, 5, 10);
    const git = await openRepository(repository.folder, SILENT);
    opened.push(git);
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(git.history(null, "HEAD", { signal: controller.signal }), { code: "interrupted" });
  });

  it("finds lines in a file that was moved over another", async () => {
    repository.write("a.ts", "a1\na2\na3\n");
    repository.write("b.ts", "b1\nb2\nb3\n");
    const first = repository.commit("first");
    renameSync(join(repository.folder, "a.ts"), join(repository.folder, "b.ts"));
    repository.commit("second");
    const expected = blame(repository, "b.ts").map((line) => `${line.commit} ${line.originalLine}`);
    assert.deepEqual(linesOf(file(await history(null, "HEAD"), "b.ts")), expected);
    assert.equal((await history(first, "HEAD")).deleted.length, 1);
  });
});

/** `introducedBy originalLine` of every line, and that the runs cover the file without gaps. */
function linesOf(found: FileHistory | undefined): string[] {
  const lines: string[] = [];
  for (const run of found?.runs ?? []) {
    assert.equal(run.start, lines.length + 1, "runs leave no gap");
    for (let offset = 0; offset < run.length; offset++) lines.push(`${run.introducedBy} ${run.originalStart + offset}`);
  }
  return lines;
}

/** Branches, merges with and without conflicts, renames, reverts, files that come back, CRLF, no line feed at the end. */
function buildRandomHistory(repository: TemporaryRepository, seed: number, steps: number): void {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const list = () => repository.git("ls-files", "-z").split("\0").filter((name) => name !== "");
  const pick = <T>(values: readonly T[]): T | undefined => values[below(values.length)];
  const read = (path: string) => readFileSync(join(repository.folder, path), "latin1").split("\n");
  let counter = seed * 10_000;
  const line = () => (random() < 0.25 ? (pick(["}", "", "  return;", "{"]) ?? "}") : `statement ${counter++} of ${below(5)};`);
  const edit = (path: string) => {
    const lines = read(path);
    for (let change = 0; change <= below(3); change++) {
      const at = below(lines.length);
      const fresh = Array.from({ length: below(4) }, line);
      lines.splice(at, below(4), ...fresh);
    }
    const crlf = random() < 0.05;
    const text = lines.map((text) => (crlf ? `${text.replace(/\r$/, "")}\r` : text)).join("\n");
    repository.write(path, Buffer.from(random() < 0.15 ? text.replace(/\n+$/, "") : text, "latin1"));
  };
  const act = (message: string) => {
    const files = list();
    const target = pick(files);
    const roll = random();
    if (target === undefined || roll < 0.2) repository.write(`dir ${below(3)}/file ${counter++}.ts`, `${Array.from({ length: 15 + below(60) }, line).join("\n")}\n`);
    else if (roll < 0.28) {
      repository.git("mv", target, `moved ${counter++}.ts`);
    } else if (roll < 0.31) repository.git("rm", "-q", target);
    else if (roll < 0.4) repository.attempt("checkout", "-q", `HEAD~${1 + below(3)}`, "--", target);
    else for (let count = 0; count <= below(3); count++) edit(pick(files) ?? target);
    repository.commit(message);
  };
  repository.write(`first ${seed}.ts`, `${Array.from({ length: 20 }, line).join("\n")}\n`);
  for (let count = 0; count < 4; count++) act("start");
  for (let step = 0; step < steps; step++) {
    const roll = random();
    if (roll < 0.25) {
      repository.git("checkout", "-q", "-b", `side-${seed}-${step}`, `HEAD~${below(2)}`);
      for (let count = 0; count <= below(2); count++) act(`side ${step}`);
      repository.git("checkout", "-q", "main");
      if (random() < 0.7) act(`main ${step}`);
      if (repository.attempt("merge", "-q", "--no-ff", "-m", `merge ${step}`, `side-${seed}-${step}`).code !== 0) {
        // A conflict is resolved by taking out the markers, sometimes with a line of its own.
        for (const path of list()) {
          const lines = read(path).filter((text) => !/^(<{7}|={7}|>{7})/.test(text));
          if (random() < 0.5) lines.splice(below(lines.length), 0, line());
          if (lines.length > 0) repository.write(path, Buffer.from(lines.join("\n"), "latin1"));
        }
        repository.commit(`merge ${step}`);
      }
    } else if (roll < 0.3) {
      if (repository.attempt("revert", "--no-edit", "HEAD").code !== 0) repository.attempt("revert", "--abort");
    } else act(`step ${step}`);
  }
}
