import { unreadModule, type PackedModule } from "../parsing/protocol";
import { exportsOf, type ToldExports } from "./erased-imports";
import type { FileEdges } from "./file-edges";
import type { Importers } from "./importers";

/** Modules before and after some of them changed, and their edges afterwards; all parallel to `files`. */
export interface ChangedModules {
  readonly files: readonly string[];
  readonly before: readonly PackedModule[];
  readonly after: readonly PackedModule[];
  readonly written: readonly FileEdges[];
  readonly changed: readonly number[];
}

/** Stands for all names of a module. */
const ALL = "*";

const UNREAD = unreadModule(null);
const NO_EDGES: FileEdges = { edges: [], erasable: [] };

/**
 * Positions of the files whose edges may be erased otherwise: those that changed, and who takes a name that a module
 * offers as something else now, directly or through modules that pass it on.
 */
export function toErase({ files, before, after, written, changed }: ChangedModules, importers: Importers): readonly number[] {
  const open = changed.flatMap((index) => changedNames(before[index] ?? UNREAD, after[index] ?? UNREAD).map((name) => ({ path: files[index] ?? "", name })));
  const seen = new Set(open.map(({ path, name }) => `${path}\0${name}`));
  const positions = new Set(changed);
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { path, name } = one;
    for (const index of importers.of(path, written)) {
      const { edges, erasable } = written[index] ?? NO_EDGES;
      if (erasable.some(({ read, names }) => read.path === path && (name === ALL || names.includes(name)))) positions.add(index);
      const specifiers = new Set([...edges.flatMap(({ to, specifier }) => (to === path ? [specifier] : [])), ...erasable.flatMap(({ at, read }) => (read.path === path ? [edges[at]?.specifier ?? ""] : []))]);
      for (const passed of passedOn(exportsOf(after[index] ?? UNREAD), specifiers, name)) {
        const key = `${files[index] ?? ""}\0${passed}`;
        if (seen.has(key)) continue;
        seen.add(key);
        open.push({ path: files[index] ?? "", name: passed });
      }
    }
  }
  return [...positions].sort((one, other) => one - other);
}

/** Under which names a module passes on a name that it takes from one of the specifiers. */
function passedOn({ passed, stars }: ToldExports, specifiers: ReadonlySet<string>, name: string): readonly string[] {
  const named = passed.flatMap(([exported, imported, specifier]) => ((name === ALL || imported === name) && specifiers.has(specifier) ? [exported] : []));
  return name !== "default" && stars.some((specifier) => specifiers.has(specifier)) ? [...named, name] : named;
}

/** Names that are offered as something else, appeared or went. */
function changedNames(before: PackedModule, after: PackedModule): readonly string[] {
  if (before.exports === after.exports) return [];
  const [old, now] = [exportsOf(before), exportsOf(after)];
  if (old.stars.join("\0") !== now.stars.join("\0")) return [ALL];
  const [was, is] = [offers(old), offers(now)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
}

/** What each name is: a type goes before a value, and a value before what is passed on. */
function offers({ types, values, passed }: ToldExports): ReadonlyMap<string, string> {
  return new Map([...passed.map(([exported, imported, specifier]) => [exported, `${imported}\0${specifier}`] as const).reverse(), ...values.map((name) => [name, "value"] as const), ...types.map((name) => [name, "type"] as const)]);
}
