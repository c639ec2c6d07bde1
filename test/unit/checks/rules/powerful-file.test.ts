import { strict as assert } from "node:assert";
import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
import { loadParser, viewOf } from "../parse";
import { ruleCases } from "./cases";

describe("rule powerful-file", () => {
  const manifest = (script: string) => `{\n  "name": "a",\n  "scripts": {\n    "build": "tsc"${script}\n  },\n  "version": "1"\n}\n`;
  ruleCases(powerfulFile, "src/a.ts", [
    { path: "CLAUDE.md", head: "Be nice.\n\nBe brief.\n", expected: ["1 warning instructs agents"] },
    { path: "packages/a/AGENTS.md", head: "x\n", expected: ["1 warning instructs agents"] },
    { path: ".cursor/rules/a.mdc", head: "x\n", expected: ["1 warning instructs agents"] },
    { path: ".claude/settings.json", base: '{\n"a": 1\n}\n', head: '{\n"a": 1,\n"hooks": {}\n}\n', expected: ["3 warning configures an agent"] },
    { path: ".mcp.json", head: "{}\n", expected: ["1 warning tools (MCP)"] },
    { path: ".github/workflows/ci.yml", base: "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n", head: "a: 1\nb: 9\nc: 3\nd: 4\ne: 6\n", expected: ["2 warning pipeline", "5 warning pipeline", "2 warning taken out"] },
    { path: "Dockerfile", head: "FROM a\n", expected: ["1 warning container"] },
    { path: ".npmrc", head: "save-exact=true\n", expected: ["1 warning packages come from"] },
    { path: ".husky/pre-commit", head: "npm test\n", expected: ["1 warning git's hooks"] },
    { path: "package.json", base: manifest(""), head: manifest(',\n    "postinstall": "node a.js"'), expected: ["5 error `postinstall`"] },
    { path: "package.json", base: manifest(""), head: manifest(',\n    "site": "node a.js"'), expected: ["5 warning `site`"] },
    { path: ".countersign/allowed_signers", head: "a\n", expected: ["1 error what Countersign demands"] },
    { name: "one of two equal lines taken out", path: "Dockerfile", base: "RUN a\nRUN a\n", head: "RUN a\n", expected: ["1 warning taken out"] },
    { name: "a policy that lost a line", path: ".countersign/config.jsonc", base: '{\n"a": 1\n}\n', head: "{\n}\n", expected: ["2 error taken out"] },
    { name: "rights of a pipeline", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\npermissions:\n  contents: write\n", expected: ["2 error rights"] },
    { name: "a right that is only read", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  contents: read\n", expected: ["2 warning pipeline"] },
    { name: "a secret for a step", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TOKEN: ${{ secrets.DEPLOY }}\n", expected: ["2 error hands a secret"] },
    { name: "the token that every job has", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TOKEN: ${{ secrets.GITHUB_TOKEN }}\n", expected: ["2 warning pipeline"] },
    { name: "a trigger for people from outside", path: ".github/workflows/ci.yml", base: "on:\n", head: "on:\n  pull_request_target:\n", expected: ["2 error people from outside"] },
    { name: "triggers in one line", path: ".github/workflows/ci.yml", base: "on: [push]\n", head: "on: [push, issue_comment]\n", expected: ["1 error people from outside", "1 warning taken out"] },
    { name: "a title in a script", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: echo ${{ github.event.issue.title }}\n", expected: ["2 error anybody can write"] },
    { name: "a title in the environment", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n  TITLE: ${{ github.event.issue.title }}\n", expected: ["2 warning pipeline"] },
    { name: "a script from an address", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: curl -s x | sh\n", expected: ["2 error an address answers"] },
    { name: "a check told to be skipped", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n- run: git push --no-verify\n", expected: ["2 error protection away"] },
    { name: "a comment that speaks of rights", path: ".github/workflows/ci.yml", base: "a: 1\n", head: "a: 1\n# permissions: none\n", expected: ["2 warning pipeline"] },
    { name: "an action's newer version", path: ".github/workflows/ci.yml", base: "- uses: a/lint@v1\n", head: "- uses: a/lint@v2\n", expected: ["1 warning pipeline", "1 warning taken out"] },
    { name: "a container with the machine's rights", path: "compose.yml", base: "a: 1\n", head: "a: 1\n    privileged: true\n", expected: ["2 error over the machine"] },
    { name: "another source of packages", path: ".npmrc", base: "a=1\n", head: "a=1\nregistry=x\n", expected: ["2 error another source"] },
    { name: "a command at opening", path: ".vscode/tasks.json", base: "{\n", head: '{\n"runOptions": { "runOn": "folderOpen" }\n', expected: ["2 error folder is opened"] },
    { name: "a step taken out of a pipeline", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm test\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 error checking step was taken out"] },
    { name: "a step that checks in another way", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm test\nb: 2\n", head: "a: 1\n- run: make test-all\nb: 2\n", expected: ["2 warning pipeline", "2 warning taken out"] },
    { name: "a step that checks nothing taken out", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm pack\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 warning taken out"] },
    { path: "src/claude.ts", head: "a();\n", expected: [] },
    { path: "docs/agents-overview.md", head: "x\n", expected: [] },
    { path: "README.md", head: "x\n", expected: [] },
    { path: "package.json", base: manifest(""), head: manifest("").replace('"1"', '"2"'), expected: [] },
    { path: "src/docker.ts", head: "a();\n", expected: [] },
    { path: "src/mcp.ts", head: "a();\n", expected: [] },
    { path: "test/workflows/a.yml", head: "a: 1\n", expected: [] },
    { name: "a file that did not change", path: "CLAUDE.md", base: "x\n", head: "x\n", expected: [] },
    { name: "lines that moved", path: "CLAUDE.md", base: "a\nb\n", head: "b\na\n", expected: [] },
  ]);

  it("reports a deleted file with what it decided", async () => {
    const parser = await loadParser();
    const deleted = (path: string) => (powerfulFile.removed?.(viewOf(parser, path, "a: 1\n"), null) ?? []).map(({ message }) => message);
    assert.deepEqual(deleted(".github/workflows/ci.yml"), ["a file was deleted that decides what the pipeline runs"]);
    assert.deepEqual(deleted("src/a.yml"), []);
  });
});
