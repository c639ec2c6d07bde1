/** The command line's composition root: everything but the hook, which main.ts keeps free of it. */
import { createSession } from "../engine/compose";
import { processHost } from "./process-host";
import { runProgram } from "./program";
import { VERSION } from "./version";

/** Runs the command of `process.argv`; the exit code is set, so that output can still be written. */
export async function runCli(): Promise<void> {
  // Should the process run out of things to wait for before it is done, that is no pass.
  process.exitCode = 3;
  process.exitCode = await runProgram(process.argv.slice(2), processHost(), createSession, VERSION);
}
