import { join, resolve } from "node:path";
import { createTwoFilesPatch } from "diff";
import { CountersignError } from "../../core/model";
import { readMessage, writeMessage } from "../../platform/commit-message";
import { applyHookPlan, planTrailersHook, trailersHook, type GitHookPlan } from "../../platform/git-hooks";
import { printable } from "../../report/text-layout";
import type { CommandContext, RegisterCommand } from "../command-context";
import { confirmed } from "../confirmation";
import { refuseAgents } from "../human-presence";

interface TrailerOptions {
  readonly install?: boolean;
  readonly remove?: boolean;
  readonly yes?: boolean;
  readonly apply?: string;
}

/** `countersign trailers`: Assisted-by lines for what is staged, and the git hook that adds them to messages. */
export const registerTrailers: RegisterCommand = (program, context) => {
  program
    .command("trailers")
    .description("Assisted-by trailers for what is staged, derived from evidence; --install lets git add them to messages")
    .option("--install", "write git's prepare-commit-msg hook, after showing it")
    .option("--remove", "take that hook away")
    .option("--yes", "ask nothing")
    .option("--apply <file>", "add the trailers to a commit message, as the hook does; always exits 0")
    .argument("[source]", "with --apply: git's second argument to the hook")
    .argument("[commit]", "with --apply: git's third argument to the hook")
    .action(async (source: string | undefined, commit: string | undefined, options: TrailerOptions) => {
      const asked = [options.install, options.remove, options.apply].filter((option) => option !== undefined).length;
      if (asked > 1) throw new CountersignError("usage", "--install, --remove and --apply exclude each other", { hint: "give one of them" });
      if (options.apply !== undefined) return apply(context, options.apply, source ?? "", commit ?? "");
      if (options.install === true || options.remove === true) return change(context, options.install === true ? "install" : "remove", options.yes === true);
      const trailers = await context.withSession((session) => session.assistedBy(false));
      context.print(trailers.map((trailer) => `${printable(trailer)}\n`).join(""));
    });
};

/** Whatever goes wrong is said and stops no commit. */
async function apply(context: CommandContext, file: string, source: string, commit: string): Promise<void> {
  try {
    // A merge's lines have commits of their own.
    if (source === "merge") return;
    const path = resolve(context.host.directory, file);
    await context.withSession(async (session) => {
      const trailers = await session.assistedBy(source === "commit" && commit === "HEAD");
      const message = readMessage(path);
      if (trailers.length === 0) return;
      const next = await session.withTrailers(message, trailers);
      if (next !== message) writeMessage(path, next);
    });
  } catch (error) {
    context.host.error(`countersign: trailers: ${error instanceof Error ? error.message : String(error)}: the message is as it was\n`);
  }
}

async function change(context: CommandContext, deed: "install" | "remove", yes: boolean): Promise<void> {
  const { host } = context;
  refuseAgents(host, `${deed} a git hook`);
  const plan = await prepare(context, deed);
  if (plan.before === plan.after) {
    context.print(deed === "install" ? `${printable(plan.path)} is installed already.\n` : `There is no hook of Countersign's at ${printable(plan.path)}.\n`);
    return;
  }
  if (!yes) {
    if (!host.interactive) throw new CountersignError("refused", "there is no terminal on which a person could be asked", { hint: `countersign trailers --${deed} --yes asks nothing` });
    host.error(`${createTwoFilesPatch(plan.path, plan.path, plan.before ?? "", plan.after ?? "").split("\n").map(printable).join("\n")}\n`);
    await confirmed(context, deed === "install" ? "Write this hook?" : "Delete this hook?");
    if (JSON.stringify(await prepare(context, deed)) !== JSON.stringify(plan)) throw new CountersignError("drifted", "the hook changed while the question was open", { path: plan.path, hint: "run it again and look at the new change" });
  }
  applyHookPlan(plan);
  context.print(deed === "install" ? `Wrote ${printable(plan.path)}: git adds Assisted-by trailers to messages from now on.\n` : `Deleted ${printable(plan.path)}.\n`);
}

async function prepare(context: CommandContext, deed: "install" | "remove"): Promise<GitHookPlan> {
  const hooks = await context.withSession((session) => session.hooksFolder(), "leave");
  return planTrailersHook(hooks, deed, trailersHook(process.execPath, join(__dirname, "main.js")));
}
