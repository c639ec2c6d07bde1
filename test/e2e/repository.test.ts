import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileContent } from "../../src/core/ports";
import { openRepository } from "../../src/platform/repository";
import type { GitRepository } from "../../src/platform/repository";
import { TemporaryRepository } from "./temporary-repository";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe("the repository", function () {
  this.timeout(60_000);
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

  async function open(folder = repository.folder): Promise<GitRepository> {
    const git = await openRepository(folder, SILENT);
    opened.push(git);
    return git;
  }

  async function read(git: GitRepository, of: string, path: string, maximumBytes?: number): Promise<FileContent> {
    const content = (await (await git.snapshot(of)).read([path], maximumBytes)).get(path);
    assert.ok(content, path);
    return content;
  }

  describe("opening", () => {
    it("finds the work tree from a folder below it", async () => {
      mkdirSync(join(repository.folder, "a/b"), { recursive: true });
      const git = await open(join(repository.folder, "a/b"));
      assert.equal(git.workTree, repository.folder);
      assert.equal(git.gitDirectory, join(repository.folder, ".git"));
      assert.equal(git.commonDirectory, join(repository.folder, ".git"));
    });

    it("says what is wrong with a folder that is no repository, no folder, or not there", async () => {
      const folder = mkdtempSync(join(tmpdir(), "countersign-none-"));
      writeFileSync(join(folder, "file"), "");
      try {
        await assert.rejects(openRepository(folder, SILENT), { code: "no-repository", message: /is not in a git repository/ });
        await assert.rejects(openRepository(join(folder, "file"), SILENT), { code: "no-repository", message: /is a file/ });
        await assert.rejects(openRepository(join(folder, "none"), SILENT), { code: "no-repository", message: /cannot be opened/ });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it("says that git is missing", async () => {
      const path = process.env["PATH"];
      process.env["PATH"] = "/nonexistent";
      try {
        await assert.rejects(openRepository(repository.folder, SILENT), { code: "no-git" });
      } finally {
        process.env["PATH"] = path;
      }
    });

    it("says how to trust a folder of another user", async () => {
      process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
      try {
        await assert.rejects(openRepository(repository.folder, SILENT), (error: Error & { code?: string; details?: { hint?: string } }) => {
          assert.equal(error.code, "no-repository");
          assert.match(error.details?.hint ?? "", /safe\.directory/);
          return true;
        });
      } finally {
        delete process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"];
      }
    });

    it("opens a bare repository, without a work tree", async () => {
      repository.write("a.ts", "1\n");
      const id = repository.commit("first");
      repository.git("clone", "-q", "--bare", ".", "bare.git");
      const git = await open(join(repository.folder, "bare.git"));
      assert.equal(git.workTree, null);
      assert.deepEqual((await git.snapshot(id)).paths, ["a.ts"]);
      assert.equal((await git.history(null, "HEAD")).files.get("a.ts")?.runs[0]?.introducedBy, id);
      await assert.rejects(git.snapshot("worktree"), { code: "usage", message: /bare repository/ });
      await assert.rejects(git.history(null, "worktree"), { code: "usage" });
    });

    it("works without commits, with a detached HEAD and in a second work tree", async () => {
      const git = await open();
      assert.equal(await git.head(), null);
      assert.equal(await git.branch(), "main");
      assert.equal(await git.mergeBase("HEAD", "main"), null);
      repository.write("a.ts", "1\n");
      assert.deepEqual((await git.snapshot("worktree")).paths, ["a.ts"]);
      const id = repository.commit("first");
      assert.equal(await git.head(), id);
      repository.git("checkout", "-q", "--detach");
      assert.equal(await git.branch(), null);
      repository.git("worktree", "add", "-q", "tree2");
      const second = await open(join(repository.folder, "tree2"));
      assert.equal(second.workTree, join(repository.folder, "tree2"));
      assert.equal(second.commonDirectory, git.commonDirectory);
      assert.notEqual(second.gitDirectory, git.gitDirectory);
      assert.equal(await second.branch(), "tree2");
      assert.deepEqual((await second.snapshot("worktree")).paths, ["a.ts"]);
    });
  });

  it("resolves revisions, and takes none for an option", async () => {
    repository.write("a.ts", "1\n");
    const first = repository.commit("first");
    repository.write("a.ts", "2\n");
    const second = repository.commit("second");
    const git = await open();
    assert.equal(await git.resolve("HEAD~1"), first);
    assert.equal(await git.resolve("nothing"), null);
    assert.equal(await git.resolve("--all"), null);
    assert.equal(await git.resolve("HEAD:a.ts"), null);
    assert.equal(await git.mergeBase(first, second), first);
    assert.equal(await git.commitBefore("2100-01-01", "HEAD"), second);
    assert.equal(await git.commitBefore("1999-01-01", "HEAD"), null);
    await assert.rejects(git.snapshot("nothing"), { code: "not-found", message: /"nothing"/ });
  });

  it("tells without a process whether HEAD still says the same, and nothing where only git can", async () => {
    assert.equal(await (await open()).headMark(), null, "no commit yet");
    repository.write("a", "1\n");
    const first = repository.commit("first");
    const git = await open();
    const mark = await git.headMark();
    assert.equal(mark, `ref: refs/heads/main ${first}`);
    repository.write("a", "2\n");
    const second = repository.commit("second");
    assert.equal(await git.headMark(), `ref: refs/heads/main ${second}`);
    repository.git("worktree", "add", "-q", "-b", "side", "tree2", first);
    assert.equal(await (await open(join(repository.folder, "tree2"))).headMark(), `ref: refs/heads/side ${first}`);
    repository.git("checkout", "-q", "--detach");
    assert.equal(await git.headMark(), second);
    repository.git("checkout", "-q", "main");
    repository.git("pack-refs", "--all");
    assert.equal(await git.headMark(), null);
    writeFileSync(join(repository.folder, ".git/HEAD"), "ref: refs/heads/../../config\n");
    assert.equal(await git.headMark(), null);
  });

  it("finds the remote's default branch", async () => {
    repository.write("a.ts", "1\n");
    const id = repository.commit("first");
    const git = await open();
    assert.equal(await git.defaultBranch(), null);
    repository.git("update-ref", "refs/remotes/up/master", id);
    assert.equal(await git.defaultBranch(), "refs/remotes/up/master");
    repository.git("update-ref", "refs/remotes/origin/master", id);
    assert.equal(await git.defaultBranch(), "refs/remotes/origin/master");
    repository.git("update-ref", "refs/remotes/origin/main", id);
    assert.equal(await git.defaultBranch(), "refs/remotes/origin/main");
    repository.git("update-ref", "refs/remotes/origin/trunk", id);
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
    assert.equal(await git.defaultBranch(), "refs/remotes/origin/trunk");
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone");
    assert.equal(await git.defaultBranch(), "refs/remotes/origin/main");
  });

  it("reads configuration and the user", async () => {
    const git = await open();
    assert.deepEqual(await git.user(), { name: "Ada", email: "ada@example.org" });
    repository.git("config", "x.y", "a\nb");
    assert.equal(await git.config("x.y"), "a\nb");
    assert.equal(await git.config("x.z"), null);
  });

  describe("snapshots", () => {
    it("tell text, binary, large, not UTF-8 and UTF-16 apart, alike in commit, index and work tree", async () => {
      repository.write("crlf.ts", "\ufeffa\r\nb\r\n");
      repository.write("binary.dat", Buffer.from([65, 0, 66]));
      repository.write("late-nul.dat", Buffer.concat([Buffer.alloc(8000, 65), Buffer.from([0])]));
      repository.write("latin.txt", Buffer.from([0xe9, 10]));
      repository.write("wide.txt", Buffer.from("\ufeffhé\n", "utf16le"));
      repository.write("wide-big-endian.txt", Buffer.from("\ufeffhé\n", "utf16le").swap16());
      repository.write("large.txt", "x".repeat(2000));
      repository.write("empty.txt", "");
      repository.commit("first");
      const git = await open();
      for (const of of ["HEAD", "index", "worktree"]) {
        const text = async (path: string) => {
          const content = await read(git, of, path);
          assert.equal(content.kind, "text", `${of} ${path}`);
          return content.kind === "text" ? content.text : "";
        };
        assert.equal(await text("crlf.ts"), "\ufeffa\r\nb\r\n");
        assert.equal(await text("wide.txt"), "hé\n");
        assert.equal(await text("wide-big-endian.txt"), "hé\n");
        assert.equal(await text("empty.txt"), "");
        assert.equal((await read(git, of, "binary.dat")).kind, "binary");
        assert.equal((await read(git, of, "late-nul.dat")).kind, "text");
        assert.equal((await read(git, of, "latin.txt")).kind, "not-utf8");
        const large = await read(git, of, "large.txt", 1999);
        assert.deepEqual({ ...large, blob: null }, { kind: "too-large", blob: null, bytes: 2000 });
        assert.equal((await read(git, of, "none.txt")).kind, "missing");
      }
    });

    it("list the work tree: untracked yes, ignored, deleted, nested and submodule no", async () => {
      repository.write("kept.ts", "1\n");
      repository.write("deleted.ts", "1\n");
      repository.write(".gitignore", "ignored.ts\n");
      const id = repository.commit("first");
      repository.git("update-index", "--add", "--cacheinfo", `160000,${id},module`);
      repository.remove("deleted.ts");
      repository.write("ignored.ts", "1\n");
      repository.write("new é\n.ts", "1\n");
      repository.write("inner/x.ts", "1\n");
      repository.git("init", "-q", "inner");
      const git = await open();
      assert.deepEqual((await git.snapshot("worktree")).paths, [".gitignore", "kept.ts", "new é\n.ts"]);
      assert.deepEqual((await git.snapshot("index")).paths, [".gitignore", "deleted.ts", "kept.ts"]);
      assert.equal((await git.snapshot("worktree")).has("deleted.ts"), false);
    });

    it("leave out names that are not UTF-8", async () => {
      repository.write("a.ts", "1\n");
      repository.commit("first");
      const blob = repository.git("hash-object", "-w", "a.ts").trim();
      const git = await open();
      await git.plumbing.run(["update-index", "-z", "--index-info"], { input: Buffer.concat([Buffer.from(`100644 ${blob}\t`), Buffer.from([0xff, 0xfe]), Buffer.from([0])]) });
      assert.deepEqual((await git.snapshot("index")).paths, ["a.ts"]);
    });

    it("never follow a symbolic link, to a file or on the way to one", async () => {
      repository.write("real/a.ts", "1\n");
      repository.write("folder/a.ts", "1\n");
      repository.write("plain.ts", "1\n");
      symlinkSync("/etc/passwd", join(repository.folder, "link.ts"));
      symlinkSync("link-loop", join(repository.folder, "link-loop"));
      repository.commit("first");
      const git = await open();
      assert.equal((await read(git, "HEAD", "link.ts")).kind, "symlink");
      const snapshot = await git.snapshot("worktree");
      repository.remove("folder");
      symlinkSync("real", join(repository.folder, "folder"));
      unlinkSync(join(repository.folder, "plain.ts"));
      const contents = await snapshot.read(["link.ts", "link-loop", "folder/a.ts", "plain.ts", "../outside", "real/a.ts"]);
      assert.deepEqual(
        [...contents].map(([path, content]) => `${path} ${content.kind}`).sort(),
        ["../outside missing", "folder/a.ts symlink", "link-loop symlink", "link.ts symlink", "plain.ts missing", "real/a.ts text"],
      );
    });

    it("take a file that a sparse checkout left out from the index", async () => {
      repository.write("in/a.ts", "1\n");
      repository.write("out/b.ts", "2\n");
      repository.commit("first");
      repository.git("sparse-checkout", "set", "in");
      const git = await open();
      assert.deepEqual((await git.snapshot("worktree")).paths, ["in/a.ts", "out/b.ts"]);
      assert.deepEqual(await read(git, "worktree", "out/b.ts"), { kind: "text", text: "2\n", blob: repository.git("rev-parse", "HEAD:out/b.ts").trim() });
    });

    it("read a thousand files in a few processes", async () => {
      for (let index = 0; index < 1000; index++) repository.write(`f${index}.ts`, `${index}\n`.repeat(200));
      repository.commit("first");
      const git = await open();
      for (const of of ["HEAD", "worktree"]) {
        const snapshot = await git.snapshot(of);
        const contents = await snapshot.read(snapshot.paths);
        assert.equal(contents.size, 1000);
        for (const [path, content] of contents) assert.equal(content.kind === "text" && content.text.split("\n")[0], path.slice(1, -3));
      }
    });

    it("call objects of a partial clone missing and fetch none", async () => {
      repository.write("a.ts", "1\n");
      repository.write("b.ts", "1\n");
      const first = repository.commit("first");
      repository.git("config", "uploadpack.allowFilter", "true");
      repository.git("clone", "-q", "--filter=blob:none", "--no-checkout", `file://${repository.folder}`, "partial");
      const git = await open(join(repository.folder, "partial"));
      assert.deepEqual((await git.snapshot(first)).paths, ["a.ts", "b.ts"]);
      assert.equal((await read(git, first, "a.ts")).kind, "missing");
      // A second look must find it as missing as before.
      assert.equal((await read(git, first, "a.ts")).kind, "missing");
    });
  });

  it("reads notes however deep their folders are, and none of others", async () => {
    const commits: string[] = [];
    for (let index = 0; index < 4; index++) {
      repository.write("a.ts", `${index}\n`);
      commits.push(repository.commit(`c${index}`));
    }
    const blobs = commits.map((_, index) => {
      repository.write("note", `note ${index} é\n`);
      return repository.git("hash-object", "-w", "note").trim();
    });
    const [one = "", two = "", three = "", four = ""] = commits;
    const place = [one, `${two.slice(0, 2)}/${two.slice(2)}`, `${three.slice(0, 2)}/${three.slice(2, 4)}/${three.slice(4)}`, four];
    const git = await open();
    const index = { GIT_INDEX_FILE: join(repository.folder, ".git/notes-index") };
    await git.plumbing.run(["update-index", "--add", "--index-info"], { environment: index, input: place.map((path, at) => `100644 ${blobs[at] ?? ""}\t${path}\n`).join("") });
    const tree = (await git.plumbing.run(["write-tree"], { environment: index })).toString().trim();
    repository.git("update-ref", "refs/notes/ai", repository.git("commit-tree", "-m", "notes", tree).trim());
    const notes = await git.notes("refs/notes/ai", [one, two, three, "0".repeat(40)]);
    assert.deepEqual([...notes].sort(), [[one, "note 0 é\n"], [two, "note 1 é\n"], [three, "note 2 é\n"]].sort());
    assert.equal((await git.notes("refs/notes/none", commits)).size, 0);
  });

  it("stores and gives back texts as blobs, absent where there is no such object", async () => {
    const git = await open();
    const texts = ["", "a\n", "é\r\nb", "blob\nmark :1\ndata 3\n"];
    const ids = await git.writeBlobs(texts);
    assert.equal(ids.length, texts.length);
    const read = await git.blobs([...ids, "1".repeat(40)]);
    assert.deepEqual(ids.map((id) => read.get(id)), texts);
    assert.equal(read.size, texts.length);
    await assert.rejects(git.blobs(["HEAD"]), { code: "usage" });
  });

  it("lets the process exit while its readers are idle, and leaves no folder behind", () => {
    repository.write("a.ts", "1\n");
    const id = repository.commit("first");
    repository.write("tmp/.keep", "");
    const script = `
      const { openRepository } = require(${JSON.stringify(join(__dirname, "../../src/platform/repository.js"))});
      const silent = { debug() {}, info() {}, warn() {} };
      openRepository(${JSON.stringify(repository.folder)}, silent)
        .then((git) => git.snapshot(${JSON.stringify(id)}))
        .then((snapshot) => snapshot.read(["a.ts"]))
        .then((contents) => console.log(contents.get("a.ts").kind));`;
    const temporary = join(repository.folder, "tmp");
    const ended = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", timeout: 20_000, env: { ...process.env, TMPDIR: temporary } });
    assert.equal(ended.stdout, "text\n", ended.stderr);
    assert.equal(ended.status, 0);
    assert.deepEqual(readdirSync(temporary), [".keep"]);
  });
});
