import { renamedInPlace } from "./renamed-tests";
import { rewrittenTests } from "./rewritten-tests";
import { linesWithin, MAY_HIDE } from "./test-places";
import { lastTitle, suiteAround, type TestCase } from "./test-structure";
import type { View } from "./view";

/** One assertion in the same words may be chance; a test that holds so many of another took its place. */
const LEAST_KEPT = 2;
/** Titles of fewer common words are alike by chance. */
const LEAST_SHARED = 4;
/** Share of the words of two titles that both have, from which on they name one test. */
const ALIKE = 0.75;
/** Characters, without white space, of lines that stand in another test by no chance. */
const LEAST_LINES = 50;
/** More tests that went, or came, are no suite that somebody merged by hand. */
const MAXIMUM_MERGED = 200;

/** The tests of two versions of a file, as far as they are the same ones. */
export interface TestPairs {
  readonly pairs: readonly (readonly [old: TestCase, current: TestCase])[];
  /** Of the pairs, those that stand in the same place under another title. */
  readonly renamed: readonly (readonly [old: TestCase, current: TestCase])[];
  /** Under another title, in other words: their assertions can't be compared one by one. */
  readonly rewritten: readonly (readonly [old: TestCase, current: TestCase])[];
  readonly gone: readonly TestCase[];
  /** Tests of the head that are new. */
  readonly added: readonly TestCase[];
}

/** Without the views a test is not known by its place. */
export function pairTests(before: readonly TestCase[], after: readonly TestCase[], views: { readonly base: View; readonly head: View } | null = null): TestPairs {
  const left = new Set(after);
  const titles = indexed(after, ({ title }) => title);
  const bodies = indexed(after.filter(({ body }) => body !== ""), ({ body }) => body);
  const lasts = indexed(after, ({ title }) => lastTitle(title));
  const take = (index: ReadonlyMap<string, TestCase[]>, key: string): TestCase | undefined => {
    const list = index.get(key);
    for (let found = list?.pop(); found !== undefined; found = list?.pop()) if (left.delete(found)) return found;
    return undefined;
  };
  const pairs: [TestCase, TestCase][] = [];
  // Same title first; then tests that were only renamed; then the one with the same last title, moved between suites.
  const pair = (tests: readonly TestCase[], partner: (test: TestCase) => TestCase | undefined) =>
    tests.filter((test) => {
      const found = partner(test);
      if (found !== undefined) pairs.push([test, found]);
      return found === undefined;
    });
  const retitled = pair(before, (test) => take(titles, test.title));
  const renamed = pair(retitled, (test) => take(bodies, test.body) ?? take(lasts, lastTitle(test.title)));
  // A test that says nearly the same in its title was rewritten: its assertions are compared, not its name.
  const titled = [...left].filter(isRunning).map((test) => ({ test, words: wordsOf(test) }));
  const rewritten = pair(renamed, (test) => {
    const words = wordsOf(test);
    const found = titled.find((other) => left.has(other.test) && areAlike(words, other.words))?.test;
    if (found !== undefined) left.delete(found);
    return found;
  });
  const inPlace = views === null ? new Map<TestCase, TestCase>() : renamedInPlace(rewritten.filter(isRunning), [...left].filter(isRunning), pairs, { ...views, before, after });
  for (const current of inPlace.values()) left.delete(current);
  const asserting = [...left].filter(isRunning).map((test) => ({ test, texts: new Set(test.assertions.map(({ text }) => text)) }));
  const unlike = pair(rewritten.filter((test) => !inPlace.has(test)), (test) => {
    const found = test.assertions.length < LEAST_KEPT ? undefined : asserting.find((other) => left.has(other.test) && test.assertions.every(({ text }) => other.texts.has(text)))?.test;
    if (found !== undefined) left.delete(found);
    return found;
  });
  const anew = rewrittenTests(unlike.filter(isRunning), [...left].filter(isRunning), [...before, ...after]);
  for (const current of anew.values()) left.delete(current);
  return { pairs: [...pairs, ...inPlace], renamed: [...inPlace], rewritten: [...anew], gone: unlike.filter((test) => !anew.has(test)), added: [...left] };
}

