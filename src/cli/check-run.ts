/** One run of the gate, whoever asked for it: the command, or the action. */
import { resolve } from "node:path";
import type { Severity } from "../core/model";
import type { ForgeChange } from "../core/forge-change";
import type { CheckReport } from "../report/check-report";
import type { CommandContext } from "./command-context";
import { excerptsOf } from "./excerpts";
import { exitCodeOfVerdict, failOn } from "./fail-on";
import { revision, scopeOf, type ScopeOptions } from "./options";
import type { PipelineScope } from "./pipeline/pipeline-scope";
import { VERSION } from "./version";

export interface CheckRunOptions extends ScopeOptions {
  readonly head?: string;
  readonly policyRef?: string;
  /** A policy file, relative to the current folder. */
  readonly policy?: string;
  readonly only?: readonly ("architecture" | "risk" | "debt")[];
  readonly assumeAi?: boolean;
  readonly allFindings?: boolean;
  readonly soft?: boolean;
  readonly failOn?: Severity;
  /** What the CI system said, with its clone made ready. */
  readonly pipeline?: PipelineScope;
  readonly approvals?: ForgeChange;
  /** Reports of tools, relative to the current folder. */
  readonly report?: readonly string[];
}

/** Errors: as `ReviewSession.open`. */
export async function runCheck(context: CommandContext, paths: readonly string[], options: CheckRunOptions): Promise<CheckReport> {
  const { pipeline } = options;
  const findingsOutsideHunks = options.assumeAi === true || options.allFindings === true;
  const { snapshot, excerpts } = await context.withSession(async (session) => {
    const below = context.pathsIn(session, paths);
    const opened = await session.open(
      {
        ...scopeOf(options),
        ...(below === undefined ? {} : { paths: below }),
        ...(options.assumeAi === undefined ? {} : { assumeAi: options.assumeAi }),
        ...(options.head === undefined ? {} : { head: revision(options.head) }),
        ...pipeline?.scope,
        ...(options.policyRef === undefined ? {} : { policyRef: revision(options.policyRef) }),
        ...(options.policy === undefined ? {} : { policyFile: resolve(context.host.directory, options.policy) }),
        ...(options.only === undefined ? {} : { only: options.only }),
        ...(options.report === undefined ? {} : { reports: options.report.map((path) => resolve(context.host.directory, path)) }),
        ...(options.approvals === undefined ? {} : { approvals: options.approvals }),
      },
      context.progress,
      context.signal,
    );
    const told = pipeline === undefined ? opened : { ...opened, notChecked: [...opened.notChecked, ...pipeline.notChecked] };
    return { snapshot: failOn(told, options.failOn, findingsOutsideHunks), excerpts: excerptsOf(opened, (path) => session.textOf(path)) };
  });
  const soft = options.soft === true;
  return { snapshot, exitCode: exitCodeOfVerdict(snapshot.verdict, soft), soft, findingsOutsideHunks, excerpts, version: VERSION, ...(pipeline?.links === undefined ? {} : { links: pipeline.links }) };
}
