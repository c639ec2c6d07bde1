import type { ExportedNames } from "./exported-names";
import type { ApiChange } from "./protocol";

/** More names than that are told in numbers. */
const MAXIMUM_LOST = 20;
const STAR = "* from ";

/** A module whose API changed, by its paths on both sides. */
export interface ChangedModule {
  readonly path: string;
  readonly basePath: string;
}

/**
 * What is left of the changes that one file shows by itself once the modules are known whose names it passes on with
 * `export *`: a module that was split and passes the parts on exports what it did before.
 */
export async function withPassedNames(module: ChangedModule, changes: readonly ApiChange[], head: ExportedNames, base: ExportedNames | null, signal?: AbortSignal): Promise<readonly ApiChange[]> {
  if (!changes.some(({ kind }) => kind === "export-removed")) return changes;
  const offered = await head.offeredBy(module.path, signal);
  const offeredBefore = await base?.offeredBy(module.basePath, signal);
  const added = offered.unknown.filter((specifier) => offeredBefore?.unknown.includes(specifier) !== true);
  const kept: ApiChange[] = [];
  const told = new Set<string>();
  for (const change of changes) {
    if (change.kind !== "export-removed") kept.push(change);
    else if (change.symbol.startsWith(STAR)) {
      const specifier = change.symbol.slice(STAR.length);
      const before = await base?.passedOn(module.basePath, specifier, signal);
      if (before === undefined || before === null) {
        kept.push(change);
        continue;
      }
      const lost = [...before.names.keys()].filter((name) => !offered.names.has(name) && !told.has(name)).sort();
      for (const name of lost.slice(0, MAXIMUM_LOST)) {
        told.add(name);
        kept.push({ ...change, symbol: name, message: `no longer exports \`${name}\`, which it passed on from ${specifier}`, ...uncertain(added) });
      }
      if (lost.length > MAXIMUM_LOST) kept.push({ ...change, message: `no longer exports ${lost.length - MAXIMUM_LOST} more names that it passed on from ${specifier}` });
    } else {
      const now = offered.names.get(change.symbol);
      if (now === undefined) kept.push({ ...change, ...uncertain(added) });
      else if (now === "type" && change.wasValue === true) kept.push({ ...change, kind: "kind-changed", message: `\`${change.symbol}\` is exported as a type only` });
    }
  }
  return kept;
}

/** A package that is newly passed on as a whole may well bring the name. */
function uncertain(added: readonly string[]): { readonly mayComeFrom?: readonly string[] } {
  return added.length > 0 ? { mayComeFrom: added } : {};
}
