import { strict as assert } from "node:assert";
import { shortestPath, strongComponents } from "../../../../src/checks/graph/components";

describe("components", () => {
  it("finds what reaches each other", () => {
    const component = strongComponents([[1], [2], [0, 3], [4], [3], []]);
    assert.equal(component[0], component[1]);
    assert.equal(component[1], component[2]);
    assert.equal(component[3], component[4]);
    assert.notEqual(component[0], component[3]);
    assert.notEqual(component[5], component[3]);
  });

  it("agrees with reachability on random graphs", () => {
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    for (let round = 0; round < 60; round++) {
      const size = 2 + Math.floor(random() * 14);
      const successors = Array.from({ length: size }, () => Array.from({ length: Math.floor(random() * 3) }, () => Math.floor(random() * size)));
      const reaches = (from: number, to: number) => shortestPath(successors, from, to, () => true) !== null;
      const component = strongComponents(successors);
      for (let one = 0; one < size; one++) {
        for (let other = 0; other < size; other++) assert.equal(component[one] === component[other], reaches(one, other) && reaches(other, one));
      }
    }
  });

  it("follows a chain of 100,000 files without a stack", () => {
    const size = 100_000;
    const component = strongComponents(Array.from({ length: size }, (_, index) => [(index + 1) % size]));
    assert.equal(new Set(component).size, 1);
  });

  it("gives the shortest path, or null", () => {
    assert.deepEqual(shortestPath([[1, 2], [3], [3], []], 0, 3, () => true), [0, 1, 3]);
    assert.equal(shortestPath([[1], []], 1, 0, () => true), null);
    assert.equal(
      shortestPath([[1], [2], []], 0, 2, (node) => node !== 1),
      null,
    );
  });
});
