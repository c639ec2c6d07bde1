import { Node, type SourceFile } from "ts-morph";
import type { Placing } from "./placing";
import type { Found } from "./structure-protocol";

/** A default export where it is banned, or none where the framework wants one. */
export function defaultExports(file: SourceFile, wanted: "banned" | "required", top: Node, place: Placing): readonly Found[] {
  const [first] = defaults(file);
  if (wanted === "required") return first !== undefined ? [] : [place(top, "has no default export", "default")];
  return first === undefined ? [] : [place(first, "has a default export", "default")];
}

function defaults(file: SourceFile): readonly Node[] {
  return file.getStatements().flatMap((statement): readonly Node[] => {
    if (Node.isExportAssignment(statement)) return statement.isExportEquals() ? [] : [statement];
    if (Node.isExportDeclaration(statement)) {
      const named = statement.getNamedExports().find((one) => (one.getAliasNode()?.getText() ?? one.getName()) === "default");
      return named === undefined ? [] : [named];
    }
    // The head says it; a body of a hundred lines isn't the place.
    if ((Node.isFunctionDeclaration(statement) || Node.isClassDeclaration(statement) || Node.isInterfaceDeclaration(statement)) && statement.isDefaultExport()) return [statement.getNameNode() ?? statement.getDefaultKeyword() ?? statement];
    return [];
  });
}
