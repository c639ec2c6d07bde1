import { strict as assert } from "node:assert";
import { CloneCheck } from "../../../src/checks/clones/clone-check";
import type { CacheFolder } from "../../../src/core/ports";
import { MemorySnapshot } from "./memory-snapshot";

const ORIGINAL = `export async function loadInvoices(customer: string, from: Date, limit: number) {
  const rows = await store.select("invoices", { customer, from });
  const open = rows.filter((row) => row.state !== "paid" && row.due < from);
  const totals = new Map<string, number>();
  for (const row of open) {
    const before = totals.get(row.currency) ?? 0;
    totals.set(row.currency, before + row.amount - row.discount);
  }
  const sorted = [...totals].sort((left, right) => right[1] - left[1]);
  if (sorted.length > limit) {
    log.warn("more currencies than asked for", sorted.length);
    return sorted.slice(0, limit);
  }
  return sorted;
}
`;
const RENAMED = ORIGINAL.replace(/loadInvoices/g, "readBills").replace(/\brow\b/g, "bill").replace(/totals/g, "sums");
const OTHER = `export function describe(list: readonly string[]) {
${Array.from({ length: 20 }, (_, index) => `  if (list.length === ${index}) return text${index}(list, other${index % 3});`).join("\n")}
}
`;

async function found(head: Record<string, string>, path: string, base: string | null = null, folder: CacheFolder | null = null) {
  const { findings } = await new CloneCheck(folder).run([{ path, text: head[path] ?? "", base, basePath: path }], new MemorySnapshot(head));
  return findings.map(({ finding, other }) => `${finding.startLine}-${finding.endLine} ${other.path}:${other.startLine}-${other.endLine}`);
}

