/** A supervised repository whose base enrols Ann, and an agent with a shell beside her: what the attack tests play in. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../src/ledger/canonical-json";
import { readPrivateKey, type SshPrivateKey } from "../../src/ledger/ssh/private-key";
import { SIGNOFF_NAMESPACE, signBody } from "../../src/ledger/ssh/signature";
import { check, SupervisedRepository, type CheckDocument } from "./supervised-repository";

export const REPOSITORY_ID = "0b9f64f2-6f0c-4f3f-8d9d-3d1a5f1f0a01";
export const ANN = "ann@example.org";
/** An agent with a shell acts as the same user; only the key tells them apart. */
export const AGENT_KEY = "agent";

export interface Policy {
  readonly repository?: string;
  readonly debt?: object;
  readonly exclude?: readonly string[];
  readonly external?: readonly object[];
  readonly unclaimed?: string;
  readonly gate?: object;
  readonly require?: object;
}

/** The text of a configuration; by default every open hunk fails the gate. */
export function policyText({ repository = REPOSITORY_ID, gate = { hunks: 0 }, unclaimed = "report", require = {}, ...rest }: Policy = {}): string {
  return `${JSON.stringify({ repository, ...rest, policy: { version: 1, unclaimed, gates: { patch: gate }, require } }, null, 2)}\n`;
}

/** A batch file as it stands in a lane. */
export interface LaneBatch {
  readonly name: string;
  readonly body: string;
  readonly signature: string | null;
}

export type BatchLines = Record<string, unknown>[];

export class AttackedRepository extends SupervisedRepository {
  private readonly lines = new Map<string, string>();

  /** `main` holds the files, the policy and Ann's key, and is pushed; the work goes on on the branch `work`. */
  begin(files: Readonly<Record<string, string>>, policy: Policy = {}): void {
    this.as(ANN, "ann");
    this.start({ ...files, ".countersign/config.jsonc": policyText(policy), ".countersign/allowed_signers": this.enrolment("ann") });
  }

  /** From now on `email` signs with the key of this name, made when it is new. */
  as(email: string, key: string): void {
    this.git("config", "user.email", email);
    const known = this.lines.has(key);
    if (!known) this.lines.set(key, this.useSigningKey(key, email));
    this.git("config", "user.signingkey", this.keyFile(key));
  }

  enrolment(key: string, options = `namespaces="${SIGNOFF_NAMESPACE}"`, email = ANN): string {
    return `${email} ${options} ${this.lines.get(key) ?? ""}\n`;
  }

  keyFile(name: string): string {
    return join(this.folder, ".git", "test-keys", name);
  }

  privateKey(name: string): SshPrivateKey {
    const reading = readPrivateKey(readFileSync(this.keyFile(name), "utf8"));
    if (reading.kind !== "usable") throw new Error(`the key ${name} is ${reading.kind}`);
    return reading.privateKey;
  }

  /** The assistant's own hook tells, as it should; then it is committed. */
  agentCommits(path: string, text: string): void {
    this.assistantWrites(path, text);
    this.commit(`work on ${path}`);
  }

  gate(...parameters: readonly string[]): CheckDocument {
    return check(this.folder, "--base", "origin/main", ...parameters);
  }

  /** The batches of all lanes below a prefix, in order of sequence. */
  batches(prefix = "refs/countersign/s"): LaneBatch[] {
    const found: LaneBatch[] = [];
    for (const ref of this.refs(prefix)) {
      const files = this.git("ls-tree", "-r", "--name-only", ref).trim().split("\n");
      for (const file of files.filter((name) => name.endsWith(".jsonl"))) {
        const signature = file.replace(/jsonl$/, "sig");
        found.push({ name: file.slice(3, -6), body: this.git("cat-file", "blob", `${ref}:${file}`), signature: files.includes(signature) ? this.git("cat-file", "blob", `${ref}:${signature}`) : null });
      }
    }
    const sequence = (batch: LaneBatch) => Number(linesOf(batch.body)[0]?.["seq"]);
    return found.sort((one, other) => sequence(one) - sequence(other));
  }

  refs(prefix: string): string[] {
    return this.git("for-each-ref", "--format=%(refname)", prefix).split("\n").filter((ref) => ref !== "");
  }

  /** Writes one batch into a lane of its own, as anyone who may push could; `lane` is the ref's whole name. */
  plant(lane: string, batches: readonly Omit<LaneBatch, "name">[]): void {
    const folders = new Map<string, string[]>();
    for (const { body, signature } of batches) {
      const name = createHash("sha256").update(body).digest("hex");
      const entries = folders.get(name.slice(0, 2)) ?? [];
      folders.set(name.slice(0, 2), entries);
      entries.push(`100644 blob ${this.object(["hash-object", "-w", "--stdin"], body)}\t${name}.jsonl`);
      if (signature !== null) entries.push(`100644 blob ${this.object(["hash-object", "-w", "--stdin"], signature)}\t${name}.sig`);
    }
    const root = [...folders].map(([folder, entries]) => `040000 tree ${this.object(["mktree"], `${entries.join("\n")}\n`)}\t${folder}`);
    const tree = this.object(["mktree"], `${root.join("\n")}\n`);
    this.git("update-ref", lane, this.object(["commit-tree", tree, "-m", "planted"], ""));
  }

  object(parameters: readonly string[], input: string): string {
    const ran = spawnSync("git", parameters, { cwd: this.folder, input, encoding: "utf8" });
    if (ran.status !== 0) throw new Error(`git ${parameters.join(" ")}: ${ran.stderr}`);
    return ran.stdout.trim();
  }
}

/** A batch's lines as objects: the header, then the records. */
export function linesOf(body: string): BatchLines {
  return body.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The lines as a body, signed with a key unless it is null. */
export function forged(lines: BatchLines, key: SshPrivateKey | null, namespace: string = SIGNOFF_NAMESPACE): Omit<LaneBatch, "name"> {
  const body = lines.map((line) => `${canonicalJson(line)}\n`).join("");
  return { body, signature: key === null ? null : signBody(key, Buffer.from(body), namespace) };
}
