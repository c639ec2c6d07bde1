import { strict as assert } from "node:assert";
import { knownByAuthor } from "../../../../src/core/debt/known-by-author";
import type { AttributedFile, LineOrigin } from "../../../../src/core/attribution/evidence";
import { keysOf } from "../../../../src/core/fingerprint/lines";
import type { Origin } from "../../../../src/core/model";

const AUTHORS = new Map([
  ["c1", { name: "Ada", email: "ada@example.org" }],
  ["c2", { name: "Ada L.", email: "ADA@example.org" }],
  ["c3", { name: "Claude Dioudonnat", email: "claude@dioudonnat.fr" }],
  ["c4", { name: "No Address", email: "" }],
]);

function file(lines: readonly (readonly [text: string, origin: Origin, commit: string | null, more?: Partial<LineOrigin>])[]): AttributedFile {
  const texts = lines.map(([text]) => text);
  return {
    path: "a.ts",
    lines: texts,
    keys: keysOf("a.ts", texts),
    tokens: null,
    origins: lines.map(([, origin, commit, more]): LineOrigin => ({ origin, attribution: null, further: [], commit, changed: true, ...more })),
    removals: [],
  };
}

describe("known origins by commit author", () => {
  it("counts added lines, not blank ones nor those of the base, and puts one person's addresses together", () => {
    const told = knownByAuthor(
      [
        file([
          ["const a = 1;", "ai", "c1"],
          ["const b = 1;", "unknown", "c2"],
          ["", "unknown", "c2"],
          ["const old = 1;", "unknown", "base", { changed: false }],
          ["const c = 1;", "unknown", "c3"],
          ["const d = 1;", "unknown", "c3"],
          ["const e = 1;", "mixed", "c3"],
          ["const f = 1;", "human", "c4"],
          ["const g = 1;", "unknown", null],
        ]),
      ],
      (commit) => AUTHORS.get(commit) ?? null,
      "shared",
    );
    assert.deepEqual(told, [
      { author: AUTHORS.get("c3"), lines: 3, known: 1 },
      { author: null, lines: 1, known: 0 },
      { author: AUTHORS.get("c1"), lines: 2, known: 1 },
      { author: AUTHORS.get("c4"), lines: 1, known: 1 },
    ]);
  });

  it("counts what only this machine saw typed as known here, and as unknown for everybody", () => {
    const files = [file([["const a = 1;", "human", "c1", { isPrivate: true }]])];
    assert.equal(knownByAuthor(files, () => null, "private")[0]?.known, 1);
    assert.equal(knownByAuthor(files, () => null, "shared")[0]?.known, 0);
  });
});
