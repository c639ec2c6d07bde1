/**
 * Whose each line is, after everything that people, assistants and git do to it: written from provenance.md 1.2 and 8.6.
 * `unknown` is never an assistant's, and an assistant's line never a person's.
 */
import { strict as assert } from "node:assert";
import { BRANCHING } from "./scenarios/branching";
import { REWRITING } from "./scenarios/rewriting";
import { removeTemplates, ScenarioWorld } from "./scenarios/scenario-world";
import { MIXED, WRITES } from "./scenarios/writes";

const GROUPS = { "who wrote it": WRITES, "edited by a person": MIXED, "commits rewritten": REWRITING, "branches, files and removals": BRANCHING };

describe("scenarios", function () {
  this.timeout(120_000);
  after(removeTemplates);

  it("are at least 150, each with a name of its own", () => {
    const names = Object.values(GROUPS).flatMap((group) => group.map(({ name }) => name));
    assert.ok(names.length >= 150, String(names.length));
    assert.equal(new Set(names).size, names.length);
  });

  for (const [group, scenarios] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const scenario of scenarios) {
        it(scenario.name, async () => {
          // Before git does anything else, HEAD and the work tree hold the same text.
          const world = group === "who wrote it" ? new ScenarioWorld(["HEAD"]) : new ScenarioWorld();
          try {
            await world.play(scenario);
          } finally {
            world.dispose();
          }
        });
      }
    });
  }
});
