import { strict as assert } from "node:assert";
import { approvalText } from "../../../src/report/approval-text";
import { checkText, type CheckTextOptions } from "../../../src/report/check-text";
import { initText } from "../../../src/report/init-text";
import { logText } from "../../../src/report/log-text";
import { exactMinutes, roundedMinutes } from "../../../src/report/minutes";
import { originsText } from "../../../src/report/origins-text";
import { PLAIN } from "../../../src/report/palette";
import { statusText } from "../../../src/report/status-text";
import { groupedNumber } from "../../../src/core/counted";
import { displayWidth, fit, fitPath, printable, wrap } from "../../../src/report/text-layout";
import { whyText } from "../../../src/report/why-text";
import { findingOf, fullSnapshot, itemOf, recordOf, snapshotOf } from "./snapshot-fixture";

const CHECK: CheckTextOptions = { palette: PLAIN, width: 80, findingsOutsideHunks: false, soft: false, excerpts: new Map() };
const STATUS = { palette: PLAIN, width: 80, limit: 10 };

function assertColumns(text: string, width = 80): void {
  for (const line of text.split("\n")) assert.ok(displayWidth(line) <= width, `${displayWidth(line)} columns: ${line}`);
}

describe("checkText", () => {
  it("says the verdict first, then files, reasons, gate and what was not checked", () => {
    const text = checkText(fullSnapshot(), CHECK);
    assertColumns(text);
    assert.match(text, /^countersign check {2}✗ failed\nAbout 20 min of review owed: 6 hunks, 26 lines, 2 of high risk\. 1 hunk signed\noff \(1 self-declared key\)\.\n/);
    assert.match(text, /Since the merge base with origin\/main \(a2d9b92\), on feature, uncommitted work/);
    const order = ["src/admin.ts", "src/cart.ts", "src/low.ts", "src/pay.ts", "src/seen.py", "Unclaimed:", "Gate", "Not checked"].map((part) => text.indexOf(`\n${part}`));
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
    assert.ok(order.every((index) => index > 0), String(order));
    assert.match(text, /catches and ignores an error \(error-swallowed\)/);
    assert.match(text, /3 lines removed/);
    assert.match(text, /stale: changed since it was approved \(lines 6-7, 9; seam before line 8\)/);
    assert.match(text, /✗ patch\.high {4}2 high-risk hunk\(s\)/);
    assert.match(text, /✓ patch\.errors/);
    assert.ok(!text.includes("src/signed.ts") && !text.includes("dist/bundle.js"));
  });

  it("mentions introduced findings outside hunks, and lists them on request", () => {
    assert.match(checkText(fullSnapshot(), CHECK), /1 introduced finding outside hunks; --all-findings lists it\./);
    const all = checkText(fullSnapshot(), { ...CHECK, findingsOutsideHunks: true });
    assert.match(all, /Findings outside hunks\n {2}src\/aa-ui\.ts\n {4}warning 2:3 ui imports database \(layer-violation\)/);
    assert.ok(!all.includes("--all-findings"));
  });

  it("quotes the lines it is given", () => {
    const item = itemOf();
    const text = checkText(snapshotOf([item]), { ...CHECK, excerpts: new Map([[item.hunk.id, [{ line: 9, text: "try {" }, { line: 12, text: "} catch {}" }]]]) });
    assert.match(text, /\n {5}9 │ try \{\n {4}12 │ \} catch \{\}\n/);
  });

  it("passes quietly when nothing is owed", () => {
    const text = checkText(snapshotOf([]), CHECK);
    assert.match(text, /✓ passed\nNo verification debt\.\n/);
    assertColumns(text);
  });

  it("says that it could not evaluate, and that soft is soft", () => {
    assert.match(checkText(snapshotOf([], { verdict: "not-evaluated" }), CHECK), /\? could not be evaluated/);
    assert.match(checkText(fullSnapshot(), { ...CHECK, soft: true }), /✗ failed \(soft: not counted\)/);
  });

  it("says once what one reason left unchecked in many files, and apart what another one did", () => {
    const typed = (path: string) => ({ what: "type-aware rules", why: "more than 60 changed modules at once", path });
    const notChecked = [typed("src/a.ts"), { what: "risk of b.py", why: "no analyser reads Python", path: "b.py" }, typed("src/b c.ts"), { what: "type-aware rules", why: "they took longer than 20 s" }, typed("src/d.ts"), typed("src/e.ts"), { what: "imports", why: "syntax error", path: "f.ts" }];
    const wide = checkText(snapshotOf([], { notChecked }), { ...CHECK, width: 200 });
    const lines = [
      '  type-aware rules in 4 files (src/a.ts, src/b c.ts, src/d.ts and 1 more): more than 60 changed modules at once',
      "  risk of b.py: no analyser reads Python",
      "  type-aware rules: they took longer than 20 s",
      "  imports (f.ts): syntax error",
    ];
    assert.ok(wide.includes(lines.join("\n")), wide);
    const status = statusText(snapshotOf([], { notChecked }), { ...STATUS, width: 200 });
    assert.ok(status.includes("Not checked: type-aware rules in 4 files ("), status);
    assert.ok(status.includes("Not checked: 1 more thing; countersign check lists them."), status);
  });

  it("stays within the width whatever the names are, and obeys no control character", () => {
    const wild = "\u001b[31mred\u001b[0m\u202e" + "長い名前".repeat(40) + "x".repeat(300);
    const item = itemOf({
      hunk: { path: `src/${wild}.ts`, symbol: wild, assistant: wild, evidence: { source: "hook", tier: 1, detail: wild } },
      risk: { level: "high", reasons: [{ rule: "r", message: wild }], sortKey: 1 },
      findings: [findingOf({ rule: "other", message: wild, fix: wild })],
    });
    const snapshot = snapshotOf([item], {
      scope: { base: null, baseLabel: wild, head: "index", branch: wild, all: false },
      notChecked: [{ what: wild, why: wild, path: wild }],
      gate: [{ condition: wild, limit: 0, actual: 1, pass: false, why: wild }],
      unclaimed: { lines: 1, policy: "assume-ai", files: [] },
    });
    for (const width of [60, 80, 100]) {
      const text = checkText(snapshot, { ...CHECK, width, excerpts: new Map([[item.hunk.id, [{ line: 1, text: wild }]]]) });
      assertColumns(text, width);
      assert.ok(!/[\u001b\u202e]/.test(text));
    }
    const status = statusText(snapshot, STATUS);
    assert.ok(!/[\u001b\u202e]/.test(status));
    // Commands to copy are the one thing that is never cut.
    assertColumns(status.split("\n").filter((line) => !line.startsWith("  countersign ")).join("\n"));
  });
});

