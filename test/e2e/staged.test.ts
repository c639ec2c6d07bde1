/** Staging is taken over as *viewed*: product promise 7, with git's own `add -p`, through the engine's process. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StreamMessageReader, StreamMessageWriter, createMessageConnection, type MessageConnection } from "vscode-jsonrpc/node";
import type { DebtSnapshot } from "../../src/core/model";
import { unpackShared } from "../../src/core/shared-values";
import type { EngineNotifications } from "../../src/protocol/messages";
import { PROJECT, SupervisedRepository } from "./supervised-repository";

const BEFORE = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map((name) => `export const ${name} = 1;`);
/** Two changes, far enough apart that git offers them one by one. */
const AFTER = ["export const zero = 0;", ...BEFORE, "export const eleven = 1;", "export const twelve = 1;"];

describe("staged hunks", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let engine: ChildProcess;
  let connection: MessageConnection;
  let snapshots: DebtSnapshot[];
  let histories: EngineNotifications["historyCounted"][];

  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.start({ "src/numbers.ts": `${BEFORE.join("\n")}\n` });
    repository.assistantWrites("src/numbers.ts", `${AFTER.join("\n")}\n`);
  });
  afterEach(() => {
    connection.dispose();
    engine.kill();
    repository.dispose();
  });

  async function open(stagedIsViewed?: boolean): Promise<void> {
    engine = spawn(process.execPath, [join(PROJECT, "dist/engine.js")], { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } });
    assert.ok(engine.stdout !== null && engine.stdin !== null);
    connection = createMessageConnection(new StreamMessageReader(engine.stdout), new StreamMessageWriter(engine.stdin));
    snapshots = [];
    histories = [];
    connection.onNotification("snapshotChanged", (shared: EngineNotifications["snapshotChanged"]) => void snapshots.push(unpackShared(shared)));
    connection.onNotification("historyCounted", (counted: EngineNotifications["historyCounted"]) => void histories.push(counted));
    connection.listen();
    await connection.sendRequest("initialize", { folder: repository.folder, trusted: true, ...(stagedIsViewed === undefined ? {} : { stagedIsViewed }) });
  }

  /** The snapshot that one refresh brought. */
  async function refresh(parameters: { readonly settle?: boolean }): Promise<DebtSnapshot> {
    const before = snapshots.length;
    assert.equal(await connection.sendRequest("refresh", parameters), null);
    const brought = snapshots.slice(before);
    const [snapshot] = brought;
    assert.ok(snapshot !== undefined && brought.length === 1, `${brought.length} snapshots came where one was asked for`);
    return snapshot;
  }

  async function states(): Promise<Readonly<Record<number, string>>> {
    const { items } = await refresh({ settle: true });
    return Object.fromEntries(items.map(({ hunk, state }) => [hunk.startLine, state]));
  }

  function addPatch(answers: string, path = "src/numbers.ts"): void {
    const ran = spawnSync("git", ["add", "-p", path], { cwd: repository.folder, input: answers, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } });
    assert.equal(ran.status, 0, ran.stderr);
  }

  it("the one that git add -p took is viewed, the other is not, and both still owe", async () => {
    await open();
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
    addPatch("y\nn\n");
    assert.deepEqual(await states(), { 1: "viewed", 12: "unseen" });
    const { items } = await refresh({});
    assert.ok(items.every((item) => item.hundredths > 0), "viewed pays nothing");
    addPatch("y\n");
    assert.deepEqual(await states(), { 1: "viewed", 12: "viewed" });
    repository.git("commit", "-q", "-m", "both");
    assert.deepEqual(await states(), { 1: "viewed", 12: "viewed" }, "what was looked at stays so after the commit");
  });

  it("a hunk of which a line is left out stays unseen, and so does one that changed after it was staged", async () => {
    await open();
    repository.write("src/numbers.ts", `${AFTER.slice(0, -1).join("\n")}\n`);
    repository.git("add", "src/numbers.ts");
    repository.write("src/numbers.ts", `${AFTER.join("\n")}\n`);
    assert.deepEqual(await states(), { 1: "viewed", 12: "unseen" });
    repository.assistantWrites("src/numbers.ts", `${AFTER.join("\n").replace("zero = 0", "zero = 1")}\n`);
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
  });

  it("a mark that a person takes away stays away, and committed work is not staged work", async () => {
    await open();
    repository.git("add", "src/numbers.ts");
    assert.deepEqual(await states(), { 1: "viewed", 12: "viewed" });
    const { items } = await refresh({});
    await connection.sendRequest("view", { hunks: items.map(({ hunk }) => hunk.id), viewed: false });
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
    connection.dispose();
    engine.kill();
    repository.git("commit", "-q", "-m", "all");
    await open();
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
  });

  it("each fold is told once; the count of history comes by itself and then with the snapshots", async () => {
    await open();
    const first = await refresh({ settle: true });
    for (let tries = 0; histories.length === 0 && tries < 600; tries++) await delay(50);
    assert.deepEqual(histories.map(({ base }) => base), [first.scope.base]);
    assert.deepEqual([first.history, (await refresh({})).history], [null, histories[0]?.history]);
    assert.equal(histories.length, 1, "it is counted once a base");
  });

  it("nothing is taken over where the setting says no", async () => {
    await open(false);
    repository.git("add", "src/numbers.ts");
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
  });
});
