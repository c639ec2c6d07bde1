import { Node, SyntaxKind, type ClassDeclaration, type FunctionDeclaration, type SourceFile } from "ts-morph";
import type { Origins } from "./origins";
import type { Placing } from "./placing";
import type { Found } from "./structure-protocol";

/**
 * Types in the signature of an export that its users can't name: declared in the module and not exported, or, where the
 * rule names private modules, imported from one of them.
 */
export function leakedTypes(file: SourceFile, withImported: boolean, origins: Origins, place: Placing): readonly Found[] {
  const found: Found[] = [];
  const exported = new Map<Node, string>();
  for (const [name, declarations] of file.getExportedDeclarations()) {
    for (const declaration of declarations) if (declaration.getSourceFile() === file && !exported.has(declaration)) exported.set(declaration, name);
  }
  const hidden = (declaration: Node) => declaration.getSourceFile() === file && isNamedType(declaration) && !exported.has(declaration);
  for (const [declaration, name] of exported) {
    const told = new Set<string>();
    for (const reference of typeNames(declaration)) {
      const declarations = reference.getSymbol()?.getDeclarations() ?? [];
      const text = reference.getText();
      if (told.has(text)) continue;
      if (declarations.some(hidden)) {
        told.add(text);
        found.push(place(reference, `\`${name}\` shows \`${text}\`, which the module does not export`, `${name} ${text}`));
      } else if (withImported) {
        const origin = origins.of(reference);
        if (origin?.module?.startsWith("file:") !== true) continue;
        told.add(text);
        const path = origin.module.slice(5);
        found.push(place(reference, `\`${name}\` shows \`${text}\` of ${path}, which is private`, `${name} ${text}`, { declaredIn: path }));
      }
    }
    const inferred = inferredType(declaration);
    const shown = inferred?.getSymbol()?.getDeclarations().find(hidden);
    if (shown !== undefined && Node.hasName(shown) && !told.has(shown.getName())) found.push(place(nameOf(declaration), `\`${name}\` shows \`${shown.getName()}\`, which the module does not export, by the type that is inferred`, `${name} ${shown.getName()}`));
  }
  return found;
}

function isNamedType(declaration: Node): boolean {
  return Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration) || Node.isClassDeclaration(declaration) || Node.isEnumDeclaration(declaration);
}

/** Names of types in what others see of a declaration: never those of a body. */
function typeNames(declaration: Node): readonly Node[] {
  const parts: Node[] = [];
  const add = (...nodes: readonly (Node | undefined)[]) => parts.push(...nodes.filter((node) => node !== undefined));
  const callable = (node: Pick<FunctionDeclaration, "getParameters" | "getReturnTypeNode" | "getTypeParameters">) => add(...node.getTypeParameters(), ...node.getParameters().map((one) => one.getTypeNode()), node.getReturnTypeNode());
  if (Node.isFunctionDeclaration(declaration)) {
    const overloads = declaration.getOverloads();
    (overloads.length > 0 ? overloads : [declaration]).forEach(callable);
  } else if (Node.isVariableDeclaration(declaration)) {
    const value = declaration.getInitializer();
    const type = declaration.getTypeNode();
    if (type !== undefined) add(type);
    else if (Node.isArrowFunction(value) || Node.isFunctionExpression(value)) callable(value);
  } else if (Node.isArrowFunction(declaration) || Node.isFunctionExpression(declaration)) callable(declaration);
  else if (Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration)) add(declaration);
  else if (Node.isClassDeclaration(declaration)) classParts(declaration, add, callable);
  return parts.flatMap((part) => [part, ...part.getDescendants()]).flatMap((node): readonly Node[] => (Node.isTypeReference(node) ? [node.getTypeName()] : Node.isExpressionWithTypeArguments(node) ? [node.getExpression()] : [])).filter((name) => Node.isIdentifier(name));
}

function classParts(declaration: ClassDeclaration, add: (...nodes: readonly (Node | undefined)[]) => void, callable: (node: Pick<FunctionDeclaration, "getParameters" | "getReturnTypeNode" | "getTypeParameters">) => void): void {
  const isSeen = (member: { hasModifier(kind: SyntaxKind.PrivateKeyword): boolean; getName?(): string }) => !member.hasModifier(SyntaxKind.PrivateKeyword) && member.getName?.().startsWith("#") !== true;
  add(...declaration.getTypeParameters(), declaration.getExtends(), ...declaration.getImplements());
  for (const one of declaration.getConstructors()) if (isSeen(one)) add(...one.getParameters().map((parameter) => parameter.getTypeNode()));
  for (const method of declaration.getMethods()) if (isSeen(method)) callable(method);
  for (const property of declaration.getProperties()) if (isSeen(property)) add(property.getTypeNode());
  for (const getter of declaration.getGetAccessors()) if (isSeen(getter)) add(getter.getReturnTypeNode());
}

/** Of what says no type of its own the one that is inferred. */
function inferredType(declaration: Node) {
  if (Node.isFunctionDeclaration(declaration)) return declaration.getReturnTypeNode() === undefined ? declaration.getReturnType() : null;
  if (!Node.isVariableDeclaration(declaration) || declaration.getTypeNode() !== undefined) return null;
  const value = declaration.getInitializer();
  if (Node.isArrowFunction(value) || Node.isFunctionExpression(value)) return value.getReturnTypeNode() === undefined ? value.getReturnType() : null;
  return declaration.getType();
}

function nameOf(declaration: Node): Node {
  return Node.hasName(declaration) ? declaration.getNameNode() : declaration;
}
