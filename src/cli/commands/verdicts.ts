import { Option, type Command } from "commander";
import type { SignRequest, SignResult } from "../../app/session-types";
import { CountersignError, type Basis, type DebtItem, type DebtSnapshot } from "../../core/model";
import { ownEditsOf } from "../../core/debt/own-edits";
import { approvalText } from "../../report/approval-text";
import { recordsJson } from "../../report/records-json";
import { counted } from "../../core/counted";
import { printable, wrap } from "../../report/text-layout";
import type { CommandContext, RegisterCommand } from "../command-context";
import { askForKey, confirmed } from "../confirmation";
import { namesHunk, selectHunks } from "../hunk-arguments";
import { refuseAgents, refuseWithoutTerminal } from "../human-presence";
import { collected, plainFormatOption, positiveNumber, type PlainFormat } from "../options";
import type { Session } from "../session";
import { readShownHunks } from "../shown-hunks";
import { correctionsNamed } from "./correct";

interface VerdictOptions {
  readonly file?: readonly string[];
  readonly basis: Basis;
  readonly note?: string;
  readonly criteria?: readonly string[];
  readonly edited?: boolean;
  readonly copies?: boolean;
  readonly format: PlainFormat;
}

const LONGEST_NOTE = 4_000;

/** `countersign sign`: a person approves the text that is shown. */
export const registerSign: RegisterCommand = (program, context) => {
  const command = verdictCommand(program, "sign", "approve hunks: shows their text, asks, and signs")
    .option("--copies", "with each hunk all open hunks of the same text, each by a record of its own")
    .option("--edited", "your own edits since you approved: all hunks of low, medium or unrated risk where nothing else changed")
    .addOption(new Option("--waive <days>", "no approval: let them pass the gate for so many days, with the reason in --note; the policy says who may").argParser(positiveNumber).conflicts("edited"));
  command.action(async (hunks: readonly string[], options: VerdictOptions & { readonly waive?: number }) => {
    if (options.waive !== undefined) {
      if (options.note === undefined) throw new CountersignError("usage", "a waiver needs a reason", { hint: "say with --note why it can't wait for a review" });
      await decide(context, hunks, { ...options, basis: "accepted-risk" }, { deed: "waive a review", question: `For ${counted(options.waive, "day")} and without approving, let pass`, done: "Waived" }, "approved", options.waive);
      return;
    }
    const words = options.edited === true ? { deed: "sign off code", question: "Sign your own edits of", done: "Signed your edits of" } : { deed: "sign off code", question: "Approve", done: "Signed off" };
    await decide(context, hunks, options, words, options.note === undefined ? "approved" : "approved-with-notes");
  });
};

/** `countersign reject`: a person refuses the text that is shown. */
export const registerReject: RegisterCommand = (program, context) => {
  verdictCommand(program, "reject", "refuse hunks: shows their text, asks, and signs the refusal").action(async (hunks: readonly string[], options: VerdictOptions) => {
    await decide(context, hunks, options, { deed: "reject code", question: "Reject", done: "Rejected" }, "rejected");
  });
};

function verdictCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("[hunk...]", "a hunk's id, six or more of its digits, or FILE:LINE")
    .addOption(new Option("--file <path>", "all open hunks of a file; repeatable").argParser(collected))
    .addOption(new Option("--basis <basis>", "what the verdict rests on").choices(["read", "tested", "paired", "accepted-risk"]).default("read"))
    .option("--note <text>", "a note, or the reason of a rejection")
    .addOption(new Option("--criteria <names>", "such as reviewed,security-reviewed").argParser(criteriaOf))
    .addOption(plainFormatOption());
}

async function decide(
  context: CommandContext,
  hunks: readonly string[],
  options: VerdictOptions,
  words: { readonly deed: string; readonly question: string; readonly done: string },
  verdict: "approved" | "approved-with-notes" | "rejected",
  waiveDays?: number,
): Promise<void> {
  const { host } = context;
  refuseAgents(host, words.deed);
  refuseWithoutTerminal(host, words.deed);
  const said = noteOf(options.note);
  const result = await context.withSession(async (session) => {
    const { root, snapshot } = await openForVerdict(context, session);
    const named = { hunks, files: options.file ?? [], copies: options.copies === true };
    const items = options.edited === true && hunks.length === 0 && named.files.length === 0 ? ownEdits(snapshot) : selectHunks(snapshot, named, (typed) => context.pathIn(session, typed));
    const shown = readShownHunks(root, items);
    context.progress.clear();
    host.error(`${approvalText(shown.hunks, { palette: context.palette, width: context.width })}\n`);
    const createKey = await askForKey(context, snapshot.signing);
    const as = snapshot.signing.signer ?? "";
    const trust = snapshot.signing.key === null && !createKey ? ", without a signature" : "";
    await confirmed(context, `${words.question} ${counted(items.length, "hunk")} as ${printable(as)}${trust} (basis: ${options.basis})?`);
    const request: SignRequest = {
      verdicts: [
        {
          hunks: items.map((item) => item.hunk.id),
          verdict,
          basis: options.basis,
          criteria: options.criteria ?? ["reviewed"],
          ...(options.edited === true ? { edited: true } : {}),
          ...(waiveDays === undefined ? {} : { waiveDays }),
          ...(said === undefined ? {} : verdict === "rejected" || waiveDays !== undefined ? { reason: said } : { note: said }),
        },
      ],
      method: "terminal",
      shown: shown.contentIds,
      ...(createKey ? { createKey } : {}),
    };
    return session.sign(request);
  });
  printResult(context, result, options.format, words.done);
}

