/** Takes secrets out of words that a person or an assistant wrote: the secret rule's formats, and how secrets stand in prose and on command lines. */
import { secret } from "./rules/secret";
import { View } from "./rules/view";

/** Stands where a secret stood. */
export const REMOVED = "[secret removed]";

const NAME = String.raw`(?:secret|passw(?:or)?d|passphrase|passwd|token|api[ _-]?key|access[ _-]?key|private[ _-]?key|signing[ _-]?key|credentials?)`;

/** Each with the value as its last group. Broader than a rule may be: what is removed too much costs a reader little. */
const IN_PROSE: readonly RegExp[] = [
  // TOKEN=… before a command, or anywhere in a line.
  new RegExp(String.raw`\b[A-Za-z0-9_.-]{0,60}${NAME}[A-Za-z0-9_]{0,40}["']?\s{0,3}[=:]\s{0,3}["']?([^\s"'\`,;<>]{6,400})`, "gi"),
  new RegExp(String.raw`--?[a-z-]{0,40}${NAME}[a-z-]{0,20}[= ]\s{0,3}["']?([^\s"'\`-][^\s"'\`]{3,400})`, "gi"),
  new RegExp(String.raw`\b${NAME}\b["']?\s+(?:is|was|are)\s+["'\`]?([^\s"'\`,;]{6,400})`, "gi"),
  /\b(?:Bearer|Basic|Token)\s+([A-Za-z0-9._~+/=-]{12,2000})/g,
  /(?:^|\s)-u\s+["']?[^\s:"']{1,100}:([^\s"']{3,200})/g,
  /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`<>]{0,100}:([^\s@/"'`<>]{1,200})@/gi,
];

/** A long word of upper and lower case and digits that no language has. */
const LONG_WORD = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,2000}={0,2}(?![A-Za-z0-9+/_-])/g;

/** How many characters are looked at; a longer text is cut there. */
const MAXIMUM_TEXT = 200_000;

export function redactSecrets(given: string): { readonly text: string; readonly secrets: number } {
  const text = given.slice(0, MAXIMUM_TEXT);
  const spans: { start: number; end: number }[] = secret.find(new View("words.env", text, null)).map(({ start, end }) => ({ start, end }));
  for (const pattern of IN_PROSE) {
    for (const match of text.matchAll(pattern)) {
      const value = match.at(-1) ?? "";
      const start = match.index + match[0].lastIndexOf(value);
      if (!isReference(value) && !isWord(value)) spans.push({ start, end: start + value.length });
    }
  }
  for (const match of text.matchAll(LONG_WORD)) if (looksRandom(match[0])) spans.push({ start: match.index, end: match.index + match[0].length });
  // The rule finds the head of a private key: its body goes with it.
  for (const match of text.matchAll(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY[^-]{0,30}-----[\s\S]{0,20000}?(?:-----END [A-Z0-9 ]*PRIVATE KEY[^-]{0,30}-----|$)/g)) spans.push({ start: match.index, end: match.index + match[0].length });
  return without(text, spans);
}

function without(text: string, spans: { start: number; end: number }[]): { readonly text: string; readonly secrets: number } {
  spans.sort((one, other) => one.start - other.start || other.end - one.end);
  let result = "";
  let at = 0;
  let secrets = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    if (start >= at) {
      result += text.slice(at, start) + REMOVED;
      secrets += 1;
    }
    at = end;
  }
  return { text: result + text.slice(at), secrets };
}

/** `$TOKEN`, `process.env.X`, `<your-token>`: where a secret is, not what it is. */
function isReference(value: string): boolean {
  return /^(?:\$|\{\{|<|process\.env|import\.meta|os\.environ|\*+$|\.\.\.)/.test(value);
}

/** "The token is missing" names none. */
function isWord(value: string): boolean {
  return /^[A-Za-z]?[a-z]+(?:-[a-z]+)*[.:!?)]*$/.test(value);
}

function looksRandom(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word) || word.split(/[/_-]/).some((part) => /^[a-z]{8,}$|^[A-Z]?[a-z]+(?:[A-Z][a-z]+){2,}$/.test(part))) return false;
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / word.length) * Math.log2(count / word.length);
  return entropy > 4;
}
