import type { Language } from "./language";

/** The scripts of a component file, at their own offsets: everything else is blank, and line breaks stay. */
export interface ScriptBlocks {
  readonly text: string;
  readonly lang: Language;
  /** `<script src="…">`: the file that stands for the block. */
  readonly sources: readonly { readonly specifier: string; readonly start: number; readonly end: number }[];
}

const COMPONENT = /\.(vue|svelte|astro)$/;
const SCRIPT = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\s*>/gi;

/** Whether scripts stand in blocks of the file: Vue, Svelte and Astro components. */
export function isComponentPath(path: string): boolean {
  return COMPONENT.test(path);
}

/** What a component's scripts say; templates and styles are no modules. */
export function scriptBlocks(path: string, source: string): ScriptBlocks {
  const kept: { start: number; end: number }[] = [];
  const sources: { specifier: string; start: number; end: number }[] = [];
  let isTypescript = path.endsWith(".astro");
  let markup = withoutMarkupComments(source);
  if (path.endsWith(".astro")) {
    const fence = /^\s*---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/.exec(source);
    if (fence !== null) {
      const start = source.indexOf("---") + 3;
      const end = fence[0].trimEnd().length - 3;
      kept.push({ start, end });
      markup = blank(markup.slice(0, end)) + markup.slice(end);
    }
  }
  for (const match of markup.matchAll(SCRIPT)) {
    const [whole, attributes = "", body = ""] = match;
    const type = attributeOf(attributes, "type");
    if (type !== null && !/^(module|text\/(javascript|typescript|babel)|application\/javascript|ts|tsx)$/i.test(type)) continue;
    if (/^(ts|tsx|typescript)$/i.test(attributeOf(attributes, "lang") ?? "") || /typescript/i.test(type ?? "")) isTypescript = true;
    const from = attributeOf(attributes, "src");
    if (from !== null && !from.includes("{")) sources.push({ specifier: from, start: match.index, end: match.index + whole.indexOf(">") + 1 });
    const start = match.index + whole.length - body.length - (/<\/script\s*>$/i.exec(whole)?.[0].length ?? 0);
    kept.push({ start, end: start + body.length });
  }
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of kept) {
    parts.push(blank(source.slice(at, start)), source.slice(start, end));
    at = end;
  }
  parts.push(blank(source.slice(at)));
  return { text: parts.join(""), lang: isTypescript ? "ts" : "jsx", sources };
}

function attributeOf(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes);
  return match === null ? null : (match[1] ?? match[2] ?? "");
}

function withoutMarkupComments(source: string): string {
  return source.replace(/<!--[\s\S]*?-->/g, blank);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
