/** `verify-ledger`, `export`, `import` and `next` through the built command line. */
import { strict as assert } from "node:assert";
import { assertSchema } from "../unit/report/schemas";
import { AGENT_KEY, ANN, AttackedRepository, forged, linesOf, policyText } from "./attacked-repository";
import { check, countersign, verdictOf } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";
import { SUM, FILES, LOAD } from "./written-code";

interface Audit {
  readonly verdict: string;
  readonly records: number;
  readonly claims: number;
  readonly lanes: readonly { readonly ref: string; readonly kind: string; readonly files: number }[];
  readonly keys: readonly { readonly key: string | null; readonly signers: readonly string[]; readonly trust: string; readonly records: number }[];
  readonly problems: readonly { readonly kind: string; readonly why: string }[];
  readonly gaps: readonly { readonly what: string; readonly sequence: number }[];
}

describe("commands of the ledger", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin(FILES);
  });
  afterEach(() => repository.dispose());

  function audit(exitCode: number): Audit {
    const ran = countersign(repository.folder, ["verify-ledger", "--format", "json"]);
    assert.equal(ran.code, exitCode, ran.stdout + ran.stderr);
    return assertSchema("verify-ledger", ran.stdout) as Audit;
  }

  describe("verify-ledger", () => {
    it("an empty ledger is intact; so is one with Ann's batches, key by key", async () => {
      assert.deepEqual([audit(0).records, audit(0).lanes], [0, []]);
      repository.agentCommits("src/load.ts", LOAD);
      await repository.sign();
      const { verdict, records, claims, keys, lanes } = audit(0);
      assert.deepEqual([verdict, records, claims > 0], ["intact", 1, true]);
      assert.deepEqual(keys.map(({ key, signers, trust, records }) => [key, signers, trust, records]), [[repository.privateKey("ann").publicKey.fingerprint, [ANN], "key", 1]]);
      assert.deepEqual(lanes.map(({ kind, files }) => [kind, files]).sort(), [["claims", 1], ["signed", 1]]);
      const text = countersign(repository.folder, ["verify-ledger"]);
      assert.match(text.stdout, /The ledger is intact\.\n1 record that counts/);
    });

    it("tells an unknown key from damage, and a fork from a gap", async () => {
      repository.agentCommits("src/load.ts", LOAD);
      repository.as(ANN, AGENT_KEY);
      await repository.sign();
      assert.deepEqual(audit(0).problems.map(({ kind }) => kind), ["key"], "anyone may push an unknown key's batch: nothing is damaged by it");
      repository.as(ANN, "ann");
      await repository.sign();
      const [lane = ""] = repository.refs("refs/countersign/s").filter((ref) => repository.git("ls-tree", "-r", ref).length > 0 && linesOf(repository.batches(ref)[0]?.body ?? "{}")[0]?.["key"] === repository.privateKey("ann").publicKey.fingerprint);
      const [batch] = repository.batches(lane);
      assert.ok(batch !== undefined);
      const [header = {}, ...records] = linesOf(batch.body);
      const key = repository.privateKey("ann");
      const planted = "refs/countersign-remote/origin/s/0000000000000000";

      repository.plant(planted, [forged([{ ...header, tool: "another" }, ...records], key)]);
      assert.deepEqual(audit(1).gaps.map(({ what, sequence }) => [what, sequence]), [["fork", 0]]);
      repository.plant(planted, [forged([{ ...header, seq: 2, prev: "0".repeat(64) }, ...records], key)]);
      assert.deepEqual(audit(3).gaps.map(({ what, sequence }) => [what, sequence]), [["missing", 1]]);
      assert.match(countersign(repository.folder, ["verify-ledger"]).stdout, /incomplete[\s\S]*batch 1 is missing/);
      repository.plant(planted, [{ body: batch.body.replace('"verdict":"approved"', '"verdict":"rejected"'), signature: batch.signature }]);
      assert.deepEqual(audit(1).problems.map(({ kind }) => kind).sort(), ["key", "signature"]);
      repository.plant(planted, [{ body: `${batch.body} `, signature: batch.signature }]);
      assert.deepEqual(audit(1).problems.map(({ kind }) => kind).sort(), ["integrity", "key"]);
      repository.git("update-ref", "-d", planted);
      assert.equal(audit(0).verdict, "intact");
    });
  });

  describe("export and import", () => {
    it("the tree carries the ledger where no ref does, read from the head and, once merged, from the base", async () => {
      repository.agentCommits("src/load.ts", LOAD);
      repository.agentCommits("src/sum.ts", SUM);
      await repository.sign((hunk) => hunk.path === "src/load.ts");
      const before = verdictOf(repository.gate());
      const exported = countersign(repository.folder, ["export", "--format", "json"]);
      const written = assertSchema("export", exported.stdout) as { readonly written: number };
      assert.ok(written.written >= 3, "a batch, its signature, claims");
      assert.equal((assertSchema("export", countersign(repository.folder, ["export", "--format", "json"]).stdout) as { readonly written: number }).written, 0, "again: nothing new");
      repository.commit("export");
      repository.git("push", "-q", "origin", "work");
      const clone = new TemporaryRepository({ initialise: false });
      try {
        clone.git("clone", "-q", "-b", "work", repository.origin, ".");
        assert.deepEqual(clone.git("for-each-ref", "refs/countersign", "refs/countersign-remote"), "");
        assert.deepEqual(verdictOf(check(clone.folder, "--base", "origin/main")), before);

        const imported = countersign(clone.folder, ["import", "HEAD", "--format", "json"]);
        assert.equal(imported.code, 0, imported.stderr);
        const counts = assertSchema("import", imported.stdout) as { readonly batches: number; readonly claims: number };
        assert.deepEqual([counts.batches, counts.claims > 0], [1, true]);
        const again = assertSchema("import", countersign(clone.folder, ["import", "HEAD", "--format", "json"]).stdout) as { readonly batches: number; readonly claims: number };
        assert.deepEqual([again.batches, again.claims], [0, 0], "idempotent");
        clone.git("rm", "-q", "-r", ".countersign/ledger");
        clone.git("-c", "user.name=Bo", "-c", "user.email=bo@example.org", "commit", "-q", "-m", "without the copy");
        assert.deepEqual(verdictOf(check(clone.folder, "--base", "origin/main")), before, "the refs hold it now");

        clone.git("checkout", "-q", "-B", "main", "origin/work");
        clone.git("push", "-q", "origin", "main");
        clone.git("update-ref", "-d", "refs/countersign/none");
        for (const ref of clone.git("for-each-ref", "--format=%(refname)", "refs/countersign").trim().split("\n")) clone.git("update-ref", "-d", ref);
        clone.git("checkout", "-q", "-b", "later");
        clone.git("rm", "-q", "-r", ".countersign/ledger");
        clone.git("-c", "user.name=Bo", "-c", "user.email=bo@example.org", "commit", "-q", "-m", "the head drops the copy");
        const audited = countersign(clone.folder, ["verify-ledger", "--format", "json"]);
        assert.equal((assertSchema("verify-ledger", audited.stdout) as Audit).records, 1, "read from the base");
      } finally {
        clone.dispose();
      }
    });

    it("what is not intact is refused when imported, and counts nothing when mounted", async () => {
      repository.agentCommits("src/load.ts", LOAD);
      await repository.sign();
      assert.equal(repository.gate().verdict, "pass");
      assert.equal(countersign(repository.folder, ["export"]).code, 0);
      for (const ref of repository.refs("refs/countersign/s")) repository.git("update-ref", "-d", ref);
      repository.commit("export");
      assert.equal(repository.gate().verdict, "pass", "mounted");
      const [path = ""] = repository.git("ls-files", ".countersign/ledger/s/*.jsonl").trim().split("\n");
      repository.write(path, repository.git("show", `HEAD:${path}`).replace('"verdict":"approved"', '"verdict":"approved-with-notes"'));
      repository.write(".countersign/ledger/s/zz/readme.txt", "hello\n");
      repository.commit("tamper");
      assert.equal(repository.gate().verdict, "fail");
      const ran = countersign(repository.folder, ["import", "--format", "json"]);
      const { batches, refused } = assertSchema("import", ran.stdout) as { readonly batches: number; readonly refused: readonly { readonly why: string }[] };
      assert.deepEqual([ran.code, batches, refused.map(({ why }) => why.slice(0, 30)).sort()], [1, 0, ["its name is not the sha256 of i", "no ledger file: expected s/xx/"].map((why) => why.slice(0, 30))]);
    });
  });

  it("next: signing what it names, and nothing else, makes the gate pass", async () => {
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", policyText({ gate: { high: 0, hunks: 1 } }));
    repository.commit("one may stay open");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-B", "work", "main");
    repository.agentCommits("src/load.ts", LOAD);
    repository.agentCommits("src/sum.ts", SUM);
    repository.agentCommits("src/long.ts", Array.from({ length: 12 }, (_, index) => `export const value${index} = ${index};\n`).join(""));
    assert.equal(repository.gate().verdict, "fail");
    const next = () => assertSchema("next", countersign(repository.folder, ["next", "--base", "origin/main", "--format", "json"]).stdout) as { readonly verdict: string; readonly minutes: number; readonly hunks: readonly { readonly path: string; readonly towards: readonly string[] }[] };
    const way = next();
    assert.deepEqual(way.hunks.map(({ path, towards }) => [path, towards]).sort(), [["src/load.ts", ["patch.high", "patch.hunks", "patch.errors"]], ["src/sum.ts", ["patch.hunks"]]]);
    assert.match(countersign(repository.folder, ["next", "--base", "origin/main"]).stdout, /Sign 2 hunks, about/);
    await repository.sign((hunk) => way.hunks.some(({ path }) => path === hunk.path));
    assert.equal(repository.gate().verdict, "pass");
    assert.deepEqual([next().verdict, next().hunks], ["pass", []]);
  });
});
