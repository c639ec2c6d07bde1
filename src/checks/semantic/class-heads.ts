import { Node, SyntaxKind, type ClassDeclaration, type ClassExpression, type InterfaceDeclaration } from "ts-morph";
import { unwrapped, type Origins } from "./origins";
import type { Origin } from "./structure-project";
import type { ClassFilter, SymbolPattern } from "./structure-protocol";
import { meansSymbol } from "./symbol-patterns";
import { decoratorName } from "./usage-query";

export type AnyClass = ClassDeclaration | ClassExpression;

/** What a class extends, implements or carries, with the name under which it says so. */
export interface Ancestor {
  readonly origin: Origin;
  readonly local: string;
}

const MAXIMUM_ANCESTORS = 50;

/** All classes above one, nearest first; what is not a class with a place ends the chain. */
export function baseClasses(start: AnyClass, origins: Origins): readonly Ancestor[] {
  const found: Ancestor[] = [];
  let current: Node | null = start;
  const seen = new Set<Node>();
  while (current !== null && (Node.isClassDeclaration(current) || Node.isClassExpression(current)) && !seen.has(current) && found.length < MAXIMUM_ANCESTORS) {
    seen.add(current);
    const expression: Node | undefined = current.getExtends()?.getExpression();
    const ancestor: Ancestor | null = expression === undefined ? null : ancestorOf(expression, origins);
    if (ancestor !== null) found.push(ancestor);
    current = ancestor?.origin.declaration ?? null;
  }
  return found;
}

/** All interfaces of a class, those of its base classes and those that interfaces extend included. */
export function interfacesOf(start: AnyClass, origins: Origins): readonly Ancestor[] {
  const found: Ancestor[] = [];
  const classes: Node[] = [start, ...baseClasses(start, origins).flatMap(({ origin }) => origin.declaration ?? [])];
  const open: Node[] = classes.flatMap((one) => (Node.isClassDeclaration(one) || Node.isClassExpression(one) ? one.getImplements().map((each) => each.getExpression()) : []));
  const seen = new Set<Node>();
  for (let next = open.shift(); next !== undefined && found.length < MAXIMUM_ANCESTORS; next = open.shift()) {
    const ancestor = ancestorOf(next, origins);
    if (ancestor === null) continue;
    found.push(ancestor);
    const { declaration } = ancestor.origin;
    if (declaration === null || seen.has(declaration)) continue;
    seen.add(declaration);
    if (Node.isInterfaceDeclaration(declaration)) open.push(...extendedBy(declaration));
  }
  return found;
}

/** Whether a class has what is asked of it; a list that is empty asks nothing. */
export function isMeant(one: AnyClass, { extending, implementing, decorated }: ClassFilter, origins: Origins): boolean {
  return hasBase(one, extending, origins) && hasInterface(one, implementing, origins) && hasDecorator(one, decorated, origins);
}

export function hasBase(one: AnyClass, patterns: readonly SymbolPattern[], origins: Origins): boolean {
  return patterns.length === 0 || baseClasses(one, origins).some(({ origin, local }) => patterns.some((pattern) => meansSymbol(pattern, origin, local)));
}

export function hasInterface(one: AnyClass, patterns: readonly SymbolPattern[], origins: Origins): boolean {
  return patterns.length === 0 || interfacesOf(one, origins).some(({ origin, local }) => patterns.some((pattern) => meansSymbol(pattern, origin, local)));
}

export function hasDecorator(one: AnyClass, patterns: readonly SymbolPattern[], origins: Origins): boolean {
  if (patterns.length === 0) return true;
  return (Node.isClassDeclaration(one) ? one.getDecorators() : []).some((decorator) => {
    const name = decoratorName(decorator);
    const origin = origins.of(name);
    return origin !== null && patterns.some((pattern) => meansSymbol(pattern, origin, name.getText()));
  });
}

/** The classes that a file declares, wherever in it. */
export function classesIn(file: Node): readonly AnyClass[] {
  if (!file.getFullText().includes("class")) return [];
  return [...file.getDescendantsOfKind(SyntaxKind.ClassDeclaration), ...file.getDescendantsOfKind(SyntaxKind.ClassExpression)];
}

/** The name of a class, or of the constant that an unnamed one is given to. */
export function classNameOf(one: AnyClass): string {
  const own = one.getName();
  if (own !== undefined) return own;
  const holder = one.getParent();
  return Node.isVariableDeclaration(holder) ? holder.getName() : "default";
}

function ancestorOf(expression: Node, origins: Origins): Ancestor | null {
  const origin = origins.of(expression);
  return origin === null ? null : { origin, local: unwrapped(expression).getText() };
}

function extendedBy(declaration: InterfaceDeclaration): readonly Node[] {
  return declaration.getExtends().map((one) => one.getExpression());
}
