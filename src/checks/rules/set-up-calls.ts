/** Name of the call that a text begins with, the last one where several are joined: `exec` of `db.writer().exec(…)`. */
export function calledIn(text: string): string | null {
  let name: string | null = null;
  for (let at = text.length - text.trimStart().length; at < text.length; ) {
    const [whole = "", path = ""] = /^\.?\s*([A-Za-z_][\w.]*)(?:\[[^[\]]*\])?\(/.exec(text.slice(at)) ?? [];
    if (whole === "") break;
    name = path.split(".").pop() ?? null;
    at = closing(text, at + whole.length);
  }
  return name;
}

/** The place behind the bracket that closes one; the text's end where none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return at + 1;
  }
  return text.length;
}
