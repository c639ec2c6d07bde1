import { strict as assert } from "node:assert";
import { moduleOf } from "../../../../src/core/hunks/modules";
import { DEFAULT_ARRANGEMENT, GROUPINGS, ORDERS } from "../../../../src/vscode/services/arrangement";
import type { Arrangement } from "../../../../src/vscode/services/arrangement";
import { indexDebt, neighbour } from "../../../../src/vscode/services/debt-index";
import { rememberedArrangement } from "../../../../src/vscode/services/remembered-arrangement";
import { snapshotOf } from "../snapshots";

const ids = (items: readonly { readonly hunk: { readonly id: string } }[]): string[] => items.map((item) => item.hunk.id);

describe("indexDebt", () => {
  it("orders open hunks by risk, then files by their riskiest hunk, then hunks within the file", () => {
    const index = indexDebt(
      snapshotOf([
        { id: "low", level: "low", sortKey: 9 },
        { id: "unrated", level: "unrated", sortKey: 0 },
        { id: "b2", level: "high", path: "b.ts", sortKey: 1, startLine: 30 },
        { id: "a1", level: "high", path: "a.ts", sortKey: 5 },
        { id: "b1", level: "high", path: "b.ts", sortKey: 8, startLine: 60 },
        { id: "medium", level: "medium", sortKey: 2 },
      ]),
    );
    assert.deepEqual(ids(index.open), ["b1", "b2", "a1", "medium", "unrated", "low"]);
  });

  it("counts neither signed-off nor generated hunks as open, and generated ones not at all", () => {
    const index = indexDebt(snapshotOf([{ id: "open" }, { id: "done", state: "signed-off", hundredths: 0 }, { id: "made", generated: true, hundredths: 0 }]));
    assert.deepEqual([ids(index.open), index.total, index.hundredths], [["open"], 2, 100]);
    assert.deepEqual(index.signedOff.flatMap((file) => ids(file.items)), ["done"]);
    assert.deepEqual(index.generated.flatMap((file) => ids(file.items)), ["made"]);
  });

  it("lists a file's hunks in order of lines, whatever their risk", () => {
    const index = indexDebt(snapshotOf([{ id: "second", startLine: 20, level: "high" }, { id: "first", startLine: 3 }, { id: "signed", startLine: 9, state: "signed-off" }]));
    assert.deepEqual(ids(index.byPath.get("src/a.ts") ?? []), ["first", "signed", "second"]);
  });
});

