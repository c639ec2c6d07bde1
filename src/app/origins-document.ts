/** `countersign origins`: who every line of a revision comes from, its whole history considered. */
import type { LineOrigin } from "../core/attribution/evidence";
import type { Progress } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { originRules, type OriginRules } from "./origin-rules";
import { gatherProvenance, type Evidenced } from "./provenance";
import { wantedPaths } from "./path-filter";
import type { OriginRange, OriginsDocument } from "./session-types";

type OriginDependencies = Pick<SessionDependencies, "git" | "ledger" | "journal" | "commitEvidence" | "log" | "projectFiles">;

/** Without `rev` the work tree; without `paths` every file that has an ai or mixed line. */
export async function originsDocument(dependencies: OriginDependencies, rev: string | null, paths: readonly string[] | undefined, progress?: Progress, signal?: AbortSignal): Promise<OriginsDocument> {
  const { files } = await originsAt(dependencies, await originRules(dependencies, rev === null ? [] : [rev]), rev, paths, progress, signal);
  return { schema: "countersign/origins/1", rev: rev ?? "worktree", files };
}

/** The same under given rules, and whether this clone holds all that it rests on. */
export async function originsAt(
  dependencies: Evidenced, { configuration, records }: OriginRules, rev: string | null, paths: readonly string[] | undefined, progress?: Progress, signal?: AbortSignal,
): Promise<Pick<OriginsDocument, "files"> & { readonly isWhole: boolean }> {
  const provenance = await gatherProvenance(dependencies, {
    base: null,
    head: rev ?? "worktree",
    configuration,
    wanted: wantedPaths(configuration, paths),
    everyFile: paths !== undefined,
    assumeAi: false,
    records,
    ...(progress === undefined ? {} : { progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const files = provenance.files
    .filter((file) => file.lines.length > 0 && (paths !== undefined || file.origins.some((line) => line.origin === "ai" || line.origin === "mixed")))
    .map((file) => {
      const content = provenance.contents.get(file.path);
      return { path: file.path, blob: content?.blob ?? null, lines: file.lines.length, ranges: rangesOf(file.origins) };
    });
  const { history, contents } = provenance;
  const isWhole = history.grafts.length === 0 && (history.damagedCommits ?? 0) === 0 && [...contents.values()].every(({ kind }) => kind !== "missing");
  return { files, isWhole };
}

/** Maximal runs of lines with the same answer. */
export function rangesOf(origins: readonly LineOrigin[]): OriginRange[] {
  const ranges: { -readonly [K in keyof OriginRange]: OriginRange[K] }[] = [];
  origins.forEach((line, index) => {
    const range = describe(line, index + 1);
    const last = ranges[ranges.length - 1];
    if (last !== undefined && isSame(last, range)) last.end = index + 1;
    else ranges.push(range);
  });
  return ranges;
}

function describe(line: LineOrigin, number: number): OriginRange {
  const { attribution } = line;
  return {
    start: number,
    end: number,
    origin: line.origin,
    ...(attribution === null
      ? {}
      : {
          assistant: attribution.assistant,
          ...(attribution.agentSession === "" ? {} : { agentSession: attribution.agentSession }),
          ...(attribution.model === undefined ? {} : { model: attribution.model }),
          evidence: attribution.evidence.source,
        }),
    commit: line.commit === "base" ? null : line.commit,
  };
}

function isSame(one: OriginRange, other: OriginRange): boolean {
  return (
    one.origin === other.origin &&
    one.assistant === other.assistant &&
    one.agentSession === other.agentSession &&
    one.model === other.model &&
    one.evidence === other.evidence &&
    one.commit === other.commit
  );
}
