/** Where else a change put a test, or took it from: its lines are looked for in those of other files. */
import { groupBy } from "../../core/group-by";
import type { ChangedTests } from "./project-facts";
import { lastTitle, type TestCase } from "./test-structure";
import type { View } from "./view";

/** Titles that are shorter, without white space, stand in any text. */
const LEAST_TITLE = 8;
/** Characters without white space from which on a test's lines stand elsewhere by no chance. */
const LEAST_BODY = 80;
/** Fewer short titles stand together by chance. */
const LEAST_TITLES = 3;
/** From here on a title is one test's alone. */
const LONG_TITLE = 20;

/** A test's beginning, without white space. */
const TITLE = /(?:^|[^\w$])(?:it|test|specify)(?:\.\w+)*\((["'`])(.{20,300}?)\1,/g;
const ANY_TITLE = /(?:^|[^\w$])(?:it|test|specify)(?:\.\w+)*\((["'`])(.{8,300}?)\1,/g;
/** More titles are not compared. */
const MAXIMUM_TITLES = 2_000;
/** Share of a test's lines, of at least so many, which stand elsewhere where it was moved and altered a little. */
const NEARLY_ALL = 0.8;
const LEAST_LINES = 6;
/** Share of what it asserts that stands there too. */
const HALF = 0.5;
/** Share of a title that begins and ends another one, where that has some more or less in between. */
const NEARLY = 0.75;
/** What makes another test of one: a number, a denial. */
const DECISIVE = /\d|not|n't|never|without|no|un|in[acsv]|dis|fail|reject|den(y|ied)/i;

/** In a line without white space, a way out, a comment's beginning, a text of several lines: those after it may not run. */
export const MAY_HIDE = /\breturn\b|\/\*|`|^if\(/;

export class TestPlaces {
  /** Each test is asked about several times, and the texts are long. */
  private readonly known = new Map<TestCase, "whole" | "title" | null>();
  private titles: ReadonlyMap<string, readonly { readonly title: string }[]> | null = null;

  constructor(
    private readonly view: View,
    private readonly others: readonly ChangedTests[],
    /** Characters, without white space, of a title that counts beside the same assertions. */
    private readonly leastTitle = LEAST_TITLE,
  ) {}

  /** Whether the test stands in another place with all that it asserts; "title" where only its title is known to stand there. */
  placeOf(test: TestCase): "whole" | "title" | null {
    let found = this.known.get(test);
    if (found === undefined) this.known.set(test, (found = this.find(test)));
    return found;
  }

  private find({ title, node, assertions }: TestCase): "whole" | "title" | null {
    const last = lastTitle(title).replace(/\s+/g, "");
    const places = last.length < (assertions.length === 0 ? LEAST_TITLE : this.leastTitle) ? [] : this.others.filter(({ text }) => text.includes(last));
    if (places.some(({ text }) => assertions.every((assertion) => text.includes(assertion.text)))) return "whole";
    const lines = node === null ? [] : linesWithin(this.view.text.slice(node.start, node.end));
    if (lines.join("").length >= LEAST_BODY && this.others.some(({ text }) => lines.every((line) => text.includes(line)))) return "whole";
    const isNear = ({ path, text }: ChangedTests) => path !== this.view.path && shareIn(text, lines) >= NEARLY_ALL && shareIn(text, assertions.map((assertion) => assertion.text)) >= HALF;
    if (lines.length >= LEAST_LINES && this.others.some(isNear)) return "title";
    if (last.length < LONG_TITLE) return null;
    return places.some(({ path, text }) => path !== this.view.path && this.isWhole(last, text)) || endsOf(last).some((end) => (this.titlesElsewhere().get(end) ?? []).some(({ title: other }) => isNearly(last, other))) ? "title" : null;
  }

  /** Whether a text holds tests of most of the titles. */
  areMostlyIn(tests: readonly TestCase[], text: string): boolean {
    const titles = tests.map(({ title }) => lastTitle(title).replace(/\s+/g, "")).filter((title) => title.length >= LEAST_TITLE);
    const others = titles.length < LEAST_TITLES ? new Set() : new Set([...text.matchAll(ANY_TITLE)].map(([, , title]) => title));
    return 2 * titles.filter((title) => others.has(title)).length > tests.length;
  }

  /** A script's titles are texts: the end of a longer one is another title. */
  private isWhole(title: string, text: string): boolean {
    return this.view.tree === null || ['"', "'", "`"].some((quote) => text.includes(`${quote}${title}${quote}`));
  }

  /** Titles of tests that other files of the change hold, without white space, by their ends; those that the file has itself are taken. */
  private titlesElsewhere(): ReadonlyMap<string, readonly { readonly title: string }[]> {
    if (this.titles !== null) return this.titles;
    const own = this.view.text.replace(/\s+/g, "");
    const all = new Set(this.others.flatMap(({ path, text }) => (path === this.view.path ? [] : [...text.matchAll(TITLE)].map(([, , title = ""]) => title))));
    const found = [...all].slice(0, MAXIMUM_TITLES).filter((title) => !own.includes(title));
    return (this.titles = groupBy(found.flatMap((title) => endsOf(title).map((end) => ({ end, title }))), ({ end }) => end));
  }
}

function shareIn(text: string, parts: readonly string[]): number {
  return parts.length === 0 ? 0 : parts.filter((part) => text.includes(part)).length / parts.length;
}

/** A title's beginning and its end: where a word more stands somewhere in it, one of them stays. */
function endsOf(title: string): readonly string[] {
  const half = LONG_TITLE / 2;
  return [`${title.slice(0, half)}…`, `…${title.slice(-half)}`];
}

/** Whether one title is the other with a word more, which says nothing that makes it another test. */
function isNearly(title: string, other: string): boolean {
  const [short, long] = title.length < other.length ? [title, other] : [other, title];
  let before = 0;
  while (before < short.length && short[before] === long[before]) before++;
  let after = 0;
  while (after < short.length - before && short[short.length - 1 - after] === long[long.length - 1 - after]) after++;
  return before + after === short.length && short.length >= NEARLY * long.length && !DECISIVE.test(long.slice(before, long.length - after));
}

/** Lines between the first and the last one, without white space. */
export function linesWithin(text: string): readonly string[] {
  const lines = text.split("\n").slice(1, -1);
  return lines.map((line) => line.replace(/\s+/g, "")).filter((line) => line !== "");
}
