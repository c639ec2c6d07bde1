/** How much is known of each commit author's lines, as `check` and `status` print it. */
import { strict as assert } from "node:assert";
import { assertSchema } from "../unit/report/schemas";
import { SupervisedRepository, countersign } from "./supervised-repository";

interface Shares {
  readonly originKnown: number;
  readonly originKnownBy: readonly { readonly author: { readonly name: string; readonly email: string } | null; readonly lines: number; readonly known: number }[];
}

describe("the unclaimed share by author", function () {
  this.timeout(60_000);
  it("shows whose lines no hook, note or mark explains", () => {
    const repository = new SupervisedRepository();
    try {
      repository.write("a.ts", "const base = 0;\n");
      repository.commit("base");
      repository.git("push", "-q", "origin", "HEAD:main");
      repository.git("checkout", "-q", "-b", "feature");
      repository.write("b.ts", "const one = 1;\nconst two = 2;\n");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "by hand", "--author", "Copilot Smith <copilot.smith@example.org>");
      repository.write("c.ts", "const three = 3;\n");
      repository.git("add", "-A");
      repository.git("commit", "-q", "-m", "with help\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "--author", "Bo <bo@example.org>");
      repository.write("d.ts", "const four = 4;\n");
      const expected = [
        { author: { name: "Copilot Smith", email: "copilot.smith@example.org" }, lines: 2, known: 0 },
        { author: null, lines: 1, known: 0 },
        { author: { name: "Bo", email: "bo@example.org" }, lines: 1, known: 1 },
      ];
      for (const command of ["check", "status"]) {
        const document = assertSchema(command, countersign(repository.folder, [command, "--format", "json"]).stdout) as Shares;
        assert.deepEqual(document.originKnownBy, expected, command);
        assert.equal(document.originKnown, 0.25);
        assert.match(countersign(repository.folder, [command]).stdout, /Copilot Smith <copilot\.smith@example\.org>: 2 of 2 added lines of unknown\s+origin/);
      }
      const clean = assertSchema("check", countersign(repository.folder, ["check", "--format", "json", "--base", "HEAD", "a.ts"]).stdout) as Shares;
      assert.deepEqual(clean.originKnownBy, []);
    } finally {
      repository.dispose();
    }
  });
});
