import picomatch from "picomatch";
import { GlobWork } from "../../core/glob-work";

/** Whether a path is meant by any of a manifest's or a tsconfig's globs; one that would be tried in millions of ways means nothing. */
export function boundedMatcher(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map((glob) => ({ matches: picomatch(glob, { dot: true }), work: new GlobWork(glob) }));
  return (path) => matchers.some(({ matches, work }) => !work.isTooMuch(path) && matches(path));
}
