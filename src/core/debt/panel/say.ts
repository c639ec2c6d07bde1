/** Sentences of the panel, in the language of whoever reads it: English in reports, the editor's in its panel. */
import { groupedNumber } from "../../counted";

/** Gives an English text, `{0}`, `{1}` … filled in, in the reader's language. The text is a literal, so that translators find it. */
export type Say = (text: string, ...parts: readonly (string | number)[]) => string;

export const inEnglish: Say = (text, ...parts) => filled(text, parts);

/** What a bundle of translations has, by the English text, and English where it has nothing. */
export function sayIn(bundle: Readonly<Record<string, string>>): Say {
  return (text, ...parts) => filled(Object.hasOwn(bundle, text) ? (bundle[text] ?? text) : text, parts);
}

function filled(text: string, parts: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (whole, place: string) => String(parts[Number(place)] ?? whole));
}

const COUNTED = {
  line: (say: Say, count: number) => (count === 1 ? say("1 line") : say("{0} lines", groupedNumber(count))),
  "signed line": (say: Say, count: number) => (count === 1 ? say("1 signed line") : say("{0} signed lines", groupedNumber(count))),
  hunk: (say: Say, count: number) => (count === 1 ? say("1 hunk") : say("{0} hunks", groupedNumber(count))),
  day: (say: Say, count: number) => (count === 1 ? say("1 day") : say("{0} days", groupedNumber(count))),
  week: (say: Say, count: number) => (count === 1 ? say("1 week") : say("{0} weeks", groupedNumber(count))),
  file: (say: Say, count: number) => (count === 1 ? say("1 file") : say("{0} files", groupedNumber(count))),
  event: (say: Say, count: number) => (count === 1 ? say("1 event") : say("{0} events", groupedNumber(count))),
  record: (say: Say, count: number) => (count === 1 ? say("1 record") : say("{0} records", groupedNumber(count))),
  key: (say: Say, count: number) => (count === 1 ? say("1 key") : say("{0} keys", groupedNumber(count))),
  verdict: (say: Say, count: number) => (count === 1 ? say("1 verdict") : say("{0} verdicts", groupedNumber(count))),
} as const;

/** `1 hunk`, `2 hunks`: each number is a text of its own, as languages differ in it. */
export function countOf(say: Say, count: number, noun: keyof typeof COUNTED): string {
  return COUNTED[noun](say, count);
}

const WORDS: Readonly<Record<string, (say: Say) => string>> = {
  high: (say) => say("high"),
  medium: (say) => say("medium"),
  low: (say) => say("low"),
  unrated: (say) => say("unrated"),
  unseen: (say) => say("unseen"),
  viewed: (say) => say("viewed"),
  stale: (say) => say("stale"),
  rejected: (say) => say("rejected"),
  "signed-off": (say) => say("signed-off"),
  approved: (say) => say("approved"),
  waived: (say) => say("waived"),
  repository: (say) => say("repository"),
  module: (say) => say("module"),
  owner: (say) => say("owner"),
  assistant: (say) => say("assistant"),
  risk: (say) => say("risk"),
  "(unowned)": (say) => say("(unowned)"),
};

/** Whoever is not named: "signer 2", with the repository before it where there are several. */
export function signerName(say: Say, name: string): string {
  const [, before, number] = /^(?:(.+) )?signer (\d+)$/.exec(name) ?? [];
  return number === undefined ? name : before === undefined ? say("signer {0}", number) : say("{0} signer {1}", before, number);
}

/** One of product.md's words, or a name of the panel's own, as people read it; anything else is a name of somebody's, and stays. */
export function wordOf(say: Say, word: string): string {
  return (Object.hasOwn(WORDS, word) ? WORDS[word]?.(say) : undefined) ?? word;
}
