/** dist/mcp.js: the read-only tools over standard input and output, by the official SDK. A bundle of its own, so that no other command loads it. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CountersignError } from "../../core/model";
import { AGENT_TOOLS, type ReadFacts } from "../../engine/agent-tools";
import { errorText } from "../../report/error-text";

export interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Serves until the client closes the input or `signal` aborts. One reading at a time: a client may ask for everything at once. */
export async function serveMcp(read: ReadFacts, version: string, { input, output }: Streams, signal: AbortSignal): Promise<void> {
  const server = new McpServer({ name: "countersign", version }, { instructions: "What assistants wrote here and no person has signed off yet. Reads only: a person signs, in the editor or on a terminal." });
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: ReadFacts = () => {
    const answer = last.then(read);
    last = answer.catch(() => undefined);
    return answer;
  };
  for (const tool of AGENT_TOOLS) {
    server.registerTool(
      tool.name,
      { title: tool.title, description: tool.description, inputSchema: tool.input, annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } },
      async (given: unknown) => {
        try {
          return { content: [{ type: "text" as const, text: JSON.stringify(await tool.answer(given, inTurn)) }] };
        } catch (error) {
          if (!(error instanceof CountersignError)) throw error;
          return { content: [{ type: "text" as const, text: errorText(error) }], isError: true };
        }
      },
    );
  }
  const ended = new Promise<void>((resolve) => {
    input.once("end", resolve);
    input.once("close", resolve);
    output.once("close", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  await last.catch(() => undefined);
  await server.close();
}
