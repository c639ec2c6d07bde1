/** `init --signer`: keys as a forge publishes them, from a server that answers in the forges' own shapes. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { check, PROJECT, SupervisedRepository, type Ran } from "./supervised-repository";

const SIGNERS = ".countersign/allowed_signers";
const fixture = (name: string) => readFileSync(join(PROJECT, "test/fixtures/forge", name), "utf8");

describe("signers from a forge", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let server: Server;
  let address: string;
  const answers = new Map<string, string>();
  let asked: { readonly url: string; readonly authorization: string | undefined }[];

  beforeEach(async () => {
    repository = new SupervisedRepository();
    repository.start({ "src/a.ts": "export const a = 1;\n", "package.json": '{"name":"shop"}\n' });
    asked = [];
    answers.clear();
    server = createServer((request, response) => {
      asked.push({ url: request.url ?? "", authorization: request.headers.authorization });
      const body = answers.get((request.url ?? "").split("?")[0] ?? "");
      response.writeHead(body === undefined ? 404 : 200, { "Content-Type": "application/json" }).end(body ?? '{"message":"Not Found"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    repository.dispose();
    await new Promise((resolve) => server.close(resolve));
  });

  /** A key that ssh-keygen made; its public line and fingerprint as ssh-keygen tells it. */
  function made(name: string, ...kind: readonly string[]): { readonly line: string; readonly fingerprint: string } {
    const file = join(repository.folder, ".git", name);
    assert.equal(spawnSync("ssh-keygen", ["-q", "-N", "", "-C", `${name}@host`, "-f", file, ...kind]).status, 0);
    const shown = spawnSync("ssh-keygen", ["-l", "-f", `${file}.pub`], { encoding: "utf8" }).stdout;
    return { line: readFileSync(`${file}.pub`, "utf8").trim(), fingerprint: /SHA256:\S+/.exec(shown)?.[0] ?? "" };
  }

  /** Asynchronous: the server answers in this very process. */
  function init(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(PROJECT, "dist/main.js"), "init", "--yes", "--no-enrol", ...parameters], {
        cwd: repository.folder,
        env: { ...process.env, CLAUDECODE: "", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", XDG_CONFIG_HOME: join(repository.folder, ".git", "none"), NO_COLOR: "1", ...environment },
      });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
      child.stdin.end();
    });
  }

  const signersText = () => readFileSync(join(repository.folder, SIGNERS), "utf8");

  it("shows each key with its fingerprint, writes it with its validity, and what it signs then counts as a key", async () => {
    const own = repository.useSigningKey("id_ann", "ada@example.org");
    const touch = made("touch", "-t", "ed25519");
    // A touch key's public half: a software key in the wire form of the hardware type, as ssh-keygen would print it.
    const application = Buffer.from("ssh:");
    const blob = Buffer.from(touch.line.split(" ")[1] ?? "", "base64");
    const word = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const hardware = `sk-ssh-ed25519@openssh.com ${Buffer.concat([word(Buffer.from("sk-ssh-ed25519@openssh.com")), word(blob.subarray(-32)), word(application)]).toString("base64")}`;
    const bob = made("bob", "-t", "ecdsa", "-b", "256");
    const file = (text: string, keys: Readonly<Record<string, string>>) => Object.entries(keys).reduce((all, [name, key]) => all.replace(`@${name}`, `${key} comment`), text);
    answers.set("/users/ann/ssh_signing_keys", file(fixture("github-signing-keys.json"), { ann: own, touch: hardware, unsupported: made("strange", "-t", "ecdsa", "-b", "384").line }));
    answers.set("/users/bob/keys", file(fixture("gitlab-user-keys.json"), { login: made("login", "-t", "ed25519").line, bob: bob.line }));

    const ran = await init(["--signer", "ada@example.org=github:ann", "--signer", "bob@example.org=gitlab:bob", "--forge-api", address]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(asked.map(({ url, authorization }) => [url, authorization]), [["/users/ann/ssh_signing_keys?per_page=100&page=1", undefined], ["/users/bob/keys?per_page=100&page=1", undefined]]);
    assert.ok(ran.stderr.includes(`bob@example.org: ${bob.fingerprint} (ecdsa-sha2-nistp256, work, gitlab:bob, from 2025-08-01T14:47:39Z, until 2027-01-21T00:00:00Z)`), ran.stderr);
    assert.match(ran.stderr, /left out: github:ann, nist\S*p384: unsupported key type "ecdsa-sha2-nistp384"/);
    assert.match(ran.stderr, /left out: gitlab:bob, login only: it is there to log in/);
    assert.ok(!ran.stderr.includes("\u001b"), "nothing that a terminal would obey");
    const lines = signersText().split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    assert.deepEqual(lines, [
      `ada@example.org namespaces="signoff.v1@countersign",valid-after="20260102030405Z" ${own}`,
      `ada@example.org namespaces="signoff.v1@countersign",valid-after="20260203040506Z" ${hardware}`,
      `bob@example.org namespaces="signoff.v1@countersign",valid-after="20250801144739Z",valid-before="20270121000000Z" ${bob.line.split(" ").slice(0, 2).join(" ")}`,
    ]);
    // OpenSSH's own reader takes the file as we wrote it.
    const body = "text";
    const signed = spawnSync("ssh-keygen", ["-Y", "sign", "-q", "-n", "signoff.v1@countersign", "-f", join(repository.folder, ".git", "bob")], { input: body }).stdout;
    writeFileSync(join(repository.folder, ".git", "text.sig"), signed);
    const verified = spawnSync("ssh-keygen", ["-Y", "verify", "-f", join(repository.folder, SIGNERS), "-I", "bob@example.org", "-n", "signoff.v1@countersign", "-s", join(repository.folder, ".git", "text.sig"), "-Overify-time=20260601000000Z"], { input: body, encoding: "utf8" });
    assert.equal(verified.status, 0, verified.stderr);

    repository.git("checkout", "-q", "main");
    repository.git("add", ".countersign");
    repository.git("commit", "-q", "-m", "enrol");
    repository.git("push", "-q", "origin", "main");
    repository.git("checkout", "-q", "-b", "feature");
    repository.assistantWrites("src/b.ts", "export function b(n: number): number {\n  return n + 1;\n}\n");
    const { records } = await repository.sign();
    assert.deepEqual(records.map(({ trust, signer }) => [trust, signer]), [["key", "ada@example.org"]]);
    assert.equal(check(repository.folder).verdict, "pass");

    const again = await init(["--signer", "ada@example.org=github:ann", "--forge-api", address]);
    assert.match(again.stdout, /Kept \.countersign\/allowed_signers as it was/);
  });

  it("asks nobody unless told to, and never in an agent's shell", async () => {
    assert.equal((await init([])).code, 0);
    const agent = await init(["--signer", "ann@example.org=github:ann", "--forge-api", address], { CLAUDECODE: "1" });
    assert.equal(agent.code, 2);
    assert.match(agent.stderr, /CLAUDECODE/);
    assert.deepEqual(asked, []);
    assert.ok(!existsSync(join(repository.folder, SIGNERS)));
  });

  for (const [what, person, api, message] of [
    ["a wildcard in place of a person", "*@example.org=github:ann", null, /is not one exact e-mail address/],
    ["two people for one key", "ann@example.org,eve@example.org=github:ann", null, /is not one exact e-mail address/],
    ["an option smuggled in by the name", 'ann@example.org" cert-authority=github:ann', null, /is not one exact e-mail address/],
    ["an account that is a path", "ann@example.org=github:../repos/x", null, /is not the name of an account/],
    ["a forge that nobody knows", "ann@example.org=forgejo:ann", null, /names no person/],
    ["an account that is not there", "ann@example.org=github:nobody", null, /the forge answered 404/],
    ["an account without a key that signs", "ann@example.org=github:empty", null, /publishes no key that can sign/],
    ["an answer of another shape", "ann@example.org=github:odd", null, /the forge's answer is no list|no shape that is known/],
    ["an address that is not https", "ann@example.org=github:ann", "http://forge.example", /is not https/],
  ] as const) {
    it(`refuses ${what}, and writes nothing`, async () => {
      answers.set("/users/ann/ssh_signing_keys", JSON.stringify([{ id: 1, title: "laptop", key: made("any", "-t", "ed25519").line, created_at: "2026-01-02T03:04:05Z" }]));
      answers.set("/users/empty/ssh_signing_keys", "[]");
      answers.set("/users/odd/ssh_signing_keys", '{"keys":[]}');
      const ran = await init(["--signer", person, "--forge-api", api ?? address]);
      assert.ok(ran.code !== 0, ran.stdout);
      assert.match(ran.stderr, message);
      assert.ok(!existsSync(join(repository.folder, ".countersign")));
    });
  }
});
