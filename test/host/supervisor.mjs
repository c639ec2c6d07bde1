// node supervisor.mjs COMMAND [ARGUMENT…]
//
// Leads the process group of one program and ends the whole group when its own standard input closes. The starter holds the
// other end of that pipe, so the group also ends when the starter is killed without a chance to clean up.
import { spawn } from "node:child_process";
import { endTree } from "./process-tree.mjs";

const [command = "", ...commandArguments] = process.argv.slice(2);
const program = spawn(command, commandArguments, { stdio: ["ignore", "inherit", "inherit"] });

program.on("error", (error) => {
  console.error(`cannot start ${command}: ${error.message}`);
  process.exit(127);
});
program.on("exit", (code, signal) => {
  if (signal !== null) {
    console.error(`${command} was ended by ${signal}`);
  }
  process.exit(code ?? 1);
});

// The group's members get these signals as well; the leader stays until its program has answered them.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {});
}

process.stdin.on("close", () => endTree(process.pid, "SIGKILL")).resume();
