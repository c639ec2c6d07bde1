import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { commands, window } from "vscode";
import { COMMANDS } from "../../src/vscode/contributions";
import { readingLines } from "../../src/vscode/commands/reading-lines";
import { signRequest } from "../../src/vscode/commands/sign-dialog";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, repositoryFile, snapshotOf, until } from "./extension";

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
    assert.equal(pathInSight(), WORKSPACE.risky.path);
    await commands.executeCommand(COMMANDS.walkSkip);
    assert.equal(pathInSight(), WORKSPACE.removal.path);
    await commands.executeCommand(COMMANDS.walkBack);
    assert.equal(pathInSight(), WORKSPACE.risky.path);
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

  it("says before signing what was on the screen, and names what was least", () => {
    const items = snapshotOf(api).items.filter((item) => item.hunk.kind === "edit").slice(0, 2);
    const [one, two] = items;
    assert.ok(one && two);
    const answers = (first: number, second: number): { hunk: string; percent: number; active: number }[] => [
      { hunk: one.hunk.id, percent: first, active: 61_000 },
      { hunk: two.hunk.id, percent: second, active: 59_000 },
    ];
    const [lines, others] = items.map(({ hunk }) => hunk.endLine - hunk.startLine + 1);
    const percent = Math.floor((100 * (lines ?? 0)) / ((lines ?? 0) + (others ?? 0)));
    assert.deepEqual(readingLines(items, answers(100, 0)), [`You have seen ${percent} % of these lines (2 min on the screen).`, `    least: ${two.hunk.path}, lines ${two.hunk.startLine}–${two.hunk.endLine}: 0 %`]);
    assert.deepEqual(readingLines(items, answers(100, 96)).length, 1, "nothing to name");
    assert.deepEqual(readingLines([one], answers(0, 0)), ["You have seen 0 % of these lines (61 s on the screen)."]);
    assert.deepEqual(readingLines(items, []), [], "unknown is not zero");
  });

  it("marks nothing outside a walk", async () => {
    await commands.executeCommand(COMMANDS.walkApprove);
    await commands.executeCommand(COMMANDS.startWalk);
    // A mark from outside would let the finish below wait for an answer to its dialog, and this test with it.
    await commands.executeCommand(COMMANDS.walkFinish);
    assert.ok(snapshotOf(api).items.every((item) => item.records.length === 0));
  });

  // Last of all suites: what it opens waits for a person, who does not come.
  it("signs nothing whatever arguments another extension calls our commands with: they wait for the dialog", async () => {
    const [item] = snapshotOf(api).items;
    assert.ok(item);
    const { id } = item.hunk;
    const journal = (): string => execFileSync("git", ["for-each-ref", "refs/countersign/s", "refs/countersign/u"], { cwd: repositoryFile("").fsPath, encoding: "utf8" });
    let answered = 0;
    const attack = (command: string, ...parameters: readonly unknown[]): void => {
      void commands.executeCommand(command, ...parameters).then(() => answered++);
    };
    for (const argument of [id, { item }, { hunks: [id], verdict: "approved", basis: "read", method: "editor", confirmed: true, createKey: true }, [{ item, verdict: "approved" }]]) {
      for (const command of [COMMANDS.signOff, COMMANDS.signOwnEdits, COMMANDS.withdraw, COMMANDS.walkFinish]) {
        attack(command, argument, { confirmed: true, answer: "sign" });
      }
    }
    await commands.executeCommand(COMMANDS.startWalk, { sign: true });
    await commands.executeCommand(COMMANDS.walkApprove, { sign: true });
    attack(COMMANDS.walkFinish, { sign: true, answer: "sign" });
    await until("those without anything to do to say so", () => answered > 0);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(journal(), "", "no verdict, signed or not");
    assert.ok(snapshotOf(api).items.every((candidate) => candidate.records.length === 0));
  });
});
