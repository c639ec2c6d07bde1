/** What an agent may do so that nobody can read what it wrote, or see it: bytes, names, trees and grafts. The gate never passes by it. */
import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttackedRepository } from "./attacked-repository";
import { countersign } from "./supervised-repository";
import { LOAD } from "./written-code";

describe("files that nobody can read", function () {
  this.timeout(240_000);
  let repository: AttackedRepository;
  let outsideFolder: string;

  beforeEach(() => {
    repository = new AttackedRepository();
    outsideFolder = mkdtempSync(join(tmpdir(), "countersign-outside-"));
    repository.begin({ "src/a.ts": "export const a = 1;\n", "package.json": '{"name":"a"}\n' });
    repository.assistantWrites("src/seen.ts", "export const seen = 1;\n");
    repository.commit("a claim");
    // The sealed ledger stands, so that nothing but the file decides.
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    repository.git("push", "-q", "origin", "HEAD:main");
    repository.git("fetch", "-q", "origin");
  });
  afterEach(() => {
    repository.dispose();
    rmSync(outsideFolder, { recursive: true, force: true });
  });

  const judged = () => {
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "json"]);
    const document = JSON.parse(ran.stdout) as { readonly verdict?: string; readonly notChecked?: readonly { readonly why: string; readonly path?: string }[] };
    return { code: ran.code, verdict: document.verdict, why: (document.notChecked ?? []).map(({ why }) => why).join("\n"), stderr: ran.stderr };
  };
  const bytes = (path: string, content: Uint8Array, message: string) => {
    repository.write(path, content);
    repository.commit(message);
  };

  it("a byte that is no text does not pay for what an assistant's hook told, nor for a marked commit's", () => {
    const start = repository.git("rev-parse", "HEAD").trim();
    for (const [name, head] of [["NUL", "/*\0*/\n"], ["Latin-1", "/*\xe4*/\n"]] as const) {
      const content = Buffer.from(head + LOAD, "latin1");
      repository.assistantWrites("src/load.ts", LOAD);
      bytes("src/load.ts", content, "plain");
      const told = judged();
      assert.deepEqual([told.code, told.verdict], [3, "not-evaluated"], name);
      assert.match(told.why, /and an assistant wrote in it: .*save it as UTF-8 text/, name);
      repository.git("reset", "-q", "--hard", start);
      bytes("src/marked.ts", content, "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
      assert.deepEqual(judged().code, 3, name);
      repository.git("reset", "-q", "--hard", start);
    }
    bytes("logo.png", Buffer.from([0x89, 0x50, 0, 1, 2]), "a picture\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    assert.deepEqual(judged().code, 0, "a picture is no code");
    repository.git("reset", "-q", "--hard", start);
    bytes("src/by-hand.ts", Buffer.from(`/*\xe4*/\n${LOAD}`, "latin1"), "by hand");
    const own = judged();
    assert.equal(own.verdict, "pass");
    assert.deepEqual([own.code, own.why], [0, "not UTF-8 text"], "nobody says that an assistant wrote it: said, and no more");
  });

  it("a byte that is no text does not hide what an assistant deletes", () => {
    bytes("src/old.ts", Buffer.from(`/*\xe4*/\n${LOAD}`, "latin1"), "by hand");
    bytes("old.png", Buffer.from([0x89, 0x50, 0, 1, 2]), "a picture");
    repository.git("push", "-q", "origin", "HEAD:main");
    repository.git("fetch", "-q", "origin");
    const start = repository.git("rev-parse", "HEAD").trim();
    const deleted = (path: string, message: string) => {
      repository.git("rm", "-q", path);
      repository.commit(message);
      const told = judged();
      repository.git("reset", "-q", "--hard", start);
      return told;
    };
    const told = deleted("src/old.ts", "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    assert.deepEqual([told.code, told.verdict], [3, "not-evaluated"]);
    assert.match(told.why, /not UTF-8 text, and an assistant deleted it: where it cannot be checked it does not pass: bring it back, or let the base's configuration exclude it/);
    assert.deepEqual(deleted("old.png", "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>").code, 0, "a picture is no code");
    const own = deleted("src/old.ts", "by hand");
    assert.equal(own.verdict, "pass");
    assert.deepEqual([own.code, own.why], [0, ""], "nobody says that an assistant did");
  });

  it("a name that is no UTF-8 hides nothing", () => {
    writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/src/lo`), Buffer.from([0xff]), Buffer.from("ad.ts")]), LOAD);
    const untracked = judged();
    assert.deepEqual([untracked.code, untracked.verdict], [3, "not-evaluated"]);
    repository.commit("work");
    const committed = judged();
    assert.deepEqual([committed.code, committed.verdict], [3, "not-evaluated"]);
    assert.match(committed.why, /the name of src\/lo\\xffad\.ts is no UTF-8, so nothing can be recorded of it: rename it/);
    repository.git("push", "-q", "origin", "HEAD:main");
    repository.git("fetch", "-q", "origin");
    assert.equal(judged().verdict, "pass", "what stood at the base stands");
  });

  it("a tree with two entries of one name is no tree to judge", () => {
    const evil = repository.object(["hash-object", "-w", "--stdin"], LOAD);
    const harmless = repository.git("rev-parse", "HEAD:src/a.ts").trim();
    const folder = repository.object(["mktree"], `100644 blob ${harmless}\ta.ts\n100644 blob ${evil}\tload.ts\n100644 blob ${harmless}\tload.ts\n`);
    const root = repository.git("ls-tree", "HEAD").replace(/(040000 tree )[0-9a-f]+(\tsrc)/, `$1${folder}$2`);
    const commit = repository.git("commit-tree", repository.object(["mktree"], root), "-p", "HEAD", "-m", "two").trim();
    repository.git("push", "-q", "origin", `${commit}:refs/heads/work`);
    const clone = join(outsideFolder, "clone");
    repository.git("clone", "-q", "--no-checkout", repository.git("remote", "get-url", "origin").trim(), clone);
    repository.git("-C", clone, "update-ref", "--no-deref", "HEAD", commit);
    const ran = countersign(clone, ["check", "--pre-push"], `refs/heads/work ${commit} refs/heads/work ${"0".repeat(40)}\n`);
    assert.equal(ran.code, 3, ran.stdout + ran.stderr);
    assert.match(ran.stderr, /has two entries of one name: src\/load\.ts/);
  });

  it("grafts, in the repository or by a variable, give no commit another parent", () => {
    repository.agentCommits("src/load.ts", LOAD);
    const [base, head] = ["origin/main", "HEAD"].map((name) => repository.git("rev-parse", name).trim());
    const grafts = `${base} ${head}\n${head}\n`;
    const file = join(repository.folder, ".git/info/grafts");
    writeFileSync(file, grafts);
    assert.equal(repository.git("merge-base", "origin/main", "HEAD").trim(), head, "git itself believes them");
    assert.deepEqual([judged().code, judged().verdict], [1, "fail"]);
    const outside = join(outsideFolder, "grafts");
    writeFileSync(outside, readFileSync(file));
    rmSync(file);
    process.env["GIT_GRAFT_FILE"] = outside;
    try {
      assert.deepEqual([judged().code, judged().verdict], [1, "fail"]);
    } finally {
      delete process.env["GIT_GRAFT_FILE"];
    }
  });
});
