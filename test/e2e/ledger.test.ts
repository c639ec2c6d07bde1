import { strict as assert } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CountersignError, type Claim } from "../../src/core/model";
import type { TrustAnchors } from "../../src/core/ports";
import { writeClaimLines } from "../../src/ledger/claim-records";
import { GitLedger } from "../../src/ledger/git-ledger";
import { generateKey, readPrivateKey } from "../../src/ledger/ssh/private-key";
import { laneOf } from "../../src/ledger/ssh/public-key";
import { signBody } from "../../src/ledger/ssh/signature";
import { GitProcess } from "../../src/platform/git-process";
import { REPOSITORY, makeChain, newKey, sampleClaim, sampleVerdict, sha256, signerOf } from "../unit/ledger/support";

const ENVIRONMENT = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@x.invalid", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@x.invalid" };
const OPEN: TrustAnchors = { allowedSigners: null, revocations: null, repositoryId: null };
const AT = "2026-11-22T06:00:00Z";

describe("ledger in real git", function () {
  this.timeout(120_000);
  let root: string;
  const ann = newKey("ann");
  const bob = newKey("bob");
  const annsLane = `refs/countersign/s/${laneOf(ann.publicKey.blob)}`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "countersign-ledger-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

  function git(folder: string, ...args: string[]): string {
    return execFileSync("git", args, { cwd: folder, env: ENVIRONMENT, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] }).trim();
  }

  /** A repository with one commit, the same in every test, and no identity configured. */
  function repository(name: string, ...options: string[]): string {
    const folder = join(root, name);
    mkdirSync(folder);
    git(folder, "init", "-q", ...options);
    git(folder, "commit", "-q", "--allow-empty", "-m", "first", "--date", "2026-01-01T00:00:00Z");
    return folder;
  }

  function open(folder: string, options: { cloneId?: string; repositoryId?: string | null; warnings?: string[] } = {}): GitLedger {
    const { warnings } = options;
    return new GitLedger({
      git: new GitProcess(folder),
      cloneId: options.cloneId ?? "clone-1",
      tool: "countersign/test",
      configuredRepositoryId: () => Promise.resolve(options.repositoryId ?? null),
      ...(warnings ? { log: { debug: () => undefined, info: () => undefined, warn: (message: string) => warnings.push(message) } } : {}),
    });
  }

  function sign(ledger: GitLedger, indexes: readonly number[], key = ann, at = AT, signer = "ann@example.com") {
    return ledger.appendBatch({ signer, at, verdicts: indexes.map((index) => sampleVerdict(index)) }, signerOf(key));
  }

  function bare(): string {
    const remote = join(root, "remote.git");
    mkdirSync(remote);
    git(remote, "init", "-q", "--bare");
    return remote;
  }

  async function paths(ledger: GitLedger, trust = OPEN): Promise<string[]> {
    return (await ledger.verdicts(trust)).records.map(({ path }) => path);
  }

  it("gives back what was appended, from the same and from a new reader, with a clean chain", async () => {
    const folder = repository("one");
    const ledger = open(folder);
    const first = await sign(ledger, [0, 1], ann, "2026-11-22T06:00:00.500Z");
    await sign(ledger, [2]);
    await sign(ledger, [3], bob, AT, "bob@example.com");
    const expected = ["src/file0.ts", "src/file1.ts", "src/file2.ts", "src/file3.ts"];
    for (const reader of [ledger, open(folder)]) {
      const reading = await reader.verdicts(OPEN);
      assert.deepEqual(reading.records.map(({ path }) => path), expected);
      assert.deepEqual([reading.problems, reading.gaps], [[], []]);
    }
    const reading = await open(folder).verdicts({ ...OPEN, allowedSigners: `ann@example.com ${ann.publicKey.text}\n` });
    assert.deepEqual(reading.records.map(({ path, trust, at }) => [path, trust, at]), expected.slice(0, 3).map((path) => [path, "key", AT]));
    assert.match(reading.problems[0]?.why ?? "", /^signed, not enrolled/);
    assert.deepEqual((await ledger.verdicts(OPEN)).records.slice(0, 2), [...first].sort((one, other) => (one.path < other.path ? -1 : 1)));
  });

  it("writes the tree layout, fixed identities and the batch's own date, without touching the work tree or the index", async () => {
    const folder = repository("layout");
    await sign(open(folder), [0]);
    await open(folder).appendClaims([sampleClaim(0)]);
    const files = git(folder, "ls-tree", "-r", "--name-only", annsLane).split("\n");
    assert.equal(files.length, 2);
    const [body = "", signature = ""] = files;
    assert.match(body, /^([0-9a-f]{2})\/\1[0-9a-f]{62}\.jsonl$/);
    assert.equal(signature, body.replace(".jsonl", ".sig"));
    assert.equal(sha256(execFileSync("git", ["cat-file", "blob", `${annsLane}:${body}`], { cwd: folder })), body.slice(3, -6));
    assert.equal(git(folder, "log", "--format=%an <%ae> %cn <%ce> %at %ct", annsLane), `Countersign <ledger@countersign.invalid> Countersign <ledger@countersign.invalid> 1795327200 1795327200`);
    assert.equal(git(folder, "status", "--porcelain"), "");
    assert.deepEqual(readdirSync(join(folder, ".git")).filter((name) => /idx|index|crash/.test(name)), ["index"]);
    git(folder, "fsck", "--strict");
  });

  it("keeps unsigned sign-offs in a lane of this clone, worth nothing once signers are enrolled", async () => {
    const folder = repository("unsigned");
    const ledger = open(folder, { cloneId: "clone-7" });
    const records = await ledger.appendBatch({ signer: "ann", at: AT, verdicts: [sampleVerdict(0)] }, null);
    await ledger.appendBatch({ signer: "ann", at: AT, verdicts: [sampleVerdict(1)] }, null);
    assert.deepEqual(records.map(({ trust, key, path }) => [trust, key, path]), [["none", "", "src/file0.ts"]]);
    assert.equal(git(folder, "for-each-ref", "--format=%(refname)", "refs/countersign/"), "refs/countersign/u/clone-7");
    assert.deepEqual((await open(folder).verdicts(OPEN)).records.map(({ trust }) => trust), ["none", "none"]);
    assert.equal((await open(folder).verdicts({ ...OPEN, allowedSigners: "" })).records.length, 0);
  });

  it("survives gc, clean, stash and a reset", async () => {
    const folder = repository("gc");
    const ledger = open(folder);
    await sign(ledger, [0, 1]);
    await ledger.appendClaims([sampleClaim(0)]);
    writeFileSync(join(folder, "x"), "x");
    git(folder, "stash", "-q", "-u");
    git(folder, "clean", "-fdxq");
    git(folder, "reset", "-q", "--hard");
    git(folder, "reflog", "expire", "--expire=now", "--all");
    git(folder, "gc", "-q", "--prune=now");
    assert.equal((await paths(open(folder))).length, 2);
    assert.equal((await open(folder).claims()).length, 1);
  });

  it("loses nothing of eight processes that append at once, with one key and one clone", async () => {
    const folder = repository("race");
    writeFileSync(join(root, "key"), generateKey("race").privateKey, { mode: 0o600 });
    const script = join(__dirname, "ledger-writer.js");
    const started = Date.now();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, [script, folder, join(root, "key"), String(writer * 2), "2"], { env: ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] });
          let words = "";
          child.stderr.on("data", (chunk: Buffer) => (words += chunk.toString("utf8")));
          child.on("close", (code) => resolve(code === 0 ? "" : `${code ?? "signal"}: ${words}`));
        }),
      ),
    );
    assert.deepEqual(results, Array.from({ length: 8 }, () => ""));
    const reading = await open(folder).verdicts(OPEN);
    assert.equal(new Set(reading.records.map(({ path }) => path)).size, 16);
    assert.deepEqual([reading.problems, reading.gaps], [[], []]);
    assert.equal((await open(folder).claims()).length, 16);
    console.log(`      8 processes × 2 batches and 2 claims: ${Date.now() - started} ms`);
  });

  it("appends claims once, however often they are offered and in whichever lane they are", async () => {
    const folder = repository("claims");
    const claims: Claim[] = [sampleClaim(0), sampleClaim(1), sampleClaim(2, { kind: "removal", sequence: [], removed: ["a".repeat(32)] })];
    const ledger = open(folder);
    assert.equal(await ledger.appendClaims(claims), 3);
    assert.equal(await ledger.appendClaims(claims), 0);
    assert.equal(await open(folder, { cloneId: "clone-2" }).appendClaims([...claims, sampleClaim(3)]), 1);
    assert.deepEqual(await open(folder).claims(), [...claims, sampleClaim(3)]);
    assert.equal(await ledger.appendClaims([]), 0);
  });

  it("gathers many small files of claims into one and keeps lines it can't read itself", async () => {
    const folder = repository("gather");
    const ledger = open(folder);
    const warnings: string[] = [];
    const ref = "refs/countersign/c/clone-1";
    const count = () => git(folder, "ls-tree", "-r", "--name-only", ref).split("\n").length;
    for (let index = 0; index < 3; index += 1) await ledger.appendClaims([sampleClaim(index)]);
    assert.equal(count(), 3, "few files are left alone");
    // 60 more, and a record of a newer version, as a newer Countersign would have put it there.
    const contents = ['{"type":"claim","v":3}\n', ...Array.from({ length: 60 }, (_, index) => `${writeClaimLines(sampleClaim(index + 3))?.[0]?.line ?? ""}\n`)];
    const names = contents.map((content) => [sha256(content), content] as const);
    const commands = names.map(([name, content]) => `M 100644 inline ${name.slice(0, 2)}/${name}.jsonl\ndata ${Buffer.byteLength(content)}\n${content}\n`);
    execFileSync("git", ["fast-import", "--quiet"], { cwd: folder, input: `commit ${ref}\ncommitter T <t@x.invalid> 0 +0000\ndata 0\nfrom ${ref}^0\n${commands.join("")}` });
    assert.equal(count(), 64);
    assert.equal((await open(folder).claims()).length, 63);
    assert.equal(await ledger.appendClaims([sampleClaim(64)]), 1);
    assert.equal(count(), 1);
    const reader = open(folder, { warnings });
    assert.equal((await reader.claims()).length, 64);
    assert.match(warnings.join(), /unknown record version 3/);
    assert.equal(await reader.appendClaims([sampleClaim(5)]), 0);
  });

  it("leaves a claim out that can't be a file of the repository, and says so", async () => {
    const warnings: string[] = [];
    const ledger = open(repository("bad"), { warnings });
    assert.equal(await ledger.appendClaims([sampleClaim(0, { path: "../../etc/passwd" }), sampleClaim(1)]), 1);
    assert.match(warnings.join(), /etc\/passwd/);
  });

  it("exchanges lanes between two clones and a bare remote; a fresh clone reads the same", async () => {
    const remote = bare();
    const one = repository("one");
    git(one, "remote", "add", "origin", remote);
    git(one, "push", "-q", "origin", "HEAD:main");
    git(root, "clone", "-q", "-b", "main", remote, "two");
    const two = join(root, "two");
    const a = open(one, { cloneId: "clone-a" });
    const b = open(two, { cloneId: "clone-b" });
    await sign(a, [0, 1]);
    await a.appendClaims([sampleClaim(0)]);
    await a.appendBatch({ signer: "ann", at: AT, verdicts: [sampleVerdict(9)] }, null);
    // Both sign before they ever met: the same new repository id in both, so neither's batches are refused.
    await sign(b, [2], bob, AT, "bob@example.com");
    await b.appendClaims([sampleClaim(1)]);
    assert.deepEqual(await a.sync("origin"), { fetched: 0, pushed: 2 });
    assert.deepEqual(await b.sync("origin"), { fetched: 2, pushed: 2 });
    assert.deepEqual(await a.sync("origin"), { fetched: 2, pushed: 0 });
    assert.deepEqual(await a.sync("origin"), { fetched: 0, pushed: 0 });
    const signed = ["src/file0.ts", "src/file1.ts", "src/file2.ts"];
    assert.deepEqual(await paths(b), signed);
    assert.deepEqual(await paths(a), [...signed, "src/file9.ts"]);
    assert.equal(git(remote, "for-each-ref", "--format=%(refname)", "refs/countersign/u/"), "", "unsigned sign-offs stay here");
    git(root, "clone", "-q", "--depth", "1", "-b", "main", `file://${remote}`, "ci");
    const ci = open(join(root, "ci"), { cloneId: "clone-ci" });
    assert.deepEqual(await paths(ci), []);
    await ci.sync("origin");
    assert.deepEqual(await paths(ci), signed);
    assert.equal((await ci.claims()).length, 2);
    assert.equal(git(one, "rev-parse", "--is-shallow-repository"), "false");
  });

  it("reads a partial clone's ledger without asking the remote again", async () => {
    const remote = bare();
    git(remote, "config", "uploadpack.allowFilter", "true");
    const one = repository("one");
    git(one, "remote", "add", "origin", remote);
    git(one, "push", "-q", "origin", "HEAD:main");
    const ledger = open(one, { cloneId: "clone-a" });
    await sign(ledger, [0]);
    await ledger.appendClaims([sampleClaim(0)]);
    await ledger.sync("origin");
    git(root, "clone", "-q", "--filter=blob:none", "--no-checkout", "-b", "main", `file://${remote}`, "partial");
    const partial = open(join(root, "partial"), { cloneId: "clone-b" });
    await partial.sync("origin");
    rmSync(remote, { recursive: true });
    assert.deepEqual(await paths(partial), ["src/file0.ts"]);
    assert.equal((await partial.claims()).length, 1);
  });

  it("unites one key's lane from two machines, reports the fork and loses neither side", async () => {
    const remote = bare();
    const folders = ["one", "two"].map((name) => repository(name));
    const [one, two] = folders.map((folder, index) => {
      git(folder, "remote", "add", "origin", remote);
      return open(folder, { cloneId: `clone-${index}`, repositoryId: REPOSITORY });
    });
    assert.ok(one && two);
    await sign(one, [0]);
    await one.sync("origin");
    await two.sync("origin");
    await sign(one, [1]);
    await sign(two, [2]);
    await one.sync("origin");
    assert.deepEqual(await two.sync("origin"), { fetched: 1, pushed: 1 });
    await one.sync("origin");
    for (const ledger of [one, two]) {
      const reading = await ledger.verdicts(OPEN);
      assert.deepEqual(reading.records.map(({ path }) => path), ["src/file0.ts", "src/file1.ts", "src/file2.ts"]);
      assert.deepEqual(reading.gaps.map(({ sequence, what }) => [sequence, what]), [[1, "fork"]]);
    }
    const tips = [...folders, remote].map((folder) => git(folder, "rev-parse", annsLane));
    assert.equal(new Set(tips).size, 1);
    // Signed after the sync, the chain goes on without another fork.
    await sign(one, [3]);
    assert.equal((await one.verdicts(OPEN)).gaps.length, 1);
  });

  it("continues a key's chain from what another machine has pushed", async () => {
    const remote = bare();
    const [first, second] = ["one", "two"].map((name) => {
      const folder = repository(name);
      git(folder, "remote", "add", "origin", remote);
      return open(folder, { cloneId: name });
    });
    assert.ok(first && second);
    await sign(first, [0]);
    await first.sync("origin");
    await second.sync("origin");
    await sign(second, [1]);
    await second.sync("origin");
    const reading = await second.verdicts(OPEN);
    assert.deepEqual([reading.records.length, reading.gaps], [2, []]);
  });

  it("keeps what it has seen when the remote drops or rewinds a lane, and a holder of the key restores it", async () => {
    const remote = bare();
    const one = repository("one");
    const two = repository("two");
    for (const folder of [one, two]) git(folder, "remote", "add", "origin", remote);
    const a = open(one, { cloneId: "a" });
    const warnings: string[] = [];
    const b = open(two, { cloneId: "b", warnings });
    await sign(a, [0]);
    await a.sync("origin");
    const early = git(remote, "rev-parse", annsLane);
    await sign(a, [1]);
    await a.sync("origin");
    await b.sync("origin");
    git(remote, "update-ref", annsLane, early);
    await b.sync("origin");
    assert.deepEqual(await paths(b), ["src/file0.ts", "src/file1.ts"]);
    git(remote, "update-ref", annsLane, git(remote, "commit-tree", git(remote, "mktree", "--missing"), "-m", "nothing left"));
    await b.sync("origin");
    assert.deepEqual(await paths(b), ["src/file0.ts", "src/file1.ts"]);
    assert.match(warnings.join(), /was rewritten on the remote/);
    git(remote, "update-ref", "-d", annsLane);
    await b.sync("origin");
    assert.deepEqual(await paths(b), ["src/file0.ts", "src/file1.ts"]);
    assert.equal(git(remote, "for-each-ref", annsLane), "", "nobody but who holds it writes to ann's lane");
    assert.deepEqual(await a.sync("origin"), { fetched: 0, pushed: 2 });
    assert.deepEqual(await paths(open(remote)), ["src/file0.ts", "src/file1.ts"]);
  });

  it("after a ref is deleted the records are gone, never falsely there", async () => {
    const folder = repository("deleted");
    const ledger = open(folder);
    await sign(ledger, [0]);
    assert.equal((await paths(ledger)).length, 1);
    git(folder, "update-ref", "-d", annsLane);
    assert.deepEqual(await ledger.verdicts(OPEN), { records: [], problems: [], gaps: [] });
    git(folder, "gc", "-q", "--prune=now");
    await sign(ledger, [5]);
    assert.deepEqual(await paths(ledger), ["src/file5.ts"]);
  });

  it("refuses another repository's lane when the base names the id", async () => {
    const source = repository("source");
    await sign(open(source, { repositoryId: "99999999-2222-4333-8444-555555555555" }), [0]);
    const target = repository("target");
    git(target, "fetch", "-q", source, `${annsLane}:${annsLane}`);
    const anchors = { ...OPEN, repositoryId: REPOSITORY };
    const reading = await open(target).verdicts(anchors);
    assert.equal(reading.records.length, 0);
    assert.match(reading.problems[0]?.why ?? "", /made for another repository, 99999999.*: expected b7f0c5b2/);
    const ledger = open(target, { repositoryId: REPOSITORY });
    await sign(ledger, [1]);
    assert.deepEqual(await paths(ledger, anchors), ["src/file1.ts"]);
    assert.deepEqual((await ledger.verdicts(anchors)).gaps, []);
  });

  it("names the repository once: configured, else from the ledger, else from the branch's root", async () => {
    const folder = repository("id");
    assert.deepEqual(await open(folder, { repositoryId: REPOSITORY }).repositoryId(), { id: REPOSITORY, isNew: false });
    const made = await open(folder).repositoryId();
    assert.equal(made.isNew, true);
    assert.match(made.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    await sign(open(folder), [0]);
    assert.deepEqual(await open(folder).repositoryId(), { id: made.id, isNew: false });
    const empty = join(root, "empty");
    mkdirSync(empty);
    git(empty, "init", "-q");
    const ledger = open(empty);
    const fresh = await ledger.repositoryId();
    assert.deepEqual(await ledger.repositoryId(), fresh, "kept for the first batch");
    await sign(ledger, [0]);
    assert.deepEqual(await open(empty).repositoryId(), { id: fresh.id, isNew: false });
  });

  it("counts nothing of a lane that anyone filled: strange files, a fake head, a ref that is no commit", async () => {
    const folder = repository("hostile");
    const ledger = open(folder);
    await sign(ledger, [0]);
    const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: folder, input: "evil", encoding: "utf8" }).trim();
    git(folder, "update-ref", "refs/countersign/s/blob", blob);
    git(folder, "tag", "-a", "-m", "t", "annotated", "HEAD");
    git(folder, "update-ref", "refs/countersign/s/tag", "annotated");
    // A batch with ann's fingerprint, a wild number and no signature: it must not decide where her chain goes on.
    const fake = readPrivateKey(generateKey("eve").privateKey);
    assert.ok(fake.kind === "usable");
    const header = `{"at":"${AT}","key":"${ann.publicKey.fingerprint}","n":1,"prev":null,"repo":"${(await ledger.repositoryId()).id}","seq":9007199254740990,"signer":"ann@example.com","tool":"x","type":"batch","v":1}\n`;
    const [, line] = execFileSync("git", ["cat-file", "blob", `${annsLane}:${git(folder, "ls-tree", "-r", "--name-only", annsLane).split("\n")[0] ?? ""}`], { cwd: folder, encoding: "utf8" }).split("\n");
    const body = `${header}${line ?? ""}\n`;
    const write = (content: string) => execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: folder, input: content, encoding: "utf8" }).trim();
    const name = sha256(body);
    const env = { ...ENVIRONMENT, GIT_INDEX_FILE: join(root, "index") };
    const rows = [
      `100644 ${write(body)}\t${name.slice(0, 2)}/${name}.jsonl`,
      `100644 ${write(signBody(fake.privateKey, Buffer.from(body)))}\t${name.slice(0, 2)}/${name}.sig`,
      `100644 ${blob}\tREADME`,
      `120000 ${blob}\tab/${"ab".repeat(32)}.jsonl`,
      `100644 ${blob}\tzz/deep/er`,
    ];
    execFileSync("git", ["update-index", "--add", "--index-info"], { cwd: folder, env, input: `${rows.join("\n")}\n` });
    const tree = execFileSync("git", ["write-tree"], { cwd: folder, env, encoding: "utf8" }).trim();
    git(folder, "update-ref", "refs/countersign/s/evil", git(folder, "commit-tree", tree, "-m", "evil"));
    await sign(ledger, [1]);
    const reading = await open(folder).verdicts({ ...OPEN, allowedSigners: `ann@example.com ${ann.publicKey.text}\n` });
    assert.deepEqual(reading.records.map(({ path }) => path), ["src/file0.ts", "src/file1.ts"]);
    assert.deepEqual(reading.gaps, []);
    const whys = reading.problems.map(({ ref, why }) => `${ref} ${why}`).join("\n");
    assert.match(whys, /refs\/countersign\/s\/evil signed by SHA256/);
    assert.match(whys, /refs\/countersign\/s\/evil \d entries that are no ledger files/);
    assert.match(whys, /refs\/countersign\/s\/blob not a commit/);
    assert.match(whys, /refs\/countersign\/s\/tag not a commit/);
  });

  it("names the ref and the object when something is missing or broken", async () => {
    const unreadable = (...parts: RegExp[]) => (error: unknown) => {
      assert.ok(error instanceof CountersignError, String(error));
      assert.equal(error.code, "ledger-unreadable");
      for (const part of parts) assert.match(error.message, part);
      return true;
    };
    const folder = repository("broken");
    await sign(open(folder), [0]);
    const file = git(folder, "ls-tree", "-r", annsLane).split("\n")[0] ?? "";
    const blob = file.split(/\s/)[2] ?? "";
    const object = join(folder, ".git", "objects", blob.slice(0, 2), blob.slice(2));
    const content = readFileSync(object);
    rmSync(object);
    await assert.rejects(open(folder).verdicts(OPEN), unreadable(new RegExp(annsLane), new RegExp(blob)));
    writeFileSync(object, content.subarray(0, 10), { mode: 0o644 });
    await assert.rejects(open(folder).verdicts(OPEN), unreadable(new RegExp(annsLane), new RegExp(blob)));
    rmSync(object);
    writeFileSync(object, content, { mode: 0o644 });
    assert.equal((await paths(open(folder))).length, 1);
    const tip = git(folder, "rev-parse", annsLane);
    rmSync(join(folder, ".git", "objects", tip.slice(0, 2), tip.slice(2)));
    await assert.rejects(open(folder).verdicts(OPEN), unreadable(new RegExp(annsLane)));
    writeFileSync(join(folder, ".git", annsLane), "not an id\n");
    await assert.rejects(open(folder).verdicts(OPEN), unreadable(new RegExp(annsLane)));
  });

  it("works in a SHA-256 repository", async () => {
    const folder = repository("sha256", "--object-format=sha256");
    const ledger = open(folder);
    await sign(ledger, [0]);
    await sign(ledger, [1]);
    await ledger.appendClaims([sampleClaim(0)]);
    const reading = await open(folder).verdicts(OPEN);
    assert.deepEqual([reading.records.length, reading.problems, reading.gaps], [2, [], []]);
    assert.equal((await open(folder).claims()).length, 1);
  });

  it("works in a bare repository and from a second work tree", async () => {
    const folder = repository("main-tree");
    git(folder, "worktree", "add", "-q", join(root, "second"));
    await sign(open(join(root, "second")), [0]);
    assert.deepEqual(await paths(open(folder)), ["src/file0.ts"]);
    const remote = bare();
    await sign(open(remote), [1]);
    assert.deepEqual(await paths(open(remote)), ["src/file1.ts"]);
  });

  it("says what is wrong with a remote", async () => {
    const folder = repository("remote");
    const ledger = open(folder);
    await assert.rejects(ledger.sync("origin"), (error: unknown) => error instanceof CountersignError && error.code === "not-found");
    await assert.rejects(ledger.sync("--upload-pack=x"), (error: unknown) => error instanceof CountersignError && error.code === "not-found");
    git(folder, "remote", "add", "origin", join(root, "nowhere"));
    await assert.rejects(ledger.sync("origin"), /fetching the ledger from origin failed/);
    const remote = bare();
    git(folder, "remote", "set-url", "origin", remote);
    writeFileSync(join(remote, "hooks", "pre-receive"), "#!/bin/sh\necho not here >&2\nexit 1\n", { mode: 0o755 });
    await sign(ledger, [0]);
    await assert.rejects(ledger.sync("origin"), /pushing .* failed: [\s\S]*(pre-receive hook declined|not here)/);
  });

  it("refuses a signature that does not belong to the signer's key, and writes nothing", async () => {
    const folder = repository("liar");
    const liar = { ...signerOf(ann), sign: (body: Uint8Array) => Promise.resolve(signBody(bob, body)) };
    await assert.rejects(open(folder).appendBatch({ signer: "ann", at: AT, verdicts: [sampleVerdict(0)] }, liar), (error: unknown) => error instanceof CountersignError && error.code === "signing-failed");
    assert.equal(git(folder, "for-each-ref", "refs/countersign/"), "");
  });

  it("reads 500 batches with 10,000 records, and the second time only what is new", async () => {
    const folder = repository("many");
    const chain = makeChain(ann, "ann@example.com", 500, { perBatch: 20 });
    const files = chain.flatMap(({ name, body, signature }) => [[`${name.slice(0, 2)}/${name}.jsonl`, body], [`${name.slice(0, 2)}/${name}.sig`, Buffer.from(signature ?? "")]] as const);
    const commands = [Buffer.from(`commit ${annsLane}\ncommitter T <t@x.invalid> 0 +0000\ndata 0\n`), ...files.flatMap(([path, content]) => [Buffer.from(`M 100644 inline ${path}\ndata ${content.length}\n`), content, Buffer.from("\n")])];
    execFileSync("git", ["fast-import", "--quiet"], { cwd: folder, input: Buffer.concat(commands) });
    const ledger = open(folder);
    const trust = { ...OPEN, allowedSigners: `ann@example.com ${ann.publicKey.text}\n`, repositoryId: REPOSITORY };
    const timed = async () => {
      const started = performance.now();
      const { records, problems, gaps } = await ledger.verdicts(trust);
      assert.deepEqual([records.length, problems, gaps], [10_000, [], []]);
      return Math.round(performance.now() - started);
    };
    const [cold, warm] = [await timed(), await timed()];
    const started = performance.now();
    await sign(ledger, [0]);
    console.log(`      500 batches, 10,000 records: ${cold} ms at first, ${warm} ms again; one append ${Math.round(performance.now() - started)} ms`);
  });
});
