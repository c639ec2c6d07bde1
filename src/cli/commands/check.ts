import { Option } from "commander";
import { resolve } from "node:path";
import { CountersignError, type Severity } from "../../core/model";
import { readForgeChange } from "../../ledger/forge/forge-change";
import { appendReport, readTextFile, sizeOfFile } from "../../platform/command-files";
import { CHECK_FORMATS, renderCheck, type CheckFormat } from "../../report/check-formats";
import { checkMarkdown, SUMMARY_BYTES } from "../../report/check-markdown";
import type { CheckReport } from "../../report/check-report";
import { PLAIN } from "../../report/palette";
import { readStandardInput } from "../../platform/journal-stdin";
import { runCheck, type CheckRunOptions } from "../check-run";
import type { CommandContext, RegisterCommand } from "../command-context";
import { addScopeOptions, collected, namesOf, type ScopeOptions } from "../options";
import { pipelineScope } from "../pipeline/pipeline-scope";
import { pushedCommits } from "../pushed-commits";
import { reportOutputs, writeReports, type ReportOutput } from "../report-outputs";

interface CheckOptions extends ScopeOptions {
  readonly ci?: boolean;
  readonly prePush?: boolean;
  readonly head?: string;
  readonly policyRef?: string;
  readonly policy?: string;
  readonly only?: readonly ("architecture" | "risk" | "debt")[];
  readonly assumeAi?: boolean;
  readonly allFindings?: boolean;
  readonly approvals?: string;
  readonly cacheDir?: string;
  readonly report?: readonly string[];
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly soft?: boolean;
  readonly failOn?: Severity;
}

/** Columns of a text report in a file. */
const FILE_WIDTH = 80;
/** Bytes of what git tells a pre-push hook: some thousand branches. */
const MAXIMUM_PUSH = 1024 * 1024;
/** A summary that is cut to less says nothing. */
const LEAST_SUMMARY = 2_000;

/** `countersign check`: the gate. */
export const registerCheck: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("check").description("the gate: what no person has answered for, against the policy").argument("[path...]", "only these files or folders"))
    .addOption(new Option("--ci", "base and head from the CI system's variables; fetches what a shallow or partial clone lacks, and the ledger").conflicts(["staged", "all", "since"]))
    .addOption(new Option("--pre-push", "the branches that git is about to push, as a pre-push hook is told").conflicts(["ci", "staged", "all", "since", "head"]))
    .addOption(new Option("--head <rev>", "judge this commit instead of the work tree").conflicts("staged"))
    .addOption(new Option("--policy-ref <rev>", "read the policy from REV instead of the base").conflicts("policy"))
    .addOption(new Option("--policy <file>", "read the policy from a file: for trying one, never in CI"))
    .addOption(new Option("--only <parts>", "architecture, risk, debt; several with commas").argParser(namesOf(["architecture", "risk", "debt"] as const)))
    .option("--assume-ai", "treat every line of the given files as an assistant's")
    .option("--all-findings", "list findings outside hunks, too")
    .option("--approvals <file>", "approvals of the pull request as GitHub or GitLab tell them (JSON)")
    .addOption(new Option("--report <file>", "findings of a tool to attach: SARIF, ESLint's or oxlint's JSON; coverage; repeatable").argParser(collected))
    .addOption(new Option("--format <format>", `${CHECK_FORMATS.join(", ")}; repeatable`).argParser(collected))
    .addOption(new Option("--output <file>", "where the format's report goes; one for each --format").argParser(collected))
    .option("--cache-dir <dir>", "keep what was parsed there, sealed with the secret in COUNTERSIGN_CACHE_KEY")
    .option("--soft", "exit 0 when the gate fails")
    .addOption(new Option("--fail-on <level>", "fail on introduced findings of this severity or worse").choices(["error", "warning", "note"]))
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const outputs = reportOutputs(options.format ?? [], options.output ?? [], CHECK_FORMATS, "text");
      const { approvals: file, prePush, cacheDir, ...rest } = options;
      context.cacheDirectory = cacheDir;
      if (prePush === true) {
        await checkPushed(context, paths, rest, (report) => print(context, outputs, report));
        return;
      }
      const approvals = file === undefined ? undefined : readForgeChange(textOf(resolve(context.host.directory, file)), file);
      const pipeline = options.ci === true ? await pipelineScope(context, options, approvals?.approvals.map(({ commit }) => commit)) : undefined;
      const report = await runCheck(context, paths, { ...rest, ...(pipeline === undefined ? {} : { pipeline }), ...(approvals === undefined ? {} : { approvals }) });
      print(context, outputs, report);
      if (outputs.some(({ format }) => format === "github")) addToSummary(context, report);
      context.exitCode = report.exitCode;
    });
};

function print(context: CommandContext, outputs: readonly ReportOutput<CheckFormat>[], report: CheckReport): void {
  writeReports(context, outputs, (format, toTerminal) => renderCheck(format, report, { palette: toTerminal ? context.palette : PLAIN, width: toTerminal ? context.width : FILE_WIDTH }));
}

/** One verdict a branch; the worst one counts. A pass says nothing, because a push should not be interrupted by one. */
async function checkPushed(context: CommandContext, paths: readonly string[], options: CheckRunOptions, show: (report: CheckReport) => void): Promise<void> {
  for (const head of pushedCommits(readStandardInput(MAXIMUM_PUSH).toString("utf8"), context.host.environment)) {
    const report = await runCheck(context, paths, { ...options, head });
    if (report.snapshot.verdict !== "pass") show(report);
    context.exitCode = Math.max(context.exitCode, report.exitCode);
  }
}

/** The job's page shows what a step leaves in a file; over 1 MiB of it nothing is shown at all. */
export function addToSummary(context: CommandContext, report: CheckReport): void {
  const path = context.host.environment["GITHUB_STEP_SUMMARY"];
  if (path === undefined || path === "") return;
  const room = SUMMARY_BYTES - sizeOfFile(path);
  if (room > LEAST_SUMMARY) appendReport(path, checkMarkdown(report, { maximum: room, rest: true }));
}

function textOf(path: string): string {
  const text = readTextFile(path);
  if (text === null) throw new CountersignError("usage", "the approvals can't be read", { path, hint: "name a JSON file of at most 5 MiB" });
  return text;
}
