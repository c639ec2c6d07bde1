import { dayOf, type ItemFact, type PanelFacts, type SpanFact, type VerdictFact } from "../../../../src/core/debt/panel/facts";

const FIRST = dayOf("2020-01-06");
const LAST = dayOf("2026-03-31");

/** Facts whose every figure has more than three digits, where it can have them. */
export function largeFacts(): PanelFacts {
  const place = { repository: 0, module: 0, owner: 0 };
  const span = (more: Partial<SpanFact>): SpanFact => ({ ...place, author: 0, kind: "code", introduced: FIRST, state: 0, from: FIRST, to: null, end: null, first: true, fixed: false, lines: 14_276, ...more });
  const item = (id: number, more: Partial<ItemFact>): ItemFact => ({
    ...place, id: `h1:${id}`, path: `src/file-${id}.ts`, startLine: 1, endLine: 9, symbol: null, author: 0, kind: "code", state: "unseen", risk: "high", reasons: ["catches and ignores an error"], hundredths: 264_050, size: 2_708, open: 2_708, introduced: FIRST, findings: 0, byPrompterAlone: null, generated: false, ...more,
  });
  const verdict = (batch: number, more: Partial<VerdictFact>): VerdictFact => ({ ...place, at: "2026-03-16T15:00:00Z", verdict: "approved", signer: 0, trust: "key", key: null, batch, lines: 40_000, risk: "low", rules: [], hasNote: true, path: "src/file.ts", ...more });
  return {
    schema: "countersign/panel-facts/1",
    asOf: LAST,
    repositories: [{ name: "large", head: "a".repeat(40), since: "the first commit", firstDay: FIRST, lastDay: LAST, policyVersion: 1, ledger: { verdict: "intact", enrolled: true, records: 100_000, keys: 1_024 }, verdict: "fail", gate: [{ condition: "patch.high", limit: 1_000, actual: 1_161, pass: false, why: "" }], hasOwners: false, notChecked: [] }],
    modules: ["src"],
    owners: ["(unowned)"],
    authors: [{ assistant: "claude-code", model: null }],
    signers: ["signer 1"],
    spans: [span({}), span({ introduced: LAST - 20, from: LAST - 20, lines: 11_824 }), span({ introduced: LAST - 30, from: LAST - 30, to: LAST - 20, end: "signed", lines: 2_452 }), span({ introduced: LAST - 30, from: LAST - 20, state: 1, first: false, to: LAST - 10, end: "reopened", lines: 1_630 })],
    added: [{ ...place, day: LAST - 20, lines: 20_000, known: 14_276 }],
    items: [...Array.from({ length: 1_161 }, (_, index) => item(index, {})), item(9_000, { state: "signed-off", byPrompterAlone: true })],
    verdicts: [verdict(0, {}), verdict(1, { at: "2026-03-16T15:00:10Z" }), verdict(2, { verdict: "waived", waiver: { until: null, reason: "now", hunks: ["h1:1"] } })],
  };
}

/** Runs of four digits and more that are no day, no moment and no name of a file. */
export function bareNumbers(text: string): readonly string[] {
  return text.replace(/\d{4}-\d\d-\d\d(T[\d:]+Z)?|src\/file-\d+|\ba{7,}\b/g, "").match(/\d{4,}/g) ?? [];
}
