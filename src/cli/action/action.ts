/** The GitHub Action: the same gate as `check --ci`, its results where GitHub shows them. Nothing of the pull request is run. */
import { randomUUID } from "node:crypto";
import { isAbsolute, join } from "node:path";
import { CountersignError, type NotChecked } from "../../core/model";
import { exitCodeOf } from "../../core/exit-code";
import type { ForgeChange } from "../../core/forge-change";
import { approvalKey } from "../../ledger/forge/approval-key";
import { readForgeChange } from "../../ledger/forge/forge-change";
import { appendReport, readTextFile, writeReport } from "../../platform/command-files";
import { ForgeHttp } from "../../platform/forge-http";
import { checkGithub } from "../../report/check-github";
import { checkJson } from "../../report/check-json";
import { checkMarkdown } from "../../report/check-markdown";
import type { CheckReport } from "../../report/check-report";
import { checkSarif } from "../../report/check-sarif";
import { errorText } from "../../report/error-text";
import { printable } from "../../report/text-layout";
import { totalsOf } from "../../report/totals";
import { runCheck } from "../check-run";
import { CommandContext } from "../command-context";
import { addToSummary } from "../commands/check";
import type { Host } from "../host";
import { detectPipeline } from "../pipeline/detect-pipeline";
import { pipelineScope } from "../pipeline/pipeline-scope";
import type { OpenSession } from "../session";
import { actionInputs, type ActionInputs } from "./inputs";
import { GithubPull, mergedPulls } from "./github-pull";
import { rerunFailed } from "./github-runs";

/** Runs the action and gives its exit code, contract.md's. Never throws: what nobody expected is 3. */
export async function runAction(host: Host, openSession: OpenSession): Promise<number> {
  const abort = new AbortController();
  const stopListening = host.onInterrupt(() => abort.abort());
  try {
    const inputs = actionInputs(host.environment);
    const workspace = host.environment["GITHUB_WORKSPACE"] ?? host.directory;
    const directory = inputs.directory === undefined ? workspace : inside(workspace, inputs.directory);
    return await new Action(new CommandContext({ ...host, directory }, abort.signal, openSession), inputs).run();
  } catch (error) {
    const known = error instanceof CountersignError ? error : new CountersignError("internal", `unexpected failure (${error instanceof Error ? error.message : String(error)})`, {}, { cause: error });
    const exitCode = abort.signal.aborted ? 130 : exitCodeOf(known.code);
    const words = errorText(known).trimEnd();
    host.out(`::error title=Countersign::${words.replaceAll("%", "%25")}\n`);
    writeOutputs(host, { verdict: "not-evaluated", "exit-code": exitCode, "debt-minutes": "", "unverified-hunks": "", "high-risk-hunks": "", "sarif-file": "", "json-file": "" });
    return exitCode;
  } finally {
    stopListening();
  }
}

/** Outputs of a run that only writes or starts something. */
const NOTHING_JUDGED = { verdict: "pass", "exit-code": 0, "debt-minutes": "", "unverified-hunks": "", "high-risk-hunks": "", "sarif-file": "", "json-file": "" } as const;

class Action {
  private readonly notChecked: NotChecked[] = [];

  constructor(
    private readonly context: CommandContext,
    private readonly inputs: ActionInputs,
  ) {}

  async run(): Promise<number> {
    const { context, inputs } = this;
    context.cacheDirectory = inputs.cacheDirectory;
    if (inputs.rerun) return this.rerun();
    if (inputs.forgeKey !== undefined) return this.record(inputs.forgeKey);
    const pull = this.pull();
    const approvals = inputs.approvals ? await this.approvals(pull) : undefined;
    const scope = await pipelineScope(context, inputs, approvals?.approvals.map(({ commit }) => commit));
    const pipeline = { ...scope, notChecked: [...scope.notChecked, ...this.notChecked] };
    const report = await runCheck(context, [], {
      soft: inputs.soft,
      pipeline,
      ...(approvals === undefined ? {} : { approvals }),
      ...(inputs.policyRef === undefined ? {} : { policyRef: inputs.policyRef }),
      ...(inputs.failOn === undefined ? {} : { failOn: inputs.failOn }),
    });
    await this.publish(report, pull);
    return report.exitCode;
  }

  /** Sign-offs were pushed: what failed for want of them is judged again. Errors: `refused`, `internal`. */
  private async rerun(): Promise<number> {
    const { context, inputs } = this;
    const { environment } = context.host;
    if (inputs.token === undefined) throw new CountersignError("usage", "runs are started again with a token", { hint: "leave the input token as it is" });
    const http = new ForgeHttp(environment["GITHUB_API_URL"] ?? "https://api.github.com", inputs.token);
    const started = await rerunFailed(http, environment["GITHUB_REPOSITORY"] ?? "", environment["GITHUB_RUN_ID"] ?? "");
    context.print(`Started ${started.length} run(s) again${started.length === 0 ? "" : `, of pull request(s) ${started.map((number) => `#${number}`).join(", ")}`}.\n`);
    writeOutputs(context.host, { ...NOTHING_JUDGED, "rerun-pulls": started.join(" ") });
    return 0;
  }

