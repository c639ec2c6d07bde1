import { powerfulFile } from "../../../../src/checks/rules/powerful-file";
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
    { path: ".npmrc", head: "registry=x\n", expected: ["1 warning packages come from"] },
    { path: ".husky/pre-commit", head: "npm test\n", expected: ["1 warning git's hooks"] },
    { path: "package.json", base: manifest(""), head: manifest(',\n    "postinstall": "node a.js"'), expected: ["5 warning `postinstall`"] },
    { path: ".countersign/allowed_signers", head: "a\n", expected: ["1 warning what Countersign demands"] },
    { name: "a step taken out of a pipeline", path: ".github/workflows/ci.yml", base: "a: 1\n- run: npm test\nb: 2\n", head: "a: 1\nb: 2\n", expected: ["2 warning taken out"] },
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
});
