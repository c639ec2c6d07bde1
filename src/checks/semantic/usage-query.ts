import { Node, SyntaxKind, type SourceFile } from "ts-morph";
import { unwrapped, type Origins } from "./origins";
import type { Placing } from "./placing";
import type { Found, SymbolPattern } from "./structure-protocol";
import { meansSymbol } from "./symbol-patterns";
import { walk } from "./walk";

/**
 * Uses of the symbols that a rule names. A name is what it was resolved to: a local of the same name isn't it, an alias,
 * a destructured name and an import under another name are. Where a whole is only handed on under a new name, that line
 * is the use, and not each use of the new name. `ofValues` follows names only into modules that may pass a symbol on.
 */
export function usages(file: SourceFile, symbols: readonly SymbolPattern[], origins: Origins, ofValues: Origins, place: Placing): readonly Found[] {
  const found: Found[] = [];
  const values = symbols.filter(({ role }) => role === "value");
  const reported = new Set<string>();
  const report = (node: Node, pattern: SymbolPattern) => {
    // A namespace and what is taken of it begin at the same place.
    const key = `${node.getStart()}\0${pattern.written}`;
    if (reported.has(key)) return;
    reported.add(key);
    found.push(place(node, `uses \`${pattern.written}\``, pattern.written));
  };
  walk(file, (node) => {
    if (Node.isImportDeclaration(node) || Node.isExportDeclaration(node)) return "skip";
    if (Node.isExpressionWithTypeArguments(node)) {
      const clause = node.getParentIfKind(SyntaxKind.HeritageClause);
      const role = clause?.getToken() === SyntaxKind.ImplementsKeyword ? "implements" : "extends";
      heads(node.getExpression(), symbols.filter((one) => one.role === role), origins, (pattern) => report(node, pattern));
      // Only what a class extends is a value.
      return role === "implements" || Node.isInterfaceDeclaration(clause?.getParent()) ? "skip" : undefined;
    }
    if (Node.isTypeNode(node) || Node.isTypeQuery(node)) return "skip";
    if (Node.isDecorator(node)) heads(decoratorName(node), symbols.filter(({ role }) => role === "decorator"), origins, (pattern) => report(node, pattern));
    else if (Node.isNewExpression(node)) {
      const roles = node.getArguments().length === 0 ? ["new", "new-without-arguments"] : ["new"];
      heads(node.getExpression(), symbols.filter(({ role }) => roles.includes(role)), origins, (pattern) => report(node, pattern));
    } else if (Node.isBindingElement(node) && values.length > 0) {
      const origin = ofValues.ofBinding(node);
      const pattern = origin === null ? undefined : values.find((one) => meansSymbol(one, origin, node.getName()));
      if (pattern !== undefined) report(node, pattern);
    } else if (values.length > 0 && isReference(node)) {
      const origin = ofValues.of(node);
      const pattern = origin === null ? undefined : values.find((one) => meansSymbol(one, origin, node.getText()));
      if (pattern !== undefined && !(Node.isIdentifier(node) && isLocalAlias(node))) report(node, pattern);
    }
    return undefined;
  });
  return found;
}

function heads(name: Node, patterns: readonly SymbolPattern[], origins: Origins, report: (pattern: SymbolPattern) => void): void {
  if (patterns.length === 0) return;
  const origin = origins.of(name);
  if (origin === null) return;
  // A class of the file itself is its own; what rules name by the bare name is somebody else's, or a global.
  const isOwn = origin.declaration !== null && origin.declaration.getSourceFile() === name.getSourceFile();
  const pattern = patterns.find((one) => (!isOwn || one.module !== null) && meansSymbol(one, origin, unwrapped(name).getText()));
  if (pattern !== undefined) report(pattern);
}

/** `@A`, `@A()`, `@ns.A()`. */
export function decoratorName(decorator: Node & { getExpression(): Node }): Node {
  const expression = decorator.getExpression();
  return Node.isCallExpression(expression) ? expression.getExpression() : expression;
}

/** Whether a node reads a name or a property as a value. */
function isReference(node: Node): boolean {
  if (Node.isPropertyAccessExpression(node) || Node.isElementAccessExpression(node)) return !isOnlyAsked(node);
  if (!Node.isIdentifier(node)) return false;
  const parent = node.getParent();
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() !== node;
  if (Node.isBindingElement(parent)) return parent.getInitializer() === node;
  if (Node.isPropertyAssignment(parent) || Node.isPropertyDeclaration(parent) || Node.isParameterDeclaration(parent) || Node.isVariableDeclaration(parent) || Node.isEnumMember(parent)) return parent.getInitializer() === node;
  if (Node.isShorthandPropertyAssignment(parent)) return true;
  if (Node.isJsxAttribute(parent) || Node.isLabeledStatement(parent) || Node.isBreakStatement(parent) || Node.isContinueStatement(parent) || Node.isMetaProperty(parent) || Node.isQualifiedName(parent)) return false;
  if ((Node.isMethodDeclaration(parent) || Node.isGetAccessorDeclaration(parent) || Node.isSetAccessorDeclaration(parent) || Node.isFunctionDeclaration(parent) || Node.isFunctionExpression(parent) || Node.isClassDeclaration(parent) || Node.isClassExpression(parent) || Node.isModuleDeclaration(parent)) && parent.getNameNode() === node) return false;
  return !isOnlyAsked(node);
}

/** `typeof x` only asks whether it is there. */
function isOnlyAsked(node: Node): boolean {
  return Node.isTypeOfExpression(node.getParent());
}

/** A name that the file itself gave the symbol: the line that did so is the use. */
function isLocalAlias(node: Node): boolean {
  const declarations = (Node.isShorthandPropertyAssignment(node.getParent()) ? node.getParentIfKindOrThrow(SyntaxKind.ShorthandPropertyAssignment).getValueSymbol() : node.getSymbol())?.getDeclarations() ?? [];
  return declarations.some((one) => (Node.isVariableDeclaration(one) && !(one.getVariableStatement()?.hasDeclareKeyword() ?? false)) || Node.isBindingElement(one));
}
