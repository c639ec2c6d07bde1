/** What a person read stays with them: nothing of it enters a ref, unless the base's policy asks for its coarse part. */
import { strict as assert } from "node:assert";
import { ANN, AttackedRepository, linesOf, policyText } from "./attacked-repository";
import { countersign } from "./supervised-repository";

const LINES = 20;
const text = (name: string) => Array.from({ length: LINES }, (_, line) => `export const ${name}${line} = ${line};\n`).join("");

describe("what was on the screen", function () {
  this.timeout(120_000);

  /** `whole` was seen from end to end, of `part` four lines, of `never` nothing; all three are signed in the editor. */
  async function signed(isAskedFor: boolean): Promise<AttackedRepository> {
    const repository = new AttackedRepository();
    repository.as(ANN, "ann");
    const policy = JSON.parse(policyText()) as { readonly policy: object };
    repository.start({ "package.json": "{}\n", ".countersign/config.jsonc": JSON.stringify({ ...policy, policy: { ...policy.policy, seen: isAskedFor } }), ".countersign/allowed_signers": repository.enrolment("ann") });
    for (const name of ["whole", "part", "never"]) repository.agentCommits(`src/${name}.ts`, text(name));
    const session = await repository.session();
    await session.settle();
    const hunks = (await session.open()).items.map(({ hunk }) => hunk);
    const idOf = (name: string) => hunks.find(({ path }) => path === `src/${name}.ts`)?.id ?? "";
    await session.noteSeen([{ content: idOf("whole"), lines: LINES, ranges: [[0, LINES - 1]], milliseconds: 61_234 }, { content: idOf("part"), lines: LINES, ranges: [[0, 3]], milliseconds: 4_321 }]);
    assert.deepEqual((await session.reading(["whole", "part", "never"].map(idOf))).map(({ percent, active }) => [percent, active]), [[100, 61_234], [20, 4_321], [0, 0]], "for oneself all of it is there");
    await session.sign({ verdicts: [{ hunks: hunks.map(({ id }) => id), verdict: "approved", basis: "read" }], method: "editor" });
    repository.release(session);
    return repository;
  }

  const recordsOf = (repository: AttackedRepository) => repository.batches().flatMap(({ body }) => linesOf(body)).filter(({ type }) => type === "signoff");
  const everything = (repository: AttackedRepository) => repository.refs("refs/countersign").map((ref) => repository.git("log", "-p", "--format=%B", ref)).join("\n");

  it("stays on this machine, in every ref and every report", async () => {
    const repository = await signed(false);
    try {
      assert.deepEqual(recordsOf(repository).map((record) => "seen" in record), [false, false, false]);
      const told = [everything(repository), countersign(repository.folder, ["report", "--names", "--format", "json"]).stdout, countersign(repository.folder, ["report", "--names", "--format", "ndjson"]).stdout, countersign(repository.folder, ["report", "--audit", "origin/main..HEAD", "--format", "json"]).stdout];
      for (const [index, words] of told.entries()) {
        assert.ok(words.length > 500, `document ${index}`);
        assert.doesNotMatch(words, /"seen"|61234|61_234|4321|milliseconds/, `document ${index}`);
      }
    } finally {
      repository.dispose();
    }
  });

  it("is told as all, most or part where the base's policy asks, never in time, and not at all where nobody observed it", async () => {
    const repository = await signed(true);
    try {
      const told = new Map(recordsOf(repository).map((record) => [record["path"], record["seen"]]));
      assert.deepEqual([told.get("src/whole.ts"), told.get("src/part.ts"), told.get("src/never.ts")], ["all", "part", undefined]);
      assert.doesNotMatch(everything(repository), /61234|4321|milliseconds/);
    } finally {
      repository.dispose();
    }
  });
});
