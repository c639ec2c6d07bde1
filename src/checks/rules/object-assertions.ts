/** Assertions about an object as a whole ask for what others asked of its properties one by one. */
import type { Assertion } from "./test-structure";

const EXACTLY = /^(toBe|toEqual|toStrictEqual)$/;
const OF_OBJECT = /^(toMatchObject|toEqual|toStrictEqual)$/;

/** What assertions about objects ask of properties, each as the assertion about that property alone would: `toMatchObject({ ok: true })` answers for `expect(result.ok).toBe(true)`. */
export function askedOfProperties(assertions: readonly Assertion[]): (assertion: Assertion) => boolean {
  const asked = new Set(assertions.flatMap(({ text, subject, matcher }) => (OF_OBJECT.test(matcher) ? propertiesOf(expected(text, matcher)).map((property) => `${subject}.${property}`) : [])));
  return ({ text, subject, matcher }) => EXACTLY.test(matcher) && asked.has(`${subject}:${expected(text, matcher)}`);
}

/** What an assertion expects a value to be; null where it asks otherwise, or for nothing. */
export function exactValue({ text, matcher }: Assertion): string | null {
  const value = expected(text, matcher);
  return EXACTLY.test(matcher) && value !== "" ? value : null;
}

/** What an assertion is told, one by one. */
export function argumentsAsked({ text, matcher }: Assertion): readonly string[] {
  return partsOf(`[${expected(text, matcher)}]`);
}

/** What stands between the brackets of a matcher, in an assertion without white space. */
export function expected(text: string, matcher: string): string {
  return text.slice(text.lastIndexOf(`.${matcher}(`) + matcher.length + 2, -1).replace(/,$/, "");
}

/** The properties of an object's text as they are written, without those of objects in it; none where it is no object. */
function propertiesOf(text: string): readonly string[] {
  return text.startsWith("{") ? partsOf(text) : [];
}

/** What a text in brackets lists. */
function partsOf(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quote = "";
  let from = 1;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (/["'`]/.test(char)) quote = char;
    else if (/[{[(]/.test(char)) depth++;
    else if (/[}\])]/.test(char)) depth--;
    if (quote === "" && (depth === 0 || (depth === 1 && char === ","))) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) break;
  }
  return found;
}