describe("rule clone", () => {
  const before = "import { store } from './store';\n\n";
  const reports: readonly (readonly [string, Record<string, string>, string | null])[] = [
    ["a copy in a new file", { "src/a.ts": ORIGINAL, "src/b.ts": `${before}${ORIGINAL}` }, null],
    ["a copy with names exchanged", { "src/a.ts": ORIGINAL, "src/b.ts": RENAMED }, null],
    ["a copy that a change appends", { "src/a.ts": ORIGINAL, "src/b.ts": `${OTHER}${ORIGINAL}` }, OTHER],
    ["a copy in other white space and with comments", { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL.replace(/\n {2}/g, "\n      ").replace("const sorted", "// the largest first\n      const sorted") }, null],
    ["a copy with other texts and numbers", { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL.replace("invoices", "bills").replace("paid", "settled").replace("?? 0", "?? 1") }, null],
    ["a copy of the file's own code", { "src/b.ts": `${ORIGINAL}${RENAMED}` }, ORIGINAL],
    ["a part of a function", { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL.replace("loadInvoices(customer", "other(extra: number, customer").replace("  return sorted;\n", "  return finish(sorted);\n") }, null],
    ["a copy in another language of the family", { "src/a.ts": ORIGINAL, "src/b.mts": ORIGINAL }, null],
    ["a copy of code in a language without braces", { "a.py": py(), "b.py": py() }, null],
    ["a copy after an apostrophe in prose", { "src/a.ts": ORIGINAL, "src/b.tsx": `const note = <p>the shop's bills</p>;\n${ORIGINAL}` }, null],
    ["a copy whose names bear numbers", { "src/a.ts": numbered(), "src/b.ts": numbered() }, null],
    ["a copy after imports over several lines", { "src/a.ts": ORIGINAL, "src/b.ts": `import {\n  store,\n} from './store';\n${ORIGINAL}` }, null],
    ["a copy after imports in round brackets", { "a.py": py(), "b.py": `from store import (\n    store,\n    log,\n)\n${py()}` }, null],
    ["a copy in a text that never closes its import", { "src/a.ts": ORIGINAL, "src/b.ts": `import {\n${"a;\n".repeat(1_100)}${ORIGINAL}` }, null],
    ["a long copy under other names", { "src/a.ts": long(""), "src/b.ts": long("Other") }, null],
  ];
  for (const [name, head, base] of reports) {
    it(`reports ${name}`, async () => {
      const path = Object.keys(head).slice(-1)[0] ?? "";
      assert.equal((await found(head, path, base)).length, 1);
    });
  }

  const accepts: readonly (readonly [string, Record<string, string>, string, string | null])[] = [
    ["a file alone", { "src/a.ts": ORIGINAL }, "src/a.ts", null],
    ["code that was moved", { "src/b.ts": ORIGINAL }, "src/b.ts", null],
    ["what stood twice before", { "src/a.ts": ORIGINAL, "src/b.ts": `// note\n${ORIGINAL}` }, "src/b.ts", ORIGINAL],
    ["what was moved inside its file", { "src/a.ts": ORIGINAL, "src/b.ts": `${OTHER}${ORIGINAL}` }, "src/b.ts", `${ORIGINAL}${OTHER}`],
    ["few lines", { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL.split("\n").slice(0, 5).join("\n") }, "src/b.ts", null],
    ["tests that repeat each other", { "src/a.test.ts": ORIGINAL, "src/b.test.ts": ORIGINAL }, "src/b.test.ts", null],
    ["code that only a test has", { "src/a.test.ts": ORIGINAL, "src/b.ts": ORIGINAL }, "src/b.ts", null],
    ["imports alike", { "src/a.ts": imports(), "src/b.ts": imports() }, "src/b.ts", null],
    ["imports alike that are indented", { "src/a.ts": imports().replace(/^/gm, "  "), "src/b.ts": imports().replace(/^/gm, "  ") }, "src/b.ts", null],
    ["imports alike over several lines", { "src/a.ts": imports().replace(/, /g, ",\n  "), "src/b.ts": imports().replace(/, /g, ",\n  ") }, "src/b.ts", null],
    ["a short copy under other names", { "src/a.ts": short(""), "src/b.ts": short("Other") }, "src/b.ts", null],
    ["a table of texts", { "src/a.ts": table(), "src/b.ts": table() }, "src/b.ts", null],
    ["generated and vendored files", { "vendor/a.ts": ORIGINAL, "src/b.ts": ORIGINAL }, "src/b.ts", null],
    ["text that is no code", { "a.md": ORIGINAL, "b.md": ORIGINAL }, "b.md", null],
    ["code of the same shape with names exchanged anyhow", { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL.replace("row.currency, before", "row.amount, before").replace("totals.get(row.currency)", "totals.get(row.discount)").replace("row.due < from", "row.due > limit").replace("right[1] - left[1]", "left[1] * right[0]").replace("slice(0, limit)", "slice(limit)") }, "src/b.ts", null],
  ];
  for (const [name, head, path, base] of accepts) it(`accepts ${name}`, async () => assert.deepEqual(await found(head, path, base), []));

  it("names the longest of the places that were copied from", async () => {
    const part = ORIGINAL.split("\n").slice(0, 12).join("\n");
    for (const [first, second] of [[part, ORIGINAL], [ORIGINAL, part]] as const) {
      assert.deepEqual(await found({ "src/a.ts": first, "src/b.ts": second, "src/c.ts": ORIGINAL }, "src/c.ts"), [`1-15 src/${first === ORIGINAL ? "a" : "b"}.ts:1-15`]);
    }
  });

  it("warns of a long copy, notes a short one and one under other names, and says which it is", async () => {
    const said = async (one: string, other: string) => {
      const head = { "src/a.ts": one, "src/b.ts": other };
      const { findings } = await new CloneCheck(null).run([{ path: "src/b.ts", text: other, base: null, basePath: "src/b.ts" }], new MemorySnapshot(head));
      return findings.map(({ finding }) => `${finding.severity} ${finding.message.replace(/^\d+ lines that | src.*$/g, "")}`);
    };
    assert.deepEqual(await said(short(""), short("")), ["note repeat"]);
    assert.deepEqual(await said(long(""), long("")), ["warning repeat"]);
    assert.deepEqual(await said(long(""), long("Other")), ["note repeat, with other names,"]);
  });

  it("names the place that was copied, to the line", async () => {
    assert.deepEqual(await found({ "src/a.ts": `${OTHER}${ORIGINAL}`, "src/b.ts": `${before}${ORIGINAL}` }, "src/b.ts"), ["3-17 src/a.ts:23-37"]);
  });

  it("reports two new copies of one thing once", async () => {
    const head = { "src/a.ts": ORIGINAL, "src/b.ts": ORIGINAL };
    const changed = Object.entries(head).map(([path, text]) => ({ path, text, base: null, basePath: path }));
    assert.equal((await new CloneCheck(null).run(changed, new MemorySnapshot(head))).findings.length, 1);
  });

  it("gives the same with a warm and with a damaged cache", async () => {
    const files = new Map<string, Uint8Array>();
    const folder: CacheFolder = { read: (name) => files.get(name) ?? null, write: (name, content) => void files.set(name, content), names: () => [...files.keys()], remove: (name) => void files.delete(name) };
    const head = Object.fromEntries([...Array.from({ length: 30 }, (_, index) => [`src/x${index}.ts`, OTHER.replace(/other/g, `other${index}`)]), ["src/a.ts", ORIGINAL], ["src/z.ts", ORIGINAL]]) as Record<string, string>;
    const cold = await found(head, "src/z.ts", null, folder);
    assert.equal(cold.length, 1);
    assert.ok(files.has("clones"));
    assert.deepEqual(await found(head, "src/z.ts", null, folder), cold);
    files.set("clones", Uint8Array.from({ length: 500 }, (_, index) => index % 251));
    assert.deepEqual(await found(head, "src/z.ts", null, folder), cold);
  });

  it("costs what the length of hostile text does", async () => {
    const hostile = { "src/a.ts": "`".repeat(300_000), "src/b.ts": "a(".repeat(150_000), "src/c.ts": "/*".repeat(150_000), "src/d.ts": `${"x y z ".repeat(20)}\n`.repeat(2_500) };
    for (const path of Object.keys(hostile)) assert.ok((await found(hostile, path)).length <= 10);
  });
});

