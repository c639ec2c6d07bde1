/** The one line about history costs a walk through all of it: once, and again when anything it rests on has changed. */
import { strict as assert } from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSession } from "../../src/engine/compose";
import { CliWorkshop } from "./cli-workshop";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };

describe("the line about history", function () {
  this.timeout(120_000);
  let workshop: CliWorkshop;
  before(async () => {
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  /** What `status` says of history, and whether git was asked for all commits up to the base. */
  function told(folder: string): { readonly lines: number; readonly files: number; readonly isWalked: boolean } {
    const ran = workshop.traced(folder, ["status", "--format", "json"]);
    assert.equal(ran.code, 0, ran.error);
    const { history } = JSON.parse(ran.out) as { readonly history: { readonly lines: number; readonly files: number } };
    return { ...history, isWalked: ran.asked.filter((question) => question.startsWith("diff-tree")).length > 1 };
  }

  /** A copy that has kept nothing. */
  function fresh(name: string): string {
    const folder = workshop.copyOfShop(name);
    rmSync(join(folder, ".git", "countersign", "cache"), { recursive: true, force: true });
    return folder;
  }

  it("is counted once, then kept; a note on an old commit counts again", () => {
    const folder = fresh("noted");
    const first = told(folder);
    const again = told(folder);
    assert.deepEqual([first.isWalked, again.isWalked], [true, false]);
    assert.deepEqual([again.lines, again.files], [first.lines, first.files]);

    const root = workshop.git(folder, "rev-list", "--max-parents=0", "HEAD").trim();
    const path = workshop.git(folder, "ls-tree", "-r", "--name-only", root).split("\n").find((name) => /\.[jt]s$/.test(name)) ?? "";
    const attributed = `${path}\n  s1 1\n---\n${JSON.stringify({ schema_version: "authorship/3.0.0", files: {}, prompts: { s1: { agent_id: { tool: "claude", id: "old", model: "m" }, human_author: null, messages: [], total_additions: 1, total_deletions: 0, accepted_lines: 1, overriden_lines: 0 } } })}\n`;
    writeFileSync(join(workshop.work, "note"), attributed);
    workshop.git(folder, "notes", "--ref=ai", "add", "-f", "-F", join(workshop.work, "note"), root);
    const noted = told(folder);
    assert.equal(noted.isWalked, true);
    assert.notEqual(noted.lines, first.lines);
    assert.equal(told(folder).isWalked, false);
  });

  it("is counted once for all who ask during the count", async () => {
    const session = await createSession(fresh("asked-twice"), { log: SILENT });
    try {
      await session.open({});
      const [one, other] = await Promise.all([session.history(), session.history()]);
      assert.ok(one !== null && one.lines > 0);
      assert.equal(one, other, "the very same answer");
    } finally {
      session.dispose();
    }
  });

  it("is counted anew where what was kept is damaged", () => {
    const folder = fresh("damaged");
    const first = told(folder);
    const kept = join(folder, ".git", "countersign", "cache", "history-summary-1.json");
    writeFileSync(kept, readFileSync(kept, "utf8").replace(/"lines":\d+/, '"lines":7'));
    assert.deepEqual(told(folder), first);
  });

  it("is not kept of a shallow clone, nor is the report's history", () => {
    const whole = workshop.repository("whole");
    for (const name of ["a", "b", "c"]) workshop.commit(whole, `src/${name}.ts`, `export const ${name} = 1;\n`, "add\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    workshop.git(workshop.work, "clone", "--quiet", "--depth=1", `file://${whole}`, "shallow");
    const folder = join(workshop.work, "shallow");
    const reported = () => {
      const ran = workshop.run(folder, ["report", "--format", "json"]);
      assert.equal(ran.code, 0, ran.error);
      const { tiles } = JSON.parse(ran.out) as { readonly tiles: readonly { readonly id: string; readonly value: number }[] };
      return tiles.find(({ id }) => id === "open-debt")?.value;
    };
    const counted = () => [told(folder).lines, reported()];
    assert.deepEqual(counted(), [0, 0]);
    workshop.git(folder, "fetch", "--quiet", "--unshallow");
    assert.deepEqual(counted(), [3, 3]);
  });
});
