/** Names that a change took out of the code for good, read as text: so they are known alike in every language. */
import { posix } from "node:path";
import { PROTECTS } from "./protective-words";
import { isAnyName, plainName } from "./tested-subject";

const WORD = /[A-Za-z_$][\w$]*/g;
/** Shorter names stand everywhere by chance. */
const LEAST_LENGTH = 4;

/** Nobody writes a declaration in it; a pattern would take long over it. */
const LONG_LINE = /.{400,}/g;

/** What declares a name: a keyword before it, a member or key at a line's beginning, a body after it, a name that is given as a text, a macro of a model or a table. */
const DECLARATIONS: readonly RegExp[] = [
  /\b(?:function\*?|class|interface|type|enum|const|let|var|val|def|fun|fn|struct|trait|module|namespace|record|protocol)\s+(?:self\.)?([A-Za-z_$][\w$]*)/g,
  /\bfunc\s+(?:\([^()]*\)\s*)?([A-Za-z_]\w*)/g,
  /^[ \t]*(?:(?:public|private|protected|internal|static|async|readonly|override|abstract|declare|export|get|set)[ \t]+)*#?["']?([A-Za-z_$][\w$]*)["']?[?!]?\s*[:=](?!=)/gm,
  /^[ \t]*(?:[\w<>[\], .]+\s)?\*?#?([A-Za-z_$][\w$]*)\s*\((?![^\n]*\bfunction\b)[^;\n]*\)[^;()\n]*\{[ \t]*\r?$/gm,
  /\b(?:name|id|type|key|kind|command|event|action)\s*[:=]\s*["'`]([A-Za-z_$][\w$]*)["'`]/g,
  /^[ \t]*\|?[ \t]*["']([A-Za-z_$][\w$]*)["'],?;?[ \t]*\r?$/gm,
  /\b(?:process\.env\.|import\.meta\.env\.|env\.|ENV(?:\.fetch)?[[(]["'])([A-Z][A-Z\d_]+)\b/g,
  /\.(?:set|append|get|header)\(\s*["'`]([A-Za-z_$][\w$]*)["'`]/g,
  /^[ \t]*(?:has_many|has_one|has_and_belongs_to_many|belongs_to|attr_\w+|scope|enum|delegate|resources?|t\.\w+)\s*\(?:([a-z_]\w*)/gm,
];

export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(WORD) ?? []);
}

export interface LostNames {
  /** The code before the change declared them, or named a file by them that is gone. */
  readonly gone: readonly string[];
  /** The code before the change held them. */
  readonly unused: readonly string[];
}

/**
 * Of `asked`, the words that the code before the change declared or held, and that the code after it does not hold at all.
 * Both are the changed files alone: what stands in other files was not taken out by this change, and is used there under that name.
 */
export function lostNames(asked: ReadonlySet<string>, before: readonly string[], after: readonly string[], goneFiles: readonly string[]): LostNames {
  const left = new Set([...asked].filter((word) => word.length >= LEAST_LENGTH));
  for (const text of after) for (const word of wordsIn(text)) left.delete(word);
  if (left.size === 0) return { gone: [], unused: [] };
  const files = new Set(goneFiles.map((path) => posix.parse(path).name).filter((name) => name.length >= LEAST_LENGTH && !isAnyName(name)).map(singular));
  const gone = new Set([...left].filter((word) => files.has(singular(word))));
  const unused = new Set<string>();
  for (const text of before) {
    const words = wordsIn(text);
    // Most files declare none of them, and to read words alone is quick.
    const held = [...left].filter((word) => words.has(word));
    if (held.length === 0) continue;
    for (const word of held) unused.add(word);
    const lines = text.replace(LONG_LINE, "");
    for (const pattern of DECLARATIONS) for (const [, name] of lines.matchAll(pattern)) if (name !== undefined && left.has(name)) gone.add(name);
  }
  return { gone: [...gone], unused: [...unused] };
}

/** A text in quotes, in one line. */
const QUOTED = /"([^"\n]{20,600})"|'([^'\n]{20,600})'|`([^`\n]{20,600})`/g;
/** Where a text may be written otherwise in another place, or is put together. */
const SEAM = /["'`\\]|\$\{[^}]*\}|\{[^}]*\}/;
/** What code says to people: so long, and of three words. */
const SENTENCE = /^(?=[^ ]+ [^ ]+ )[^]{20}/;
/** More sentences are not looked for. */
const MOST_SENTENCES = 2_000;
const MOST_LOST = 100;
/** Characters that are read for them, a quarter of a second. */
const MOST_READ = 1_000_000_000;

/** What a test asks for, in quotes or between slashes: so long, and of three words. */
const ASKED = /(["'`/])(?=[^ \n]{1,40} [^ \n]{1,40} [^ \n])([^"'`/\\\n]{12,200})\1/g;

/**
 * Of what stands in a text, sentences that the code before the change held in quotes, or parts of them, and that the
 * code after it does not hold, in nearly the same words either. Of a sentence with seams it is the longest part that is
 * written alike everywhere.
 */
export function lostSentences(asked: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const said = sentencesIn(before);
  const known = [...said].slice(0, MOST_SENTENCES);
  const whole = known.filter((sentence) => asked.includes(sentence));
  const together = known.join("\n");
  const parts = [...new Set([...asked.matchAll(ASKED)].map(([, , part = ""]) => part))].slice(0, Math.min(MOST_SENTENCES, MOST_READ / (together.length + 1))).filter((part) => together.includes(part) && !known.some((sentence) => sentence.includes(part) && PROTECTS.test(sentence)));
  const most = MOST_READ / after.reduce((sum, text) => sum + text.length, 1);
  const lost = [...new Set([...whole, ...parts])].slice(0, most).filter((sentence) => !after.some((text) => text.includes(sentence)));
  const now = lost.length === 0 ? [] : [...sentencesIn(after)].filter((sentence) => !said.has(sentence)).slice(0, MOST_SENTENCES);
  // What is said in other words is said still.
  return lost.slice(0, MOST_LOST).filter((sentence) => !now.some((other) => areAlike(sentence, other)));
}

function areAlike(sentence: string, other: string): boolean {
  const words = wordsIn(sentence);
  const others = wordsIn(other);
  return 2 * [...words].filter((word) => others.has(word)).length >= words.size;
}

function sentencesIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(QUOTED)].flatMap(([, double, single, template]) => longest((double ?? single ?? template ?? "").split(SEAM)))));
}

function longest(parts: readonly string[]): readonly string[] {
  const found = parts.reduce((most, part) => (part.length > most.length ? part : most), "").trim();
  return SENTENCE.test(found) ? [found] : [];
}

/** Tables, routes and lists of a thing bear its name with an s. */
function singular(name: string): string {
  return plainName(name).replace(/s$/, "");
}
