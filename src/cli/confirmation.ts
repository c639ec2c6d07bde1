import { CountersignError, type SigningState } from "../core/model";
import { wrap } from "../report/text-layout";
import type { CommandContext } from "./command-context";

/** Asks, with no as the answer of an empty line. Errors: `refused` when the answer is anything but yes. */
export async function confirmed(context: CommandContext, question: string): Promise<void> {
  context.progress.clear();
  const answer = await context.host.ask(`${question} [y/N] `, context.signal);
  if (/^y(?:es)?$/i.test(answer?.trim() ?? "")) return;
  throw new CountersignError("refused", "nothing was done, because the answer was not yes");
}

/**
 * Where there is no signing key: says so, and asks whether to create one. True: create; false: there is one, or the
 * person goes on without a signature. Errors: `refused` when they do neither.
 */
export async function askForKey(context: CommandContext, signing: SigningState): Promise<boolean> {
  if (signing.key !== null) return false;
  const words =
    "There is no SSH signing key: git has no user.signingkey, and Countersign made none yet. It can make one that only " +
    "signs sign-offs; without one the records carry no signature, and the default policy does not count them for high risk.";
  context.progress.clear();
  context.host.error(`${wrap(words, context.width).join("\n")}\n`);
  const answer = (await context.host.ask("Create a key [c], go on unsigned [u], or stop [N]? ", context.signal))?.trim().toLowerCase();
  if (answer === "c" || answer === "create") return true;
  if (answer === "u" || answer === "unsigned") return false;
  throw new CountersignError("refused", "nothing was done, because there is no key to sign with", { hint: "git config gpg.format ssh, and user.signingkey with the path of your key" });
}
