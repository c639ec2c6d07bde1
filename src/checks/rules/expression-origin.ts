import { child, children, dottedName, isFunction, stringValue, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/** What is known about an expression without types and without leaving the file. */
export interface ExpressionOrigin {
  /** Literal parts of a built string, joined; what the string is for shows here. */
  readonly literalText: string;
  /** Parts whose value is not known, as written. */
  readonly unknownParts: readonly SyntaxNode[];
  /** Strings are put together (template, `+`, `concat`, `join`, `format`). */
  readonly isBuilt: boolean;
}

/** Names of what comes from outside: requests, environment, arguments, addresses. */
const OUTSIDE = /(^|\.)(req|request|ctx|params|query|body|headers|cookies|argv|searchParams|formData|payload|userInput|input|location|event)(\.|$|\(\))|process\.(env|argv)|(^|\.)(location|document)\.(hash|search|href|cookie|referrer|URL)/;

const HARMLESS_CALLS = /(^|\.)(Number|parseInt|parseFloat|BigInt|Boolean|toFixed|encodeURIComponent|encodeURI|getTime|toISOString|randomUUID|createHash\(\)\.\w+|digest|now)$/;
const MAXIMUM_DEPTH = 12;
/** Parts of one expression that are followed; a string of more parts is generated or hostile. */
const MAXIMUM_PARTS = 300;

/** Follows an expression back through the constants of its file. */
export function originOf(tree: SourceFile, expression: SyntaxNode | null, isSanitizer: (name: string) => boolean): ExpressionOrigin {
  const literals: string[] = [];
  const unknownParts: SyntaxNode[] = [];
  let isBuilt = false;
  const visited = new Set<SyntaxNode>();
  const visit = (given: SyntaxNode | null, depth: number): void => {
    const node = unwrapped(given);
    if (node === null || visited.has(node)) return;
    visited.add(node);
    if (depth > MAXIMUM_DEPTH || visited.size > MAXIMUM_PARTS) {
      unknownParts.push(node);
      return;
    }
    switch (node.type) {
      case "Literal":
        literals.push(text(node, "value") ?? text(node, "raw") ?? "");
        return;
      case "TemplateLiteral":
        if (children(node, "expressions").length > 0) isBuilt = true;
        for (const quasi of children(node, "quasis")) literals.push(tree.textOf(quasi));
        for (const part of children(node, "expressions")) visit(part, depth + 1);
        return;
      case "BinaryExpression":
        if (text(node, "operator") !== "+") return;
        isBuilt = true;
        // A long sum leans to the left; walking it needs no depth.
        for (let sum: SyntaxNode | null = node; sum !== null; ) {
          visit(child(sum, "right"), depth + 1);
          const left: SyntaxNode | null = unwrapped(child(sum, "left"));
          if (left?.type === "BinaryExpression" && text(left, "operator") === "+") sum = left;
          else {
            visit(left, depth + 1);
            sum = null;
          }
        }
        return;
      case "ConditionalExpression":
        visit(child(node, "consequent"), depth + 1);
        visit(child(node, "alternate"), depth + 1);
        return;
      case "LogicalExpression":
        visit(child(node, "left"), depth + 1);
        visit(child(node, "right"), depth + 1);
        return;
      case "UnaryExpression":
        return;
      case "ArrayExpression":
        for (const element of children(node, "elements")) visit(element, depth + 1);
        return;
      case "CallExpression":
        visitCall(node, depth);
        return;
      case "Identifier":
        visitName(node, depth);
        return;
      case "MemberExpression":
        // `NAMES.users` of a constant object, or a number such as `rows.length`.
        if (/^(length|size)$/.test(text(child(node, "property"), "name") ?? "")) return;
        if (isConstantObject(tree, node)) return;
        unknownParts.push(node);
        return;
      default:
        unknownParts.push(node);
    }
  };
  const visitCall = (node: SyntaxNode, depth: number): void => {
    const callee = unwrapped(child(node, "callee"));
    const name = dottedName(callee) ?? "";
    if (HARMLESS_CALLS.test(name) || isSanitizer(name)) return;
    const method = text(child(callee, "property"), "name");
    const receiver = child(callee, "object");
    if (callee?.type === "MemberExpression" && (method === "concat" || method === "join")) {
      isBuilt = true;
      visit(receiver, depth + 1);
      if (method === "concat") for (const argument of children(node, "arguments")) visit(argument, depth + 1);
      return;
    }
    if (/(^|\.)(format|sprintf)$/.test(name) && children(node, "arguments").length > 1) {
      isBuilt = true;
      for (const argument of children(node, "arguments")) visit(argument, depth + 1);
      return;
    }
    if (callee?.type === "MemberExpression" && /^(trim|trimEnd|trimStart|toLowerCase|toUpperCase|toString|replace|replaceAll|slice|substring|repeat|padStart|padEnd)$/.test(method ?? "")) {
      visit(receiver, depth + 1);
      return;
    }
    // `ids.map(() => "?")` gives placeholders only.
    if (method === "map" && isFunction(children(node, "arguments")[0] ?? null)) {
      const body = unwrapped(child(children(node, "arguments")[0] ?? null, "body"));
      if (body !== null && body.type !== "BlockStatement") {
        const parameters = new Set(children(children(node, "arguments")[0] ?? null, "params").slice(1).map((parameter) => text(parameter, "name")));
        const fixed = stringValue(body);
        if (fixed !== null) {
          literals.push(fixed);
          return;
        }
        // The index is a number.
        const names = [body, ...tree.within(body, "Identifier")].filter((inner) => inner.type === "Identifier").map((inner) => text(inner, "name"));
        if (names.length > 0 && names.every((inner) => parameters.has(inner))) return;
      }
    }
    unknownParts.push(node);
  };
  const visitName = (node: SyntaxNode, depth: number): void => {
    const name = text(node, "name") ?? "";
    if (name === "undefined" || name === "NaN" || name === "Infinity") return;
    const declaration = declarationOf(tree, node, name);
    if (declaration === null || declaration.type !== "VariableDeclarator" || child(declaration, "id")?.type !== "Identifier" || isLoopVariable(tree, declaration)) {
      // An imported constant by the field's convention.
      if (declaration === null && /^[A-Z][A-Z0-9_]+$/.test(name)) return;
      unknownParts.push(node);
      return;
    }
    const init = child(declaration, "init");
    const writes = assignmentsTo(tree, name, declaration);
    if (init === null && writes.length === 0) {
      unknownParts.push(node);
      return;
    }
    visit(init, depth + 1);
    for (const write of writes) {
      if (text(write, "operator") === "+=") isBuilt = true;
      visit(child(write, "right"), depth + 1);
    }
  };
  visit(expression, 0);
  return { literalText: literals.join(" "), unknownParts, isBuilt };
}

/** Whether a part comes from outside as far as the file shows: a request, the environment, or a parameter of its function. */
export function isFromOutside(tree: SourceFile, part: SyntaxNode): boolean {
  const names = [part, ...tree.within(part, "Identifier", "MemberExpression")];
  return names.some((node) => {
    const dotted = node.type === "Identifier" || node.type === "MemberExpression" ? dottedName(node) : null;
    if (dotted !== null && OUTSIDE.test(dotted)) return true;
    if (node.type !== "Identifier") return false;
    const declaration = declarationOf(tree, node, text(node, "name") ?? "");
    if (declaration === null) return false;
    if (isFunction(declaration)) return true;
    const init = declaration.type === "VariableDeclarator" ? child(declaration, "init") : null;
    const origin = init === null ? null : dottedName(unwrapped(init));
    return origin !== null && OUTSIDE.test(origin);
  });
}

/** Declarations of a file by the node that is their scope. */
const scopes = new WeakMap<SourceFile, ReadonlyMap<SyntaxNode, ReadonlyMap<string, SyntaxNode>>>();

/** The declarator of a name, or the function whose parameter it is; null where the file has none in scope. */
function declarationOf(tree: SourceFile, node: SyntaxNode, name: string): SyntaxNode | null {
  let found = scopes.get(tree);
  if (found === undefined) scopes.set(tree, (found = readScopes(tree)));
  for (const outer of tree.ancestors(node)) {
    const declaration = found.get(outer)?.get(name);
    if (declaration !== undefined) return declaration;
  }
  return null;
}

function readScopes(tree: SourceFile): ReadonlyMap<SyntaxNode, ReadonlyMap<string, SyntaxNode>> {
  const found = new Map<SyntaxNode, Map<string, SyntaxNode>>();
  const declare = (scope: SyntaxNode | null, pattern: SyntaxNode | null, declaration: SyntaxNode) => {
    if (scope === null || pattern === null) return;
    const names = found.get(scope) ?? new Map<string, SyntaxNode>();
    found.set(scope, names);
    for (const bound of pattern.type === "Identifier" ? [pattern] : tree.within(pattern, "Identifier")) {
      const name = text(bound, "name");
      if (name !== null && !names.has(name)) names.set(name, declaration);
    }
  };
  const scopeOf = (statement: SyntaxNode | null) => {
    const outer = statement === null ? null : tree.parent(statement);
    return outer !== null && /^Export/.test(outer.type) ? tree.parent(outer) : outer;
  };
  for (const declarator of tree.nodes("VariableDeclarator")) declare(scopeOf(tree.parent(declarator)), child(declarator, "id"), declarator);
  for (const node of tree.nodes("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression")) {
    if (node.type === "FunctionDeclaration") declare(scopeOf(node), child(node, "id"), node);
    for (const parameter of children(node, "params")) declare(node, parameter, node);
  }
  for (const clause of tree.nodes("CatchClause")) declare(clause, child(clause, "param"), clause);
  return found;
}

function isLoopVariable(tree: SourceFile, declarator: SyntaxNode): boolean {
  const statement = tree.parent(declarator);
  const loop = statement === null ? null : tree.parent(statement);
  return loop !== null && /^For(In|Of)Statement$/.test(loop.type) && child(loop, "left") === statement;
}

/** Assignments to a variable inside the block that declares it. */
function assignmentsTo(tree: SourceFile, name: string, declarator: SyntaxNode): readonly SyntaxNode[] {
  const statement = tree.parent(declarator);
  if (statement === null || text(statement, "kind") === "const") return [];
  let block = tree.parent(statement);
  if (block !== null && /^Export/.test(block.type)) block = tree.parent(block);
  if (block === null) return [];
  return tree.within(block, "AssignmentExpression").filter((node) => text(child(node, "left"), "name") === name);
}

/** `TABLES.users` where `TABLES` is an object of literals in this file. */
function isConstantObject(tree: SourceFile, node: SyntaxNode): boolean {
  const owner = unwrapped(child(node, "object"));
  if (owner?.type !== "Identifier") return false;
  const name = text(owner, "name") ?? "";
  const declaration = declarationOf(tree, owner, name);
  if (declaration === null) return /^[A-Z][A-Z0-9_]+$/.test(name);
  const init = declaration.type === "VariableDeclarator" ? unwrapped(child(declaration, "init")) : null;
  if (init?.type !== "ObjectExpression" && init?.type !== "ArrayExpression") return false;
  const values = init.type === "ObjectExpression" ? children(init, "properties").map((property) => child(property, "value")) : children(init, "elements");
  return values.every((value) => unwrapped(value)?.type === "Literal");
}
