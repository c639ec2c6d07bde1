import { strict as assert } from "node:assert";
import { commands, window } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import { signRequest } from "../../src/vscode/commands/sign-dialog";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, snapshotOf } from "./extension";

describe("review walk", () => {
  let api: CountersignApi;

  before(async () => {
    api = await activated();
    await closeAll();
  });

  after(closeAll);

  const pathInSight = (): string => window.activeTextEditor?.document.uri.path.split("/").slice(-2).join("/") ?? "";

  it("goes riskiest first, skips, goes back, and ends without a dialog when nothing was marked", async () => {
    const before = snapshotOf(api);
    await commands.executeCommand(COMMANDS.startWalk);
    assert.equal(pathInSight(), WORKSPACE.removal.path);
    await commands.executeCommand(COMMANDS.walkSkip);
    assert.equal(pathInSight(), WORKSPACE.risky.path);
    await commands.executeCommand(COMMANDS.walkBack);
    assert.equal(pathInSight(), WORKSPACE.removal.path);
    await commands.executeCommand(COMMANDS.walkFinish);
    assert.deepEqual(
      snapshotOf(api).items.map((item) => item.state),
      before.items.map((item) => item.state),
    );
  });

  it("asks for one batch: approvals together, each rejection with its reason, and what was shown", () => {
    const [one, two, three] = snapshotOf(api).items;
    assert.ok(one && two && three);
    const second = { ...two, hunk: { ...two.hunk, id: `${one.hunk.id}#2` } };
    const request = signRequest([{ item: one, verdict: "approved" }, { item: second, verdict: "approved" }, { item: three, verdict: "rejected", reason: "no test" }], "tested", "ran it", true);
    assert.deepEqual(request.verdicts, [
      { hunks: [one.hunk.id, `${one.hunk.id}#2`], verdict: "approved-with-notes", basis: "tested", note: "ran it" },
      { hunks: [three.hunk.id], verdict: "rejected", basis: "tested", reason: "no test" },
    ]);
    assert.deepEqual([request.method, request.createKey], ["editor", true]);
    assert.deepEqual(request.shown, { [one.hunk.id]: one.hunk.id, [`${one.hunk.id}#2`]: one.hunk.id, [three.hunk.id]: three.hunk.id });
  });

  it("marks nothing outside a walk", async () => {
    await commands.executeCommand(COMMANDS.walkApprove);
    await commands.executeCommand(COMMANDS.startWalk);
    // A mark from outside would let the finish below wait for an answer to its dialog, and this test with it.
    await commands.executeCommand(COMMANDS.walkFinish);
    assert.ok(snapshotOf(api).items.every((item) => item.records.length === 0));
  });
});
