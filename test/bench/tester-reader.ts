import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Bindings } from "../../src/checks/flow/bindings";
import { propertyName } from "../../src/checks/flow/members";
import { child, children, stringValue, text, unwrapped, type SyntaxNode } from "../../src/checks/syntax/node";
import { SourceFile, type NativeParser } from "../../src/checks/syntax/source-file";
import { categoryOf, isHeldBack, type Label, type LabelledFile } from "./label-reader";

/** What a case says of itself. */
interface Case {
  readonly code: string;
  readonly isPositive: boolean;
  /** Lines of the case that are wrong, 1-based; none where only the whole case is. */
  readonly lines: readonly number[];
}

/** Names that say no category of their own: what the package is about does. */
const GENERAL = /inject|unsafe|hardcod|insecure|mass.?assign|require-tls|super-linear/;
/** Cases of a tool's own settings say nothing about the code. */
const SETTINGS = /^(options|settings|filename)$/;

/**
 * Reads the cases of rule testers (`valid`, `invalid`) below a folder, and files called `error-…` and `allow-…`, each as a
 * file of its own. A right case is right on each of its lines; a wrong one on the lines its errors name, or as a whole.
 */
export async function readTesters(root: string): Promise<readonly LabelledFile[]> {
  const parser = await import("oxc-parser");
  const files: LabelledFile[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.[jt]sx?$/.test(entry.name)) continue;
    const name = relative(root, path);
    const category = categoryOfRule(name);
    if (category === null) continue;
    const source = readFileSync(path, "utf8");
    const marked = /^(error|allow)-/.exec(entry.name);
    const cases = marked !== null ? [{ code: source, isPositive: marked[1] === "error", lines: [] }] : casesOf(parser, path, source);
    const wrong = new Set(cases.filter((one) => one.isPositive).map(({ code }) => code));
    cases.forEach((one, index) => {
      if (!one.isPositive && wrong.has(one.code)) return;
      files.push(asFile(name, `${name.replace(/[^/]*$/, "")}${basename(name).replace(/\..*$/, "")}-${String(index)}.tsx`, one, category));
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function categoryOfRule(path: string): string | null {
  const rule = /^(error|allow)-/.test(basename(path)) ? path.replace(/^.*\/rules\//, "") : basename(path) === "index.ts" ? basename(join(path, "..")) : /rules\/([^/]+)\/[^/]+$/.exec(path)?.[1] ?? basename(path);
  if (/object-injection/.test(rule)) return "prototype";
  return categoryOf(rule) ?? (GENERAL.test(rule) ? categoryOf(path) : null);
}

function asFile(source: string, path: string, { code, isPositive, lines }: Case, category: string): LabelledFile {
  const last = code.split("\n").length;
  const places = isPositive && lines.length > 0 ? [...new Set(lines)].map((line) => ({ line, endLine: line })) : [{ line: 1, endLine: last }];
  return { path, text: code, labels: places.map((place): Label => ({ path, ...place, category, isPositive, isHeldBack: isHeldBack(source) })) };
}

function casesOf(parser: NativeParser, path: string, source: string): readonly Case[] {
  const tree = SourceFile.parse(parser, path, source);
  if (tree === null) return [];
  const bindings = new Bindings(tree);
  return tree.nodes("Property").flatMap((property) => {
    const kind = propertyName(property);
    const list = unwrapped(child(property, "value"));
    if ((kind !== "valid" && kind !== "invalid") || list?.type !== "ArrayExpression") return [];
    return children(list, "elements").flatMap((element) => caseOf(tree, bindings, unwrapped(element), kind === "invalid"));
  });
}

function caseOf(tree: SourceFile, bindings: Bindings, given: SyntaxNode | null, isPositive: boolean): readonly Case[] {
  if (given === null) return [];
  if (given.type !== "ObjectExpression") {
    const code = textOf(tree, bindings, given);
    return code === null ? [] : [{ code, isPositive, lines: [] }];
  }
  const properties = new Map(children(given, "properties").map((property) => [propertyName(property) ?? "", child(property, "value")]));
  const code = textOf(tree, bindings, properties.get("code") ?? null);
  if (code === null || code.trim() === "" || [...properties.keys()].some((name) => SETTINGS.test(name))) return [];
  const errors = unwrapped(properties.get("errors") ?? null);
  const lines = children(errors, "elements").flatMap((error) => children(error, "properties").filter((property) => propertyName(property) === "line").map((property) => child(property, "value")?.["value"]));
  return [{ code, isPositive, lines: lines.filter((line): line is number => typeof line === "number") }];
}

/** The text that a case's code is written as: a literal, a sum, joined lines, a template (raw or not), a constant's name. */
function textOf(tree: SourceFile, bindings: Bindings, given: SyntaxNode | null, hops = 0): string | null {
  const node = unwrapped(given);
  if (node === null || hops > 20) return null;
  const known = stringValue(node);
  if (known !== null) return known;
  if (node.type === "TaggedTemplateExpression") {
    const [quasi] = children(child(node, "quasi"), "quasis");
    return quasi === undefined || children(child(node, "quasi"), "expressions").length > 0 ? null : tree.textOf(quasi);
  }
  if (node.type === "BinaryExpression" && text(node, "operator") === "+") {
    const [left, right] = [textOf(tree, bindings, child(node, "left"), hops + 1), textOf(tree, bindings, child(node, "right"), hops + 1)];
    return left === null || right === null ? null : left + right;
  }
  if (node.type === "CallExpression") {
    const callee = unwrapped(child(node, "callee"));
    const list = unwrapped(child(callee, "object"));
    if (text(child(callee, "property"), "name") !== "join" || list?.type !== "ArrayExpression") return null;
    const parts = children(list, "elements").map((element) => textOf(tree, bindings, element, hops + 1));
    return parts.includes(null) ? null : parts.join(stringValue(children(node, "arguments")[0] ?? null) ?? ",");
  }
  return node.type === "Identifier" ? textOf(tree, bindings, bindings.onlyValue(node), hops + 1) : null;
}
