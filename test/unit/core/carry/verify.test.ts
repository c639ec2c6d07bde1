import { strict as assert } from "node:assert";
import type { VerdictRecord } from "../../../../src/core/model";
import { verify } from "../../../../src/core/carry/verify";
import { approve, approveAll, copyOf, file, insert, remove, summary, type TestFile } from "./fixtures";

const BASE = file(
  "a.ts",
  [" import x", " const A = 1", "+export function pay(u, n) {", '+  if (!u.ok) throw new Error("no");', "+  audit(u.id);", "+  ledger.debit(u.id, n);", "+  return true;", "+}", " const B = 2", " const C = 3"].join("\n"),
);
const APPROVED = [approve(BASE, 2, 8)];
const HUNK = BASE.lines.slice(2, 8).map((line) => "+" + line);

function edited(change: (copy: TestFile) => void, path = "a.ts"): TestFile {
  return copyOf(BASE, change, path);
}

const replaceLine = (at: number, text: string) => edited((copy) => void (copy.lines[at] = text));

describe("the tail of an approved hunk, deleted", () => {
  it("is missed although lines like it turn up in another hunk that was changed", () => {
    const lines = ["+step1() {", "+  first one", "+  audit", "+}", " BASE=1", "+step2() {", "+  second two", "+  third", "+  audit", "+}"];
    const before = file("a.sh", lines.join("\n"));
    const records = [approve(before, 0, 4), approve(before, 5, 10)];
    const after = file("a.sh", [...lines.slice(0, 2), "+  other", ...lines.slice(8, 10), ...lines.slice(4, 8)].join("\n"));
    assert.deepEqual(summary([before], records), ["verified", "verified"]);
    const [, second] = verify([after], records).segments;
    assert.deepEqual([second?.state, second?.seams.length], ["stale", 1]);
  });
});

describe("the last line of an approved hunk, put before another one", () => {
  it("is a seam: only whole hunks may touch", () => {
    const lines = ["+step1() {", "+  first one", "+}", " BASE=1", "+step2() {", "+  second two", "+  audit", "+}"];
    const before = file("a.sh", lines.join("\n"));
    const records = [approve(before, 0, 3), approve(before, 4, 8)];
    const after = file("a.sh", ["+  audit", "+}", ...lines.slice(0, 6)].join("\n"));
    assert.deepEqual(verify([after], records).segments[0]?.seams.length, 1);
  });
});

describe("an approved hunk whose end stands behind lines of the base", () => {
  it("is stale: part of it was moved", () => {
    const lines = ["+step1() {", "+  first one", "+  audit", "+}", " BASE=1", " BASE=2"];
    const before = file("a.sh", lines.join("\n"));
    const record = approve(before, 0, 4);
    const after = file("a.sh", [...lines.slice(0, 2), ...lines.slice(4), ...lines.slice(2, 4)].join("\n"));
    assert.deepEqual(verify([after], [record]).segments.map(({ state, seams, reason }) => [state, seams, reason]), [["stale", [2], "moved"], ["stale", [5], "moved"]]);
    const human = file("a.sh", [...lines.slice(0, 2), "h  typed", ...lines.slice(2)].join("\n"));
    assert.deepEqual(verify([human], [record]).segments.map(({ seams }) => seams), [[], []], "lines that are new as well do not part it");
  });
});

