/** Reading what an answer says of its failure: that it failed is known and told without. */
import { child, children, dottedName, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";
import { LEAVING } from "./guard-meaning";

const READS = /^(text|json)$/;
/** Makes a text or a value of what was read, and does nothing else. */
const SHAPES = /^(JSON\.parse|String|JSON\.stringify)$|\.(trim|slice|substring|toString)$/;
/** What has an effect, is done later, or leaves where the reading works only. */
const DOES = ["NewExpression", "TaggedTemplateExpression", "ImportExpression", "UpdateExpression", "YieldExpression", "ClassExpression", "ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration", ...LEAVING];
/** From here on a status is a failure. */
const FAILURE = 400;
/** Says that something failed. */
const TELLS = /err|fail|reject|problem|issue/i;

/** Whether a `try` reads more about an answer that failed, in the branch that leaves because of it by telling so. */
export function isReadingFailure(tree: SourceFile, block: SyntaxNode): boolean {
  const branch = tree.parent(tree.parent(block) ?? block);
  const condition = branch === null ? null : tree.parent(branch);
  if (branch?.type !== "BlockStatement" || condition?.type !== "IfStatement" || child(condition, "consequent") !== branch) return false;
  const answer = failedIn(unwrapped(child(condition, "test")));
  return answer !== null && isTold(tree, branch) && onlyReads(tree, block, answer);
}

/** `answer` of `!answer.ok`, of `answer.status >= 400` and of `answer.status !== 200`. */
function failedIn(test: SyntaxNode | null): string | null {
  if (test?.type === "UnaryExpression" && text(test, "operator") === "!") return ownerOf(child(test, "argument"), "ok");
  return isAboutFailure(test) ? ownerOf(child(test, "left"), "status") : null;
}

function ownerOf(member: SyntaxNode | null, property: string): string | null {
  const asked = unwrapped(member);
  return text(child(asked, "property"), "name") === property ? dottedName(child(asked, "object")) : null;
}

function isAboutFailure(test: SyntaxNode | null): boolean {
  const status = child(test, "right")?.["value"];
  if (test?.type !== "BinaryExpression" || typeof status !== "number") return false;
  const operator = text(test, "operator");
  return operator === "!==" || operator === "!=" ? Math.floor(status / 100) === 2 : operator === ">=" && status === FAILURE;
}

/** Whether a branch leaves at its end alone, and says there that something failed. */
function isTold(tree: SourceFile, branch: SyntaxNode): boolean {
  const last = children(branch, "body").at(-1);
  if (last === undefined || tree.within(branch, ...LEAVING).some((one) => one !== last)) return false;
  if (last.type === "ThrowStatement") return true;
  const given = unwrapped(child(last, "argument"));
  if (given?.type === "CallExpression" || given?.type === "NewExpression") return TELLS.test(lastName(child(given, "callee")) ?? "");
  return given?.type === "ObjectExpression" && children(given, "properties").some((property) => TELLS.test(text(child(property, "key"), "name") ?? ""));
}

function onlyReads(tree: SourceFile, block: SyntaxNode, answer: string): boolean {
  const calls = tree.within(block, "CallExpression");
  const isRead = (call: SyntaxNode | null) => {
    const callee = unwrapped(child(call, "callee"));
    return READS.test(lastName(callee) ?? "") && dottedName(child(callee, "object")) === answer;
  };
  const isShaped = (call: SyntaxNode) => SHAPES.test(dottedName(child(call, "callee")) ?? `.${lastName(child(call, "callee")) ?? ""}`);
  const isPlain = (statement: SyntaxNode) => statement.type === "VariableDeclaration" || isRead(awaited(statement)) || isForVariable(statement);
  const deletes = tree.within(block, "UnaryExpression").some((one) => text(one, "operator") === "delete");
  return children(block, "body").every(isPlain) && calls.every((call) => isRead(call) || isShaped(call)) && calls.some(isRead) && !deletes && tree.within(block, ...DOES).length === 0 && tree.within(block, "AssignmentExpression").length === children(block, "body").filter(isForVariable).length;
}

function awaited(statement: SyntaxNode): SyntaxNode | null {
  const expression = unwrapped(child(statement, "expression"));
  return expression?.type === "AwaitExpression" ? unwrapped(child(expression, "argument")) : expression;
}

function isForVariable(statement: SyntaxNode): boolean {
  const expression = unwrapped(child(statement, "expression"));
  return expression?.type === "AssignmentExpression" && child(expression, "left")?.type === "Identifier";
}
