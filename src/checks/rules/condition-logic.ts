/** How the condition of one version stands to that of another, by what `&&`, `||` and `!` say. */
import { child, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { View } from "./view";

/** Different questions of two conditions that are still compared, in every combination of answers. */
const MAXIMUM_QUESTIONS = 5;
/** Nodes of a condition that are still read. */
const MAXIMUM_NODES = 40;

/** By how many questions there are: every choice of those that have the answer yes. */
const ANSWERS: readonly (readonly ReadonlySet<number>[])[] = Array.from({ length: MAXIMUM_QUESTIONS + 1 }, (_, count) => combinations(count));

function combinations(count: number): readonly ReadonlySet<number>[] {
  return Array.from({ length: count }, (_, place) => place).reduce<readonly ReadonlySet<number>[]>((all, place) => [...all, ...all.map((yes) => new Set([...yes, place]))], [new Set()]);
}

/** Whether a condition holds, by the answers to what it asks. */
type Holds = (isYes: (question: string) => boolean) => boolean;

/** A condition as far as it is read. */
export interface Condition {
  /** What is asked, each as text. */
  readonly questions: ReadonlySet<string>;
  readonly holds: Holds;
}

/** `wider`: the other one holds wherever this one does, and elsewhere as well; `narrower`: the other way round; `apart`: never both; `opposite`: always one of them. */
export type Comparison = "same" | "wider" | "narrower" | "apart" | "opposite" | "other";

/** A condition to compare; null where it is too long. */
export function conditionOf(view: View, test: SyntaxNode): Condition | null {
  const questions = new Set<string>();
  let left = MAXIMUM_NODES;
  const ask = (question: string): Holds => {
    questions.add(question);
    return (isYes) => isYes(question);
  };
  const read = (node: SyntaxNode | null): Holds => {
    const inner = unwrapped(node);
    if (inner === null || --left < 0) return () => false;
    const operator = text(inner, "operator");
    if (inner.type === "UnaryExpression" && operator === "!") return not(read(child(inner, "argument")));
    const isLogic = inner.type === "LogicalExpression";
    if (isLogic && operator === "&&") return both(read(child(inner, "left")), read(child(inner, "right")));
    if (isLogic && operator === "||") return not(both(not(read(child(inner, "left"))), not(read(child(inner, "right")))));
    const equality = equalityOf(view, inner);
    return equality === null ? ask(plain(view, inner)) : not(ask(equality));
  };
  const holds = read(test);
  return left < 0 ? null : { questions, holds };
}

const not = (one: Holds): Holds => (isYes) => !one(isYes);
const both = (one: Holds, other: Holds): Holds => (isYes) => one(isYes) && other(isYes);

/** `a === b` for `a !== b`, else null. */
function equalityOf(view: View, node: SyntaxNode): string | null {
  const [left, right] = [child(node, "left"), child(node, "right")];
  const operator = text(node, "operator") ?? "";
  return left === null || right === null || !/^!==?$/.test(operator) ? null : `${plain(view, left)}${operator.replace("!", "=")}${plain(view, right)}`;
}

/** How `other` stands to `one`. */
export function compared(one: Condition, other: Condition): Comparison {
  const places = new Map([...one.questions, ...other.questions].map((question) => [question, 0]));
  // Where each asks something that the other does not, neither follows from the other.
  if (places.size > MAXIMUM_QUESTIONS || places.size > Math.max(one.questions.size, other.questions.size)) return "other";
  [...places.keys()].forEach((question, place) => places.set(question, place));
  const answers = (ANSWERS[places.size] ?? []).map((yes) => {
    const isYes = (question: string) => yes.has(places.get(question) ?? 0);
    return { before: one.holds(isYes), now: other.holds(isYes) };
  });
  const isWider = answers.every(({ before, now }) => now || !before);
  const isNarrower = answers.every(({ before, now }) => before || !now);
  if (isWider && isNarrower) return "same";
  if (answers.every(({ before, now }) => !before || !now)) return answers.every(({ before, now }) => before || now) ? "opposite" : "apart";
  return isWider ? "wider" : isNarrower ? "narrower" : "other";
}

/** Code without white space, an optional chain as plain access. */
export function plain(view: View, { start, end }: SyntaxNode): string {
  return view.text.slice(start, end).replace(/\s+/g, "").replace(/\?\.(?=[[(])/g, "").replaceAll("?.", ".");
}
