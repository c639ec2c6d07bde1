/** Failures that a reader lets pass: nothing that follows depended on what failed, or somebody else learns of it. */
import { child, children, dottedName, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { isReadingFailure } from "./failed-answer";
import { callOf, doneBy, isGivingBack, isGivingBackThen } from "./giving-back";
import { LEAVING } from "./guard-meaning";
import { PROTECTIVE } from "./protective-words";
import { isTriedAgain } from "./tried-again";

/** What a browser refuses when it likes, and measuring: the program is the same without. */
const REFUSABLE = /(^|\.)(clipboard\.\w+|(local|session)Storage\.\w+|play|vibrate|sendBeacon|requestFullscreen|exitFullscreen|requestPointerLock|(set|release)PointerCapture|wakeLock\.request)$|(^|\.)(telemetry|analytics|posthog|mixpanel)\.\w+$/i;
/** Reads a text that may be none of its kind. */
const READS = /^(JSON\.parse|decodeURI|decodeURIComponent|atob|URL|RegExp)$/;
/** Tells of another error. */
const TELLS = /^(capture|report|log)\w*(Error|Exception)$/;
const ERROR = /(Error|Exception)$/;
const ASSERTS = /^(expect|assert|should|verify|fail|ok|equal|deepEqual|strictEqual|throws|rejects|match)$|^(expect|assert|should)/;

const GIVEN_BACK = "of giving something back";
const REFUSED = "of something that may be refused";
const UNREAD = "of text that may be none of its kind";
const IN_TEST = "in a test, around nothing that is asserted";
const AGAIN = "of what is tried again until it throws";
const TOLD = "of telling of another one";
const HELD = "of a promise that is used elsewhere, too";

const OF_FAILURE = "of reading more about a failure";
const THROWN_ON = "beside another one that is thrown";
const BETTER = "of a better value for what has one, as a comment says";

/** Makes of a text one that reads better. */
const OF_LOOKS = /(^|\.)(format|prettif|pretty|highlight|beautif|indent|colou?r)\w*$/i;

const PACKED = "in a program that a tool packed";
/** Characters; nobody writes such a line, nor reads it. */
const LONGEST_WRITTEN = 2_000;

/** Letters of a comment that explains something in one word; two words do (`not JSON`). */
const EXPLAINS = 8;
const WORDS = /[a-z]{2,}\s+[a-z]{2,}/i;

/** Whether a comment says more than a mark does. */
export function isExplanation(comment: string): boolean {
  return comment.replace(/[\W_]/g, "").length >= EXPLAINS || WORDS.test(comment);
}

/** On a line of a bundle: its source is where the handler was written. */
function isPacked(tree: SourceFile, { start }: SyntaxNode): boolean {
  const line = tree.lines.lineOf(start);
  return tree.lines.startOf(line + 1) - tree.lines.startOf(line) > LONGEST_WRITTEN;
}

/** For a `catch` that is empty: the excuse of what its `try` holds. */
export function excuseOfTry(tree: SourceFile, block: SyntaxNode | null, isTest: boolean): string | null {
  if (block === null) return null;
  const statements = children(block, "body");
  const tried = statements.map(callOf);
  if (tried.length === 0) return null;
  const done = doneBy(statements).map(callOf);
  if (done.length > 0 && done.every((call) => isGivingBack(tree, call))) return GIVEN_BACK;
  if (isTriedAgain(tree, block)) return AGAIN;
  if (onlyTells(tree, block)) return TOLD;
  const waits = tree.within(block, "AwaitExpression").length;
  // What is done after it depends on it alone.
  if (isRefusable(tried[0] ?? null) && waits <= 1) return REFUSED;
  if (waits === 0 && !hasEffect(tree, block) && namesIn(tree, statements[0] ?? block).some((name) => READS.test(name))) return UNREAD;
  if (!speaksOfRights(tree, block) && isReadingFailure(tree, block)) return OF_FAILURE;
  if (isThrownBeside(tree, block)) return THROWN_ON;
  if (isBetterValue(tree, block)) return BETTER;
  if (isTest && !asserts(tree, block)) return IN_TEST;
  return isPacked(tree, block) ? PACKED : null;
}

/** For `promise.catch(() => {})` and the like: the excuse of the promise. */
export function excuseOfCall(tree: SourceFile, promise: SyntaxNode | null, isTest: boolean): string | null {
  if (promise === null) return null;
  if (isGivingBack(tree, promise) || isGivingBackThen(tree, promise)) return GIVEN_BACK;
  if (isRefusable(promise)) return REFUSED;
  if (isUsedElsewhere(tree, promise)) return HELD;
  if (isThrownBeside(tree, promise)) return THROWN_ON;
  if (isTest && !asserts(tree, promise)) return IN_TEST;
  return isPacked(tree, promise) ? PACKED : null;
}

/** In a handler that throws what it caught at its end, with no other way out behind it or around it: the caller learns that something failed. What guards is done or fails aloud. */
function isThrownBeside(tree: SourceFile, tried: SyntaxNode): boolean {
  if (speaksOfRights(tree, tried)) return false;
  let inner = tried;
  for (const outer of tree.ancestors(tried)) {
    if (isFunction(outer)) return false;
    const last = outer.type === "CatchClause" ? children(inner, "body").at(-1) : undefined;
    if (last?.type === "ThrowStatement") return isCaught(outer, last) && !hasFinalizer(tree, outer) && tree.within(inner, ...LEAVING).every((one) => one === last || one.start < tried.end);
    inner = outer;
  }
  return false;
}

/** `catch (error) { …; throw error; }`. */
function isCaught(handler: SyntaxNode, thrown: SyntaxNode): boolean {
  const name = text(child(handler, "param"), "name");
  return name !== null && text(unwrapped(child(thrown, "argument")), "name") === name;
}

/** A `finally` may leave with something else. */
function hasFinalizer(tree: SourceFile, node: SyntaxNode): boolean {
  for (const outer of tree.ancestors(node)) {
    if (isFunction(outer)) return false;
    if (child(outer, "finalizer") !== null) return true;
  }
  return false;
}

/** `let shown = code; try { shown = await format(code); } catch {}`: what is not made better stays as it was, and a comment in it says so. */
function isBetterValue(tree: SourceFile, block: SyntaxNode): boolean {
  const statement = tree.parent(block);
  const better = callOf(children(block, "body").at(-1) ?? block);
  const variable = text(child(better, "left"), "name");
  if (statement === null || variable === null || better?.type !== "AssignmentExpression" || text(better, "operator") !== "=") return false;
  if (!namesIn(tree, better).some((name) => OF_LOOKS.test(name)) || hasEffect(tree, block) || tree.within(block, "AssignmentExpression").length > 1 || speaksOfRights(tree, statement)) return false;
  const value = heldBefore(tree, statement, variable);
  const names = new Set(value === null ? [] : identifiersIn(tree, value));
  return identifiersIn(tree, block).some((name) => names.has(name)) && tree.comments.some(({ start, end, value: words }) => start > block.start && end < block.end && isExplanation(words));
}

/** What the statement right before another one gives to a variable. */
function heldBefore(tree: SourceFile, statement: SyntaxNode, variable: string): SyntaxNode | null {
  const siblings = children(tree.parent(statement), "body");
  const before = siblings[siblings.indexOf(statement) - 1];
  const declared = children(before ?? null, "declarations").at(-1);
  return text(child(declared ?? null, "id"), "name") === variable ? child(declared ?? null, "init") : null;
}

function identifiersIn(tree: SourceFile, node: SyntaxNode): readonly string[] {
  return [node, ...tree.within(node, "Identifier")].flatMap((one) => (one.type === "Identifier" ? (text(one, "name") ?? []) : []));
}

function speaksOfRights(tree: SourceFile, node: SyntaxNode): boolean {
  return identifiersIn(tree, node).some((name) => PROTECTIVE.test(name));
}

function isRefusable(node: SyntaxNode | null): boolean {
  return node?.type === "CallExpression" && REFUSABLE.test(dottedName(unwrapped(child(node, "callee"))) ?? "");
}

/** A call whose result nobody takes does something. */
function hasEffect(tree: SourceFile, block: SyntaxNode): boolean {
  return tree.within(block, "ExpressionStatement").some((statement) => unwrapped(child(statement, "expression"))?.type !== "AssignmentExpression");
}

/** Whatever is done, called or waited for tells of an error: a failure of that cannot be told either. */
function onlyTells(tree: SourceFile, block: SyntaxNode): boolean {
  const done = tree.within(block, "ExpressionStatement").map(callOf).filter((one) => one?.type !== "AssignmentExpression");
  const called = [...tree.within(block, "CallExpression", "TaggedTemplateExpression", "ImportExpression"), ...tree.within(block, "AwaitExpression").map(unwrapped)];
  const statements = new Set(done);
  const isError = (made: SyntaxNode) => ERROR.test(lastName(child(made, "callee")) ?? "");
  // What is called for its answer, as an argument or for a variable, does more than telling.
  return called.length > 0 && called.every((one) => statements.has(one)) && done.every((one) => TELLS.test(lastName(child(one, "callee")) ?? "")) && tree.within(block, "NewExpression").every(isError);
}

function namesIn(tree: SourceFile, node: SyntaxNode): readonly string[] {
  return [node, ...tree.within(node, "CallExpression", "NewExpression")].map((one) => dottedName(unwrapped(child(one, "callee"))) ?? "");
}

function asserts(tree: SourceFile, node: SyntaxNode): boolean {
  return namesIn(tree, node).some((name) => name.split(".").some((part) => ASSERTS.test(part)));
}

/** A variable that holds the promise and that the same function hands on or waits for: its failure is seen there. */
function isUsedElsewhere(tree: SourceFile, promise: SyntaxNode): boolean {
  const name = promise.type === "Identifier" ? text(promise, "name") : null;
  const scope = [...tree.ancestors(promise)].find(isFunction) ?? tree.program;
  return name !== null && takenIn(tree, scope).has(name);
}

/** Kept, so that a file of many handlers costs what its length does. */
const taken = new WeakMap<SyntaxNode, ReadonlySet<string>>();

/** Variables that a function waits for, returns, or hands on alone or in a list. */
function takenIn(tree: SourceFile, scope: SyntaxNode): ReadonlySet<string> {
  let names = taken.get(scope);
  if (names === undefined) {
    names = new Set(tree.within(scope, "Identifier").flatMap((one) => (isTaken(tree, one) ? (text(one, "name") ?? []) : [])));
    taken.set(scope, names);
  }
  return names;
}

function isTaken(tree: SourceFile, name: SyntaxNode): boolean {
  const outer = tree.parent(name);
  if (outer?.type === "CallExpression") return children(outer, "arguments").includes(name);
  return outer !== null && ["AwaitExpression", "ReturnStatement", "ArrayExpression"].includes(outer.type);
}
