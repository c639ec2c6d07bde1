import type { ModuleRecord } from "../syntax/source-file";

/** What a module offers to others, as far as the difference of types and values and the measures need it. */
export interface ModuleExports {
  /** Names that are types alone: interfaces, type aliases, `export type`. */
  readonly types: readonly string[];
  /** Names that are values too. */
  readonly values: readonly string[];
  /** Names passed on: as it is called here, as it is called there, and from where. */
  readonly passed: readonly (readonly [exported: string, imported: string, specifier: string])[];
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Those of `stars` that pass on types alone: `export type * from`. */
  readonly typeStars: readonly string[];
  /** Own exports, and how many of them are abstract: types and abstract classes. */
  readonly total: number;
  readonly abstract: number;
}

export const NO_EXPORTS: ModuleExports = { types: [], values: [], passed: [], stars: [], typeStars: [], total: 0, abstract: 0 };

export function moduleExports(source: string, module: ModuleRecord): ModuleExports {
  const types: string[] = [];
  const values: string[] = [];
  const passed: [string, string, string][] = [];
  const stars: string[] = [];
  const typeStars: string[] = [];
  let abstract = 0;
  for (const { start, end, entries } of module.staticExports) {
    const head = source.slice(start, Math.min(end, start + 60));
    // The record calls `declare` a type; the module it describes has the value all the same.
    const isAmbient = /^export\s+declare\s+(?!(?:interface|type)\b)/.test(head);
    for (const { isType, importName, exportName, moduleRequest } of entries) {
      const name = exportName?.kind === "Default" ? "default" : (exportName?.name ?? null);
      if (moduleRequest !== null) {
        if (importName.kind === "AllButDefault") {
          stars.push(moduleRequest.value);
          if (isType) typeStars.push(moduleRequest.value);
        } else if (name !== null && isType) types.push(name);
        else if (name !== null) passed.push([name, importName.kind === "Default" ? "default" : importName.kind === "Name" ? (importName.name ?? "*") : "*", moduleRequest.value]);
        continue;
      }
      if (name === null) continue;
      if (isType && !isAmbient) types.push(name);
      else values.push(name);
      if ((isType && !isAmbient) || /^export\s+(?:default\s+)?(?:declare\s+)?abstract\s+class\b/.test(head)) abstract++;
    }
  }
  const own = module.staticExports.reduce((sum, { entries }) => sum + entries.filter((entry) => entry.moduleRequest === null).length, 0);
  return { types, values, passed, stars, typeStars, total: own, abstract };
}
