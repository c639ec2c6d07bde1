import { Option } from "commander";
import { CountersignError } from "../../core/model";
import { initJson } from "../../report/init-json";
import { initText } from "../../report/init-text";
import { wrap } from "../../report/text-layout";
import type { ArchitectureSource } from "../../app/session-types";
import { PRESET_NAMES } from "../../core/architecture-presets";
import { agentTraces } from "../../app/agent-environment";
import type { CommandContext, RegisterCommand } from "../command-context";
import { confirmed } from "../confirmation";
import { forgeSigners } from "../forge-signers";
import { refuseAgents } from "../human-presence";
import { collected, plainFormatOption, type PlainFormat } from "../options";
import { RECIPE_NAMES, recipeOf, type RecipeName } from "../recipes";

interface InitCommandOptions {
  readonly ci?: RecipeName;
  readonly yes?: boolean;
  readonly enrol?: boolean;
  readonly signer?: readonly string[];
  readonly forgeApi?: string;
  readonly informational?: boolean;
  readonly knownDebt?: boolean;
  readonly architecture?: boolean;
  readonly preset?: string;
  readonly from?: string;
  readonly format: PlainFormat;
}

/** `countersign init`: writes the configuration, the baseline and the signers, after showing all of it. */
export const registerInit: RegisterCommand = (program, context) => {
  program
    .command("init")
    .description("record a baseline, the policy and the signers in .countersign/")
    .option("--yes", "ask nothing")
    .option("--enrol", "enrol your signing key, without asking")
    .option("--no-enrol", "don't enrol your signing key")
    .addOption(new Option("--signer <email=account>", "enrol a person's keys as their forge publishes them, such as ann@example.com=github:ann; repeatable").argParser(collected))
    .option("--forge-api <url>", "address of your own forge's interface: https://git.example.com/api/v3 for GitHub, …/api/v4 for GitLab")
    .option("--informational", "begin with a gate that never fails")
    .addOption(new Option("--ci <system>", `also write what runs the gate there: ${RECIPE_NAMES.join(", ")}`).choices(RECIPE_NAMES))
    .option("--known-debt", "list the debt that is here now as known, so that project gates count what comes; again: take out what is paid")
    .option("--architecture", "propose architecture rules, also where there is a configuration already")
    .option("--no-architecture", "propose no architecture rules")
    .addOption(new Option("--preset <name>", `begin with a well-known architecture: ${PRESET_NAMES.join(", ")}`).choices(PRESET_NAMES).conflicts("from"))
    .option("--from <file>", "carry over the rules of a dependency-cruiser or eslint-plugin-boundaries configuration; it is read, never run")
    .addOption(plainFormatOption())
    .action(async (options: InitCommandOptions) => {
      const { host } = context;
      // An agent may write a configuration, which the base's one outranks; a key it enrolled would sign for a person.
      if (options.enrol === true || options.signer !== undefined) refuseAgents(host, "enrol a signing key");
      if (options.forgeApi !== undefined && options.signer === undefined) throw new CountersignError("usage", "--forge-api says where to ask for keys, but nobody was named", { hint: "--signer EMAIL=github:ACCOUNT" });
      if (options.yes !== true && !host.interactive) {
        throw new CountersignError("refused", "there is no terminal on which a person could be asked", { hint: "countersign init --yes asks nothing" });
      }
      const { plan, note } = await context.withSession(async (session) => {
        const { enrol, note: said } = await enrolment(context, options);
        const published = options.signer === undefined ? null : await forgeSigners(options.signer, options.forgeApi);
        const recipe = options.ci === undefined ? null : recipeOf(options.ci);
        const setup = { enrol, informational: options.informational === true, ...(published === null ? {} : { signerLines: published.lines }), ...(options.knownDebt === true ? { knownDebt: true } : {}), ...architectureOf(options), ...(recipe === null ? {} : { further: recipe.files, furtherNote: recipe.note }) };
        const planned = await session.planInit(setup, context.progress, context.signal);
        context.progress.clear();
        if (published !== null) host.error(`Keys as the forge publishes them:\n${published.shown.map((line) => `  ${line}`).join("\n")}\n\n`);
        if (options.yes !== true) {
          host.error(`${initText(planned, { palette: context.palette, width: context.width })}\n`);
          await confirmed(context, "Write these files?");
        }
        return { plan: await session.applyInit(setup, context.progress, context.signal), note: said };
      });
      if (options.format === "json") context.print(initJson(plan, true));
      else {
        const lines = [...plan.files.map((file) => (file.exists ? `Kept ${file.path} as it was` : `Wrote ${file.path}`)), ...plan.notes.flatMap((one) => wrap(one, context.width)), ...(note === null ? [] : wrap(note, context.width))];
        context.print(`${lines.join("\n")}\n`);
      }
    });
};

function architectureOf({ architecture, preset, from }: InitCommandOptions): { readonly architecture?: ArchitectureSource } {
  if (preset !== undefined) return { architecture: { kind: "preset", name: preset } };
  if (from !== undefined) return { architecture: { kind: "file", path: from.replace(/^\.\//, "") } };
  return architecture === false ? {} : { architecture: { kind: "proposal", ...(architecture === true ? { asked: true } : {}) } };
}

async function enrolment(context: CommandContext, options: InitCommandOptions): Promise<{ readonly enrol: boolean; readonly note: string | null }> {
  if (options.enrol !== undefined) return { enrol: options.enrol, note: null };
  const trace = agentTraces(context.host.environment).find(({ strength }) => strength === "agent");
  if (trace !== undefined) {
    return { enrol: false, note: `No signing key was enrolled, because ${trace.variable} says that ${trace.assistant} runs this shell. Run countersign init --enrol in a terminal of your own.` };
  }
  if (options.yes === true) return { enrol: true, note: null };
  const answer = await context.host.ask("Enrol your signing key in .countersign/allowed_signers? [Y/n] ", context.signal);
  return { enrol: !/^n(?:o)?$/i.test(answer?.trim() ?? "n"), note: null };
}
