import { child, children, text, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/** A name that a file exports by declaring it. */
export interface OfferedName {
  readonly name: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
  /** The file itself uses it too. */
  readonly isUsedInside: boolean;
}

/** Names that a file exports with their declaration and that its base did not; types are left out, which cost nobody anything. */
export function newlyOffered(base: SourceFile | null, head: SourceFile): readonly OfferedName[] {
  const before = new Set(base === null ? [] : declared(base).map((id) => text(id, "name")));
  const counts = new Map<string, number>();
  for (const node of head.nodes("Identifier", "JSXIdentifier")) {
    const name = text(node, "name") ?? "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return declared(head).flatMap((id): readonly OfferedName[] => {
    const name = text(id, "name") ?? "";
    if (name === "" || before.has(name)) return [];
    const { line, column } = head.lines.position(id.start);
    return [{ name, startLine: line, startColumn: column, endColumn: column + name.length, isUsedInside: (counts.get(name) ?? 0) > 1 }];
  });
}

function declared(tree: SourceFile): readonly SyntaxNode[] {
  return tree.nodes("ExportNamedDeclaration").flatMap((node) => {
    const declaration = child(node, "declaration");
    if (declaration === null || declaration["declare"] === true) return [];
    if (declaration.type === "VariableDeclaration") return children(declaration, "declarations").flatMap((one) => child(one, "id") ?? []).filter((id) => id.type === "Identifier");
    // A decorated class is found by whoever decorates it.
    if (children(declaration, "decorators").length > 0 || !/^(Function|Class)Declaration$|^TSEnumDeclaration$/.test(declaration.type)) return [];
    return child(declaration, "id") ?? [];
  });
}
