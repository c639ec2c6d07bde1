import { dayOf, type ItemFact, type PanelFacts, type SpanFact, type VerdictFact } from "../../../../src/core/debt/panel/facts";

const DAY = dayOf("2026-03-02");

/** Two repositories, modules and owners, and two assistants: 30 lines by one, 12 by the other. */
export function twoPlaces(verdicts: readonly VerdictFact[] = []): PanelFacts {
  const span = (place: number, lines: number): SpanFact => ({ repository: place, module: place, owner: place, author: place, kind: "code", introduced: DAY, state: 0, from: DAY, to: null, end: null, first: true, fixed: false, lines });
  const item = (place: number, lines: number, more: Partial<ItemFact>): ItemFact => ({
    repository: place, id: `h1:${place}`, path: `src/${place}.ts`, startLine: 1, endLine: lines, symbol: null, module: place, owner: place, author: place, kind: "code", state: "unseen", risk: place === 0 ? "high" : "low", reasons: [], hundredths: lines * 30, size: lines, open: lines, introduced: DAY, findings: 0, byPrompterAlone: null, generated: false, ...more,
  });
  const repository = (name: string) => ({ name, head: "a".repeat(40), since: "the first commit", firstDay: DAY, lastDay: DAY + 14, policyVersion: 1, ledger: { verdict: "intact" as const, enrolled: true, records: 0, keys: 0 }, verdict: "pass" as const, gate: [], hasOwners: true, notChecked: [] });
  return {
    schema: "countersign/panel-facts/1", asOf: DAY + 200, repositories: [repository("shop"), repository("till")], modules: ["src/a", "src/b"], owners: ["@ada", "(unowned)"], authors: [{ assistant: "claude-code", model: "opus" }, { assistant: "codex", model: null }], signers: ["signer 1", "signer 2"],
    spans: [span(0, 30), span(1, 12)], added: [], items: [item(0, 30, {}), item(1, 12, {}), item(1, 4, { id: "h1:2", state: "signed-off", byPrompterAlone: true })], verdicts,
  };
}
