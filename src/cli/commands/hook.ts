import { knownAssistants } from "../../sources/assistants";
import type { RegisterCommand } from "../command-context";

/** `countersign hook` for the help alone: main.ts runs it before any of this is loaded. */
export const registerHook: RegisterCommand = (program) => {
  program
    .command("hook")
    .description("read an assistant's hook payload from standard input (always exits 0)")
    .argument("<assistant>", `${knownAssistants().slice(0, -1).join(", ")}, or generic, whose payload any tool can send`)
    .action(() => undefined);
};
