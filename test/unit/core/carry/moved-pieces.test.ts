/** Approved text that moved to another file in pieces: what is long tells where it went, what is short may only go along. */
import { strict as assert } from "node:assert";
import { verify } from "../../../../src/core/carry/verify";
import { approve, file } from "./fixtures";

const BLOCK = ["+function charge(order) {", "+  const total = sum(order);", "+  const fee = rate(total);", "+  audit(order.id);", "+  send(total + fee);", "+  archive(order);", "+  notify(order.owner);", "+  return total;", "+}"];
const NEW_LINE = "+  audit(order.id, total);";

describe("a block that moved to a new file", () => {
  // Approved as it was written: the whole, then the one line that replaced another.
  const written = file("a.ts", [" import x", ...BLOCK, " const B = 2"].join("\n"));
  const whole = approve(written, 1, 10, { at: "2026-11-20T06:00:00Z" });
  const changed = file("a.ts", [" import x", ...BLOCK.slice(0, 3), NEW_LINE, ...BLOCK.slice(4), " const B = 2"].join("\n"));
  const line = approve(changed, 4, 5, { at: "2026-11-21T06:00:00Z" });
  const left = file("a.ts", " import x\n const B = 2");

  it("takes the line along that replaced one of its own, and still shows the joins that nobody saw", () => {
    const moved = file("b.ts", [" import y", "+  const before = 1;", ...BLOCK.slice(1, 3), NEW_LINE, ...BLOCK.slice(4), " export {}"].join("\n"));
    const { segments, coverage } = verify([left, moved], [whole, line]);
    assert.equal(coverage.get("b.ts")?.get(5)?.record, line);
    assert.deepEqual([segments[0]?.state, segments[0]?.staleLines], ["stale", [2]]);
    assert.ok((segments[0]?.seams.length ?? 0) > 0);
  });

  it("vouches for no line of a third file, and for none without enough text beside it", () => {
    const other = approve(file("c.ts", " one\n+  audit(order.id, total);\n two"), 1, 2);
    const moved = file("b.ts", [" import y", ...BLOCK.slice(0, 3), NEW_LINE, ...BLOCK.slice(4), " export {}"].join("\n"));
    assert.deepEqual(verify([left, moved], [whole, other]).segments[0]?.staleLines, [5]);
    const alone = file("b.ts", [" import y", NEW_LINE, BLOCK[5] ?? "", " export {}"].join("\n"));
    assert.equal(verify([left, alone], [whole, line]).segments[0]?.state, "unverified");
  });

  it("a short approved line put behind the moved block is a seam: whole texts may touch, pieces from elsewhere may not", () => {
    const short = approve(file("a.ts", " if (x) {\n+  process.exit(0);\n }"), 1, 2);
    const moved = file("b.ts", [" import y", ...BLOCK, "+  process.exit(0);", " export {}"].join("\n"));
    const [segment] = verify([left, moved], [whole, short]).segments;
    assert.deepEqual([segment?.state, segment?.seams], ["stale", [11]]);
  });
});

describe("a line that two approvals hold", () => {
  it("is left to the longer text around it, so that no seam is made where nothing changed", () => {
    const lines = ["+config({", "+  plugins: [react()],", "+  resolve: alias,", "+  server: port,", "+  build: out,", "+});"];
    const now = file("a.ts", [" import x", ...lines, "+extra();", " end"].join("\n"));
    const before = file("a.ts", " import x\n+  plugins: [react()],\n end");
    const older = approve(before, 1, 2, { at: "2026-11-01T06:00:00Z" });
    const longer = approve(file("a.ts", [" import x", ...lines, " end"].join("\n")), 1, 7, { at: "2026-11-20T06:00:00Z" });
    const { segments, coverage } = verify([now], [older, longer]);
    assert.equal(coverage.get("a.ts")?.get(3)?.record, longer);
    assert.deepEqual([segments[0]?.staleLines, segments[0]?.seams], [[8], []]);
  });
});

describe("a line that stands more than once in an approved text", () => {
  it("is matched with the place between its neighbours, not with a later one", () => {
    const test = (name: string) => [`+it("${name}", () => {`, "+  const page = open();", `+  page.click("${name}");`, "+  expect(page).toBeDone();", "+});"];
    const all = [...test("one"), ...test("two"), ...test("three"), ...test("four")];
    const before = file("a.test.ts", [" import x", ...all, " end"].join("\n"));
    const record = approve(before, 1, 1 + all.length);
    const after = file("a.test.ts", [" import x", ...test("one"), "+odd();", "+  expect(page).toBeDone();", "+more();", ...test("two"), ...test("three"), ...test("four"), " end"].join("\n"));
    const [segment] = verify([after], [record]).segments;
    assert.deepEqual([segment?.state, segment?.staleLines], ["stale", [7, 8, 9]]);
  });
});
