/** Verdicts on a pseudo-terminal: what is shown, what is asked, and what is signed. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { CliWorkshop, type TerminalRan } from "./cli-workshop";

describe("verdicts on the command line, end to end", () => {
  let workshop: CliWorkshop;
  before(async function () {
    this.timeout(120_000);
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  describe("signing on a terminal", () => {
    const python = spawnSync("python3", ["-c", "import pty"]).status === 0;

    function onTerminal(folder: string, args: readonly string[], steps: readonly (readonly [string, string])[], env: Readonly<Record<string, string>> = {}): TerminalRan {
      return workshop.runOnTerminal(folder, [process.execPath, CliWorkshop.cli, ...args], steps, env);
    }

    before(function () {
      // Visible as pending: a pseudo-terminal needs Python's standard library.
      if (!python) this.skip();
    });

    it("shows the text, signs on yes, goes stale at exactly the changed line, and is withdrawn again", () => {
      const folder = workshop.copyOfShop("signed");
      const signed = onTerminal(folder, ["sign", "src/domain/pricing.ts:6", "--note", "any is fine here", "--basis", "tested"], [["[y/N]", "y\r"]]);
      assert.equal(signed.code, 0, signed.output);
      assert.match(signed.output, /6 \+ {3}const options = \(line as any\)\.options \?\? \{\};/);
      assert.match(signed.output, /Approve 1 hunk as robin@lantern\.example \(basis: tested\)\?/);
      const after = workshop.status(folder).hunks.find((hunk) => hunk.path === "src/domain/pricing.ts");
      assert.equal(after?.state, "signed-off");

      const edit = { version: 1, event: "after-edit", assistant: "claude-code", session: "claude-pricing", cwd: folder, edits: [{ path: "src/domain/pricing.ts", oldText: "  if (options.free) return 0;\n", newText: "  if (options.free || true) return 0;\n" }] };
      const file = join(folder, "src/domain/pricing.ts");
      writeFileSync(file, readFileSync(file, "utf8").replace("if (options.free)", "if (options.free || true)"));
      assert.equal(workshop.run(folder, ["hook", "generic"], { input: JSON.stringify(edit) }).code, 0);
      const stale = workshop.status(folder).hunks.filter((hunk) => hunk.path === "src/domain/pricing.ts" && hunk.state !== "signed-off");
      assert.deepEqual(stale.map((hunk) => hunk.staleLines), [[7]]);

      const withdrawn = onTerminal(folder, ["withdraw", "--file", "src/domain/tax.ts"], [["[y/N]", "yes\r"]]);
      assert.equal(withdrawn.code, 0, withdrawn.output);
      assert.equal(workshop.status(folder).hunks.find((hunk) => hunk.path === "src/domain/tax.ts")?.state, "unseen");
    });

    it("prints the records as JSON, and a rejection sticks", () => {
      const folder = workshop.copyOfShop("rejected");
      const output = join(workshop.work, "records.json");
      const command = `exec "${process.execPath}" "${CliWorkshop.cli}" reject src/web/admin.ts:7 --note "put the guard back" --format json > "${output}"`;
      const ran = workshop.runOnTerminal(folder, ["sh", "-c", command], [["[y/N]", "y\r"]]);
      assert.equal(ran.code, 0, ran.output);
      assert.match(ran.output, /-\s+if \(!request\.user\.isAdmin\) \{/);
      const { records } = assertSchema("records", readFileSync(output, "utf8")) as { records: { verdict: string; reason: string; trust: string }[] };
      assert.deepEqual(records.map(({ verdict, reason, trust }) => [verdict, reason, trust]), [["rejected", "put the guard back", "self-declared"]]);
      assert.equal(workshop.status(folder).hunks.find((hunk) => hunk.kind === "removal")?.state, "rejected");
    });

    it("signs all copies of one text in one batch, each by a record of its own, after listing every place", () => {
      const folder = workshop.copyOfShop("copies");
      const text = "export async function attempt(work: () => Promise<void>): Promise<void> {\n  await work();\n  await work();\n}\n";
      for (const path of ["src/web/attempt.ts", "src/data/attempt.ts", "src/domain/attempt.ts"]) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
        const edit = { version: 1, event: "after-edit", assistant: "claude-code", session: "copies", cwd: folder, edits: [{ path, oldText: "", newText: text }] };
        assert.equal(workshop.run(folder, ["hook", "generic"], { input: JSON.stringify(edit) }).code, 0);
      }
      const copies = () => workshop.status(folder).hunks.filter(({ path }) => path.endsWith("/attempt.ts"));
      const id = copies()[0]?.id.slice(3, 15) ?? "";
      assert.deepEqual(copies().map(({ state }) => state), ["unseen", "unseen", "unseen"]);
      const ambiguous = onTerminal(folder, ["sign", id], []);
      assert.equal(ambiguous.code, 2);
      assert.match(ambiguous.output.replace(/\s+/g, " "), /3 hunks have an id.*all copies of one text with --copies/);
      const signed = onTerminal(folder, ["sign", id, "--copies"], [["[y/N]", "y\r"]]);
      assert.equal(signed.code, 0, signed.output);
      for (const path of ["src/web/attempt.ts", "src/data/attempt.ts", "src/domain/attempt.ts"]) assert.ok(signed.output.includes(`${path}:1`), signed.output);
      assert.match(signed.output, /Approve 3 hunks as/);
      assert.deepEqual(copies().map(({ state }) => state), ["signed-off", "signed-off", "signed-off"]);
      const { records } = JSON.parse(workshop.run(folder, ["log", "--format", "json", "--path", "src/web/attempt.ts"]).out) as { records: { path: string; bulk?: number }[] };
      assert.deepEqual(records.map(({ path }) => path), ["src/web/attempt.ts"]);
    });

    for (const [name, reply, code] of [["no", "n\r", 2], ["an empty line", "\r", 2], ["Ctrl+C", "\u0003", 130], ["Ctrl+D", "\u0004", 2]] as const) {
      it(`signs nothing on ${name}`, () => {
        const before = workshop.run(workshop.shop, ["log", "--format", "json"]).out;
        const ran = onTerminal(workshop.shop, ["sign", "src/domain/format.ts:1"], [["[y/N]", reply]]);
        assert.deepEqual([ran.code, ran.unanswered], [code, 0], ran.output);
        assert.equal(workshop.run(workshop.shop, ["log", "--format", "json"]).out, before);
      });
    }

    it("refuses inside an agent's environment even on a terminal, and without one", () => {
      const agent = onTerminal(workshop.shop, ["sign", "src/domain/format.ts:1"], [], { CLAUDECODE: "1" });
      assert.equal(agent.code, 2);
      assert.match(agent.output.replace(/\s+/g, " "), /CLAUDECODE says that claude-code runs this shell.*in the editor/);
      assert.match(workshop.run(workshop.shop, ["sign", "src/domain/format.ts:1"]).error, /no terminal/);
    });

    it("makes a key only when told to", () => {
      const folder = workshop.copyOfShop("keyless");
      workshop.git(folder, "config", "--unset", "user.signingkey");
      const key = join(workshop.work, "new-config/countersign/id_ed25519");
      const env = { XDG_CONFIG_HOME: join(workshop.work, "new-config") };
      const stopped = onTerminal(folder, ["sign", "src/domain/format.ts:1"], [["stop [N]?", "\r"]], env);
      assert.deepEqual([stopped.code, existsSync(key)], [2, false], stopped.output);
      const made = onTerminal(folder, ["sign", "src/domain/format.ts:1"], [["stop [N]?", "c\r"], ["[y/N]", "y\r"]], env);
      assert.deepEqual([made.code, existsSync(key)], [0, true], made.output);
      assert.ok(made.output.includes(key), made.output);
    });

    it("shows progress and colours on a terminal, and none in a pipe", () => {
      const ran = onTerminal(workshop.shop, ["status"], [], { NO_COLOR: "" });
      assert.match(ran.output, /\u001b\[1mVerification debt/);
      assert.ok(!workshop.run(workshop.shop, ["status"]).error.includes("\u001b"));
      assert.equal(workshop.run(workshop.shop, ["status"]).error, "");
    });
  });
});
