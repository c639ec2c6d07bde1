/** Tests that expect now to be refused what they expected to be let through, as the code says it too. */
import { posix } from "node:path";
import type { Removal } from "./rule";
import { short } from "./short-text";
import { linesWithin } from "./test-places";
import { lastTitle, type Assertion, type TestCase } from "./test-structure";
import { subjectOf } from "./tested-subject";
import type { View } from "./view";

/** Words of a title that say that something is let through. */
const ALLOWS = /^(allow|accept|permit|pass|succeed|support|grant)(s|es|ed|ing)?$/;
/** Words that say that it is not. */
const REFUSES = /^(reject(s|ed|ing)?|refuse[sd]?|refusing|den(y|ies|ied|ying)|forbid(s|den)?|disallow(s|ed)?|block(s|ed)?|fail(s|ed)?|throw(s|n)?|not|never|cannot)$/;
/** Words that only join others. */
const JOINS = /^(do|does|is|are|be|should|must|can|to)$/;

/** What says in an assertion that something is refused, and what takes that back. */
const REFUSAL = /\b4\d\d\b|error|exception|throw|reject|raise|denied|forbid|unauthori[sz]ed|refused|badrequest/i;
const NO_REFUSAL = /noerror|not\.|doesnot|didnot|null|undefined|false|falsy|empty|\bnil\b|\bnone\b/i;
/** Strength of an assertion about a value or a part of one. */
const OF_VALUE = 2;

/** Share of the lines beside its assertions that a test has to keep: it asks about the same. */
const SAME = 0.5;

/** The test that was turned round, if it was: its title, what it asserts and the code beside it all refuse now. */
export function reversal(old: TestCase, current: TestCase, base: View, head: View): Removal | null {
  if (old.node === null || current.node === null || !isTurned(lastTitle(old.title), lastTitle(current.title))) return null;
  if (old.assertions.some(isRefusal) || !current.assertions.some((one) => one.strength >= OF_VALUE && isRefusal(one))) return null;
  const refusing = base.facts.refusing ?? [];
  const isStricter = subjectOf(base.path, refusing) !== null || refusing.some((path) => posix.dirname(path) === posix.dirname(base.path));
  if (!isStricter || !isAboutTheSame({ test: old, view: base }, { test: current, view: head })) return null;
  return { baseOffset: old.node.start, headOffset: current.node.start, message: `the test "${short(lastTitle(old.title))}" now expects the opposite: "${short(lastTitle(current.title))}"`, severity: "warning", snippet: `reversed ${old.title}` };
}

/** Whether one title says of the same that it is let through and the other that it is not. */
function isTurned(before: string, now: string): boolean {
  const words = wordsOf(before);
  const others = wordsOf(now);
  const rest = (list: readonly string[]) => list.filter((word) => !ALLOWS.test(word) && !REFUSES.test(word) && !JOINS.test(word)).join(" ");
  return words.some((word) => ALLOWS.test(word)) && !words.some((word) => REFUSES.test(word)) && others.some((word) => REFUSES.test(word)) && rest(words) === rest(others);
}

function wordsOf(title: string): readonly string[] {
  return title.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z\d]+/).filter((word) => word !== "");
}

function isRefusal({ text }: Assertion): boolean {
  return REFUSAL.test(text) && !NO_REFUSAL.test(text);
}

interface Version {
  readonly test: TestCase;
  readonly view: View;
}

function isAboutTheSame(old: Version, current: Version): boolean {
  const lines = actionsOf(old);
  const others = new Set(actionsOf(current));
  return lines.filter((line) => others.has(line)).length > SAME * lines.length;
}

/** Lines of a test that are no part of an assertion. */
function actionsOf({ test: { node, assertions }, view }: Version): readonly string[] {
  const lines = node === null ? [] : linesWithin(view.text.slice(node.start, node.end));
  return lines.filter((line) => /\w/.test(line) && !assertions.some(({ text }) => text.includes(line.replace(/;$/, "").replace(/^await/, ""))));
}
