import { Node, SyntaxKind, type BindingElement, type Expression, type Identifier } from "ts-morph";
import type { Origin, StructureProject } from "./structure-project";

/** Names under which scripts reach their globals. */
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(["globalThis", "window", "self", "global"]);
/** Modules of Node that export globals under the globals' own names. */
const MODULES_OF_GLOBALS: ReadonlySet<string> = new Set(["node:buffer", "node:console", "node:perf_hooks", "node:timers", "node:url", "node:util", "node:worker_threads", "node:crypto"]);
const MAXIMUM_DEPTH = 12;

/** What expressions and names of one project stand for, through imports, aliases, destructuring and casts. */
export class Origins {
  private readonly known = new Map<Node, Origin | null>();

  constructor(
    readonly project: StructureProject,
    /** Modules that a name is followed into; others are where it comes from. */
    private readonly mayFollow: (path: string) => boolean = () => true,
  ) {}

  /** Null for what is computed, declared in a function, or otherwise no symbol with a place. */
  of(node: Node, depth = 0): Origin | null {
    const plain = unwrapped(node);
    const known = this.known.get(plain);
    if (known !== undefined) return known;
    const found = depth > MAXIMUM_DEPTH ? null : this.find(plain, depth);
    this.known.set(plain, found);
    return found;
  }

  /** What one destructured name stands for. */
  ofBinding(element: BindingElement, depth = 0): Origin | null {
    if (element.getDotDotDotToken() !== undefined) return null;
    const pattern = element.getParent();
    if (!Node.isObjectBindingPattern(pattern)) return null;
    const property = element.getPropertyNameNode();
    const name = property === undefined ? element.getName() : nameOf(property);
    const owner = pattern.getParent();
    const whole = Node.isBindingElement(owner) ? this.ofBinding(owner, depth + 1) : Node.isVariableDeclaration(owner) ? this.ofInitializer(owner.getInitializer(), depth) : null;
    return whole === null || name === null ? null : this.member(whole, name);
  }

  private find(node: Node, depth: number): Origin | null {
    if (Node.isIdentifier(node)) return this.identifier(node, depth);
    if (Node.isPropertyAccessExpression(node)) return this.memberOf(node.getExpression(), node.getName(), depth);
    if (Node.isElementAccessExpression(node)) {
      const argument = node.getArgumentExpression();
      const name = argument !== undefined && (Node.isStringLiteral(argument) || Node.isNoSubstitutionTemplateLiteral(argument)) ? argument.getLiteralText() : null;
      return name === null ? null : this.memberOf(node.getExpression(), name, depth);
    }
    // `A.B` as the name of a type.
    if (Node.isQualifiedName(node)) return this.memberOf(node.getLeft(), node.getRight().getText(), depth);
    return Node.isCallExpression(node) ? this.required(node) : null;
  }

  private memberOf(owner: Node, name: string, depth: number): Origin | null {
    const whole = this.of(owner, depth + 1);
    return whole === null ? null : this.member(whole, name);
  }

  private member(whole: Origin, name: string): Origin {
    // The first name taken of a namespace is an export of the module.
    if (whole.module?.startsWith("file:") === true && whole.path.length === 0) return this.project.exported({ module: whole.module, path: whole.module.slice(5) }, name, this.mayFollow);
    return normal({ module: whole.module, path: [...whole.path, name], declaration: null });
  }

  private identifier(node: Identifier, depth: number): Origin | null {
    const parent = node.getParent();
    const symbol = Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : node.getSymbol();
    // What is only declared is the global itself.
    const declarations = (symbol?.getDeclarations() ?? []).filter((one) => !isAmbient(one));
    const declaration = declarations.find(Node.isClassDeclaration) ?? declarations[0];
    if (declaration === undefined) return normal({ module: null, path: [node.getText()], declaration: null });
    if (Node.isVariableDeclaration(declaration)) return this.ofInitializer(declaration.getInitializer(), depth) ?? this.own(declaration);
    if (Node.isBindingElement(declaration)) return this.ofBinding(declaration, depth + 1);
    const file = declaration.getSourceFile();
    if (Node.isImportSpecifier(declaration)) return this.imported(file, declaration.getImportDeclaration().getModuleSpecifierValue(), declaration.getName());
    if (Node.isImportClause(declaration)) return this.imported(file, declaration.getFirstAncestorByKind(SyntaxKind.ImportDeclaration)?.getModuleSpecifierValue(), "default");
    if (Node.isNamespaceImport(declaration)) return this.imported(file, declaration.getFirstAncestorByKind(SyntaxKind.ImportDeclaration)?.getModuleSpecifierValue(), null);
    if (Node.isImportEqualsDeclaration(declaration)) {
      const specifier = declaration.getModuleReference().getFirstDescendantByKind(SyntaxKind.StringLiteral)?.getLiteralText();
      return this.imported(file, specifier, null);
    }
    return this.own(declaration);
  }

