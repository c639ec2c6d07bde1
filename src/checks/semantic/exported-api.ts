import { Node, type ClassDeclaration, type InterfaceDeclaration, type ParameterDeclaration, type SourceFile, type TypeLiteralNode } from "ts-morph";

/** A parameter as its callers see it. */
export interface ApiParameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isRest: boolean;
  /** As written, without white space; null where it is inferred. */
  readonly type: string | null;
}

export interface ApiSignature {
  readonly parameters: readonly ApiParameter[];
  readonly returns: string | null;
}

export interface ApiMember {
  readonly isOptional: boolean;
  readonly type: string | null;
  readonly signature: ApiSignature | null;
}

/** What one export offers. Types are compared as written: no other file is loaded. */
export interface ApiEntry {
  readonly kind: "function" | "class" | "interface" | "type" | "enum" | "variable" | "namespace" | "re-export";
  readonly signatures: readonly ApiSignature[];
  readonly members: ReadonlyMap<string, ApiMember>;
  readonly type: string | null;
  /** Exported by `export type`: whatever it is, others can only name it. */
  readonly isTypeOnly: boolean;
  readonly node: Placed;
}

/** A node as far as its place is concerned. */
export type Placed = Pick<Node, "getStart" | "getEnd" | "getSourceFile" | "getStartLineNumber">;

/** Exports of a file by name; `default` for the default export, `* from X` for what is passed on as a whole. */
export function exportedApi(file: SourceFile): ReadonlyMap<string, ApiEntry> {
  const entries = new Map<string, ApiEntry>();
  for (const [name, declarations] of file.getExportedDeclarations()) {
    const described = declarations.map(describe).filter((entry) => entry !== null);
    const first = described[0];
    if (first === undefined) continue;
    // Overloads are declarations of one name, and a class may merge with an interface.
    entries.set(name, { ...first, signatures: described.flatMap((entry) => entry.signatures), members: new Map(described.flatMap((entry) => [...entry.members])) });
  }
  // Names of other modules can't be followed here; that they are passed on is an export all the same.
  for (const declaration of file.getExportDeclarations()) {
    const specifier = declaration.getModuleSpecifierValue();
    if (declaration.getNamedExports().length === 0 && specifier !== undefined) {
      const namespace = declaration.getNamespaceExport()?.getName();
      entries.set(namespace ?? `* from ${specifier}`, passedOn(declaration));
    }
    for (const named of declaration.getNamedExports()) {
      const name = named.getAliasNode()?.getText() ?? named.getName();
      const isTypeOnly = declaration.isTypeOnly() || named.isTypeOnly();
      entries.set(name, { ...(entries.get(name) ?? passedOn(named)), isTypeOnly });
    }
  }
  return entries;
}

function passedOn(node: Placed): ApiEntry {
  return { kind: "re-export", signatures: [], members: new Map(), type: null, isTypeOnly: false, node };
}

function describe(node: Node): ApiEntry | null {
  const none = { signatures: [], members: new Map<string, ApiMember>(), type: null, isTypeOnly: false, node };
  if (isInternal(node)) return null;
  if (Node.isFunctionDeclaration(node)) {
    // Of an overloaded function callers see the overloads only.
    if (node.getOverloads().length > 0 && node.hasBody()) return { ...none, kind: "function", signatures: node.getOverloads().map(signatureOf) };
    return { ...none, kind: "function", signatures: [signatureOf(node)] };
  }
  if (Node.isClassDeclaration(node)) return { ...none, kind: "class", signatures: constructorsOf(node), members: classMembers(node) };
  if (Node.isInterfaceDeclaration(node)) return { ...none, kind: "interface", members: typeMembers(node) };
  if (Node.isTypeAliasDeclaration(node)) {
    const type = node.getTypeNode();
    if (type !== undefined && Node.isTypeLiteral(type)) return { ...none, kind: "type", members: typeMembers(type) };
    if (type !== undefined && Node.isFunctionTypeNode(type)) return { ...none, kind: "type", signatures: [signatureOf(type)] };
    return { ...none, kind: "type", type: squeezed(type) };
  }
  if (Node.isEnumDeclaration(node)) {
    return { ...none, kind: "enum", members: new Map(node.getMembers().map((member) => [member.getName(), { isOptional: false, type: member.getInitializer()?.getText() ?? null, signature: null }])) };
  }
  if (Node.isVariableDeclaration(node)) {
    const initializer = node.getInitializer();
    if (initializer !== undefined && (Node.isArrowFunction(initializer) || Node.isFunctionExpression(initializer)) && node.getTypeNode() === undefined) {
      return { ...none, kind: "function", signatures: [signatureOf(initializer)] };
    }
    return { ...none, kind: "variable", type: squeezed(node.getTypeNode()) };
  }
  if (Node.isArrowFunction(node) || Node.isFunctionExpression(node)) return { ...none, kind: "function", signatures: [signatureOf(node)] };
  if (Node.isModuleDeclaration(node)) return { ...none, kind: "namespace" };
  return { ...none, kind: "variable" };
}

