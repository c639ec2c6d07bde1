/** Each question to git costs a process, some five milliseconds of a hook's second: asked once a run, counted by git's own trace. */
import { strict as assert } from "node:assert";
import { CliWorkshop } from "./cli-workshop";

describe("git processes of a run", function () {
  this.timeout(120_000);
  let workshop: CliWorkshop;
  before(async () => {
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  function questions(folder: string, parameters: readonly string[], input = ""): readonly string[] {
    const ran = workshop.traced(folder, parameters, input);
    assert.ok(ran.code === 0 || ran.code === 1, ran.error);
    return ran.asked;
  }

  const one = (asked: readonly string[], command: RegExp) => asked.filter((question) => command.test(question)).length;

  function assertAskedOnce(asked: readonly string[], most: number): void {
    const list = asked.join("\n");
    assert.ok(asked.length <= most, `${asked.length} processes:\n${list}`);
    // Contents come by several processes of the same command; everything else is one question, one process.
    const repeated = asked.filter((question, index) => !question.startsWith("cat-file --batch") && asked.indexOf(question) !== index);
    assert.deepEqual(repeated, [], list);
    assert.equal(one(asked, /^for-each-ref .*refs\/countersign\//), 1, list);
    assert.ok(one(asked, /^rev-parse .*HEAD\^\{commit\}$/) <= 1, list);
    assert.ok(one(asked, /^ls-files -v -c -s/) <= 1, list);
  }

  it("check asks everything once", () => {
    workshop.run(workshop.shop, ["check"]);
    assertAskedOnce(questions(workshop.shop, ["check"]), 34);
  });

  it("so do pre-commit and pre-push", () => {
    assertAskedOnce(questions(workshop.shop, ["check", "--staged"]), 32);
    const head = workshop.git(workshop.shop, "rev-parse", "HEAD").trim();
    assertAskedOnce(questions(workshop.shop, ["check", "--pre-push"], `refs/heads/x ${head} refs/heads/x ${"0".repeat(head.length)}\n`), 32);
  });
});
