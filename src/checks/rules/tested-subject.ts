/** Which file a test file is about, by their names: the one convention that every language's tests have. */
import { posix } from "node:path";
import { codeKindOf } from "../../core/hunks/classify";
import { isTestPath } from "../syntax/language";

/** Languages that import each other's files. */
const SCRIPT = /^\.([cm]?[jt]sx?|vue|svelte|astro)$/;
const MARKS = [/[._-](tests?|spec|e2e|cy|unit|integration)$/i, /^(test|spec)[._-]/i, /(?<=[a-z0-9])(Tests?|Spec|IT)$/];
const LEVEL = /\.(unit|integration|e2e)$/i;
/** What a file's name tells of it beside the name itself. */
const PART = /\.[^.]+$/;
/** Names that say nothing about what is in the file. */
const ANY_NAME = /^(index|main|mod|lib|utils?|helpers?|setup|types?|__init__)$/i;

/** The first of `paths` that has the test file's name without what marks a test; null where there is none, or where the name says nothing. */
export function subjectOf(test: string, paths: readonly string[]): string | null {
  const { kind } = partsOf(test);
  const subject = subjectName(test);
  if (subject === "" || isAnyName(subject)) return null;
  // `cart.rounding.test.ts` is about a part of what is in `cart.ts`.
  const names = [subject, subject.replace(PART, "")].map(plainName);
  return paths.find((path) => {
    const parts = partsOf(path);
    // A folder's module is named by the folder.
    const name = isAnyName(parts.name) ? posix.basename(posix.dirname(path)) : parts.name;
    return names.includes(plainName(name)) && parts.kind === kind;
  }) ?? null;
}

/** A test file's name without what marks a test: `cart` of `cart.integration.test.ts`. */
export function subjectName(test: string): string {
  return MARKS.reduce((rest, mark) => rest.replace(mark, ""), partsOf(test).name).replace(LEVEL, "");
}

/** A name as every habit writes it: `WalletItem`, `wallet_item` and `wallet-item` are one; classes' files are named with a capital, their tests often without. */
export function plainName(name: string): string {
  return name.replace(/[_-]/g, "").toLowerCase();
}

export function isAnyName(name: string): boolean {
  return ANY_NAME.test(name);
}

/** Files of the base that a change took away for good: neither renamed, nor is there a file of that name any more. Tests are left out. */
export function goneSubjects(before: readonly string[], after: readonly string[], renamed: ReadonlySet<string>): readonly string[] {
  const present = new Set(after);
  const names = new Set(after.map(ownName));
  return before.filter((path) => !present.has(path) && !renamed.has(path) && !names.has(ownName(path)) && !isTestPath(path) && codeKindOf(path) !== "test");
}

/** What tells a file from others: its name, with its folder's where the name says nothing. */
function ownName(path: string): string {
  return isAnyName(partsOf(path).name) ? `${posix.basename(posix.dirname(path))}/${posix.basename(path)}` : posix.basename(path);
}

function partsOf(path: string): { readonly name: string; readonly kind: string } {
  const { name, ext } = posix.parse(path);
  return { name, kind: SCRIPT.test(ext) ? "script" : ext };
}
