/**
 * Where a text stops being JSON: V8 names no offset for most errors. Only used once parsing has failed. Walks the text
 * once, without recursion, so deep nesting costs memory of one byte a level.
 */

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\n\r]*/y;

/** Offset of the first character that JSON does not allow, or the length of the text when it ends too early. */
export function jsonErrorOffset(text: string): number {
  const nesting: ("{" | "[")[] = [];
  let at = skip(BLANK, text, 0);
  let expects: "value" | "key-or-end" | "key" | "value-or-end" | "after" = "value";
  for (;;) {
    const character = text[at];
    if (character === undefined) return at;
    if (expects === "after") {
      const open = nesting.at(-1);
      if (open === undefined) return at;
      if (character === ",") {
        expects = open === "{" ? "key" : "value";
        at += 1;
      } else if (character === (open === "{" ? "}" : "]")) {
        nesting.pop();
        at += 1;
      } else return at;
    } else if ((expects === "key-or-end" && character === "}") || (expects === "value-or-end" && character === "]")) {
      nesting.pop();
      expects = "after";
      at += 1;
    } else if (expects === "key" || expects === "key-or-end") {
      if (character !== '"') return at;
      const end = stringEnd(text, at);
      if (end < 0) return -end;
      at = skip(BLANK, text, end);
      if (text[at] !== ":") return at;
      at += 1;
      expects = "value";
    } else if (character === "{" || character === "[") {
      nesting.push(character);
      expects = character === "{" ? "key-or-end" : "value-or-end";
      at += 1;
    } else {
      const end = character === '"' ? stringEnd(text, at) : skip(NUMBER, text, skip(WORD, text, at));
      if (end < 0) return -end;
      if (end === at) return at;
      at = end;
      expects = "after";
    }
    at = skip(BLANK, text, at);
  }
}

/** 1-based line and column of an offset. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", start)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Offset behind the closing quotation mark; negative: minus the offset of what is wrong in the string. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at;
    if (code !== 0x5c) continue;
    const escape = text[at + 1] ?? "";
    if (escape === "u" ? !/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) : !'"\\/bfnrt'.includes(escape) || escape === "") return -(at + 1);
    at += 1;
  }
  return -text.length;
}
