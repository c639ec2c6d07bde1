/**
 * The attack table of reference/ledger.md 3.1 on sign-offs: an agent with a shell tries to pay debt. Each row holds
 * against the gate that reads its rules from the base, and passes where the one thing that stops it is switched off.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../src/ledger/canonical-json";
import { sha256Hex } from "../../src/ledger/records";
import { AGENT_KEY, ANN, AttackedRepository, forged, linesOf, policyText, type BatchLines } from "./attacked-repository";
import { countersign, PROJECT, type CheckDocument } from "./supervised-repository";
import { LOAD } from "./written-code";

const FILES = { "src/pay.ts": 'import { send } from "./send";\n', "src/send.ts": "export const send = (cents: number) => cents;\n", "package.json": '{"name":"shop"}\n' };
const PAY = `${FILES["src/pay.ts"]}
export function charge(cents: number): number {
  if (cents < 0) throw new RangeError("negative");
  const receipt = send(cents);
  return receipt;
}
`;
const WEAK = policyText({ gate: { high: 999, errors: 999 } });

describe("attacks: an agent tries to pay debt", function () {
  this.timeout(180_000);
  let repository: AttackedRepository;
  beforeEach(() => {
    repository = new AttackedRepository();
    repository.begin(FILES);
  });
  afterEach(() => repository.dispose());

  const held = (why: string, ...parameters: readonly string[]): CheckDocument => {
    const document = repository.gate(...parameters);
    assert.deepEqual([document.verdict, document.exitCode], ["fail", 1], why);
    return document;
  };
  const passes = (why: string, ...parameters: readonly string[]): void => {
    const { verdict, exitCode } = repository.gate(...parameters);
    assert.deepEqual([verdict, exitCode], ["pass", 0], why);
  };
  const problems = (): string => countersign(repository.folder, ["log", "--format", "json"]).stdout;

  it("no sign-off at all; with Ann's the gate passes", async () => {
    repository.agentCommits("src/load.ts", LOAD);
    const { hunks } = held("nobody signed");
    assert.deepEqual(hunks.map((hunk) => [hunk.path, hunk.state, hunk.risk.level]), [["src/load.ts", "unseen", "high"]]);
    assert.equal(countersign(repository.folder, ["check", "--base", "origin/main"]).code, 1);
    await repository.sign();
    passes("Ann signed");
  });

  it("an unsigned record, in its own lane and slipped into a lane of signed ones", async () => {
    repository.agentCommits("src/load.ts", LOAD);
    repository.git("config", "--unset", "user.signingkey");
    await repository.sign();
    held("unsigned, where the base enrols signers");
    const [batch] = repository.batches("refs/countersign/u");
    assert.ok(batch !== undefined);
    const [header, ...records] = linesOf(batch.body);
    repository.plant("refs/countersign/s/0123456789abcdef", [forged([{ ...header, key: repository.privateKey("ann").publicKey.fingerprint }, ...records], null)]);
    held("unsigned under Ann's name");
    assert.match(problems(), /has no signature/);
    repository.remove(".countersign/allowed_signers");
    repository.write(".countersign/config.jsonc", policyText({ require: { high: { minTrust: "none" } } }));
    repository.commit("no signers");
    passes("read from the head, an unsigned record is enough", "--policy-ref", "HEAD");
  });

  it("the agent's own key in Ann's name, then enrolled by the pull request itself", async () => {
    repository.agentCommits("src/load.ts", LOAD);
    repository.as(ANN, AGENT_KEY);
    await repository.sign();
    held("a key that the base does not enrol");
    assert.match(problems(), /signed, not enrolled/);
    repository.write(".countersign/allowed_signers", repository.enrolment("ann") + repository.enrolment(AGENT_KEY));
    repository.commit("enrol a key");
    held("enrolled at the head only");
    passes("the head's signers would let it through", "--policy-ref", "HEAD");
  });

  it("a weaker policy in the pull request: lowered, renamed into place, deleted", async () => {
    repository.agentCommits("src/load.ts", LOAD);
    repository.write(".countersign/config.jsonc", WEAK);
    repository.commit("weaken");
    held("lowered");
    passes("the head's policy would let it through", "--policy-ref", "HEAD");

    repository.write("docs/example.jsonc", WEAK);
    repository.commit("an example");
    repository.git("rm", "-q", ".countersign/config.jsonc");
    repository.git("mv", "docs/example.jsonc", ".countersign/config.jsonc");
    repository.commit("rename");
    held("renamed into place");
    passes("the head's policy would let it through", "--policy-ref", "HEAD");

    repository.git("rm", "-q", "-r", ".countersign");
    repository.commit("delete");
    repository.as("agent@example.org", AGENT_KEY);
    await repository.sign();
    held("deleted, and signed by a key nobody enrolled");
    passes("without policy and signers, any key is self-declared", "--policy-ref", "HEAD");
  });

  it("a policy of old: a branch that starts before the rules were tightened", () => {
    const old = repository.git("rev-parse", "origin/main").trim();
    repository.git("checkout", "-q", "main");
    repository.write(".countersign/config.jsonc", WEAK);
    const weak = repository.commit("weak, long ago");
    repository.write(".countersign/config.jsonc", policyText());
    repository.commit("tightened");
    repository.git("push", "-q", "origin", "main");
    assert.notEqual(old, weak);
    repository.git("checkout", "-q", "-B", "work", weak);
    repository.agentCommits("src/load.ts", LOAD);
    assert.equal(repository.gate().base, weak);
    held("the rules are those of the base branch, not of the merge base");
    passes("the merge base's policy would let it through", "--policy-ref", weak);
  });

  it("a symlink in the policy's place", () => {
    repository.agentCommits("src/load.ts", LOAD);
    repository.write("weak.jsonc", WEAK);
    repository.remove(".countersign/config.jsonc");
    symlinkSync("../weak.jsonc", join(repository.folder, ".countersign/config.jsonc"));
    repository.commit("link");
    held("the base's policy is a file");
    const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--policy-ref", "HEAD"]);
    assert.deepEqual([ran.code, /expected, this is symlink/.test(ran.stderr)], [2, true], "even the head's is not followed");
    passes("as a file it would be read", "--policy", "weak.jsonc");
  });

  describe("with a batch that Ann really signed", () => {
    let signed: BatchLines;
    let signature: string | null;
    let target: Record<string, unknown>;

    beforeEach(async () => {
      repository.agentCommits("src/pay.ts", PAY);
      await repository.sign();
      const [batch] = repository.batches();
      assert.ok(batch !== undefined);
      signed = linesOf(batch.body);
      signature = batch.signature;
      passes("Ann signed what stands there");
      repository.agentCommits("src/load.ts", LOAD);
      // What a record of the new hunk says is no secret: only the signature is Ann's to give.
      repository.git("config", "--unset", "user.signingkey");
      await repository.sign((hunk) => hunk.path === "src/load.ts");
      target = linesOf(repository.batches("refs/countersign/u")[0]?.body ?? "")[1] ?? {};
      assert.equal(target["path"], "src/load.ts");
      held("the new hunk is unsigned");
    });

    const next = (change: Record<string, unknown> = {}): BatchLines => {
      const previous = repository.batches().at(-1)?.name ?? null;
      return [{ ...signed[0], n: 1, seq: Number(signed[0]?.["seq"]) + 1, prev: previous, ...change }, target];
    };
    const LANE = "refs/countersign-remote/origin/s/fedcba9876543210";

    it("her signature over another hunk", () => {
      const lines = [signed[0] ?? {}, target];
      repository.plant(LANE, [{ body: lines.map((line) => `${canonicalJson(line)}\n`).join(""), signature }]);
      held("the signature is over other bytes");
      repository.plant(LANE, [forged(next(), repository.privateKey("ann"))]);
      passes("the same record, really signed by her");
    });

    it("her git commit signature: another namespace", () => {
      repository.plant(LANE, [forged(next(), repository.privateKey("ann"), "git")]);
      held("signed for git");
      assert.match(problems(), /signed for \\"git\\"/);
      repository.plant(LANE, [forged(next(), repository.privateKey("ann"))]);
      passes("signed for sign-offs");
    });

    it("her sign-off of the same text in another repository", () => {
      const other = "7f1d1c52-94d2-4a94-8a31-5b1f0c8d2e02";
      const foreign = next({ repo: other, seq: 0, prev: null });
      repository.plant(LANE, [forged(foreign, repository.privateKey("ann"))]);
      held("made for another repository");
      assert.match(problems(), /made for another repository/);
      repository.plant(LANE, [forged([{ ...foreign[0], n: 2 }, target, ...signed.slice(1)], repository.privateKey("ann"))]);
      repository.write(".countersign/config.jsonc", policyText({ repository: other }));
      repository.commit("another id");
      held("the id at the head does not count");
      passes("where that repository is this one", "--policy-ref", "HEAD");
    });

    it("a key that was taken back, whatever date the batch bears", () => {
      const main = (revocations: string, signers: string) => {
        repository.git("checkout", "-q", "main");
        repository.write(".countersign/revocations.json", revocations);
        repository.write(".countersign/allowed_signers", signers);
        repository.commit("rules");
        repository.git("push", "-q", "origin", "main");
        repository.git("checkout", "-q", "work");
      };
      const none = '{"version":1,"keys":[]}\n';
      const window = 'namespaces="signoff.v1@countersign",valid-after="20260101Z",valid-before="20990101Z"';
      main(none, repository.enrolment("ann", window));
      for (const at of ["2001-01-01T00:00:00Z", "2101-01-01T00:00:00Z"]) {
        repository.plant(LANE, [forged(next({ at }), repository.privateKey("ann"))]);
        held(`dated ${at}, outside of the key's time`);
        assert.match(problems(), new RegExp(`its key is not valid at (?:\\S+, though it says )?${at}`));
      }
      main(none, repository.enrolment("ann"));
      passes("the date alone is nothing: without the window it counts");
      main(JSON.stringify({ version: 1, keys: [{ key: repository.privateKey("ann").publicKey.fingerprint }] }), repository.enrolment("ann"));
      for (const at of ["2001-01-01T00:00:00Z", "2026-11-22T06:00:00Z", "2101-01-01T00:00:00Z"]) {
        repository.plant(LANE, [forged(next({ at }), repository.privateKey("ann"))]);
        held(`revoked, dated ${at}`);
      }
    });

    it("dropped batches: a gap is no verdict, a lost lane is debt", async () => {
      repository.as(ANN, "ann");
      await repository.sign();
      passes("both signed");
      const session = await repository.session();
      const { items } = await session.open();
      await session.sign({ verdicts: [{ hunks: items.filter((item) => item.hunk.path === "src/load.ts").map((item) => item.hunk.id), verdict: "rejected", basis: "read", reason: "injection" }], method: "terminal" });
      repository.release(session);
      held("Ann rejects the hunk");
      const all = repository.batches();
      assert.equal(all.length, 3);
      const [lane = ""] = repository.refs("refs/countersign/s");
      const tip = repository.git("rev-parse", lane).trim();
      repository.plant(lane, all.filter((_, index) => index !== 1));
      const gap = repository.gate();
      assert.deepEqual([gap.verdict, gap.exitCode], ["not-evaluated", 3]);
      assert.match(JSON.stringify(gap.notChecked), /batch 1 of SHA256:\S+ is missing/);
      repository.git("update-ref", lane, `${tip}~1`);
      passes("residual: without the last batch nobody can tell that she rejected; so a lasting refusal stands on the base branch");
      const approval = repository.batches().at(-1);
      assert.ok(approval !== undefined);
      repository.git("checkout", "-q", "main");
      const records = approval.body.trimEnd().split("\n").slice(1).map((line) => sha256Hex(line));
      repository.write(".countersign/revocations.json", `${JSON.stringify({ version: 1, records })}\n`);
      repository.commit("revoke the approval");
      repository.git("push", "-q", "origin", "main");
      repository.git("checkout", "-q", "work");
      held("the base revokes the approval");
      repository.git("update-ref", "-d", lane);
      assert.deepEqual(held("no lane, no sign-off").hunks.map((hunk) => hunk.state), ["unseen", "unseen"]);
    });
  });

  it("a mosaic of approved lines, and an approved function at a path that only looks the same", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    await repository.sign();
    passes("signed");
    const lines = PAY.split("\n");
    repository.agentCommits("src/refund.ts", [lines[5], lines[3], lines[4], lines[6]].join("\n"));
    assert.deepEqual(held("approved lines in another order").hunks.map((hunk) => [hunk.path, hunk.state]), [["src/refund.ts", "unseen"], ["src/pay.ts", "signed-off"]]);
    repository.git("rm", "-q", "src/refund.ts");
    repository.commit("gone");
    passes("gone again");
    const homoglyph = "src/p\u0430y.ts";
    repository.agentCommits(homoglyph, PAY.slice(FILES["src/pay.ts"].length));
    assert.deepEqual(held("a Cyrillic a").hunks.filter((hunk) => hunk.state !== "signed-off").map((hunk) => hunk.path), [homoglyph]);
    await repository.sign();
    passes("signed at its own path");
  });

  it("a guard deleted from an approved hunk, lines swapped, one line changed", async () => {
    repository.agentCommits("src/pay.ts", PAY);
    await repository.sign();
    // A gate that knew approved lines, and neither their order nor what is missing between them.
    const approved = new Set(PAY.split("\n"));
    const passesByLines = (text: string): void => assert.ok(text.split("\n").every((line) => approved.has(line)));
    passesByLines(PAY.replace('  if (cents < 0) throw new RangeError("negative");\n', ""));
    passesByLines(PAY.replace(/( {2}if .*\n)( {2}const .*\n)/, "$2$1"));
    repository.agentCommits("src/pay.ts", PAY.replace('  if (cents < 0) throw new RangeError("negative");\n', ""));
    assert.deepEqual(held("the guard is gone").hunks.map((hunk) => [hunk.state, hunk.staleLines, hunk.seams.length]), [["stale", [], 1]]);
    repository.agentCommits("src/pay.ts", PAY.replace(/( {2}if .*\n)( {2}const .*\n)/, "$2$1"));
    assert.deepEqual(held("the guard comes too late").hunks.map((hunk) => [hunk.state, hunk.seams.length > 0 || hunk.staleLines.length > 0]), [["stale", true]]);
    repository.agentCommits("src/pay.ts", PAY.replace("cents < 0", "cents < -1"));
    assert.deepEqual(held("another bound").hunks.map((hunk) => [hunk.state, hunk.staleLines]), [["stale", [4]]]);
    await repository.sign();
    passes("signed again as it is");
  });

  it("a git hook that runs sign; an agent's own shell, with a terminal", function () {
    repository.agentCommits("src/load.ts", LOAD);
    const main = join(PROJECT, "dist/main.js");
    const log = join(repository.folder, ".git", "hook.log");
    const hook = join(repository.folder, ".git", "hooks", "post-commit");
    writeFileSync(hook, `#!/bin/sh\n"${process.execPath}" "${main}" sign --file src/load.ts > "${log}" 2>&1 < /dev/null\necho "exit $?" >> "${log}"\n`);
    chmodSync(hook, 0o755);
    repository.git("commit", "-q", "--allow-empty", "-m", "triggers the hook");
    assert.match(readFileSync(log, "utf8"), /(no terminal|assistant can.t)[\s\S]*exit 2/);
    held("nothing was signed");
    if (spawnSync("python3", ["-c", "import pty"]).status !== 0) {
      // A pseudo-terminal needs Python's standard library; what came before has been checked.
      this.skip();
    }
    const onTerminal = (environment: Readonly<Record<string, string>>) => {
      const clean = { PATH: process.env["PATH"] ?? "", HOME: repository.folder, XDG_CONFIG_HOME: join(repository.folder, ".git", "none"), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", TERM: "xterm", NO_COLOR: "1" };
      const task = { argv: [process.execPath, main, "sign", "--file", "src/load.ts"], cwd: repository.folder, env: { ...clean, ...environment }, steps: [["[y/N]", "y\r"]] };
      const ran = spawnSync("python3", [join(PROJECT, "test/fixtures/terminal.py"), JSON.stringify(task)], { encoding: "utf8", timeout: 90_000 });
      assert.equal(ran.status, 0, ran.stderr);
      return JSON.parse(ran.stdout) as { readonly code: number; readonly output: string };
    };
    for (const variable of ["CLAUDECODE", "CURSOR_AGENT", "AI_AGENT", "CODEX_CI"]) {
      const refused = onTerminal({ [variable]: "1" });
      assert.deepEqual([refused.code, /an assistant can't sign off code/.test(refused.output)], [2, true], variable);
    }
    held("still nothing was signed");
    assert.equal(onTerminal({}).code, 0);
    passes("residual: whoever unsets the variables and can use Ann's unlocked key signs as Ann");
  });
});
