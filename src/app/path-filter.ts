import picomatch from "picomatch";
import { GlobWork } from "../core/glob-work";
import type { Configuration } from "../core/policy/configuration-types";

export type PathFilter = (path: string) => boolean;

/** A name may hold a line break, which `**` must match as well: what no pattern matched would be supervised by nobody. */
const GLOB_OPTIONS = { dot: true, flags: "s" };

/**
 * Globs with `**`, dot files included; an empty list matches nothing. A glob that would be tried in millions of ways on a
 * path is not tried: the path counts as meant where `whenTooMuch` says so, which is whatever supervises more.
 */
export function matcherOf(globs: readonly string[], whenTooMuch = false, options: picomatch.PicomatchOptions = GLOB_OPTIONS): PathFilter {
  const matchers = globs.map((glob) => ({ matches: picomatch(glob, options), work: new GlobWork(glob) }));
  return (path) => matchers.some(({ matches, work }) => (work.isTooMuch(path) ? whenTooMuch : matches(path)));
}

/** Files that are supervised and, where paths were given, lie below one of them. Countersign's own exported ledger is neither. */
export function wantedPaths(configuration: Configuration, paths: readonly string[] | undefined): PathFilter {
  const included = matcherOf(configuration.include, true);
  const excluded = matcherOf(configuration.exclude);
  const below = (paths ?? []).map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
  const isAsked = (path: string) => below.length === 0 || below.some((folder) => folder === "." || folder === "" || path === folder || path.startsWith(folder + "/"));
  return (path) => isAsked(path) && included(path) && !excluded(path) && !path.startsWith(".countersign/ledger/");
}
