/** What `countersign baseline` does: the first time it lists every violation, later it takes out what is mended. */
import { CountersignError, type KnownViolation } from "../core/model";
import type { Progress } from "../core/ports";
import { CONFIGURATION_PATH, defaultConfiguration, parseConfiguration } from "./configuration";
import { readNestedConfigurations } from "./nested-configuration";
import type { SessionDependencies } from "./dependencies";
import { identityOf, KNOWN_VIOLATIONS_PATH, knownViolationsText, parseKnownViolations } from "./known-violations";
import type { BaselineAnswer } from "./session-types";

/** Errors: `usage` in a bare repository, `configuration`, `interrupted`. */
export async function writeBaseline(dependencies: Pick<SessionDependencies, "git" | "checks" | "projectFiles">, progress?: Progress, signal?: AbortSignal): Promise<BaselineAnswer> {
  const { git, checks, projectFiles } = dependencies;
  if (git.workTree === null) throw new CountersignError("usage", "a bare repository has no work tree to look at", { hint: "run it in a clone" });
  const configured = await projectFiles.read(CONFIGURATION_PATH);
  const { architecture, exclude } = configured === null ? defaultConfiguration() : parseConfiguration(configured, CONFIGURATION_PATH);
  const head = await git.snapshot("worktree");
  const present = await projectFiles.read(KNOWN_VIOLATIONS_PATH);
  const listed = present === null ? null : parseKnownViolations(present).entries;
  const result = await checks.run(
    { base: null, head, paths: [], basePaths: new Map(), known: listed ?? [], ...(progress === undefined ? {} : { progress }), ...(signal === undefined ? {} : { signal }) },
    { architecture, risk: {}, nested: (await readNestedConfigurations(head, exclude)).map(({ path, folder, architecture: own }) => ({ path, folder, architecture: own })) },
  );
  const violations = result.violations ?? [];
  // A file that could not be read may still hold its violation: its entries are not taken for mended.
  const unread = new Set(result.notChecked.map(({ path }) => path));
  const stale = new Set((result.staleKnown ?? []).filter(({ path }) => !unread.has(path)).map(identityOf));
  const kept: readonly KnownViolation[] = listed === null ? violations : listed.filter((entry) => !stale.has(identityOf(entry)));
  const removed = (listed ?? []).filter((entry) => stale.has(identityOf(entry)));
  const known = new Set(kept.map(identityOf));
  const text = knownViolationsText(kept);
  const written = text !== present;
  if (written) await projectFiles.write(KNOWN_VIOLATIONS_PATH, text);
  return { path: KNOWN_VIOLATIONS_PATH, created: present === null, written, kept, removed, unlisted: violations.filter((entry) => !known.has(identityOf(entry))), notChecked: result.notChecked };
}
