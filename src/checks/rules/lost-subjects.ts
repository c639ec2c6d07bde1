import { posix } from "node:path";
import { countsOf } from "../../core/counts";
import { codeKindOf } from "../../core/hunks/classify";
import { child, children, dottedName, holds, stringValue, text } from "../syntax/node";
import { doublesIn, type Double } from "./doubles";
import { wordsIn } from "./gone-names";
import type { NewTests } from "./project-facts";
import { expected } from "./object-assertions";
import { TestPlaces } from "./test-places";
import { calledIn } from "./set-up-calls";
import { lastTitle, testCases, type Assertion, type TestCase } from "./test-structure";
import { PROTECTIVE, PROTECTS } from "./protective-words";
import { plainName, subjectName } from "./tested-subject";
import type { View } from "./view";

/** Names that a test's own file gives a meaning say nothing about the code. */
const OWN = /\b(?:const|let|var|function|def|class)\s+([A-Za-z_$][\w$]*)/g;
/** Names of what keeps somebody or something out. */
/** A name of several words is one wherever it stands; one word may be plain language. */
const COMPOUND = /[a-z\d][A-Z]|[A-Za-z\d]_[A-Za-z\d]/;
/** A text in quotes, or a pattern. */
const WHOLE_TEXT = /^(["'`/])([^"'`]*)\1[a-z]*$/;
/** Length of what is expected, as a multiple of a sentence in it, from which on it is about something else. */
const MUCH_MORE = 2;
const COMMENT = /(?<=^|\s)(?:\/\/|#).*|\/\*[^]{0,2000}?\*\//gm;
const KEY = /^["']?:(?!:)/;

/** What tests give to stand for an answer, or expect of one. */
const ANSWERING = /mock|stub|fake|returns?$|resolves?$|fulfill|json|^to[A-Z]|\.to[A-Z]|[eE]qual|match|expect|^eq$|include/;
/** Characters before a name in which its call begins. */
const FARTHEST = 1_500;
const MOST_TRIES = 100;

interface Use {
  readonly before: RegExp;
  readonly after: RegExp;
}

/** `name(`, `new Name`, `<Name`, `.name`. */
const CALLED: Use = { before: /(\bnew\s|[<.])$/, after: /^\s?\(/ };
/** `:name` of Ruby too. */
const SPOKEN_OF: Use = { before: /(\bnew\s|[<.:])$/, after: /^\s?\(/ };
/** `name(` alone: nothing before a name says that it is called. */
const MADE: Use = { before: /(?!)/, after: /^\(/ };
const ANYWHERE: Use = { before: /^/, after: /^/ };

/** Asks of a call no more than that it gave no error. */
const NO_ERROR = /^NoErrorf?$/;

/** Names that are shorter are found in a sentence by chance. */
const LEAST_SPOKEN = 8;
/** One word that is shorter stands in the code by chance. */
const LEAST_USED = 6;
/** Says of a value no more than that there is one. */
const IS_THERE = /^(toBeDefined|exists?)$/;
/** A name, or a property of one. */
const PLAIN = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*$/;
/** Hooks that make what tests need. */
const BEFORE = /^((test|it)\.)?before(All|Each)?$/;
const ASSERTING = /(?:expect|assert|should)\w*[.(]/g;

/** What a change says of the tests that one of its files lost: that their subject went with them, or that they moved to another file. */
export class LostSubjects {
  private readonly names: readonly string[];
  /** Of these, what the test's own file uses as a name of its own: only a title says that it is the code's. */
  private readonly own: ReadonlySet<string>;
  /** Functions that went from the test's own package. */
  private readonly functions: readonly string[];
  /** What the code said, and says no more. */
  private readonly sentences: readonly string[];
  private readonly newTests: readonly NewTests[];
  private readonly places: TestPlaces;
  /** Doubles of what the code did, and does no more. */
  private readonly doubles: readonly Double[];

  constructor(
    private readonly base: View,
    private readonly head: View | null,
    private readonly tests: readonly TestCase[],
  ) {
    const kept = wordsIn(head?.text ?? "");
    this.own = new Set([...base.text.matchAll(OWN)].flatMap(([, name]) => name ?? []));
    // A protection that went with its tests is to be seen. What the file still speaks of did not go.
    const isGone = (name: string) => !kept.has(name) && !PROTECTS.test(name);
    this.names = (base.facts.goneNames ?? []).filter(isGone);
    this.functions = (base.facts.goneFunctions ?? []).filter(({ folder }) => folder === posix.dirname(base.path)).flatMap(({ names }) => names.filter(isGone));
    this.sentences = (base.facts.goneSentences ?? []).filter((sentence) => !PROTECTS.test(sentence) && !(head?.text ?? "").includes(sentence));
    this.newTests = base.facts.newTests ?? [];
    this.places = new TestPlaces(base, this.newTests);
    this.doubles = doublesIn(base.text, (base.facts.unusedNames ?? []).filter((name) => isGone(name) && (COMPOUND.test(name) || name.length >= LEAST_USED)));
  }

  /** The name or the sentence that went from the code and that the test was about: in its title, in what it asserts, or called by it. */
  ofTest(test: TestCase): string | null {
    return this.ofDeclared(test) ?? this.ofSentence(test) ?? this.ofDoubles(test);
  }

  /** The sentence that the test asks for. */
  private ofSentence({ node, assertions }: TestCase): string | null {
    return node === null ? null : (this.sentences.find((sentence) => assertions.some((assertion) => this.isAsked(sentence, assertion))) ?? null);
  }

  private isAsked(sentence: string, { node }: Assertion): boolean {
    return this.base.text.slice(node.start, node.end).includes(sentence);
  }

  private ofDeclared({ title, node, assertions }: TestCase): string | null {
    if (node === null || this.names.length + this.functions.length === 0) return null;
    const last = lastTitle(title);
    const body = this.base.text.slice(node.start, node.end).replace(COMMENT, "");
    return this.names.find((name) => isNamed(name, last) || (!this.own.has(name) && (isUsed(name, body, CALLED) || (isGiven(name, body) && !this.isCommon(name))))) ?? this.functions.find((name) => isUsed(name, body, MADE)) ?? this.first(assertions, node.start);
  }

  /** The name or the sentence that went from the code and that the assertion speaks of: itself, by a value that its test makes of it, or as the double of what the code does no more. */
  ofAssertion(assertion: Assertion, { node }: TestCase): string | null {
    return this.ofName(assertion, node === null ? "" : this.base.text.slice(node.start, assertion.node.start)) ?? this.sentences.find((sentence) => isWholly(sentence, assertion)) ?? this.ofDouble(assertion);
  }

  /** The name of what the code does no more, where all that the test asserts is about doubles of such. */
  private ofDoubles({ assertions }: TestCase): string | null {
    const names = assertions.map((assertion) => this.ofDouble(assertion));
    return names.includes(null) ? null : (names[0] ?? null);
  }

  private ofDouble(assertion: Assertion): string | null {
    // What another test makes under a name is not what this one asks about.
    const isElsewhere = (offset: number) => this.tests.some((test) => holds(test.node, offset) && !holds(test.node, assertion.node.start));
    const own = this.tests.find((test) => holds(test.node, assertion.node.start))?.node ?? null;
    // A name that the test gives a meaning of its own is no double that was made outside of it.
    const isHidden = (offset: number) => own !== null && !holds(own, offset) && declares(this.base.text.slice(own.start, own.end), assertion.subject);
    return this.doubles.find((double) => double.isIn(assertion, (offset) => !isElsewhere(offset) && !isHidden(offset)))?.name ?? null;
  }

  /** The call whose error an assertion denies, where its test or its helper makes that call no more: to set something up in another way proves no less. */
  ofSetup(assertion: Assertion, old: TestCase, current: TestCase): string | null {
    if (!NO_ERROR.test(assertion.matcher)) return null;
    const places = old.node === null ? this.helperAround(assertion) : { before: old.node, now: current.body };
    if (places === null) return null;
    const name = calledIn(assertion.subject) ?? calledIn(this.madeOf(assertion.subject, this.base.text.slice(places.before.start, assertion.node.start))) ?? "";
    if (name === "" || PROTECTS.test(name) || places.now.includes(`${name}(`)) return null;
    // A call that stands elsewhere now was moved, and what a test is about is no set-up.
    const isMoved = callsOf(name, this.head?.text ?? "") >= callsOf(name, this.base.text);
    return isMoved || (old.node !== null && (isSpokenIn(name, lastTitle(old.title)) || !this.isAsserting(current))) ? null : name;
  }

  /** The function around an assertion outside of all tests, and what the head has under its name. */
  private helperAround({ node }: Assertion): { readonly before: { readonly start: number }; readonly now: string } | null {
    const before = this.base.code?.declarations.findLast(({ start, end }) => start <= node.start && node.end <= end);
    const now = this.head?.code?.declarations.filter(({ name }) => name === before?.name) ?? [];
    return before === undefined || now.length === 0 ? null : { before, now: now.map(({ start, end }) => this.head?.text.slice(start, end)).join("\n") };
  }

  private isAsserting({ node }: TestCase): boolean {
    return this.head !== null && testCases(this.head).some((test) => test.node === node && test.assertions.length > 0);
  }

  private madeOf(subject: string, before: string): string {
    const root = /^[A-Za-z_]\w*/.exec(subject)?.[0];
    // Where a name is given a value several times, as Go's errors are, the last one before the assertion is meant.
    return root === undefined ? "" : ([...before.matchAll(new RegExp(`^\\s*(?:(?:const|let|var)\\s+)?(?:\\w+,\\s*)*${root}(?:,\\s*\\w+)*\\s*:?=([^=\\n][^\\n]*)`, "gm"))].at(-1)?.[1] ?? "");
  }

  private ofName({ node, subject }: Assertion, before: string): string | null {
    if (this.names.length + this.functions.length === 0) return null;
    const text = `${this.base.text.slice(node.start, node.end)}\n${this.madeOf(subject, before)}`;
    return this.names.find((name) => !this.own.has(name) && isUsed(name, text, COMPOUND.test(name) ? ANYWHERE : SPOKEN_OF)) ?? this.functions.find((name) => isUsed(name, text, MADE)) ?? null;
  }

  /** Whether the change put the test into another place, with all that it asserts; "title" where only its title is known to stand there. */
  movedAs(test: TestCase): "whole" | "title" | null {
    return this.places.placeOf(test);
  }

  /** An assertion of the base, or of the head, as it is written, in one line. */
  written({ node }: Assertion, side: "base" | "head"): string {
    return (side === "base" ? this.base : this.head)?.text.slice(node.start, node.end).replace(/\s+/g, " ") ?? "";
  }

  /** Whether an assertion of a hook asks no more than that what the tests need is there. */
  isPrecondition({ node, subject, matcher }: Assertion): boolean {
    if (!(IS_THERE.test(matcher) || matcher === "assert") || !PLAIN.test(subject)) return false;
    for (const outer of this.base.tree?.ancestors(node) ?? []) if (outer.type === "CallExpression" && BEFORE.test(dottedName(child(outer, "callee")) ?? "")) return true;
    return false;
  }

  /** Whether an assertion asks no more of what the file imports, and still uses where it is still there, than that it is there or what kind of thing it is. */
  isExistence({ subject, matcher, text }: Assertion): boolean {
    const name = subject.replace(/^typeof/, "");
    const isKind = name !== subject && !matcher.startsWith("not.") && !/["'`]undefined["'`]/.test(text);
    if (!PLAIN.test(name) || !(isKind || IS_THERE.test(matcher))) return false;
    const root = name.replace(/\..*/s, "");
    return importedNames(this.base).has(root) && (this.head === null || (importedNames(this.head).has(root) && this.head.text.includes(name)));
  }

  /** The test's own package, where it went as a whole and held no protection. */
  packageGone(): string | null {
    const found = (this.base.facts.goneFunctions ?? []).find(({ folder, isWhole }) => isWhole === true && folder === posix.dirname(this.base.path));
    return found === undefined || [found.folder, ...found.names].some(keepsOut) ? null : found.folder;
  }

  /** What a test's file was about, by where it stands and what it imports, where all of that went for good and held no protection: the files it imports by their paths, with what it takes from them as far as that is known, or else the package around it. */
  importGone(): string | null {
    const { path, facts } = this.base;
    const gone = new Map((facts.gone ?? []).map((one) => [withoutExtension(one), one] as const));
    const imports = importsByPath(this.base).filter(({ target }) => codeKindOf(`${target}.ts`) !== "test");
    const found = imports.map(({ target }) => gone.get(target) ?? gone.get(`${target}/index`) ?? null);
    const names = imports.flatMap((one) => one.names);
    const isKnown = facts.isTooMuch === true || (names.length > 0 && names.every((name) => facts.unusedNames?.includes(name)));
    const subject = imports.length === 0 ? facts.gonePackages?.find((folder) => path.startsWith(`${folder}/`)) : found.includes(null) || !isKnown ? undefined : found[0];
    return subject === undefined || subject === null || [subject, ...imports.map(({ target }) => target), ...names].some(keepsOut) ? null : subject;
  }

  /** A new test file, of the same name or with most of its titles, that asserts about as much as a deleted one did. */
  successor(tests: readonly TestCase[]): string | null {
    const name = plainName(subjectName(this.base.path));
    const assertions = tests.reduce((sum, test) => sum + test.assertions.length, 0);
    const found = this.newTests.find(({ path, isNew, text }) => isNew && (plainName(subjectName(path)) === name || this.places.areMostlyIn(tests, text)) && 2 * (text.match(ASSERTING) ?? []).length >= assertions);
    return found?.path ?? null;
  }

  /** What more than half of the tests hold is what they all need, and not what one of them is about. */
  private isCommon(name: string): boolean {
    const cases = this.tests.filter(({ node }) => node !== null);
    return 2 * cases.filter(({ body }) => body.includes(name)).length > cases.length;
  }

  private first(assertions: readonly Assertion[], start: number): string | null {
    for (const assertion of assertions) {
      const name = this.ofName(assertion, this.base.text.slice(start, assertion.node.start));
      if (name !== null) return name;
    }
    return null;
  }
}

const knownImports = new WeakMap<View, ReadonlySet<string>>();

/** Names that a script takes from other modules, where it uses them. */
function importedNames(view: View): ReadonlySet<string> {
  let names = knownImports.get(view);
  if (names === undefined) {
    const counts = countsOf(view.text.match(/[A-Za-z_$][\w$]*/g) ?? []);
    const taken = (view.tree?.nodes("ImportDeclaration") ?? []).flatMap((one) => children(one, "specifiers")).flatMap((one) => text(child(one, "local"), "name") ?? []);
    knownImports.set(view, (names = new Set(taken.filter((name) => (counts.get(name) ?? 0) > 1))));
  }
  return names;
}

function keepsOut(name: string): boolean {
  return PROTECTS.test(name) || PROTECTIVE.test(name);
}

/** Whether a text that an assertion expects, and nothing else, says the sentence and not much more. */
function isWholly(sentence: string, assertion: Assertion): boolean {
  const [, , said = ""] = WHOLE_TEXT.exec(expected(assertion.text, assertion.matcher)) ?? [];
  const asked = sentence.replace(/\s+/g, "");
  return assertion.text.startsWith("expect(") && !assertion.matcher.startsWith("not.") && said.includes(asked) && said.length <= MUCH_MORE * asked.length;
}

/** What a script imports by its path, without its extension, and the names that it takes from there. */
function importsByPath({ tree, path }: View): readonly { readonly target: string; readonly names: readonly string[] }[] {
  return (tree?.nodes("ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression") ?? []).flatMap((one) => {
    const source = stringValue(child(one, "source"));
    const names = children(one, "specifiers").flatMap((specifier) => text(child(specifier, "imported"), "name") ?? []);
    return source?.startsWith(".") === true ? [{ target: withoutExtension(posix.join(posix.dirname(path), source)), names }] : [];
  });
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}

function callsOf(name: string, text: string): number {
  return text.match(new RegExp(`\\b${name}\\(`, "g"))?.length ?? 0;
}

/** Whether a title speaks of a call, in whatever words. */
function isSpokenIn(name: string, title: string): boolean {
  return spoken(title).includes(spoken(name));
}

function declares(text: string, subject: string): boolean {
  const root = /^[\w$]+/.exec(subject)?.[0] ?? "";
  return [...text.matchAll(OWN)].some(([, name]) => name === root);
}

function isNamed(name: string, text: string): boolean {
  return COMPOUND.test(name) && (wordsIn(text).has(name) || (name.length >= LEAST_SPOKEN && spoken(text).includes(spoken(name))));
}

/** So that `retryLimit` is found in "stops at the retry limit". */
function spoken(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]+/g, "");
}

/** Whether a name stands in a text as a whole, in one of several ways. */
function isUsed(name: string, text: string, { before, after }: Use): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const left = text.slice(Math.max(0, at - 5), at);
    const right = text.slice(at + name.length, at + name.length + 4);
    const isWhole = !/[\w$]$/.test(left) && !/^[\w$]/.test(right);
    // What an object is given under a name is no more than part of what was expected.
    if (isWhole && !KEY.test(right) && (before.test(left) || after.test(right))) return true;
  }
  return false;
}

/** Whether the test gives something under that name, as an option or an attribute, to what is no mock and no matcher. */
function isGiven(name: string, text: string): boolean {
  if (!COMPOUND.test(name)) return false;
  // Whoever gives it a hundred times gives it among the first ones, too.
  for (let at = text.indexOf(name), tries = 0; at >= 0 && tries < MOST_TRIES; at = text.indexOf(name, at + 1), tries++) {
    const right = text.slice(at + name.length, at + name.length + 4);
    if (/[\w$]/.test(text.charAt(at - 1)) || !/^["']?:(?!:)|^=[{"']/.test(right)) continue;
    if (!ANSWERING.test(calleeAround(text, at))) return true;
  }
  return false;
}

/** Name of the innermost call around a place; empty where there is none near. */
function calleeAround(text: string, place: number): string {
  let depth = 0;
  for (let at = place - 1; at >= Math.max(0, place - FARTHEST); at--) {
    const char = text.charAt(at);
    if (char === ")") depth++;
    else if (char === "(" && depth-- === 0) return /[\w$.!]*$/.exec(text.slice(Math.max(0, at - 60), at))?.[0] ?? "";
  }
  return "";
}
