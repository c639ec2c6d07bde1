import { strict as assert } from "node:assert";
import { checksIn, exitCodeTells } from "../../../../src/sources/transcripts/execution";

describe("what an assistant ran", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["npm test", "tests"],
    ["npm run test:unit -- --grep x", "tests"],
    ["pnpm -r run test", "tests"],
    ["npx vitest run src/a.test.ts", "tests"],
    ["cd packages/a && npx mocha", "tests"],
    ["python -m pytest -q", "tests"],
    ["uv run pytest", "tests"],
    ["go test ./...", "tests"],
    ["cargo nextest run", "tests"],
    ["./gradlew :app:test", "tests"],
    ["node --test", "tests"],
    ["make test", "tests"],
    ["npx tsc --noEmit", "types"],
    ["npm run typecheck", "types"],
    ["mypy src", "types"],
    ["cargo check", "types"],
    ["npx eslint --max-warnings 0 src", "lint"],
    ["npm run lint", "lint"],
    ["cargo clippy -- -D warnings", "lint"],
    ["npx prettier src --check", "lint"],
    ["npm run build", "build"],
    ["npx tsc --noEmit && npx eslint src && npm test", "tests,types,lint"],
    // No checks of the code.
    ["ls test", ""],
    ["cat src/test.ts", ""],
    ["git commit -m 'run npm test before'", ""],
    ["echo \"npm test\"", ""],
    ["npm install mocha-reporter", ""],
    ["grep -rn jestify src", ""],
    ["cat > a.md <<'EOF'\nnpm test\nEOF", ""],
    ["rm -rf dist", ""],
    ["", ""],
  ];
  for (const [command, kinds] of cases) {
    it(`${JSON.stringify(command)}: ${kinds === "" ? "nothing" : kinds}`, () => assert.equal(checksIn(command).join(","), kinds));
  }

  it("knows whose exit code it is", () => {
    for (const own of ["npm test", "cd a && npm test", "npm test 2>&1", "npm test > out.txt 2>&1", "FOO='a|b; c' npm test"]) assert.equal(exitCodeTells(own), true, own);
    for (const others of ["npm test | tail -5", "npm test || true", "npm test; echo done", "npm test\necho done", "npm test &"]) assert.equal(exitCodeTells(others), false, others);
  });

  it("is done quickly with a hostile command", () => {
    for (const command of ["npm ".repeat(100_000), "'".repeat(100_000), "a".repeat(1_000_000), "npm run ".repeat(50_000) + "test", "mvn " + "x ".repeat(50_000), "<<A\n".repeat(50_000)]) checksIn(command);
  });
});
