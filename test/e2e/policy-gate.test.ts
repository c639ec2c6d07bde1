/** Waivers, ages, cool-down, known debt and stricter heads: what the gate asks beyond one signature, against real git and keys. */
import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AGENT_KEY, ANN, AttackedRepository, REPOSITORY_ID, forged, linesOf, policyText } from "./attacked-repository";
import { countersign, type CheckDocument } from "./supervised-repository";
import { LOAD } from "./written-code";

const FILES = { "src/pay.ts": 'import { send } from "./send";\n', "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' };
const OTHER = LOAD.replaceAll("load", "find").replace("orders", "customers");
const DAY = 86_400;

interface Rules {
  readonly version?: number;
  readonly gates?: object;
  readonly require?: object;
  readonly waivers?: object;
  readonly bulk?: object;
}

function rules({ version = 1, gates = { patch: { hunks: 0 } }, ...rest }: Rules = {}): string {
  return `${JSON.stringify({ repository: REPOSITORY_ID, policy: { version, gates, ...rest } }, null, 2)}\n`;
}

describe("the policy gate", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin(FILES);
  });
  afterEach(() => repository.dispose());

  /** The base gets these rules; the work goes on on a branch from there. */
  const baseRules = (text: string, more: Readonly<Record<string, string>> = {}): void => {
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", text);
    for (const [path, content] of Object.entries(more)) repository.write(path, content);
    repository.commit("rules");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-B", "work");
  };
  const verdict = (...parameters: readonly string[]): string => repository.gate(...parameters).verdict;
  const why = (document: CheckDocument): string => document.gate.filter(({ pass }) => !pass).map((condition) => JSON.stringify(condition)).join("\n");
  /** Commits later, as a commit dated so many days from now. */
  const commitDated = (days: number, message: string): void => {
    repository.git("add", "-A");
    repository.gitAt(`${Math.floor(Date.now() / 1000) + days * DAY} +0000`, "commit", "-q", "--allow-empty", "-m", message);
  };
  const waive = async (days: number, wanted: (path: string) => boolean = () => true): Promise<void> => {
    const session = await repository.session();
    await session.settle();
    const { items } = await session.open();
    const hunks = items.filter((item) => item.state !== "signed-off" && wanted(item.hunk.path)).map((item) => item.hunk.id);
    await session.sign({ verdicts: [{ hunks, verdict: "approved", basis: "read", reason: "shop is down", waiveDays: days }], method: "terminal" });
    repository.release(session);
  };

  describe("waivers", () => {
    const WITH_WAIVERS = rules({ waivers: { signers: [ANN], maximumDays: 7, risk: "high" } });

    it("let a hunk pass for a time, keep its debt, and are shown everywhere", async () => {
      baseRules(WITH_WAIVERS);
      repository.agentCommits("src/load.ts", LOAD);
      assert.equal(verdict(), "fail");
      await waive(5);
      const document = repository.gate();
      assert.equal(document.verdict, "pass");
      assert.ok(document.debt.minutes > 0, "the debt stays");
      const [hunk] = document.hunks as unknown as { waived: { by: string; reason: string; until: string }; state: string }[];
      assert.deepEqual([hunk?.state, hunk?.waived.by, hunk?.waived.reason], ["unseen", ANN, "shop is down"]);
      assert.match(countersign(repository.folder, ["check", "--base", "origin/main"]).stdout, /waived until .* by ann@example\.org: “shop is down”/);
      assert.match(countersign(repository.folder, ["log"]).stdout, /waived[\s\S]*until [\d-]+ [\d:]+ UTC, without a review[\s\S]*“shop is down”/);
      assert.match(countersign(repository.folder, ["why", "src/load.ts:2"]).stdout, /Waiver\s+waived until/);
      const session = await repository.session();
      const { items } = await session.open();
      await session.withdraw(items.map((item) => item.hunk.id), "terminal");
      repository.release(session);
      assert.equal(verdict(), "fail", "withdrawn");
    });

    it("run out by the dates of commits, whatever the clock says", async () => {
      baseRules(WITH_WAIVERS);
      repository.agentCommits("src/load.ts", LOAD);
      await waive(5);
      assert.equal(verdict(), "pass");
      commitDated(4, "later, in time");
      assert.equal(verdict(), "pass");
      commitDated(6, "too late");
      const document = repository.gate();
      assert.equal(document.verdict, "fail");
      assert.match(why(document), /it ran out on \d{4}-/);
      // A head dated back does not bring it to life again once the base has moved on.
      const late = repository.git("rev-parse", "HEAD").trim();
      repository.git("reset", "-q", "--hard", "HEAD~2");
      assert.equal(verdict(), "pass");
      repository.git("update-ref", "refs/remotes/origin/main", repository.git("commit-tree", "-p", "origin/main", "-m", "moved on", "origin/main^{tree}").trim());
      assert.equal(verdict(), "pass");
      repository.git("checkout", "-q", "main");
      commitDated(6, "the base moves on");
      repository.git("push", "-q", "-f", "origin", "main");
      repository.git("checkout", "-q", "work");
      assert.equal(verdict(), "fail", `the base is newer than the end, the head older (not ${late})`);
    });

    it("of the wrong person, without an end, too long, of another hunk or text count nothing; each would with its defence off", async () => {
      baseRules(WITH_WAIVERS);
      repository.agentCommits("src/load.ts", LOAD);
      await waive(5);
      assert.equal(verdict(), "pass");
      // The text changes: the waiver was of another one.
      repository.agentCommits("src/load.ts", LOAD.replace("id = ", "key = "));
      assert.equal(verdict(), "fail", "changed");
      repository.git("reset", "-q", "--hard", "HEAD~1");
      // Replayed for another hunk.
      repository.agentCommits("src/find.ts", OTHER);
      assert.match(why(repository.gate()), /src\/find\.ts/);
      repository.git("reset", "-q", "--hard", "HEAD~1");
      const [batch] = repository.batches();
      assert.ok(batch !== undefined);
      const [header, record] = linesOf(batch.body);
      const ann = repository.privateKey("ann");
      const lane = repository.refs("refs/countersign/s")[0] ?? "";
      repository.git("update-ref", "-d", lane);
      const plant = (change: Record<string, unknown>, key = ann): string => {
        repository.plant("refs/countersign/s/0123456789abcdef", [forged([{ ...header, key: key.publicKey.fingerprint }, { ...record, ...change }], key)]);
        return repository.gate().verdict;
      };
      assert.equal(plant({}), "pass", "as Ann signed it");
      assert.equal(plant({ deadline: "2099-01-01T00:00:00Z" }), "fail", "longer than the policy allows");
      assert.match(why(repository.gate()), /longer than the 7 day/);
      repository.useSigningKey(AGENT_KEY, ANN);
      assert.equal(plant({}, repository.privateKey(AGENT_KEY)), "fail", "an agent's key");
      repository.plant("refs/countersign/s/0123456789abcdef", [forged([{ ...header }, { ...Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => name !== "deadline")) }], ann)]);
      assert.match(why(repository.gate()), /names no end/);
      assert.equal(plant({}), "pass");
      baseRules(rules({ waivers: { signers: ["bo@example.org"], maximumDays: 7 } }));
      repository.agentCommits("src/load.ts", LOAD);
      assert.match(why(repository.gate()), /does not let ann@example\.org waive/);
      baseRules(rules({ waivers: { signers: [ANN], risk: "low" } }));
      repository.agentCommits("src/load.ts", LOAD);
      assert.match(why(repository.gate()), /lets waive up to low risk/);
    });

    it("that nobody may give are refused before they are signed, and a rejection stays one", async () => {
      repository.agentCommits("src/load.ts", LOAD);
      await assert.rejects(waive(5), /lets nobody waive/);
      baseRules(WITH_WAIVERS);
      repository.agentCommits("src/load.ts", LOAD);
      await assert.rejects(waive(30), /at most 7 day/);
      await repository.sign(() => true, "rejected");
      await waive(5);
      assert.equal(verdict(), "fail");
      const ran = countersign(repository.folder, ["sign", "src/load.ts:2", "--waive", "5"], "y\n");
      assert.deepEqual([ran.code, /needs a reason/.test(ran.stderr)], [2, true]);
    });

    it("that a pull request allows itself count nothing", async () => {
      repository.agentCommits("src/load.ts", LOAD);
      repository.write(".countersign/config.jsonc", WITH_WAIVERS);
      repository.commit("who may waive");
      await assert.rejects(waive(5), /lets nobody waive/);
      baseRules(WITH_WAIVERS);
      repository.agentCommits("src/load.ts", LOAD);
      await waive(5);
      assert.equal(verdict(), "pass");
      repository.write(".countersign/config.jsonc", rules());
      repository.commit("nobody may waive");
      assert.equal(verdict(), "fail", "a head may be stricter");
    });
  });

  it("the head's policy may be stricter, never looser, and its version never goes back", () => {
    baseRules(rules({ version: 4, gates: { patch: { high: 0 } } }));
    repository.agentCommits("src/pay.ts", `${FILES["src/pay.ts"]}export const one = send(1);\n`);
    assert.equal(verdict(), "pass", "nothing high");
    repository.write(".countersign/config.jsonc", rules({ version: 5, gates: { patch: { high: 3, hunks: 0 } } }));
    repository.commit("stricter");
    const document = repository.gate();
    assert.deepEqual([document.verdict, ...document.gate.map(({ condition, pass }) => `${condition} ${String(pass)}`)], ["fail", "patch.high true", "patch.hunks false", "patch.errors true"]);
    repository.write(".countersign/config.jsonc", rules({ version: 3, gates: { patch: { high: 0 } } }));
    repository.commit("back");
    assert.match(why(repository.gate()), /policy\.version.*has version 4, this change goes back to 3/);
    repository.git("rm", "-q", ".countersign/config.jsonc");
    repository.commit("gone");
    assert.match(why(repository.gate()), /deletes it/);
    repository.write(".countersign/config.jsonc", "{ broken");
    repository.commit("broken");
    assert.ok(repository.gate().notChecked.some(({ what }) => what === "the head's policy"), "said, and the base's holds");
  });

  it("a sign-off ages out, an old hunk fails the gate, and next names it", async () => {
    baseRules(rules({ gates: { patch: { hunks: 0, age: 10 } }, require: { high: { maximumAgeDays: 30 } } }));
    repository.agentCommits("src/load.ts", LOAD);
    await repository.sign();
    assert.equal(verdict(), "pass");
    commitDated(29, "a month later");
    assert.equal(verdict(), "pass");
    commitDated(32, "two days more");
    assert.match(why(repository.gate()), /a sign-off of every line not older than 30 day/);
    assert.match(why(repository.gate()), /patch\.age.*written \d+ day/);
    const next = JSON.parse(countersign(repository.folder, ["next", "--base", "origin/main", "--format", "json"]).stdout) as { hunks: { path: string; towards: string[] }[]; beyond: unknown[] };
    assert.deepEqual([next.hunks.map(({ path, towards }) => [path, towards]), next.beyond], [[["src/load.ts", ["patch.high", "patch.hunks", "patch.errors", "patch.age"]]], []]);
  });

  it("a cool-down counts a sign-off only some hours after the commit", async () => {
    baseRules(rules({ require: { high: { coolDownHours: 24 } } }));
    repository.assistantWrites("src/load.ts", LOAD);
    await repository.sign();
    assert.equal(verdict(), "fail", "not committed: nobody knows how old it is");
    commitDated(0, "load");
    assert.match(why(repository.gate()), /24 hour\(s\) or more after the commit.*sign it again/);
    repository.git("reset", "-q", "--soft", "HEAD~1");
    commitDated(-2, "load, two days ago");
    assert.equal(verdict(), "pass");
  });

  it("a bulk sign-off counts only up to the policy's risk, and is recorded as one", async () => {
    baseRules(rules({ bulk: { hunks: 1, risk: "low" } }));
    repository.agentCommits("src/load.ts", LOAD);
    repository.agentCommits("src/find.ts", OTHER);
    await repository.sign();
    assert.equal(verdict(), "fail");
    assert.match(countersign(repository.folder, ["log"]).stdout, /one of 2 decided at once/);
    await repository.sign(({ path }) => path === "src/load.ts");
    await repository.sign(({ path }) => path === "src/find.ts");
    assert.equal(verdict(), "pass", "one by one");
  });

  it("known debt is left out of the project gate, shrinks, and never grows", () => {
    repository.git("checkout", "-q", "main");
    repository.agentCommits("src/load.ts", LOAD);
    repository.agentCommits("src/find.ts", OTHER);
    repository.git("push", "-q", "origin", "main");
    const project = rules({ gates: { patch: { high: null, errors: null }, project: { high: 0 } } });
    baseRules(project);
    assert.match(why(repository.gate()), /project\.high/);
    const next = JSON.parse(countersign(repository.folder, ["next", "--base", "origin/main", "--format", "json"]).stdout) as { project: { hunks: { path: string }[] } };
    assert.deepEqual(next.project.hunks.map(({ path }) => path).sort(), ["src/find.ts", "src/load.ts"]);
    const listed = countersign(repository.folder, ["init", "--yes", "--no-enrol", "--known-debt"]);
    assert.match(listed.stdout, /Listed 2 open hunk/, listed.stderr);
    const list = readFileSync(join(repository.folder, ".countersign/known-debt.jsonl"), "utf8");
    baseRules(project, { ".countersign/known-debt.jsonl": list });
    assert.equal(verdict(), "pass");
    repository.agentCommits("src/load.ts", LOAD.replace("id = ", "key = "));
    const changed = repository.gate();
    assert.match(why(changed), /project\.high.*1 of them match nothing any more/, "a changed hunk is known no more");
    assert.match(countersign(repository.folder, ["init", "--yes", "--no-enrol", "--known-debt"]).stdout, /Took 1 of 2 known/);
    repository.commit("shrunk");
    repository.write(".countersign/known-debt.jsonl", `${list}${list.split("\n").find((line) => line.includes("load"))?.replace("src/load.ts", "src/more.ts") ?? ""}\n`);
    repository.commit("grown");
    assert.match(why(repository.gate()), /policy\.knownDebt.*this change adds 1/);
  });

  it("a ratchet: the project's debt may not grow against the merge base, and may be paid elsewhere", () => {
    repository.git("checkout", "-q", "main");
    repository.agentCommits("src/load.ts", LOAD);
    repository.git("push", "-q", "origin", "main");
    const ratchet = rules({ gates: { patch: { high: null, errors: null }, project: { growth: 0 } } });
    baseRules(ratchet);
    const growth = () => repository.gate().gate.find(({ condition }) => condition === "project.growth");
    assert.deepEqual([verdict(), growth()?.actual], ["pass", 0], "what was there fails nobody");
    repository.agentCommits("src/find.ts", OTHER);
    const grown = growth();
    assert.equal(verdict(), "fail");
    assert.ok((grown?.actual ?? 0) > 0, "as much as the change brings");
    assert.match(grown?.why ?? "", /the debt grows by [\d.]+ minute\(s\), at most 0 allowed: sign off what the change brings, or pay as much of what was there/);
    const next = JSON.parse(countersign(repository.folder, ["next", "--base", "origin/main", "--format", "json"]).stdout) as { project: { hunks: { path: string }[] } };
    assert.equal(next.project.hunks.length, 1, "one of the two is enough");
    // Paying the older debt makes room for the new one: it does not grow.
    repository.remove("src/load.ts");
    repository.commit("without load");
    assert.deepEqual([verdict(), growth()?.actual], ["pass", 0]);
    // The change can't switch its own ratchet off.
    repository.git("reset", "-q", "--hard", "HEAD~1");
    repository.write(".countersign/config.jsonc", JSON.stringify(rules({ gates: { patch: { high: null, errors: null }, project: { growth: null } } })));
    repository.commit("no ratchet");
    assert.equal(verdict(), "fail");
  });

  it("--policy reads a file in a bare repository, too", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-policy-"));
    try {
      const file = join(folder, "policy.jsonc");
      writeFileSync(file, policyText({ gate: { hunks: 5 } }));
      const ran = countersign(repository.origin, ["check", "--base", "main", "--policy", file, "--format", "json"]);
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stdout, /"condition": "patch\.hunks"/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
