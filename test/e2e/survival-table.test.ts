/**
 * The survival table of reference/ledger.md 2.1: one signed and one unsigned hunk go through what git can do to them,
 * and each result is read in a fresh clone with nothing but the branch and the ledger's refs. The signed one is kept, or stale
 * exactly where it changed; the unsigned one is never verified.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, countersign, SupervisedRepository, type CheckDocument } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

const START = { "src/pay.ts": 'import { send } from "./send";\n\nexport const CURRENCY = "EUR";\n', "src/send.ts": "export const send = (n: number) => n;\n", "package.json": '{"name":"shop"}\n' };
const HUNK = `export function charge(cents: number): number {
  if (cents < 0) throw new RangeError("negative");
  const receipt = send(cents);
  return receipt;
}
`;
const PAY = `${START["src/pay.ts"]}\n${HUNK}`;
const UNSIGNED = `export async function load(database: { query(text: string): Promise<unknown> }, id: string): Promise<unknown> {
  return database.query("select * from orders where id = " + id);
}
`;

/** A hunk by path, state and the lines that nobody answers for. */
type Row = readonly [path: string, state: string, staleLines?: readonly number[]];
const KEPT: Row = ["src/pay.ts", "signed-off"];
const OPEN: Row = ["src/load.ts", "unseen"];

interface Operation {
  readonly name: string;
  /** Works on the checked-out branch `feat`: the assistant's commit, then one more. */
  readonly run: (repository: TemporaryRepository) => void;
  /** Of the files that carry hunks; without it both stay as they are. */
  readonly expected?: readonly Row[];
}

const sequence = (script: string): string[] => ["-c", "core.editor=true", "-c", `sequence.editor=sed -i.bak '${script}'`];
const text = (repository: TemporaryRepository, path: string): string => readFileSync(join(repository.folder, path), "utf8");
const aiCommit = (repository: TemporaryRepository): string => repository.git("log", "--format=%H", "--grep=^ai: pay", "feat").trim();

/** `main` goes on without us, here and at the remote. */
function onMain(repository: TemporaryRepository, path: string, content: string): void {
  repository.git("checkout", "-q", "main");
  repository.write(path, content);
  repository.commit("main goes on");
  repository.git("push", "-q", "origin", "main");
  repository.git("checkout", "-q", "feat");
}

function rewrite(repository: TemporaryRepository, path: string, change: (before: string) => string): void {
  const before = text(repository, path);
  const after = change(before);
  assert.notEqual(after, before, "the operation changes something");
  repository.write(path, after);
  repository.commit("rewrite");
}

