import { lastTitle, type TestCase } from "./test-structure";

/** Share of a lost title's words, by weight, from which on another title names the same test. */
const LEAST_TITLE = 0.5;
/** What of its assertions must come back then. */
const LEAST_ASSERTED = 0.3;
/** Where nearly all that it asserted comes back, its title's words may stand anywhere in the test. */
const MOST_ASSERTED = 0.8;
/** More of both are no suite that somebody rewrote by hand. */
const MAXIMUM_TESTS = 300;

/**
 * For each lost test the new one that speaks of the same in other words, if any: words that few tests of the file share weigh most.
 * A new test stands for one lost test.
 */
export function rewrittenTests(lost: readonly TestCase[], added: readonly TestCase[], all: readonly TestCase[]): ReadonlyMap<TestCase, TestCase> {
  if (lost.length === 0 || added.length === 0 || lost.length > MAXIMUM_TESTS || added.length > MAXIMUM_TESTS) return new Map();
  const frequency = new Map<string, number>();
  for (const test of all) for (const word of new Set([...titleWords(test), ...wordsOf(test.body)])) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const share = (words: ReadonlySet<string>, others: ReadonlySet<string>): number => {
    let sum = 0;
    let shared = 0;
    for (const word of words) {
      const weight = Math.log(1 + all.length / (frequency.get(word) ?? 1));
      sum += weight;
      if (others.has(word)) shared += weight;
    }
    return sum === 0 ? 0 : shared / sum;
  };
  const candidates = added.map((test) => ({ test, title: titleWords(test), words: [...titleWords(test)], content: new Set([...titleWords(test), ...wordsOf(test.body)]) }));
  const ranked = lost.flatMap((test) => {
    const title = titleWords(test);
    const asserted = new Set(test.assertions.flatMap(({ text }) => [...wordsOf(text)]));
    return candidates.flatMap((one) => {
      const named = share(title, one.title);
      const kept = share(asserted, one.content);
      const isSame = (named >= LEAST_TITLE && kept >= LEAST_ASSERTED) || (kept >= MOST_ASSERTED && share(title, one.content) >= LEAST_TITLE);
      return isSame ? [{ test, other: one.test, score: named + kept + leading([...title], one.words) }] : [];
    });
  });
  return bestPairs(ranked);
}

/** Share of a title's words with which another one begins, too: of several that have its words, that is the one. */
function leading(words: readonly string[], others: readonly string[]): number {
  const end = words.findIndex((word, index) => word !== others[index]);
  return end < 0 ? 1 : end / words.length;
}

export interface RankedPair {
  readonly test: TestCase;
  readonly other: TestCase;
  readonly score: number;
}

/** The pairs of the highest scores in which each test stands once. */
export function bestPairs(ranked: readonly RankedPair[]): ReadonlyMap<TestCase, TestCase> {
  const found = new Map<TestCase, TestCase>();
  const taken = new Set<TestCase>();
  for (const { test, other } of [...ranked].sort((a, b) => b.score - a.score)) {
    if (found.has(test) || taken.has(other)) continue;
    found.set(test, other);
    taken.add(other);
  }
  return found;
}

function titleWords({ title }: TestCase): ReadonlySet<string> {
  return wordsOf(lastTitle(title));
}

/** Words inside names too, in lower case: `getUserName` is about a user's name. */
function wordsOf(text: string): ReadonlySet<string> {
  const names = text.match(/[A-Za-z_$][\w$]*|\d+(?:\.\d+)?/g) ?? [];
  return new Set(names.flatMap((name) => name.split(/_|(?<=[a-z0-9])(?=[A-Z])/)).map((word) => word.toLowerCase()).filter((word) => word.length > 1));
}
