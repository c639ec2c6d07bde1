import { child, children, text, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

/**
 * What a change did to everything of a file that its users can see: `same`, nothing; `grown`, declarations with new names were added and nothing
 * else; `changed`, possibly more. Whoever compares exports need not look at the first, and not at the second but for what was added.
 */
export type Surface = "same" | "grown" | "changed";

const DECLARATIONS = new Set(["FunctionDeclaration", "TSDeclareFunction", "ClassDeclaration", "TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSEnumDeclaration"]);

/** Statement by statement, comments included, bodies of functions left out: the types of exports are compared as written, never inferred. */
export function surfaceChange(base: SourceFile, head: SourceFile): Surface {
  if (base.syntaxError !== null || head.syntaxError !== null) return "changed";
  const before = statementsOf(base);
  const added: SyntaxNode[] = [];
  let at = 0;
  for (const { node, seen } of statementsOf(head)) {
    if (before[at]?.seen === seen) at++;
    else added.push(node);
  }
  if (at < before.length) return "changed";
  if (added.length === 0) return "same";
  const words = new Set(base.text.match(/[\p{L}\p{N}_$]+/gu));
  return added.every((node) => namesOf(node)?.every((name) => !words.has(name)) === true) ? "grown" : "changed";
}

function statementsOf(file: SourceFile): readonly { readonly node: SyntaxNode; readonly seen: string }[] {
  const bodies = file.nodes("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression").flatMap((node) => child(node, "body") ?? []).sort((one, other) => one.start - other.start);
  let end = 0;
  let next = 0;
  return children(file.program, "body").map((node) => {
    let seen = "";
    for (; (bodies[next]?.start ?? Infinity) < node.end; next++) {
      const body = bodies[next];
      // One inside another is gone with it.
      if (body === undefined || body.start < end) continue;
      seen += `${file.text.slice(end, body.start)}{}`;
      end = body.end;
    }
    seen += file.text.slice(end, node.end);
    end = node.end;
    return { node, seen: seen.trim() };
  });
}

/** Names that a statement declares at the top of its file; null for one that may do anything else. */
function namesOf(statement: SyntaxNode): readonly string[] | null {
  const isExport = statement.type === "ExportNamedDeclaration";
  const node = isExport ? child(statement, "declaration") : statement;
  const ids = node === null ? [] : node.type === "ImportDeclaration" ? children(node, "specifiers").map((one) => child(one, "local")) : node.type === "VariableDeclaration" ? children(node, "declarations").map((one) => child(one, "id")) : DECLARATIONS.has(node.type) ? [child(node, "id")] : [null];
  const names = ids.map((id) => (id?.type === "Identifier" ? text(id, "name") : null));
  return node === null || names.includes(null) ? null : names.flatMap((name) => name ?? []);
}
