import type { Occurrence, Rule } from "./rule";

/** Characters that change the order text is shown in: what a reviewer reads is not what runs. */
const BIDIRECTIONAL = /[\u202a-\u202e\u2066-\u2069]/;
/** Characters that show as nothing: zero width, fillers, and the tag block that spells hidden ASCII. */
const INVISIBLE = /[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]|[\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]/u;
const SUSPICIOUS = new RegExp(`${BIDIRECTIONAL.source}|${INVISIBLE.source}`, "gu");

/** Scripts whose spelling needs joiners and marks of direction. */
const JOINING_SCRIPTS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Mongolian}\p{Script=Khmer}\p{Script=Nko}]/u;
const EMOJI_PART = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;

/** Invisible or re-ordering characters in code and in instructions to agents. */
export const hiddenCharacter: Rule = {
  id: "hidden-character",
  class: "security",
  severity: "error",
  cwe: 1007,
  alwaysHigh: true,
  why: "A character that can't be seen, or that changes the order of the text, makes a reviewer read something else than what runs (Trojan Source, CVE-2021-42574); in an agent's instructions it carries orders nobody sees.",
  fix: "Delete the character; where a string needs it, write it as an escape such as \\u200b.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "if (role === \"admin\u200b\") open();\n",
    good: "if (role === \"admin\") open();\n",
  },

  find(view) {
    const found: Occurrence[] = [];
    for (const match of view.text.matchAll(SUSPICIOUS)) {
      const character = match[0];
      if (isLegitimate(view.text, match.index, character)) continue;
      // A run of hidden characters is one finding.
      const last = found[found.length - 1];
      if (last !== undefined && last.end === match.index) {
        found[found.length - 1] = { ...last, end: match.index + character.length };
        continue;
      }
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const kind = BIDIRECTIONAL.test(character) ? "changes the direction of the text" : "is invisible";
      const around = view.text.slice(Math.max(0, match.index - 100), match.index + 100);
      const line = `${(around.slice(0, Math.min(100, match.index)).split("\n").pop() ?? "")}${around.slice(Math.min(100, match.index)).split("\n", 1)[0] ?? ""}`;
      found.push({ start: match.index, end: match.index + character.length, message: `U+${code} ${kind}`, snippet: `U+${code} ${line}` });
    }
    return found;
  },
};

function isLegitimate(source: string, index: number, character: string): boolean {
  // A byte order mark.
  if (character === "\ufeff" && index === 0) return true;
  const before = previousCharacter(source, index);
  const after = String.fromCodePoint(source.codePointAt(index + character.length) ?? 32);
  if (character === "\u200d" && EMOJI_PART.test(before) && EMOJI_PART.test(after)) return true;
  // Flags of regions are spelt with tags after a black flag.
  if (/[\u{e0020}-\u{e007f}]/u.test(character)) return /\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8}$/u.test(source.slice(Math.max(0, index - 20), index));
  if (/[\u200c-\u200f]/.test(character)) return JOINING_SCRIPTS.test(before) || JOINING_SCRIPTS.test(after);
  return false;
}

function previousCharacter(source: string, index: number): string {
  const low = source.charCodeAt(index - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff;
  return source.slice(index - (isPair ? 2 : 1), index);
}
