import type { Origin } from "./structure-project";
import type { SymbolPattern } from "./structure-protocol";

/** Whether an origin is what a pattern names; `local` is the name under which it is met. */
export function meansSymbol(pattern: SymbolPattern, origin: Origin, local: string): boolean {
  const { module, path, role } = pattern;
  if (module !== null) {
    const isModule = module === "file:" ? origin.module?.startsWith("file:") === true && pattern.files.includes(origin.module.slice(5)) : origin.module === module;
    if (!isModule) return false;
    if (path.length === 0) return true;
    // `import x from "pkg"; x.y` and `import { y } from "pkg"` are one for a package of CommonJS.
    return same(origin.path, path) || (origin.path[0] === "default" && path[0] !== "default" && same(origin.path.slice(1), path));
  }
  if (origin.module === null) return same(origin.path, path);
  // A plain value is a global; a class, a decorator or an interface is known by its name wherever it comes from.
  if (role === "value") return false;
  return endsWith(origin.path, path) || (origin.path.length === 1 && origin.path[0] === "default" && same([local], path));
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  return path.length >= end.length && same(path.slice(path.length - end.length), end);
}