describe("indexDebt, arranged", () => {
  const snapshot = snapshotOf([
    { id: "core", path: "src/core/a.ts", level: "low", sortKey: 4 },
    { id: "web", path: "src/web/b.ts", level: "high", sortKey: 1 },
    { id: "web2", path: "src/web/b.ts", level: "low", sortKey: 9, startLine: 90, state: "stale" },
    { id: "read", path: "README.md", level: "medium" },
  ]);
  const arranged = (parts: Partial<Arrangement>): ReturnType<typeof indexDebt> => indexDebt(snapshot, { ...DEFAULT_ARRANGEMENT, ...parts });

  it("puts a level above a number: the number sorts only within its level", () => {
    assert.deepEqual(ids(arranged({ grouping: "file" }).open), ["web", "web2", "read", "core"]);
  });

  it("goes in file order when asked, in every grouping", () => {
    assert.deepEqual(ids(arranged({ grouping: "file", order: "path" }).open), ["read", "core", "web", "web2"]);
    assert.deepEqual(ids(arranged({ grouping: "module", order: "path" }).open), ["read", "core", "web", "web2"]);
    assert.deepEqual(ids(arranged({ grouping: "risk", order: "path" }).open), ["web", "read", "core", "web2"]);
  });

  it("groups by module with the riskiest module first", () => {
    assert.deepEqual(
      arranged({ grouping: "module" }).sections.map(({ value, items }) => [value, ids(items)]),
      [["src/web", ["web", "web2"]], ["(top folder)", ["read"]], ["src/core", ["core"]]],
    );
  });

  it("keeps the sessions of two assistants apart, and the nameless ones of each", () => {
    const sessions = indexDebt(snapshotOf([{ id: "a", assistant: "codex", agentSession: "s" }, { id: "b", assistant: "cursor", agentSession: "s" }, { id: "c", assistant: "codex", agentSession: "" }]), { ...DEFAULT_ARRANGEMENT, grouping: "session" });
    assert.deepEqual(sessions.sections.map(({ items }) => ids(items)), [["c"], ["a"], ["b"]]);
  });

  it("groups by owner, with what nobody owns apart", () => {
    const owned = snapshotOf([{ id: "mine", ownedBy: "@shop/pay ann@shop.example" }, { id: "nobodys", level: "high" }, { id: "also", ownedBy: "@shop/pay ann@shop.example", path: "z.ts" }]);
    const sections = indexDebt(owned, { ...DEFAULT_ARRANGEMENT, grouping: "owner" }).sections;
    assert.deepEqual(sections.map(({ value, items }) => [value, ids(items)]), [["", ["nobodys"]], ["@shop/pay ann@shop.example", ["mine", "also"]]]);
  });

  it("groups by age, oldest first whatever the order, and tells what is not committed apart", () => {
    const aged = snapshotOf([
      { id: "new", writtenAt: null, level: "high" },
      { id: "hours", writtenAt: "2026-03-31T06:00:00Z" },
      { id: "days", writtenAt: "2026-03-26T12:00:00Z" },
      { id: "weeks", writtenAt: "2026-03-02T12:00:00Z" },
      { id: "months", writtenAt: "2025-12-24T12:00:00Z" },
      { id: "ahead", writtenAt: "2027-01-01T00:00:00Z" },
    ]);
    for (const order of ORDERS) {
      const sections = indexDebt(aged, { ...DEFAULT_ARRANGEMENT, grouping: "age", order }, Date.parse("2026-03-31T12:00:00Z")).sections;
      assert.deepEqual(
        sections.map(({ value, items }) => [value, ids(items)]),
        [["older", ["months"]], ["month", ["weeks"]], ["week", ["days"]], ["day", ["hours", "ahead"]], ["uncommitted", ["new"]]],
        order,
      );
    }
  });

  it("orders by age when asked: the oldest first, what is not committed last", () => {
    const aged = snapshotOf([{ id: "open", path: "a.ts", writtenAt: null }, { id: "late", path: "b.ts", writtenAt: "2026-03-02T12:00:00Z" }, { id: "early", path: "c.ts", writtenAt: "2026-03-01T12:00:00Z", level: "high" }]);
    assert.deepEqual(ids(indexDebt(aged, { ...DEFAULT_ARRANGEMENT, grouping: "file", order: "oldest" }).open), ["early", "late", "open"]);
  });

  it("remembers every grouping, order and part of a filter over a reload, and forgets what it does not know", () => {
    for (const grouping of GROUPINGS) {
      for (const order of ORDERS) {
        const filter = { risks: ["high"], states: ["stale"], activeFile: true, hideTests: true };
        assert.deepEqual(rememberedArrangement(JSON.parse(JSON.stringify({ grouping, order, filter }))), { grouping, order, filter });
      }
    }
    assert.deepEqual(rememberedArrangement({ grouping: "colour", order: 3, filter: { risks: ["dire"], states: "stale" } }), { filter: {} });
    assert.deepEqual(rememberedArrangement("x"), {});
  });

  it("lists what the filter lets through, and counts everything all the same", () => {
    const index = arranged({ filter: { risks: ["low"], states: ["stale"] } });
    assert.deepEqual([ids(index.open), index.allOpen.length, index.total], [["web2"], 4, 4]);
    assert.equal(index.place.get("web"), undefined);
    assert.equal(index.byId.has("web"), true);
  });

  it("filters by the active file, by tests and by a picked set", () => {
    assert.deepEqual(ids(arranged({ filter: { activeFile: true }, activePath: "src/web/b.ts" }).open), ["web", "web2"]);
    assert.deepEqual(ids(arranged({ filter: { activeFile: true }, activePath: null }).open), []);
    assert.deepEqual(ids(arranged({ filter: { picked: { label: "15 minutes", hunks: ["core", "gone"] } } }).open), ["core"]);
    const tests = indexDebt(snapshotOf([{ id: "t", codeKind: "test" }, { id: "c" }]), { ...DEFAULT_ARRANGEMENT, filter: { hideTests: true } });
    assert.deepEqual(ids(tests.open), ["c"]);
  });
});

describe("moduleOf", () => {
  it("is the folder below src, packages and their like, else the first folder", () => {
    assert.deepEqual(["a.ts", "src/a.ts", "src/pay/a.ts", "src/pay/deep/a.ts", "docs/x/y.md", "packages/core/src/a.ts"].map(moduleOf), ["(top folder)", "src", "src/pay", "src/pay", "docs", "packages/core"]);
  });
});

describe("neighbour", () => {
  const index = indexDebt(snapshotOf([{ id: "one", sortKey: 3 }, { id: "two", sortKey: 2 }, { id: "three", sortKey: 1 }]));

  it("goes on and back, and wraps at both ends", () => {
    assert.equal(neighbour(index, "one", 1)?.hunk.id, "two");
    assert.equal(neighbour(index, "three", 1)?.hunk.id, "one");
    assert.equal(neighbour(index, "one", -1)?.hunk.id, "three");
  });

  it("starts at the riskiest, or at the last when going back", () => {
    assert.equal(neighbour(index, null, 1)?.hunk.id, "one");
    assert.equal(neighbour(index, null, -1)?.hunk.id, "three");
  });

  it("goes on from the place of a hunk that is gone", () => {
    assert.equal(neighbour(index, "gone", 1, 0)?.hunk.id, "two");
    assert.equal(neighbour(index, "gone", -1, 1)?.hunk.id, "one");
  });

  it("finds nothing where nothing is open", () => {
    assert.equal(neighbour(indexDebt(snapshotOf([])), null, 1), null);
  });
});
