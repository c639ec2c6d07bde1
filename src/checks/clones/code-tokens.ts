/** Tokens of code in any language with braces or indentation: enough to tell copies, not enough to compile. */
export interface CodeTokens {
  /** A code for each token: below 0 an identifier (`-1 - index` into `names`), else what stands there. */
  readonly codes: Int32Array;
  /** 0-based line of each token. */
  readonly lines: Int32Array;
  readonly names: readonly string[];
}

const LITERAL = 1;
const NUMBER = 2;
const WORDS_FROM = 1_000;

/** Words that say what happens; a copy keeps them. Everything else that looks like a word may be renamed in a copy. */
const KEYWORDS = new Map(
  "if else elif for while do switch case default break continue return throw raise try catch except finally new delete typeof instanceof in of await async yield function def fn func class struct enum interface type extends implements const let var public private protected static import from export null undefined true false None True False nil this self super not and or is lambda with as match when where impl trait pub mut use package go defer select chan map range".split(" ").map((word, index) => [word, WORDS_FROM + index] as const),
);

const HASH_COMMENTS = /\.(py|pyi|rb|sh|bash|zsh|ex|exs|pl|r)$/i;
const CODE = /\.([cm]?[jt]sx?|vue|svelte|astro|py|go|java|kt|kts|rs|cs|rb|php|swift|scala|c|cc|cpp|cxx|h|hpp|sh|bash|dart|ex|exs|lua|pl)$/i;
/** Nobody wrote these by hand, or a copy is what they are for. */
const NOT_OWN = /(^|\/)(node_modules|vendor|third[_-]?party|dist|build|out|coverage|generated|__generated__|gen|fixtures?|__fixtures__|__snapshots__|testdata|examples?|samples?|templates?|migrations?|locales?|i18n)\/|\.(min|bundle|generated|gen|pb|d)\.[\w.]+$|_pb2?\.(py|js|ts)$|\.(stories|story)\.[jt]sx?$/i;

/** Whether copies are looked for in a file. */
export function mayHoldClones(path: string): boolean {
  return CODE.test(path) && !NOT_OWN.test(path);
}

/** In one pass over the text, without regular expressions: hostile text costs what its length does. */
export function codeTokens(path: string, text: string): CodeTokens {
  const hash = HASH_COMMENTS.test(path);
  const codes: number[] = [];
  const lines: number[] = [];
  const indexOf = new Map<string, number>();
  const names: string[] = [];
  let line = 0;
  let lineStart = 0;
  /** Position in `codes` where the current statement began, to take an import back. */
  let importFrom = -1;
  const push = (code: number) => {
    codes.push(code);
    lines.push(line);
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 10) {
      line++;
      lineStart = ++at;
      if (importFrom >= 0 && isImportOver(codes, importFrom)) {
        codes.length = importFrom;
        lines.length = importFrom;
        importFrom = -1;
      }
      continue;
    }
    if (code <= 32) {
      at++;
      continue;
    }
    if ((hash && code === 35) || (!hash && code === 47 && text.charCodeAt(at + 1) === 47)) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (!hash && code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf("*/", at + 2);
      const stop = end < 0 ? text.length : end + 2;
      for (; at < stop; at++) if (text.charCodeAt(at) === 10) line++;
      continue;
    }
    if (code === 34 || code === 39 || code === 96) {
      push(LITERAL);
      at++;
      for (; at < text.length; at++) {
        const inner = text.charCodeAt(at);
        if (inner === 92) at++;
        else if (inner === 10) {
          // Only a template goes on; an apostrophe in prose ends with its line.
          if (code !== 96) break;
          line++;
        } else if (inner === code) {
          at++;
          break;
        }
      }
      continue;
    }
    if (code >= 48 && code <= 57) {
      push(NUMBER);
      at++;
      while (isWordPart(text.charCodeAt(at))) at++;
      continue;
    }
    if (isWordPart(code)) {
      const start = at++;
      while (isWordPart(text.charCodeAt(at))) at++;
      const word = text.slice(start, at);
      const keyword = KEYWORDS.get(word);
      if (keyword !== undefined) {
        if (importFrom < 0 && (word === "import" || word === "from" || word === "use" || word === "package") && isFirstOfLine(text, lineStart, start)) importFrom = codes.length;
        push(keyword);
        continue;
      }
      let index = indexOf.get(word);
      if (index === undefined) {
        indexOf.set(word, (index = names.length));
        names.push(word);
      }
      push(-1 - index);
      continue;
    }
    push(code + 10);
    at++;
  }
  return { codes: Int32Array.from(codes), lines: Int32Array.from(lines), names };
}

/** Also false for the NaN behind the text's end. */
function isWordPart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code > 127;
}

function isFirstOfLine(text: string, lineStart: number, at: number): boolean {
  for (let index = lineStart; index < at; index++) if (text.charCodeAt(index) > 32) return false;
  return true;
}

/** An import ends with its line unless a bracket is open. */
function isImportOver(codes: readonly number[], from: number): boolean {
  let open = 0;
  for (let index = from; index < codes.length; index++) {
    const character = (codes[index] ?? 0) - 10;
    if (character === 123 || character === 40) open++;
    else if (character === 125 || character === 41) open--;
  }
  return open <= 0 || codes.length - from > 2_000;
}
