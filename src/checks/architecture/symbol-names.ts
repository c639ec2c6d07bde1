import type { SymbolPattern, SymbolRole } from "../semantic/structure-protocol";

const ROLES: readonly (readonly [prefix: string, role: SymbolRole])[] = [
  ["new ", "new"],
  ["extends ", "extends"],
  ["implements ", "implements"],
  ["@", "decorator"],
];
const NAME = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** A symbol as the configuration names it, before it is known which files its module means. */
export interface SymbolName {
  readonly role: SymbolRole;
  /** `npm:NAME`, `node:NAME`, or an element, path or glob; null where the name alone counts. */
  readonly module: string | null;
  readonly path: readonly string[];
  readonly written: string;
}

/** Null for what names no symbol. `role` is that of a list whose symbols need no prefix. */
export function parseSymbol(written: string, role: SymbolRole = "value"): SymbolName | null {
  const prefixed = role === "value" ? ROLES.find(([prefix]) => written.startsWith(prefix)) : undefined;
  const bare = prefixed === undefined ? written : written.slice(prefixed[0].length).trim();
  const isBareNew = prefixed?.[1] === "new" && bare.endsWith("()");
  const symbol = isBareNew ? bare.slice(0, -2) : bare;
  const hash = symbol.lastIndexOf("#");
  const module = hash < 0 ? null : symbol.slice(0, hash);
  const name = symbol.slice(hash + 1);
  const isWhole = module !== null && name === "*";
  if (module === "" || (!isWhole && !NAME.test(name))) return null;
  return { role: isBareNew ? "new-without-arguments" : (prefixed?.[1] ?? role), module, path: isWhole ? [] : name.split("."), written };
}

/** With the files that its module means, for the process that resolves names. */
export function patternOf({ role, module, path, written }: SymbolName, filesOf: (selector: string) => readonly string[]): SymbolPattern {
  if (module === null || /^(npm|node):/.test(module)) return { role, module, files: [], path, written };
  return { role, module: "file:", files: filesOf(module), path, written };
}
