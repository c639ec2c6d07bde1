import { countsOf } from "../../core/counts";
import { counted } from "../../core/counted";
import type { Severity } from "../../core/model";
import type { LostSubjects } from "./lost-subjects";
import { argumentsAsked, askedOfProperties, exactValue } from "./object-assertions";
import type { Removal } from "./rule";
import { short } from "./short-text";
import { deniesAnyCall, isOwnAssertion, lastTitle, type Assertion, type TestCase } from "./test-structure";

/** Strength of an assertion about the whole value. */
const EXACT = 3;

/** Share of an assertion's names that one which takes its place has to speak of. */
const SAID_AGAIN = 0.75;
/** Characters that one assertion may stand for, as a multiple of its own. */
const JOINED = 2;

/** What one call of a spy was given or gave back, counted from 0. */
const CALL = /^expect\(([\w$.]+)\.mock\.(?:calls|results)\[(\d+)\]/;

/** `expect.any(String)`, `expect.anything()` as the whole of what is expected. */
const ANY_VALUE = /\(expect\.any(?:\((\w+)\)|thing\(\))\)$/;
/** Says no to what the rest of a matcher's name says. */
const DENIAL = /doesnot|not\.?|un(?=defined)/i;

/** Assertions and the test's own functions, which are given it as well. */
const ASSERTS = /^(require|assert|is|must|qt|func)(\.|$)|(^|\.)New\w*$/;

/** One argument of a call that a spy saw. */
const ARGUMENT = /^(.*\.(?:args|mock\.calls\[[^\]]*\]|mock\.lastCall))[!?.]*\[(\d+)\]$/;
const CALLED_WITH = /^(toHaveBeen(Last)?CalledWith|calledWith(Exactly)?)$/;
/** Nobody writes a longer one. */
const LONGEST_SUBJECT = 200;
const CALLED = /^(toHaveBeen|toBe)?[cC]alled/;
const LITERAL = /(["'`])(.+?)\1|\b\d[\d._]*/g;
const VALUE = new RegExp(`${LITERAL.source}|\\b(?:true|false|null|undefined|nil|None|True|False)\\b`, "g");

/** Words that an assertion asks for, in its texts and numbers. */
const WORD = /[A-Za-z\d]{2,}/g;
/** Share of them that an assertion about the same has to ask for, to be what became of it. */
const MOST_OF_IT = 0.75;
/** Characters from which on an exact value is one of many parts. */
const LARGE = 200;

/** Pairs of assertions that are compared word by word. */
const MAXIMUM_PAIRS = 10_000;

export interface Comparison {
  /** Assertions that are new in other tests: what moved there is not missing; taken out one by one. */
  readonly elsewhere: Assertion[];
  /** One assertion stands now for as many as there are inputs. */
  readonly isOverInputs: boolean;
  /** Assertions in functions that the test did not call before; asked where some are missing. */
  handed(): readonly Assertion[];
  readonly subjects: LostSubjects;
}

/** What a test asserts less than it did. */
export function assertionLosses(old: TestCase, current: TestCase, { elsewhere, isOverInputs, handed, subjects }: Comparison): readonly Removal[] {
  const kept = countsOf(current.assertions.map(({ text }) => text));
  const isOfObject = askedOfProperties(current.assertions);
  const missing: Assertion[] = [];
  for (const assertion of old.assertions) {
    const left = kept.get(assertion.text) ?? 0;
    if (left > 0) kept.set(assertion.text, left - 1);
    else if (!isTaken(elsewhere, assertion) && !isOfObject(assertion)) missing.push(assertion);
  }
  const added: Assertion[] = [];
  for (const assertion of current.assertions) {
    const left = kept.get(assertion.text) ?? 0;
    if (left <= 0) continue;
    kept.set(assertion.text, left - 1);
    added.push(assertion);
  }
  const fresh = [...added];
  const removals: Removal[] = [];
  const unanswered: Assertion[] = [];
  const replacements = replacementsOf(missing, added);
  for (const assertion of missing) {
    const replacement = replacements.get(assertion);
    if (replacement === undefined && isOverInputs && current.assertions.some(({ matcher, strength }) => matcher === assertion.matcher && strength >= assertion.strength)) continue;
    if (replacement === undefined) unanswered.push(assertion);
    else if (deniesAnyCall(replacement.matcher) && CALLED.test(assertion.matcher)) {
      // As exact as it was; whether the call is still made, the code says.
      removals.push({ baseOffset: assertion.node.start, message: `the assertion about \`${short(assertion.subject)}\` now expects the opposite (${replacement.matcher} instead of ${assertion.matcher})${title(old)}`, severity: "warning", snippet: `turned ${assertion.text}` });
    } else if (replacement.strength < assertion.strength) {
      removals.push({
        baseOffset: assertion.node.start,
        message: `the assertion about \`${short(assertion.subject)}\` ${loosening(assertion, replacement)}${title(old)}`,
        snippet: `loosened ${assertion.text}`,
        // How much a project's own assertion asks, its name does not tell.
        ...(isOwnAssertion(replacement.matcher) ? { severity: "warning" as const } : {}),
      });
    }
  }
  const isFew = missing.length * fresh.length <= MAXIMUM_PAIRS;
  // What asserts about something else replaces as many as it is, unless it asserts nothing.
  const joints = new Map<Assertion, number>();
  const apart = !isFew ? unanswered : unanswered.filter((assertion) => !isSaidAgain(assertion, fresh, joints));
  const replacing = added.filter((one) => one.strength > 0 && !joints.has(one)).length;
  const isGone = new Map(apart.map((assertion) => [assertion, uncalled(assertion, current.assertions) ?? subjects.ofSetup(assertion, old, current) ?? subjects.ofAssertion(assertion, old)]));
  const standing = leastLikeFirst(apart.filter((assertion) => isGone.get(assertion) === null), added);
  if (standing.length > replacing) {
    const lost = standing.slice(0, standing.length - replacing);
    const isComprised = lengthOf(added.filter(({ strength }) => strength === EXACT)) >= lengthOf(unanswered) || (isFew && lost.every((assertion) => fresh.some((one) => isRevisedAs(assertion, one, subjects))));
    removals.push(lostAssertions(old, lost, isComprised || (isFew && areArguments(standing, added)) || areIn(handed(), lost) || isHandedOn(old, current) || lost.every((assertion) => subjects.isPrecondition(assertion)) ? "warning" : "error"));
  } else if (apart.length > replacing) {
    const went = apart.filter((assertion) => !standing.includes(assertion)).slice(0, apart.length - replacing);
    removals.push(lostAssertions(old, went, "warning", isGone.get(went[0] as Assertion)));
  }
  return removals;
}

/** Whether assertions stand in functions that a test calls now, or as many others that ask as much. Whether a call surely comes to them is not known: no proof. */
function areIn(handed: readonly Assertion[], lost: readonly Assertion[]): boolean {
  const texts = new Set(handed.map(({ text }) => text));
  const least = Math.min(...lost.map(({ strength }) => strength));
  const others = new Set(handed.filter(({ strength, text }) => strength > 1 && strength >= least && !lost.some((one) => one.text === text)).map(({ text }) => text));
  return lost.every(({ text }) => texts.has(text)) || others.size >= lost.length;
}

/** How an assertion asks less than the one that it replaces. */
function loosening(before: Assertion, now: Assertion): string {
  const [, kind = "anything"] = ANY_VALUE.exec(now.text) ?? [null];
  if (ANY_VALUE.test(now.text)) return `was loosened and now takes ${kind === "anything" ? kind : `any ${kind}`}`;
  const isOpposite = !areOnOneSide(before.matcher, now.matcher) && affirmed(before) === affirmed(now);
  return isOpposite ? `now expects the opposite (${now.matcher} instead of ${before.matcher})` : `was loosened from ${before.matcher} to ${now.matcher}`;
}

/** Whether two matchers both deny something, or both don't. */
function areOnOneSide(matcher: string, other: string): boolean {
  return DENIAL.test(matcher) === DENIAL.test(other);
}

/** What an assertion asks, as if it did not deny it: `equal(1)` of `not.equals(1)`. */
function affirmed({ text, matcher }: Assertion): string {
  const name = matcher.replace(/^not\./, "");
  return `${name.replace(DENIAL, "").toLowerCase().replace(/s$/, "")}${text.slice(text.lastIndexOf(name) + name.length)}`;
}

function isHandedOn(old: TestCase, current: TestCase): boolean {
  const before = helpersGiven(old);
  return helpersGiven(current).some((name) => !before.includes(name));
}

/** Helpers that a test gives itself, as Go's and Ava's do: they may fail it. */
function helpersGiven({ body }: TestCase): readonly string[] {
  return [...body.matchAll(/([\w.]+)\(t[,)]/g)].flatMap(([, name = ""]) => (ASSERTS.test(name) ? [] : name));
}

/** The spy, where an assertion is about a call of it that the test now says is not made. */
function uncalled({ text }: Assertion, now: readonly Assertion[]): string | null {
  const [, spy = "", index = ""] = CALL.exec(text) ?? [];
  const count = index === "" ? undefined : now.find((one) => one.subject === spy && one.matcher === "toHaveBeenCalledTimes");
  const calls = /\((\d+)\)$/.exec(count?.text ?? "")?.[1];
  return calls !== undefined && Number(index) >= Number(calls) ? spy : null;
}

/** For each assertion the new one about the same that took its place: one that says the same, in whatever library's words, else the one that asks most. Taken out of `added`. */
function replacementsOf(missing: readonly Assertion[], added: Assertion[]): ReadonlyMap<Assertion, Assertion> {
  const found = new Map<Assertion, Assertion>();
  for (const choose of missing.length * added.length > MAXIMUM_PAIRS ? [strongest] : [alike, strongest]) {
    for (const assertion of missing) {
      const replacement = found.has(assertion) ? undefined : choose(added.filter(({ subject }) => subject === assertion.subject), assertion);
      if (replacement === undefined) continue;
      found.set(assertion, replacement);
      added.splice(added.indexOf(replacement), 1);
    }
  }
  return found;
}

function alike(candidates: readonly Assertion[], { matcher, text, strength }: Assertion): Assertion | undefined {
  const plain = plainMatcher(matcher);
  const values = valuesOf(text);
  const sameValues = (one: Assertion) => one.strength >= strength && areOnOneSide(one.matcher, matcher) && valuesOf(one.text) === values;
  return candidates.find((one) => one.matcher === matcher) ?? candidates.find((one) => plainMatcher(one.matcher) === plain) ?? (values === "" ? undefined : candidates.find(sameValues));
}

function strongest(candidates: readonly Assertion[], { matcher }: Assertion): Assertion | undefined {
  return candidates.find((one) => one.matcher === matcher) ?? [...candidates].sort((a, b) => b.strength - a.strength)[0];
}

/** A matcher's name without what libraries put before it: `undefined` of `toBeUndefined`. */
function plainMatcher(matcher: string): string {
  return matcher.replace(/^(not\.)?(?:toBe|toHaveBeen|toHave|to)(?=[A-Z])/, "$1").toLowerCase();
}

/** Whether a new assertion asks for most of what one asked for that went: its expectation was revised, and joined with others. */
function isRevisedAs(assertion: Assertion, one: Assertion, subjects: LostSubjects): boolean {
  const isLarge = one.strength === EXACT && one.text.length >= LARGE && /[.(]/.test(one.subject);
  if (one.strength < assertion.strength || !areOnOneSide(one.matcher, assertion.matcher) || !(one.subject === assertion.subject || isLarge)) return false;
  const words = wordsAsked(subjects.written(assertion, "base"));
  const others = wordsAsked(subjects.written(one, "head"));
  return words.size > 0 && [...words].filter((word) => others.has(word)).length >= MOST_OF_IT * words.size;
}

function wordsAsked(written: string): ReadonlySet<string> {
  return new Set(saidIn(written, LITERAL).flatMap((literal) => literal.match(WORD) ?? []));
}

/** Whether a new assertion says it along with others: `called with { a }` and `called with { b }` became `called with { a, b }`. */
function isSaidAgain(assertion: Assertion, fresh: readonly Assertion[], joints: Map<Assertion, number>): boolean {
  const length = (one: Assertion) => (joints.get(one) ?? 0) + assertion.text.length;
  const joint = fresh.find((one) => one.strength >= assertion.strength && areOnOneSide(one.matcher, assertion.matcher) && length(one) <= JOINED * one.text.length && saysAgain(one.text, assertion.text));
  if (joint !== undefined) joints.set(joint, length(joint));
  return joint !== undefined;
}

/** Whether what one argument of a call was stands in its place in an assertion about all of them; one such assertion is about one call. Which spy saw the call, a variable may not tell: no proof. */
function areArguments(standing: readonly Assertion[], added: readonly Assertion[]): boolean {
  const about = added.filter(({ matcher }) => CALLED_WITH.test(matcher));
  const calls = new Map<Assertion, string>();
  return standing.every((assertion) => {
    const [, call, index] = (assertion.subject.length <= LONGEST_SUBJECT ? ARGUMENT.exec(assertion.subject) : null) ?? [];
    const value = exactValue(assertion);
    if (call === undefined || value === null) return false;
    const isItsSpy = ({ subject }: Assertion) => !call.includes(".mock.") || call.startsWith(`${subject}.mock.`);
    const joint = about.find((one) => isItsSpy(one) && (calls.get(one) ?? call) === call && argumentsAsked(one)[Number(index)] === value);
    if (joint !== undefined) calls.set(joint, call);
    return joint !== undefined;
  });
}

/** So that what is told as lost is not what stands there in a slightly other form. */
function leastLikeFirst(assertions: readonly Assertion[], added: readonly Assertion[]): readonly Assertion[] {
  const words = (text: string) => text.match(/[A-Za-z_$][\w$]*/g)?.join(" ");
  const others = new Set(added.map(({ text }) => words(text)));
  const isLike = ({ text }: Assertion) => others.has(words(text));
  return [...assertions.filter((one) => !isLike(one)), ...assertions.filter(isLike)];
}

/** Whether an assertion moved to one of the others, which then answers for no other one. */
export function isTaken(others: Assertion[], assertion: Assertion): boolean {
  const found = askedIn(others, assertion);
  if (found !== undefined) others.splice(others.indexOf(found), 1);
  return found !== undefined;
}

/** The one of the assertions that asks for the same, maybe in the words of another library: about the same, denying it or not, for the same texts and numbers. */
function askedIn(others: readonly Assertion[], { text, subject, strength, matcher }: Assertion): Assertion | undefined {
  const values = valuesOf(text);
  const isSame = (one: Assertion) => one.subject === subject && one.strength >= strength && one.matcher.startsWith("not.") === matcher.startsWith("not.") && valuesOf(one.text) === values;
  return others.find((one) => one.text === text) ?? (values === "" ? undefined : others.find(isSame));
}

/** Texts, numbers and constants of an assertion, in order. */
function valuesOf(text: string): string {
  return saidIn(text, VALUE).join("\0");
}

function saidIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([whole, , inner]) => inner ?? whole);
}

/** Every text and number that was asserted, and most of its names. */
function saysAgain(text: string, before: string): boolean {
  const names = new Set(before.match(/[A-Za-z_$][\w$]*/g));
  const literals = saidIn(before, LITERAL);
  const others = new Set(text.match(/[A-Za-z_$][\w$]*/g));
  const shared = [...names].filter((name) => others.has(name)).length;
  return literals.length > 0 && literals.every((literal) => text.includes(literal)) && shared >= SAID_AGAIN * names.size;
}

/** An exact value that says as much as what went probably comprises it: worth a look, no proof. */
function lengthOf(assertions: readonly Assertion[]): number {
  return assertions.reduce((sum, { text }) => sum + text.length, 0);
}

export function lostAssertions(test: TestCase, assertions: readonly Assertion[], severity: Severity, subject: string | null = null): Removal {
  const first = assertions[0];
  return {
    baseOffset: first?.node.start ?? 0,
    message: `${counted(assertions.length, "assertion")} removed${title(test)}${subject === null ? "" : `, with what it was about (\`${subject}\`)`}: \`${short(first?.text ?? "")}\``,
    severity,
    snippet: `assertions ${assertions.map(({ text }) => text).join("\0")}`,
  };
}

function title(test: TestCase): string {
  return test.title === "" ? "" : ` in "${short(lastTitle(test.title))}"`;
}
