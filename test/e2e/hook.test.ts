import { strict as assert } from "node:assert";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { keysOf, splitLines } from "../../src/core/fingerprint/lines";
import { GitProcess } from "../../src/platform/git-process";
import { FileJournal } from "../../src/platform/journal";
import { readCommitTexts } from "../../src/platform/journal-commit-texts";
import { Settlement } from "../../src/sources/settle";

const code = (...names: string[]) => names.map((name) => `const ${name} = ${name}();\n`).join("");
const keys = (text: string, path = "a.ts") => keysOf(path, splitLines(text)).all.map((line) => line.key);

function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "src", "cli", "hook.ts"))) folder = dirname(folder);
  return folder;
}

describe("the hook process on real git", function () {
  this.timeout(120_000);
  let folder: string;
  let hook: string;
  let count = 0;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "countersign-hook-")));
    hook = join(folder, "hook.js");
    buildSync({ entryPoints: [join(projectRoot(), "src", "cli", "hook.ts")], outfile: hook, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs", logLevel: "error" });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function git(cwd: string, ...args: string[]): string {
    return execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  function repository(files: Readonly<Record<string, string>> = { "a.ts": code("a", "b") }): string {
    const root = join(folder, `repository-${(count += 1)}`);
    git(folder, "init", "-q", "-b", "main", root);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git(root, "add", "-A");
    git(root, "commit", "-q", "--allow-empty", "-m", "one");
    return root;
  }

  /** Runs the hook; asserts what holds for each run whatever the payload. */
  function run(assistant: string, payload: unknown, cwd: string, environment: Readonly<Record<string, string>> = {}): string {
    const input = typeof payload === "string" || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
    const result = spawnSync(process.execPath, [hook, assistant], { cwd, input, env: { ...process.env, ...environment }, timeout: 60_000 });
    assert.equal(result.status, 0, result.stderr.toString());
    assert.equal(result.stdout.length, 0);
    return result.stderr.toString();
  }

  const generic = (root: string, event: string, rest: Readonly<Record<string, unknown>> = {}) => run("generic", { version: 1, event, assistant: "my-agent", model: "m", session: "s", toolUseId: "", cwd: root, ...rest }, root);

  const claude = (root: string, name: string, tool: string, id: string, input: unknown, response?: unknown) =>
    run("claude-code", { session_id: "s", transcript_path: join(root, ".claude", "projects", "s.jsonl"), cwd: root, permission_mode: "default", hook_event_name: name, tool_name: tool, tool_input: input, ...(response === undefined ? {} : { tool_response: response }), tool_use_id: id }, root);

  function journal(root: string): FileJournal {
    const common = join(root, git(root, "rev-parse", "--git-common-dir").trim());
    const plumbing = new GitProcess(root);
    return new FileJournal(existsSync(common) ? common : git(root, "rev-parse", "--git-common-dir").trim(), (saved, readers) => new Settlement(saved, readers), (files) => readCommitTexts(plumbing, files));
  }

  const problems = (gitDirectory: string) => {
    const file = join(gitDirectory, "countersign", "journal", "problems.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  const lines = (gitDirectory: string) => {
    const directory = join(gitDirectory, "countersign", "journal");
    return readdirSync(directory)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n"))
      .filter((line) => line !== "");
  };

  it("generic: before, after with files, human, after with edits, after with neither", async () => {
    const root = repository();
    const write = (text: string) => writeFileSync(join(root, "a.ts"), text);
    write(code("a", "mine", "b"));
    generic(root, "before-edit", { files: ["a.ts"] });
    write(code("a", "mine", "x", "b"));
    generic(root, "after-edit", { files: ["a.ts"] });
    write(code("a", "mine", "typed", "x", "b"));
    generic(root, "human-edit", { files: ["a.ts"] });
    // The disk is behind: the payload's text counts.
    generic(root, "after-edit", { edits: [{ path: "a.ts", oldText: "const b", newText: "const y = y();\nconst b" }] });
    write(code("a", "mine", "typed", "x", "y", "b"));
    writeFileSync(join(root, "new.ts"), code("n"));
    generic(root, "after-edit");
    const { claims, human, problems: found } = await journal(root).pending();
    assert.deepEqual(found, []);
    assert.deepEqual(claims.map((claim) => [claim.path, claim.sequence, claim.evidence.tier]), [["a.ts", keys(code("x")), 2], ["a.ts", keys(code("y")), 1], ["new.ts", keys(code("n")), 2]]);
    assert.ok(claims.every((claim) => claim.assistant === "my-agent" && claim.model === "m" && claim.agentSession === "s"));
    assert.deepEqual(human.map((edit) => edit.sequence), [keys(code("typed"))]);
  });

  it("Claude Code: edit, write, shell with snapshots, failure; settled once", async () => {
    const root = repository({ "a.ts": code("a", "b"), "c.ts": code("c") });
    mkdirSync(join(root, ".claude", "projects"), { recursive: true });
    writeFileSync(join(root, ".git", "info", "exclude"), ".claude\n");
    writeFileSync(join(root, ".claude", "projects", "s.jsonl"), `${JSON.stringify({ type: "assistant", message: { model: "claude-opus-4-5", content: [] } })}\n${JSON.stringify({ type: "user" })}\n`);
    const edit = { file_path: join(root, "a.ts"), old_string: "const b", new_string: "const x = x();\nconst b" };
    claude(root, "PreToolUse", "Edit", "toolu_1", edit);
    writeFileSync(join(root, "a.ts"), code("a", "x", "b"));
    claude(root, "PostToolUse", "Edit", "toolu_1", edit, { filePath: edit.file_path, oldString: edit.old_string, newString: edit.new_string, originalFile: code("a", "b"), structuredPatch: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 3, lines: [" const a = a();", "+const x = x();", " const b = b();"] }], userModified: false });
    claude(root, "PostToolUse", "Write", "toolu_2", { file_path: join(root, "w.ts"), content: code("w") }, { type: "create", filePath: join(root, "w.ts"), content: code("w"), structuredPatch: [], originalFile: null });
    writeFileSync(join(root, "w.ts"), code("w"));
    writeFileSync(join(root, "mine.ts"), code("mine"));
    claude(root, "PreToolUse", "Bash", "toolu_3", { command: "sed -i" });
    writeFileSync(join(root, "c.ts"), code("c", "shell"));
    rmSync(join(root, "a.ts"));
    claude(root, "PostToolUse", "Bash", "toolu_3", { command: "sed -i" }, { stdout: "", stderr: "", interrupted: false });
    claude(root, "PostToolUseFailure", "Edit", "toolu_4", edit);
    const store = journal(root);
    const { claims, mark } = await store.pending();
    assert.deepEqual(
      claims.map((claim) => [claim.kind, claim.path, claim.kind === "edit" ? claim.sequence : claim.removed, claim.evidence.detail]),
      [
        ["edit", "a.ts", keys(code("x")), "Claude Code Edit toolu_1 (claude-opus-4-5)"],
        ["edit", "w.ts", keys(code("w")), "Claude Code Write toolu_2 (claude-opus-4-5)"],
        ["removal", "a.ts", keys(code("a")), "Claude Code Bash toolu_3 (claude-opus-4-5)"],
        ["removal", "a.ts", keys(code("b")), "Claude Code Bash toolu_3 (claude-opus-4-5)"],
        ["edit", "c.ts", keys(code("shell")), "Claude Code Bash toolu_3 (claude-opus-4-5)"],
      ],
    );
    assert.equal(JSON.stringify((await store.pending()).claims), JSON.stringify(claims));
    await store.markSettled(mark);
    assert.deepEqual((await store.pending()).claims, []);
    // A new process starts from the settled state: the file's text is known without the old events.
    claude(root, "PostToolUse", "Edit", "toolu_5", { file_path: join(root, "w.ts"), old_string: "const w", new_string: "const v = v();\nconst w" }, {});
    assert.deepEqual((await journal(root).pending()).claims.map((claim) => [claim.path, claim.sequence]), [["w.ts", keys(code("v"))]]);
  });

  it("a shell command: what git ignores is nobody's, odd names are kept, names that are no UTF-8 and more than 500 files are said", async () => {
    const root = repository({ ".gitignore": "built/\n*.log\n", "a.ts": code("a") });
    const shell = (id: string, work: () => void) => {
      claude(root, "PreToolUse", "Bash", id, { command: "make" });
      work();
      claude(root, "PostToolUse", "Bash", id, { command: "make" }, { stdout: "", stderr: "", interrupted: false });
    };
    const odd = ["new\nline.ts", "tab\tand blank .ts", '"quoted".ts', "-rf.ts", "größe.ts"];
    shell("toolu_1", () => {
      mkdirSync(join(root, "built"));
      writeFileSync(join(root, "built", "out.ts"), code("out"));
      writeFileSync(join(root, "make.log"), code("log"));
      for (const name of odd) writeFileSync(join(root, name), code("n"));
      if (process.platform === "linux") writeFileSync(Buffer.concat([Buffer.from(`${root}/latin-`), Buffer.from([0xe9]), Buffer.from(".ts")]), code("l"));
    });
    assert.deepEqual((await journal(root).pending()).claims.map(({ path }) => path).sort(), [...odd].sort());
    if (process.platform === "linux") assert.match(problems(join(root, ".git")), /1 changed file has a name that is no UTF-8/);
    shell("toolu_2", () => {
      for (let index = 0; index < 501; index += 1) writeFileSync(join(root, `many-${index}.ts`), code("m"));
    });
    assert.deepEqual((await journal(root).pending()).claims.filter(({ path }) => path.startsWith("many")), []);
    assert.match(problems(join(root, ".git")), /changed files are unknown: 50\d changed files, at most 500 are read/);
  });

  it("finds the repository from a subfolder, a linked work tree, a submodule and the edited file", async () => {
    const root = repository({ "src/deep/a.ts": code("a") });
    const at = (cwd: string, path: string) => run("generic", { version: 1, event: "after-edit", assistant: "my-agent", session: "s", cwd, edits: [{ path, oldText: "const a", newText: "const x = x();\nconst a" }] }, folder);
    at(join(root, "src"), "deep/a.ts");
    const linked = join(folder, `linked-${(count += 1)}`);
    git(root, "worktree", "add", "-q", linked);
    at(linked, join(linked, "src", "deep", "a.ts"));
    const inner = repository({ "src/deep/a.ts": code("a") });
    git(root, "submodule", "add", "-q", inner, "sub");
    at(join(root, "sub"), "src/deep/a.ts");
    // The assistant stands above the repository.
    at(folder, join(root, "src", "deep", "a.ts"));
    const events = lines(join(root, ".git")).map((line) => JSON.parse(line) as { worktree: { path: string }; head: string; edits: { path: string }[] });
    assert.deepEqual(events.map((event) => [event.worktree.path, event.edits[0]?.path]), [[root, "src/deep/a.ts"], [linked, "src/deep/a.ts"], [root, "src/deep/a.ts"]]);
    assert.ok(events.every((event) => event.head === git(root, "rev-parse", "HEAD").trim()));
    assert.equal(lines(join(root, ".git", "modules", "sub")).length, 1);
    assert.equal((await journal(linked).pending()).claims.length, 3);
  });

  it("reads HEAD detached, packed and unborn", () => {
    const root = repository();
    const head = () => (JSON.parse(lines(join(root, ".git")).at(-1) ?? "") as { head?: string | null }).head;
    const tip = git(root, "rev-parse", "HEAD").trim();
    git(root, "pack-refs", "--all");
    generic(root, "before-edit", { files: ["a.ts"] });
    assert.equal(head(), tip);
    git(root, "checkout", "-q", "--detach");
    generic(root, "before-edit", { files: ["a.ts"] });
    assert.equal(head(), tip);
    git(root, "checkout", "-q", "--orphan", "empty");
    generic(root, "before-edit", { files: ["a.ts"] });
    assert.equal(head(), null);
  });

  it("refuses paths outside, in .git, in another repository and behind links, with a problem each", () => {
    const root = repository();
    const other = repository();
    git(folder, "clone", "-q", other, join(root, "nested"));
    symlinkSync(other, join(root, "link"));
    const before = readFileSync(join(root, ".git", "config"), "utf8");
    generic(root, "after-edit", { edits: ["../x.ts", join(other, "a.ts"), ".git/config", "nested/a.ts", "link/a.ts", "", "a\0b"].map((path) => ({ path, newText: "x" })) });
    const log = problems(join(root, ".git")).split("\n").filter((line) => line !== "");
    assert.equal(log.length, 7, log.join("\n"));
    for (const [index, word] of ["outside", "outside", "git directory", "another repository, nested", "outside", "expected a path", "expected a path"].entries()) assert.match(log[index] ?? "", new RegExp(word));
    assert.equal(readdirSync(join(root, ".git", "countersign", "journal")).some((name) => name.endsWith(".jsonl")), false);
    assert.equal(existsSync(join(other, ".git", "countersign")), false);
    assert.equal(readFileSync(join(root, ".git", "config"), "utf8"), before);
  });

  it("resolves links on both sides", () => {
    const root = repository();
    const alias = join(folder, `alias-${(count += 1)}`);
    symlinkSync(root, alias);
    run("generic", { version: 1, event: "before-edit", assistant: "my-agent", cwd: root, files: [join(alias, "a.ts")] }, root);
    run("generic", { version: 1, event: "before-edit", assistant: "my-agent", cwd: alias, files: [join(root, "a.ts")] }, root);
    assert.deepEqual(lines(join(root, ".git")).map((line) => (JSON.parse(line) as { edits: { path: string }[] }).edits[0]?.path), ["a.ts", "a.ts"]);
  });

  it("answers bad input with a located problem and exit 0", () => {
    const root = repository();
    const cases: [string, string | Buffer, RegExp][] = [
      ["generic", '{"version":1,\n "event": oops}', /line 2, column 11/],
      ["generic", '{"version":1', /ends too early/],
      ["generic", "[1]", /expected an object, found a list/],
      ["generic", "", /found nothing/],
      ["generic", JSON.stringify({ version: "1" }), /payload\.version: expected 1, found a string/],
      ["generic", '{"a":' + "[".repeat(300_000) + "]".repeat(300_000) + "}", /version: expected 1/],
      ["generic", Buffer.alloc(100 * 1024 * 1024, 0x61), /more than 64 MiB/],
      ["nobody", "{}", /this assistant is unknown, expected one of claude-code, cursor, .*, generic/],
      ["", "{}", /this assistant is unknown/],
      ["../../x", "{}", /this assistant is unknown/],
      ["claude-code", JSON.stringify({ session_id: "s", tool_name: "Edit", hook_event_name: "PostToolUse", cursor_version: "1" }), /comes from cursor/],
    ];
    for (const [assistant, payload, expected] of cases) {
      run(assistant, payload, root);
      assert.match(problems(join(root, ".git")).split("\n").filter((line) => line !== "").at(-1) ?? "", expected);
    }
    assert.equal(readdirSync(join(root, ".git", "countersign", "journal")).some((name) => name.endsWith(".jsonl")), false);
  });

  it("records every assistant's own payload, and answers a cut, a deep and an empty one with a problem", () => {
    const payloads = join(projectRoot(), "test", "fixtures", "payloads");
    const assistants = readdirSync(payloads, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    assert.ok(assistants.length >= 12);
    for (const assistant of assistants) {
      const root = repository();
      const fixture = readdirSync(join(payloads, assistant))
        .map((name) => readFileSync(join(payloads, assistant, name), "utf8"))
        .find((text) => (JSON.parse(text) as { expect: { event: { phase: string; edits: { evidence: string }[] } | null } }).expect.event?.edits[0]?.evidence === "payload");
      assert.ok(fixture !== undefined, assistant);
      const { payload } = JSON.parse(fixture.replaceAll("/repo", root)) as { payload: object };
      run(assistant, payload, root);
      const [line = "{}"] = lines(join(root, ".git"));
      const event = JSON.parse(line) as { hook: string; phase: string; worktree: { path: string } };
      assert.deepEqual([event.hook, event.phase, event.worktree.path], [assistant, "after", root], assistant);
      const text = JSON.stringify(payload);
      for (const bad of [text.slice(0, -20), `${text.slice(0, -1)},"x":${"[".repeat(200_000)}${"]".repeat(200_000)},"cwd":7}`, "{}", "null"]) run(assistant, bad, root);
      assert.ok(lines(join(root, ".git")).length <= 2, assistant);
      assert.ok(problems(join(root, ".git")).split("\n").filter((one) => one !== "").length >= 2, assistant);
    }
  });

  it("reads a BOM, UTF-16LE and raw control characters", () => {
    const root = repository();
    const payload = JSON.stringify({ version: 1, event: "before-edit", assistant: "my-agent", cwd: root, files: ["a.ts"] });
    for (const bytes of [Buffer.from("\ufeff" + payload), Buffer.from("\ufeff" + payload, "utf16le"), Buffer.from(payload, "utf16le"), Buffer.from(payload.replace("}", ',"model":"a\nb"}'))]) run("generic", bytes, root);
    assert.equal(lines(join(root, ".git")).length, 4);
  });

  it("does nothing outside of a repository, and no variable changes what it does", () => {
    const nowhere = join(folder, `nowhere-${(count += 1)}`);
    mkdirSync(nowhere);
    assert.equal(run("generic", { version: 1, event: "before-edit", assistant: "a", cwd: nowhere, files: ["x"] }, nowhere), "");
    assert.deepEqual(readdirSync(nowhere), []);
    const root = repository();
    const payload = { version: 1, event: "after-edit", assistant: "my-agent", cwd: root };
    writeFileSync(join(root, "a.ts"), code("a", "x", "b"));
    run("generic", payload, root, { COUNTERSIGN_LOG: "debug", COUNTERSIGN_DISABLE: "1", COUNTERSIGN_HOME: nowhere, GIT_DIR: nowhere, GIT_INDEX_FILE: join(nowhere, "index"), GIT_WORK_TREE: nowhere });
    assert.deepEqual((JSON.parse(lines(join(root, ".git"))[0] ?? "") as { edits: { path: string }[] }).edits.map((edit) => edit.path), ["a.ts"]);
  });

  it("ends when the host keeps the pipe open after a whole payload", async () => {
    const root = repository();
    const child = spawn(process.execPath, [hook, "generic"], { cwd: root, stdio: ["pipe", "ignore", "ignore"] });
    child.stdin.write(JSON.stringify({ version: 1, event: "before-edit", assistant: "my-agent", cwd: root, files: ["a.ts"] }));
    const exit = await new Promise((resolve) => child.on("exit", resolve));
    assert.equal(exit, 0);
    assert.equal(lines(join(root, ".git")).length, 1);
  });

  it("keeps large texts as objects, moves long lists, and leaves out what is over 20 MiB", async () => {
    const root = repository({ "big.ts": code("b").repeat(5000) });
    const big = code("b").repeat(5000);
    writeFileSync(join(root, "big.ts"), big + code("x"));
    generic(root, "after-edit", { files: ["big.ts"] });
    generic(root, "after-edit", { edits: Array.from({ length: 3000 }, (_, index) => ({ path: `f${index}.ts`, oldText: "", newText: `const v${index} = ${index};\n` })) });
    writeFileSync(join(root, "huge.ts"), Buffer.alloc(21 * 1024 * 1024, 0x61));
    writeFileSync(join(root, "binary.bin"), Buffer.from([1, 0, 2]));
    writeFileSync(join(root, "latin.txt"), Buffer.from([0x61, 0xe4, 0x0a]));
    generic(root, "after-edit", { files: ["huge.ts", "binary.bin", "latin.txt"] });
    for (const line of lines(join(root, ".git"))) assert.ok(Buffer.byteLength(line) < 64 * 1024);
    const { claims, problems: found } = await journal(root).pending();
    assert.equal(claims.length, 3001);
    assert.deepEqual(claims[0]?.sequence, keys(code("x")));
    assert.deepEqual(found.map((problem) => /: (\w+\.\w+: the file is .*?):/.exec(problem)?.[1]), ["huge.ts: the file is larger than 20 MiB", "binary.bin: the file is binary", "latin.txt: the file is not UTF-8"]);
  });

  it("follows no link below .git and says what is in the way", () => {
    const target = join(folder, `target-${(count += 1)}`);
    mkdirSync(target);
    writeFileSync(join(target, "file"), "untouched");
    const day = `${new Date().toISOString().slice(0, 10)}.jsonl`;
    const obstacles: ((common: string) => void)[] = [
      (common) => symlinkSync(target, join(common, "countersign")),
      (common) => {
        mkdirSync(join(common, "countersign"));
        symlinkSync(target, join(common, "countersign", "journal"));
      },
      (common) => {
        mkdirSync(join(common, "countersign", "journal"), { recursive: true });
        symlinkSync(join(target, "file"), join(common, "countersign", "journal", day));
      },
      (common) => writeFileSync(join(common, "countersign"), "a file"),
      (common) => {
        mkdirSync(join(common, "countersign", "journal"), { recursive: true });
        execFileSync("mkfifo", [join(common, "countersign", "journal", day)]);
      },
    ];
    for (const place of obstacles) {
      const root = repository();
      place(join(root, ".git"));
      const stderr = generic(root, "before-edit", { files: ["a.ts"] });
      assert.match(stderr + problems(join(root, ".git")), /nothing was recorded/);
    }
    assert.deepEqual(readdirSync(target), ["file"]);
    assert.equal(readFileSync(join(target, "file"), "utf8"), "untouched");
  });

  it("says on standard error when .git is read-only", function () {
    if (process.getuid?.() === 0) this.skip(); // root writes everywhere; the case before covers the same path
    const root = repository();
    chmodSync(join(root, ".git"), 0o555);
    try {
      assert.match(generic(root, "before-edit", { files: ["a.ts"] }), /nothing was recorded/);
    } finally {
      chmodSync(join(root, ".git"), 0o755);
    }
  });

  it("rotates the problem log at 1 MiB", () => {
    const root = repository();
    run("nobody", "{}", root);
    const log = join(root, ".git", "countersign", "journal", "problems.log");
    appendFileSync(log, "x".repeat(1024 * 1024));
    run("nobody", "{}", root);
    assert.ok(lstatSync(log).size < 1000);
    assert.ok(lstatSync(`${log}.1`).size > 1024 * 1024);
  });

  it("loses no event of 16 processes at once", async () => {
    const root = repository({});
    const big = "// filler that makes the text an object\n".repeat(1000);
    const exits = await Promise.all(
      Array.from({ length: 16 }, (_, index) => {
        const child = spawn(process.execPath, [hook, "generic"], { cwd: root, stdio: ["pipe", "ignore", "ignore"] });
        child.stdin.end(JSON.stringify({ version: 1, event: "after-edit", assistant: "my-agent", session: `s${index}`, cwd: root, edits: [{ path: `f${index}.ts`, oldText: "", newText: `const v${index} = 1;\n${index % 2 === 0 ? big : ""}` }] }));
        return new Promise((resolve) => child.on("exit", resolve));
      }),
    );
    assert.deepEqual(exits, new Array(16).fill(0));
    const { claims, problems: found } = await journal(root).pending();
    assert.deepEqual(found, []);
    assert.deepEqual(new Set(claims.map((claim) => claim.agentSession)).size, 16);
  });

  it("leaves a readable journal after 20 kills at random moments", async () => {
    const root = repository({});
    const big = "// filler that makes the text an object\n".repeat(2000);
    let acknowledged = 0;
    for (let round = 0; round < 20; round += 1) {
      const child = spawn(process.execPath, [hook, "generic"], { cwd: root, stdio: ["pipe", "ignore", "ignore"] });
      child.stdin.on("error", () => undefined);
      child.stdin.end(JSON.stringify({ version: 1, event: "after-edit", assistant: "my-agent", session: `s${round}`, cwd: root, edits: [{ path: `f${round}.ts`, oldText: "", newText: `const v${round} = 1;\n${big}` }] }));
      const timer = setTimeout(() => child.kill("SIGKILL"), 40 + Math.random() * 120);
      const exit = await new Promise((resolve) => child.on("exit", resolve));
      clearTimeout(timer);
      if (exit === 0) acknowledged += 1;
    }
    // A write that a kill tore would look like this.
    const directory = join(root, ".git", "countersign", "journal");
    mkdirSync(directory, { recursive: true });
    appendFileSync(join(directory, `${new Date().toISOString().slice(0, 10)}.jsonl`), '\n{"v":1,"at":"2026-');
    generic(root, "after-edit", { session: "last", edits: [{ path: "last.ts", oldText: "", newText: "last();\n" }] });
    const { claims, problems: found } = await journal(root).pending();
    const sessions = new Set(claims.map((claim) => claim.agentSession));
    assert.ok(sessions.has("last"));
    assert.ok(sessions.size >= acknowledged + 1, `${sessions.size} sessions, ${acknowledged} acknowledged`);
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", /torn write/);
  });
});