  /**
   * After a merge, on the base branch: approvals of what was merged become records of the ledger. The key is never for a run that a pull
   * request starts.
   */
  private async record(keyText: string): Promise<number> {
    const { context, inputs } = this;
    const { environment } = context.host;
    const pipeline = detectPipeline(environment, (path) => readTextFile(path, 32 * 1024 * 1024));
    if (environment["GITHUB_EVENT_NAME"] !== "push" || pipeline.base.commit === null) {
      throw new CountersignError("refused", "the input forge-key is for pushes to the default branch alone", { hint: "leave it empty in every other run" });
    }
    if (inputs.token === undefined) throw new CountersignError("usage", "approvals are recorded with a token", { hint: "leave the input token as it is" });
    const key = approvalKey(keyText, "forge-key");
    const http = new ForgeHttp(environment["GITHUB_API_URL"] ?? "https://api.github.com", inputs.token);
    const pulls = await mergedPulls(http, environment["GITHUB_REPOSITORY"] ?? "", await this.pushedCommits(pipeline.base.commit, pipeline.head.commit));
    let hunks = 0;
    for (const pull of pulls) {
      const change = await pull.change();
      const { scope } = await pipelineScope(context, inputs, change.approvals.map(({ commit }) => commit));
      const answer = await context.withSession((session) => session.recordApprovals(change, { ...(scope.base === undefined ? {} : { base: scope.base }), ...(scope.policyRef === undefined ? {} : { policyRef: scope.policyRef }) }, key, context.progress, context.signal));
      for (const { account, hunks: written } of answer.recorded) {
        hunks += written;
        context.print(`Recorded ${printable(account)}'s approval: ${written} hunk(s).\n`);
      }
      for (const { what, why } of answer.notRecorded) context.print(`::notice title=Countersign::${printable(`${what} was not recorded: ${why}`).replaceAll("%", "%25")}\n`);
    }
    if (hunks > 0) await context.withSession((session) => session.sync("origin"));
    writeOutputs(context.host, { ...NOTHING_JUDGED, "recorded-hunks": hunks });
    return 0;
  }

  /** The branch's own commits of a push: what was merged, and not what it consists of. */
  private async pushedCommits(before: string, after: string): Promise<readonly string[]> {
    const { context, inputs } = this;
    await pipelineScope(context, inputs);
    return context.withSession((session) => session.landed(before, after));
  }

  private async publish(report: CheckReport, pull: GithubPull | null): Promise<void> {
    const { context, inputs } = this;
    const { host } = context;
    if (inputs.annotations) context.print(checkGithub(report));
    if (inputs.summary) addToSummary(context, report);
    const sarifFile = inputs.sarifFile === undefined ? "" : inside(host.directory, inputs.sarifFile);
    if (sarifFile !== "") writeReport(sarifFile, checkSarif(report));
    const jsonFile = inputs.jsonFile === undefined ? "" : inside(host.directory, inputs.jsonFile);
    if (jsonFile !== "") writeReport(jsonFile, checkJson(report.snapshot, report));
    const totals = totalsOf(report.snapshot.items);
    writeOutputs(host, {
      verdict: report.snapshot.verdict,
      "exit-code": report.exitCode,
      "debt-minutes": totals.hundredths / 100,
      "unverified-hunks": totals.hunks,
      "high-risk-hunks": totals.byRisk.high,
      "sarif-file": sarifFile,
      "json-file": jsonFile,
    });
    if (inputs.comment && pull !== null) {
      await this.attempt("the comment was not written", async () => {
        context.print(`Comment ${await pull.comment(checkMarkdown(report), report.snapshot.verdict === "pass")}.\n`);
      });
    }
  }

  /** The pull request with what may read it; null in other runs and without a token. */
  private pull(): GithubPull | null {
    const { environment } = this.context.host;
    const { change } = detectPipeline(environment, (path) => readTextFile(path, 32 * 1024 * 1024));
    if (change === null || this.inputs.token === undefined) return null;
    const http = new ForgeHttp(environment["GITHUB_API_URL"] ?? "https://api.github.com", this.inputs.token);
    return new GithubPull(http, environment["GITHUB_REPOSITORY"] ?? "", change.number);
  }

  /** As the forge tells them now; without a way to ask it, the one that this run's own event tells. */
  private async approvals(pull: GithubPull | null): Promise<ForgeChange | undefined> {
    const asked = pull === null ? undefined : await this.attempt("approvals on GitHub could not be read", () => pull.change());
    if (asked !== undefined) return asked;
    const { environment } = this.context.host;
    if (environment["GITHUB_EVENT_NAME"] !== "pull_request_review") return undefined;
    const path = environment["GITHUB_EVENT_PATH"] ?? "";
    return readForgeChange(readTextFile(path, 32 * 1024 * 1024) ?? "", path);
  }

  /** What the token does not allow is said and costs no verdict: a fork's pull request has a token that may only read. */
  private async attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      const why = `${error.message}${error.details.path === undefined ? "" : `, ${error.details.path}`}`;
      this.notChecked.push({ what, why });
      this.context.print(`::notice title=Countersign::${printable(`${what}: ${why}`).replaceAll("%", "%25")}\n`);
      return undefined;
    }
  }
}

/** A path below a folder. Errors: `usage` for one that leads out of it. */
function inside(folder: string, path: string): string {
  if (isAbsolute(path) || path.split(/[\\/]/).includes("..")) throw new CountersignError("usage", "the path leads out of the workspace", { path, hint: "give a path relative to the workspace" });
  return join(folder, path);
}

/** GITHUB_OUTPUT with a delimiter that nobody can know, so that no value can begin another output. */
function writeOutputs(host: Host, values: Readonly<Record<string, string | number>>): void {
  const path = host.environment["GITHUB_OUTPUT"];
  if (path === undefined || path === "") return;
  const delimiter = `countersign-${randomUUID()}`;
  appendReport(path, Object.entries(values).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join(""));
}