interface Callable {
  getParameters(): ParameterDeclaration[];
  getReturnTypeNode(): Node | undefined;
}

function signatureOf(node: Callable): ApiSignature {
  return { parameters: parametersOf(node), returns: squeezed(node.getReturnTypeNode()) };
}

function parametersOf(node: Pick<Callable, "getParameters">): readonly ApiParameter[] {
  return node
    .getParameters()
    .filter((parameter) => parameter.getName() !== "this")
    .map((parameter) => ({
      name: parameter.getName(),
      isOptional: parameter.isOptional() || parameter.hasInitializer() || parameter.isRestParameter(),
      isRest: parameter.isRestParameter(),
      type: squeezed(parameter.getTypeNode()),
    }));
}

function constructorsOf(node: ClassDeclaration): readonly ApiSignature[] {
  return node.getConstructors().map((one) => ({ parameters: parametersOf(one), returns: null }));
}

function classMembers(node: ClassDeclaration): ReadonlyMap<string, ApiMember> {
  const members = new Map<string, ApiMember>();
  for (const method of node.getMethods()) {
    if (isHidden(method) || method.getName().startsWith("#")) continue;
    members.set(method.getName(), { isOptional: method.hasQuestionToken(), type: null, signature: signatureOf(method) });
  }
  const property = (one: { getName(): string } & Parameters<typeof isHidden>[0], type: Pick<Node, "getText"> | undefined) => {
    if (!isHidden(one) && !one.getName().startsWith("#")) members.set(one.getName(), { isOptional: true, type: squeezed(type), signature: null });
  };
  for (const setter of node.getSetAccessors()) property(setter, setter.getParameters()[0]?.getTypeNode());
  for (const getter of node.getGetAccessors()) property(getter, getter.getReturnTypeNode());
  for (const one of node.getProperties()) property(one, one.getTypeNode());
  for (const parameter of node.getConstructors().flatMap((one) => one.getParameters())) {
    if (parameter.isParameterProperty() && !isHidden(parameter)) members.set(parameter.getName(), { isOptional: true, type: squeezed(parameter.getTypeNode()), signature: null });
  }
  return members;
}

function typeMembers(node: InterfaceDeclaration | TypeLiteralNode): ReadonlyMap<string, ApiMember> {
  const members = new Map<string, ApiMember>();
  for (const property of node.getProperties()) members.set(property.getName(), { isOptional: property.hasQuestionToken(), type: squeezed(property.getTypeNode()), signature: null });
  for (const method of node.getMethods()) members.set(method.getName(), { isOptional: method.hasQuestionToken(), type: null, signature: signatureOf(method) });
  return members;
}

function isHidden(node: { hasModifier(modifier: "private" | "protected"): boolean }): boolean {
  return node.hasModifier("private") || node.hasModifier("protected");
}

/** What its author marked as not for others. */
function isInternal(node: Node): boolean {
  const holder = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node;
  if (holder === undefined || !Node.isJSDocable(holder)) return false;
  return holder.getJsDocs().some((comment) => comment.getTags().some((tag) => tag.getTagName() === "internal"));
}

function squeezed(node: Pick<Node, "getText"> | undefined): string | null {
  if (node === undefined) return null;
  // White space means nothing between tokens of a type, but parts two words.
  return node.getText().replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([^\w\s$]) ?/g, "$1").replace(/[;,]\}/g, "}").replace(/^\|/, "").trim();
}