  /** What a file declares at its top; what a function declares has no name elsewhere. */
  private own(declaration: Node): Origin | null {
    if (!Node.isClassDeclaration(declaration) && !Node.isInterfaceDeclaration(declaration) && !Node.isEnumDeclaration(declaration) && !Node.isTypeAliasDeclaration(declaration) && !Node.isFunctionDeclaration(declaration) && !Node.isVariableDeclaration(declaration)) return null;
    const name = declaration.getName();
    return name === undefined ? null : { module: `file:${this.project.pathOf(declaration)}`, path: [name], declaration };
  }

  private imported(file: Parameters<StructureProject["moduleOf"]>[0], specifier: string | undefined, name: string | null): Origin | null {
    const module = specifier === undefined ? null : this.project.moduleOf(file, specifier);
    if (module === null) return null;
    return normal(name === null ? { module: module.module, path: [], declaration: null } : this.project.exported(module, name, this.mayFollow));
  }

  /** A call of `require`, and an `import()` where it is waited for. */
  private required(call: Node & { getExpression(): Expression; getArguments(): Node[] }): Origin | null {
    const [first] = call.getArguments();
    if (first === undefined || !Node.isStringLiteral(first)) return null;
    const callee = call.getExpression();
    const isImport = callee.getKind() === SyntaxKind.ImportKeyword && Node.isAwaitExpression(call.getParent());
    const isRequire = Node.isIdentifier(callee) && callee.getText() === "require" && (callee.getSymbol()?.getDeclarations() ?? []).every(isAmbient);
    return isImport || isRequire ? this.imported(call.getSourceFile(), first.getLiteralText(), null) : null;
  }

  private ofInitializer(initializer: Node | undefined, depth: number): Origin | null {
    return initializer === undefined ? null : this.of(initializer, depth + 1);
  }
}

/** Parentheses, casts, `!`, `satisfies` and `await` change nothing of what is meant. */
export function unwrapped(node: Node): Node {
  let plain = node;
  while (Node.isParenthesizedExpression(plain) || Node.isAsExpression(plain) || Node.isNonNullExpression(plain) || Node.isSatisfiesExpression(plain) || Node.isTypeAssertion(plain) || Node.isAwaitExpression(plain)) plain = plain.getExpression();
  return plain;
}

/** A global under another name is that global: `globalThis.fetch`, `import { env } from "node:process"`. */
function normal(origin: Origin): Origin {
  const { module, path } = origin;
  if (module === null) {
    let from = 0;
    while (from < path.length && GLOBAL_OBJECTS.has(path[from] ?? "")) from++;
    return from === 0 ? origin : { ...origin, path: path.slice(from) };
  }
  // A package of CommonJS is its own default export.
  const rest = path[0] === "default" && module.startsWith("node:") ? path.slice(1) : path;
  if (module === "node:process") return { module: null, path: ["process", ...rest], declaration: null };
  if (MODULES_OF_GLOBALS.has(module) && rest.length > 0 && /^(Buffer|console|performance|setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|clearImmediate|URL|URLSearchParams|TextEncoder|TextDecoder|MessageChannel|BroadcastChannel)$/.test(rest[0] ?? "")) return { module: null, path: rest, declaration: null };
  return rest === path ? origin : { ...origin, path: rest };
}

function nameOf(property: Node): string | null {
  if (Node.isIdentifier(property)) return property.getText();
  if (Node.isStringLiteral(property)) return property.getLiteralText();
  const inner = Node.isComputedPropertyName(property) ? property.getExpression() : null;
  return inner !== null && Node.isStringLiteral(inner) ? inner.getLiteralText() : null;
}

function isAmbient(declaration: Node): boolean {
  const statement = declaration.getFirstAncestor((one) => Node.isStatement(one)) ?? declaration;
  if (Node.isAmbientable(declaration) && declaration.hasDeclareKeyword()) return true;
  return (Node.isAmbientable(statement) && statement.hasDeclareKeyword()) || declaration.getAncestors().some((one) => Node.isModuleDeclaration(one) && one.hasDeclareKeyword() && one.getName() === "global");
}
