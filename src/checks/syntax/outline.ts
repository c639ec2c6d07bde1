import type { Outline } from "../../core/ports";
import { child, children, dottedName, isFunction, stringValue, text, type SyntaxNode } from "./node";
import type { SourceFile } from "./source-file";

type Declaration = Outline["declarations"][number];

/** A declaration with its span, for finding what encloses an offset. */
export interface SpannedDeclaration {
  readonly name: string;
  readonly kind: Declaration["kind"];
  /** UTF-16 offsets, decorators and `export` included, end exclusive. */
  readonly start: number;
  readonly end: number;
}

const TEST_CALLS = /^(describe|context|suite|it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll|bench|xit|xdescribe|fit|fdescribe|xtest)(\.\w+)*(\(\))?$/;

/** Functions, classes, methods, variables that hold functions, types, and the blocks of test files; outermost first. */
export function declarationsOf(file: SourceFile): readonly SpannedDeclaration[] {
  const found: SpannedDeclaration[] = [];
  const add = (kind: Declaration["kind"], name: string | null, node: SyntaxNode) => {
    const outer = file.parent(node);
    const whole = outer !== null && /^Export(Named|Default)Declaration$/.test(outer.type) ? outer : node;
    // oxc starts a decorated class at `class` where the decorators stand before `export`.
    const start = Math.min(whole.start, ...children(node, "decorators").map((decorator) => decorator.start));
    found.push({ kind, name: name ?? "default", start, end: whole.end });
  };
  const identifier = (node: SyntaxNode | null) => text(node, "name") ?? text(node, "value");

  for (const node of file.nodes("FunctionDeclaration", "TSDeclareFunction")) add("function", identifier(child(node, "id")), node);
  for (const node of file.nodes("ClassDeclaration", "ClassExpression")) add("class", classNameOf(file, node), node);
  for (const node of file.nodes("TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSEnumDeclaration", "TSModuleDeclaration")) {
    add("type", identifier(child(node, "id")) ?? dottedName(child(node, "id")), node);
  }
  for (const node of file.nodes("MethodDefinition", "TSAbstractMethodDefinition", "PropertyDefinition", "AccessorProperty")) {
    if (node.type.includes("Property") && !isFunction(child(node, "value"))) continue;
    const owner = file.parent(file.parent(node) ?? node);
    const name = identifier(child(node, "key")) ?? "computed";
    add("method", owner === null ? name : `${classNameOf(file, owner) ?? "class"}.${name}`, node);
  }
  for (const node of file.nodes("Property")) {
    if (isFunction(child(node, "value")) && node["kind"] === "init") add("method", identifier(child(node, "key")), node);
  }
  for (const node of file.nodes("VariableDeclarator")) {
    const statement = file.parent(node);
    if (statement === null || !holdsFunction(child(node, "init"))) continue;
    const only = children(statement, "declarations").length === 1;
    add("variable", identifier(child(node, "id")), only ? statement : node);
  }
  for (const node of file.nodes("ExportDefaultDeclaration")) {
    if (/^(Arrow)?FunctionExpression$/.test(child(node, "declaration")?.type ?? "")) add("function", "default", node);
  }
  for (const node of file.nodes("CallExpression")) {
    const callee = child(node, "callee");
    const name = dottedName(callee);
    if (name === null || !TEST_CALLS.test(name) || !children(node, "arguments").some(isFunction)) continue;
    const title = stringValue(children(node, "arguments")[0] ?? null);
    add("function", title === null ? name : `${name} ${title.slice(0, 120)}`, node);
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function classNameOf(file: SourceFile, node: SyntaxNode): string | null {
  const own = text(child(node, "id"), "name");
  if (own !== null) return own;
  const outer = file.parent(node);
  return outer?.type === "VariableDeclarator" ? text(child(outer, "id"), "name") : null;
}

/** A function, or a function handed to a wrapper as `memo(() => …)` or `useCallback(() => …)`. */
function holdsFunction(init: SyntaxNode | null): boolean {
  if (isFunction(init)) return true;
  return init?.type === "CallExpression" && isFunction(children(init, "arguments")[0] ?? null);
}

/** The form that `Outline` takes: 1-based lines, ends inclusive. */
export function outlineDeclarations(file: SourceFile): readonly Declaration[] {
  return declarationsOf(file).map(({ name, kind, start, end }) => ({
    name,
    kind,
    startLine: file.lines.lineOf(start) + 1,
    endLine: file.lines.lineOf(Math.max(start, end - 1)) + 1,
  }));
}
