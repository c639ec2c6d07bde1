/** Signing through ssh-agent: the private half is in no file that we could read, and whatever stands in the way is said. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateKey } from "../../src/ledger/ssh/private-key";
import { SoftwareKeyAgent } from "./software-key-agent";
import { softwareSecurityKey } from "../unit/ledger/ssh/security-key";
import { CliWorkshop, type TerminalRan } from "./cli-workshop";

/** What this needs of the machine; a suite that can't run says so as pending. */
const isHere = ["python3", "ssh-agent", "ssh-add", "ssh-keygen"].every((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);

const TOUCHED = softwareSecurityKey("ed25519");
const FILES = generateKey("ann@example.com");

describe("signing through ssh-agent, end to end", function () {
  this.timeout(180_000);
  let workshop: CliWorkshop;
  let folder: string;
  let agent: ChildProcess | null = null;

  before(async function () {
    if (!isHere) this.skip();
    workshop = await CliWorkshop.open();
    folder = workshop.repository("agent");
    const signers = [FILES.publicKey.trim(), TOUCHED.publicKey].map((key) => `ann@example.com namespaces="signoff.v1@countersign" ${key}\n`).join("");
    workshop.commit(folder, ".countersign/allowed_signers", signers);
    workshop.git(folder, "update-ref", "refs/remotes/origin/main", "HEAD");
    workshop.git(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    workshop.git(folder, "checkout", "--quiet", "-b", "feature");
    workshop.git(folder, "config", "gpg.format", "ssh");
    workshop.git(folder, "config", "user.email", "ann@example.com");
    for (const name of ["held", "lost", "untouched", "touched"]) {
      const newText = `export function ${name}(order: number): number {\n  return order * ${name.length};\n}\n`;
      writeFileSync(join(folder, `${name}.ts`), newText);
      const edit = { version: 1, event: "after-edit", assistant: "claude-code", session: "s", cwd: folder, edits: [{ path: `${name}.ts`, oldText: "", newText }] };
      assert.equal(workshop.run(folder, ["hook", "generic"], { input: JSON.stringify(edit) }).code, 0);
    }
  });
  after(() => {
    agent?.kill();
    workshop?.close();
  });

  /** Runs the command beside this process, so that an agent of ours can answer meanwhile. */
  async function sign(path: string, socket: string): Promise<TerminalRan> {
    const task = JSON.stringify({ argv: [process.execPath, CliWorkshop.cli, "sign", "--file", path], cwd: folder, env: { ...workshop.environment, TERM: "xterm", NO_COLOR: "1", SSH_AUTH_SOCK: socket }, steps: [["[y/N]", "y\r"]] });
    return new Promise((resolve, reject) => {
      const child = spawn("python3", ["test/fixtures/terminal.py", task], { stdio: ["ignore", "pipe", "inherit"] });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
      child.on("error", reject);
      child.on("close", () => resolve(JSON.parse(output) as TerminalRan));
    });
  }

  const words = ({ output }: TerminalRan): string => output.replace(/\s+/g, " ");
  const trustOf = (path: string): string[] => (JSON.parse(workshop.run(folder, ["log", "--format", "json", "--path", path]).out) as { records: { trust: string }[] }).records.map(({ trust }) => trust);

  describe("the real agent", () => {
    let socket: string;
    let key: string;
    const add = (...args: string[]) => spawnSync("ssh-add", ["-q", ...args], { env: { ...workshop.environment, SSH_AUTH_SOCK: socket }, encoding: "utf8" });

    before(async () => {
      socket = join(workshop.work, "agent.sock");
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      for (let wait = 0; wait < 400 && !existsSync(socket); wait += 1) await new Promise((resolve) => setTimeout(resolve, 25));
      key = join(workshop.work, "agent-key");
      writeFileSync(key, FILES.privateKey, { mode: 0o600 });
      assert.equal(add(key).status, 0);
      rmSync(key);
      writeFileSync(`${key}.pub`, FILES.publicKey);
      workshop.git(folder, "config", "user.signingkey", `${key}.pub`);
    });

    it("signs with a key that only the agent holds, and the ledger verifies", async () => {
      const signed = await sign("held.ts", socket);
      assert.equal(signed.code, 0, signed.output);
      assert.deepEqual(trustOf("held.ts"), ["key"]);
      const verified = workshop.run(folder, ["verify-ledger"]);
      assert.equal(verified.code, 0, verified.out + verified.error);
    });

    it("says that the agent has no such key, and signs nothing", async () => {
      assert.equal(add("-D").status, 0);
      const refused = await sign("lost.ts", socket);
      assert.equal(refused.code, 3, refused.output);
      assert.match(words(refused), /signing with SHA256:\S+ .* failed: No private key found .* neither beside its \.pub nor in ssh-agent: run ssh-add/);
      assert.deepEqual(trustOf("lost.ts"), []);
    });

    it("says that no agent answers where its socket is dead, or none is named", async () => {
      agent?.kill("SIGKILL");
      agent = null;
      const refused = await sign("lost.ts", socket);
      assert.equal(refused.code, 3, refused.output);
      assert.match(words(refused), /failed: no ssh-agent answers at .*agent\.sock.*set SSH_AUTH_SOCK/);
      assert.match(words(await sign("lost.ts", "")), /SSH_AUTH_SOCK names no ssh-agent: start ssh-agent/);
      assert.deepEqual(trustOf("lost.ts"), []);
    });
  });

  it("tells a touched security key from an untouched one, whatever agent holds it", async () => {
    const held = await SoftwareKeyAgent.listen(join(workshop.work, "touch.sock"), TOUCHED);
    try {
      workshop.git(folder, "config", "user.signingkey", `key::${TOUCHED.publicKey}`);
      for (const [path, flags] of [["untouched.ts", 0], ["touched.ts", 1]] as const) {
        held.flags = flags;
        const signed = await sign(path, held.socket);
        assert.equal(signed.code, 0, signed.output);
      }
    } finally {
      held.close();
    }
    assert.deepEqual([trustOf("untouched.ts"), trustOf("touched.ts")], [["key"], ["key+touch"]]);
  });
});
