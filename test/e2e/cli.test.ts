/** The built command line on the example repository: what it says, its documents and its exit codes. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { displayWidth } from "../../src/report/text-layout";
import { CliWorkshop, type StatusAnswer } from "./cli-workshop";

describe("the command line, end to end", () => {
  let workshop: CliWorkshop;
  before(async function () {
    this.timeout(120_000);
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  describe("on the example repository", () => {
    it("shows several assistants, risks of several kinds, a removal, a stale and a signed-off hunk", () => {
      const { hunks } = workshop.status(workshop.shop);
      assert.deepEqual([...new Set(hunks.map((hunk) => hunk.assistant))].sort(), ["claude-code", "codex", "copilot", "cursor"]);
      const rules = new Set(hunks.flatMap((hunk) => hunk.risk.reasons.map((reason) => reason.rule)));
      for (const rule of ["sql-injection", "error-swallowed", "test-weakened", "type-escape", "layer"]) assert.ok(rules.has(rule), `${rule} is missing in ${[...rules].join(", ")}`);
      assert.deepEqual(hunks.filter((hunk) => hunk.kind === "removal").map((hunk) => hunk.path), ["src/web/admin.ts"]);
      assert.deepEqual(hunks.filter((hunk) => hunk.state === "stale").map((hunk) => [hunk.path, hunk.staleLines]), [["src/domain/shipping.ts", [4]]]);
      assert.deepEqual(hunks.filter((hunk) => hunk.state === "signed-off").map((hunk) => hunk.path), ["src/domain/tax.ts"]);
      assert.ok(hunks.some((hunk) => hunk.risk.level === "high") && hunks.some((hunk) => hunk.risk.level === "low"));
      assert.deepEqual([...new Set(hunks.map((hunk) => hunk.evidence[0]?.source))].sort(), ["commit-mark", "hook"]);
    });

    it("is nothing but what hooks, git and sign told: without journal and refs only the commit's mark is left", () => {
      const folder = workshop.copyOfShop("emptied");
      rmSync(join(folder, ".git/countersign"), { recursive: true });
      for (const ref of workshop.git(folder, "for-each-ref", "--format=%(refname)", "refs/countersign").split("\n")) workshop.git(folder, "update-ref", "-d", ref);
      assert.deepEqual(workshop.status(folder).hunks.map((hunk) => [hunk.path, hunk.state]), [["src/web/newsletter.ts", "unseen"]]);
    });

    it("says the same in check, status and text, and the same each time", () => {
      const first = workshop.run(workshop.shop, ["check", "--format", "json"]);
      assert.equal(first.code, 1);
      const check = assertSchema("check", first.out) as StatusAnswer & { exitCode: number; verdict: string; gate: { condition: string; pass: boolean }[] };
      assert.deepEqual([check.verdict, check.exitCode], ["fail", 1]);
      assert.ok(check.gate.some((condition) => condition.condition === "patch.high" && !condition.pass));
      const shown = workshop.status(workshop.shop);
      assert.deepEqual([shown.debt.minutes, shown.debt.hunks], [check.debt.minutes, check.debt.hunks]);
      assert.match(workshop.run(workshop.shop, ["status"]).out, new RegExp(`in ${check.debt.hunks} hunks`));
      const timeless = (text: string) => text.replace(/"milliseconds": \{[^}]*\}/, "");
      assert.equal(timeless(workshop.run(join(workshop.shop, "src/web"), ["check", "--format", "json"]).out), timeless(first.out));
    });

    it("fits 80 columns in a pipe, in every text output, without colours", () => {
      for (const args of [["status"], ["check"], ["check", "--all-findings"], ["why", "src/domain/shipping.ts:4"], ["log"], ["origins"], ["--help"], ["check", "--help"], ["sign", "--help"]]) {
        const { out } = workshop.run(workshop.shop, args);
        assert.ok(out.length > 100, args.join(" "));
        for (const line of out.split("\n")) assert.ok(displayWidth(line) <= 80 && !line.includes("\u001b"), `${args.join(" ")}: ${line}`);
      }
    });

    it("prints valid documents for why, origins, log and init", () => {
      const why = assertSchema("why", workshop.run(workshop.shop, ["why", "src/domain/shipping.ts:4", "--format", "json"]).out) as { origin: string; hunk: { state: string }; records: unknown[] };
      assert.deepEqual([why.origin, why.hunk.state, why.records.length > 0], ["ai", "stale", true]);
      const origins = assertSchema("origins", workshop.run(workshop.shop, ["origins", "--format", "json"]).out) as { files: { path: string }[] };
      assert.ok(origins.files.some((file) => file.path === "src/domain/coupons.ts"), "history is in the origins");
      assertSchema("origins", workshop.run(workshop.shop, ["origins", "HEAD", "--files", "src/domain/tax.ts", "--format", "json"]).out);
      const log = assertSchema("log", workshop.run(workshop.shop, ["log", "--format", "json"]).out) as { records: { trust: string; path: string }[] };
      assert.deepEqual(new Set(log.records.map((record) => `${record.path} ${record.trust}`)), new Set(["src/domain/tax.ts self-declared", "src/domain/shipping.ts self-declared"]));
      const folder = workshop.copyOfShop("initialised");
      const init = assertSchema("init", workshop.run(folder, ["init", "--yes", "--format", "json"]).out) as { files: { path: string; exists: boolean }[] };
      assert.deepEqual(init.files.map((file) => [file.path, file.exists]), [[".countersign/config.jsonc", true], [".countersign/allowed_signers", false]]);
      assert.match(readFileSync(join(folder, ".countersign/allowed_signers"), "utf8"), /^robin@lantern\.example namespaces="signoff\.v1@countersign" ssh-ed25519 /m);
    });

    it("writes reports where it is told to", () => {
      const ran = workshop.run(workshop.shop, ["check", "--format", "json", "--output", join(workshop.work, "check.json"), "--format", "text", "--soft"]);
      assert.equal(ran.code, 0);
      assertSchema("check", readFileSync(join(workshop.work, "check.json"), "utf8"));
      assert.match(ran.out, /✗ failed \(soft: not counted\)/);
    });

    it("looks below the given paths only, from where the person stands", () => {
      const paths = (args: readonly string[], folder = workshop.shop) => new Set((JSON.parse(workshop.run(folder, ["check", "--format", "json", ...args]).out) as StatusAnswer).hunks.map((hunk) => hunk.path));
      assert.deepEqual(paths(["src/data"]), new Set(["src/data/orders.ts"]));
      assert.deepEqual(paths(["../data"], join(workshop.shop, "src/web")), new Set(["src/data/orders.ts"]));
      assert.equal(workshop.run(workshop.shop, ["check", ".."]).code, 2);
    });
  });

  describe("exit codes", () => {
    const cases: readonly [args: string, code: number][] = [
      ["status", 0],
      ["check", 1],
      ["check --soft", 0],
      ["check src/domain/tax.ts", 0],
      ["check src/domain/format.ts --fail-on error", 0],
      ["check --base no-such-branch", 3],
      ["check --base no-such-branch --soft", 3],
      ["check --policy no-such.jsonc", 2],
      ["check --base main --all", 2],
      ["chekc", 2],
      ["why src/domain/tax.ts:4", 0],
      ["why src/domain/tax.ts:9999", 2],
      ["why no/such.ts:1", 2],
      ["sign src/domain/format.ts:1", 2],
      ["reject src/domain/format.ts:1", 2],
      ["withdraw src/domain/tax.ts:1", 2],
      ["init", 2],
      ["sync no-such-remote", 2],
      ["hook claude-code", 0],
      ["hook no-such-assistant", 0],
      ["--version", 0],
    ];
    for (const [args, code] of cases) {
      it(`${code}: countersign ${args}`, () => {
        const ran = workshop.run(workshop.shop, args.split(" "), { input: "not a payload" });
        assert.equal(ran.code, code, ran.out.slice(0, 300) + ran.error);
        if (code >= 2) {
          assert.match(ran.error, /^countersign: [^\n]+\n$/);
          const json = workshop.run(workshop.shop, [...args.split(" "), "--format", "json"]);
          assert.equal(json.code, code);
          assertSchema("error", json.out);
        }
      });
    }

    it("hook prints nothing on standard output, whatever comes in", () => {
      const folder = workshop.copyOfShop("hooked");
      for (const input of ["", "{", "[]", "null", '{"version":1}', '{"version":1,"event":"after-edit","assistant":"x","edits":[{"path":"../../etc/passwd","newText":"x"}]}', "\u0000".repeat(1000), "[".repeat(100_000)]) {
        const ran = workshop.run(folder, ["hook", "generic"], { input });
        assert.deepEqual([ran.code, ran.out], [0, ""], input.slice(0, 40));
      }
    });

    it("names file and line of a policy that is wrong", () => {
      writeFileSync(join(workshop.work, "policy.jsonc"), '{\n  "policy": {\n    "unclaimd": "report"\n  }\n}\n');
      const ran = workshop.run(workshop.shop, ["check", "--policy", join(workshop.work, "policy.jsonc")]);
      assert.equal(ran.code, 2);
      assert.match(ran.error, /unknown key "unclaimd" in policy: .*policy\.jsonc:3: did you mean "unclaimed"\?/);
    });

    it("130 on Ctrl+C, soon, even when git hangs", async function () {
      if (process.platform === "win32") this.skip();
      const bin = join(workshop.work, "slow");
      mkdirSync(bin);
      writeFileSync(join(bin, "git"), `#!/bin/sh\ntouch ${join(bin, "started")}\nexec sleep 600\n`);
      chmodSync(join(bin, "git"), 0o755);
      const child = spawn(process.execPath, [CliWorkshop.cli, "check"], { cwd: workshop.shop, env: { ...workshop.environment, PATH: bin + delimiter + (workshop.environment["PATH"] ?? "") } });
      let error = "";
      child.stderr.on("data", (part: Buffer) => (error += part.toString()));
      const ended = new Promise<number | null>((done) => child.once("exit", done));
      for (let waited = 0; !existsSync(join(bin, "started")) && waited < 20_000; waited += 50) await new Promise((next) => setTimeout(next, 50));
      child.kill("SIGINT");
      assert.equal(await ended, 130, error);
    });
  });
});
