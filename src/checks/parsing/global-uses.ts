import { child, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import type { GlobalUse } from "./protocol";

/** Globals that only one of the worlds has. What both have (URL, fetch, Event, crypto…) is nobody's. */
const GLOBALS: Readonly<Record<GlobalUse["of"], ReadonlySet<string>>> = {
  node: new Set("process Buffer __dirname __filename global setImmediate clearImmediate require".split(" ")),
  dom: new Set(
    "window document navigator localStorage sessionStorage location history alert confirm prompt XMLHttpRequest getComputedStyle requestAnimationFrame cancelAnimationFrame customElements MutationObserver IntersectionObserver ResizeObserver matchMedia indexedDB HTMLElement HTMLInputElement Image Audio FileReader DOMParser".split(" "),
  ),
};

/** Parents whose child of that field is a name, not a use. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ["property"],
  Property: ["key"],
  PropertyDefinition: ["key"],
  MethodDefinition: ["key"],
  AccessorProperty: ["key"],
  TSAbstractMethodDefinition: ["key"],
  TSAbstractPropertyDefinition: ["key"],
  TSEnumMember: ["id"],
  LabeledStatement: ["label"],
  BreakStatement: ["label"],
  ContinueStatement: ["label"],
  ExportSpecifier: ["exported"],
  ImportSpecifier: ["imported"],
  JSXAttribute: ["name"],
  MetaProperty: ["meta", "property"],
};

const BINDINGS = ["VariableDeclarator", "FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "ClassDeclaration", "ClassExpression", "ImportSpecifier", "ImportDefaultSpecifier", "ImportNamespaceSpecifier", "CatchClause", "TSImportEqualsDeclaration", "TSEnumDeclaration", "TSModuleDeclaration", "TSDeclareFunction"];

/**
 * Uses of globals of Node and of a browser's page, as values. A name that the file binds anywhere is taken for that
 * binding everywhere in it, so that nothing is reported that a closer look would take back.
 */
export function globalUses(file: SourceFile): readonly GlobalUse[] {
  const bound = boundNames(file);
  return file.nodes("Identifier", "JSXIdentifier").flatMap((node): readonly GlobalUse[] => {
    const name = typeof node["name"] === "string" ? node["name"] : "";
    const of = GLOBALS.node.has(name) ? "node" : GLOBALS.dom.has(name) ? "dom" : null;
    if (of === null || bound.has(name) || isName(file, node) || isType(file, node)) return [];
    const start = file.lines.position(node.start);
    const end = file.lines.position(node.end);
    return [{ name, of, startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }];
  });
}

function isName(file: SourceFile, node: SyntaxNode): boolean {
  const parent = file.parent(node);
  const fields = parent === null ? undefined : NAMES[parent.type];
  if (parent === null || fields === undefined || parent["computed"] === true) return false;
  return fields.some((field) => parent[field] === node) && !(parent.type === "Property" && parent["shorthand"] === true);
}

/** `typeof window` in a type, and names of types, are erased; `typeof window` as an expression only asks whether it is there. */
function isType(file: SourceFile, node: SyntaxNode): boolean {
  for (const outer of file.ancestors(node)) {
    if (/^TS(TypeReference|TypeQuery|QualifiedName|TypeAnnotation|InterfaceHeritage|ClassImplements|InterfaceDeclaration|TypeAliasDeclaration|TypeParameterInstantiation)$/.test(outer.type)) return true;
    if (outer.type === "UnaryExpression" && outer["operator"] === "typeof" && child(outer, "argument") === node) return true;
    if (/Statement$|^Program$|Declaration$/.test(outer.type)) return outer["declare"] === true;
  }
  return false;
}

function boundNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (pattern: unknown): void => {
    const stack: unknown[] = [pattern];
    while (stack.length > 0) {
      const node = stack.pop() as SyntaxNode | null | undefined;
      if (node === null || node === undefined) continue;
      if (Array.isArray(node)) stack.push(...(node as unknown[]));
      else if (node.type === "Identifier" && typeof node["name"] === "string") names.add(node["name"]);
      else if (node.type === "ObjectPattern") stack.push(node["properties"]);
      else if (node.type === "Property") stack.push(node["value"]);
      else if (node.type === "ArrayPattern") stack.push(node["elements"]);
      else if (node.type === "AssignmentPattern") stack.push(node["left"]);
      else if (node.type === "RestElement") stack.push(node["argument"]);
      else if (node.type === "TSParameterProperty") stack.push(node["parameter"]);
    }
  };
  for (const node of file.nodes(...BINDINGS)) {
    // What is only declared is the global itself.
    if (node["declare"] === true || (node.type === "VariableDeclarator" && file.parent(node)?.["declare"] === true)) continue;
    bind(node["id"]);
    bind(node["local"]);
    bind(node["params"]);
    bind(node["param"]);
  }
  return names;
}
