/** What we write for other tools, read back: the same origins without the ledger; real `git commit` with the trailers' hook. */
import { strict as assert } from "node:assert";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { parseGitAiNote } from "../../src/sources/git-ai-note";
import { SupervisedRepository, countersign } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";

interface Origins {
  readonly files: readonly { readonly path: string; readonly ranges: readonly { readonly start: number; readonly end: number; readonly origin: string; readonly assistant?: string; readonly model?: string; readonly agentSession?: string; readonly evidence?: string; readonly commit: string | null }[] }[];
}

describe("interchange", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;

  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.write("a.ts", "const base = 0;\n");
    repository.commit("base");
    repository.git("push", "-q", "origin", "HEAD:main");
    repository.git("checkout", "-q", "-b", "feature");
  });
  afterEach(() => repository.dispose());

  const run = (...parameters: string[]) => {
    const ran = countersign(repository.folder, parameters);
    assert.equal(ran.code, 0, ran.stderr + ran.stdout);
    return ran.stdout;
  };

  /** An assistant writes a whole file, as its hook would tell. */
  function write(path: string, text: string, assistant = "my-agent", session = "s-1", model = "model-1"): void {
    const before = JSON.stringify({ version: 1, event: "before-edit", assistant, session, files: [path], cwd: repository.folder });
    countersign(repository.folder, ["hook", "generic"], before);
    repository.write(path, text);
    countersign(repository.folder, ["hook", "generic"], JSON.stringify({ version: 1, event: "after-edit", assistant, session, model, files: [path], cwd: repository.folder }));
  }

  const origins = () => (assertSchema("origins", run("origins", "HEAD", "--format", "json")) as Origins).files;
  const withoutSource = (files: Origins["files"]) => files.map(({ path, ranges }) => ({ path, ranges: ranges.map(({ evidence: _evidence, ...range }) => range) }));

  /** Three assistants, one edit by a person in a commit of its own and one before it was committed, a path with blanks, a rename. */
  function history(): void {
    write("a.ts", "const base = 0;\nconst one = load(1);\nconst two = load(2);\n", "claude-code", "6ef2299e-a67f-432b-aa80-3d2fb4d28999", "claude-opus-4-5");
    write("c.ts", "export const c1 = first(1);\nexport const c2 = second(2);\nexport const c3 = third(3);\n", "claude-code", "another", "claude-haiku-4-5");
    repository.commit("first");
    write("docs/my file.ts", "export const alpha = 1;\nexport const beta = compute(alpha);\nexport const gamma = compute(beta);\n", "codex", "https://example.org/sessions/7", "gpt-5");
    repository.write("docs/my file.ts", "export const alpha = 1;\nexport const beta = compute(alpha, 2);\nexport const gamma = compute(beta);\nexport const own = typed();\n");
    repository.commit("second");
    repository.write("a.ts", "const base = 0;\nconst one = load(1, true);\nconst two = load(2);\n");
    repository.commit("a person edits");
    repository.git("mv", "c.ts", "moved.ts");
    write("b.ts", "export const x = 1;\n", "copilot", "session with blanks");
    repository.commit("third");
    countersign(repository.folder, ["status"]);
  }

  function forget(): void {
    for (const ref of repository.git("for-each-ref", "--format=%(refname)", "refs/countersign").split("\n").filter((line) => line !== "")) repository.git("update-ref", "-d", ref);
    repository.remove(".git/countersign");
  }

  for (const [as, source] of [["git-ai", "note"], ["agent-trace", "agent-trace"]] as const) {
    it(`${as}: what is written is read back with the same origins, without the ledger`, () => {
      history();
      const before = origins();
      assert.ok(before.some(({ ranges }) => ranges.some(({ origin }) => origin === "mixed")), JSON.stringify(before));
      const answer = assertSchema("interchange", run("export", "--as", as, "--format", "json")) as { written: number; kept: number; commits: number };
      assert.equal(answer.commits, 4);
      assert.ok(answer.written >= 3);
      if (as === "agent-trace") repository.commit("traces");
      forget();
      const after = origins();
      assert.deepEqual(withoutSource(after), withoutSource(before));
      assert.deepEqual([...new Set(after.flatMap(({ ranges }) => ranges.flatMap(({ evidence }) => evidence ?? [])))], [source]);
      assert.equal((JSON.parse(run("export", "--as", as, "--format", "json")) as { written: number }).written, 0, "nothing is written twice");
    });
  }

  it("never touches a note that git-ai wrote, and replaces its own", () => {
    history();
    const commit = repository.git("rev-parse", "HEAD~3").trim();
    const foreign = 'a.ts\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 2\n---\n{"schema_version":"authorship/3.0.0","git_ai_version":"1.6.0","base_commit_sha":"","prompts":{},"sessions":{}}';
    repository.git("notes", "--ref=ai", "add", "-m", foreign, commit);
    const answer = JSON.parse(run("export", "--as", "git-ai", "--format", "json")) as { written: number; kept: number };
    assert.equal(answer.kept, 1);
    assert.match(repository.git("notes", "--ref=ai", "show", commit), /"git_ai_version":"1\.6\.0"/);
    const own = repository.git("rev-parse", "HEAD~2").trim();
    const note = repository.git("notes", "--ref=ai", "show", own);
    assert.deepEqual(parseGitAiNote(note.trimEnd()).problems, []);
    assert.match(note, /^"docs\/my file\.ts"\n {2}s_[0-9a-f]{14}::t_[0-9a-f]{14} \d/);
    repository.git("notes", "--ref=ai", "add", "-f", "-m", note.replace(/ \d[\d,-]*\n/, " 1\n"), own);
    assert.equal((JSON.parse(run("export", "--as", "git-ai", "--format", "json")) as { written: number }).written, 1);
    assert.equal(repository.git("notes", "--ref=ai", "show", own), note);
  });

  it("reads notes however deep git spread them", () => {
    history();
    run("export", "--as", "git-ai");
    forget();
    const before = origins();
    const notes = new Map(repository.git("ls-tree", "-r", "refs/notes/ai").trim().split("\n").map((line) => [(line.split("\t")[1] ?? "").replaceAll("/", ""), line.split(/\s/)[2] ?? ""]));
    for (const depth of [1, 2, 3]) {
      repository.git("read-tree", "--empty");
      for (const [commit, blob] of notes) {
        const folders = Array.from({ length: depth }, (_, level) => commit.slice(level * 2, level * 2 + 2)).join("/");
        repository.git("update-index", "--add", "--cacheinfo", `100644,${blob},${folders}/${commit.slice(depth * 2)}`);
      }
      repository.git("update-ref", "refs/notes/ai", repository.git("commit-tree", repository.git("write-tree").trim(), "-m", `depth ${depth}`).trim());
      repository.git("read-tree", "HEAD");
      assert.deepEqual(origins(), before, `${depth} folders`);
    }
  });

  describe("trailers", () => {
    const message = () => repository.git("log", "-1", "--format=%B").trimEnd();
    const install = () => run("trailers", "--install", "--yes");

    it("are added to -m, templates, amends and work trees, once, and only for what assistants wrote", () => {
      install();
      const trailer = "Assisted-by: codex:gpt-5 countersign";
      write("x.ts", "export const x = compute(1);\n", "codex", "s", "gpt-5");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "Add x");
      assert.equal(message(), `Add x\n\n${trailer}`);
      repository.git("commit", "-q", "--amend", "--no-edit");
      assert.equal(message(), `Add x\n\n${trailer}`, "not twice");
      // Git does not tell its hooks that this amends: nothing new is staged, and nothing is said.
      repository.git("commit", "-q", "--amend", "-m", "Add x, again");
      assert.equal(message(), "Add x, again");
      repository.git("-c", "core.editor=true", "commit", "-q", "--amend");
      assert.equal(message(), `Add x, again\n\n${trailer}`);
      repository.write("y.ts", "export const mine = typed(1);\n");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "By hand\n\nSigned-off-by: Ada <ada@example.org>");
      assert.equal(message(), "By hand\n\nSigned-off-by: Ada <ada@example.org>");
      write("z.ts", "export const z = compute(3);\n", "claude-code", "s", "claude-opus-4-5");
      repository.write(".git/template", "Ticket 12\n\nRefs: #12\n");
      repository.git("add", "-A");
      repository.git("-c", "core.editor=true", "commit", "-q", "-t", ".git/template", "--no-verify", "--allow-empty-message", "-F", ".git/template");
      assert.equal(message(), "Ticket 12\n\nRefs: #12\nAssisted-by: claude-code:claude-opus-4-5 countersign");
      const linked = `${repository.folder}-linked`;
      repository.git("worktree", "add", "-q", "-b", "linked", linked);
      const inLinked = new TemporaryRepository({ folder: linked, initialise: false });
      try {
        inLinked.write("w.ts", "export const w = compute(4);\n");
        countersign(linked, ["hook", "generic"], JSON.stringify({ version: 1, event: "after-edit", assistant: "my-agent", session: "s", model: "m", files: ["w.ts"], cwd: linked }));
        inLinked.git("add", "-A");
        inLinked.git("commit", "-q", "-m", "In a work tree");
        assert.equal(inLinked.git("log", "-1", "--format=%B").trimEnd(), "In a work tree\n\nAssisted-by: my-agent:m countersign");
      } finally {
        inLinked.dispose();
      }
    });

    it("make no debt of a person's lines in the same commit", () => {
      install();
      write("x.ts", "export const x = compute(1);\n", "codex", "s", "gpt-5");
      repository.write("mine.ts", "export const mine = typed(1);\n");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "Both");
      assert.match(message(), /Assisted-by: codex/);
      assert.deepEqual(origins().map(({ path }) => path), ["x.ts"]);
    });

    it("leave an empty message empty, so that git still stops the commit, and offer themselves there", () => {
      install();
      write("x.ts", "export const x = compute(1);\n", "codex", "s", "gpt-5");
      repository.git("add", "-A");
      assert.match(repository.attempt("-c", "core.editor=true", "commit").stderr, /empty commit message/);
      const editor = join(repository.folder, ".git", "editor");
      writeFileSync(editor, '#!/bin/sh\nsed -e "s/^# Assisted-by/Assisted-by/" -e "1s/.*/Written in the editor\\n/" "$1" > "$1.new" && mv "$1.new" "$1"\n');
      chmodSync(editor, 0o755);
      repository.git("-c", `core.editor=${editor}`, "commit", "-q");
      assert.match(message(), /^Written in the editor\n\n(?:.*\n)*Assisted-by: codex:gpt-5 countersign$/);
    });

    it("leave merges alone and never stop a commit", () => {
      install();
      write("x.ts", "export const x = compute(1);\n", "codex", "s", "gpt-5");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "x");
      repository.git("checkout", "-q", "-b", "other", "main");
      repository.write("o.ts", "export const o = 1;\n");
      repository.commit("o");
      repository.git("merge", "-q", "--no-ff", "-m", "Merge feature", "feature");
      assert.equal(message(), "Merge feature");
      const hook = join(repository.folder, ".git", "hooks", "prepare-commit-msg");
      writeFileSync(hook, readFileSync(hook, "utf8").replace(/^main=.*$/m, "main='/nowhere/main.js'"));
      repository.git("commit", "-q", "--allow-empty", "-m", "Still");
      assert.equal(message(), "Still");
      writeFileSync(hook, readFileSync(hook, "utf8").replace(/^node=.*$/m, "node='/bin/false'"));
      repository.git("commit", "-q", "--allow-empty", "-m", "Still too");
      assert.equal(message(), "Still too");
    });

    it("never overwrite somebody else's hook, honour core.hooksPath, and go as they came", () => {
      const hook = join(repository.folder, ".git", "hooks", "prepare-commit-msg");
      mkdirSync(join(repository.folder, ".git", "hooks"), { recursive: true });
      writeFileSync(hook, "#!/bin/sh\nexit 0\n");
      const refused = countersign(repository.folder, ["trailers", "--install", "--yes"]);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /somebody else's hook stands there: .*prepare-commit-msg: let it run: countersign trailers --apply/);
      assert.equal(countersign(repository.folder, ["trailers", "--remove", "--yes"]).code, 2);
      assert.equal(readFileSync(hook, "utf8"), "#!/bin/sh\nexit 0\n");
      repository.git("config", "core.hooksPath", "tools/hooks");
      install();
      assert.match(run("trailers", "--install", "--yes"), /is installed already/);
      assert.ok(existsSync(join(repository.folder, "tools/hooks/prepare-commit-msg")));
      run("trailers", "--remove", "--yes");
      assert.equal(existsSync(join(repository.folder, "tools/hooks/prepare-commit-msg")), false);
      assert.equal(countersign(repository.folder, ["trailers", "--install"]).code, 2, "nobody to ask");
      assert.equal(countersign(repository.folder, ["trailers", "--install", "--yes"], "", { CLAUDECODE: "1" }).code, 2, "an assistant");
    });
  });
});
