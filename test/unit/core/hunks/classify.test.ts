import { strict as assert } from "node:assert";
import { codeKindOf, isAgentInstruction } from "../../../../src/core/hunks/classify";

describe("what kind of file a hunk stands in", () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    test: ["test/a.ts", "src/a.test.ts", "packages/node-integration-tests/suites/a.mjs", "e2e_tests/a.py", "smoke-test/run.ts", "src/UnitTests/Pay.cs", "src/Shop.Tests/Pay.cs", "Shop-IntegrationTests/Pay.cs", "src/Bundle/Tests/PayTest.php", "pkg/pay_test.go", "spec/pay_spec.rb", ".claude/hooks/tests/test_stop_hook.py"],
    code: ["src/a.ts", "src/contest/a.ts", "src/ab-tests/a.ts", "src/split-test/a.ts", "src/integration/tests.ts", "src/preunit-tests/a.ts", "src/Contests/Pay.cs", "src/Latest/Pay.cs", "src/testing.ts", "CLAUDE.md", ".claude/rules/Tests/a.md"],
    prose: [".claude/plans/a.md", "README.md", ".claude/README.md", "docs/a.rst", "LICENSE"],
  };
  for (const [kind, paths] of Object.entries(kinds)) for (const path of paths) it(`${path}: ${kind}`, () => assert.equal(codeKindOf(path), kind));
});

describe("instructions to agents", () => {
  const told = ["CLAUDE.md", "packages/a/AGENTS.md", ".claude/settings.json", ".claude/hooks/guard.py", ".claude/skills/review/scripts/run.py", ".claude/commands/tests/run.md", ".clinerules/tests/style.txt", ".claude/hooks/policy.md", ".claude/hooks/tests/CLAUDE.md", "tests/.claude/hooks/guard.sh", "e2e/.cursor/skills/a/run.ts", ".claude/skills/a/tests/b.txt", ".mcp.json", "packages/a/.mcp.json", "mcp.json", ".vscode/mcp.json", "packages/a/.cursor/mcp.json", ".github/instructions/a.instructions.md", ".claude/commands/README.md", ".clinerules/README.md", ".claude/licence-rules.md", ".cursor/rules/tsconfig.md", ".claude/package.jsonc", ".claude/skills/a/config.js", ".claude/commands/plans/a.md", ".claude/plans/AGENTS.md", ".clinerules/plans/a.md", ".claude/planning.md", ".claude/notes/a.md", ".roo/plans/a.md", ".claude/plans/deploy.sh", ".claude/plans/settings.json", ".claude/plans/.claude/commands/a.md", ".cursor/plans/a/.cursor/rules/b.md", ".cursor/plans/.cursor/rules/a.mdc"];
  const others = ["README.md", ".claude/README.md", "packages/a/.cursor/README", "docs/agents.md", "src/data/mcp.json", "src/.x/data/mcp.json", "mcp.json.ts", ".claude/hooks/tests/test_guard.py", ".claude/hooks/guard.test.ts", ".claude/hooks/tests/allowed.txt", ".claude/hooks/tests/fixtures/done.jsonl", ".cursor/tests/run.sh", ".roo/tools/package.json", ".claude/skills/a/package-lock.json", ".roo/tools/tsconfig.build.json", ".roo/tools/eslint.config.mjs", ".claude/skills/a/LICENSE.txt", ".opencode/.gitignore", ".codex/yarn.lock", ".claude/plans/a.md", "packages/a/.cursor/plans/b/c.txt", ".opencode/Plan/a.md"];
  for (const path of told) it(`${path} is one`, () => assert.equal(isAgentInstruction(path), true));
  for (const path of others) it(`${path} is none`, () => assert.equal(isAgentInstruction(path), false));
});
