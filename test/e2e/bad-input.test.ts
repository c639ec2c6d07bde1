import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, countersign, SupervisedRepository } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const CODE = "export const a = 1;\nexport const b = 2;\n";
const CLAUDE = "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

describe("bad input, each with a clear message or a documented degraded mode", function () {
  this.timeout(180_000);
  const repositories: TemporaryRepository[] = [];
  const folders: string[] = [];
  afterEach(() => {
    for (const repository of repositories.splice(0)) repository.dispose();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const supervised = () => {
    const repository = new SupervisedRepository();
    repositories.push(repository);
    repository.start({ "src/a.ts": CODE, "package.json": '{"name":"x"}\n' });
    return repository;
  };
  const temporary = (options: ConstructorParameters<typeof TemporaryRepository>[0] = {}) => {
    const repository = new TemporaryRepository(options);
    repositories.push(repository);
    return repository;
  };

  it("a folder that is no repository: 2, says so, and as JSON too", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-none-"));
    folders.push(folder);
    const ran = countersign(folder, ["check", "--format", "json"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /^countersign: .*repository/);
    assert.equal((JSON.parse(ran.stdout) as { schema: string }).schema, "countersign/error/1");
  });

  it("git is not installed: 3, and what to do", () => {
    const repository = supervised();
    const ran = countersign(repository.folder, ["status"], "", { PATH: "/nonexistent" });
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /git was not found.*install git/);
  });

  it("a repository without commits: hooks are heard, nothing fails", () => {
    const repository = temporary();
    assert.equal(countersign(repository.folder, ["status"]).code, 0);
    repository.write("src/a.ts", CODE);
    countersign(repository.folder, ["hook", "generic"], JSON.stringify({ version: 1, event: "after-edit", assistant: "x", session: "s", cwd: repository.folder, files: ["src/a.ts"] }));
    const document = check(repository.folder);
    assert.equal(document.base, null);
    assert.deepEqual(document.hunks.map((hunk) => hunk.path), ["src/a.ts"]);
  });

  it("an empty repository folder, a bare one, a detached HEAD", () => {
    const repository = supervised();
    repository.write("src/a.ts", CODE + "export const c = 3;\n");
    repository.commit(CLAUDE);
    repository.git("checkout", "-q", "--detach");
    assert.equal(check(repository.folder).hunks.length, 1);
    repository.git("push", "-q", "origin", "HEAD:refs/heads/work");
    const bare = countersign(repository.origin, ["check", "--base", "main", "--format", "json"]);
    assert.ok(bare.code === 0 || bare.code === 2 || bare.code === 3, `bare: ${bare.code}`);
    assert.doesNotMatch(bare.stderr, /at .*\.js:\d+/, "no stack trace");
  });

  it("a base that does not exist, or shares no history: 3 and a hint", () => {
    const repository = supervised();
    const unknown = countersign(repository.folder, ["check", "--base", "nowhere"]);
    assert.equal(unknown.code, 3);
    assert.match(unknown.stderr, /nowhere is not a commit here/);
    repository.git("checkout", "-q", "--orphan", "island");
    repository.commit("island");
    const unrelated = countersign(repository.folder, ["check", "--base", "origin/main"]);
    assert.equal(unrelated.code, 3);
    assert.match(unrelated.stderr, /no merge base/);
  });

  it("a shallow clone without the base: not evaluated, never a pass by ignorance", () => {
    const repository = supervised();
    for (let commit = 0; commit < 3; commit++) {
      repository.write("src/a.ts", CODE + `export const c = ${commit};\n`);
      repository.commit(CLAUDE);
    }
    repository.git("push", "-q", "origin", "work");
    const clone = temporary({ initialise: false });
    clone.git("clone", "-q", "--depth", "1", "-b", "work", `file://${repository.origin}`, ".");
    clone.git("fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main");
    const ran = countersign(clone.folder, ["check", "--base", "origin/main"]);
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /unshallow|deepen/);
    clone.git("fetch", "-q", "--unshallow");
    assert.equal(check(clone.folder, "--base", "origin/main").hunks.length, 1);
  });

  it("a malformed note: the problem is said, the mark still counts", () => {
    const repository = supervised();
    repository.write("src/a.ts", CODE + "export const c = 3;\n");
    const commit = repository.commit(CLAUDE);
    repository.git("notes", "--ref=refs/notes/ai", "add", "-m", "  s_1::t_1 1-2\nthis is no note", commit);
    const document = check(repository.folder);
    assert.deepEqual(document.hunks.map((hunk) => hunk.path), ["src/a.ts"]);
    assert.ok(document.notChecked.some((entry) => /note/.test(entry.what) && /line \d/.test(entry.why)), JSON.stringify(document.notChecked));
  });

  it("malformed payloads: exit 0, silence, an entry in the journal's log, no debt", () => {
    const repository = supervised();
    const payloads = ["", "{", "[]", "null", '{"version":9}', JSON.stringify({ version: 1, event: "after-edit", assistant: "x", cwd: "/", files: ["../../etc/passwd"] }), "[".repeat(100_000), JSON.stringify({ version: 1, event: "after-edit", assistant: 7, files: {} })];
    for (const payload of payloads) {
      const ran = countersign(repository.folder, ["hook", "generic"], payload);
      assert.equal(ran.code, 0, payload.slice(0, 80));
      assert.equal(ran.stdout, "");
    }
    assert.equal(check(repository.folder).hunks.length, 0);
    const log = readFileSync(join(repository.folder, ".git/countersign/journal/problems.log"), "utf8");
    assert.ok(log.trim().split("\n").length >= 5, log.slice(0, 2000));
    assert.doesNotMatch(readdirSync(join(repository.folder, ".git/countersign")).join(" "), /passwd/);
  });

  it("a 20 MB line, a binary file, UTF-16, CRLF, a symbolic link that loops: no hang, the readable ones are seen", () => {
    const repository = supervised();
    repository.write("src/long.ts", `export const text = "${"x".repeat(20 * 1024 * 1024)}";\n`);
    repository.write("src/image.bin", Buffer.from([0, 1, 2, 3, 0, 255, 254]));
    repository.write("src/wide.ts", Buffer.from("\ufeffexport const wide = 1;\n", "utf16le"));
    repository.write("src/windows.ts", "export const one = 1;\r\nexport const two = 2;\r\n");
    repository.write("src/latin.ts", Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]));
    symlinkSync("loop", join(repository.folder, "loop"));
    symlinkSync("..", join(repository.folder, "src/up"));
    repository.commit(CLAUDE);
    const document = check(repository.folder);
    const seen = document.hunks.map((hunk) => hunk.path);
    assert.ok(seen.includes("src/windows.ts"), seen.join(" "));
    assert.ok(document.notChecked.some((entry) => /5 MiB|line/.test(entry.why)), JSON.stringify(document.notChecked));
    assert.ok(!seen.includes("loop") && !seen.some((path) => path.startsWith("src/up")));
  });

  it("a file that crashes the native parser: said, and everything else is checked", () => {
    const repository = supervised();
    repository.write("src/deep.ts", "if (a) {".repeat(60_000) + "}".repeat(60_000) + "\n");
    repository.write("src/b.ts", "export function load(): void {\n  try {\n    run();\n  } catch (error) {}\n}\n");
    repository.commit(CLAUDE);
    const document = check(repository.folder);
    assert.ok(document.notChecked.some((entry) => JSON.stringify(entry).includes("src/deep.ts")), JSON.stringify(document.notChecked));
    assert.deepEqual(document.hunks.filter((hunk) => hunk.path === "src/b.ts").map((hunk) => hunk.risk.level), ["high"]);
    assert.deepEqual(document.hunks.filter((hunk) => hunk.path === "src/deep.ts").map((hunk) => hunk.risk.level), ["unrated"]);
  });

  it("a configuration that is not valid at the base: 2, with file, line and the nearest key", () => {
    const repository = supervised();
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", '{\n  "polcy": {}\n}\n');
    repository.commit("policy");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-b", "later");
    const ran = countersign(repository.folder, ["check"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /config\.jsonc:2.*did you mean "policy"/s);
  });

  it("a damaged ledger: 3, naming what is damaged", () => {
    const repository = supervised();
    repository.write("lost", `tree ${"1".repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nlost\n`);
    const commit = repository.git("hash-object", "-t", "commit", "--literally", "-w", "lost").trim();
    repository.write(".git/refs/countersign/s/0123456789abcdef", commit + "\n");
    const ran = countersign(repository.folder, ["check"]);
    assert.equal(ran.code, 3, ran.stdout + ran.stderr);
    assert.match(ran.stderr, /refs\/countersign\/s\/0123456789abcdef/);
  });

  it("an object that the clone lost, where uncommitted work must be compared with it: 3, which one, and how to get it back", () => {
    const repository = supervised();
    repository.write("picture.bin", Uint8Array.from({ length: 64 }, (_, at) => (at * 37) % 251));
    repository.commit("a picture");
    const id = repository.git("rev-parse", "HEAD:picture.bin").trim();
    repository.remove(`.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
    repository.write("picture.bin", "text now\n");
    const ran = countersign(repository.folder, ["check"]);
    assert.equal(ran.code, 3, ran.stdout + ran.stderr);
    assert.match(ran.stderr, new RegExp(`^countersign: the object ${id.slice(0, 12)} is missing from this clone.*git fetch --refetch`, "s"));
  });
});
