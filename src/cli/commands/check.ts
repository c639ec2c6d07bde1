import { Option } from "commander";
import { resolve } from "node:path";
import { CHECK_FORMATS, renderCheck } from "../../report/check-formats";
import { PLAIN } from "../../report/palette";
import type { RegisterCommand } from "../command-context";
import { excerptsOf } from "../excerpts";
import { exitCodeOfVerdict, failOn } from "../fail-on";
import { addScopeOptions, collected, namesOf, revision, scopeOf, type ScopeOptions } from "../options";
import { reportOutputs, writeReports } from "../report-outputs";
import type { Severity } from "../../core/model";
import { VERSION } from "../version";

interface CheckOptions extends ScopeOptions {
  readonly policyRef?: string;
  readonly policy?: string;
  readonly only?: readonly ("architecture" | "risk" | "debt")[];
  readonly assumeAi?: boolean;
  readonly allFindings?: boolean;
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly soft?: boolean;
  readonly failOn?: Severity;
}

/** Columns of a text report in a file. */
const FILE_WIDTH = 80;

/** `countersign check`: the gate. */
export const registerCheck: RegisterCommand = (program, context) => {
  addScopeOptions(program.command("check").description("the gate: what no person has answered for, against the policy").argument("[path...]", "only these files or folders"))
    .addOption(new Option("--policy-ref <rev>", "read the policy from REV instead of the base").conflicts("policy"))
    .addOption(new Option("--policy <file>", "read the policy from a file: for trying one, never in CI"))
    .addOption(new Option("--only <parts>", "architecture, risk, debt; several with commas").argParser(namesOf(["architecture", "risk", "debt"] as const)))
    .option("--assume-ai", "treat every line of the given files as an assistant's")
    .option("--all-findings", "list findings outside hunks, too")
    .addOption(new Option("--format <format>", `${CHECK_FORMATS.join(", ")}; repeatable`).argParser(collected))
    .addOption(new Option("--output <file>", "where the format's report goes; one for each --format").argParser(collected))
    .option("--soft", "exit 0 when the gate fails")
    .addOption(new Option("--fail-on <level>", "fail on introduced findings of this severity or worse").choices(["error", "warning", "note"]))
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const outputs = reportOutputs(options.format ?? [], options.output ?? [], CHECK_FORMATS, "text");
      const findingsOutsideHunks = options.assumeAi === true || options.allFindings === true;
      const { snapshot, excerpts } = await context.withSession(async (session) => {
        const below = context.pathsIn(session, paths);
        const opened = await session.open(
          {
            ...scopeOf(options),
            ...(below === undefined ? {} : { paths: below }),
            ...(options.assumeAi === undefined ? {} : { assumeAi: options.assumeAi }),
            ...(options.policyRef === undefined ? {} : { policyRef: revision(options.policyRef) }),
            ...(options.policy === undefined ? {} : { policyFile: resolve(context.host.directory, options.policy) }),
            ...(options.only === undefined ? {} : { only: options.only }),
          },
          context.progress,
          context.signal,
        );
        return { snapshot: failOn(opened, options.failOn, findingsOutsideHunks), excerpts: excerptsOf(opened, (path) => session.textOf(path)) };
      });
      const exitCode = exitCodeOfVerdict(snapshot.verdict, options.soft === true);
      const report = { snapshot, exitCode, soft: options.soft === true, findingsOutsideHunks, excerpts, version: VERSION };
      writeReports(context, outputs, (format, toTerminal) =>
        renderCheck(format, report, { palette: toTerminal ? context.palette : PLAIN, width: toTerminal ? context.width : FILE_WIDTH }),
      );
      context.exitCode = exitCode;
    });
};
