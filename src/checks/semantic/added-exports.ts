import type { Finding } from "../../core/model";
import type { Snapshot } from "../../core/ports";
import type { ImportGraph } from "../graph/import-graph";
import { ruleCatalogue } from "../rules/catalogue";
import { contentKey } from "../rules/run-rules";
import type { ExportedNames, Offered } from "./exported-names";
import type { ApiAddition, ApiFile } from "./protocol";

const RULE = "exported-api-added";
const MAXIMUM_DEPTH = 10;
const MAXIMUM_ENTRIES = 200;
const MAXIMUM_NAMES = 50;
const NOTHING: Offered = { names: new Map(), unknown: [] };

/** Names that one changed file newly exports. */
export interface AddedNames {
  readonly file: ApiFile;
  readonly added: readonly ApiAddition[];
}

export interface Entries {
  readonly graph: ImportGraph;
  readonly names: ExportedNames;
  readonly namesBefore: ExportedNames;
  readonly base: Snapshot;
  readonly isEntry: (path: string) => boolean;
}

/** A note for each name that a public entry offers and didn't, at the line that brought it: in the entry, or in a module that it passes on. */
export async function addedToEntries(changed: readonly AddedNames[], { graph, names, namesBefore, base, isEntry }: Entries, signal?: AbortSignal): Promise<readonly Finding[]> {
  const byPath = new Map(changed.map((one) => [one.file.path, one] as const));
  const findings: Finding[] = [];
  for (const entry of entriesAbove(changed.filter(({ added }) => added.length > 0).map(({ file }) => file.path), graph, isEntry)) {
    const own = byPath.get(entry);
    const basePath = own?.file.basePath ?? entry;
    const before = base.has(basePath) ? await namesBefore.offeredBy(basePath, signal) : NOTHING;
    const now = await names.offeredBy(entry, signal);
    const fresh = [...now.names.keys()].filter((name) => !before.names.has(name));
    for (const name of fresh.slice(0, MAXIMUM_NAMES)) {
      const source = sourceOf(name, own, changed);
      if (source === null) continue;
      findings.push(toFinding(name, entry, source.path, source.addition));
    }
  }
  return findings;
}

/** Entries that are one of the files, or pass one of them on. */
function entriesAbove(paths: readonly string[], graph: ImportGraph, isEntry: (path: string) => boolean): readonly string[] {
  const seen = new Set(paths);
  let front = paths;
  for (let depth = 0; depth < MAXIMUM_DEPTH && front.length > 0; depth++) {
    const next: string[] = [];
    for (const edge of front.flatMap((path) => graph.edgesTo(path))) {
      if (seen.has(edge.from) || (edge.kind !== "re-export" && edge.kind !== "type")) continue;
      seen.add(edge.from);
      next.push(edge.from);
    }
    front = next;
  }
  return [...seen].filter(isEntry).sort().slice(0, MAXIMUM_ENTRIES);
}

/** The entry's own line before that of a module behind it; a star that is new stands for the names it brings. */
function sourceOf(name: string, own: AddedNames | undefined, changed: readonly AddedNames[]): { readonly path: string; readonly addition: ApiAddition } | null {
  const named = own?.added.find(({ symbol }) => symbol === name) ?? own?.added.find(({ symbol }) => symbol.startsWith("* from "));
  if (own !== undefined && named !== undefined) return { path: own.file.path, addition: named };
  for (const { file, added } of changed) {
    const addition = added.find(({ symbol }) => symbol === name);
    if (addition !== undefined) return { path: file.path, addition };
  }
  return null;
}

function toFinding(name: string, entry: string, path: string, { startLine, startColumn, endLine, endColumn }: ApiAddition): Finding {
  const description = ruleCatalogue().find(({ id }) => id === RULE);
  return {
    path,
    startLine,
    startColumn,
    endLine,
    endColumn,
    rule: RULE,
    class: "architecture",
    severity: "note",
    message: `\`${name}\` is a new name of the public entry ${entry}`,
    why: description?.why ?? "",
    fix: description?.fix ?? "",
    introduced: true,
    contentKey: contentKey(RULE, `${entry}\0${name}`, name),
    related: path === entry ? [] : [{ path: entry, startLine: 1, message: "the public entry that passes it on" }],
  };
}
