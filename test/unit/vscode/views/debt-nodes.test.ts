import { strict as assert } from "node:assert";
import { DEFAULT_ARRANGEMENT } from "../../../../src/vscode/services/arrangement";
import { indexDebt } from "../../../../src/vscode/services/debt-index";
import { debtNodes } from "../../../../src/vscode/views/debt-nodes";
import type { DebtNode } from "../../../../src/vscode/views/debt-nodes";
import { snapshotOf } from "../snapshots";

function outline(nodes: readonly DebtNode[], indent = ""): string[] {
  return nodes.flatMap((node) => [`${indent}${node.key}`, ...outline(node.children, `${indent}  `)]);
}

describe("debtNodes", () => {
  it("goes from risk to file to hunk, then the collapsed lines", () => {
    const snapshot = snapshotOf(
      [
        { id: "h1:low", path: "b.ts" },
        { id: "h1:high", path: "a.ts", level: "high" },
        { id: "h1:done", path: "a.ts", state: "signed-off" },
        { id: "h1:made", path: "dist/x.js", generated: true },
      ],
      { unclaimed: { lines: 4, policy: "report", files: [{ path: "c.ts", ranges: [{ start: 2, end: 5 }] }] }, history: { lines: 900, files: 3 } },
    );
    assert.deepEqual(outline(debtNodes(indexDebt(snapshot)).roots), [
      "risk:high",
      "  risk:high:a.ts",
      "    hunk:h1:high",
      "risk:low",
      "  risk:low:b.ts",
      "    hunk:h1:low",
      "signed-off",
      "  signed-off:a.ts",
      "    hunk:h1:done",
      "generated",
      "  generated:dist/x.js",
      "    hunk:h1:made",
      "unclaimed",
      "  unclaimed:c.ts",
      "history",
    ]);
  });

  it("numbers open hunks as the walk does, and gives signed-off ones no number", () => {
    const { hunk } = debtNodes(indexDebt(snapshotOf([{ id: "h1:a", sortKey: 1 }, { id: "h1:b", sortKey: 2 }, { id: "h1:c", state: "signed-off" }])));
    assert.deepEqual([hunk("h1:b")?.place, hunk("h1:a")?.place, hunk("h1:c")?.place, hunk("h1:a")?.openCount], [0, 1, undefined, 2]);
  });

  it("puts files at the top when grouped by file", () => {
    const index = indexDebt(snapshotOf([{ id: "h1:a", path: "b.ts" }, { id: "h1:b", path: "a.ts", level: "high" }]), { ...DEFAULT_ARRANGEMENT, grouping: "file" });
    assert.deepEqual(outline(debtNodes(index).roots), ["file:a.ts", "  hunk:h1:b", "file:b.ts", "  hunk:h1:a"]);
    assert.equal(debtNodes(index).roots[0]?.parent, null);
  });

  it("leads from every row to its parent, as revealing needs", () => {
    const { hunk, roots } = debtNodes(indexDebt(snapshotOf([{ id: "h1:a" }])));
    assert.equal(hunk("h1:a")?.parent.parent, roots[0]);
  });

  it("leaves unclaimed lines out where the policy ignores them, and offers the way back while history is shown", () => {
    const snapshot = snapshotOf([], { unclaimed: { lines: 4, policy: "ignore", files: [] }, history: null });
    assert.deepEqual(outline(debtNodes(indexDebt(snapshot)).roots), []);
    assert.ok(indexDebt(snapshot).isEmpty);
    assert.deepEqual(outline(debtNodes(indexDebt({ ...snapshot, history: { lines: 0, files: 0 } })).roots), [], "no history is no row");
    const all = debtNodes(indexDebt({ ...snapshot, scope: { ...snapshot.scope, all: true } })).roots;
    assert.deepEqual(all.map((node) => node.kind === "history" && node.lines), [null]);
  });

  it("arranges 10,000 hunks", () => {
    const snapshot = snapshotOf(Array.from({ length: 10_000 }, (_, index) => ({ id: `h1:${index}`, path: `src/f${index % 700}.ts`, sortKey: index % 97, startLine: index })));
    const nodes = debtNodes(indexDebt(snapshot));
    const rows = (nodes.roots[0]?.children ?? []).flatMap((file) => file.children);
    assert.equal(rows.length, 10_000);
    for (const row of rows.slice(0, 50)) assert.equal(row.kind === "hunk" && nodes.hunk(row.item.hunk.id), row, "asked for twice it is one row");
    assert.equal(nodes.hunk("h1:none"), undefined);
  });
});
