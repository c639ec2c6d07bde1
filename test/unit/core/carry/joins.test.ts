import { strict as assert } from "node:assert";
import { verify } from "../../../../src/core/carry/verify";
import type { VerdictRecord } from "../../../../src/core/model";
import { approve, file, type TestFile } from "./fixtures";

function aiFile(path: string, lines: readonly string[]): TestFile {
  return file(path, lines.map((line) => `+${line}`).join("\n"));
}

function approval(path: string, lines: readonly string[], { from = 0, to = lines.length, at = "2026-11-22T06:00:00Z" } = {}): VerdictRecord {
  return approve(aiFile(path, lines), from, to, { at });
}

const BODY = ["export function charge(order: Order): Receipt {", "  const total = sum(order.lines);", "  audit(order);", "  limit(total);", "  return send(total);", "}"];
const GUARD = ["  if (total < 0) {", '    throw new RangeError("negative");', "  }"];

/** `BODY` was approved, then somebody put `inserted` in place of the lines `from` to `to` and signed that. */
function splitBody(from: number, to: number, inserted: readonly string[]): { readonly lines: string[]; readonly records: VerdictRecord[] } {
  const lines = [...BODY.slice(0, from), ...inserted, ...BODY.slice(to)];
  return { lines, records: [approval("src/pay.ts", BODY, { at: "2026-11-22T06:00:00Z" }), approval("src/pay.ts", lines, { from, to: from + inserted.length, at: "2026-11-22T07:00:00Z" })] };
}

function seamsOf(lines: readonly string[], records: readonly VerdictRecord[]): { readonly stale: readonly number[]; readonly seams: readonly number[] } {
  const { segments } = verify([aiFile("src/pay.ts", lines)], records);
  return { stale: segments.flatMap(({ staleLines }) => staleLines), seams: segments.flatMap(({ seams }) => seams) };
}

describe("joins between approved hunks", () => {
  it("are no seams where a signed change split an older hunk, or took the place of its lines", () => {
    for (const { lines, records } of [splitBody(2, 2, GUARD), splitBody(2, 3, GUARD), splitBody(3, 4, ["  cap(total);"])]) {
      assert.deepEqual(seamsOf(lines, records), { stale: [], seams: [] });
    }
  });

  it("are seams without the newer signature's context: the same text between other lines", () => {
    const { lines, records } = splitBody(2, 3, ["  cap(total);"]);
    const moved = [...lines.slice(0, 2), ...lines.slice(3, 4), "  cap(total);", ...lines.slice(4)];
    assert.notDeepEqual(seamsOf(moved, records).seams, []);
  });

  it("are seams where a line beside the newer hunk goes later", () => {
    const { lines, records } = splitBody(3, 3, ["  cap(total);"]);
    for (const gone of [1, 2, 4, 5]) {
      const cut = lines.filter((_, index) => index !== gone);
      assert.notDeepEqual(seamsOf(cut, records).seams, [], lines[gone]);
    }
  });

  it("are seams where a word or bracket goes that no context counts", () => {
    const before = ["  if (paid(order))", "    close(order);", "  else", "    remind(order);", "  archive(order);"];
    const after = [before[0] ?? "", "    settle(order);", ...before.slice(2)];
    const records = [approval("src/pay.ts", before, { at: "2026-11-22T06:00:00Z" }), approval("src/pay.ts", after, { from: 1, to: 2, at: "2026-11-22T07:00:00Z" })];
    assert.deepEqual(seamsOf(after, records), { stale: [], seams: [] });
    assert.notDeepEqual(seamsOf(after.filter((line) => line !== "  else"), records).seams, [], "the else is gone");
  });

  it("are seams where what goes leaves the same neighbours behind", () => {
    const block = ["  lock(order);", "  charge(order);", "  unlock(order);"];
    const before = [...block, "  check(order);", ...block];
    const whole = [...before, "  report(order);"];
    const records = [approval("src/pay.ts", before, { at: "2026-11-22T06:00:00Z" }), approval("src/pay.ts", whole, { from: before.length, to: whole.length, at: "2026-11-22T07:00:00Z" })];
    assert.deepEqual(seamsOf(whole, records), { stale: [], seams: [] });
    assert.notDeepEqual(seamsOf([...block, "  report(order);"], records).seams, [], "the check and a block are gone");
  });
});

describe("a file that was renamed", () => {
  const start = ["  open(order);", "  verifyStock(order);", "  reserve(order);", "  charge(order);"];
  const other = ["  notify(order);"];
  const lines = [...start, "// a person's", "// two more", ...other];
  const records = [approval("src/old.ts", start), approval("src/old.ts", other)];
  const states = (exists: (path: string) => boolean) => {
    const origins = lines.map((line) => (line.startsWith("//") ? ("human" as const) : ("ai" as const)));
    return verify([{ ...aiFile("src/new.ts", lines), origins }], records, exists).segments.map(({ state }) => state);
  };

  it("takes its short approved lines along once it is gone and longer ones of it stand in the new one", () => {
    assert.deepEqual(states((path) => path !== "src/old.ts"), ["moved", "moved"]);
    assert.deepEqual(states(() => true), ["moved", "unverified"], "while the file is there, a short line elsewhere is no proof");
  });
});