describe("carrying a sign-off over edits", () => {
  const scenario = (name: string, files: TestFile[], expected: string[], records: readonly VerdictRecord[] = APPROVED) =>
    it(name, () => assert.deepEqual(summary(files, records), expected));

  scenario("unchanged", [BASE], ["verified"]);
  scenario("file renamed", [edited(() => undefined, "b.ts")], ["verified"]);
  scenario("re-indented, CRLF, trailing blanks", [edited((copy) => void (copy.lines = copy.lines.map((line) => "\t" + line.replace(/ {2}/g, "\t") + " \r")))], ["verified"]);
  scenario("context edited above and below", [edited((copy) => { copy.lines[1] = "const A = 9"; copy.lines[8] = "const B = 7"; })], ["verified"]);
  scenario("one line changed", [replaceLine(6, "  return n;")], ["stale new=7"]);
  scenario("one line inserted", [edited((copy) => insert(copy, 4, "+  log(n);"))], ["stale new=5"]);
  scenario("guard deleted: nothing new to see", [edited((copy) => remove(copy, 3))], ["stale seam=4"]);
  scenario("last statement deleted", [edited((copy) => remove(copy, 6))], ["stale seam=7"]);
  scenario("two approved lines swapped", [edited((copy) => { [copy.lines[4], copy.lines[5]] = [BASE.lines[5] ?? "", BASE.lines[4] ?? ""]; })], ["stale seam=5,6,7"]);
  scenario("human line inserted in the middle", [edited((copy) => insert(copy, 5, "h  metrics.inc();"))], ["verified", "verified"]);
  scenario("blank line added", [edited((copy) => insert(copy, 5, "+"))], ["verified"]);
  scenario("moved to another file, old place gone", [edited((copy) => remove(copy, 2, 6)), file("p.ts", HUNK.join("\n"))], ["moved"]);
  scenario("copied: the second place is not covered", [BASE, file("p.ts", HUNK.join("\n"))], ["verified", "unverified new=1,2,3,4,5"]);
  scenario("copied, two records", [BASE, file("p.ts", HUNK.join("\n"))], ["verified", "verified"], [...APPROVED, approve(file("p.ts", HUNK.join("\n")), 0, 6)]);
  scenario("mosaic of approved lines elsewhere", [file("z.ts", "+export function pay(u, n) {\n+  ledger.debit(u.id, n);\n+  return true;\n+}")], ["unverified new=1,2,3"]);
  scenario("trivial segment", [file("q.ts", " a\n+}\n+\n b")], ["trivial"]);
  scenario("short approved line replayed elsewhere", [file("q.ts", " x\n+  return true;\n y")], ["unverified new=2"], [approve(file("r.ts", "+  return true;"), 0, 1)]);
  const python = file("m.py", "+if a:\n+    b()\n+    c()");
  scenario("Python indentation change is not whitespace only", [copyOf(python, (copy) => void (copy.lines[2] = "c()"))], ["stale new=3"], approveAll(python));
  scenario("hunk appended directly below", [edited((copy) => insert(copy, 8, "+export const z = 1;"))], ["stale new=9"]);
  scenario("closing brace moved", [edited((copy) => { copy.lines[5] = "  }"; copy.lines[6] = "  ledger.debit(u.id, n);"; copy.lines[7] = "  return true;"; })], ["stale seam=6,7"]);
  const twoBlanks = replaceLine(3, '  if (!u.ok) throw new Error("n  o");');
  scenario("interior blanks of a string changed", [replaceLine(3, '  if (!u.ok) throw new Error("n o");')], ["stale new=4"], [approve(twoBlanks, 2, 8)]);
  const template = file("t.ts", "+const q = `\n+  a\n+`;\n+f(q);");
  scenario("indent inside a template literal changed", [copyOf(template, (copy) => void (copy.lines[1] = "      a"))], ["stale new=2"], approveAll(template));
  scenario("string literal whitespace changed", [replaceLine(3, '  if (!u.ok) throw new Error("n  o");')], ["stale new=4"]);
  scenario("copied inside the same file", [edited((copy) => insert(copy, copy.lines.length, " const D = 4", ...HUNK))], ["verified", "unverified new=12,13,14,15,16"]);
  const two = file("a.ts", " x\n+one();\n+two();\nhhuman();\n+three();\n+four();\n y");
  scenario("human separator removed: two whole hunks touch", [file("a.ts", " x\n+one();\n+two();\n+three();\n+four();\n y")], ["verified"], approveAll(two));
  scenario("half of each of two approved hunks glued", [file("a.ts", " x\n+one();\n+four();\n y")], ["stale seam=3"], approveAll(two));
  scenario("split by a human line, tail half deleted", [edited((copy) => { remove(copy, 5, 3); insert(copy, 5, "h  metrics.inc();"); })], ["stale seam=5"]);
  const withoutGuard = edited((copy) => remove(copy, 3));
  scenario("after the edited segment is signed again", [withoutGuard], ["verified"], [...APPROVED, approve(withoutGuard, 2, 7)]);

  it("names what it matched by", () => {
    assert.deepEqual(verify([edited((copy) => { copy.lines[1] = "const A = 9"; })], APPROVED).segments[0]?.matches, ["context-changed"]);
    assert.deepEqual(verify([edited(() => undefined, "b.ts")], APPROVED).segments[0]?.matches, ["renamed"]);
  });

  it("does not depend on the order of the records", () => {
    const records = [...APPROVED, approve(withoutGuard, 2, 7), ...approveAll(two)];
    const files = [withoutGuard, { ...two, path: "b.ts" }];
    const expected = summary(files, records);
    assert.deepEqual(summary(files, [...records].reverse()), expected);
  });
});

describe("lines of unknown origin inside an approved hunk", () => {
  it("are stale, and no seam beside them", () => {
    const intruded = copyOf(BASE, (copy) => insert(copy, 5, "?  steal(n);"));
    const result = verify([intruded], APPROVED);
    assert.deepEqual(result.intruders.get("a.ts"), [6]);
    assert.deepEqual(result.segments.map((segment) => segment.state), ["verified", "verified"]);
  });
  it("replacing an approved line are stale without a seam of their own", () => {
    const intruded = copyOf(BASE, (copy) => { remove(copy, 4); insert(copy, 4, "?  steal(n);"); });
    const result = verify([intruded], APPROVED);
    assert.deepEqual(result.intruders.get("a.ts"), [5]);
    assert.deepEqual(result.segments.flatMap((segment) => segment.seams), []);
  });
  it("that stood at the base are nobody's intrusion", () => {
    const merged = copyOf(BASE, (copy) => insert(copy, 5, "   old();"));
    assert.equal(verify([merged], APPROVED).intruders.size, 0);
  });
  it("a mixed line is stale as an edit of the signer's hunk", () => {
    const mixed = copyOf(BASE, (copy) => { remove(copy, 6); insert(copy, 6, "~  return n;"); });
    const [segment] = verify([mixed], APPROVED).segments;
    assert.deepEqual(segment?.staleLines, [7]);
    assert.equal(segment?.reason, "edited-by-signer");
  });
});

describe("approved lines that meanwhile stand at the base", () => {
  it("are not missing: half of the hunk was merged", () => {
    const half = copyOf(BASE, (copy) => { for (let line = 2; line < 5; line++) { copy.origins[line] = "unknown"; copy.changed[line] = false; } });
    assert.deepEqual(summary([half], APPROVED), ["verified"]);
  });
});
