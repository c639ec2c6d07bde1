/** What stands for a guard whose condition a change took away: the same question put another way, one that lets more pass, or another check. */
import { child, children, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { compared, conditionOf, type Condition } from "./condition-logic";
import { alternatives, demands, isRefusal, leaves, rightsIn, wayOutOf } from "./guard-meaning";
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
  const words = view.text.slice(start, Math.min(end, start + MAXIMUM_EXIT)).replace(/\s+/g, " ");
  return { words, shape: (words.replace(STRING, "").match(NAMED) ?? []).join(" ") };
}

/** What stands for the guard now: the guard itself put another way (`kept`), something else, or nothing. */
export function successorOf(guard: LostGuard, fresh: readonly Fresh[]): Successor | "kept" | null {
  return ofLogic(guard, fresh) ?? ofRefusal(guard, fresh.filter(({ isLeaving }) => isLeaving));
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
    if (one.isLeaving && (now === "same" || (now === "wider" && refuses && isRefusal(head, wayOutOf(one.consequent))))) return "kept";
    if ((now === "opposite" || now === "apart") && isAround(guard, one)) return "kept";
    if (now === "opposite" && isAny(guard.survivors())) became = "was turned round, and something that stood behind it runs without it";
    const isLoosened = now === "wider" ? isGrant(guard, refuses) : refuses;
    if (one.isLeaving && (now === "wider" || now === "narrower")) became ??= `was ${isLoosened ? "loosened" : "changed"}: it asks ${asked(guard.head, one.test, lost)} now`;
  }
  return became === null ? null : { became, isInPlace: false };
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

/** `if (!a) return; run();` that became `if (a) run();`: all that ran past the guard runs under what it demanded. */
function isAround({ survivors }: LostGuard, { node, consequent }: Fresh): boolean {
  const isPast = leaves(child(node, "alternate"));
  const isIn = (start: number) => (start >= consequent.start && start < consequent.end) || (isPast && start > node.end);
  for (const { first, last } of survivors()) if (!isIn(first) || !isIn(last)) return false;
  return isAny(survivors());
}

/** By what the new conditions lead to. */
function ofRefusal(guard: LostGuard, leaving: readonly Fresh[]): Successor | null {
  const now = ({ test }: Fresh) => shown(guard.head, test);
  const replacing = leaving.find((one) => isReplacement(guard, one));
  if (replacing !== undefined) return { became: `was replaced: the same refusal stands under ${now(replacing)} now`, isInPlace: true };
  const exit = leaving.find((one) => isSameExit(guard, one));
  return exit === undefined ? null : { became: `was changed: its way out stands under ${now(exit)} now`, isInPlace: true };
}

/** The same way out, word for word, under a condition that names the same rights. */
function isSameExit({ base, head, test, consequent }: LostGuard, now: Fresh): boolean {
  const { words } = exitOf(base, consequent);
  if (!TELLING.test(words) || words !== now.exit.words) return false;
  const rights = rightsIn(head, now.test);
  return rightsIn(base, test).every((right) => rights.includes(right));
}

/** The same refusal under what a call decided about rights, ahead of all that ran past the guard. */
function isReplacement({ base, head, consequent, survivors }: LostGuard, now: Fresh): boolean {
  const { words, shape } = exitOf(base, consequent);
  if (shape === "" || shape !== now.exit.shape || !decides(head, now)) return false;
  // What the call gave back may say the status itself.
  const isTold = (words.match(STATUS) ?? []).every((status) => now.exit.words.includes(status)) || now.exit.words.includes(`${rootOf(now.test) ?? ""}.status`);
  if (!isTold) return false;
  for (const { first } of survivors()) if (first < now.node.start) return false;
  return true;
}

/** Whether it leaves where a call that decides about rights did not say yes. */
function decides(head: View, { node, test }: Fresh): boolean {
  const asked = denied(test);
  const call = asked?.type === "CallExpression" ? asked : resultOf(head, node, rootOf(test));
  const name = lastName(child(call, "callee")) ?? "";
  return DECIDES.test(name) && OF_RIGHTS.test(name);
}

/** The call whose result a variable of the same function holds. */
function resultOf(head: View, node: SyntaxNode, name: string | null): SyntaxNode | null {
  if (name === null) return null;
  const symbol = head.symbolAt(node.start);
  const held = (head.tree?.nodes("VariableDeclarator") ?? []).filter((one) => one.start < node.start && text(child(one, "id"), "name") === name && head.symbolAt(one.start) === symbol).at(-1);
  const value = unwrapped(child(held ?? null, "init"));
  return value?.type === "CallExpression" ? value : null;
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
