import { strict as assert } from "node:assert";
import { fuzzParser, fuzzedParsers } from "./parser-fuzz";

/** Texts a parser; `npm run bench -- --only parsers` runs as many as one likes. */
const ROUNDS = 400;
/** What is far longer than any of them should hold in memory twice, or nested deeper than a stack is. */
const LARGE = 4 * 1024 * 1024;

describe("every parser of evidence", function () {
  this.timeout(60_000);
  const parsers = fuzzedParsers();

  it("is one of them: hooks, notes, records, patches, journal, marks and transcripts", () => {
    assert.equal(parsers.length, 14 + 7 + 4, parsers.map(({ name }) => name).join(", "));
    assert.ok(parsers.every(({ seeds }) => seeds.length > 0));
  });

  for (const parser of parsers) {
    it(`${parser.name}: hostile texts are answered, and no path leads out`, () => {
      assert.ok(parser.seeds.every((seed) => parser.read(seed).length >= 0));
      fuzzParser(parser, ROUNDS);
      const [seed = ""] = parser.seeds;
      for (let length = 0; length < seed.length; length += 1 + Math.floor(seed.length / 200)) parser.read(seed.slice(0, length));
      for (const text of ["", "\0".repeat(1000), "[".repeat(100_000), '{"a":'.repeat(100_000), `${seed}\n`.repeat(Math.ceil(LARGE / (seed.length + 1))), "x".repeat(LARGE), `${"y".repeat(20)}\n`.repeat(LARGE / 21)]) parser.read(text);
    });
  }
});
