/** Entry of the GitHub Action: `runs.main` of action.yml. */
import { createSession } from "../../engine/compose";
import { processHost } from "../process-host";
import { runAction } from "./action";

process.on("uncaughtException", (error) => {
  process.stderr.write(`countersign: crashed (${error.message}): report this with what follows\n${error.stack ?? ""}\n`, () => process.exit(3));
});
// Should the process run out of things to wait for before it is done, that is no pass.
process.exitCode = 3;
void runAction(processHost(), createSession).then((code) => (process.exitCode = code));
