// node desktop-runner.mjs OPTIONS
//
// Calls @vscode/test-electron, which the root project lists, with its options in JSON and ends with the exit code of VS Code.
import { runTests } from "@vscode/test-electron";

try {
  process.exitCode = await runTests(JSON.parse(process.argv[2] ?? ""));
} catch (error) {
  console.error(error.message);
  process.exitCode = error.code ?? 1;
}
