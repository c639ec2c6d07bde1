/**
 * What an edit of approved lines amounts to, by the two texts alone: their form, their imports put in order, one name for another, or more than
 * that. Strict: what is not certain is `typed`. It decides nothing about who made the edit.
 */

export type EditCause = "format" | "imports" | "rename" | "typed";

/** Groups in this order; what was typed comes first, one by one. */
export const EDIT_CAUSES: readonly EditCause[] = ["typed", "rename", "imports", "format"];

/** Longer texts are not compared, in characters. */
const LONGEST = 200_000;
const IMPORT_START = /^\s*(?:import\b|from\s+\S+\s+import\b|export\s.*\bfrom\s*["'])/;
/** One statement: names, and the module they come from. A bare import runs code, so its place matters. */
const JAVASCRIPT_IMPORT = /^import\s+(?:(type)\s+)?([\w$*{},\s]+?)\s+from\s*["']([^"']+)["']\s*;?$/;
const BARE_IMPORT = /^import\s*["']([^"']+)["']\s*;?$/;
const PYTHON_FROM = /^from\s+([\w.]+)\s+import\s+\(?([\w\s,*]+?),?\s*\)?$/;
const PYTHON_IMPORT = /^import\s+([\w.,\s]+)$/;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|[\p{L}\p{N}_$]+|\n|[^\S\n]+|[^\s]/gu;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** `indentation`: whether it is part of the meaning, as in Python; then no re-wrap is only form. */
export function editCause(before: readonly string[], after: readonly string[], indentation: boolean): EditCause {
  const [one, other] = [before.join("\n"), after.join("\n")];
  if (one.length > LONGEST || other.length > LONGEST || one === other) return "typed";
  if (!indentation && sameForm(one, other)) return "format";
  if (sameImports(before, after)) return "imports";
  return isRename(one, other) ? "rename" : "typed";
}

/** Same words in the same order; quotes of plain strings, trailing commas, blanks and breaks between tokens may differ. */
function sameForm(one: string, other: string): boolean {
  return formOf(one) === formOf(other);
}

function formOf(text: string): string {
  const tokens = (text.match(TOKEN) ?? []).map((token) => (/^'[^'"\\\n]*'$/.test(token) ? `"${token.slice(1, -1)}"` : token));
  const kept: string[] = [];
  let isBroken = false;
  for (const token of tokens) {
    if (/^[^\S\n]+$/.test(token)) continue;
    if (token === "\n") {
      isBroken = true;
      continue;
    }
    const last = kept[kept.length - 1] ?? "";
    if (/^[)\]}]$/.test(token) && last === ",") kept.pop();
    // A break that may end a statement is kept: after a word that takes no argument on the next line, a comment, and before what could go on.
    if (isBroken && (/^(?:return|throw|break|continue|yield|async)$/.test(last) || /^(?:\/\/|#)/.test(last) || /^(?:[([`/+-]|\+\+|--)$/.test(token))) kept.push("\n");
    isBroken = false;
    kept.push(token);
  }
  return kept.join(" ");
}

/** Only import statements differ; no name is new, and bare imports stand as they stood. */
function sameImports(before: readonly string[], after: readonly string[]): boolean {
  const [one, other] = [partImports(before), partImports(after)];
  if (one === null || other === null || one.names.size === 0) return false;
  return one.rest.join("\n") === other.rest.join("\n") && one.bare.join("\n") === other.bare.join("\n") && [...other.names].every((name) => one.names.has(name));
}

/** Null where an import statement is of a form that is not read here. */
function partImports(lines: readonly string[]): { readonly names: ReadonlySet<string>; readonly bare: readonly string[]; readonly rest: readonly string[] } | null {
  const names = new Set<string>();
  const bare: string[] = [];
  const rest: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (!IMPORT_START.test(line)) {
      if (line.trim() !== "") rest.push(line);
      continue;
    }
    let statement = line.trim();
    while (/[{(][^})]*$/.test(statement) && at + 1 < lines.length) statement += ` ${(lines[++at] ?? "").trim()}`;
    const [, module] = BARE_IMPORT.exec(statement) ?? [];
    const found = module === undefined ? namesOf(statement) : [];
    if (found === null) return null;
    if (module !== undefined) bare.push(module);
    for (const name of found) names.add(name);
  }
  return { names, bare, rest };
}

function namesOf(statement: string): readonly string[] | null {
  const [, type, clause, module] = JAVASCRIPT_IMPORT.exec(statement) ?? [];
  if (clause !== undefined && module !== undefined) {
    const [outside = "", inside = ""] = clause.split("{");
    const listed = (text: string, kind: string) => text.replace("}", "").split(",").flatMap((name) => (name.trim() === "" ? [] : [`${module} ${kind} ${type === undefined ? "" : "type "}${name.trim().replace(/\s+/g, " ")}`]));
    return [...listed(outside, "default"), ...listed(inside, "named")];
  }
  const [, from, imported] = PYTHON_FROM.exec(statement) ?? [];
  if (from !== undefined && imported !== undefined) return imported.split(",").map((name) => `${from} ${name.trim().replace(/\s+/g, " ")}`);
  const [, modules] = PYTHON_IMPORT.exec(statement) ?? [];
  return modules === undefined ? null : modules.split(",").map((name) => name.trim());
}

/** Every place of one name holds another, which stood nowhere before; nothing else differs. */
function isRename(one: string, other: string): boolean {
  const [before, after] = [one, other].map((text) => (text.match(TOKEN) ?? []).filter((token) => /\S/.test(token)));
  if (before === undefined || after === undefined || before.length !== after.length) return false;
  let from: string | null = null;
  let to: string | null = null;
  for (const [index, token] of before.entries()) {
    const now = after[index] ?? "";
    if (token === now) continue;
    if (!NAME.test(token) || !NAME.test(now) || (from !== null && (token !== from || now !== to))) return false;
    [from, to] = [token, now];
  }
  return from !== null && to !== null && !before.includes(to) && !after.includes(from);
}
