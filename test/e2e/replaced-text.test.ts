/** What a hunk replaced is said in every scope, and never said falsely to be nothing. */
import { strict as assert } from "node:assert";
import type { ReviewSession } from "../../src/app/review-session";
import type { OpenOptions } from "../../src/app/session-types";
import { SupervisedRepository } from "./supervised-repository";

const INSTRUCTIONS = "# How to work here\n\nRun the tests.\nAsk before you delete.\n";
const many = (word: string) => Array.from({ length: 1_500 }, (_, index) => `${word} ${index}\n`).join("");

describe("what a hunk replaced", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let session: ReviewSession;

  before(async () => {
    repository = new SupervisedRepository();
    repository.start({ "CLAUDE.md": INSTRUCTIONS, "list.txt": many("old") });
    repository.write("CLAUDE.md", INSTRUCTIONS.replace("Run the tests.", "Run no tests."));
    repository.write("list.txt", many("new"));
    repository.write("notes.txt", "first\n");
    repository.commit("rewrite\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    session = await repository.session();
  });
  after(() => {
    repository.release(session);
    repository.dispose();
  });

  async function replacedIn(options: OpenOptions): Promise<Readonly<Record<string, readonly string[] | null>>> {
    const { items } = await session.open(options);
    return Object.fromEntries(items.map(({ hunk }) => [hunk.path, hunk.replaced]));
  }

  it("is the base's text on a branch; null, not nothing, where the two have too little in common to be compared", async () => {
    assert.deepEqual(await replacedIn({}), { "CLAUDE.md": ["Run the tests."], "list.txt": null, "notes.txt": [] });
  });

  it("is what the commit took away, in the scope of the whole history", async () => {
    const { "list.txt": list, ...others } = await replacedIn({ all: true });
    assert.deepEqual(others, { "CLAUDE.md": ["Run the tests."], "notes.txt": [] });
    assert.ok(list !== undefined && list !== null);
  });
});