const OPERATIONS: readonly Operation[] = [
  { name: "nothing", run: () => undefined },
  {
    name: "amend",
    run: (repository) => {
      repository.git(...sequence("1s/^pick/edit/"), "rebase", "-q", "-i", "main");
      repository.git("commit", "-q", "--amend", "-m", "ai: pay (amended)");
      repository.git("-c", "core.editor=true", "rebase", "--continue");
    },
  },
  { name: "fixup", run: (repository) => repository.git(...sequence("2s/^pick/fixup/"), "rebase", "-q", "-i", "main") },
  {
    name: "rebase",
    run: (repository) => {
      onMain(repository, "notes.txt", "main\n");
      repository.git("rebase", "-q", "main");
    },
  },
  {
    name: "rebase with a conflict",
    run: (repository) => {
      onMain(repository, "src/pay.ts", START["src/pay.ts"].replace('"EUR"', '"USD"'));
      const stopped = repository.attempt("rebase", "main");
      assert.notEqual(stopped.code, 0, "there is a conflict");
      repository.write("src/pay.ts", PAY.replace('"EUR"', '"USD"'));
      repository.git("add", "src/pay.ts");
      repository.git("-c", "core.editor=true", "rebase", "--continue");
    },
  },
  {
    name: "squash merge on this machine",
    run: (repository) => {
      repository.git("checkout", "-q", "-b", "squashed", "main");
      repository.git("merge", "-q", "--squash", "feat");
      repository.commit("squashed");
    },
  },
  {
    name: "squash merge on the server",
    run: (repository) => {
      const commit = repository.git("commit-tree", "-p", "main", "-m", "squash (#1)", repository.git("rev-parse", "feat^{tree}").trim()).trim();
      repository.git("checkout", "-q", "-B", "squashed", commit);
    },
  },
  {
    name: "rebase on the server",
    run: (repository) => {
      onMain(repository, "notes.txt", "main\n");
      repository.git("push", "-q", "origin", "feat");
      const server = new TemporaryRepository({ initialise: false });
      try {
        server.git("clone", "-q", repository.git("remote", "get-url", "origin").trim(), ".");
        server.git("config", "user.name", "Forge");
        server.git("config", "user.email", "forge@example.org");
        server.git("checkout", "-q", "feat");
        server.git("rebase", "-q", "--force-rebase", "origin/main");
        server.git("push", "-q", "--force", "origin", "feat");
      } finally {
        server.dispose();
      }
      repository.git("fetch", "-q", "origin");
      repository.git("reset", "-q", "--hard", "origin/feat");
    },
  },
  {
    name: "cherry-pick",
    run: (repository) => {
      const picked = aiCommit(repository);
      repository.git("checkout", "-q", "-b", "release", "main");
      repository.write("release.txt", "1\n");
      repository.commit("release");
      repository.git("cherry-pick", picked);
    },
  },
  {
    name: "stash and pop",
    run: (repository) => {
      repository.git("reset", "-q", "--soft", "main");
      repository.git("stash", "-q", "-u");
      repository.git("stash", "pop", "-q");
      repository.commit("after the stash");
    },
  },
  {
    name: "reset",
    run: (repository) => {
      const tip = repository.git("rev-parse", "HEAD").trim();
      repository.git("reset", "-q", "--hard", "main");
      repository.git("reset", "-q", "--hard", tip);
      repository.git("reset", "-q", "--mixed", "main");
      repository.commit("after the reset");
    },
  },
  {
    name: "clean",
    run: (repository) => {
      repository.git("reset", "-q", "--mixed", "main");
      repository.git("clean", "-q", "-fdx", "-e", "src/load.ts");
      repository.commit("after the clean");
      repository.git("clean", "-q", "-fdx");
    },
  },
  {
    name: "rename",
    run: (repository) => {
      repository.git("mv", "src/pay.ts", "src/charge.ts");
      repository.git("mv", "src/load.ts", "src/fetch.ts");
      repository.commit("rename");
    },
    expected: [["src/charge.ts", "signed-off"], ["src/fetch.ts", "unseen"]],
  },
  {
    name: "a hunk moved to another file",
    run: (repository) => {
      repository.write("src/charge.ts", HUNK);
      repository.write("src/pay.ts", START["src/pay.ts"]);
      repository.commit("extract");
    },
    expected: [["src/charge.ts", "signed-off"], OPEN],
  },
  { name: "re-indent", run: (repository) => rewrite(repository, "src/pay.ts", (before) => before.replace(/^ {2}/gm, "\t")) },
  { name: "CRLF", run: (repository) => rewrite(repository, "src/pay.ts", (before) => before.replace(/\n/g, "\r\n")) },
  { name: "re-wrap, where the language's own lexer runs", run: (repository) => rewrite(repository, "src/pay.ts", (before) => before.replace("if (cents < 0) throw", "if (cents < 0)\n    throw")) },
  { name: "partial edit", run: (repository) => rewrite(repository, "src/pay.ts", (before) => before.replace("return receipt", "return cents")), expected: [["src/pay.ts", "stale", [8]], OPEN] },
  { name: "a line deleted", run: (repository) => rewrite(repository, "src/pay.ts", (before) => before.replace(/ {2}if .*\n/, "")), expected: [["src/pay.ts", "stale", []], OPEN] },
  {
    name: "revert of the revert",
    run: (repository) => {
      repository.git("revert", "--no-edit", aiCommit(repository));
      assert.ok(!text(repository, "src/pay.ts").includes("charge"));
      repository.git("revert", "--no-edit", "HEAD");
    },
  },
  { name: "filter-branch", run: (repository) => repository.git("-c", "core.editor=true", "filter-branch", "-f", "--msg-filter", "sed s/ai:/AI:/", "main..feat") },
  {
    name: "fast-export and fast-import, which is what filter-repo does",
    run: (repository) => {
      const piped = spawnSync("sh", ["-c", "git fast-export --reference-excluded-parents main..feat | sed 's/^author .*/author Other <other@example.org> 1700000000 +0000/' | git fast-import --force --quiet"], { cwd: repository.folder, encoding: "utf8" });
      assert.equal(piped.status, 0, piped.stderr);
      repository.git("reset", "-q", "--hard", "feat");
      assert.match(repository.git("log", "-1", "--format=%ae"), /other@/, "every commit is another one");
    },
  },
  {
    name: "merge queue: both sides meet in a merge commit",
    run: (repository) => {
      onMain(repository, "notes.txt", "main\n");
      repository.git("checkout", "-q", "-b", "queue", "main");
      repository.git("merge", "-q", "--no-ff", "-m", "queued", "feat");
    },
  },
  {
    name: "garbage collection",
    run: (repository) => {
      repository.git("reflog", "expire", "--expire=now", "--all");
      repository.git("gc", "-q", "--aggressive", "--prune=now");
    },
  },
];

