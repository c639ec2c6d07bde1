/** A node of the ESTree that oxc gives, seen through checked accessors: its fields are only known by its `type`. */
export interface SyntaxNode {
  readonly type: string;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string" && typeof (value as { start?: unknown }).start === "number";
}

/** The node in `field`, or null. */
export function child(node: SyntaxNode | null, field: string): SyntaxNode | null {
  const value = node?.[field];
  return isNode(value) ? value : null;
}

/** The nodes in the list `field`; holes of arrays are left out. */
export function children(node: SyntaxNode | null, field: string): readonly SyntaxNode[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text in `field`, or null. */
export function text(node: SyntaxNode | null, field: string): string | null {
  const value = node?.[field];
  return typeof value === "string" ? value : null;
}

/** The value of a string literal or of a template without substitutions, else null. */
export function stringValue(node: SyntaxNode | null): string | null {
  if (node?.type === "Literal") return text(node, "value");
  if (node?.type !== "TemplateLiteral" || children(node, "expressions").length > 0) return null;
  return templateTexts(node)[0] ?? null;
}

/** The text of a template before, between and after its substitutions; "" for a part with an escape that means nothing. */
export function templateTexts(node: SyntaxNode): readonly string[] {
  return children(node, "quasis").map((quasi) => {
    const cooked = (quasi["value"] as { readonly cooked?: unknown } | undefined)?.cooked;
    return typeof cooked === "string" ? cooked : "";
  });
}

const WRAPPERS = new Set(["ParenthesizedExpression", "TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion", "ChainExpression", "AwaitExpression"]);

/** The expression inside parentheses, casts, optional chains and `await`. */
export function unwrapped(node: SyntaxNode | null): SyntaxNode | null {
  let inner = node;
  while (inner !== null && WRAPPERS.has(inner.type)) inner = child(inner, inner.type === "AwaitExpression" ? "argument" : "expression");
  return inner;
}

/** Whether an offset lies within a node. */
export function holds(node: SyntaxNode | null, offset: number): boolean {
  return node !== null && node.start <= offset && offset < node.end;
}

/** Longer chains are generated or hostile; their names would cost quadratic time. */
const MAXIMUM_CHAIN = 50;

/** Every rule asks for the names of the same nodes. */
const names = new WeakMap<SyntaxNode, string | null>();

/**
 * Dotted name of an identifier or member chain (`cp.exec`, `this.db.query`), or null where it has a computed part or
 * more than 50 parts. Calls inside the chain read as `()`: `db().query`.
 */
export function dottedName(node: SyntaxNode | null): string | null {
  if (node === null) return null;
  let name = names.get(node);
  if (name === undefined) names.set(node, (name = readDottedName(node)));
  return name;
}

function readDottedName(node: SyntaxNode): string | null {
  const parts: string[] = [];
  let calls = "";
  let inner = unwrapped(node);
  for (let length = 0; inner !== null && length < MAXIMUM_CHAIN; length++) {
    let name: string | null = null;
    if (inner.type === "CallExpression") {
      calls += "()";
      inner = unwrapped(child(inner, "callee"));
      continue;
    }
    if (inner.type === "Identifier" || inner.type === "PrivateIdentifier" || inner.type === "JSXIdentifier") name = text(inner, "name") ?? "";
    else if (inner.type === "ThisExpression") name = "this";
    else if (inner.type === "Super") name = "super";
    if (name !== null) return [...parts, name + calls].reverse().join(".");
    if (inner.type !== "MemberExpression") return null;
    const property = child(inner, "property");
    name = inner["computed"] === true ? stringValue(property) : text(property, "name");
    if (name === null) return null;
    parts.push(name + calls);
    calls = "";
    inner = unwrapped(child(inner, "object"));
  }
  return null;
}

/** Last part of a dotted name: `exec` of `cp.exec`. */
export function lastName(node: SyntaxNode | null): string | null {
  const inner = unwrapped(node);
  if (inner?.type === "Identifier") return text(inner, "name");
  if (inner?.type !== "MemberExpression") return null;
  const property = child(inner, "property");
  return inner["computed"] === true ? stringValue(property) : text(property, "name");
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "TSDeclareFunction", "TSEmptyBodyFunctionExpression"]);

export function isFunction(node: SyntaxNode | null): boolean {
  return node !== null && FUNCTIONS.has(node.type);
}