/** For each of the tests that went the one that stands now for it: its title is new, and is that of its variants without what tells them apart, or it holds every line of it. */
export function mergedTests(gone: readonly TestCase[], before: readonly TestCase[], after: readonly TestCase[], views: { readonly base: View; readonly head: View }): ReadonlyMap<TestCase, TestCase> {
  if (gone.length === 0) return new Map();
  const known = new Set(before.map(({ title }) => lastTitle(title)));
  const fresh = after.filter((test) => isRunning(test) && !known.has(lastTitle(test.title)));
  const holding = gone.length > MAXIMUM_MERGED ? [] : fresh.slice(0, MAXIMUM_MERGED).map((test) => lined(views.head, test));
  return new Map(
    gone.flatMap((test) => {
      const name = unqualified(test);
      const variant = name === "" ? undefined : fresh.find((other) => unqualified(other) === name && isMostlyIn(test, other, views));
      const found = variant ?? holderOf(lined(views.base, test), holding);
      return found === undefined ? [] : [[test, found] as const];
    }),
  );
}

/** What tells variants apart, at the end of a title or at its beginning. */
const QUALIFIER = /^\(([^()]*)\)|\(([^()]*)\)$/;

function unqualified({ title }: TestCase): string {
  return lastTitle(title).replace(new RegExp(QUALIFIER, "g"), "").trim();
}

/** Whether all that a test asserts stands in another, which may ask otherwise what is about the variant itself; where it asserts nothing that is known as such, most of its lines in the suite around that. */
function isMostlyIn({ node, assertions, title }: TestCase, other: TestCase, { base, head }: { readonly base: View; readonly head: View }): boolean {
  if (assertions.length > 0) {
    const texts = new Set(other.assertions.map(({ text }) => text));
    const [, first, last] = QUALIFIER.exec(lastTitle(title)) ?? [];
    const variant = first ?? last ?? "";
    return other.assertions.length >= assertions.length && assertions.every(({ text }) => texts.has(text) || (variant !== "" && text.includes(variant)));
  }
  const around = suiteAround(head, other);
  const text = around === null ? "" : head.text.slice(around.start, around.end).replace(/\s+/g, "");
  const lines = node === null ? [] : linesWithin(base.text.slice(node.start, node.end));
  return 2 * lines.filter((line) => text.includes(line)).length > lines.length;
}

/** Whether every line of a test stands in another one, in its order. What may leave before them, or is a comment or a text, runs none of them. */
function isWhollyIn({ test, lines }: Lined, other: Lined): boolean {
  if (lines.join("").length < LEAST_LINES || other.test.assertions.length < test.assertions.length) return false;
  let at = 0;
  return lines.every((line) => (at = other.lines.indexOf(line, at) + 1) > 0) && !other.lines.some((line) => MAY_HIDE.test(line) && !lines.includes(line));
}

function holderOf(old: Lined, holding: readonly Lined[]): TestCase | undefined {
  return holding.find((other) => isWhollyIn(old, other))?.test;
}

interface Lined {
  readonly test: TestCase;
  readonly lines: readonly string[];
}

function lined(view: View, test: TestCase): Lined {
  return { test, lines: test.node === null ? [] : linesWithin(view.text.slice(test.node.start, test.node.end)) };
}

export function isRunning({ node, isSkipped }: TestCase): boolean {
  return node !== null && !isSkipped;
}

function wordsOf({ title }: TestCase): readonly string[] {
  return lastTitle(title).toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== "");
}

function areAlike(words: readonly string[], others: readonly string[]): boolean {
  const shared = words.filter((word) => others.includes(word)).length;
  return shared >= LEAST_SHARED && shared >= ALIKE * Math.max(words.length, others.length);
}

/** Tests by a key, the first one last, so that it is taken first. */
function indexed(tests: readonly TestCase[], key: (test: TestCase) => string): ReadonlyMap<string, TestCase[]> {
  const index = new Map<string, TestCase[]>();
  for (const test of [...tests].reverse()) {
    const list = index.get(key(test));
    if (list === undefined) index.set(key(test), [test]);
    else list.push(test);
  }
  return index;
}
