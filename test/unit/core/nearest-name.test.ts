import { strict as assert } from "node:assert";
import { nearestName } from "../../../src/core/nearest-name";

describe("nearestName", () => {
  const names = ["policy", "exclude", "include", "risk"];
  const cases: readonly [string, string | null][] = [
    ["polcy", "policy"],
    ["plicy", "policy"],
    ["Policy", "policy"],
    ["includes", "include"],
    ["rsik", "risk"],
    ["colour", null],
    ["", null],
    ["x".repeat(10_000), null],
  ];
  for (const [name, expected] of cases) {
    it(`${name.slice(0, 12) || "(empty)"} → ${expected ?? "none"}`, () => assert.equal(nearestName(name, names), expected));
  }
});
