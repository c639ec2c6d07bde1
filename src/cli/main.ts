/**
 * `countersign`. A hook runs at each of an assistant's edits, so for it nothing but its own bundle is
 * loaded.
 */
if (process.argv[2] === "hook") {
  const { runHook } = require("./hook.js") as typeof import("./hook");
  runHook();
} else {
  // Node's own code for a crash is 1, which would read as "gate failed".
  process.on("uncaughtException", (error) => {
    process.stderr.write(`countersign: crashed (${error.message}): report this with what follows\n${error.stack ?? ""}\n`, () => process.exit(3));
  });
  const { runCli } = require("./cli.js") as typeof import("./cli");
  void runCli();
}
