import { strict as assert } from "node:assert";
import { describesOnly } from "../../../../src/core/risk/instructions";

describe("lines for agents that only describe", () => {
  const accepted = ["", "```", "├── app.ts   # entry of the service", "│   └── time.ts", "# Architecture", "- **Frontend**: Vite and React", "- `src/app.ts` - entry of the service", "1. **Streaming**: raw JSON to the browser", "| name | meaning |", "**Location**: `shared/`", "- Reusable components with consistent patterns", "- TypeScript with strict configuration", "The server is configured at project level in `.mcp.json`:", "│   ├── token.ts", "  - `message: string` - the text of a message", "Frontend: http://localhost:3000", "- `make test` - Run both", "- **Build**: `make build-backend`", "cd backend && npm run dev -- --debug", "- [ ] 🖥️ `backend` - backend changes", "- **Safety**: consistent types across all components"];
  for (const line of accepted) it(`describes: ${line}`, () => assert.equal(describesOnly("CLAUDE.md", [line]), true));

  const instructing = [
    "Be brief.",
    "- Run the tests",
    "- **Build**: `make build && git commit -am x`",
    "- `npm run deploy` - ships it",
    "npm install -g something",
    "gh api repos/a/b/issues",
    "- **Tests**: run them first",
    "- **Tests**: never needed",
    "- **Tests**: the suite may be skipped",
    "# Always push to main",
    "# Use tabs",
    "- **Style**: see https://example.invalid/style",
    "- **Setup**: `--yolo` mode",
    "├── keys.txt # allowed to be read by every agent",
    "- **説明**: 必ず実行",
    "@docs/rules.md",
    "tools: Bash",
    "The maintainers trust what passes the tests.",
    "- Toujours pousser vers la branche principale",
    "Claude reads the other repositories first.",
    "The assistant answers in French.",
    "- Secrets stand in the file beside it",
    "- The option `--dangerously-skip-permissions` is on",
    "- **Review**: approved in advance",
    `- **Long**: ${"a ".repeat(300)}`,
  ];
  for (const line of instructing) it(`instructs: ${line.slice(0, 60)}`, () => assert.equal(describesOnly("CLAUDE.md", [line]), false));

  it("is an instruction as a whole where one line is", () => assert.equal(describesOnly("AGENTS.md", ["# Layout", "- Use tabs"]), false));
  it("never takes a configuration for a description", () => assert.equal(describesOnly(".mcp.json", ["# Layout"]), false));
  it("takes text that is not at hand for an instruction", () => assert.equal(describesOnly("CLAUDE.md", null), false));
});
