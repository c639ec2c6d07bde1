import { strict as assert } from "node:assert";
import { GENERIC } from "../../../src/sources/generic";
import { fakeWorld } from "./fake-world";

const BASE = { version: 1, event: "after-edit", assistant: "my-agent", model: "m-1", session: "s-1", toolUseId: "t-1", cwd: "/repo" };
const COMMON = { assistant: "my-agent", session: "s-1", toolUseId: "t-1", model: "m-1" };

function read(payload: Readonly<Record<string, unknown>>, world = fakeWorld()) {
  const { event, problems } = GENERIC.read({ ...BASE, ...payload }, world);
  return { event: JSON.parse(JSON.stringify(event)) as unknown, problems };
}

describe("the generic payload", () => {
  it("before-edit snapshots the named files, whatever edits it announces", () => {
    const snapshot = { path: "src/a.ts", evidence: "snapshot", disk: "disk of src/a.ts\n" };
    assert.deepEqual(read({ event: "before-edit", files: ["src/a.ts"] }), { event: { ...COMMON, phase: "before", tool: "before-edit", edits: [snapshot] }, problems: [] });
    assert.deepEqual(read({ event: "before-edit", edits: [{ path: "src/a.ts", oldText: "a", newText: "b" }] }).event, { ...COMMON, phase: "before", tool: "before-edit", edits: [snapshot] });
  });

  it("after-edit with edits takes the payload's text, grouped by file in order", () => {
    const { event } = read({ edits: [{ path: "a.ts", oldText: "1", newText: "2" }, { path: "b.ts", newText: "x" }, { path: "/repo/a.ts", oldText: "2", newText: "3" }] });
    assert.deepEqual(event, {
      ...COMMON,
      phase: "after",
      tool: "after-edit",
      edits: [
        { path: "a.ts", evidence: "payload", replacements: [{ newText: "2", oldText: "1" }, { newText: "3", oldText: "2" }], disk: "disk of a.ts\n" },
        { path: "b.ts", evidence: "payload", replacements: [{ newText: "x" }], disk: "disk of b.ts\n" },
      ],
    });
  });

  it("after-edit with files snapshots them; with both, files beyond the edits", () => {
    const { event } = read({ files: ["a.ts", "c.ts"], edits: [{ path: "a.ts", oldText: "1", newText: "2" }] }) as { event: { edits: { path: string; evidence: string }[] } };
    assert.deepEqual(event.edits.map(({ path, evidence }) => [path, evidence]), [["a.ts", "payload"], ["c.ts", "snapshot"]]);
  });

  it("with neither looks at the tree, and says when it could not", () => {
    const { event } = read({});
    assert.deepEqual(event, { ...COMMON, phase: "after", tool: "after-edit", scope: "worktree", edits: [{ path: "dirty.ts", evidence: "snapshot", disk: "disk of dirty.ts\n" }] });
    const unknown = read({}, fakeWorld({ changedFiles: () => ({ unknown: "no git" }) }));
    assert.deepEqual(unknown.event, { ...COMMON, phase: "after", tool: "after-edit", unknown: "no git", edits: [] });
    assert.equal(unknown.problems.length, 1);
  });

  it("human-edit is a person's, and needs no assistant's name", () => {
    const { event } = GENERIC.read({ version: 1, event: "human-edit", cwd: "/repo", files: ["a.ts"] }, fakeWorld());
    assert.equal(event?.phase, "human");
    assert.equal(event.edits.length, 1);
  });

  it("refuses with the field's name", () => {
    const says = (payload: Readonly<Record<string, unknown>>) => {
      const { event, problems } = read(payload);
      assert.equal(event, null);
      return problems.join("\n");
    };
    assert.match(says({ version: 2 }), /version: expected 1, found a number 2/);
    assert.match(says({ event: "edit" }), /event: expected "before-edit"/);
    assert.match(says({ assistant: "two words" }), /assistant: expected a name/);
    assert.match(says({ assistant: undefined }), /assistant: expected a name/);
    assert.match(says({ files: "a.ts" }), /files: expected a list of paths/);
    assert.match(says({ files: [1] }), /files: expected a list of paths/);
    assert.match(says({ edits: {} }), /edits: expected a list/);
    assert.match(says({ edits: [{ path: 1, newText: "a" }] }), /edits\[0\]\.path: expected a string, found a number/);
    assert.match(says({ edits: [{ path: "a.ts" }] }), /edits\[0\]: expected oldText and newText/);
    assert.match(says({ files: ["../x", "/etc/passwd"] }), /outside[^]*outside/);
    assert.match(says({ files: new Array(10_001).fill("a") }), /more than 10000/);
  });
});
