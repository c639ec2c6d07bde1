import { posix } from "node:path";
import { codeKindOf } from "../core/hunks/classify";
import type { Snapshot } from "../core/ports";
import { textOf } from "./graph/project-files";
import type { ChangedText } from "./parsing/protocol";
import { lostNames, lostSentences, wordsIn } from "./rules/gone-names";
import { PROTECTIVE, PROTECTS } from "./rules/protective-words";
import type { ChangedTests, ProjectFacts } from "./rules/project-facts";
import type { LineRange, SkippedLines } from "./rules/skipped-tests";
import { goneSubjects } from "./rules/tested-subject";
import { isTestPath, languageOf } from "./syntax/language";

/** Files that name what went, or what a tool took down. */
const NO_CODE = /(^|\/)(migrations?|migrate)\/|\.(lock|snap|map|svg|csv)$|(^|[-.])lock\.(json|ya?ml)$|[-.]lock\.\w+$/i;
/** What the code says to people in their languages, by names of its own: none of it does anything. */
const TRANSLATION = /(^|\/)(?:locales?|i18n|l10n|translations?)\/.*\.(?:json|ya?ml|po|pot|arb|properties|ftl|xlf|xliff|strings)$/;
/** A test or a suite at the beginning of a line. */
const TEST_CALL = /^\s*(?:describe|it|test)(?:\.\w+)*\(\s*["'`]/m;
/** More text would hold the engine up for seconds: a million characters take about a twelfth of one. */
const MAXIMUM_CHARACTERS = 32_000_000;
/** Of tests, each of which is looked for in the others' text. */
const MAXIMUM_IN_TESTS = 8_000_000;

export interface Change {
  readonly base: Snapshot;
  readonly head: Snapshot;
  /** Old paths of renamed files. */
  readonly basePaths: ReadonlyMap<string, string>;
  /** Files that carry hunks and stand in the head, with their base. */
  readonly changed: readonly ChangedText[];
  /** Files that the head has no more, with their text at the base. */
  readonly deleted: readonly ChangedText[];
}

/** What a change did beside the test files that prove less now: what it took out of the code, and which tests that are run it put into test files and took out of them. */
export async function changeFacts({ base, head, basePaths, changed, deleted }: Change, weakened: readonly ChangedText[], skipped: ReadonlyMap<string, SkippedLines> = new Map()): Promise<Pick<ProjectFacts, "gone" | "goneNames" | "unusedNames" | "goneSentences" | "goneFunctions" | "gonePackages" | "isTooMuch" | "newTests" | "goneTests">> {
  const gone = goneSubjects(base.paths, head.paths, new Set(basePaths.values()));
  const code = [...changed, ...deleted].filter(({ path, basePath, text, base: before }) => isCode(path) && isCode(basePath) && !holdsTests(path, text) && !holdsTests(basePath, before ?? ""));
  const asked = new Set(weakened.flatMap(({ base: before, text }) => {
    const kept = wordsIn(text);
    return [...wordsIn(before ?? "")].filter((word) => !kept.has(word));
  }));
  // A part of a change would give wrong names: what left one file may stand in another.
  const isWhole = lengthOf(code) <= MAXIMUM_CHARACTERS;
  const formerCode = code.flatMap(({ base: text }) => text ?? []);
  const currentCode = code.map(({ text }) => text);
  const naming = isWhole ? code.map(namingTexts) : [];
  const names = isWhole ? lostNames(asked, naming.map(({ base: text }) => text), naming.map(({ text }) => text), gone.filter(isCode)) : { gone: [], unused: [] };
  const sentences = isWhole ? lostSentences(weakened.map(({ base: text }) => text ?? "").join("\n"), formerCode, currentCode) : [];
  const isAnyLost = names.gone.length + names.unused.length + sentences.length > 0;
  const others = isAnyLost ? await changedByOthers(base, head, new Set(changed.map(({ path }) => path))) : [];
  const standing = wordsIn(others.map((file) => namingTexts(file).text).join("\n"));
  const byOthers = others.map(({ text }) => text).join("\n");
  const goneSentences = sentences.filter((sentence) => !byOthers.includes(sentence));
  const tests = changed.filter(({ path, text }) => isTest(path) || holdsTests(path, text));
  const before = [...changed, ...deleted].filter((file) => file.base !== null && (isTest(file.basePath) || holdsTests(file.basePath, file.base)));
  const goneFunctions = isWhole ? await goneFromPackages(head, code, weakened) : [];
  const gonePackages = packagesGone(base.paths, head.paths, new Set(basePaths.values()), weakened);
  return {
    gone,
    goneNames: names.gone.filter((name) => !standing.has(name)),
    unusedNames: names.unused.filter((name) => !standing.has(name)),
    ...(goneSentences.length > 0 ? { goneSentences } : {}),
    ...(goneFunctions.length > 0 ? { goneFunctions } : {}),
    ...(gonePackages.length > 0 ? { gonePackages } : {}),
    ...(isWhole ? {} : { isTooMuch: true }),
    newTests: lengthOf(tests) > MAXIMUM_IN_TESTS ? [] : tests.map((file) => ({ ...changedTests(file.path, file.text, file.base, skipped.get(file.path)?.head), isNew: file.base === null })).filter(isAny),
    goneTests: lengthOf(before) > MAXIMUM_IN_TESTS ? [] : before.map((file) => changedTests(file.basePath, file.base ?? "", file.text, skipped.get(file.path)?.base)).filter(isAny),
  };
}

/** The texts of a file that say which names came and went: what a translation bears before and after keeps no name of the code, what comes into it may be code's. */
function namingTexts({ path, base, text }: Pick<ChangedText, "path" | "base" | "text">): { readonly base: string; readonly text: string } {
  const before = base ?? "";
  return TRANSLATION.test(path) ? { base: without(before, wordsIn(text)), text: without(text, wordsIn(before)) } : { base: before, text };
}

function without(text: string, words: ReadonlySet<string>): string {
  return text.replace(/[A-Za-z_$][\w$]*/g, (word) => (words.has(word) ? "" : word));
}

/** What a package is known by. */
const MANIFEST = /(^|\/)(package\.json|pyproject\.toml|setup\.py|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|composer\.json|[^/]+\.(csproj|gemspec))$/;

/** Folders of packages around test files, below the top one, of which the head has no file, and out of which no code was moved. */
function packagesGone(before: readonly string[], after: readonly string[], renamed: ReadonlySet<string>, weakened: readonly ChangedText[]): readonly string[] {
  const packages = new Set(before.filter((path) => MANIFEST.test(path)).map((path) => posix.dirname(path)));
  const around = new Set(weakened.flatMap(({ basePath }) => foldersOf(basePath).find((folder) => packages.has(folder)) ?? []));
  const isLeft = (folder: string) => after.some((path) => path.startsWith(`${folder}/`)) || [...renamed].some((path) => path.startsWith(`${folder}/`) && isCode(path));
  return [...around].filter((folder) => !isLeft(folder));
}

/** Folders around a file, the innermost first, without the top one. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

/** A file of a language whose tests stand in the folder that is their package. */
const OF_PACKAGE = /\.go$/;
const FUNCTION = /^func\s+(?:\([^()]*\)\s*)?([A-Za-z_]\w*)/gm;
const DECLARED = /^(?:func\s+(?:\([^()]*\)\s*)?|type\s+)([A-Za-z_]\w*)/gm;
const LINE_COMMENT = /\/\/.*/g;
/** Shorter names stand everywhere by chance. */
const LEAST_NAME = 4;

/** Functions and methods that went from the package of a test and that nothing in it speaks of any more: in other packages the same name is another function's, unless a file with it was moved there or is new. */
async function goneFromPackages(head: Snapshot, code: readonly ChangedText[], weakened: readonly ChangedText[]): Promise<NonNullable<ProjectFacts["goneFunctions"]>> {
  const folders = new Set(weakened.filter(({ basePath }) => OF_PACKAGE.test(basePath)).map(({ basePath }) => posix.dirname(basePath)));
  const found = [...folders].map(async (folder) => {
    const isHere = (path: string) => OF_PACKAGE.test(path) && posix.dirname(path) === folder;
    const before = code.filter(({ base, basePath }) => base !== null && isHere(basePath)).flatMap(({ base }) => functionsIn(base ?? ""));
    if (before.length === 0) return { folder, names: [] };
    const texts = [...(await head.read(head.paths.filter(isHere))).values()].map(textOf);
    // What can't be read may hold any of them.
    if (texts.includes(null)) return { folder, names: [] };
    const left = wordsIn(texts.join("\n").replace(LINE_COMMENT, ""));
    const moved = new Set(code.filter(({ path }) => OF_PACKAGE.test(path) && !isHere(path)).flatMap(({ base, basePath, text }) => {
      const old = new Set(base === null || isHere(basePath) ? [] : functionsIn(base));
      return functionsIn(text).filter((name) => !old.has(name));
    }));
    const isLost = (name: string) => !left.has(name) && !moved.has(name);
    return { folder, names: [...new Set(before)].filter((name) => name.length >= LEAST_NAME && isLost(name)), ...(texts.length === 0 && before.every(isLost) && !isAnyProtective(code, isHere) ? { isWhole: true } : {}) };
  });
  return (await Promise.all(found)).filter(({ names }) => names.length > 0);
}

/** Whether code of a package declares something whose name says that it keeps somebody or something out. */
function isAnyProtective(code: readonly ChangedText[], isHere: (path: string) => boolean): boolean {
  const names = code.filter(({ basePath }) => isHere(basePath)).flatMap(({ base }) => [...(base ?? "").matchAll(DECLARED)].flatMap(([, name]) => name ?? []));
  return names.some((name) => PROTECTS.test(name) || PROTECTIVE.test(name));
}

function functionsIn(text: string): readonly string[] {
  return [...text.matchAll(FUNCTION)].flatMap(([, name]) => name ?? []);
}

/** Code that the change put into files without hunks: a person may have moved a name there. */
async function changedByOthers(base: Snapshot, head: Snapshot, own: ReadonlySet<string>): Promise<readonly Pick<ChangedText, "path" | "base" | "text">[]> {
  const isSame = (path: string) => (head.blobOf?.(path) ?? null) !== null && head.blobOf?.(path) === base.blobOf?.(path);
  const paths = head.paths.filter((path) => !own.has(path) && isCode(path) && !isSame(path));
  const [now, before] = await Promise.all([head.read(paths), base.read(paths.filter((path) => base.has(path)))]);
  return [...now].flatMap(([path, content]) => {
    const text = textOf(content);
    const old = textOf(before.get(path));
    return text === null || text === old ? [] : [{ path, base: old, text }];
  });
}

function isTest(path: string): boolean {
  return isTestPath(path) || codeKindOf(path) === "test";
}

/** A file of JavaScript's that runs tests, whatever its name. */
function holdsTests(path: string, text: string): boolean {
  return languageOf(path) !== null && TEST_CALL.test(text);
}

function isCode(path: string): boolean {
  return !isTest(path) && codeKindOf(path) !== "prose" && !NO_CODE.test(path);
}

function lengthOf(files: readonly ChangedText[]): number {
  return files.reduce((sum, { text, base }) => sum + text.length + (base?.length ?? 0), 0);
}

/** A line that holds nothing else: a test that was commented out stands nowhere. */
const COMMENT = /^(\/\/|\/\*|\*|#)/;

/** Lines that the other version has not. */
function changedTests(path: string, text: string, other: string | null, skipped: readonly LineRange[] = []): ChangedTests {
  const known = new Set((other ?? "").split("\n").map(squeezed));
  const notRun = new Set(skipped.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)));
  return { path, text: text.split("\n").map(squeezed).filter((line, index) => !known.has(line) && !notRun.has(index) && !COMMENT.test(line)).join("") };
}

function isAny({ text }: ChangedTests): boolean {
  return text !== "";
}

function squeezed(line: string): string {
  return line.replace(/\s+/g, "");
}
