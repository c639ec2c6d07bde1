import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { View } from "./view";

/** Programs that change nothing for the command after them: no other folder, no end, no variable. */
const PROGRAM = /^(?:npm|npx|pnpm|pnpx|yarn|bun|bunx|node|deno|make|turbo|nx|lerna|husky|tsc)\s/;
/** A shell's signs that make more of a text than commands in a row. */
const MORE_THAN_A_ROW = /[|"'`$(){}<>\\#]|(?<!&)&(?!&)/;

/** Whether a script of a package runs a part of the commands that the same script of the base ran, in their order, and no other ones. */
export function isPartOfFormer(base: View | null, name: string, script: string): boolean {
  const root = base === null ? undefined : parseTree(base.text);
  const former: unknown = root === undefined ? undefined : findNodeAtLocation(root, ["scripts", name])?.value;
  if (typeof former !== "string" || [former, script].some((text) => MORE_THAN_A_ROW.test(text))) return false;
  const left = commandsOf(script);
  let isCut = true;
  for (const command of commandsOf(former)) {
    if (left[0] === command) left.shift();
    else if (left.length > 0) isCut &&= PROGRAM.test(`${command} `);
  }
  return isCut && left.length === 0;
}

function commandsOf(script: string): string[] {
  return script.split(/&&|;/).map((command) => command.trim()).filter((command) => command !== "");
}
