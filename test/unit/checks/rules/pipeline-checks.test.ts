/** A check in a step's one line that stands in a block, or in an action's input, afterwards. */
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { markedCases } from "./marked-cases";

const LOST = /error a checking step was taken out of the pipeline/;
const KEPT = /^(?!.*error).*warning lines were taken out/;

const workflow = (steps: string, job = "") => `jobs:\n  build:\n${job}    steps:\n      - uses: a/checkout@v1\n${steps}`;
const line = "      - run: npm test\n";
const block = (...lines: string[]) => `      - run: |\n${lines.map((one) => `          ${one}\n`).join("")}`;
const input = (value: string, key = "command", action = "moss/retry@v1") => `      - uses: ${action}\n        with:\n          ${key}: ${value}\n`;

const still: readonly string[] = [
  // The only line of a block.
  workflow(block("npm test")),
  // A later line.
  workflow(block("mkdir out", "  ", "# why", "pnpm run test --shard=1/2", "echo done")),
  // A script of a part.
  workflow(block("pnpm -C packages/moss test:unit")),
  // A command with a variable and what the matrix holds.
  workflow(block('NAME="a b" LEVEL=2-${{ matrix.level }} yarn test')),
  // A command after another one.
  workflow(block("cd moss && npm run test")),
  // A command in two lines.
  workflow(block("npm run \\", "test -- --all")),
  // A folded block of one line.
  workflow("      - run: >-\n          npm run test\n"),
  // A program that is a check itself, or that is told to run one.
  workflow(block("npx test && make lint")),
  workflow(block("turbo exec test")),
  // A block of bash.
  workflow(block("npm test") + "        shell: bash\n"),
  // A block of sh.
  workflow(block("npm test") + "        shell: sh\n"),
  // A block where another step has another shell.
  workflow("      - run: moss\n        shell: pwsh\n" + block("npm test")),
  // The input of an action that tries again.
  workflow(input("TESTS=a npm run test")),
  // Its input in quotes.
  workflow(input('"npm run test"')),
  // Its input in a block.
  workflow(input("|\n            npm run test", "command")),
  // Its script in a block.
  workflow(input("|\n            npm run test", "script", "moss/emulator-runner@v1")),
  // Its run in a block.
  workflow(input("|\n            npm run test", "run", "moss/wretry.action@v1")),
  // A step that another condition holds for.
  workflow(block("npm test") + "        if: always()\n        continue-on-error: false\n"),
  // A step beside one that never runs.
  workflow("      - run: moss\n        if: false\n" + block("npm test")),
];
const gone: readonly string[] = [
  // A comment of a block.
  workflow(block("# npm test")),
  // A step's name.
  workflow("      - name: npm test\n        run: npm pack\n"),
  // A text that is shown.
  workflow(block("echo npm test", "printf 'npm test'")),
  // A text that a line shows.
  workflow("      - run: echo npm test\n"),
  // A text in quotes that a line shows.
  workflow("      - run: 'printf \"npm test\"'\n"),
  // A step that never runs.
  workflow(block("npm test") + "        if: false\n"),
  // A step that never runs, as an expression.
  workflow(block("npm test") + "        if: ${{ false }}\n"),
  // A line of a step that never runs.
  workflow("      - run: npm run test\n        if: false\n"),
  // A step whose failure stops nothing.
  workflow(block("npm test") + "        continue-on-error: true\n"),
  // An action whose failure stops nothing.
  workflow(input("npm test\n          continue_on_error: true")),
  // Another shell.
  workflow(block("npm test") + "        shell: bash {0}\n"),
  // A command whose failure is taken for none.
  workflow(block("npm test || true")),
  // A command whose result another one takes.
  workflow(block("npm test | cat")),
  // A command that nobody waits for.
  workflow(block("npm test &")),
  // What stands after a question.
  workflow(block("if moss; then", "npm test", "fi")),
  // What stands after an end.
  workflow(block("exit 0", "npm test")),
  // What stands after a command that fails.
  workflow(block("false && npm test")),
  // What stands after a failure that stops nothing.
  workflow(block("set +e", "npm test")),
  // A text in quotes.
  workflow(block('npm pack "npm test"')),
  // Quotes over two lines.
  workflow(block('npm pack "', "npm test", '"')),
  // A text for a program.
  workflow(block("cat <<END", "npm test", "END")),
  // A file of that name.
  workflow(block("mkdir test", "cp a test")),
  // A folder of that name.
  workflow(block("npm run moss test/moss")),
  // A part of that name.
  workflow(block("pnpm --filter test build")),
  // A setting of that name.
  workflow(block("npm run build --test")),
  // A package of that name.
  workflow(block("npm install test")),
  // A package of that name, in other words.
  workflow(block("npm show test", "npm run show test")),
  // A folded block of more lines.
  workflow("      - run: >-\n          npm run moss\n\n          test -d moss\n"),
  // A line that does not go on.
  workflow(block("npm run \\ ", "test -d moss")),
  // One that passes where there is none.
  workflow(block("npm run test --if-present")),
  // What a program knows of it.
  workflow(block("npm test --help")),
  // A word that begins alike.
  workflow(block("npm run testament")),
  // Another program.
  workflow(block("moss test")),
  // The shell's own.
  workflow(block("test -f moss")),
  // An expression that is no name.
  workflow(block("${{ inputs.a && 'b' }} npm test")),
  // The input of an action that runs nothing.
  workflow(input("npm test", "command", "moss/show@retry")),
  // Another input.
  workflow(input("npm test", "title")),
  // An input with another command after it.
  workflow(input("npm test; true")),
  // An input of two lines.
  workflow(input("|\n            npm test\n            true")),
  // An input of another step.
  workflow(input("npm test", "command", "moss/show@v1") + input("x")),
  // A value outside of the steps.
  `env:\n  command: npm test\n${workflow("")}`,
  // A job that never runs.
  workflow(block("npm test"), "    if: false\n"),
  // A job whose failure stops nothing.
  workflow(block("npm test"), "    continue-on-error: ${{ true }}\n"),
  // A job's other shell.
  workflow(block("npm test"), "    defaults:\n      run:\n        shell: pwsh\n"),
  // Another shell everywhere.
  `defaults:\n  run:\n    shell: pwsh\n${workflow(block("npm test"))}`,
  // A file that lines don't tell for sure.
  workflow(block("npm test"), "    env: &a\n"),
];
markedCases(powerfulFile, {
  path: ".github/workflows/ci.yml",
  reports: [],
  accepts: [],
  deltas: [
    ...still.map((head) => ({ base: workflow(line), head, brings: true, says: KEPT })),
    ...gone.map((head) => ({ base: workflow(line), head, brings: true, says: LOST })),
    // A check less stays a check less, however many others stand in blocks.
    { base: workflow(line + block("npm test")), head: workflow(block("npm test")), brings: true, says: LOST },
    { base: workflow(line + block("npm test")), head: workflow(block("npm test", "npm test")), brings: true, says: KEPT },
    // One whose failure stopped nothing was none.
    { base: workflow(line + "        continue-on-error: true\n"), head: workflow(""), brings: true, says: KEPT },
    { base: workflow("      - run: npx tsc -p .\n"), head: workflow(block("tsc -p .")), brings: true, says: KEPT },
    { base: workflow(line), head: workflow("      - run: make test-all\n"), brings: true, says: KEPT },
    { base: `${workflow(line)}  more: &a\n`, head: workflow(block("npm test")), brings: true, says: LOST },
    { base: "runs:\n  steps:\n  - run: npm test\n", head: "runs:\n  steps:\n  - run: |\n      npm test\n", brings: true, says: KEPT },
    { base: "runs:\n  steps:\n  - run: npm test\n", head: "runs:\n  steps:\n  - run: |\n      npm test\n    if: false\n", brings: true, says: LOST },
  ],
});

markedCases(powerfulFile, {
  path: ".circleci/config.yml",
  reports: [],
  accepts: [],
  deltas: [{ base: workflow(line), head: workflow(block("npm test")), brings: true, says: LOST }],
});
