import { strict as assert } from "node:assert";
import { PassThrough } from "node:stream";
import { ResponseError, StreamMessageReader, StreamMessageWriter, createMessageConnection } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { packShared } from "../../../../src/core/shared-values";
import type { WorkspaceState } from "../../../../src/protocol/messages";
import { EngineClient, restartDelay } from "../../../../src/vscode/services/engine-client";
import type { EngineChannel, EngineStatus } from "../../../../src/vscode/services/engine-client";
import { EngineError } from "../../../../src/vscode/services/engine-error";
import { snapshotOf } from "../snapshots";

const ready: WorkspaceState = { kind: "ready", root: "/r", gitDirectory: "/r/.git", commonDirectory: "/r/.git" };

/** The other end of one channel: a real JSON-RPC connection whose end can be forced. */
class FakeEngine {
  readonly channel: EngineChannel;
  readonly connection: MessageConnection;
  killed = false;
  die: (why: string) => void = () => undefined;

  constructor(answer: () => WorkspaceState | Promise<WorkspaceState>) {
    const toEngine = new PassThrough();
    const fromEngine = new PassThrough();
    const ended = new Promise<string>((resolve) => {
      this.die = resolve;
    });
    this.channel = { input: toEngine, output: fromEngine, ended, kill: () => { this.killed = true; this.die("killed"); } };
    this.connection = createMessageConnection(new StreamMessageReader(toEngine), new StreamMessageWriter(fromEngine));
    this.connection.onRequest("initialize", async () => await answer());
    this.connection.listen();
  }
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !condition(); ) {
    assert.ok(performance.now() < end, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe("EngineClient", () => {
  let engines: FakeEngine[];
  let statuses: EngineStatus[];
  let states: WorkspaceState[];
  let client: EngineClient;
  let answer: () => WorkspaceState | Promise<WorkspaceState>;
  const log: string[] = [];

  beforeEach(() => {
    engines = [];
    statuses = [];
    states = [];
    answer = () => ready;
    const write = (message: string): void => void log.push(message);
    client = new EngineClient(
      () => {
        const engine = new FakeEngine(() => answer());
        engines.push(engine);
        return engine.channel;
      },
      { debug: write, info: write, warn: write },
      { second: 1, maximumRestarts: 3 },
    );
    client.onStatus((status) => statuses.push(status));
    client.onWorkspaceState((state) => states.push(state));
  });

  afterEach(() => client.dispose());

  const running = (count: number) => until(`start ${count}`, () => states.length === count);

  it("backs off 1, 2, 4 … 30 s", () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7].map(restartDelay), [1, 2, 4, 8, 16, 30, 30]);
  });

  it("initializes, answers requests and passes snapshots on", async () => {
    client.open({ folder: "/r", trusted: true });
    await running(1);
    const snapshots: number[] = [];
    client.onSnapshot((snapshot) => snapshots.push(snapshot.items.length));
    engines[0]?.connection.onRequest("refresh", async () => {
      await engines[0]?.connection.sendNotification("snapshotChanged", packShared(snapshotOf([{ id: "a" }, { id: "b" }])));
      return null;
    });
    await client.request("refresh", {});
    assert.deepEqual(snapshots, [2], "it is there before the answer");
  });

  it("gives the engine's refusal in its own words, place and hint included", async () => {
    client.open({ folder: "/r", trusted: true });
    await running(1);
    engines[0]?.connection.onRequest("sign", () => {
      throw new ResponseError(1, "drifted", { code: "drifted", message: "the text changed", path: "a.ts", line: 3, hint: "Look again." });
    });
    await assert.rejects(client.request("sign", { verdicts: [], method: "editor" }), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.deepEqual([error.code, error.text], ["drifted", "the text changed (a.ts:3) Look again."]);
      return true;
    });
  });

  it("starts again after a crash, and fails what was waiting for an answer", async () => {
    client.open({ folder: "/r", trusted: true });
    await running(1);
    engines[0]?.connection.onRequest("refresh", () => new Promise(() => undefined));
    const waiting = client.request("refresh", {});
    engines[0]?.die("signal SIGSEGV");
    await assert.rejects(waiting, (error: unknown) => error instanceof EngineError && error.code === "unavailable");
    await running(2);
    assert.deepEqual(statuses.map((status) => status.kind), ["starting", "running", "waiting", "starting", "running"]);
  });

  it("lets a question wait for the next engine, and asks it again where that changes nothing", async () => {
    answer = () => {
      const { connection } = engines.at(-1) ?? assert.fail();
      connection.onRequest("log", () => ({ entries: [], problems: [], gaps: [] }));
      const isFirst = engines.length === 1;
      connection.onRequest("branches", () => (isFirst ? new Promise(() => undefined) : { refs: ["main"], current: null }));
      connection.onRequest("sign", () => new Promise(() => undefined));
      return ready;
    };
    client.open({ folder: "/r", trusted: true });
    assert.deepEqual((await client.request("log", {})).entries, [], "asked before the engine was there");
    const read = client.request("branches", {});
    const change = assert.rejects(client.request("sign", { verdicts: [], method: "editor" }), (error: unknown) => error instanceof EngineError && error.code === "unavailable");
    engines[0]?.die("signal SIGKILL");
    await change;
    assert.deepEqual(await read, { refs: ["main"], current: null });
  });

  it("answers nothing about one folder by the engine of another", async () => {
    answer = () => new Promise(() => undefined);
    client.open({ folder: "/r", trusted: true });
    const asked = client.request("branches", {});
    answer = () => ready;
    client.open({ folder: "/other", trusted: true });
    await assert.rejects(asked, (error: unknown) => error instanceof EngineError && error.code === "unavailable");
  });

  it("gives up after too many crashes in a row, once, and starts again when asked", async () => {
    answer = () => new Promise(() => undefined);
    client.open({ folder: "/r", trusted: true });
    for (let crash = 1; crash <= 4; crash++) {
      await until(`engine ${crash}`, () => engines.length === crash);
      engines[crash - 1]?.die("exit code 1");
    }
    await until("giving up", () => statuses.at(-1)?.kind === "failed");
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(engines.length, 4);
    assert.equal(statuses.filter((status) => status.kind === "failed").length, 1);
    answer = () => ready;
    client.restart();
    await running(1);
  });

  it("does not restart an engine that refuses the folder", async () => {
    answer = () => {
      throw new ResponseError(1, "no", { code: "configuration", message: "config.jsonc:3: expected a number" });
    };
    client.open({ folder: "/r", trusted: true });
    await until("the refusal", () => statuses.at(-1)?.kind === "failed");
    const last = statuses.at(-1);
    assert.ok(last?.kind === "failed" && last.why.includes("config.jsonc:3"));
    assert.equal(engines.length, 1);
    assert.ok(engines[0]?.killed);
  });

  it("hears nothing of an engine it replaced", async () => {
    client.open({ folder: "/r", trusted: true });
    await running(1);
    client.open({ folder: "/other", trusted: true });
    await running(2);
    assert.ok(engines[0]?.killed);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(statuses.filter((status) => status.kind === "waiting").length, 0);
    assert.equal(engines.length, 2);
  });

  it("refuses requests while no engine runs", async () => {
    await assert.rejects(client.request("log", {}), (error: unknown) => error instanceof EngineError && error.code === "unavailable");
  });
});
