import { CountersignError } from "../core/model";
import { agentTraces } from "../app/agent-environment";
import type { Host } from "./host";

/**
 * Refuses inside an agent's environment: a sign-off is a person's. Errors: `refused`, naming the variable and the way
 * through the editor. `deed` completes "an assistant can't …".
 */
export function refuseAgents(host: Host, deed: string): void {
  const trace = agentTraces(host.environment).find(({ strength }) => strength === "agent");
  if (trace === undefined) return;
  throw new CountersignError("refused", `an assistant can't ${deed}, and ${trace.variable} says that ${trace.assistant} runs this shell`, {
    hint: "do it in the editor (Verification Debt view, Sign off…), or in a terminal of your own",
  });
}

/** Refuses where nobody can be asked. Errors: `refused`. */
export function refuseWithoutTerminal(host: Host, deed: string): void {
  if (host.interactive) return;
  throw new CountersignError("refused", `there is no terminal on which a person could be asked to ${deed}`, {
    hint: "run it in a terminal, or do it in the editor (Verification Debt view, Sign off…)",
  });
}
