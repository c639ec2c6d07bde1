import { Command, CommanderError } from "commander";
import { CountersignError } from "../core/model";
import { exitCodeOf } from "../core/exit-code";
import { errorJson } from "../report/error-json";
import { errorText } from "../report/error-text";
import { CommandContext, type RegisterCommand } from "./command-context";
import { registerApprovals } from "./commands/approvals";
import { registerBaseline } from "./commands/baseline";
import { registerCheck } from "./commands/check";
import { registerExport, registerImport } from "./commands/exchange";
import { registerConnect, registerDisconnect } from "./commands/connect";
import { registerDoctor } from "./commands/doctor";
import { registerExplain } from "./commands/explain";
import { registerHook } from "./commands/hook";
import { registerInit } from "./commands/init";
import { registerLog } from "./commands/log";
import { registerMcp } from "./commands/mcp";
import { registerNext } from "./commands/next";
import { registerOrigins } from "./commands/origins";
import { registerReport } from "./commands/report";
import { registerStatus } from "./commands/status";
import { registerSync } from "./commands/sync";
import { registerTrailers } from "./commands/trailers";
import { registerVerifyLedger } from "./commands/verify-ledger";
import { registerReject, registerSign, registerWithdraw } from "./commands/verdicts";
import { registerView } from "./commands/view";
import { registerWhy } from "./commands/why";
import type { Host } from "./host";
import type { OpenSession } from "./session";

const COMMANDS: readonly RegisterCommand[] = [
  registerCheck,
  registerStatus,
  registerWhy,
  registerSign,
  registerReject,
  registerWithdraw,
  registerView,
  registerNext,
  registerExplain,
  registerLog,
  registerOrigins,
  registerReport,
  registerSync,
  registerApprovals,
  registerVerifyLedger,
  registerExport,
  registerImport,
  registerInit,
  registerBaseline,
  registerConnect,
  registerDisconnect,
  registerDoctor,
  registerTrailers,
  registerMcp,
  registerHook,
];

/**
 * Runs one command line (without node and script) and gives its exit code: contract.md's table. Never throws: what
 * nobody expected is 3, so that a crash can't pass for a verdict.
 */
export async function runProgram(argv: readonly string[], host: Host, openSession: OpenSession, version: string): Promise<number> {
  const abort = new AbortController();
  const stopListening = host.onInterrupt(() => abort.abort());
  const context = new CommandContext(host, abort.signal, openSession);
  try {
    await buildProgram(context, version).parseAsync([...argv], { from: "user" });
    return context.exitCode;
  } catch (error) {
    context.progress.clear();
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return report(expected(error, abort.signal), argv, host, error);
  } finally {
    stopListening();
  }
}

function buildProgram(context: CommandContext, version: string): Command {
  const program = new Command("countersign")
    .description("Keeps account of the code an AI assistant wrote and no human has answered for yet.")
    .version(version)
    .showSuggestionAfterError()
    .helpCommand(true)
    .addHelpText("after", "\nExit codes: 0 pass or done · 1 gate failed · 2 usage, configuration or refused\n            3 could not evaluate · 130 interrupted");
  for (const register of COMMANDS) register(program, context);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.host.out(text),
      writeErr: (text) => context.host.error(text),
      // The words come back as an error and are printed once, in our own form.
      outputError: () => undefined,
      getOutHelpWidth: () => context.width,
      getErrHelpWidth: () => context.width,
    });
  }
  return program;
}

function expected(error: unknown, signal: AbortSignal): CountersignError {
  if (signal.aborted) return new CountersignError("interrupted", "interrupted", {}, { cause: error });
  if (error instanceof CountersignError) return error;
  if (error instanceof CommanderError) return usageError(error);
  const words = error instanceof Error ? error.message : String(error);
  return new CountersignError("internal", `unexpected failure (${words})`, { hint: "run again with COUNTERSIGN_LOG=debug, and report what it prints" }, { cause: error });
}

function usageError(error: CommanderError): CountersignError {
  // Called without a command, commander prints the help and "fails" with these words.
  if (error.code === "commander.help") return new CountersignError("usage", "no command was given", { hint: "countersign --help lists the commands" });
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = rest.map((line) => line.trim().replace(/^\(|\)$/g, "")).find((line) => line.startsWith("Did you mean"));
  return new CountersignError("usage", first.replace(/\.$/, ""), { hint: suggestion ?? "countersign --help, or the command's --help, lists what there is" });
}

function report(error: CountersignError, argv: readonly string[], host: Host, original: unknown): number {
  if (host.environment["COUNTERSIGN_LOG"] === "debug" && original instanceof Error) host.error(`${original.stack ?? original.message}\n`);
  host.error(errorText(error));
  if (wantsJson(argv)) host.out(errorJson(error));
  return exitCodeOf(error.code);
}

/** Whether the command line asks for JSON anywhere: it may be too wrong to be parsed. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((argument, index) => argument === "--format=json" || (argument === "--format" && argv[index + 1] === "json"));
}
