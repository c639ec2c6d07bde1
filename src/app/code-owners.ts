/** Who owns a file, by the repository's CODEOWNERS: the last matching line wins, a line without owners takes them away. */
import type { Snapshot } from "../core/ports";
import { matcherOf } from "./path-filter";

const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"] as const;
const MOST_LINES = 5000;
const MOST_BYTES = 1024 * 1024;
/** `.gitignore` knows no braces and no extended globs; a name may hold a line break. */
const GLOB_OPTIONS = { dot: true, nobrace: true, noextglob: true, flags: "s" };
const UNOWNED = "(unowned)";

export interface CodeOwners {
  /** False without a CODEOWNERS file: then nothing is owned. */
  readonly exists: boolean;
  ownerOf(path: string): string;
  /** Each owner by itself, in lower case: accounts, teams and e-mail addresses. */
  ownersOf(path: string): readonly string[];
  /** Every owner that some line names, as it is written. */
  readonly names: readonly string[];
}

export async function readCodeOwners(snapshot: Snapshot): Promise<CodeOwners> {
  const place = PLACES.find((path) => snapshot.has(path));
  const content = place === undefined ? undefined : (await snapshot.read([place], MOST_BYTES)).get(place);
  return content?.kind === "text" ? parseCodeOwners(content.text) : { exists: false, ownerOf: () => UNOWNED, ownersOf: () => [], names: [] };
}

function parseCodeOwners(text: string): CodeOwners {
  const rules = text
    .split(/\r?\n/, MOST_LINES)
    .flatMap((line) => {
      const [pattern = "", ...owners] = line.replace(/(^|\s)#.*$/, "").trim().split(/\s+/);
      // A line in brackets names a section of GitLab's.
      return pattern === "" || /^\^?\[/.test(pattern) ? [] : [{ matches: matcherOf(globsOf(pattern), false, GLOB_OPTIONS), owner: owners.length === 0 ? UNOWNED : owners.slice(0, 5).join(" ").slice(0, 200), owners: owners.map((name) => name.toLowerCase()), written: owners }];
    })
    .reverse();
  const known = new Map<string, string>();
  const ownerOf = (path: string) => {
    const owner = known.get(path) ?? rules.find(({ matches }) => matches(path))?.owner ?? UNOWNED;
    known.set(path, owner);
    return owner;
  };
  return { exists: true, ownerOf, ownersOf: (path) => rules.find(({ matches }) => matches(path))?.owners ?? [], names: [...new Set(rules.flatMap(({ written }) => written))].sort() };
}

/** The signers who are owners: by e-mail address, by what the policy's `people` says of accounts and teams, or by an account that nobody mapped. */
export function ownerSigners(owners: readonly string[], people: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const named = Object.entries(people).filter(([, names]) => names.some((name) => owners.includes(name.toLowerCase()))).map(([email]) => email.toLowerCase());
  return [...new Set([...owners, ...named])].sort();
}

/** Patterns are those of .gitignore: anchored by a slash inside, at any depth without; a folder means all in it. */
function globsOf(pattern: string): string[] {
  if (pattern === "*" || pattern === "/" || pattern === "**") return ["**"];
  const isAnchored = pattern.slice(0, -1).includes("/");
  const plain = pattern.replace(/^\//, "");
  const glob = isAnchored ? plain : `**/${plain}`;
  if (glob.endsWith("/")) return [`${glob}**`];
  const last = glob.slice(glob.lastIndexOf("/") + 1);
  return last.includes("*") ? [glob] : [glob, `${glob}/**`];
}
