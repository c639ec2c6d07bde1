/** Many people who push at once, and processes that are killed in the middle: campaigns of any length, for the tests and the bench. */
import { strict as assert } from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GitLedger } from "../../src/ledger/git-ledger";
import { generateKey } from "../../src/ledger/ssh/private-key";
import { GitProcess } from "../../src/platform/git-process";
import { freeOwnRefs } from "../../src/platform/stale-ref-locks";
import { randomFrom } from "../unit/ledger/support";

const WORKER = resolve(__dirname, "../e2e/ledger-worker.js");
const ENVIRONMENT = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@x.invalid", GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@x.invalid" };
const OPEN = { allowedSigners: null, revocations: null, repositoryId: null };

export interface PushFigures {
  readonly signed: number;
  /** Records that a fresh clone reads. */
  readonly read: number;
  /** Exchanges that pushed, and `git push` calls they took. */
  readonly exchanges: number;
  readonly tries: number;
}

export interface KillFigures {
  readonly kills: number;
  /** Kills that met the process while it worked, not before its first or after its last record. */
  readonly inTheMiddle: number;
  readonly acknowledged: number;
  readonly read: number;
}

type Progress = { readonly signed?: string; readonly pushed?: number; readonly tries?: number };

/** A bare remote and clones of it in a temporary folder, each with a key. */
class Workshop {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "countersign-endurance-")));
  readonly remote = join(this.root, "remote.git");

  constructor() {
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", this.remote], { env: ENVIRONMENT });
    const first = this.folder("first");
    this.git(first, "init", "-q", "-b", "main");
    this.git(first, "commit", "-q", "--allow-empty", "-m", "first", "--date", "2026-01-01T00:00:00Z");
    this.git(first, "push", "-q", this.remote, "main");
  }

  clone(name: string): string {
    const folder = this.folder(name);
    this.git(folder, "clone", "-q", this.remote, ".");
    writeFileSync(this.key(name), generateKey(name).privateKey, { mode: 0o600 });
    return folder;
  }

  key(name: string): string {
    return join(this.root, `${name}.key`);
  }

  git(folder: string, ...parameters: readonly string[]): string {
    return execFileSync("git", parameters, { cwd: folder, env: ENVIRONMENT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  ledger(folder: string): GitLedger {
    return new GitLedger({ git: new GitProcess(folder), cloneId: "reader", tool: "countersign/test", configuredRepositoryId: () => Promise.resolve(null) });
  }

  /** Paths of the records that are read there; nothing may be wrong with the ledger. */
  async read(folder: string): Promise<string[]> {
    const reading = await this.ledger(folder).verdicts(OPEN);
    assert.deepEqual([reading.problems, reading.gaps], [[], []]);
    return reading.records.map(({ path }) => path);
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private folder(name: string): string {
    const folder = join(this.root, name);
    mkdirSync(folder);
    return folder;
  }
}

interface Worked {
  readonly progress: readonly Progress[];
  readonly killed: boolean;
  readonly words: string;
}

/** Runs a worker in a process group of its own; `killAfter` milliseconds later the whole group is killed, git's processes included. */
function work(parameters: readonly string[], killAfter: number | null): Promise<Worked> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [WORKER, ...parameters], { env: ENVIRONMENT, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let output = "";
    let words = "";
    let timer: NodeJS.Timeout | null = null;
    const { pid } = child;
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (words += chunk.toString("utf8")));
    child.on("error", fail);
    if (killAfter !== null && pid !== undefined) timer = setTimeout(() => process.kill(-pid, "SIGKILL"), killAfter);
    child.on("close", (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      const progress = output.split("\n").filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Progress);
      if (code !== 0 && signal !== "SIGKILL") fail(new Error(`the worker ended with ${code ?? signal ?? "nothing"}: ${words}`));
      else settle({ progress, killed: signal === "SIGKILL", words });
    });
  });
}

/** Everybody signs and pushes at the same time, each from a clone and with a key of their own. */
export async function pushAtOnce(people: number, signOffs: number): Promise<PushFigures> {
  const workshop = new Workshop();
  try {
    const names = Array.from({ length: people }, (_, index) => `person${index}`);
    const folders = names.map((name) => workshop.clone(name));
    const results = await Promise.all(folders.map((folder, index) => work([folder, workshop.key(names[index] ?? ""), String(index * signOffs), String(signOffs), "both"], null)));
    const progress = results.flatMap((result) => result.progress);
    const exchanges = progress.filter(({ pushed }) => pushed !== undefined);
    const fresh = workshop.clone("fresh");
    await workshop.ledger(fresh).sync("origin");
    return {
      signed: progress.filter(({ signed }) => signed !== undefined).length,
      read: new Set(await workshop.read(fresh)).size,
      exchanges: exchanges.length,
      tries: exchanges.reduce((sum, { tries }) => sum + (tries ?? 0), 0),
    };
  } finally {
    workshop.dispose();
  }
}

/** One clone whose process is killed again and again while it signs and exchanges; each next one goes on where it was. */
export async function killAgainAndAgain(kills: number, seed: number): Promise<KillFigures> {
  const workshop = new Workshop();
  const random = randomFrom(seed);
  const acknowledged = new Set<string>();
  let inTheMiddle = 0;
  try {
    const folder = workshop.clone("victim");
    // How long a process takes on this machine to its first record, so that kills meet it at work on a slow one as well.
    const begun = performance.now();
    await work([folder, workshop.key("victim"), "900000", "1", "both"], null);
    const once = performance.now() - begun;
    acknowledged.add("src/file900000.ts");
    for (let kill = 0; kill < kills; kill++) {
      const { progress, killed } = await work([folder, workshop.key("victim"), String(kill * 1000), "500", "both"], once * (0.3 + random() * 1.5));
      assert.ok(killed, "the worker was killed, it did not end");
      // A real server does not die with its client; this one was in the same process group, and nobody but its administrator could mend it.
      await freeOwnRefs(workshop.remote);
      for (const { signed } of progress) if (signed !== undefined) acknowledged.add(signed);
      if (progress.length > 0) inTheMiddle += 1;
      const present = new Set(await workshop.read(folder));
      for (const path of acknowledged) assert.ok(present.has(path), `${path} was acknowledged and is gone after kill ${kill}`);
    }
    // Afterwards everything works again, and the remote has all of it.
    await work([folder, workshop.key("victim"), "990000", "1", "both"], null);
    acknowledged.add("src/file990000.ts");
    workshop.git(folder, "fsck", "--connectivity-only");
    const fresh = workshop.clone("fresh");
    await workshop.ledger(fresh).sync("origin");
    const read = new Set(await workshop.read(fresh));
    for (const path of acknowledged) assert.ok(read.has(path), `${path} did not reach the remote`);
    return { kills, inTheMiddle, acknowledged: acknowledged.size, read: read.size };
  } finally {
    workshop.dispose();
  }
}
