/** Locks on refs that killed processes leave behind, in real git. */
import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GitLedger } from "../../src/ledger/git-ledger";
import { LaneObjects } from "../../src/ledger/lane-objects";
import { LaneWriter } from "../../src/ledger/lane-writer";
import { LedgerReader } from "../../src/ledger/ledger-reader";
import { laneOf } from "../../src/ledger/ssh/public-key";
import { GitProcess } from "../../src/platform/git-process";
import { freeOwnRefs } from "../../src/platform/stale-ref-locks";
import { newKey, sampleVerdict, signerOf } from "../unit/ledger/support";
import { TemporaryRepository } from "./temporary-repository";

describe("locks on the ledger's refs", () => {
  const ann = newKey("ann");
  const lane = `s/${laneOf(ann.publicKey.blob)}`;
  const repositories: TemporaryRepository[] = [];

  after(() => {
    for (const { folder } of repositories) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function repository(): TemporaryRepository {
    const made = new TemporaryRepository();
    repositories.push(made);
    made.git("commit", "-q", "--allow-empty", "-m", "first");
    return made;
  }

  function ledgerIn({ folder }: TemporaryRepository, warnings: string[] = []): GitLedger {
    const log = { debug: () => undefined, info: () => undefined, warn: (message: string) => warnings.push(message) };
    return new GitLedger({ git: new GitProcess(folder), cloneId: "clone-1", tool: "countersign/test", configuredRepositoryId: () => Promise.resolve(null), log });
  }

  const sign = (ledger: GitLedger, index: number) => ledger.appendBatch({ signer: "ann@example.com", at: "2026-11-22T06:00:00Z", verdicts: [sampleVerdict(index)] }, signerOf(ann));

  function lock({ folder }: TemporaryRepository, ref: string): string {
    const path = join(folder, ".git", `${ref}.lock`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    return path;
  }

  it("of a killed process are taken away, at a sign-off and at an exchange, and that is said", async () => {
    const here = repository();
    const there = repository();
    await sign(ledgerIn(there), 1);
    here.git("remote", "add", "origin", there.folder);
    const own = lock(here, `refs/countersign/${lane}`);
    const tracked = lock(here, `refs/countersign-remote/origin/${lane}`);
    const warnings: string[] = [];
    const ledger = ledgerIn(here, warnings);
    await sign(ledger, 2);
    assert.deepEqual([existsSync(own), existsSync(tracked)], [false, false]);
    lock(here, `refs/countersign-remote/origin/${lane}`);
    assert.deepEqual(await ledger.sync("origin"), { fetched: 1, pushed: 1 });
    assert.equal((await ledger.verdicts({ allowedSigners: null, revocations: null, repositoryId: null })).records.length, 2);
    assert.deepEqual(
      [...new Set(warnings.filter((words) => words.includes("locked")))].sort(),
      [`refs/countersign-remote/origin/${lane}`, `refs/countersign/${lane}`].map((ref) => `${ref} was locked by a process that was killed; it is free again`),
    );
  });

  it("of a process that works stay: a lock that moves on is waited for, not removed", async () => {
    const here = repository();
    const path = lock(here, `refs/countersign/${lane}`);
    // Another process takes the lock anew each time, as git does for each ref that it moves.
    let takes = 0;
    const working = setInterval(() => utimesSync(path, new Date(), new Date(1_700_000_000_000 + 1000 * (takes += 1))), 100);
    assert.deepEqual(await freeOwnRefs(join(here.folder, ".git")), []);
    clearInterval(working);
    assert.ok(existsSync(path), "the lock was taken away from a living process");
  });

  it("held by a living process that does nothing with them end an append by time, not after all tries; one that moves the lane is outwaited", async () => {
    const here = repository();
    const ref = `refs/countersign/${lane}`;
    await sign(ledgerIn(here), 1);
    const path = lock(here, ref);
    const objects = new LaneObjects(new GitProcess(here.folder));
    let asked = 0;
    const append = (patience: number, release: () => void) => {
      const reader = new LedgerReader(objects, null);
      return new LaneWriter(objects, () => Promise.resolve(), patience).append(
        async () => {
          asked += 1;
          if (asked === 3) release();
          const state = await reader.state();
          const own = state.lanes.find((one) => one.lane.ref === ref);
          return { state, tip: own?.lane.tip ?? null, tree: own?.tree ?? null };
        },
        ref,
        () => Promise.resolve({ added: [], at: "2026-11-22T06:00:00Z", message: "nothing" }),
      );
    };
    let takes = 0;
    const working = setInterval(() => existsSync(path) && utimesSync(path, new Date(), new Date(1_700_000_000_000 + 1000 * (takes += 1))), 50);
    try {
      await assert.rejects(append(400, () => undefined), /could not be written: [^]*Unable to create/);
      assert.ok(asked < 8, `${asked} tries`);
      asked = 0;
      assert.equal(await append(60_000, () => rmSync(path)), true);
    } finally {
      clearInterval(working);
    }
  });

  it("on other people's refs are none of its business", async () => {
    const here = repository();
    const path = lock(here, "refs/heads/main");
    const git = new GitProcess(here.folder);
    const refused = await git.attempt(["update-ref", "refs/heads/main", "HEAD", "HEAD"]);
    assert.match(refused.stderr, /main\.lock': File exists/);
    assert.equal(await git.freed(refused.stderr), null);
    assert.deepEqual(await freeOwnRefs(join(here.folder, ".git")), []);
    assert.ok(existsSync(path));
  });
});
