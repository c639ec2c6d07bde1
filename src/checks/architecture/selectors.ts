import picomatch from "picomatch";
import { GlobWork } from "../../core/glob-work";
import { CountersignError } from "../../core/model";
import type { Architecture } from "./architecture-schema";

/** What the `<name>` parts of a glob stood for in a path. */
export type Captures = Readonly<Record<string, string>>;

const NO_CAPTURES: Captures = {};

/** Decides which paths, or names of packages, a selector means. */
export class Selectors {
  private readonly matchers = new Map<string, (target: string) => Captures | null>();

  /** `folder`: where globs begin; empty for the repository's root, which a leading `/` always means. */
  constructor(
    private readonly elements: NonNullable<Architecture["elements"]>,
    private readonly folder = "",
  ) {}

  /** Whether any selector takes the target in and none that begins with `!` takes it out. */
  matches(selectors: string | readonly string[], target: string): boolean {
    return this.captures(selectors, target) !== null;
  }

  /** The captures of the first selector that takes the target in, or null where it is not meant. */
  captures(selectors: string | readonly string[], target: string): Captures | null {
    const list = typeof selectors === "string" ? [selectors] : selectors;
    // Only exclusions: everything else is meant.
    let taken: Captures | null = list.every((selector) => selector.startsWith("!")) ? NO_CAPTURES : null;
    for (const selector of list) {
      if (selector.startsWith("!")) {
        if (this.matcher(selector.slice(1))(target) !== null) return null;
      } else if (taken === null) taken = this.matcher(selector)(target);
    }
    return taken;
  }

  private matcher(selector: string): (target: string) => Captures | null {
    let found = this.matchers.get(selector);
    if (found === undefined) {
      const element = this.elements[selector];
      found = element === undefined ? globIn(this.folder, selector) : elementMatcher([element].flat(), this.folder);
      this.matchers.set(selector, found);
    }
    return found;
  }
}

/** Names that globs capture, in order of appearance. */
export function captureNames(globs: readonly string[]): readonly string[] {
  return [...new Set(globs.flatMap((glob) => [...glob.matchAll(CAPTURE)].map((match) => match[1] ?? "")))];
}

/** Whether a rule's `when` holds; a capture that one side lacks makes the rule none of its business. */
export function relationHolds(when: Readonly<Record<string, "same" | "different">> | undefined, from: Captures, to: Captures): boolean {
  return Object.entries(when ?? {}).every(([name, relation]) => from[name] !== undefined && to[name] !== undefined && (from[name] === to[name]) === (relation === "same"));
}

function elementMatcher(globs: readonly string[], folder: string): (target: string) => Captures | null {
  const included = globs.filter((glob) => !glob.startsWith("!")).map((glob) => globIn(folder, glob));
  const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => globIn(folder, glob.slice(1)));
  return (target) => {
    for (const matches of included) {
      const captures = matches(target);
      if (captures !== null) return excluded.some((exclusion) => exclusion(target) !== null) ? null : captures;
    }
    return null;
  };
}

/** A glob as it is meant in a folder's configuration. Packages stand nowhere, and a leading `/` is the repository's root. */
function globIn(folder: string, glob: string): (target: string) => Captures | null {
  if (/^(npm|node):/.test(glob)) return globMatcher(glob);
  if (glob.startsWith("/")) return globMatcher(glob.slice(1));
  const matches = globMatcher(glob);
  if (folder === "") return matches;
  return (target) => (target.startsWith(`${folder}/`) ? matches(target.slice(folder.length + 1)) : null);
}

/** A name may hold a line break: what no glob matched would obey no rule. */
const GLOB_OPTIONS = { dot: true, flags: "s" };

const CAPTURE = /<([A-Za-z][\w-]*)>/g;

/** A glob; a plain path means the file or everything in the folder. Errors: `configuration` where matching would take too long. */
function globMatcher(glob: string): (target: string) => Captures | null {
  const matches = anyMatcher(glob);
  const work = new GlobWork(glob);
  return (target) => {
    if (work.isTooMuch(target)) throw new CountersignError("configuration", `the glob "${glob}" would be tried in millions of ways on ${target.length > 100 ? `${target.slice(0, 100)}…` : target}`, { hint: "use fewer * one behind the other, or fewer ** between names" });
    return matches(target);
  };
}

function anyMatcher(glob: string): (target: string) => Captures | null {
  const clean = glob.replace(/^\.\//, "").replace(/\/$/, "");
  const names = [...clean.matchAll(CAPTURE)].map((match) => match[1] ?? "");
  if (names.length > 0) return captureMatcher(clean, names);
  if (/[*?{[]|[!@+]\(/.test(clean)) {
    const exact = picomatch(clean, GLOB_OPTIONS);
    return (target) => (exact(target) ? NO_CAPTURES : null);
  }
  return (target) => (target === clean || target.startsWith(`${clean}/`) ? NO_CAPTURES : null);
}

/** Letters that a path has no use for stand for the captures while picomatch makes its expression. */
function captureMatcher(glob: string, names: readonly string[]): (target: string) => Captures | null {
  let index = 0;
  const marked = glob.replace(CAPTURE, () => `\uE000${String.fromCharCode(0xe100 + index++)}`);
  // What ends in a capture or a plain name is a folder too.
  const globs = /[*?{[]/.test(glob.slice(glob.lastIndexOf(">"))) ? [marked] : [marked, `${marked}/**`];
  const expressions = globs.map((one) => withGroups(picomatch.makeRe(one, GLOB_OPTIONS).source));
  return (target) => {
    for (const expression of expressions) {
      const groups = expression.exec(target)?.groups;
      const captures = groups === undefined ? null : capturesOf(groups, names);
      if (captures !== null) return captures;
    }
    return null;
  };
}

/** Braces are expanded to alternatives, in which a capture may come again: each gets a group of its own. */
function withGroups(source: string): RegExp {
  let count = 0;
  return new RegExp(source.replace(/\uE000[\uE100-\uE1FF]/g, (mark) => `(?<c${mark.charCodeAt(1) - 0xe100}_${count++}>[^/]+?)`), GLOB_OPTIONS.flags);
}

/** Null where one name would stand for two segments. */
function capturesOf(groups: Readonly<Record<string, string | undefined>>, names: readonly string[]): Captures | null {
  const captures: Record<string, string> = {};
  for (const [group, value] of Object.entries(groups)) {
    const name = names[Number(/^c(\d+)_/.exec(group)?.[1] ?? -1)];
    if (name === undefined || value === undefined) continue;
    if (captures[name] !== undefined && captures[name] !== value) return null;
    captures[name] = value;
  }
  return captures;
}
