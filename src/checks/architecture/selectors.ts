import picomatch from "picomatch";
import type { Architecture } from "./architecture-configuration";

/** Decides which paths, or names of packages, a selector means. */
export class Selectors {
  private readonly matchers = new Map<string, (target: string) => boolean>();

  constructor(private readonly elements: NonNullable<Architecture["elements"]>) {}

  /** Whether any selector takes the target in and none that begins with `!` takes it out. */
  matches(selectors: string | readonly string[], target: string): boolean {
    let taken = false;
    const list = typeof selectors === "string" ? [selectors] : selectors;
    // Only exclusions: everything else is meant.
    if (list.every((selector) => selector.startsWith("!"))) taken = true;
    for (const selector of list) {
      if (selector.startsWith("!")) {
        if (this.matcher(selector.slice(1))(target)) return false;
      } else if (!taken && this.matcher(selector)(target)) taken = true;
    }
    return taken;
  }

  private matcher(selector: string): (target: string) => boolean {
    let found = this.matchers.get(selector);
    if (found === undefined) {
      const element = this.elements[selector];
      found = element === undefined ? globMatcher(selector) : this.elementMatcher([element].flat());
      this.matchers.set(selector, found);
    }
    return found;
  }

  private elementMatcher(globs: readonly string[]): (target: string) => boolean {
    const included = globs.filter((glob) => !glob.startsWith("!")).map(globMatcher);
    const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => globMatcher(glob.slice(1)));
    return (target) => included.some((matches) => matches(target)) && !excluded.some((matches) => matches(target));
  }
}

/** A glob; a plain path means the file or everything in the folder. */
function globMatcher(glob: string): (target: string) => boolean {
  const clean = glob.replace(/^\.\//, "").replace(/\/$/, "");
  const exact = picomatch(clean, { dot: true });
  if (/[*?{[]/.test(clean)) return exact;
  return (target) => target === clean || target.startsWith(`${clean}/`);
}
