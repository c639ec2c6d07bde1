import type { RegisterCommand } from "../command-context";
import { addScopeOptions, scopeOf, type ScopeOptions } from "../options";
import { VERSION } from "../version";

/** `countersign mcp`: read-only tools for agents, over standard input and output. */
export const registerMcp: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("mcp").description("serve read-only tools for agents (debt, findings, policy, blockers) over MCP on standard input and output")).action(async (options: ScopeOptions) => {
    const scope = scopeOf(options);
    await context.withSession(
      async (session) => {
        const { serveMcp } = require("./mcp.js") as typeof import("../mcp/serve");
        await serveMcp(() => session.next(scope, undefined, context.signal), VERSION, { input: process.stdin, output: process.stdout }, context.signal);
      },
      "read-only",
    );
  });
};
