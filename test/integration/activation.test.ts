import { strict as assert } from "node:assert";
import { commands, extensions } from "vscode";
import { COMMANDS, INTERNAL_COMMANDS } from "../../src/vscode/contributions";
import { activated, snapshotOf } from "./extension";

describe("activation", () => {
  it("comes by itself, without a view or a command having been used", async () => {
    const extension = extensions.getExtension("countersign.countersign");
    assert.ok(extension);
    for (const end = performance.now() + 60_000; !extension.isActive && performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.ok(extension.isActive);
  });

  it("registers every command it declares", async () => {
    await activated();
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual([...Object.values(COMMANDS), ...Object.values(INTERNAL_COMMANDS)].filter((id) => !registered.has(id)), []);
  });

  it("activates within its budget, give or take a busy machine", async () => {
    const { activationMilliseconds } = await activated();
    console.log(`activation: ${activationMilliseconds.toFixed(1)} ms of our own code (budget 50 ms)`);
    assert.ok(activationMilliseconds < 500, "ten times the budget is no busy machine any more");
  });

  it("has a snapshot from the engine's own process when it is ready", async () => {
    const snapshot = snapshotOf(await activated());
    assert.equal(snapshot.scope.baseLabel, "merge base with origin/main");
    assert.ok(snapshot.items.length > 0);
  });
});
