import { strict as assert } from "node:assert";
import { codeKindOf } from "../../../../src/core/hunks/classify";

describe("what kind of file a hunk stands in", () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    test: ["test/a.ts", "src/a.test.ts", "src/UnitTests/Pay.cs", "src/Shop.Tests/Pay.cs", "Shop-IntegrationTests/Pay.cs", "src/Bundle/Tests/PayTest.php", "pkg/pay_test.go", "spec/pay_spec.rb"],
    code: ["src/a.ts", "src/contest/a.ts", "src/Contests/Pay.cs", "src/Latest/Pay.cs", "src/testing.ts", "CLAUDE.md", ".claude/rules/Tests/a.md"],
    prose: ["README.md", "docs/a.rst", "LICENSE"],
  };
  for (const [kind, paths] of Object.entries(kinds)) for (const path of paths) it(`${path}: ${kind}`, () => assert.equal(codeKindOf(path), kind));
});
