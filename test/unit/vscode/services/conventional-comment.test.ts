import { strict as assert } from "node:assert";
import { COMMENT_LABELS, commentText, isBlocking, parseComment } from "../../../../src/vscode/services/conventional-comment";

describe("conventional comments", () => {
  const recorded = (text: string): string | null => {
    const comment = parseComment(text);
    return comment === null ? null : commentText(comment);
  };

  it("are read in every label, with and without a decoration, and recorded with one", () => {
    for (const label of COMMENT_LABELS) {
      assert.equal(recorded(`${label} (if-minor): a\nb`), `${label} (if-minor): a\nb`);
      assert.match(recorded(`${label}: say`) ?? "", /^\w+ \((non-)?blocking\): say$/);
    }
    assert.equal(recorded("  Issue ( Blocking ) : who closes it? "), "issue (blocking): who closes it?");
  });

  it("block where they say so, and where their label asks for a change", () => {
    const blocks = (text: string): boolean | null => {
      const comment = parseComment(text);
      return comment === null ? null : isBlocking(comment);
    };
    assert.deepEqual(["issue: a", "todo: a", "chore: a"].map(blocks), [true, true, true]);
    assert.deepEqual(["praise: a", "nitpick: a", "suggestion: a", "question: a", "thought: a", "note: a"].map(blocks), [false, false, false, false, false, false]);
    assert.deepEqual(["praise (blocking): a", "issue (non-blocking): a", "issue (if-minor): a"].map(blocks), [true, false, false]);
  });

  it("are nothing else: then the editor asks", () => {
    for (const text of ["", "looks good", "issue:", "issue (severe): a", "bug: a", "https://x.example", "issue (blocking) a"]) {
      assert.equal(parseComment(text), null, text);
    }
  });
});
