import { strict as assert } from "node:assert";
import type { DebtItem, Trust, VerdictRecord } from "../../src/core/model";
import { TRUST_ORDER } from "../../src/core/model";
import { hunkHeadline, hunkSections } from "../../src/vscode/editor/hunk-sections";
import { spokenText, stateText, trustWord } from "../../src/vscode/services/words";
import { debtRow } from "../../src/vscode/views/debt-rows";
import { activated, closeAll, snapshotOf } from "./extension";

/** The editor's surfaces; those of texts and documents: test/unit/report/trust-surfaces.test.ts. */
describe("trust is shown wherever a sign-off is shown", () => {
  let item: DebtItem;

  before(async () => {
    const found = snapshotOf(await activated()).items.find(({ hunk }) => hunk.kind === "edit");
    assert.ok(found);
    item = found;
  });

  after(closeAll);

  function signed(trust: Trust): DebtItem {
    const record: VerdictRecord = {
      id: "a".repeat(64),
      type: "signoff",
      verdict: "approved",
      contentId: item.hunk.id,
      tokenId: null,
      sequence: [],
      context: "c1:",
      path: item.hunk.path,
      kind: "edit",
      basis: "read",
      criteria: ["reviewed"],
      signer: "ann@example.org",
      key: trust === "none" ? "" : "SHA256:abc",
      trust,
      at: "2026-11-22T06:00:00Z",
    };
    return { ...item, state: "signed-off", records: [record] };
  }

  const surfaces: Readonly<Record<string, (one: DebtItem) => string>> = {
    "the row of the tree, for the eye": (one) => String(debtRow({ kind: "hunk", key: "k", parent: null, item: one, place: undefined, openCount: 0 } as unknown as Parameters<typeof debtRow>[0], null).description ?? ""),
    "the row of the tree, for a screen reader": (one) => spokenText(one, undefined, 0),
    "the headline of hover and explanation": hunkHeadline,
    "the verdicts in hover and explanation": (one) => hunkSections(one).flatMap(({ lines }) => lines).join("\n"),
    "its state in words": stateText,
  };
  for (const [name, text] of Object.entries(surfaces)) {
    it(name, () => {
      for (const trust of TRUST_ORDER) {
        assert.ok(text(signed(trust)).includes(trustWord(trust)), `${trust}: ${text(signed(trust))}`);
      }
    });
  }
});
