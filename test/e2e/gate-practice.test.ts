/** The gate as teams use it: parts of the tree with rules of their own, owners, unclaimed lines, trial runs, bots and first pull requests. */
import { strict as assert } from "node:assert";
import { ANN, AttackedRepository, REPOSITORY_ID } from "./attacked-repository";
import { countersign, SupervisedRepository } from "./supervised-repository";
import { SUM } from "./written-code";

const FILES = { "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n', "CODEOWNERS": "* @nobody\n/src/pay/ @shop/payments ann@example.org\n" };

interface Judged {
  readonly verdict: string;
  readonly gate: readonly { readonly condition: string; readonly pass: boolean; readonly actual: number; readonly why: string }[];
}

describe("the gate in practice", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.as(ANN, "ann");
    repository.as("bob@example.org", "bob");
  });
  afterEach(() => repository.dispose());

  const begin = (policy: object): void => {
    const signers = repository.enrolment("ann") + repository.enrolment("bob", undefined, "bob@example.org");
    repository.start({ ...FILES, ".countersign/config.jsonc": JSON.stringify({ repository: REPOSITORY_ID, policy: { version: 1, ...policy } }), ".countersign/allowed_signers": signers });
  };
  const judged = (...parameters: readonly string[]): Judged & { readonly failing: readonly string[]; readonly code: number } => {
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "json", ...parameters]);
    assert.ok(ran.code <= 1, ran.stderr);
    const document = JSON.parse(ran.stdout) as Judged;
    return { ...document, failing: document.gate.filter(({ pass }) => !pass).map(({ condition }) => condition), code: ran.code };
  };

  it("a part of the tree has conditions of its own, beside those of the whole", async () => {
    begin({ paths: [{ name: "payments", files: ["src/pay/**"], patch: { hunks: 0 } }] });
    repository.agentCommits("src/web/sum.ts", SUM);
    assert.deepEqual(judged().failing, [], "elsewhere nothing is asked at this risk");
    repository.agentCommits("src/pay/sum.ts", SUM.replace("sum", "payable"));
    assert.deepEqual(judged().failing, ["patch.hunks (payments)"]);
    assert.equal(judged().gate.find(({ condition }) => condition === "patch.hunks (payments)")?.actual, 1);
    await repository.sign((hunk) => hunk.path === "src/pay/sum.ts");
    assert.deepEqual(judged().failing, []);
    // Moved out of the part by the change itself, its rules go with the path: the whole's hold.
    repository.write(".countersign/config.jsonc", "{}\n");
    repository.commit("the head's policy says nothing");
    repository.agentCommits("src/pay/more.ts", SUM.replace("sum", "more"));
    assert.deepEqual(judged().failing, ["patch.hunks (payments)"], "the base's does");
  });

  it("an owner must sign, by the base's CODEOWNERS and by who is who", async () => {
    begin({ gates: { patch: { hunks: 0 } }, people: { [ANN]: ["@ann"], "bob@example.org": ["@bob", "@shop/payments"] }, paths: [{ name: "payments", files: ["src/pay/**"], require: { low: { owner: true }, medium: { owner: true } } }] });
    repository.git("config", "user.email", "carl@example.org");
    repository.agentCommits("src/pay/sum.ts", SUM);
    repository.as("dora@example.org", "dora");
    await repository.sign();
    assert.deepEqual(judged().failing, ["patch.hunks"], "Dora is not even enrolled");
    repository.as("bob@example.org", "bob");
    await repository.sign();
    assert.deepEqual(judged().failing, [], "Bob is of the team that owns it");
    // The head gives itself other owners: the base's count.
    repository.agentCommits("src/other.ts", SUM.replace("sum", "other"));
    repository.write("CODEOWNERS", "* bob@example.org\n");
    repository.commit("owners");
    assert.deepEqual(judged().failing, ["patch.hunks"]);
    await repository.sign();
    assert.deepEqual(judged().failing, [], "outside of the part no owner is asked");
  });

  it("a file without owners can't be signed by one, and says so", async () => {
    begin({ gates: { patch: { hunks: 0 } }, require: { low: { owner: true }, medium: { owner: true } } });
    repository.agentCommits("src/sum.ts", SUM);
    await repository.sign();
    const { failing } = judged();
    assert.deepEqual(failing, ["patch.hunks"]);
  });

  it("unclaimed lines as a condition, and a trial run that fails nothing", () => {
    begin({ gates: { patch: { unclaimed: 3 } } });
    // A ledger without records: where none at all can be found there is no verdict.
    assert.equal(countersign(repository.folder, ["sync"]).code, 0);
    repository.write("src/by-hand.ts", SUM);
    repository.commit("by somebody");
    const { failing, gate, code } = judged();
    assert.deepEqual([failing, code], [["patch.unclaimed"], 1]);
    assert.match(gate.find(({ condition }) => condition === "patch.unclaimed")?.why ?? "", /5 changed line\(s\) whose origin nobody knows/);
    const lines = countersign(repository.folder, ["check", "--base", "origin/main", "--format", "github"]).stdout;
    assert.match(lines, /^::warning file=src\/by-hand\.ts,line=1,endLine=5,title=unclaimed-lines::/m);
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", JSON.stringify({ repository: REPOSITORY_ID, policy: { version: 2, gates: { patch: { unclaimed: 3, informational: true } } } }));
    repository.commit("a trial");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "work");
    assert.deepEqual([judged().failing, judged().code], [[], 0]);
  });

  it("a bot's pull request, and the first one of a repository without a policy", () => {
    const plain = new SupervisedRepository();
    try {
      plain.start({ "src/a.ts": "export const a = 1;\n", "package.json": '{"name":"a","dependencies":{"left":"1.0.0"}}\n' });
      plain.git("config", "user.name", "dependabot[bot]");
      plain.git("config", "user.email", "49699333+dependabot[bot]@users.noreply.github.com");
      plain.write("package.json", '{"name":"a","dependencies":{"left":"1.0.1"}}\n');
      plain.commit("Bump left from 1.0.0 to 1.0.1");
      assert.equal(countersign(plain.folder, ["check", "--base", "origin/main"]).code, 0);
      plain.write("src/query.ts", 'export const load = (database: { query(text: string): unknown }, id: string) => database.query("select * from orders where id = " + id);\n');
      plain.commit("Add a query\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
      const first = countersign(plain.folder, ["check", "--base", "origin/main", "--format", "json"]);
      assert.equal(first.code, 1, "the default policy holds");
      assert.match(first.stdout, /"source": "default"/);
    } finally {
      plain.dispose();
    }
  });
});
