/**
 * The questions that agents may ask, for MCP and for the editor's language-model tools alike. They are given a function
 * that reads and nothing else, so no tool can reach what signs, withdraws, marks or writes.
 */
import * as z from "zod";
import { CountersignError } from "../core/model";
import { agentBlockers, agentDebt, agentFindings, agentPolicy, type AgentFacts } from "../report/agent-documents";

/** A fresh reading of the repository. */
export type ReadFacts = () => Promise<AgentFacts>;

const path = z.string().min(1).max(4000).optional().describe("Only this file, or all files of this folder; relative to the repository's root, with /.");
const limit = z.int().min(1).max(500).default(20).describe("How many to list, riskiest first; the answer says how many were left out.");

export interface AgentTool {
  /** After `countersign_` in the editor, where all extensions share one list. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Errors: as `ReviewSession.open`; `usage` for an input of another form. */
  answer(input: unknown, read: ReadFacts): Promise<object>;
}

function tool<Shape extends z.ZodRawShape>(name: string, title: string, description: string, shape: Shape, documentOf: (facts: AgentFacts, input: z.output<z.ZodObject<Shape, z.core.$strict>>) => object): AgentTool {
  const input = z.strictObject(shape);
  return {
    name,
    title,
    description,
    input,
    answer: async (given, read) => {
      const parsed = input.safeParse(given ?? {});
      if (!parsed.success) throw new CountersignError("usage", `the input of ${name} is not valid (${z.prettifyError(parsed.error).replaceAll("\n", " ")})`, { hint: "see the tool's input schema" });
      return documentOf(await read(), parsed.data);
    },
  };
}

export const AGENT_TOOLS: readonly AgentTool[] = [
  tool("debt", "Verification debt", "What assistants wrote on this branch and no person has signed off yet: minutes, states, and the open hunks, riskiest first. Read-only.", { path, risk: z.enum(["high", "medium", "low", "unrated"]).optional().describe("Only hunks of this risk."), limit }, agentDebt),
  tool("findings", "Findings", "What the checks found in assistants' code: rule, place, why it matters and how to mend it. Read-only.", { path, severity: z.enum(["error", "warning", "note"]).optional().describe("Only findings of this severity."), limit }, agentFindings),
  tool("policy", "Policy", "What must be true before this change may merge: conditions with their present values, and what a sign-off must carry. Read-only.", {}, agentPolicy),
  tool("blockers", "What blocks", "Why the gate fails now, which hunks a person would have to sign for the fewest minutes, and what no sign-off can mend. Read-only.", { limit }, agentBlockers),
];

/** The tool's input as JSON Schema, as it is contributed and listed. */
export function inputSchemaOf({ input }: AgentTool): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(input, { io: "input" });
  return schema;
}

/** Errors: `usage` for a name that is none, and what `AgentTool.answer` says. */
export function answerAgent(name: string, input: unknown, read: ReadFacts): Promise<object> {
  const found = AGENT_TOOLS.find((candidate) => candidate.name === name);
  if (found === undefined) return Promise.reject(new CountersignError("usage", `there is no tool named ${name}`, { hint: `there are ${AGENT_TOOLS.map((known) => known.name).join(", ")}` }));
  return found.answer(input, read);
}
