import type { View } from "./view";

/** A value in a pipeline's file, and the keys that lead to it. */
export interface PipelineValue {
  /** Outermost first; an item of a list is `-` and a number that nothing else in the file has. */
  readonly keys: readonly string[];
  /** Without quotes and comment; empty where a block follows. */
  readonly value: string;
  /** Where its line begins. */
  readonly offset: number;
  /** The lines of a block, `run: |`. */
  readonly block: readonly { readonly text: string; readonly offset: number }[];
}

/** Ends a line for YAML, or looks like a space that is none. */
const STRANGE_SPACE = /\r(?!\n)|\u0085|[^\S \t\r\n]/;
/** A longer line is no person's; hostile ones cost the more. */
const MAXIMUM_LENGTH = 2000;

interface Level {
  readonly indent: number;
  readonly key: string;
  /** Nothing can stand below a value. */
  readonly hasValue: boolean;
}

const KEY = /^(["']?)([\w./$ -]+)\1\s*:(?:\s+(.*))?$/;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;

/**
 * The values of a pipeline's file; null where it holds anything that these lines alone don't tell for sure: anchors and
 * what they are put in for, tags, values that go over several lines without a block.
 */
export function outlineOf(view: View): readonly PipelineValue[] | null {
  if (STRANGE_SPACE.test(view.text)) return null;
  const found: PipelineValue[] = [];
  const levels: Level[] = [];
  let open: { readonly indent: number; readonly lines: { readonly text: string; readonly offset: number }[] } | null = null;
  let items = 0;
  for (const { text, offset } of view.eachLine()) {
    const indent = text.search(/\S/);
    if (open !== null && (indent < 0 || indent > open.indent)) {
      open.lines.push({ text, offset });
      continue;
    }
    open = null;
    if (indent < 0 || text.charAt(indent) === "#" || (text === "---" && found.length === 0)) continue;
    if (/^ *\t/.test(text) || text.length > MAXIMUM_LENGTH) return null;
    let at = indent;
    let rest = text.slice(at);
    for (let dash = /^-(\s+|$)/.exec(rest); dash !== null; dash = /^-(\s+|$)/.exec(rest)) {
      leave(levels, (level) => level.indent > at || (level.indent === at && level.key.startsWith("-")));
      if (levels[levels.length - 1]?.hasValue === true) return null;
      levels.push({ indent: at, key: `-${String(items++)}`, hasValue: false });
      at += dash[0].length;
      rest = text.slice(at);
    }
    const key = KEY.exec(rest);
    if (key === null && at === indent) return null;
    const written = valueOf(key === null ? rest : (key[3] ?? ""));
    if (written === null) return null;
    if (key !== null) {
      leave(levels, (level) => level.indent >= at);
      if (levels[levels.length - 1]?.hasValue === true) return null;
      levels.push({ indent: at, key: key[2] ?? "", hasValue: written !== "" });
    }
    const isBlock = /^[|>][-+\d]*$/.test(written);
    if (isBlock) open = { indent: key === null ? indent : at, lines: [] };
    found.push({ keys: levels.map((level) => level.key), value: isBlock ? "" : written.replace(/^(["'])(.*)\1$/, "$2"), offset, block: open?.lines ?? [] });
  }
  return found;
}

function leave(levels: Level[], isOver: (level: Level) => boolean): void {
  for (let last = levels[levels.length - 1]; last !== undefined && isOver(last); last = levels[levels.length - 1]) levels.pop();
}

/** A value as it is written, without its comment; null for one that ends in another line or stands for another one. */
function valueOf(written: string): string | null {
  const bare = written.replace(QUOTED, (quoted) => "Q".repeat(quoted.length));
  const text = written.slice(0, bare.search(/(^|\s)#/) < 0 ? undefined : bare.search(/(^|\s)#/)).trim();
  if (/^["']/.test(bare) || /^[&*!?%@`,\]}]/.test(text)) return null;
  if (/^["']/.test(text)) return /^Q+$/.test(bare.slice(0, text.length)) ? text : null;
  if (/^[[{]/.test(text)) return isClosed(bare.slice(0, text.length)) ? text : null;
  return /^[|>]/.test(text) && !/^[|>][-+\d]*$/.test(text) ? null : text;
}

function isClosed(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return /[\]}]$/.test(text) && count(/[[{]/g) === count(/[\]}]/g) && !/["']/.test(text);
}
