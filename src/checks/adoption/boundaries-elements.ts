import type { LeftOption } from "../../core/ports";
import type { StaticValue } from "../parsing/static-value";
import { asObject, asText, asTexts } from "./plain-values";

/** A type of element with the globs that mean its files. */
export interface ElementGlob {
  readonly type: string;
  readonly globs: readonly string[];
}

/**
 * Elements of eslint-plugin-boundaries as globs: patterns are matched from the right there, so they stand below any folder;
 * the first element that matches a file is the one it belongs to. `compared`: names of captures that rules compare.
 */
export function elementGlobs(elements: readonly StaticValue[], ignored: readonly string[], compared: ReadonlySet<string>): { readonly elements: readonly ElementGlob[]; readonly left: readonly Omit<LeftOption, "line">[] } {
  const left: Omit<LeftOption, "line">[] = [];
  const made: { readonly type: string; readonly own: readonly string[] }[] = [];
  elements.forEach((element, index) => {
    const object = asObject(element) ?? {};
    const at = `settings.boundaries/elements[${index}]`;
    const type = asText(object["type"]);
    if (type === null) {
      left.push({ option: at, why: "an element without a type has no counterpart" });
      return;
    }
    for (const key of Object.keys(object)) if (!/^(type|pattern|mode|capture|basePattern|baseCapture)$/.test(key)) left.push({ option: `${at}.${key}`, why: "it has no counterpart" });
    const mode = asText(object["mode"]) ?? "folder";
    const own = asTexts(object["pattern"]).map((pattern) => {
      const base = asText(object["basePattern"]);
      const { glob, isNarrow } = captured(pattern, { names: asTexts(object["capture"]), part: mode === "folder" ? "part" : null, compared });
      const start = base === null ? null : captured(base, { names: asTexts(object["baseCapture"]), part: null, compared });
      if (isNarrow || start?.isNarrow === true) left.push({ option: at, why: "a capture of ** stands for one folder here" });
      const rest = mode === "folder" ? `${glob.replace(/\/\*\*(\/\*)?$/, "").replace(/\/$/, "")}/**` : glob;
      return mode === "full" ? rest : start === null ? (rest.startsWith("**/") ? rest : `**/${rest}`) : `${start.glob.startsWith("**/") ? start.glob : `**/${start.glob}`}/**/${rest}`;
    });
    made.push({ type, own });
  });
  return { elements: merged(made, ignored), left };
}

function merged(made: readonly { readonly type: string; readonly own: readonly string[] }[], ignored: readonly string[]): readonly ElementGlob[] {
  const types = [...new Set(made.map(({ type }) => type))];
  return types.map((type) => {
    const first = made.findIndex((one) => one.type === type);
    const own = made.filter((one) => one.type === type).flatMap((one) => one.own);
    const earlier = made.slice(0, first).filter((one) => one.type !== type).flatMap((one) => one.own).filter((glob) => own.some((mine) => canOverlap(glob, mine)));
    return { type, globs: [...own, ...[...new Set([...earlier, ...ignored])].map((glob) => `!${glob.replace(/<[^>]+>/g, "*")}`)] };
  });
}

/** Whether the plain beginnings of two globs leave room for a file that both match. */
function canOverlap(one: string, other: string): boolean {
  const [a, b] = [plainStart(one), plainStart(other)];
  return a.startsWith(b) || b.startsWith(a);
}

function plainStart(glob: string): string {
  return glob.replace(/^\*\*\//, "").replace(/[*<{(].*$/s, "");
}

/** Wildcards and groups get the capture names in order; `part`: what further wildcards are called, each of which is an element of its own. */
function captured(pattern: string, { names, part, compared }: { readonly names: readonly string[]; readonly part: string | null; readonly compared: ReadonlySet<string> }): { readonly glob: string; readonly isNarrow: boolean } {
  let index = 0;
  let isNarrow = false;
  const clean = pattern.replace(/^\.\//, "").replace(/\/$/, "");
  const glob = clean.replace(/\(([^()]*)\)|\*\*|\*/g, (whole, group: string | undefined, offset: number) => {
    const name = names[index];
    const isTail = whole === "**" && offset + 2 >= clean.length;
    if (whole === "**" && (name === undefined || isTail || !compared.has(name))) {
      if (name !== undefined && !isTail) index++;
      return whole;
    }
    if (group !== undefined && group !== "*") {
      index++;
      return `{${group.split("|").join(",")}}`;
    }
    index++;
    if (whole === "**") isNarrow = true;
    if (name !== undefined && /^[A-Za-z][\w-]*$/.test(name)) return `<${name}>`;
    return part === null ? "*" : `<${part}${index}>`;
  });
  return { glob, isNarrow };
}
