/** What stands for a guard whose condition a change took away: the same question put another way, one that lets more pass, or another check. */
import type { Write } from "../flow/bindings";
import { child, children, holds, isFunction, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { compared, conditionOf, plain, type Condition } from "./condition-logic";
import { flowOfView } from "./flow-sink";
import { alternatives, demands, isProperty, isRefusal, isSilent, leaves, rightsIn, variablesIn, wayOutOf } from "./guard-meaning";
import { short } from "./short-text";
import type { View } from "./view";

/** Calls that decide whether something may be done, by the beginning of their name and a word of rights. */
const DECIDES = /^(assert|require|ensure|check|verify|validate|authori[sz]e|authenticate|guard|enforce|is|has|can|may)(?![a-z])\w*/;
const OF_RIGHTS = /auth|permi(t|ssion)|allow|access|role|admin|owner|credential|signature|tenant/i;
/** A way out that can be told from another: it says something. */
const TELLING = /["'`]\w|\d{3}/;
const STATUS = /\b\d{3}\b/g;
const STRING = /"[^"]*"|'[^']*'|`[^`]*`/g;
/** What is called and what is told by name. */
const NAMED = /[\w$]+(?=\s*[(:])/g;

/** What an answer turns on. */
const ANSWER = /\b(true|false|null|undefined|\d{3})\b/g;

/** Characters of a way out that are compared. */
const MAXIMUM_EXIT = 1_000;

/** Where statements of one text begin: the first and the last of them. */
export interface Places {
  readonly first: number;
  readonly last: number;
}

export function isAny(found: Iterable<unknown>): boolean {
  return found[Symbol.iterator]().next().done !== true;
}

/** A guard of the base whose condition its function does not have any more. */
export interface LostGuard {
  readonly base: View;
  readonly head: View;
  readonly node: SyntaxNode;
  readonly test: SyntaxNode;
  readonly consequent: SyntaxNode;
  /** Where the head has what ran only past the guard. */
  readonly survivors: () => Iterable<Places>;
}

/** What became of a guard, in words; `isInPlace` where something else still refuses. */
export interface Successor {
  readonly became: string;
  readonly isInPlace: boolean;
}

/** An `if` of the head whose condition the base did not have in that function. */
export interface Fresh {
  readonly node: SyntaxNode;
  readonly test: SyntaxNode;
  readonly consequent: SyntaxNode;
  readonly condition: Condition | null;
  readonly isLeaving: boolean;
  readonly exit: Exit;
}

/** How a branch ends. */
interface Exit {
  readonly words: string;
  /** What it calls and the names of what it tells, in order; empty where it only leaves. */
  readonly shape: string;
}

export function freshOf(head: View, node: SyntaxNode, test: SyntaxNode): Fresh | null {
  const consequent = child(node, "consequent");
  return consequent === null ? null : { node, test, consequent, condition: conditionOf(head, test), isLeaving: leaves(consequent), exit: exitOf(head, consequent) };
}

function exitOf(view: View, consequent: SyntaxNode): Exit {
  const { start, end } = wayOutOf(consequent);
  const words = view.text.slice(start, Math.min(end, start + MAXIMUM_EXIT)).replace(/\s+/g, " ").replace(/;$/, "");
  return { words, shape: (words.replace(STRING, "").match(NAMED) ?? []).join(" ") };
}

/** What stands for the guard now: the guard itself put another way (`kept`), something else, or nothing. */
export function successorOf(guard: LostGuard, fresh: readonly Fresh[]): Successor | "kept" | null {
  const leaving = fresh.filter(({ isLeaving }) => isLeaving);
  return ofLogic(guard, fresh) ?? ofVariable(guard, leaving) ?? ofRefusal(guard, leaving);
}

/** The same condition, asked of a variable that was given what it asked about, ahead of all that ran past the guard. */
function ofVariable(guard: LostGuard, leaving: readonly Fresh[]): Successor | null {
  const lost = plain(guard.base, guard.test);
  const same = leaving.find((one) => isAlike(guard, one) && spelledOut(guard.head, one.test) === lost && isAhead(guard, one));
  return same === undefined ? null : { became: `asks ${shown(guard.head, same.test)} now, of what was read before`, isInPlace: true };
}

/** Whether all that ran past the guard stands behind a condition in its block. */
function isAhead({ head, survivors }: LostGuard, { node }: Fresh): boolean {
  const block = head.tree?.parent(node) ?? null;
  for (const { first, last } of survivors()) if (first < node.start || !holds(block, last)) return false;
  return true;
}

/** A condition with the calls and members in it that its variables hold, where they are given nothing else. */
function spelledOut(head: View, test: SyntaxNode): string {
  const flow = flowOfView(head);
  let words = "";
  let from = test.start;
  for (const node of head.tree?.within(test, "Identifier") ?? []) {
    const binding = flow?.bindings.resolve(node) ?? null;
    const [write, ...others] = binding?.kind === "variable" && !isProperty(node, head.tree?.parent(node) ?? null) ? binding.writes.filter(({ value }) => value !== null) : [];
    const value = unwrapped(write?.value ?? null);
    const isHeld = write !== undefined && others.length === 0 && write.path.length === 0 && /^(init|assign)$/.test(write.kind) && write.at.end <= test.start && flow?.bindings.functionOf(write.at) === flow?.bindings.functionOf(test) && isUnchanged(head, write, test);
    if (!isHeld || (value?.type !== "CallExpression" && value?.type !== "MemberExpression")) continue;
    words += head.text.slice(from, node.start) + head.text.slice(value.start, value.end);
    from = node.end;
  }
  return `${words}${head.text.slice(from, test.end)}`.replace(/\s+/g, "");
}

/** By how the new conditions stand to the lost one. */
function ofLogic(guard: LostGuard, stands: readonly Fresh[]): Successor | "kept" | null {
  const { base, head, test, consequent } = guard;
  const lost = conditionOf(base, test);
  if (lost === null) return null;
  const refuses = isRefusal(base, wayOutOf(consequent));
  let became: string | null = null;
  for (const one of stands) {
    const now = one.condition === null ? "other" : compared(lost, one.condition);
    const isSame = () => isAlike(guard, one);
    if (one.isLeaving && (now === "same" || (now === "wider" && refuses && isRefusal(head, wayOutOf(one.consequent)))) && isSame()) return "kept";
    if ((now === "opposite" || now === "apart") && isAround(guard, one)) return "kept";
    if (now === "opposite" && isAny(guard.survivors())) became = "was turned round, and something that stood behind it runs without it";
    const isLoosened = now === "wider" ? isGrant(guard, refuses) : refuses;
    if (one.isLeaving && now === "same") became ??= `leaves in another way now: ${shown(head, wayOutOf(one.consequent))}`;
    if (one.isLeaving && (now === "wider" || now === "narrower")) became ??= `was ${isLoosened ? "loosened" : "changed"}: it asks ${asked(head, one.test, lost)} now${isSame() ? "" : ", and leaves in another way"}`;
  }
  return became === null ? null : { became, isInPlace: false };
}

/** Whether no variable that a value was read from is given another one before a condition asks about it. */
function isUnchanged(head: View, { value, at }: Write, test: SyntaxNode): boolean {
  const names = value === null ? [] : (head.tree?.within(value, "Identifier") ?? []).filter((name) => !isProperty(name, head.tree?.parent(name) ?? null));
  const writes = names.flatMap((name) => flowOfView(head)?.bindings.resolve(name)?.writes ?? []);
  return writes.every((write) => write.at.end <= at.start || write.at.start >= test.start);
}

/** Whether a branch leaves as the guard did: in the same words, by the same calls with the same answer, or refusing in the same kind of statement and saying no less. */
export function isAlike({ base, head, consequent }: LostGuard, now: Fresh): boolean {
  const { words, shape } = exitOf(base, consequent);
  if (words === now.exit.words) return true;
  const [before, after] = [wayOutOf(consequent), wayOutOf(now.consequent)];
  const refuses = isRefusal(base, before);
  if (before.type !== after.type || refuses !== isRefusal(head, after)) return false;
  if (shape !== "" && shape === now.exit.shape && answersIn(words) === answersIn(now.exit.words)) return true;
  // What is called first does the refusing; an error says so by being thrown.
  const isSaidAlike = before.type === "ThrowStatement" || firstOf(shape) === firstOf(now.exit.shape);
  return refuses && isSaidAlike && (isSilent(base, before) || !isSilent(head, after));
}

function answersIn(words: string): string {
  return (words.match(ANSWER) ?? []).join(" ");
}

function firstOf(shape: string): string {
  return shape.split(" ")[0] ?? "";
}

/** What a condition asks that the lost one did not; all of it where there is nothing. */
function asked(head: View, test: SyntaxNode, { questions }: Condition): string {
  const parts = demands(test).flatMap(alternatives).filter((part) => ![...(conditionOf(head, part)?.questions ?? [])].every((question) => questions.has(question)));
  return parts.length === 0 ? shown(head, test) : `${parts.map((part) => shown(head, part)).join(", ")} as well`;
}

function shown(head: View, { start, end }: SyntaxNode): string {
  return `\`${short(head.text.slice(start, end).replace(/\s+/g, " "))}\``;
}

/** Whether what follows the guard in its block refuses, so that who leaves by the guard is let in. */
function isGrant({ base, node }: LostGuard, refuses: boolean): boolean {
  const last = children(base.tree?.parent(node) ?? null, "body").at(-1) ?? node;
  return !refuses && last !== node && leaves(last) && isRefusal(base, last);
}

/** `if (!a) return; run();` that became `if (a) run();`: all that ran past the guard runs under what it demanded, and nothing else behind it. */
function isAround(guard: LostGuard, { node, consequent }: Fresh): boolean {
  const { head, survivors } = guard;
  const other = child(node, "alternate");
  const isPast = leaves(other) && isNoGrant(guard, wayOutOf(other));
  const isIn = (start: number) => holds(consequent, start) || (isPast && start > node.end);
  for (const { first, last } of survivors()) if (!isIn(first) || !isIn(last)) return false;
  return isAny(survivors()) && (other === null ? behind(head, node).every((one) => isWayOut(guard, one)) : isPast);
}

/** A refusal does not become an answer. */
function isNoGrant({ base, head, consequent }: LostGuard, wayOut: SyntaxNode): boolean {
  return !isRefusal(base, wayOutOf(consequent)) || isRefusal(head, wayOut);
}

/** Whether a statement is how the guard left, word for word. */
function isWayOut({ base, head, consequent }: LostGuard, statement: SyntaxNode): boolean {
  return exitOf(head, statement).words === exitOf(base, consequent).words;
}

/** What runs behind a statement in its function. */
function behind({ tree }: View, node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inner = node;
  for (const outer of tree?.ancestors(node) ?? []) {
    if (isFunction(outer)) break;
    const { end } = inner;
    found.push(...[...children(outer, "body"), ...children(outer, "consequent")].filter(({ start }) => start >= end));
    inner = outer;
  }
  return found;
}

/** By what the new conditions lead to. */
function ofRefusal(guard: LostGuard, leaving: readonly Fresh[]): Successor | null {
  const now = ({ test }: Fresh) => shown(guard.head, test);
  const replacing = leaving.find((one) => isReplacement(guard, one));
  if (replacing !== undefined) return { became: `was replaced: the same refusal stands under ${now(replacing)} now`, isInPlace: true };
  const exit = leaving.find((one) => isSameExit(guard, one));
  return exit === undefined ? null : { became: `was changed: its way out stands under ${now(exit)} now`, isInPlace: true };
}

/** The same way out, word for word, under a condition that names the same rights; whether two values are the same may be a right without a name. */
function isSameExit({ base, head, test, consequent }: LostGuard, now: Fresh): boolean {
  const { words } = exitOf(base, consequent);
  if (!TELLING.test(words) || words !== now.exit.words) return false;
  const before = rightsIn(base, test);
  const rights = rightsIn(head, now.test);
  return before.length === 0 ? !comparesValues(base, test) : before.every((right) => rights.includes(right));
}

function comparesValues({ tree }: View, test: SyntaxNode): boolean {
  const isValue = (node: SyntaxNode | null) => unwrapped(node)?.type !== "Literal";
  return [test, ...(tree?.within(test, "BinaryExpression") ?? [])].some((node) => node.type === "BinaryExpression" && isValue(child(node, "left")) && isValue(child(node, "right")));
}

/** The same refusal under what a call decided about rights that was told of the same, ahead of all that ran past the guard. */
function isReplacement(guard: LostGuard, now: Fresh): boolean {
  const { base, head, consequent, survivors } = guard;
  const { words, shape } = exitOf(base, consequent);
  if (shape === "" || shape !== now.exit.shape) return false;
  const told = toldOf(head, now);
  if (told.length === 0 || !namedBy(guard).some((name) => told.includes(name))) return false;
  // What the call gave back may say the status itself.
  const isTold = (words.match(STATUS) ?? []).every((status) => now.exit.words.includes(status)) || now.exit.words.includes(`${rootOf(now.test) ?? ""}.status`);
  if (!isTold) return false;
  for (const { first } of survivors()) if (first < now.node.start) return false;
  return true;
}

/** Variables that the lost condition named, or that what it asked about was made of. */
function namedBy({ base, node, test }: LostGuard): readonly string[] {
  const made = resultOf(base, node, rootOf(test));
  return variablesIn(base, test, ...children(made, "arguments"));
}

/** Kept, as each lost guard asks for them. */
const told = new WeakMap<Fresh, readonly string[]>();

/** Variables that a call which decides about rights is given, where the condition leaves unless it said yes; none without such a call. */
function toldOf(head: View, fresh: Fresh): readonly string[] {
  let names = told.get(fresh);
  if (names === undefined) {
    const asked = denied(fresh.test);
    const call = asked?.type === "CallExpression" ? asked : resultOf(head, fresh.node, rootOf(fresh.test));
    const name = lastName(child(call, "callee")) ?? "";
    names = DECIDES.test(name) && OF_RIGHTS.test(name) ? variablesIn(head, ...children(call, "arguments")) : [];
    told.set(fresh, names);
  }
  return names;
}

/** The call whose result a variable of the same function holds. */
function resultOf(view: View, node: SyntaxNode, name: string | null): SyntaxNode | null {
  if (name === null) return null;
  const held = declarators(view).get(`${view.symbolAt(node.start)}\0${name}`)?.findLast(({ start }) => start < node.start);
  const value = unwrapped(child(held ?? null, "init"));
  return value?.type === "CallExpression" ? value : null;
}

const declared = new WeakMap<View, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** Declarations of variables by function and name, in order. */
function declarators(view: View): ReadonlyMap<string, readonly SyntaxNode[]> {
  let found = declared.get(view);
  if (found === undefined) {
    const places = new Map<string, SyntaxNode[]>();
    for (const node of view.tree?.nodes("VariableDeclarator") ?? []) {
      const key = `${view.symbolAt(node.start)}\0${text(child(node, "id"), "name") ?? ""}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, [node]);
      else known.push(node);
    }
    declared.set(view, (found = places));
  }
  return found;
}

/** `answer` of `!answer.ok`. */
function rootOf(test: SyntaxNode): string | null {
  let node = denied(test);
  while (node?.type === "MemberExpression") node = unwrapped(child(node, "object"));
  return node?.type === "Identifier" ? text(node, "name") : null;
}

function denied(test: SyntaxNode): SyntaxNode | null {
  const node = unwrapped(test);
  return node?.type === "UnaryExpression" && text(node, "operator") === "!" ? unwrapped(child(node, "argument")) : null;
}
