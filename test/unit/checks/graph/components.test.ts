import { strict as assert } from "node:assert";
import { componentsAfter, componentsOf } from "../../../../src/checks/graph/changed-components";
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

  it("are the same after some nodes changed as when all is searched anew, on 3,000 changes of random graphs", () => {
    let seed = 11;
    const random = (below: number) => Math.floor(((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648) * below);
    let kept = 0;
    let torn = 0;
    for (let round = 0; round < 30; round++) {
      const size = 4 + random(16);
      const targets = () => Array.from({ length: random(3) }, () => random(size));
      let successors = Array.from({ length: size }, targets);
      let component = componentsOf(successors);
      for (let change = 0; change < 100; change++) {
        const nodes = [...new Set([random(size), random(size), random(size)])].slice(0, 1 + random(3));
        const changed = nodes.map((node) => ({ node, was: successors[node] ?? [] }));
        successors = successors.map((list, node) => (nodes.includes(node) ? targets() : list));
        const after = componentsAfter(successors, component, changed);
        assert.deepEqual(after, componentsOf(successors));
        if (after === component) kept++;
        else if (new Set(after).size > new Set(component).size) torn++;
        component = after;
      }
    }
    assert.ok(kept > 300 && torn > 100, `${kept} kept, ${torn} torn`);
  });

  it("follows a chain of 100,000 files without a stack", () => {
    const size = 100_000;
    const component = strongComponents(Array.from({ length: size }, (_, index) => [(index + 1) % size]));
    assert.equal(new Set(component).size, 1);
  });

  it("gives the shortest path, or null", () => {
    assert.deepEqual(shortestPath([[1, 2], [3], [3], []], 0, 3, () => true), [0, 1, 3]);
    assert.equal(shortestPath([[1], []], 1, 0, () => true), null);
    assert.deepEqual(shortestPath([[1], [2], []], 0, 2, () => true, 3), [0, 1, 2]);
    assert.equal(shortestPath([[1], [2], []], 0, 2, () => true, 2), null);
    assert.equal(
      shortestPath([[1], [2], []], 0, 2, (node) => node !== 1),
      null,
    );
  });
});
