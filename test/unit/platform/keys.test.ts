import { strict as assert } from "node:assert";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CountersignError } from "../../../src/core/model";
import { openSsh } from "../../../src/ledger/ssh/open-ssh";
import { generateKey, type SshPrivateKey } from "../../../src/ledger/ssh/private-key";
import { checkSignature } from "../../../src/ledger/ssh/signature";
import { FileKeys } from "../../../src/platform/keys";
import { runSshKeygen } from "../../../src/platform/ssh-keygen";
import { KEYGEN_MISSING } from "../ledger/ssh/ssh-keygen";

const BODY = Buffer.from("body\n");
const WINDOWS = process.platform === "win32";

describe("signing keys", function () {
  this.timeout(30_000);
  let home: string;
  let warnings: string[];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "countersign-keys-"));
    warnings = [];
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function keys(config: Readonly<Record<string, string>> = {}, environment: Readonly<Record<string, string>> = {}, more: { sshKeygen?: string; platform?: NodeJS.Platform; workTree?: string } = {}) {
    return new FileKeys<SshPrivateKey>({
      git: { config: (key) => Promise.resolve(config[key] ?? null) },
      ssh: openSsh,
      homeDirectory: home,
      environment: { PATH: process.env["PATH"] ?? "", ...environment },
      log: { debug: () => undefined, info: () => undefined, warn: (message) => warnings.push(message) },
      ...more,
    });
  }

  function write(path: string, text: string): string {
    const full = join(home, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text, { mode: 0o600 });
    return full;
  }

  function ssh(signingkey: string): Record<string, string> {
    return { "gpg.format": "ssh", "user.signingkey": signingkey };
  }

  async function signs(found: Awaited<ReturnType<FileKeys<SshPrivateKey>["current"]>>): Promise<string> {
    assert.ok(found);
    const check = checkSignature(await found.signer.sign(BODY), BODY);
    assert.ok(check.valid, JSON.stringify(check));
    assert.equal(check.key.fingerprint, found.signer.fingerprint);
    return check.key.text;
  }

  const code = (expected: string, message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof CountersignError, String(error));
    assert.equal(error.code, expected);
    assert.match(`${error.message} ${error.details.hint ?? ""}`, message);
    return true;
  };

  it("has no key in an empty home", async () => {
    assert.equal(await keys().current(), null);
    assert.equal(await keys(ssh("")).current(), null);
    assert.deepEqual(warnings, []);
  });

  it("makes a key for its owner alone, uses it afterwards, and never overwrites", async () => {
    const made = await keys().create("ann@example.com");
    assert.equal(made.path, join(home, ".config", "countersign", "id_ed25519"));
    assert.equal(made.source, "countersign");
    if (!WINDOWS) {
      assert.equal(statSync(made.path).mode & 0o777, 0o600);
      assert.equal(statSync(dirname(made.path)).mode & 0o777, 0o700);
    }
    assert.equal(readFileSync(`${made.path}.pub`, "utf8"), `${made.signer.publicKey} ann@example.com\n`);
    const current = await keys().current();
    assert.equal(current?.source, "countersign");
    assert.equal(await signs(current), made.signer.publicKey);
    const before = readFileSync(made.path, "utf8");
    await assert.rejects(keys().create("again"), code("refused", /exists/));
    rmSync(`${made.path}.pub`);
    await assert.rejects(keys().create("again"), code("refused", /exists/));
    assert.equal(readFileSync(made.path, "utf8"), before);
    rmSync(made.path);
    write(".config/countersign/id_ed25519.pub", "left over");
    await assert.rejects(keys().create("again"), code("refused", /id_ed25519\.pub exists/));
    assert.equal(existsSync(made.path), false);
  });

  it("puts the key where the platform's configuration lives", () => {
    assert.equal(keys({}, { XDG_CONFIG_HOME: join(home, "xdg") }).newKeyPath, join(home, "xdg", "countersign", "id_ed25519"));
    assert.equal(keys({}, { XDG_CONFIG_HOME: "relative" }).newKeyPath, join(home, ".config", "countersign", "id_ed25519"));
    assert.equal(keys({}, { APPDATA: join(home, "roaming") }, { platform: "win32" }).newKeyPath, join(home, "roaming", "countersign", "id_ed25519"));
  });

  it("says why a key can't be written", async () => {
    write(".config", "a file in the way");
    await assert.rejects(keys().create("ann"), code("signing-failed", /could not be written to/));
  });

  it("takes git's key before its own, by absolute, home and work tree path, and by .pub", async () => {
    await keys().create("own");
    const files = generateKey("git");
    const path = write(".ssh/id", files.privateKey);
    write(".ssh/id.pub", files.publicKey);
    for (const setting of [path, "~/.ssh/id", "~/.ssh/id.pub", `${path}.pub`]) {
      const found = await keys(ssh(setting)).current();
      assert.equal(found?.source, "git", setting);
      assert.ok(files.publicKey.startsWith(await signs(found)));
    }
    const found = await keys(ssh("id"), {}, { workTree: join(home, ".ssh") }).current();
    assert.equal(found?.path, path);
    assert.equal((await keys({ "user.signingkey": path }).current())?.source, "countersign", "gpg.format is not ssh");
    assert.equal((await keys({ "gpg.format": "openpgp", "user.signingkey": "ABCDEF" }).current())?.source, "countersign");
  });

  it("goes on without a configured key that is none, and says so", async () => {
    for (const [name, text] of [["rubbish", "rubbish"], ["p384.pub", "ecdsa-sha2-nistp384 AAAA"], ["empty", ""], ["big", "x".repeat(300_000)], ["half", generateKey("x").privateKey.slice(0, 100)]] as const) {
      warnings = [];
      assert.equal(await keys(ssh(write(name, text))).current(), null, name);
      assert.match(warnings.join("\n"), /user\.signingkey names .* no key that can sign here/);
    }
    warnings = [];
    assert.equal(await keys(ssh("~/nowhere")).current(), null);
    assert.equal(await keys(ssh(home)).current(), null);
    assert.equal(warnings.length >= 2, true);
    assert.equal(await keys(ssh("key::ssh-ed25519 rubbish")).current(), null);
    assert.match(warnings.join("\n"), /git's user\.signingkey can't be used to sign/);
  });

  it("says what to do when ssh-keygen is not there", async () => {
    const literal = generateKey("agent").publicKey.trim();
    const found = await keys(ssh(`key::${literal}`), {}, { sshKeygen: join(home, "no-such-program") }).current();
    assert.equal(found?.path, "ssh-agent");
    await assert.rejects(async () => found?.signer.sign(BODY), code("signing-failed", /was not found.*install OpenSSH/));
  });

  it("does not take a signature by another key, or none, from the program", async function () {
    if (WINDOWS) {
      console.log("      skipped: the stand-in for ssh-keygen is a shell script");
      this.skip();
    }
    const program = write("keygen", "#!/bin/sh\ncat > /dev/null\necho hello\n");
    chmodSync(program, 0o755);
    const found = await keys(ssh(`key::${generateKey("agent").publicKey.trim()}`), {}, { sshKeygen: program }).current();
    await assert.rejects(async () => found?.signer.sign(BODY), code("signing-failed", /does not verify/));
    const slow = write("slow", "#!/bin/sh\nexec sleep 600\n");
    chmodSync(slow, 0o755);
    const request = { keyFile: "k", namespace: "n", body: BODY, environment: process.env, terminal: false, fingerprint: "SHA256:x" };
    await assert.rejects(runSshKeygen(slow, request, 200), code("signing-failed", /no answer within 0\.2 s.*touch/));
  });

  describe("through ssh-keygen", function () {
    this.timeout(60_000);
    let agent: ChildProcess | null = null;
    before(function () {
      if (KEYGEN_MISSING !== null) {
        console.log(`      ${KEYGEN_MISSING}`);
        this.skip();
      }
    });
    afterEach(() => {
      agent?.kill();
      agent = null;
    });

    function encrypted(): string {
      const path = join(home, "locked");
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret words", "-C", "locked", "-f", path]);
      return path;
    }

    function askpass(answer: string): string {
      const path = write("askpass", `#!/bin/sh\necho '${answer}'\n`);
      chmodSync(path, 0o755);
      return path;
    }

    it("asks for the passphrase through SSH_ASKPASS", async function () {
      if (WINDOWS) {
        console.log("      skipped: the stand-in for SSH_ASKPASS is a shell script");
        this.skip();
      }
      const path = encrypted();
      const found = await keys(ssh(path), { SSH_ASKPASS: askpass("secret words"), DISPLAY: ":0" }).current();
      assert.ok(readFileSync(`${path}.pub`, "utf8").startsWith(await signs(found)));
      const wrong = await keys(ssh(path), { SSH_ASKPASS: askpass("wrong"), DISPLAY: ":0" }).current();
      await assert.rejects(async () => wrong?.signer.sign(BODY), code("signing-failed", /passphrase.*ssh-add/));
    });

    it("fails in words, and does not wait, where nobody can be asked", async () => {
      const found = await keys(ssh(encrypted()), { SSH_ASKPASS: join(home, "none") }).current();
      await assert.rejects(async () => found?.signer.sign(BODY), code("signing-failed", /ssh-add/));
    });

    it("signs with a PEM key whose .pub lies beside it", async () => {
      const path = join(home, "pem");
      execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", path]);
      await signs(await keys(ssh(path)).current());
      rmSync(`${path}.pub`);
      assert.equal(await keys(ssh(path)).current(), null);
    });

    it("signs with the agent's key, given as text or as a .pub alone", async function () {
      const socket = join(home, "agent.sock");
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      let missing = false;
      agent.on("error", () => (missing = true));
      for (let wait = 0; wait < 100 && !existsSync(socket) && !missing; wait += 1) await new Promise((resolve) => setTimeout(resolve, 50));
      if (missing || !existsSync(socket)) {
        console.log("      skipped: ssh-agent can't be started on this machine");
        this.skip();
      }
      const files = generateKey("agent");
      const path = write("agent-key", files.privateKey);
      execFileSync("ssh-add", ["-q", path], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "ignore" });
      rmSync(path);
      const alone = write("alone.pub", files.publicKey);
      for (const setting of [`key::${files.publicKey.trim()}`, files.publicKey.trim(), alone]) {
        assert.ok(files.publicKey.startsWith(await signs(await keys(ssh(setting), { SSH_AUTH_SOCK: socket }).current())), setting);
      }
      const without = await keys(ssh(alone)).current();
      await assert.rejects(async () => without?.signer.sign(BODY), code("signing-failed", /ssh-add/));
    });
  });
});
