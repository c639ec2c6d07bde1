/** Which file a test file is about, by their names: the one convention that every language's tests have. */
import { posix } from "node:path";
import { codeKindOf } from "../../core/hunks/classify";
import { isTestPath } from "../syntax/language";

/** Languages that import each other's files. */
const SCRIPT = /^\.([cm]?[jt]sx?|vue|svelte|astro)$/;
const MARKS = [/[._-](tests?|spec|e2e|cy|unit|integration)$/i, /^(test|spec)[._-]/i, /(?<=[a-z0-9])(Tests?|Spec|IT)$/];
/** Names that say nothing about what is in the file. */
const ANY_NAME = /^(index|main|mod|lib|utils?|helpers?|setup|types?|__init__)$/i;

/** The first of `paths` that has the test file's name without what marks a test; null where there is none, or where the name says nothing. */
export function subjectOf(test: string, paths: readonly string[]): string | null {
  const { name, kind } = partsOf(test);
  const subject = MARKS.reduce((rest, mark) => rest.replace(mark, ""), name);
  if (subject === "" || ANY_NAME.test(subject)) return null;
  return paths.find((path) => {
    const parts = partsOf(path);
    // Classes' files are named with a capital, their tests often without.
    return parts.name.toLowerCase() === subject.toLowerCase() && parts.kind === kind;
  }) ?? null;
}

/** Files of the base that a change took away for good: neither renamed, nor is there a file of that name any more. Tests are left out. */
export function goneSubjects(before: readonly string[], after: readonly string[], renamed: ReadonlySet<string>): readonly string[] {
  const present = new Set(after);
  const names = new Set(after.map((path) => posix.basename(path)));
  return before.filter((path) => !present.has(path) && !renamed.has(path) && !names.has(posix.basename(path)) && !isTestPath(path) && codeKindOf(path) !== "test");
}

function partsOf(path: string): { readonly name: string; readonly kind: string } {
  const { name, ext } = posix.parse(path);
  return { name, kind: SCRIPT.test(ext) ? "script" : ext };
}
