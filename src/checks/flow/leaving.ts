import { child, children, text, unwrapped, type SyntaxNode } from "../syntax/node";

/** Whether a branch ends by leaving what surrounds it. */
export function leaves(branch: SyntaxNode | null): boolean {
  if (branch === null) return false;
  const statements = branch.type === "BlockStatement" ? children(branch, "body") : [branch];
  const last = statements[statements.length - 1];
  if (last === undefined) return false;
  if (/^(Return|Throw|Continue|Break)Statement$/.test(last.type)) return true;
  if (last.type === "IfStatement") return leaves(child(last, "consequent")) && leaves(child(last, "alternate"));
  const call = last.type === "ExpressionStatement" ? unwrapped(child(last, "expression")) : null;
  return call?.type === "CallExpression" && /^(process\.exit|exit|fail|abort|bail|panic|throwError)$/.test(calleeText(call));
}

function calleeText(call: SyntaxNode): string {
  const callee = unwrapped(child(call, "callee"));
  if (callee?.type === "MemberExpression") return `${text(unwrapped(child(callee, "object")), "name") ?? ""}.${text(child(callee, "property"), "name") ?? ""}`;
  return text(callee, "name") ?? "";
}