function py(): string {
  return `def load_invoices(customer, since, limit):
    rows = store.select("invoices", customer, since)
    open_rows = [row for row in rows if row.state != "paid" and row.due < since]
    totals = {}
    for row in open_rows:
        before = totals.get(row.currency, 0)
        totals[row.currency] = before + row.amount - row.discount
    # the largest first
    ordered = sorted(totals.items(), key=lambda pair: pair[1], reverse=True)
    if len(ordered) > limit:
        log.warning("more currencies than asked for", len(ordered))
        return ordered[:limit]
    return ordered
`;
}

function numbered(): string {
  return `export function total(row1: Row, row2: Row, row3: Row, row4: Row) {\n${["const a1 = row1.b1 + row2.b2;", "const a2 = row2.b2 - row3.b3;", "const a3 = row3.b3 + row4.b4;", "if (a1 > a2) {", "return a1 - a3;", "}", "const c1 = a1 + a2;", "const c2 = a2 - a3;", "const c3 = c1 + c2;", "if (c1 > c2) {", "return c1 - c3;", "}", "return a3 + c3;"].join("\n")}\n}\n`;
}

/** About 110 tokens; with a suffix all names are others. */
function short(suffix: string): string {
  return renamed(ORIGINAL.split("\n").slice(0, 10).join("\n"), suffix);
}

/** About 220 tokens. */
function long(suffix: string): string {
  return renamed(ORIGINAL.replace("  return sorted;\n", "  for (const [currency, sum] of sorted) {\n    const rate = rates.find((one) => one.currency === currency);\n    if (rate === undefined) throw new Error(currency);\n    await store.insert(customer, currency, sum * rate.value);\n    log.info(currency, sum, rate.value, rate.since);\n  }\n  return sorted;\n"), suffix);
}

function renamed(text: string, suffix: string): string {
  const kept = new Set(["export", "from", "async", "function", "const", "await", "new", "for", "of", "if", "return", "throw", "undefined"]);
  return text.replace(/[a-zA-Z]+/g, (word) => (kept.has(word) ? word : word + suffix));
}

function imports(): string {
  return Array.from({ length: 30 }, (_, index) => `import { one${index}, two${index} } from "./part${index}";`).join("\n");
}

function table(): string {
  return `export const WORDS = {\n${Array.from({ length: 40 }, (_, index) => `  word${index}: "text ${index}",`).join("\n")}\n};\n`;
}
