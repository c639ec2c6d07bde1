import { Node, type SourceFile } from "ts-morph";
import { classNameOf, classesIn, isMeant } from "./class-heads";
import type { Origins } from "./origins";
import type { Placing } from "./placing";
import type { Found, NamedKind, NameStyle, Query } from "./structure-protocol";

type Naming = Extract<Query, { kind: "naming" }>;

const STYLES: Readonly<Record<NameStyle, RegExp>> = {
  camelCase: /^[a-z][a-zA-Z0-9]*$/,
  PascalCase: /^[A-Z][a-zA-Z0-9]*$/,
  UPPER_CASE: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
  "kebab-case": /^[a-z0-9]+(-[a-z0-9]+)*$/,
};

interface Named {
  readonly kind: NamedKind;
  readonly name: string;
  readonly node: Node;
  readonly isExported: boolean;
}

/** Names that don't follow the convention of their element. */
export function misnamed(file: SourceFile, path: string, query: Naming, origins: Origins, place: Placing): readonly Found[] {
  const top = origins.project.topOf(file);
  const { only } = query;
  const ofClassesOnly = only.extending.length + only.implementing.length + only.decorated.length > 0;
  const classes = ofClassesOnly ? new Set<Node>(classesIn(file).filter((one) => isMeant(one, only, origins))) : null;
  const expression = query.matches === null ? null : new RegExp(`^(?:${query.matches})$`);
  return namesIn(file, path)
    .filter(({ kind, node, isExported }) => query.of.includes(kind) && (query.exported === null || query.exported === isExported) && (classes === null || classes.has(node)))
    .flatMap(({ kind, name, node }): readonly Found[] => {
      const expected = broken(name, kind, query, expression);
      if (expected === null) return [];
      const at = kind === "file" ? top : Node.hasName(node) ? node.getNameNode() : node;
      return [place(at, `the ${kind} \`${name}\` ${expected}`, `${kind} ${name}`)];
    });
}

/** What the name should be and isn't, or null. */
function broken(name: string, kind: NamedKind, { styles, prefix, suffix, matches }: Naming, expression: RegExp | null): string | null {
  // `user.service`: what stands after the first dot is for the suffix.
  const styled = kind === "file" ? (name.split(".")[0] ?? name) : name;
  if (styles.length > 0 && !styles.some((style) => STYLES[style].test(styled))) return `is not in ${styles.join(" or ")}`;
  if (prefix !== null && !name.startsWith(prefix)) return `does not begin with ${prefix}`;
  if (suffix !== null && !name.endsWith(suffix)) return `does not end with ${suffix}`;
  return expression !== null && !expression.test(name) ? `does not match ${matches ?? ""}` : null;
}

function namesIn(file: SourceFile, path: string): readonly Named[] {
  const found: Named[] = [{ kind: "file", name: fileName(path), node: file, isExported: true }];
  const add = (kind: NamedKind, name: string | undefined, node: Node, isExported: boolean) => {
    if (name !== undefined) found.push({ kind, name, node, isExported });
  };
  for (const one of classesIn(file)) {
    const isExported = Node.isClassDeclaration(one) && one.isExported();
    add("class", classNameOf(one), one, isExported);
    for (const method of [...one.getInstanceMethods(), ...one.getStaticMethods()]) add("method", plain(method.getNameNode()), method, isExported);
    for (const property of one.getProperties()) add("property", plain(property.getNameNode()), property, isExported);
  }
  for (const one of file.getInterfaces()) add("interface", one.getName(), one, one.isExported());
  for (const one of file.getTypeAliases()) add("type", one.getName(), one, one.isExported());
  for (const one of file.getEnums()) add("enum", one.getName(), one, one.isExported());
  for (const one of file.getFunctions()) if (!one.isImplementation() || one.getOverloads().length === 0) add("function", one.getName(), one, one.isExported());
  for (const statement of file.getVariableStatements()) {
    if (statement.hasDeclareKeyword()) continue;
    for (const one of statement.getDeclarations()) {
      const value = one.getInitializer();
      if (!Node.isIdentifier(one.getNameNode()) || Node.isClassExpression(value)) continue;
      add(Node.isArrowFunction(value) || Node.isFunctionExpression(value) ? "function" : "variable", one.getName(), one, statement.isExported());
    }
  }
  return found;
}

/** A name as it is written; computed names and those in quotes are somebody else's choice. */
function plain(name: Node): string | undefined {
  return Node.isIdentifier(name) ? name.getText() : Node.isPrivateIdentifier(name) ? name.getText().slice(1) : undefined;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(\.d)?\.[^.]+$/, "");
}
