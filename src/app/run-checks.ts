import { CountersignError, type Finding, type Hunk, type NotChecked } from "../core/model";
import type { CheckResult, Progress, Snapshot } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { parseJsonc } from "./jsonc-document";
import { listFindings, readKnownViolations } from "./known-violations";
import { wantedPaths } from "./path-filter";
import type { PolicySource } from "./policy-source";
import type { Provenance } from "./provenance";
import type { OpenOptions } from "./session-types";

const NOTHING_CHECKED: CheckResult = { findings: [], notChecked: [], analysed: new Set(), milliseconds: { graph: 0, rules: 0 } };

/** Rules of the architecture section whose findings concern the supply chain: asked for with either family. */
const OF_IMPORTS: ReadonlySet<string> = new Set(["unresolved-import", "undeclared-package", "phantom-package", "dev-package", "banned-package", "licence"]);

interface Checkable {
  readonly provenance: Provenance;
  readonly base: Snapshot | null;
  readonly hunks: readonly Hunk[];
  readonly policy: PolicySource;
  /** Where the policy was read: its list of known violations is the one that counts. */
  readonly policySnapshot: Snapshot | null;
}

/** Architecture and risk rules on the files that carry hunks, as far as they are asked for; what was left out is said. Errors: `configuration` at its line, `interrupted`. */
export async function runChecks(dependencies: SessionDependencies, { provenance, base, hunks, policy, policySnapshot }: Checkable, options: OpenOptions, progress?: Progress, signal?: AbortSignal): Promise<CheckResult> {
  const { configuration } = policy;
  const isAsked = (family: "architecture" | "risk") => options.only === undefined || options.only.includes(family);
  const sections = { architecture: configuration.architecture, risk: configuration.risk, nested: policy.nested };
  if (hunks.length === 0 || (!isAsked("architecture") && !isAsked("risk"))) {
    // A wrong configuration is told at once, not on the day on which there is something to check.
    try {
      dependencies.checks.validate(sections);
    } catch (error) {
      throw located(error, policy);
    }
    return { ...NOTHING_CHECKED, notChecked: skipped(options, hunks) };
  }
  const basePaths = new Map<string, string>();
  for (const [path, file] of provenance.history.files) if (file.basePath !== null && file.basePath !== path) basePaths.set(path, file.basePath);
  const known = await readKnownViolations(policySnapshot);
  const listed = await readKnownViolations(provenance.headSnapshot);
  const running = dependencies.checks.run(
    {
      base,
      head: provenance.headSnapshot,
      paths: [...new Set(hunks.map((hunk) => hunk.path))].sort(),
      basePaths,
      known: known?.entries ?? [],
      withoutRisk: !isAsked("risk"),
      ...(progress === undefined ? {} : { progress }),
      ...(signal === undefined ? {} : { signal }),
    },
    sections,
  );
  const result = await running.catch((error: unknown) => {
    throw located(error, policy);
  });
  const isWantedPath = wantedPaths(configuration, options.paths);
  const wanted = (finding: Finding) => (isAsked(finding.class === "architecture" ? "architecture" : "risk") || (OF_IMPORTS.has(finding.rule) && isAsked("architecture"))) && isWantedPath(finding.path);
  const ofList = listFindings(listed, known, result.staleKnown ?? []);
  return { ...result, findings: [...result.findings, ...ofList].filter(wanted), notChecked: [...result.notChecked, ...skipped(options, hunks)] };
}

/** What the checks refuse in the configuration, at its line. */
function located(error: unknown, { written, nested }: PolicySource): unknown {
  if (!(error instanceof CountersignError) || error.details.place === undefined) return error;
  const source = nested.find(({ path }) => path === error.details.path) ?? written;
  if (source === null) return error;
  return new CountersignError(error.code, error.message, { ...error.details, path: source.path, line: parseJsonc(source.text, source.path).lineOf(error.details.place) }, { cause: error });
}

function skipped(options: OpenOptions, hunks: readonly Hunk[]): NotChecked[] {
  if (hunks.length === 0 || options.only === undefined) return [];
  const missing = (["architecture", "risk"] as const).filter((family) => !options.only?.includes(family));
  return missing.map((family) => ({ what: `${family} rules`, why: "left out by --only" }));
}
