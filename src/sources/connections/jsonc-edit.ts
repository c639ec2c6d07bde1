/**
 * Puts values into JSON with comments, and takes them out, touching nothing else. jsonc-parser's own `modify` formats the
 * neighbours of what it removes, and then a file isn't given back as it was.
 */
import { createScanner, findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Node } from "jsonc-parser";

type Path = readonly (string | number)[];

/** jsonc-parser's `SyntaxKind` is a const enum, which isolated modules can't import. */
const COMMA = 5;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const BLANKS = 15;
const END = 17;

/** Sets a property, making the objects on the way to it; or replaces the value there. The text must be valid JSON with comments. */
export function setAt(text: string, path: Path, value: unknown): string {
  const root = treeOf(text);
  const present = path.length === 0 ? root : findNodeAtLocation(root, [...path]);
  if (present !== undefined) return splice(text, present.offset, present.length, written(text, value, indentAt(text, present.offset)));
  let known = path.length - 1;
  while (known > 0 && findNodeAtLocation(root, path.slice(0, known)) === undefined) known -= 1;
  const holder = known === 0 ? root : (findNodeAtLocation(root, path.slice(0, known)) ?? root);
  const nested = path.slice(known + 1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return insert(text, holder, (indent) => `${JSON.stringify(String(path[known]))}: ${written(text, nested, indent)}`);
}

/** Adds an item at the end of a list. */
export function appendTo(text: string, path: Path, value: unknown): string {
  const list = findNodeAtLocation(treeOf(text), [...path]);
  return list === undefined ? setAt(text, path, [value]) : insert(text, list, (indent) => written(text, value, indent));
}

/** Takes a property or an item out, with its comma; comments beside it stay. */
export function removeAt(text: string, path: Path): string {
  const node = findNodeAtLocation(treeOf(text), [...path]);
  if (node === undefined) return text;
  const child = node.parent?.type === "property" ? node.parent : node;
  const siblings = child.parent?.children ?? [];
  const index = siblings.indexOf(child);
  const end = child.offset + child.length;
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous !== undefined) {
    const from = previous.offset + previous.length;
    const kept = withoutComma(text.slice(from, child.offset)).trimEnd();
    return text.slice(0, from) + kept + (/\/\/[^\n]*$/.test(kept) && !/^\s*[\r\n]/.test(text.slice(end)) ? "\n" : "") + text.slice(end);
  }
  if (next !== undefined) return text.slice(0, child.offset) + withoutComma(text.slice(end, next.offset)).trimStart() + text.slice(next.offset);
  const open = (child.parent?.offset ?? 0) + 1;
  const close = (child.parent?.offset ?? 0) + (child.parent?.length ?? 0) - 1;
  return text.slice(0, open) + text.slice(open, child.offset).trimEnd() + withoutComma(text.slice(end, close)).trimEnd() + text.slice(close);
}

function treeOf(text: string): Node {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) throw new Error("expected JSON that was parsed before");
  return root;
}

function insert(text: string, holder: Node, render: (indent: string) => string): string {
  const eol = eolOf(text);
  const children = holder.children ?? [];
  const last = children[children.length - 1];
  const close = holder.offset + holder.length - 1;
  if (last === undefined) {
    const outer = indentAt(text, holder.offset);
    const inside = text.slice(holder.offset + 1, close).trimEnd();
    if (!text.trim().includes("\n") && text.trim() !== "{}") return splice(text, holder.offset + 1, close - holder.offset - 1, inside + render(""));
    return splice(text, holder.offset + 1, close - holder.offset - 1, `${inside}${eol}${outer}${unitOf(text)}${render(outer + unitOf(text))}${eol}${outer}`);
  }
  const end = last.offset + last.length;
  const isMultiline = text.slice(holder.offset, last.offset).includes("\n");
  const { comma, after } = tailOf(text, end, close);
  const head = text.slice(0, end) + (comma ? "" : ",") + text.slice(end, after);
  if (!isMultiline) return head + render("") + text.slice(after);
  const first = children[0]?.offset ?? end;
  const indent = indentAt(text, first);
  return `${head}${eol}${indent}${render(indent)}${text.slice(after)}`;
}

/** Whether a comma follows, and where the line's own comments end. */
function tailOf(text: string, from: number, close: number): { readonly comma: boolean; readonly after: number } {
  const scanner = createScanner(text.slice(from, close), false);
  let comma = false;
  let after = from;
  for (let kind: number = scanner.scan(); kind !== END && kind !== LINE_BREAK; kind = scanner.scan()) {
    if (kind === COMMA) comma = true;
    if (kind === COMMA || kind === LINE_COMMENT || kind === BLOCK_COMMENT) after = from + scanner.getTokenOffset() + scanner.getTokenLength();
    else if (kind !== BLANKS) break;
  }
  return { comma, after };
}

/** The text between two values without the comma that parts them. */
function withoutComma(between: string): string {
  const scanner = createScanner(between, false);
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    if (kind === COMMA) return between.slice(0, scanner.getTokenOffset()) + between.slice(scanner.getTokenOffset() + 1);
  }
  return between;
}

/** In the file's own style; on one line where the whole file is. */
function written(text: string, value: unknown, indent: string): string {
  if (!text.trim().includes("\n") && text.trim() !== "{}") return JSON.stringify(value);
  return JSON.stringify(value, null, unitOf(text)).split("\n").join(`${eolOf(text)}${indent}`);
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
}

function unitOf(text: string): string {
  const first = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  return first.startsWith("\t") ? "\t" : first.slice(0, 8);
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function splice(text: string, offset: number, length: number, put: string): string {
  return text.slice(0, offset) + put + text.slice(offset + length);
}
