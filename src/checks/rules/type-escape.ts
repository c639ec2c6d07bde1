import { child, text, type SyntaxNode } from "../syntax/node";
import type { Occurrence, Rule } from "./rule";
import type { View } from "./view";

/** Places where the type checker was told to look away. */
export const typeEscape: Rule = {
  id: "type-escape",
  class: "reliability",
  severity: "warning",
  cwe: 704,
  why: "The compiler no longer checks this value. Agents write `any` nine times as often as people, with more casts and non-null assertions (arXiv 2602.17955, TypeScript projects).",
  fix: "Name the type; for outside data use `unknown` and narrow it with a check or a schema; handle the null case instead of asserting it away.",
  example: {
    path: "src/shop.ts",
    before: null,
    bad: "const order = JSON.parse(text) as any;\n",
    good: "const order: Order = orderSchema.parse(JSON.parse(text));\n",
  },

  find(view) {
    if (view.tree === null) return [];
    const found: Occurrence[] = [];
    for (const node of view.tree.nodes("TSAnyKeyword")) {
      const cast = castAround(view, node);
      if (cast !== null) found.push(at(cast, "casts to `any`", view));
      else if (isCatchParameter(view, node)) found.push({ ...at(node, "catches the error as `any`", view), severity: "note" });
      else found.push(at(node, "uses `any`", view));
    }
    for (const node of view.tree.nodes("TSAsExpression", "TSTypeAssertion")) {
      const inner = child(node, "expression");
      const through = inner?.type === "TSAsExpression" || inner?.type === "TSTypeAssertion" ? child(inner, "typeAnnotation") : null;
      if (through?.type === "TSUnknownKeyword" || through?.type === "TSNeverKeyword") found.push(at(node, "casts through `unknown`, which accepts every type", view));
    }
    for (const node of view.tree.nodes("TSNonNullExpression")) found.push({ ...at(node, "asserts that a value is not null without checking it", view), severity: "note" });
    for (const node of view.tree.nodes("TSTypeReference")) {
      const name = child(node, "typeName");
      if (text(name, "name") === "Function" && name?.type === "Identifier") found.push({ ...at(node, "uses `Function`, which accepts any call", view), severity: "note" });
    }
    return found.sort((a, b) => a.start - b.start);
  },
};

/** Loose types in a test put no user at risk. */
function at(node: SyntaxNode, message: string, view: View): Occurrence {
  return { start: node.start, end: node.end, message, ...(view.isTest ? { severity: "note" as const } : {}) };
}

function castAround(view: View, node: SyntaxNode): SyntaxNode | null {
  const outer = view.tree?.parent(node) ?? null;
  return outer !== null && (outer.type === "TSAsExpression" || outer.type === "TSTypeAssertion") ? outer : null;
}

function isCatchParameter(view: View, node: SyntaxNode): boolean {
  const annotation = view.tree?.parent(node) ?? null;
  const parameter = annotation === null ? null : (view.tree?.parent(annotation) ?? null);
  return parameter !== null && view.tree?.parent(parameter)?.type === "CatchClause";
}
