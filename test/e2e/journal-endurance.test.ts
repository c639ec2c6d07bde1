/**
 * The hook's process under pressure: sixteen at once, and killed at random moments. What was acknowledged (the process
 * ended by itself) is in the journal, and the journal can be read. All 200 kills: COUNTERSIGN_KILLS=200.
 */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT, SupervisedRepository } from "./supervised-repository";
import { randomNumbers } from "./temporary-repository";

const HOOK = join(PROJECT, "dist/hook.js");
const AT_ONCE = 16;
const ROUNDS = 3;
const KILLS = Number(process.env["COUNTERSIGN_KILLS"] ?? "24");
/** Texts above 24 KiB go to an object beside the journal, above 64 KiB the whole event does. */
const SIZES = [1, 500, 4_000] as const;

describe("the journal", function () {
  this.timeout(600_000);
  let repository: SupervisedRepository;
  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.start({ "a.txt": "a\n" });
  });
  afterEach(() => repository.dispose());

  /** One hook process that tells of one edit; true where it ended by itself, with exit code 0 and nothing printed. */
  const tell = (name: string, lines: number, killAfter: number | null): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [HOOK, "generic"], { cwd: repository.folder, stdio: ["pipe", "pipe", "pipe"] });
      let printed = "";
      child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
      // The pipe breaks where the process is killed before it has read everything.
      child.stdin.on("error", () => undefined);
      const newText = Array.from({ length: lines }, (_, index) => `${name} line ${index}\n`).join("");
      child.stdin.end(JSON.stringify({ version: 1, event: "after-edit", assistant: "my-agent", session: "s", toolUseId: name, cwd: repository.folder, edits: [{ path: `${name}.txt`, oldText: "", newText }] }));
      const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
      child.on("error", reject);
      child.on("close", (code, signal) => {
        if (timer !== null) clearTimeout(timer);
        if (signal !== null) { resolve(false); return; }
        if (code !== 0 || printed !== "") { reject(new Error(`hook ended with ${code ?? "?"}: ${printed}`)); return; }
        resolve(true);
      });
    });

  /** Tool-use ids of the events that stand in the journal; a torn line is nobody's event. */
  const recorded = (): Set<string> => {
    const folder = join(repository.folder, ".git/countersign/journal");
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
    const ids = new Set<string>();
    for (const line of files.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))) {
      const id = /^\{.*"toolUseId":"([^"]+)".*\}$/.exec(line)?.[1];
      if (id !== undefined) ids.add((JSON.parse(line) as { toolUseId: string }).toolUseId);
    }
    return ids;
  };

  const claimedFiles = async (): Promise<Set<string>> => {
    const session = await repository.session();
    await session.settle();
    const { lastClaims } = await session.health();
    assert.ok(lastClaims.has("my-agent"));
    repository.release(session);
    const lane = repository.git("for-each-ref", "--format=%(refname)", "refs/countersign/c").trim();
    return new Set([...repository.git("grep", "-h", "-o", '"path":"[^"]*"', lane).matchAll(/"path":"([^"]*)\.txt"/g)].map((match) => match[1] ?? ""));
  };

  it(`takes ${AT_ONCE} hooks at once`, async () => {
    const names: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const together = Array.from({ length: AT_ONCE }, (_, index) => `edit-${round}-${index}`);
      assert.deepEqual(await Promise.all(together.map((name, index) => tell(name, SIZES[index % SIZES.length] ?? 1, null))), together.map(() => true));
      names.push(...together);
    }
    assert.deepEqual(names.filter((name) => !recorded().has(name)), []);
    const claimed = await claimedFiles();
    assert.deepEqual(names.filter((name) => !claimed.has(name)), []);
  });

  it(`loses nothing that was acknowledged in ${KILLS} kills, and stays readable`, async () => {
    const random = randomNumbers(KILLS);
    const acknowledged: string[] = [];
    let killed = 0;
    for (let at = 0; killed < KILLS; at += 4) {
      const together = Array.from({ length: 4 }, (_, index) => `kill-${at + index}`);
      // Anywhere from before the first line of our code to after the last.
      const ended = await Promise.all(together.map((name, index) => tell(name, SIZES[index % SIZES.length] ?? 1, 15 + random() * 150)));
      acknowledged.push(...together.filter((_, index) => ended[index] === true));
      killed += ended.filter((byItself) => !byItself).length;
    }
    assert.equal(await tell("after-all", 1, null), true);
    assert.deepEqual([...acknowledged, "after-all"].filter((name) => !recorded().has(name)), []);
    const claimed = await claimedFiles();
    assert.deepEqual([...acknowledged, "after-all"].filter((name) => !claimed.has(name)), []);
  });
});
