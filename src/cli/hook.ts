/**
 * dist/hook.js: reads one payload from standard input, records it and leaves with exit code 0. Run as
 * `hook.js ASSISTANT`, or loaded by `countersign hook ASSISTANT`.
 */
import { readStandardInput } from "../platform/journal-stdin";
import { MAXIMUM_PAYLOAD_BYTES } from "../sources/payload-text";
import { recordPayload } from "./record-payload";

/** The hook process from start to end. Never throws, prints nothing on standard output. */
export function runHook(): void {
  process.exitCode = 0;
  try {
    const problem = recordPayload(assistantArgument(), readStandardInput(MAXIMUM_PAYLOAD_BYTES), process.cwd(), process.env);
    if (problem !== null) process.stderr.write(`${problem}\n`);
  } catch (error) {
    // Such as a working directory that was deleted: there is no journal to say it in.
    process.stderr.write(`countersign: hook: ${error instanceof Error ? error.message : String(error)}: nothing was recorded\n`);
  }
}

function assistantArgument(): string {
  const [first = "", second = ""] = process.argv.slice(2);
  return first === "hook" ? second : first;
}

if (require.main === module) runHook();
