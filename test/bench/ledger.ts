/**
 * The ledger beside what git itself offers: records in signed batches of twenty, read, verified, appended to, fetched and carried; next
 * to as many signed commits as there are batches under `git log --show-signature`, and the same records as git notes.
 */
import { createHash } from "node:crypto";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verify } from "../../src/core/carry/verify";
import { keysOf } from "../../src/core/fingerprint/lines";
import type { Origin, VerdictRecord } from "../../src/core/model";
import { GitLedger } from "../../src/ledger/git-ledger";
import { generateKey, readPrivateKey } from "../../src/ledger/ssh/private-key";
import { laneOf } from "../../src/ledger/ssh/public-key";
import { SIGNOFF_NAMESPACE, signBody } from "../../src/ledger/ssh/signature";
import { GitProcess } from "../../src/platform/git-process";
import { makeChain, REPOSITORY, sampleVerdict, signerOf } from "../unit/ledger/support";

const PER_BATCH = 20;
const KEYS = 4;
const IDENTITY = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@x.invalid", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@x.invalid" };
const ENVIRONMENT = { ...process.env, ...IDENTITY };

type Print = (line: string) => void;

export async function benchLedger(records: number, print: Print = console.log): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "countersign-bench-ledger-")));
  try {
    await new LedgerBench(root, records, print).run();
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

class LedgerBench {
  private readonly batches: number;
  private readonly keys = Array.from({ length: KEYS }, (_, index) => {
    const text = generateKey(`person${index}`).privateKey;
    const reading = readPrivateKey(text);
    if (reading.kind !== "usable") throw new Error(`the generated key is ${reading.kind}`);
    return { text, key: reading.privateKey };
  });

  constructor(
    private readonly root: string,
    records: number,
    private readonly print: Print,
  ) {
    this.batches = Math.ceil(records / PER_BATCH);
  }

  async run(): Promise<void> {
    const records = this.batches * PER_BATCH;
    const folder = this.repository("ledger");
    const anchors = { allowedSigners: this.keys.map(({ key }, index) => `${signerName(index)} namespaces="${SIGNOFF_NAMESPACE}" ${key.publicKey.text}`).join("\n"), revocations: null, repositoryId: REPOSITORY };
    const bodies = this.write(folder);
    const read = await this.timed(async () => (await open(folder).verdicts(anchors)).records);
    if (read.value.length !== records) throw new Error(`${read.value.length} records were read: expected ${records}`);
    const [first] = this.keys;
    if (first === undefined) throw new Error("there is no key");
    const ledger = open(folder);
    await ledger.verdicts(anchors);
    const append = await this.timed(() => ledger.appendBatch({ signer: signerName(0), at: "2026-11-23T06:00:00Z", verdicts: [sampleVerdict(records)] }, signerOf(first.key)));
    const remote = join(this.root, "remote.git");
    this.git(this.root, "init", "-q", "--bare", remote);
    this.git(folder, "push", "-q", remote, "HEAD:refs/heads/main", "refs/countersign/*:refs/countersign/*");
    const clone = join(this.root, "ci");
    this.git(this.root, "clone", "-q", "--depth", "1", `file://${remote}`, clone);
    const fetch = await this.timed(() => Promise.resolve(this.git(clone, "fetch", "-q", "--no-filter", "--depth", "1", "origin", "refs/countersign/s/*:refs/countersign-remote/origin/s/*")));
    const cold = await this.timed(async () => (await open(clone).verdicts(anchors)).records.length);
    const carry = await this.timed(() => Promise.resolve(carried(read.value)));
    this.print(`ledger: ${records} records in ${this.batches} signed batches of ${KEYS} keys, ${this.size(folder)}`);
    this.print(`ledger: read and verified in ${read.milliseconds} ms (${perRecord(read.milliseconds, records)} µs a record); in a CI clone fetched in ${fetch.milliseconds} ms, read in ${cold.milliseconds} ms; append and sign one ${append.milliseconds} ms; carry 1,000 hunks against all of them ${carry.milliseconds} ms`);
    await this.besideCommits(read.milliseconds);
    await this.besideNotes(bodies, read.milliseconds, append.milliseconds, fetch.milliseconds);
  }

  /** As many signed commits as there are batches, shown with their signatures by git. */
  private async besideCommits(read: number): Promise<void> {
    const folder = this.repository("commits");
    const [first] = this.keys;
    const key = join(this.root, "commit.key");
    writeFileSync(key, first?.text ?? "", { mode: 0o600 });
    // git asks ssh-keygen once a commit, so a part tells what all would take.
    const count = Math.min(this.batches, 200);
    writeFileSync(join(this.root, "signers"), `t@x.invalid ${first?.key.publicKey.text ?? ""}\n`);
    this.git(folder, "config", "gpg.format", "ssh");
    this.git(folder, "config", "user.signingkey", key);
    this.git(folder, "config", "gpg.ssh.allowedSignersFile", join(this.root, "signers"));
    for (let index = 0; index < count; index++) this.git(folder, "commit", "-q", "-S", "--allow-empty", "-m", `commit ${index}`);
    const shown = await this.timed(() => Promise.resolve(this.git(folder, "log", "--show-signature", `-${count}`)));
    if ((shown.value.match(/Good "git" signature/g)?.length ?? 0) < count) throw new Error("git did not verify its own signatures");
    const all = (shown.milliseconds / count) * this.batches;
    this.print(`ledger: git log --show-signature over ${count} signed commits ${shown.milliseconds} ms, ${Math.round(all)} ms for ${this.batches}: ${ratio(all, read)} of reading and verifying the ledger`);
  }

  /** The same records as notes on blobs, one note a record: what a note can't be is signed, so this reads only. */
  private async besideNotes(bodies: readonly string[], read: number, append: number, fetch: number): Promise<void> {
    const folder = this.repository("notes");
    const lines = bodies.flatMap((body) => body.trimEnd().split("\n").slice(1));
    const text = (value: string) => `data ${Buffer.byteLength(value)}\n${value}\n`;
    // A note's path is the id of what it is about: here a blob that stands for the hunk.
    const about = (index: number) => createHash("sha1").update(`blob ${Buffer.byteLength(`hunk ${index}`)}\0hunk ${index}`).digest("hex");
    const notes = [`commit refs/notes/countersign\ncommitter T <t@x.invalid> 1790000000 +0000\n${text("notes")}`, ...lines.map((line, index) => `M 100644 inline ${about(index).slice(0, 2)}/${about(index).slice(2)}\n${text(line)}`)];
    const written = spawnSync("git", ["fast-import", "--quiet"], { cwd: folder, input: [...notes, "\n"].join(""), env: ENVIRONMENT, encoding: "utf8", maxBuffer: 1 << 30 });
    if (written.status !== 0) throw new Error(`git fast-import: ${written.stderr}`);
    const list = await this.timed(() => {
      const ids = this.git(folder, "notes", "--ref=countersign", "list").trimEnd().split("\n").map((row) => row.slice(0, row.indexOf(" ")));
      return Promise.resolve(spawnSync("git", ["cat-file", "--batch"], { cwd: folder, input: `${ids.join("\n")}\n`, env: ENVIRONMENT, maxBuffer: 1 << 30 }).stdout.length);
    });
    const added = this.git(folder, "rev-parse", "HEAD^{tree}").trim();
    const appended = await this.timed(() => Promise.resolve(this.git(folder, "notes", "--ref=countersign", "add", "-m", lines[0] ?? "", added)));
    const clone = this.repository("notes-ci");
    const fetched = await this.timed(() => Promise.resolve(this.git(clone, "fetch", "-q", "--depth", "1", `file://${folder}`, "refs/notes/countersign:refs/notes/countersign")));
    this.print(`ledger: the same records as git notes, ${this.size(folder)}: read without verifying ${list.milliseconds} ms (${ratio(list.milliseconds, read)} of the ledger's read and verify), append one ${appended.milliseconds} ms (${ratio(appended.milliseconds, append)}), fetch ${fetched.milliseconds} ms (${ratio(fetched.milliseconds, fetch)})`);
  }

  /** Writes the lanes in one go; returns the bodies. */
  private write(folder: string): string[] {
    const stream: string[] = [];
    const bodies: string[] = [];
    const text = (value: string) => `data ${Buffer.byteLength(value)}\n${value}\n`;
    const each = Math.ceil(this.batches / KEYS);
    this.keys.forEach(({ key }, index) => {
      const chain = makeChain(key, signerName(index), Math.min(each, this.batches - index * each), { perBatch: PER_BATCH });
      stream.push(`commit refs/countersign/s/${laneOf(key.publicKey.blob)}\ncommitter Countersign <ledger@countersign.invalid> 1790000000 +0000\n${text("batches")}`);
      for (const { name, body, signature } of chain) {
        bodies.push(body.toString("utf8"));
        stream.push(`M 100644 inline ${name.slice(0, 2)}/${name}.jsonl\n${text(body.toString("utf8"))}M 100644 inline ${name.slice(0, 2)}/${name}.sig\n${text(signature ?? signBody(key, body))}`);
      }
    });
    const ran = spawnSync("git", ["fast-import", "--quiet"], { cwd: folder, input: stream.join(""), env: ENVIRONMENT, encoding: "utf8", maxBuffer: 1 << 30 });
    if (ran.status !== 0) throw new Error(`git fast-import: ${ran.stderr}`);
    return bodies;
  }

  private repository(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder);
    this.git(folder, "init", "-q", "-b", "main");
    this.git(folder, "commit", "-q", "--allow-empty", "-m", "first");
    return folder;
  }

  private git(folder: string, ...parameters: readonly string[]): string {
    return execFileSync("git", parameters, { cwd: folder, env: ENVIRONMENT, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"] });
  }

  private size(folder: string): string {
    const pack = /size-pack: (\d+)/.exec(this.git(folder, "count-objects", "-v"))?.[1] ?? "0";
    return `${(Number(pack) / 1024).toFixed(1)} MiB packed`;
  }

  private async timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
    const started = performance.now();
    const value = await work();
    return { value, milliseconds: Math.round(performance.now() - started) };
  }
}

function open(folder: string): GitLedger {
  return new GitLedger({ git: new GitProcess(folder), cloneId: "bench", tool: "countersign/bench", configuredRepositoryId: () => Promise.resolve(null) });
}

const signerName = (index: number): string => `person${index}@example.com`;
const perRecord = (milliseconds: number, records: number): string => ((milliseconds * 1000) / records).toFixed(1);
const ratio = (other: number, own: number): string => `${(other / Math.max(1, own)).toFixed(2)} times`;

/** A thousand hunks of three lines that nobody approved, against every record: what carrying costs where nothing is cached. */
function carried(records: readonly VerdictRecord[]): number {
  const lines = Array.from({ length: 1000 }, (_, hunk) => [`const a${hunk} = 1;`, `const b${hunk} = 2;`, `const c${hunk} = 3;`, ""]).flat();
  const origins = lines.map((line): Origin => (line === "" ? "unknown" : "ai"));
  return verify([{ path: "src/bench.ts", lines, origins, changed: lines.map(() => true), keys: keysOf("src/bench.ts", lines), tokens: null }], records).segments.length;
}
