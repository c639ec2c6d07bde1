import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { POPULAR_PACKAGES } from "./popular-packages";
import type { Occurrence, Rule } from "./rule";

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies"];
/** Versions that no registry answers: another part of the repository, a folder, a repository. */
const LOCAL = /^(workspace|file|link|portal|patch|git|git\+\w+|https?|github|gitlab|bitbucket|catalog|exec):|^[\w-]+\/[\w.-]+(#.*)?$/;
/** Shorter names are near to everything. */
const LEAST_LENGTH = 5;
/** Endings that people and models put where there are none. */
const AFFIX = /^(?:node-|js-|the-|npm-|lib)?(.+?)(?:-js|js|\.js|-node|-npm|-lib|-core-js|-pkg|-package)?$/;

/** A dependency that nobody installed, or whose name is a slip away from a known one. */
export const inventedPackage: Rule = {
  id: "invented-package",
  class: "supply-chain",
  severity: "warning",
  cwe: 829,
  why: "19.7 % of 2.23 million generated samples named packages that don't exist, 43 % of those names come again each time, and 13 % are one slip from a real one (USENIX Security 2025): whoever registers such a name is run with the next install.",
  fix: "Look the package up: its repository, its age, its downloads. Install it, so that the lockfile pins what was looked at, or use the package that was meant.",
  example: {
    path: "package.json",
    before: null,
    bad: "{ \"dependencies\": { \"lodahs\": \"4.17.21\" } }\n",
    good: "{ \"dependencies\": { \"lodash\": \"4.17.21\" } }\n",
  },

  find(view) {
    if (!/(^|\/)package\.json$/.test(view.path)) return [];
    const root = parseTree(view.text, [], { allowTrailingComma: true });
    if (root === undefined) return [];
    return FIELDS.flatMap((field) => {
      const section = findNodeAtLocation(root, [field]);
      return (section?.children ?? []).flatMap((property): readonly Occurrence[] => {
        const [key, value] = property.children ?? [];
        const name: unknown = key?.value;
        const version: unknown = value?.value;
        if (typeof name !== "string" || typeof version !== "string") return [];
        const asked = askedFor(name, version);
        const place = { start: property.offset, end: property.offset + property.length, snippet: `declares ${asked}` };
        const near = nearPopular(asked);
        if (near !== null) return [{ ...place, message: `\`${asked}\` is a slip away from \`${near}\``, severity: "error" }];
        const { locked } = view.facts;
        if (locked === null || isLocalVersion(version) || locked.includes(asked)) return [];
        return [{ ...place, message: `\`${asked}\` is in no lockfile of this repository: nobody installed it here` }];
      });
    });
  },
};

/** Whether a version names a place of its own instead of a registry's. */
export function isLocalVersion(version: string): boolean {
  return LOCAL.test(version);
}

/** The package that a name and its version lead to: `npm:other@1` stands for another one. */
export function askedFor(name: string, version: unknown): string {
  return (typeof version === "string" ? /^npm:((?:@[^/@]+\/)?[^@]+)/.exec(version)?.[1] : undefined) ?? name;
}

/** A popular name that a reader would take this one for; null where it is popular itself, or near to none. */
function nearPopular(name: string): string | null {
  if (POPULAR_PACKAGES.has(name) || name.length < LEAST_LENGTH) return null;
  if (name.startsWith("@")) {
    // `@lodash/lodash`, `@expressjs/express`: a scope made up for a package that has none.
    const [, scope = "", bare = ""] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
    return POPULAR_PACKAGES.has(bare) && bare.length >= LEAST_LENGTH && (scope === bare || scope === `${bare}js` || scope === `${bare}-js`) ? bare : null;
  }
  const bare = AFFIX.exec(name)?.[1] ?? name;
  for (const known of POPULAR_PACKAGES) {
    if (known.length < LEAST_LENGTH || Math.abs(known.length - name.length) > 2) continue;
    if (isSlip(name, known)) return known;
  }
  // The same words, parted otherwise: `body_parser`, `bodyparser`, `parser-body`.
  const words = (one: string) => one.split(/[-_.]/).sort().join("");
  const joined = name.replace(/[-_.]/g, "");
  for (const known of POPULAR_PACKAGES) {
    if (known.length < LEAST_LENGTH + 2) continue;
    if (known.replace(/[-_.]/g, "") === joined || (/[-_.]/.test(known) && words(known) === words(name))) return known;
  }
  return bare !== name && !/^(node-|js-)/.test(name) && POPULAR_PACKAGES.has(bare) && bare.length >= 6 && /(-npm|-pkg|-package|-node|-lib)$/.test(name) ? bare : null;
}

/** One letter more, less or other (not the first, and not a number at the end), or two neighbours swapped. */
function isSlip(name: string, known: string): boolean {
  if (name.charAt(0) !== known.charAt(0) && name.slice(1) !== known) return false;
  if (name.replace(/\d+$/, "") === known.replace(/\d+$/, "")) return false;
  if (name.length === known.length) {
    const apart = [...name].flatMap((letter, index) => (letter === known.charAt(index) ? [] : [index]));
    const [first = 0, second = 0] = apart;
    if (apart.length === 2) return second === first + 1 && name.charAt(first) === known.charAt(second) && name.charAt(second) === known.charAt(first);
    return apart.length === 1 && name.length >= 6;
  }
  const [longer, shorter] = name.length > known.length ? [name, known] : [known, name];
  if (longer.length - shorter.length !== 1 || shorter.length < LEAST_LENGTH) return false;
  const at = [...shorter].findIndex((letter, index) => letter !== longer.charAt(index));
  return at < 0 || longer.slice(at + 1) === shorter.slice(at);
}
