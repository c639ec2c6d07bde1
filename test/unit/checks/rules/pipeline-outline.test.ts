/** What the lines of a pipeline's file hold, and which files these lines don't tell for sure. */
import { strict as assert } from "node:assert";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { outlineOf } from "../../../../src/checks/rules/pipeline-outline";
import { loadParser, viewOf } from "../parse";

describe("outline of a pipeline's file", () => {
  let parser: NativeParser;
  before(async () => {
    parser = await loadParser();
  });
  const shown = (text: string) => outlineOf(viewOf(parser, ".github/workflows/ci.yml", text))?.map(({ keys, value, block }) => `${keys.join("/")}=${value}${block.map((line) => `|${line.text}`).join("")}`) ?? null;

  it("has each value with the keys that lead to it", () => {
    assert.deepEqual(shown("---\nname: 'a' # b\n# c\non:\n  - push # d\njobs:\n  moss:\n    env: { a: \"}\" }\n    steps:\n    - uses: x@v1\n      with:\n        a: [1, 2]\n    - \"run\": y\n    if: z\n"), [
      "name=a",
      "on=",
      "on/-0=push",
      "jobs=",
      "jobs/moss=",
      'jobs/moss/env={ a: "}" }',
      "jobs/moss/steps=",
      "jobs/moss/steps/-1/uses=x@v1",
      "jobs/moss/steps/-1/with=",
      "jobs/moss/steps/-1/with/a=[1, 2]",
      "jobs/moss/steps/-2/run=y",
      "jobs/moss/if=z",
    ]);
  });
  it("has a block's lines, empty ones and comments too, up to the next line that stands as far in as its key", () => {
    assert.deepEqual(shown("- run: |\n    a: 1\n\n    # b\n  if: d\n- >-\n  e\n- f: g\n"), ["-0/run=|    a: 1||    # b", "-0/if=d", "-1=|  e", "-2/f=g"]);
    assert.deepEqual(shown("a:\n  - - b\n    - c: |2\n        d\n      e: f"), ["a=", "a/-0/-1=b", "a/-0/-2/c=|        d", "a/-0/-2/e=f"]);
  });
  for (const text of ["a: &b c", "a: *b", "a: !!str b", "<<: b", "a: \"b", "a: 'b\n  c'", "a: [b,\n  c]", "a: { b: [ }", 'a: ["b", "c]', "a: b\n  c", "a: b\n  c: d", "a: b\n- c", "a: b\n  - c", "a:\n\tb: c", "- b\nc", "a: b\n---\nc: d", "a: | b", "a: 'b' c", "a: {b} c", "- &b", "? a", "a: b\rc: d\n", "a: b\u0085\n", "a: b\u2028\n", "a:\n \u00a0b: c\n", `a: ${"b".repeat(2000)}`]) {
    it(`knows nothing of ${text.slice(0, 40).replace(/\s+/g, " ")}`, () => assert.equal(shown(text), null));
  }
  it("knows lines that end as another system's do", () => assert.deepEqual(shown("a: b\r\nc: |\r\n  d\te\r\n"), ["a=b", "c=|  d\te|"]));
  it("knows lines that are no longer than people write", () => assert.notEqual(shown(`a: ${"b".repeat(1997)}`), null));
});
