import { strict as assert } from "node:assert";
import { keyText, type KeyedText } from "../../../../src/core/fingerprint/keyed-text";
import { keysOf, splitLines } from "../../../../src/core/fingerprint/lines";
import { randomNumbers } from "../../../e2e/temporary-repository";

/** Pieces that open and close literals, so that an edit changes what lines far below it are. */
const PIECES = ["const a = 1;", "", "  ", "}", "const t = `", "  text  ", "`;", "/* `", "*/", "call(`x`);", "else {", "'''", "x = '''", "  y", "<<EOF", "EOF", "\tz \r"];

describe("keys of a text made from the text before it", () => {
  for (const path of ["a.ts", "a.py", "a.rb", "a.txt"]) {
    it(`are those of the text alone: ${path}`, () => {
      const random = randomNumbers(7);
      const some = (count: number) => Array.from({ length: Math.floor(random() * count) }, () => PIECES[Math.floor(random() * PIECES.length)] ?? "");
      let lines = some(30);
      let previous: KeyedText | null = null;
      let taken = 0;
      for (let round = 0; round < 1500; round += 1) {
        const at = Math.floor(random() * (lines.length + 1));
        lines = [...lines.slice(0, at), ...some(4), ...lines.slice(at + Math.floor(random() * 4))];
        const text = lines.join("\n") + (random() < 0.5 ? "\n" : "");
        const next: KeyedText = keyText(path, text, previous);
        assert.deepEqual(next.keys, keysOf(path, splitLines(text)));
        if (previous !== null && next.keys.all[0] === previous.keys.all[0]) taken += 1;
        previous = next;
        if (lines.length > 60) lines = lines.slice(20);
      }
      assert.ok(taken > 100, `the first line was taken over ${taken} times`);
    });
  }
});
