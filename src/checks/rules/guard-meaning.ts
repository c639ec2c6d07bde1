/** What a guard protects, as far as its own words say. */
import { child, children, text, unwrapped, type SyntaxNode } from "../syntax/node";
import { PROTECTIVE } from "./protective-words";
import type { View } from "./view";

/** Who spoke in a conversation with a model is nobody's right, nor is whether a message says so. */
const CHAT_ROLE = /\brole\s*[!=]==?\s*(["'])(?:assistant|tool)\1|(["'])role\2\s+in\b/g;
/** Pieces of text that a model counts. */
const COUNTED = /\b(?:max|min|total|input|output|prompt|context|completion|cached?|reserved?|used|num)_?\w*tokens?\b|\b\w*tokens?_?(?:count|limit|usage|budget|estimate)\w*/gi;
/** A conversation is a session as well: it guards where it refuses, not where there is nothing to do. */
const SESSION = /session/gi;
const REFUSES = /\bthrow\b|\b40[13]\b|unauth|forbid|denied|redirect|log_?in|sign_?in|reject/i;
/** Which address or verb was asked for: what follows is the answer to it. */
const ROUTE = /^!?\(?[\w.?]*\b(?:pathname|path|url|route|method|endpoint)(?:\.\w+\(\))?(?:[!=]==?["'`][^"'`]*["'`]|\.(?:startsWith|endsWith|includes|match)\([^()]*\))\)?$/i;

/** Parts that must hold together: `a` and `b` of `a && b`. */
export function demands(test: SyntaxNode | null): readonly SyntaxNode[] {
  return parts(test, "&&");
}

/** Parts of which one is enough: `a` and `b` of `a || b`. */
export function alternatives(test: SyntaxNode | null): readonly SyntaxNode[] {
  return parts(test, "||");
}

function parts(test: SyntaxNode | null, operator: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  // No recursion: a chain of thousands is as deep.
  const waiting = [test];
  while (waiting.length > 0) {
    const node = unwrapped(waiting.pop() ?? null);
    if (node?.type === "LogicalExpression" && text(node, "operator") === operator) waiting.push(child(node, "right"), child(node, "left"));
    else if (node !== null) found.push(node);
  }
  return found;
}

/** Whether a condition, or the way out under it, speaks of who may do what or of input that was checked. */
export function isProtective(view: View, asked: readonly SyntaxNode[], consequent: SyntaxNode): boolean {
  const statements = consequent.type === "BlockStatement" ? children(consequent, "body") : [consequent];
  const wayOut = textOf(view, statements[statements.length - 1] ?? consequent);
  // A route is followed by its answer; one that is shut says so and nothing else.
  const isRoute = asked.flatMap(demands).flatMap(alternatives).every((part) => ROUTE.test(textOf(view, part).replace(/\s+/g, "")));
  if (isRoute) return statements.length === 1 && REFUSES.test(wayOut);
  const words = `${asked.map((part) => textOf(view, part)).join("\n")}\n${wayOut}`.replace(CHAT_ROLE, "").replace(COUNTED, "");
  const others = words.replace(SESSION, "");
  return PROTECTIVE.test(others) || (others !== words && REFUSES.test(wayOut));
}

function textOf(view: View, { start, end }: SyntaxNode): string {
  return view.text.slice(start, end);
}
