/** The recipes that `init --ci` writes, run by git itself on a real commit and a real push. */
import { strict as assert } from "node:assert";
import { recipeOf } from "../../src/cli/recipes";
import { SIGNAL } from "../../src/ledger/signal";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { countersign, PROJECT, SupervisedRepository } from "./supervised-repository";
import { LOAD } from "./written-code";

const SUM = "export function sum(values: readonly number[]): number {\n  return values.reduce((total, value) => total + value, 0);\n}\n";

describe("git hooks", function () {
  this.timeout(180_000);
  let repository: SupervisedRepository;
  let path: string;

  beforeEach(() => {
    path = process.env["PATH"] ?? "";
    repository = new SupervisedRepository();
    repository.start({ "src/a.ts": "export const a = 1;\n", "package.json": '{"name":"a"}\n' });
    // `npx --no-install countersign` as an installed package would answer it.
    const bin = join(repository.folder, ".git", "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "countersign"), `#!/bin/sh\nexec "${process.execPath}" "${join(PROJECT, "dist/main.js")}" "$@"\n`);
    writeFileSync(join(bin, "npx"), '#!/bin/sh\nshift\nexec "$@"\n');
    for (const name of ["countersign", "npx"]) chmodSync(join(bin, name), 0o755);
    process.env["PATH"] = bin + delimiter + path;
    assert.equal(countersign(repository.folder, ["init", "--yes", "--no-enrol", "--ci", "husky"]).code, 0);
    for (const name of ["pre-commit", "pre-push"]) {
      const hook = join(repository.folder, ".git/hooks", name);
      // What husky's own runner does: sh -e.
      writeFileSync(hook, `#!/bin/sh\nexec sh -e "${join(repository.folder, ".husky", name)}" "$@"\n`);
      chmodSync(hook, 0o755);
    }
    repository.git("checkout", "-q", "main");
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "init");
    repository.git("push", "-q", "--no-verify", "origin", "main");
    repository.git("checkout", "-q", "-B", "work");
  });
  afterEach(() => {
    process.env["PATH"] = path;
    repository.dispose();
  });

  it("pre-commit looks at the index, not at the work tree", async () => {
    repository.assistantWrites("src/load.ts", LOAD);
    repository.write("src/by-hand.ts", "export const byHand = 1;\n");
    repository.git("add", "src/by-hand.ts");
    assert.equal(repository.attempt("commit", "-q", "-m", "by hand").code, 0, "what is not staged does not block");
    repository.git("add", "-A");
    const blocked = repository.attempt("commit", "-q", "-m", "by an assistant");
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout + blocked.stderr, /✗ failed[^]*src\/load\.ts/);
    // `git commit PATH` judges an index of its own.
    repository.git("reset", "-q");
    repository.write("src/a.ts", "export const a = 2;\n");
    assert.equal(repository.attempt("commit", "-q", "-m", "one file", "src/a.ts").code, 0);
    repository.useSigningKey();
    await repository.sign();
    repository.git("add", "-A");
    assert.equal(repository.attempt("commit", "-q", "-m", "signed").code, 0);
  });

  it("pre-push says what CI would say of the branch, whatever is checked out; deletions, tags and the ledger pass", async () => {
    repository.assistantWrites("src/load.ts", LOAD);
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "work");
    const blocked = repository.attempt("push", "-q", "origin", "work");
    assert.notEqual(blocked.code, 0);
    assert.match(blocked.stdout + blocked.stderr, /✗ failed[^]*src\/load\.ts/);
    repository.git("checkout", "-q", "main");
    assert.notEqual(repository.attempt("push", "-q", "origin", "work").code, 0, "another branch is checked out");
    assert.equal(repository.attempt("push", "-q", "origin", "work:refs/tags/v1").code, 0, "a tag");
    assert.equal(countersign(repository.folder, ["sync"]).code, 0, "the ledger");
    repository.git("checkout", "-q", "work");
    repository.useSigningKey();
    await repository.sign();
    const passed = repository.attempt("push", "-q", "origin", "work");
    assert.deepEqual([passed.code, passed.stdout], [0, ""], `quiet: ${passed.stderr}`);
    assert.equal(repository.attempt("push", "-q", "origin", ":work").code, 0, "a deletion");
  });

  it("pre-push refuses to guess, and knows pre-commit's variables", () => {
    assert.equal(countersign(repository.folder, ["check", "--pre-push"], "").code, 0, "nothing is pushed");
    const garbage = countersign(repository.folder, ["check", "--pre-push"], "hello\n");
    assert.equal(garbage.code, 2);
    assert.match(garbage.stderr, /no line as git gives it to a pre-push hook/);
    repository.assistantWrites("src/load.ts", LOAD);
    repository.git("add", "-A");
    repository.git("commit", "-q", "--no-verify", "-m", "work");
    const environment = { PRE_COMMIT_TO_REF: repository.git("rev-parse", "HEAD").trim(), PRE_COMMIT_REMOTE_BRANCH: "refs/heads/work" };
    assert.equal(countersign(repository.folder, ["check", "--pre-push"], "", environment).code, 1);
  });

  it("each recipe is written once, and never over what is there", () => {
    const files: Readonly<Record<string, string>> = { github: ".github/workflows/countersign.yml", gitlab: ".gitlab/countersign.yml", azure: ".azure/countersign.yml", bitbucket: "bitbucket-pipelines.yml", "pre-commit": ".pre-commit-config.yaml", lefthook: "lefthook.yml" };
    for (const [name, file] of Object.entries(files)) {
      assert.equal(countersign(repository.folder, ["init", "--yes", "--no-enrol", "--ci", name]).code, 0, name);
      const text = readFileSync(join(repository.folder, file), "utf8");
      assert.match(text, /countersign/, name);
      assert.ok(!text.includes("\t") && !text.includes("|| true"), "YAML, and fails closed");
      repository.write(file, "mine\n");
      assert.equal(countersign(repository.folder, ["init", "--yes", "--no-enrol", "--ci", name]).code, 0);
      assert.equal(readFileSync(join(repository.folder, file), "utf8"), "mine\n");
    }
    const workflow = recipeOf("github").files[0]?.text ?? "";
    const [triggers = "", jobs = ""] = workflow.split("\njobs:\n");
    for (const trigger of ["pull_request_target:", "pull_request_review:\n    types: [submitted, dismissed]", "merge_group:", `branches: [main, master, ${SIGNAL.replace("refs/heads/", "")}]`]) assert.ok(triggers.includes(trigger), trigger);
    const [gate = "", again = "", record = ""] = jobs.split(/^ {2}(?=(?:again|record):)/m);
    assert.match(again, new RegExp(`github\\.ref == '${SIGNAL}'[^]*actions: write[^]*rerun: true`));
    assert.match(record, /github\.event_name == 'push' && github\.ref_name == github\.event\.repository\.default_branch[^]*environment: countersign[^]*forge-key:/);
    assert.ok(!/secrets\.|contents: write/.test(gate + again), "what a pull request starts sees no key and writes no ref");
    assert.equal(countersign(repository.folder, ["init", "--yes", "--ci", "jenkins"]).code, 2);
    repository.write("src/sum.ts", SUM);
    assert.ok(existsSync(join(PROJECT, ".pre-commit-hooks.yaml")));
    copyFileSync(join(PROJECT, ".pre-commit-hooks.yaml"), join(repository.folder, ".git/hooks.yaml"));
    for (const [, entry = ""] of readFileSync(join(PROJECT, ".pre-commit-hooks.yaml"), "utf8").matchAll(/entry: countersign (.*)/g)) {
      assert.ok([0, 1].includes(countersign(repository.folder, entry.split(" "), "").code), entry);
    }
  });
});
