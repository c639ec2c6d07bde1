import type { Finding } from "../../core/model";
import type { DebtStore } from "./debt-store";

/** Findings about the architecture at a line, those with a chain first. */
export function architectureFindingsAt({ paths, snapshot }: Pick<DebtStore, "paths" | "snapshot">, uriPath: string, line: number): readonly Finding[] {
  const path = paths?.toRepositoryPath(uriPath) ?? null;
  if (path === null || snapshot === null) {
    return [];
  }
  const here = snapshot.findings.map(({ finding }) => finding).filter((finding) => finding.path === path && finding.startLine <= line && line <= finding.endLine && isArchitecture(finding));
  return [...here].sort((one, other) => other.related.length - one.related.length);
}

/** Imports and structure; findings about packages are of another class, and have a rule in the configuration as well. */
export function isArchitecture(finding: Pick<Finding, "class" | "configuredAt">): boolean {
  return finding.class === "architecture" || finding.configuredAt !== undefined;
}
