/** Which of an assistant's shell commands were checks of its work, and whether their exit code says how they went. */

export type CheckKind = "tests" | "types" | "lint" | "build";

const RUNNER = String.raw`(?:(?:npm|pnpm|yarn|bun)(?:\s+(?:run|exec|-\S+))*|npx|bunx|uv\s+run|poetry\s+run|make|just|task|rake)`;

const KINDS: readonly (readonly [CheckKind, RegExp])[] = [
  [
    "tests",
    new RegExp(
      String.raw`\b(?:vitest|jest|mocha|ava|pytest|tox|nox|rspec|phpunit|ctest|karma|playwright\s+test|cypress\s+run|node\s+--test|deno\s+test|bun\s+test|go\s+test|cargo\s+(?:test|nextest)|dotnet\s+test|mvn\s+(?:\S+\s+)*(?:test|verify)|gradlew?\s+(?:\S+\s+)*\S*(?:test|check)|swift\s+test|mix\s+test|sbt\s+test|bazel\s+test|python3?\s+-m\s+(?:unittest|pytest))\b|\b${RUNNER}\s+(?:t|test|tests|test[:\-_]\S+)(?=\s|$|[;&|])`,
    ),
  ],
  ["types", new RegExp(String.raw`\b(?:tsc|vue-tsc|svelte-check|mypy|pyright|basedpyright|cargo\s+check|go\s+vet|flow\s+check|deno\s+check)\b|\b${RUNNER}\s+(?:types?|typecheck|type-check|check-types|tsc)(?=\s|$|[;&|:])`)],
  ["lint", new RegExp(String.raw`\b(?:eslint|oxlint|biome\s+(?:check|lint|ci)|ruff\s+check|flake8|pylint|cargo\s+clippy|golangci-lint|rubocop|stylelint|shellcheck|prettier\s+(?:\S+\s+)*--check)\b|\b${RUNNER}\s+lint(?=\s|$|[;&|:])`)],
  ["build", new RegExp(String.raw`\b(?:cargo\s+build|go\s+build|dotnet\s+build|mvn\s+(?:\S+\s+)*(?:package|compile|install)|gradlew?\s+(?:\S+\s+)*(?:build|assemble))\b|\b${RUNNER}\s+build(?=\s|$|[;&|:])`)],
];

/** Characters of a command that are looked at. */
const LONGEST_COMMAND = 4000;

/** What a command checks; empty for any other. Text in quotes and here-documents is no command. */
export function checksIn(command: string): readonly CheckKind[] {
  const words = bare(command);
  return KINDS.filter(([, pattern]) => pattern.test(words)).map(([kind]) => kind);
}

/** False where the exit code is another command's: of a pipe, of what follows a `;`, or of an `||`. */
export function exitCodeTells(command: string): boolean {
  return !/\||;\s*\S|\n\s*\S/.test(bare(command).trim()) && !/(?<!&)&\s*$/.test(bare(command));
}

function bare(command: string): string {
  return command
    .slice(0, LONGEST_COMMAND)
    // What is installed is not run.
    .replace(/\b(?:npm|pnpm|yarn|bun|pip3?|uv|cargo|apt(?:-get)?|brew)\s+(?:pip\s+)?(?:i|install|add|remove|uninstall|ci)\b[^;&|\n]*/g, "")
    .replace(/<<-?\s*['"]?(\w+)['"]?[\s\S]*?\n\1\b/g, "")
    .replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, (quoted) => (/\s/.test(quoted) ? '""' : quoted))
    .replace(/\d?>&\d/g, "");
}
