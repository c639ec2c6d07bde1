import { lostParts, type Answer } from "../rules/lost-demands";
import type { Removal } from "../rules/rule";
import type { View } from "../rules/view";

/** Longer functions do more than answer. */
const LONGEST = 2_000;
/** All that stands before the answer of a function that only answers: its head, and `return`. */
const HEAD = /^[^\n{]*(?:\{|:[ \t]*\n|\n)\s*(?:return\b)?/;
/** A function that decides, assigns or says one of two is not read: what holds together is not plain there. */
const NOT_PLAIN = /\|\||\bor\b|\s\?\s|;|\b(?:if|unless|return|for|while|match|case)\b|[^=!<>]=[^=>~]/;

/** The same as for JavaScript, where a function of another language is one expression: `def pay? = paid && open`, `return a and b`. */
export function lostAnswers(base: View, head: View): readonly Removal[] {
  return base.isTest ? [] : lostParts(answersOf(base), answersOf(head));
}

function answersOf(view: View): readonly Answer[] {
  return (view.code?.declarations ?? []).flatMap(({ kind, start, end }): readonly Answer[] => {
    if ((kind !== "function" && kind !== "method") || end - start > LONGEST) return [];
    const text = view.text.slice(start, end);
    const body = text.replace(/^\s*(?:#|\/\/).*$/gm, "").replace(HEAD, "").replace(/;?\s*(?:\}|\bend)?\s*$/, "").trim();
    if (body === "" || NOT_PLAIN.test(body)) return [];
    // Inside of parentheses other things hold together.
    const parts = body.split(/\s*(?:&&|\band\b)\s*/);
    if (parts.some((part) => part.split("(").length !== part.split(")").length)) return [];
    return [{ symbol: view.symbolAt(start), places: parts.map((part) => start + Math.max(0, text.indexOf(part))), parts: parts.map((part) => part.replace(/\s+/g, " ")) }];
  });
}
