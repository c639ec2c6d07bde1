import { Node, type SourceFile } from "ts-morph";
import { baseClasses, interfacesOf } from "./class-heads";
import type { Origins } from "./origins";
import type { Placing } from "./placing";
import type { Origin } from "./structure-project";
import type { Found } from "./structure-protocol";
import { walk } from "./walk";

/** Methods and functions by which a container is asked for a service. */
const LOCATORS = /^(get|resolve|inject|locate|lookup|getService|useService)$/;

/**
 * Concrete classes that are taken, made or located where an interface of the repository stands for them: in the
 * parameters of constructors and functions, in properties, by `new`, and as what a container is asked for.
 */
export function concreteDependencies(file: SourceFile, origins: Origins, place: Placing): readonly Found[] {
  const found: Found[] = [];
  const report = (node: Node, name: Node, how: string) => {
    const origin = origins.of(name);
    const ports = origin === null ? [] : portsOf(origin, origins);
    if (origin === null || ports.length === 0) return;
    const own = origin.module === `file:${origins.project.pathOf(file)}`;
    if (own) return;
    const [port] = ports;
    found.push(place(node, `${how} \`${name.getText()}\`, a class; its interface is \`${port?.name ?? ""}\` of ${port?.path ?? ""}`, `${how} ${origin.path.join(".")}`, { declaredIn: origin.module?.slice(5) ?? null, interfaces: ports }));
  };
  walk(file, (node) => {
    if (Node.isImportDeclaration(node) || Node.isExportDeclaration(node)) return "skip";
    if (Node.isParameterDeclaration(node) || Node.isPropertyDeclaration(node)) {
      for (const name of namesOfType(node.getTypeNode())) report(node.getTypeNode() ?? node, name, "takes");
    } else if (Node.isNewExpression(node)) report(node, node.getExpression(), "makes");
    else if (Node.isCallExpression(node)) {
      const callee = node.getExpression();
      const name = Node.isPropertyAccessExpression(callee) ? callee.getName() : Node.isIdentifier(callee) ? callee.getText() : "";
      const [first] = node.getArguments();
      if (LOCATORS.test(name) && first !== undefined && (Node.isIdentifier(first) || Node.isPropertyAccessExpression(first))) report(node, first, "asks for");
    }
    return undefined;
  });
  return found;
}

/** The type's own name and those of its alternatives; what is nested in it is taken by somebody else. */
function namesOfType(type: Node | undefined): readonly Node[] {
  if (type === undefined) return [];
  if (Node.isUnionTypeNode(type)) return type.getTypeNodes().flatMap(namesOfType);
  if (Node.isParenthesizedTypeNode(type)) return namesOfType(type.getTypeNode());
  return Node.isTypeReference(type) ? [type.getTypeName()] : [];
}

/** Interfaces and abstract base classes of this repository that stand for a class that can be made. */
function portsOf({ declaration }: Origin, origins: Origins): readonly { readonly name: string; readonly path: string; readonly line: number }[] {
  if (declaration === null || !Node.isClassDeclaration(declaration) || declaration.isAbstract()) return [];
  const above = [...interfacesOf(declaration, origins), ...baseClasses(declaration, origins).filter(({ origin: { declaration: one } }) => one !== null && Node.isClassDeclaration(one) && one.isAbstract())];
  return above.flatMap(({ origin }) => {
    const declared = origin.declaration;
    const name = origin.path[origin.path.length - 1];
    if (declared === null || name === undefined || !(Node.isInterfaceDeclaration(declared) || Node.isTypeAliasDeclaration(declared) || Node.isClassDeclaration(declared))) return [];
    return [{ name, path: origins.project.pathOf(declared), line: declared.getStartLineNumber() }];
  });
}
