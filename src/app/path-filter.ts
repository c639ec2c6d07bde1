import picomatch from "picomatch";
import type { Configuration } from "../core/policy/configuration-types";

export type PathFilter = (path: string) => boolean;

/** A name may hold a line break, which `**` must match as well: what no pattern matched would be supervised by nobody. */
const GLOB_OPTIONS = { dot: true, flags: "s" };

/** Globs with `**`, dot files included; an empty list matches nothing. */
export function matcherOf(globs: readonly string[]): PathFilter {
  if (globs.length === 0) return () => false;
  const matches = picomatch([...globs], GLOB_OPTIONS);
  return (path) => matches(path);
}

/** Files that are supervised and, where paths were given, lie below one of them. Countersign's own exported ledger is neither. */
export function wantedPaths(configuration: Configuration, paths: readonly string[] | undefined): PathFilter {
  const included = matcherOf(configuration.include);
  const excluded = matcherOf(configuration.exclude);
  const below = (paths ?? []).map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
  const isAsked = (path: string) => below.length === 0 || below.some((folder) => folder === "." || folder === "" || path === folder || path.startsWith(folder + "/"));
  return (path) => isAsked(path) && included(path) && !excluded(path) && !path.startsWith(".countersign/ledger/");
}
