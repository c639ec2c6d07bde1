/** What an auditor asks of a range, answered by `countersign report --audit` alone. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AuditDocument } from "../../src/report/panel/audit";
import { assertSchema } from "../unit/report/schemas";
import { ANN, AttackedRepository, forged, linesOf, policyText } from "./attacked-repository";
import { countersign } from "./supervised-repository";
import { SUM, LOAD } from "./written-code";

describe("countersign report --audit", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  const audit = () => {
    const ran = countersign(repository.folder, ["report", "--audit", "origin/main..HEAD", "--format", "json", "--output", ".git/audit.json", "--format", "markdown"]);
    assert.equal(ran.code, 0, ran.stderr);
    return { document: assertSchema("audit", readFileSync(join(repository.folder, ".git/audit.json"), "utf8")) as AuditDocument, text: ran.stdout };
  };

  before(async () => {
    repository = new AttackedRepository();
    repository.begin({ "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' }, { require: { high: { signers: 2, minTrust: "key" } } });
    repository.agentCommits("src/load.ts", LOAD);
    repository.agentCommits("src/sum.ts", SUM);
    await repository.sign((hunk) => hunk.path === "src/sum.ts");
    repository.write(".countersign/config.jsonc", `// easier\n${policyText({ require: { high: { signers: 1 } } })}`);
    repository.commit("one signer is enough");
    repository.write(".github/CODEOWNERS", "/src/ @nobody\n");
    repository.commit("owners");
    repository.remove(".github/CODEOWNERS");
    repository.commit("no owners");
  });
  after(() => repository.dispose());

  it("says who answered for what, on what evidence, by which key and when, and what nobody answered for", () => {
    const { document, text } = audit();
    const fingerprint = repository.privateKey("ann").publicKey.fingerprint;
    const hunkOf = (path: string) => document.hunks.find((hunk) => hunk.path === path);
    const sum = hunkOf("src/sum.ts");
    assert.deepEqual([sum?.state, sum?.open, sum?.evidence[0]?.source, sum?.prompters], ["signed-off", 0, "snapshot", [ANN]]);
    assert.deepEqual(sum?.answers.map(({ verdict, signer, key, trust }) => [verdict, signer, key, trust]), [["approved", ANN, fingerprint, "key"]]);
    assert.match(sum?.answers[0]?.at ?? "", /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
    assert.deepEqual([hunkOf("src/load.ts")?.state, hunkOf("src/load.ts")?.answers, hunkOf("src/load.ts")?.open], ["unseen", [], 3]);
    assert.deepEqual([document.byState["signed-off"].hunks, document.byState.unseen.hunks], [1, document.hunks.length - 1]);
    assert.match(text, /## Never answered for\n\n\| Hunk .*\n.*\n\| src\/load\.ts:1-3 \| high \| claude-code \|/);
    assert.ok(text.includes(`approved by ${ANN} on`) && text.includes(`key ${fingerprint}, trust key`), text);
  });

  it("says by which rules, and what became of them", () => {
    const { document, text } = audit();
    assert.deepEqual([document.policy.source, document.policy.require.high.signers], ["base", 2]);
    assert.ok(document.policy.gate.some(({ condition, pass }) => condition === "patch.hunks" && !pass), JSON.stringify(document.policy.gate));
    assert.deepEqual(
      document.policy.changes.map(({ path, change, differences, commits }) => ({ path, change, differences, subjects: commits.map(({ subject }) => subject) })),
      [
        { path: ".countersign/config.jsonc", change: "changed", differences: ['policy.require.high.minTrust: "key" → "self-declared"', "policy.require.high.signers: 2 → 1"], subjects: ["one signer is enough"] },
        { path: ".github/CODEOWNERS", change: "restored", differences: [], subjects: ["no owners", "owners"] },
      ],
    );
    assert.match(text, /policy\.require\.high\.signers: 2 → 1/);
    assert.match(text, /CODEOWNERS: changed and put back/);
  });

  it("says that the signatures were verified, and which do not hold", () => {
    const whole = audit();
    assert.deepEqual([whole.document.ledger.verdict, whole.document.ledger.records, whole.document.ledger.enrolled], ["intact", 1, true]);
    assert.match(whole.text, /Every signature of the ledger was verified for this report, and it is intact\. 1 record that counts, by 1 key\./);
    const [batch] = repository.batches();
    assert.ok(batch !== undefined);
    const planted = "refs/countersign-remote/origin/s/0000000000000000";
    repository.plant(planted, [{ body: batch.body.replace('"verdict":"approved"', '"verdict":"rejected"'), signature: batch.signature }]);
    const damaged = audit();
    assert.equal(damaged.document.ledger.verdict, "damaged");
    assert.match(damaged.text, /it is \*\*damaged\*\*[\s\S]*What does not count:\n\n- /);
    const [header = {}, ...records] = linesOf(batch.body);
    repository.plant(planted, [forged([{ ...header, seq: 2, prev: "0".repeat(64) }, ...records], repository.privateKey("ann"))]);
    assert.match(audit().text, /The ledger is \*\*incomplete\*\*[\s\S]*batch 1 is missing/);
    repository.git("update-ref", "-d", planted);
  });
});
