/** Staging is taken over as *viewed*: product promise 7, with git's own `add -p`, through the engine's process. */
import { strict as assert } from "node:assert";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { StreamMessageReader, StreamMessageWriter, createMessageConnection, type MessageConnection } from "vscode-jsonrpc/node";
import type { DebtSnapshot } from "../../src/core/model";
import { PROJECT, SupervisedRepository } from "./supervised-repository";

const BEFORE = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map((name) => `export const ${name} = 1;`);
/** Two changes, far enough apart that git offers them one by one. */
const AFTER = ["export const zero = 0;", ...BEFORE, "export const eleven = 1;", "export const twelve = 1;"];

describe("staged hunks", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let engine: ChildProcess;
  let connection: MessageConnection;

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
    connection.listen();
    await connection.sendRequest("initialize", { folder: repository.folder, trusted: true, ...(stagedIsViewed === undefined ? {} : { stagedIsViewed }) });
  }

  async function states(): Promise<Readonly<Record<number, string>>> {
    const { items } = await connection.sendRequest<DebtSnapshot>("refresh", { settle: true });
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
    const { items } = await connection.sendRequest<DebtSnapshot>("refresh", {});
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
    const { items } = await connection.sendRequest<DebtSnapshot>("refresh", {});
    await connection.sendRequest("view", { hunks: items.map(({ hunk }) => hunk.id), viewed: false });
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
    connection.dispose();
    engine.kill();
    repository.git("commit", "-q", "-m", "all");
    await open();
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
  });

  it("nothing is taken over where the setting says no", async () => {
    await open(false);
    repository.git("add", "src/numbers.ts");
    assert.deepEqual(await states(), { 1: "unseen", 12: "unseen" });
  });
});