describe("statusText", () => {
  it("says in order: totals, scope, riskiest hunks, unclaimed, history, what to do next", () => {
    const text = statusText(fullSnapshot(), STATUS);
    assertColumns(text);
    const expected = [
      "Verification debt: about 20 min in 6 hunks, 26 lines",
      "2 high risk · 1 stale · 1 rejected · 1 viewed · 1 signed off",
      "The gate would fail.",
      "Since the merge base",
      "Riskiest first",
      "src/admin.ts:30",
      "src/pay.ts:10-14",
      "src/low.ts:1-5",
      "Unclaimed: 31 changed lines of unknown origin in 1 file, not counted.",
      "History: 182,000 lines by assistants in 912 files, not counted (--all counts\nthem).",
      "Not checked: risk of src/seen.py: no analyser reads Python",
      "Next\n  countersign why src/admin.ts:30\n  countersign sign src/admin.ts:30\n",
    ].map((part) => [part, text.indexOf(part)] as const);
    expected.forEach(([part, index], position) => {
      assert.ok(index >= 0, `missing: ${part}\n${text}`);
      assert.ok(index > (expected[position - 1]?.[1] ?? -1), `out of order: ${part}\n${text}`);
    });
  });

  it("lists no more than the limit, and says what is left", () => {
    const text = statusText(fullSnapshot(), { ...STATUS, limit: 2 });
    assert.match(text, /and 4 more hunks; --limit 6 shows all/);
    assert.ok(!text.includes("src/low.ts"));
  });

  const empty: readonly [name: string, text: string, expected: RegExp][] = [
    ["nothing by an assistant", statusText(snapshotOf([]), STATUS), /No verification debt\. No code by an assistant is known here\.\nThe gate passes\.[^]*hooks, by notes and by commit marks/],
    ["everything signed off", statusText(snapshotOf([itemOf({ state: "signed-off", hundredths: 0 })]), STATUS), /1 hunk by assistants, all signed off\./],
    ["no commits", statusText(snapshotOf([], { scope: { base: null, baseLabel: "no commits yet", head: "worktree", branch: "main", all: false } }), STATUS), /No commits to measure from, on main[^]*Nothing is committed yet/],
    ["no remote", statusText(snapshotOf([], { scope: { base: "b".repeat(40), baseLabel: "HEAD (no remote branch to compare with)", head: "worktree", branch: null, all: false } }), STATUS), /on a detached HEAD[^]*--base REV widens it/],
    ["the whole history", statusText(snapshotOf([], { scope: { base: null, baseLabel: "whole history", head: "worktree", branch: "main", all: true } }), STATUS), /Everything by assistants, history included/],
    ["a date", statusText(snapshotOf([], { scope: { base: "b".repeat(40), baseLabel: "since 2026-01-01", head: "worktree", branch: "main", all: false } }), STATUS), /Since 2026-01-01 \(bbbbbbb\)/],
    ["unsigned sign-offs", statusText(snapshotOf([], { signing: { signer: "a", key: null, trust: "none", unsigned: 2 } }), STATUS), /2 sign-offs of this clone carry no signature\./],
  ];
  for (const [name, text, expected] of empty) {
    it(`explains itself with ${name}`, () => {
      assert.match(text, expected);
      assertColumns(text);
    });
  }

  it("quotes a path for the shell where it must", () => {
    assert.match(statusText(snapshotOf([itemOf({ hunk: { path: "src/it's here.ts" } })]), STATUS), /sign 'src\/it'\\''s here\.ts':10/);
  });
});

describe("whyText", () => {
  const item = itemOf({ risk: { level: "high", reasons: [{ rule: "error-swallowed", message: "catches and ignores an error" }], sortKey: 1 } });
  const answer = {
    path: "src/pay.ts",
    line: 12,
    text: "  } catch {}",
    origin: "ai",
    assistant: "claude-code",
    model: "claude-opus-4-5",
    agentSession: "s-1",
    evidence: item.hunk.allEvidence,
    commit: "b".repeat(40),
    item,
    reasons: item.risk.reasons,
    records: [recordOf({ note: "looked twice" }), recordOf({ trust: "none", key: "" })],
  } as const;

  it("names origin, evidence, commit, hunk, reasons and records", () => {
    const text = whyText(answer, { palette: PLAIN, width: 80 });
    assertColumns(text);
    for (const part of [
      "src/pay.ts:12",
      "Origin    ai: written by claude-code, claude-opus-4-5, session s-1",
      "Evidence  hook (tier 1): Edit toolu_01",
      "Commit    bbbbbbb",
      "lines 10-14 in charge, 5 lines",
      "unseen, 3.5 min owed",
      "Risk      high",
      "Reasons   catches and ignores an error (error-swallowed)",
      "2026-11-20 14:02 UTC  approved by ann@example.com",
      "signed, self-declared, basis read",
      "“looked twice”",
      "UNSIGNED",
    ]) {
      assert.ok(text.includes(part), `missing ${part}\n${text}`);
    }
  });

  it("says what it does not know", () => {
    const text = whyText({ ...answer, origin: "unknown", assistant: null, model: null, agentSession: null, evidence: [], commit: null, item: null, reasons: [], records: [] }, { palette: PLAIN, width: 80 });
    assert.match(text, /unknown: nothing observed[^]*none: no hook[^]*not committed yet[^]*none: the line is in no hunk[^]*nobody has answered/);
  });
});

describe("logText", () => {
  it("shows who, what, when and trust, marks unsigned and withdrawn records, and lists problems and gaps", () => {
    const text = logText(
      {
        entries: [
          { record: recordOf({ trust: "none", key: "" }), trust: "none", withdrawn: false },
          { record: recordOf({ verdict: "rejected", reason: "drops the error", kind: "removal", removed: ["a", "b"] }), trust: "key", withdrawn: true },
        ],
        problems: [{ batch: "f".repeat(64), ref: "refs/countersign/s/1", why: "the signature does not verify" }],
        gaps: [{ key: "SHA256:x", sequence: 4, what: "missing" }],
      },
      { palette: PLAIN, width: 80 },
    );
    assertColumns(text);
    assert.match(text, /2026-11-20 14:02 UTC {2}approved\n {2}src\/pay\.ts {2}3 lines\n {2}ann@example\.com\n {2}UNSIGNED · read · reviewed · [0-9a-f]{12}/);
    assert.match(text, /rejected \(withdrawn\)\n {2}src\/pay\.ts {2}2 lines removed/);
    assert.match(text, /“drops the error”/);
    assert.match(text, /1 batch refused\n {2}ffffffffffff in refs\/countersign\/s\/1: the signature does not verify/);
    assert.match(text, /SHA256:x: batch 4 is missing/);
  });

  it("says that there is nothing yet", () => assert.match(logText({ entries: [], problems: [], gaps: [] }, { palette: PLAIN, width: 80 }), /no records yet/));
});

describe("originsText and initText", () => {
  it("counts lines by origin", () => {
    const text = originsText(
      { schema: "countersign/origins/1", rev: "worktree", files: [{ path: "src/a.ts", blob: null, lines: 30, ranges: [{ start: 1, end: 10, origin: "ai", commit: null }, { start: 11, end: 11, origin: "mixed", commit: null }, { start: 12, end: 30, origin: "unknown", commit: null }] }] },
      { palette: PLAIN, width: 80 },
    );
    assertColumns(text);
    assert.match(text, /src\/a\.ts +10 +1 +0 +19\n1 file +10 +1 +0 +19\n/);
  });

  it("shows whole files, and which stay", () => {
    const text = initText({ files: [{ path: ".countersign/config.jsonc", text: "{\n  // x\n}\n", exists: true }], baseline: null, repositoryId: "id", notes: ["Commit it."] }, { palette: PLAIN, width: 80 });
    assert.match(text, /Baseline: none[^]*config\.jsonc {2}exists, stays as it is\n {2}\{\n {4}\/\/ x\n {2}\}\n\nCommit it\.\n$/);
  });
});

describe("approvalText", () => {
  it("shows all of the text, what it replaced, and hidden characters written out", () => {
    const item = itemOf({ hunk: { startLine: 9, endLine: 10, replaced: ["old\tline"] }, state: "stale", staleReason: "changed", staleLines: [10] });
    const long = `const long = "${"x".repeat(200)}";\r`;
    const text = approvalText([{ item, lines: [long, "if (isAdmin\u202e) {}"] }], { palette: PLAIN, width: 80 });
    assert.ok(text.includes(" 9 + const long = \"" + "x".repeat(200) + "\";\n"), text);
    assert.ok(text.includes("10 + if (isAdmin\\u{202e}) {}  ← stale"), text);
    assert.ok(text.includes("   - old  line"), text);
  });
});

describe("text layout", () => {
  it("writes out what a terminal would obey or hide", () => {
    assert.equal(printable("a\u001b[2Jb\u0007\u200bc\u{e0041}\td"), "a\\u{1b}[2Jb\\u{7}\\u{200b}c\\u{e0041}  d");
    assert.equal(printable("naïve 日本 🙂 e\u0301"), "naïve 日本 🙂 e\u0301");
  });
  it("measures and cuts by columns", () => {
    assert.equal(displayWidth("日本"), 4);
    assert.equal(displayWidth("e\u0301"), 1);
    assert.equal(fit("日本語", 5), "日本…");
    assert.equal(fit("abc", 3), "abc");
    assert.equal(fitPath("src/deep/file.ts", 9), "…/file.ts");
  });
  it("wraps words, and cuts those that are too long", () => {
    assert.deepEqual(wrap("one two three four five", 12), ["one two", "three four", "five"]);
    assert.deepEqual(wrap("x".repeat(25), 12, "  "), ["  " + "x".repeat(10), "  " + "x".repeat(10), "  xxxxx"]);
  });
  it("groups thousands in every locale the same", () => {
    assert.deepEqual([0, 999, 1000, 182000, 1234567].map(groupedNumber), ["0", "999", "1,000", "182,000", "1,234,567"]);
  });
  it("says minutes", () => {
    assert.deepEqual([0, 40, 95, 350, 949, 1000, 4149].map(exactMinutes), ["0 min", "under 1 min", "under 1 min", "3.5 min", "9.5 min", "10 min", "41 min"]);
    assert.deepEqual([0, 40, 4150, 8900, 9000, 18_000, 20_000].map(roundedMinutes), ["0 min", "under 1 min", "about 42 min", "about 89 min", "about 1.5 h", "about 3 h", "about 3.5 h"]);
  });
});
