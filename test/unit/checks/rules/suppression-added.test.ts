import { suppressionAdded } from "../../../../src/checks/rules/suppression-added";
import { ruleCases } from "./cases";

describe("rule suppression-added", () => {
  ruleCases(suppressionAdded, "src/a.ts", [
    { head: "// @ts-ignore\na();", expected: ["1 warning @ts-ignore"] },
    { head: "/* @ts-expect-error later */\na();", expected: ["1 warning @ts-expect-error"] },
    { head: "// @ts-nocheck\na();", expected: ["1 error whole file"] },
    { head: "/* eslint-disable */\na();", expected: ["1 error every eslint rule"] },
    { head: "a(); // eslint-disable-line no-console", expected: ["1 warning eslint: no-console"] },
    { head: "// eslint-disable-next-line no-eval -- trusted\na();", expected: ["1 warning eslint: no-eval"] },
    { head: "// oxlint-disable-next-line no-eval\na();", expected: ["1 warning oxlint"] },
    { head: "// biome-ignore lint/suspicious/noExplicitAny: later\na();", expected: ["1 warning Biome"] },
    { head: "/* istanbul ignore next */\na();", expected: ["1 warning coverage"] },
    { head: "/* v8 ignore start */\na();", expected: ["1 warning coverage"] },
    { head: "/* c8 ignore next 3 */\na();", expected: ["1 warning coverage"] },
    { head: "a(); // NOSONAR", expected: ["1 warning SonarQube"] },
    { path: "src/a.tsx", head: "const x = <a>{/* @ts-ignore */}</a>;", expected: ["1 warning @ts-ignore"] },
    { path: "a.test.ts", head: "// @ts-expect-error wrong on purpose\na(1);", expected: ["1 note @ts-expect-error"] },
    { path: "a.py", head: "x = 1  # type: ignore[attr]\ny = 2  # noqa: E501", expected: ["1 warning type error", "2 warning Python"] },
    { path: "a.go", head: "x := 1 //nolint:errcheck", expected: ["1 warning golangci"] },
    { path: "tsconfig.json", base: '{\n "strict": true\n}', head: '{\n "strict": false\n}', expected: ["2 error strict off"] },
    { path: ".github/workflows/ci.yml", head: "steps:\n  - run: npm test\n    continue-on-error: true\n", expected: ["3 error pipeline pass"] },
    { name: "a second one beside an old one", base: "// @ts-ignore\na();\n", head: "// @ts-ignore\na();\n// @ts-ignore\nb();\n", expected: ["3 warning @ts-ignore"] },
    { head: "// we no longer need @ts-ignore here\na();", expected: [] },
    { head: "const s = '// @ts-ignore'; const t = `/* eslint-disable */`;", expected: [] },
    { head: "/* eslint-enable */\na();", expected: [] },
    { head: "/* eslint no-console: error */\na();", expected: [] },
    { head: "// eslint is disabled elsewhere\na();", expected: [] },
    { head: "// @ts-check\na();", expected: [] },
    { head: "// prettier-ignore\na();", expected: [] },
    { head: "/** ignored by biome */\na();", expected: [] },
    { path: "README.md", head: "Use `# noqa` and `// nolint` with care.", expected: [] },
    { path: "tsconfig.json", head: '{ "strict": true, "skipLibCheck": true }', expected: [] },
    { name: "an old one on a moved line", base: "// @ts-ignore\na();\n", head: "b();\n// @ts-ignore\na();\n", expected: [] },
    { name: "one that was taken away", base: "// @ts-ignore\na();\n", head: "a();\n", expected: [] },
  ]);
});
