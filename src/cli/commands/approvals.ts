import { resolve } from "node:path";
import { CountersignError } from "../../core/model";
import { approvalKey } from "../../ledger/forge/approval-key";
import { readForgeChange } from "../../ledger/forge/forge-change";
import { readGivenText } from "../../platform/command-files";
import { approvalsJson } from "../../report/approvals-json";
import { counted } from "../../core/counted";
import type { CommandContext, RegisterCommand } from "../command-context";
import { plainFormatOption, revision, type PlainFormat } from "../options";
import { pipelineScope } from "../pipeline/pipeline-scope";

interface ApprovalsOptions {
  readonly record?: boolean;
  readonly key?: string;
  readonly base?: string;
  readonly policyRef?: string;
  readonly ci?: boolean;
  readonly format: PlainFormat;
}

/** `countersign approvals`: what a forge's approvals are worth, and their lasting record, which CI writes after the merge. */
export const registerApprovals: RegisterCommand = (program, context) => {
  program
    .command("approvals")
    .description("show which approvals on the forge count, or write them into the ledger with a CI key")
    .argument("<file>", "a review event, or the REST answers that the README names")
    .option("--record", "write them, signed with --key; then countersign sync")
    .option("--key <file>", "the CI key, which allowed_signers of the base enrols for approvals")
    .option("--base <rev>", "what the change was measured from: the tip of the base branch before the merge")
    .option("--policy-ref <rev>", "read policy and signers from REV instead of the base")
    .option("--ci", "base from the CI system's variables; missing commits and the ledger are fetched")
    .addOption(plainFormatOption())
    .action(async (file: string, options: ApprovalsOptions) => {
      if ((options.record === true) !== (options.key !== undefined)) throw new CountersignError("usage", "--record and --key go together", { hint: "name the file of the CI key with --key" });
      if (options.base === undefined && options.ci !== true) throw new CountersignError("usage", "nobody knows what the change was measured from", { hint: "give --base REV, or --ci in a pipeline" });
      const path = resolve(context.host.directory, file);
      const change = readForgeChange(readGivenText(path), file);
      const key = options.key === undefined ? null : approvalKey(readGivenText(resolve(context.host.directory, options.key)), options.key);
      const scope = await scopeOf(context, options, change.approvals.map(({ commit }) => commit));
      const answer = await context.withSession((session) => session.recordApprovals(change, scope, key, context.progress, context.signal));
      if (options.format === "json") context.print(approvalsJson(answer, key !== null));
      else {
        const verb = key === null ? "Counts" : "Recorded";
        const lines = answer.recorded.map(({ account, signer, commit, hunks }) => `${verb}: ${account} (${signer}) at ${commit.slice(0, 12)}, ${counted(hunks, "hunk")}`);
        context.print(`${[...lines, ...answer.notRecorded.map(({ what, why }) => `Not: ${what}: ${why}`), ...(lines.length === 0 ? ["No approval counts."] : [])].join("\n")}\n`);
      }
    });
};

async function scopeOf(context: CommandContext, { base, policyRef, ci }: ApprovalsOptions, shown: readonly string[]): Promise<{ readonly base: string; readonly policyRef?: string }> {
  if (ci !== true) return { base: revision(base ?? ""), ...(policyRef === undefined ? {} : { policyRef: revision(policyRef) }) };
  const { scope } = await pipelineScope(context, base === undefined ? {} : { base }, shown);
  if (scope.base === undefined) throw new CountersignError("no-base", "the CI system names no base", { hint: "give --base REV" });
  return { base: scope.base, ...(policyRef === undefined ? (scope.policyRef === undefined ? {} : { policyRef: scope.policyRef }) : { policyRef: revision(policyRef) }) };
}