describe("the survival table, read in a fresh clone", function () {
  this.timeout(240_000);
  let template: SupervisedRepository;
  let repository: TemporaryRepository;
  const made: string[] = [];

  const folder = (): string => {
    const path = realpathSync(mkdtempSync(join(tmpdir(), "countersign-table-")));
    made.push(path);
    return path;
  };

  before(async () => {
    process.env["FILTER_BRANCH_SQUELCH_WARNING"] = "1";
    template = new SupervisedRepository();
    template.start(START);
    template.useSigningKey();
    template.git("checkout", "-q", "-b", "feat");
    template.assistantWrites("src/pay.ts", PAY);
    template.assistantWrites("src/load.ts", UNSIGNED, "session-2", "cursor");
    template.commit("ai: pay and load");
    template.write("other.txt", "note\n");
    template.commit("second");
    await template.sign((hunk) => hunk.path === "src/pay.ts");
  });
  after(() => template.dispose());

  beforeEach(() => {
    const work = folder();
    const origin = folder();
    cpSync(template.folder, work, { recursive: true });
    cpSync(template.origin, origin, { recursive: true });
    repository = new TemporaryRepository({ initialise: false, folder: work });
    repository.git("remote", "set-url", "origin", origin);
  });
  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  /** Publishes the branch and the ledger. Returns the origin's address. */
  function publish(): string {
    repository.git("push", "-q", "--force", "origin", "HEAD:refs/heads/out");
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    return repository.git("remote", "get-url", "origin").trim();
  }

  function clone(...parameters: readonly string[]): TemporaryRepository {
    const fresh = new TemporaryRepository({ initialise: false, folder: folder() });
    fresh.git("clone", "-q", "-b", "out", ...parameters, ".");
    fresh.git("fetch", "-q", "--no-filter", "origin", "refs/countersign/*:refs/countersign-remote/origin/*");
    return fresh;
  }

  function assertRows(document: CheckDocument, expected: readonly Row[] = [KEPT, OPEN]): void {
    const rows = document.hunks.map((hunk): Row => (hunk.state === "stale" ? [hunk.path, hunk.state, hunk.staleLines] : [hunk.path, hunk.state]));
    assert.deepEqual(rows.sort(), [...expected].sort(), JSON.stringify(document.hunks, null, 1));
    for (const hunk of document.hunks) if (hunk.state === "stale") assert.ok(hunk.staleLines.length + hunk.seams.length > 0);
    assert.equal(document.verdict, "fail", "the unsigned hunk is of high risk");
  }

  for (const { name, run, expected } of OPERATIONS) {
    it(name, () => {
      run(repository);
      assertRows(check(clone(publish()).folder, "--base", "origin/main"), expected);
    });
  }

  it("another worktree", () => {
    publish();
    const other = new TemporaryRepository({ initialise: false, folder: folder() });
    repository.git("worktree", "add", "-q", "--detach", join(other.folder, "tree"), "feat");
    assertRows(check(join(other.folder, "tree"), "--base", "origin/main"));
    renameSync(join(other.folder, "tree"), join(other.folder, "moved"));
    repository.git("worktree", "repair", join(other.folder, "moved"));
    assertRows(check(join(other.folder, "moved"), "--base", "origin/main"));
  });

  it("a submodule of another repository", () => {
    const origin = publish();
    const outer = new TemporaryRepository({ folder: folder() });
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "-b", "out", origin, "inner");
    outer.commit("submodule");
    const inner = new TemporaryRepository({ initialise: false, folder: join(outer.folder, "inner") });
    inner.git("fetch", "-q", "--no-filter", "origin", "refs/countersign/*:refs/countersign-remote/origin/*");
    assertRows(check(inner.folder, "--base", "origin/main"));
  });

  it("a shallow clone: no verdict without the base, the same one with it", () => {
    const origin = publish();
    const shallow = clone("--depth", "1", `file://${origin}`);
    const without = countersign(shallow.folder, ["check", "--base", "origin/main", "--format", "json"]);
    assert.equal(without.code, 3, without.stdout + without.stderr);
    shallow.git("fetch", "-q", "--deepen", "3", "origin", "out");
    shallow.git("fetch", "-q", "origin", "main:refs/remotes/origin/main");
    const deep = countersign(shallow.folder, ["check", "--base", "origin/main", "--format", "json"]);
    assert.equal(deep.code, 1, deep.stdout + deep.stderr);
    assertRows(JSON.parse(deep.stdout) as CheckDocument);
  });

  it("a partial clone", () => {
    const origin = publish();
    new TemporaryRepository({ initialise: false, folder: origin }).git("config", "uploadpack.allowFilter", "true");
    assertRows(check(clone("--filter=blob:none", `file://${origin}`).folder, "--base", "origin/main"));
  });
});