function ownEdits(snapshot: DebtSnapshot): readonly DebtItem[] {
  const items = ownEditsOf(snapshot.items, snapshot.signing.key?.fingerprint ?? "");
  if (items.length === 0) throw new CountersignError("not-found", "no hunk holds only your own edits of what you approved", { hint: "countersign status lists open hunks" });
  return items;
}

/** `countersign withdraw`: takes one's own verdicts back. */
export const registerWithdraw: RegisterCommand = (program, context) => {
  program
    .command("withdraw")
    .description("take your own sign-offs or rejections back")
    .argument("[hunk...]", "a hunk's id, six or more of its digits, FILE:LINE, or the id of a correction")
    .addOption(new Option("--file <path>", "all hunks of a file that have a verdict; repeatable").argParser(collected))
    .addOption(plainFormatOption())
    .action(async (hunks: readonly string[], options: { readonly file?: readonly string[]; readonly format: PlainFormat }) => {
      const deed = "withdraw a verdict";
      refuseAgents(context.host, deed);
      refuseWithoutTerminal(context.host, deed);
      const result = await context.withSession(async (session) => {
        const { root, snapshot } = await openForVerdict(context, session);
        const corrections = await correctionsWithoutHunk(context, session, snapshot, hunks);
        if (corrections.length > 0) {
          await confirmed(context, `Withdraw your ${counted(corrections.length, "correction")} of who wrote it?`);
          return session.withdrawRecords(corrections, "terminal");
        }
        const selection = { hunks, files: options.file ?? [], ofFile: (item: (typeof snapshot.items)[number]) => item.records.length > 0 };
        const items = selectHunks(snapshot, selection, (typed) => context.pathIn(session, typed));
        const shown = readShownHunks(root, items);
        context.progress.clear();
        context.host.error(`${approvalText(shown.hunks, { palette: context.palette, width: context.width })}\n`);
        await confirmed(context, `Withdraw your verdicts on ${counted(items.length, "hunk")}?`);
        return session.withdraw(
          items.map((item) => item.hunk.id),
          "terminal",
        );
      });
      printResult(context, result, options.format, "Withdrew");
    });
};

/** Where no hunk stands because a person said that no assistant wrote it, there is that statement to withdraw. */
async function correctionsWithoutHunk(context: CommandContext, session: Session, snapshot: DebtSnapshot, arguments_: readonly string[]): Promise<readonly string[]> {
  const [argument, ...others] = arguments_;
  if (argument === undefined || others.length > 0 || namesHunk(snapshot, argument, (typed) => context.pathIn(session, typed))) return [];
  return correctionsNamed(context, session, argument);
}

async function openForVerdict(context: CommandContext, session: Session): Promise<{ readonly root: string; readonly snapshot: DebtSnapshot }> {
  if (session.root === null) throw new CountersignError("refused", "a bare repository has no text to show", { hint: "use a clone with a work tree" });
  const snapshot = await session.open({ viewedMarks: true }, context.progress, context.signal);
  if (snapshot.signing.signer === null) {
    throw new CountersignError("refused", "git does not know who you are", { hint: "set it: git config --global user.email you@example.com" });
  }
  return { root: session.root, snapshot };
}

function printResult(context: CommandContext, result: SignResult, format: PlainFormat, done: string): void {
  if (format === "json") {
    context.print(recordsJson(result));
    return;
  }
  const lines = [`${done} ${counted(result.records.length, "hunk")}.`];
  if (result.createdKey !== undefined) lines.push(`Created the signing key ${result.createdKey}.`);
  if (result.repositoryIdIsNew) lines.push("This was the repository's first record: an id was made for it.");
  if (result.records.some((record) => record.trust === "none")) lines.push("The records carry no signature.");
  context.print(`${lines.flatMap((line) => wrap(line, context.width)).join("\n")}\n`);
}

function noteOf(note: string | undefined): string | undefined {
  const text = note?.trim();
  if (text === undefined || text === "") return undefined;
  if (text.length > LONGEST_NOTE) throw new CountersignError("usage", `the note is longer than ${LONGEST_NOTE} characters`, { hint: "shorten it, and link to the rest" });
  return text;
}

function criteriaOf(value: string): readonly string[] {
  const names = value.split(",").map((name) => name.trim());
  const wrong = names.find((name) => !/^[a-z0-9][a-z0-9-]{0,99}$/.test(name));
  if (wrong !== undefined) throw new CountersignError("usage", `"${wrong}" is not a criterion`, { hint: "use names such as reviewed or security-reviewed" });
  return names;
}
