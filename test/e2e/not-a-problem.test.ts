/** *Not a Problem Here* against real git and real keys: what it quiets, where, who may say it, and how it ends. */
import { strict as assert } from "node:assert";
import type { SignResult } from "../../src/app/session-types";
import { AGENT_KEY, AttackedRepository, forged, linesOf } from "./attacked-repository";
import { countersign } from "./supervised-repository";

const FILES = { "src/read.ts": "export const before = 1;\n", "package.json": '{"name":"shop"}\n' };
const READ = `${FILES["src/read.ts"]}
export function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
  }
  return undefined;
}
`;

describe("not a problem here", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin(FILES);
    repository.agentCommits("src/read.ts", READ);
  });
  afterEach(() => repository.dispose());

  const found = () => repository.gate().findings.filter(({ rule }) => rule === "error-swallowed").length;
  const level = () => repository.gate().hunks[0]?.risk.level;
  async function quiet(): Promise<SignResult> {
    const session = await repository.session();
    const { findings } = await session.open({ base: "origin/main" });
    const finding = findings.map((one) => one.finding).find(({ rule }) => rule === "error-swallowed") ?? assert.fail("no finding");
    const result = await session.quiet({ path: finding.path, line: finding.startLine, rule: finding.rule, contentKey: finding.contentKey, reason: "the caller asks again", method: "terminal" });
    repository.release(session);
    return result;
  }

  it("quiets that finding and lowers the hunk, visibly, until it is taken back", async () => {
    assert.equal(found(), 1);
    const before = level();
    const explained = () => (JSON.parse(countersign(repository.folder, ["explain", "error-swallowed", "--format", "json"]).stdout) as { here: { fired: number; signedOff: number; notAProblem: { path: string; reason: string }[] } }).here;
    const hits = explained();
    const { records } = await quiet();
    assert.equal(found(), 0);
    assert.notEqual(level(), before);
    assert.match(countersign(repository.folder, ["log"]).stdout, /says that error-swallowed is not a problem in[\s\S]*“the caller asks again”/);
    const after = explained();
    assert.deepEqual([hits.fired, hits.notAProblem.length, after.fired, after.signedOff], [1, 0, 0, 0]);
    assert.deepEqual(after.notAProblem.map(({ path, reason }) => [path, reason]), [["src/read.ts", "the caller asks again"]]);
    const session = await repository.session();
    await session.withdrawRecords(records.map(({ id }) => id), "terminal");
    repository.release(session);
    assert.equal(found(), 1);
    assert.equal(level(), before);
  });

  it("is back when the text changes, and stays quiet where lines only move", async () => {
    await quiet();
    repository.agentCommits("src/read.ts", `// a comment above\n${READ}`);
    assert.equal(found(), 0);
    repository.agentCommits("src/read.ts", READ.replace("  } catch {", "  } catch (problem) {"));
    assert.equal(found(), 1);
  });

  it("by an agent: its own key, no signature, or another's words about it quiet nothing", async () => {
    repository.as("agent@example.org", AGENT_KEY);
    await quiet();
    assert.equal(found(), 1, "its own key is not enrolled");
    const [batch] = repository.batches();
    assert.ok(batch);
    for (const planted of [forged(linesOf(batch.body), null), forged(linesOf(batch.body), repository.privateKey(AGENT_KEY))]) {
      repository.plant("refs/countersign/s/0123456789abcdef", [planted]);
      assert.equal(found(), 1);
    }
  });

  it("refuses a finding that is not there, one that was shown otherwise, and a pipe", async () => {
    const session = await repository.session();
    await session.open({ base: "origin/main" });
    const statement = { path: "src/read.ts", line: 6, rule: "secret", reason: "x", method: "terminal" } as const;
    await assert.rejects(session.quiet(statement), /secret finds nothing there/);
    await assert.rejects(session.quiet({ ...statement, rule: "error-swallowed", contentKey: "error-swallowed:0" }), /the text has changed since it was shown/);
    repository.release(session);
    const piped = countersign(repository.folder, ["explain", "error-swallowed", "--not-a-problem", "src/read.ts:6", "--note", "x"]);
    assert.equal(piped.code, 2);
    assert.equal(countersign(repository.folder, ["explain", "eror-swallowed"]).code, 2);
    assert.match(countersign(repository.folder, ["explain", "eror-swallowed"]).stderr, /did you mean "error-swallowed"/);
  });
});
