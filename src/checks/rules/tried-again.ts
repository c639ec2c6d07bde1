import { child, children, isFunction, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { wayOutOf } from "./guard-meaning";

/** Each round of `for…of` and `for…in` is about something else. */
const LOOP = /^(While|DoWhile|For)Statement$/;
const ITERATION = /^For(Of|In)Statement$/;

/** Whether a `try` returns from a loop where it succeeds, so that the next round answers its failure and a `throw` behind it the last one. */
export function isTriedAgain(tree: SourceFile, block: SyntaxNode): boolean {
  if (!endsByReturning(block)) return false;
  let inner = block;
  for (const outer of tree.ancestors(block)) {
    if (isFunction(outer) || ITERATION.test(inner.type)) return false;
    if (LOOP.test(inner.type)) return lastThrowIn(tree, inner) > block.end || lastThrowOf(outer) > block.end;
    inner = outer;
  }
  return false;
}

/** Nothing that may fail comes behind the question whether it succeeded. */
function endsByReturning(block: SyntaxNode): boolean {
  const last = wayOutOf(block);
  const consequent = child(last, "alternate") === null ? child(last, "consequent") : null;
  return (consequent === null ? last : wayOutOf(consequent)).type === "ReturnStatement";
}

/** Kept, so that a loop of many a `try` costs what its length does. */
const thrown = new WeakMap<SyntaxNode, number>();
const thrownBehind = new WeakMap<SyntaxNode, number>();

/** Where the last `throw` begins that a loop itself holds. */
function lastThrowIn(tree: SourceFile, loop: SyntaxNode): number {
  let start = thrown.get(loop);
  if (start === undefined) {
    start = tree.within(loop, "ThrowStatement").findLast((one) => isOwn(tree, loop, one))?.start ?? -1;
    thrown.set(loop, start);
  }
  return start;
}

/** Where the last `throw` begins among the statements of a block. */
function lastThrowOf(block: SyntaxNode): number {
  let start = thrownBehind.get(block);
  if (start === undefined) {
    start = children(block, "body").findLast(({ type }) => type === "ThrowStatement")?.start ?? -1;
    thrownBehind.set(block, start);
  }
  return start;
}

/** Whether a statement of a loop belongs to the same function as the loop. */
function isOwn(tree: SourceFile, loop: SyntaxNode, statement: SyntaxNode): boolean {
  for (const outer of tree.ancestors(statement)) if (outer === loop || isFunction(outer)) return outer === loop;
  return false;
}
