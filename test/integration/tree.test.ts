import { strict as assert } from "node:assert";
import { commands, window } from "vscode";
import { COMMANDS, INTERNAL_COMMANDS } from "../../src/vscode/contributions";
import type { CountersignApi } from "../../src/vscode/extension";
import { WORKSPACE } from "../fixtures/workspace";
import { activated, closeAll, snapshotOf, until } from "./extension";

describe("verification debt", () => {
  let api: CountersignApi;

  before(async () => {
    api = await activated();
  });

  after(closeAll);

  it("lists the risky hunk before the harmless one, under its risk and file", () => {
    const rows = api.rows();
    const risky = rows.findIndex((row) => row.kind === "hunk" && row.spoken.includes(WORKSPACE.risky.path));
    const harmless = rows.findIndex((row) => row.kind === "hunk" && row.spoken.includes(WORKSPACE.harmless.path));
    assert.ok(risky > 0 && harmless > risky, JSON.stringify(rows, null, 1));
    assert.equal(rows[risky]?.label, WORKSPACE.risky.symbol);
    assert.equal(rows[risky]?.level, 3);
  });

  it("says assistant, extent and state in words", () => {
    const row = api.rows().find((candidate) => candidate.kind === "hunk" && candidate.spoken.includes(WORKSPACE.harmless.path));
    assert.equal(row?.description, "Claude · 3 lines · unseen");
    assert.match(row?.spoken ?? "", /^hunk \d+ of \d+, (high|medium|low|unrated) risk, Claude Code, unseen, 3 lines, src\/greeting\.ts$/);
  });

  it("says in a tooltip where it is, what it owes, why it is risky and how that is known", () => {
    const tooltip = (api.rows().find((candidate) => candidate.kind === "hunk" && candidate.spoken.includes(WORKSPACE.risky.path))?.tooltip ?? "").replaceAll("\\", "");
    for (const words of ["src/pay.ts, lines 5–12", "high risk, unseen, ", "• catches and ignores an error", "Claude Code, known from: Co-Authored-By: Claude "]) assert.ok(tooltip.includes(words), `"${words}" in ${tooltip}`);
  });

  it("lists what was taken away as a removal", () => {
    const row = api.rows().find((candidate) => candidate.kind === "hunk" && candidate.spoken.includes(WORKSPACE.removal.path));
    assert.match(row?.description ?? "", new RegExp(`^Claude · removed ${WORKSPACE.removal.removed.length} lines · unseen$`));
  });

  it("keeps what nobody claimed apart, as one line", () => {
    const row = api.rows().find((candidate) => candidate.kind === "unclaimed");
    assert.equal(row?.description, `${WORKSPACE.unclaimed.lines} lines of unknown origin`);
    assert.ok(!api.rows().some((candidate) => candidate.kind === "hunk" && candidate.spoken.includes(WORKSPACE.unclaimed.path)));
  });

  it("goes to the next hunk, riskiest first, and wraps", async () => {
    const seen: string[] = [];
    const { items } = snapshotOf(api);
    for (let step = 0; step <= items.length; step++) {
      await commands.executeCommand(COMMANDS.nextHunk);
      const editor = await until("an editor", () => window.activeTextEditor);
      seen.push(`${editor.document.uri.path.split("/").slice(-2).join("/")}:${editor.selection.active.line + 1}`);
    }
    const order = [WORKSPACE.risky, WORKSPACE.removal, WORKSPACE.harmless].map(({ path, startLine }) => `${path}:${startLine}`);
    assert.equal(order.length, items.length);
    // Where the cursor stood before is not this test's: the round may begin anywhere.
    const from = order.indexOf(seen[0] ?? "");
    assert.deepEqual(seen, [...order.slice(from), ...order.slice(0, from + 1)], "each hunk once, and round");
    await commands.executeCommand(COMMANDS.previousHunk);
    assert.equal(window.activeTextEditor?.document.uri.path.split("/").slice(-2).join("/"), [WORKSPACE.risky, WORKSPACE.removal, WORKSPACE.harmless].at(from - 1)?.path);
  });

  it("takes a mark for viewed, and takes it back, without paying debt", async () => {
    const item = snapshotOf(api).items.find((candidate) => candidate.hunk.path === WORKSPACE.harmless.path);
    assert.ok(item);
    const stateNow = (): string | undefined => api.snapshot()?.items.find((candidate) => candidate.hunk.id === item.hunk.id)?.state;
    await commands.executeCommand(COMMANDS.markViewed, item.hunk.id);
    await until("the mark", () => stateNow() === "viewed");
    assert.equal(api.snapshot()?.items.find((candidate) => candidate.hunk.id === item.hunk.id)?.hundredths, item.hundredths);
    await commands.executeCommand(COMMANDS.markNotViewed, item.hunk.id);
    await until("the mark to go", () => stateNow() === "unseen");
  });

  it("shows history on request and goes back", async () => {
    // This repository has no history by assistants before its base: the row is there only while history is shown.
    assert.ok(!api.rows().some((row) => row.kind === "history"));
    await commands.executeCommand(INTERNAL_COMMANDS.toggleHistory);
    await until("the whole history", () => snapshotOf(api).scope.all && api.rows().some((row) => row.kind === "history"));
    await commands.executeCommand(INTERNAL_COMMANDS.toggleHistory);
    await until("the branch again", () => !snapshotOf(api).scope.all);
  });
});
