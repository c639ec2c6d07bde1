import type { Snapshot } from "../core/ports";
import type { ImportGraph } from "./graph/import-graph";
import { NamedReferences } from "./graph/named-references";
import type { ParserClient } from "./parsing/parser-client";
import type { OfferedName } from "./parsing/offered-names";
import type { RuleFinding } from "./rules/rule";
import { contentKey } from "./rules/run-rules";
import { isTestPath } from "./syntax/language";

/** Modules that pass everything on, one behind the other. */
const MAXIMUM_DEPTH = 6;
/** A file that half of the repository imports is an entry of sorts, and slow to ask about. */
const MAXIMUM_IMPORTERS = 300;

/** Names that a framework or a tool takes by convention. */
const BY_CONVENTION = /^(default|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|metadata|viewport|generate\w+|getStatic\w+|getServerSideProps|getInitialProps|config|revalidate|dynamic\w*|runtime|preferredRegion|maxDuration|loader|action|meta|links|headers|handle|ErrorBoundary|HydrateFallback|clientLoader|clientAction|shouldRevalidate|load|actions|prerender|ssr|csr|middleware|proxy|register|onRequestError|handler|main|up|down|activate|deactivate|setup|teardown|plugin\w*|Route|routes|story|decorators|parameters|__esModule|instrumentation)$/;
/** Files that something outside of the graph reads. */
const ENTRY = /(^|\/)(index|main|mod|cli|bin|server|app|worker|sw|preload|background|content|setup\w*|global\w*|polyfills?|instrumentation\w*|middleware|proxy|entry[\w-]*|lambda|handler|function|page|layout|route|template|error|loading|not-found|\+\w+(\.server)?|_\w+)\.[cm]?[jt]sx?$|\.config\.[cm]?[jt]s$|\.(stories|story|d|server|client|worker)\.[cm]?[jt]sx?$|(^|\/)(scripts?|tools?|bin|pages|app|routes|api|functions|migrations|seeds|stories|types|public|static|examples?|fixtures?|e2e|cypress|config|hooks\.d)\//i;

export interface UnusedExport {
  readonly path: string;
  readonly finding: RuleFinding;
}

/**
 * Newly exported functions, classes, values and enumerations of modules that others import, which none of those takes.
 * A module that nobody imports at all says nothing: it is an entry, or the architecture's `orphan-file`.
 */
export async function unusedExports(offered: ReadonlyMap<string, readonly OfferedName[]>, head: Snapshot, graph: ImportGraph, parser: ParserClient, signal?: AbortSignal): Promise<readonly UnusedExport[]> {
  const found: UnusedExport[] = [];
  const asked = [...offered].flatMap(([path, names]) => {
    const open = names.filter(({ name, isUsedInside }) => !isUsedInside && !BY_CONVENTION.test(name));
    return open.length === 0 || ENTRY.test(path) || isTestPath(path) ? [] : [{ path, open }];
  });
  const references = new NamedReferences(head, parser, signal);
  // All at once: one question for each of thousands of files would be a wait for each.
  await references.of(asked.map(({ path }) => graph.edgesTo(path)).filter(({ length }) => length <= MAXIMUM_IMPORTERS).flat());
  for (const { path, open } of asked) {
    const taken = await takenNames(path, graph, references);
    if (taken === null) continue;
    for (const { name, startLine, startColumn, endColumn } of open) {
      const users = taken.get(name) ?? [];
      if (users.some((from) => !isTestPath(from))) continue;
      const message = users.length === 0 ? `nothing in this repository imports \`${name}\`` : `only tests import \`${name}\`: ${users[0] ?? ""}`;
      const finding: RuleFinding = { rule: "dead-code", severity: "note", message, startLine, startColumn, endLine: startLine, endColumn, introduced: true, contentKey: contentKey("dead-code", `unused export ${name}`, "") };
      found.push({ path, finding });
    }
  }
  return found;
}

/** Importing files by the name they take; null where nobody imports the file, or somebody takes it as a whole. */
async function takenNames(path: string, graph: ImportGraph, references: NamedReferences): Promise<ReadonlyMap<string, readonly string[]> | null> {
  const taken = new Map<string, string[]>();
  const seen = new Set([path]);
  let front = [path];
  let importers = 0;
  for (let depth = 0; front.length > 0; depth++) {
    const edges = front.flatMap((target) => graph.edgesTo(target));
    importers += edges.length;
    // The package's own entry passes it on to the world, as far as the repository shows.
    if (depth >= MAXIMUM_DEPTH || importers > MAXIMUM_IMPORTERS || (depth > 0 && edges.length === 0)) return null;
    const referenceOf = await references.of(edges);
    front = [];
    for (const edge of edges) {
      const reference = referenceOf(edge);
      if (reference === undefined) return null;
      if (reference.star) {
        if (!seen.has(edge.from)) front.push(edge.from);
        seen.add(edge.from);
      } else if (reference.names.includes("*")) return null;
      else for (const name of reference.names) taken.set(name, [...(taken.get(name) ?? []), edge.from]);
    }
  }
  return importers === 0 ? null : taken;
}
