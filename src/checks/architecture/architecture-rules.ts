import type { Finding } from "../../core/model";
import type { ImportGraph } from "../graph/import-graph";
import type { Acyclic, Architecture } from "./architecture-configuration";
import { cycleFindings } from "./cycle-rule";
import { keyOfEdge, toFinding, type EdgeFinding } from "./edge-finding";
import { externalFindings, forbiddenFindings, layerFindings } from "./import-rules";
import { Selectors } from "./selectors";

const DEFAULT_ACYCLIC: Acyclic = { scope: "file" };

/**
 * All architecture findings of the head, each marked with whether the base had it: compared by rule, from and to,
 * never by line. Without a base everything counts as introduced.
 */
export function architectureFindings(architecture: Architecture, head: ImportGraph, base: ImportGraph | null, basePaths: ReadonlyMap<string, string>): readonly Finding[] {
  const headOfBase = new Map([...basePaths].map(([now, before]) => [before, now] as const));
  const rename = (path: string) => headOfBase.get(path) ?? path;
  const before = new Set(base === null ? [] : edgeFindings(architecture, base).map((found) => keyOfEdge(found, rename)));
  const findings = dedupe(edgeFindings(architecture, head)).map((found) => toFinding(found, !before.has(keyOfEdge(found))));
  const rules = architecture.acyclic === undefined ? [DEFAULT_ACYCLIC] : [architecture.acyclic].flat();
  for (const rule of rules) findings.push(...cycleFindings(rule, head, base, rename).map((found) => toFinding(found, found.introduced)));
  return findings;
}

function edgeFindings(architecture: Architecture, graph: ImportGraph): readonly EdgeFinding[] {
  const selectors = new Selectors(architecture.elements ?? {});
  return [
    ...(architecture.layers ?? []).flatMap((layers) => layerFindings(layers, graph, selectors)),
    ...(architecture.forbid ?? []).flatMap((rule) => forbiddenFindings(rule, graph, selectors)),
    ...externalFindings(architecture.external ?? {}, graph),
  ];
}

/** Two imports of the same module on one file are one finding at the first of them. */
function dedupe(found: readonly EdgeFinding[]): readonly EdgeFinding[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${keyOfEdge(one)}\0${one.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
