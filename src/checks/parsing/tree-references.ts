import { child, isNode, stringValue, text, type SyntaxNode } from "../syntax/node";
import type { Reference } from "./module-record";

/** References that only a tree tells: `require`, `import x = require` and `import("x").T` as a type. */
export function treeReferences(program: SyntaxNode): Reference[] {
  const found: Reference[] = [];
  const stack: SyntaxNode[] = [program];
  while (stack.length > 0) {
    const node = stack.pop() as SyntaxNode;
    const reference = treeReference(node);
    if (reference !== null) found.push(reference);
    for (const field in node) {
      const value = node[field];
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) stack.push(item);
      } else if (isNode(value)) stack.push(value);
    }
  }
  return found;
}

function treeReference(node: SyntaxNode): Reference | null {
  const { start, end } = node;
  const make = (kind: Reference["kind"], request: SyntaxNode | null): Reference | null => {
    const specifier = stringValue(request);
    return specifier === null ? null : { kind, specifier, start, end, names: ["*"], star: false };
  };
  if (node.type === "CallExpression") {
    const callee = child(node, "callee");
    const isRequire = callee?.type === "Identifier" && text(callee, "name") === "require";
    const isResolve = callee?.type === "MemberExpression" && text(child(callee, "object"), "name") === "require" && text(child(callee, "property"), "name") === "resolve";
    const argument = Array.isArray(node["arguments"]) ? (node["arguments"][0] as unknown) : null;
    return (isRequire || isResolve) && isNode(argument) ? make("require", argument) : null;
  }
  if (node.type === "TSImportEqualsDeclaration") return make(text(node, "importKind") === "type" ? "type" : "require", child(child(node, "moduleReference"), "expression"));
  if (node.type === "TSImportType") return make("type", child(node, "source"));
  return null;
}
