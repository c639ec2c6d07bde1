import { codeKindOf } from "../core/hunks/classify";
import type { Snapshot } from "../core/ports";
import type { ChangedText } from "./parsing/protocol";
import { goneNames, wordsIn } from "./rules/gone-names";
import type { ProjectFacts } from "./rules/project-facts";
import { goneSubjects } from "./rules/tested-subject";
import { isTestPath } from "./syntax/language";

/** Files that name what went, or what a tool took down. */
const NO_CODE = /(^|\/)(migrations?|migrate)\/|\.(lock|snap|map|svg|csv)$|(^|[-.])lock\.(json|ya?ml)$|[-.]lock\.\w+$/i;
/** More text says no more about the tests that a change lost. */
const MAXIMUM_CHARACTERS = 32_000_000;

export interface Change {
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** Old paths of renamed files. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** Files that stand in the head, with their base. */
  readonly changed: readonly ChangedText[];
  /** Files that the head has no more, with their text at the base. */
  readonly deleted: readonly ChangedText[];
}

/** What a change did beside the test files that prove less now: what it took out of the code, and what it put into test files. */
export function changeFacts({ base, head, basePaths, changed, deleted }: Change, weakened: readonly ChangedText[]): Pick<ProjectFacts, "gone" | "goneNames" | "newTests"> {
  const gone = goneSubjects(base.paths, head.paths, new Set(basePaths.values()));
  const code = [...changed, ...deleted].filter(({ path, basePath }) => isCode(path) && isCode(basePath));
  const asked = new Set(weakened.flatMap(({ base: before, text }) => {
    const kept = wordsIn(text);
    return [...wordsIn(before ?? "")].filter((word) => !kept.has(word));
  }));
  const tests = changed.filter(({ path }) => isTest(path));
  return {
    gone,
    // A part of a change would give wrong names: what left one file may stand in another.
    goneNames: lengthOf(code) > MAXIMUM_CHARACTERS ? [] : goneNames(asked, code.flatMap(({ base: before }) => before ?? []), code.map(({ text }) => text), gone.filter(isCode)),
    newTests: lengthOf(tests) > MAXIMUM_CHARACTERS ? [] : tests.map(({ path, base: before, text }) => ({ path, isNew: before === null, text: addedText(text, before ?? "") })).filter(({ text }) => text !== ""),
  };
}

function isTest(path: string): boolean {
  return isTestPath(path) || codeKindOf(path) === "test";
}

function isCode(path: string): boolean {
  return !isTest(path) && codeKindOf(path) !== "prose" && !NO_CODE.test(path);
}

function lengthOf(files: readonly ChangedText[]): number {
  return files.reduce((sum, { text, base }) => sum + text.length + (base?.length ?? 0), 0);
}

/** Lines that the base had not, without white space. */
function addedText(text: string, base: string): string {
  const before = new Set(base.split("\n").map(squeezed));
  return text.split("\n").map(squeezed).filter((line) => !before.has(line)).join("");
}

function squeezed(line: string): string {
  return line.replace(/\s+/g, "");
}
