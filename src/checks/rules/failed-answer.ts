/** Reading what an answer says of its failure: that it failed is known and told without. */
import { child, children, dottedName, lastName, text, unwrapped, type SyntaxNode } from "../syntax/node";
import type { SourceFile } from "../syntax/source-file";

const READS = /^(text|json)$/;
/** Makes a text or a value of what was read, and does nothing else. */
const SHAPES = /^(JSON\.parse|String|JSON\.stringify)$|\.(trim|slice|substring|toString)$/;
/** What has an effect, or leaves where the reading works only. */
const DOES = ["NewExpression", "TaggedTemplateExpression", "ImportExpression", "UpdateExpression", "YieldExpression", "ReturnStatement", "BreakStatement", "ContinueStatement"];
/** From here on a status is a failure. */
const FAILURE = 400;

/** Whether a `try` reads more about an answer that failed, in the branch that leaves because of it, with something else than what was read alone. */
export function isReadingFailure(tree: SourceFile, block: SyntaxNode): boolean {
  const branch = tree.parent(tree.parent(block) ?? block);
  const condition = branch === null ? null : tree.parent(branch);
  if (branch?.type !== "BlockStatement" || condition?.type !== "IfStatement" || child(condition, "consequent") !== branch) return false;
  const answer = failedIn(unwrapped(child(condition, "test")));
  return answer !== null && leavesAnyway(tree, branch, block) && onlyReads(tree, block, answer);
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
  return operator === "!==" || operator === "!=" ? status < FAILURE : operator === ">=" && status === FAILURE;
}

/** A default that only an answer that can be read puts right would be what comes out. */
function leavesAnyway(tree: SourceFile, branch: SyntaxNode, block: SyntaxNode): boolean {
  const last = children(branch, "body").at(-1) ?? null;
  if (last?.type === "ThrowStatement") return true;
  const given = unwrapped(child(last, "argument"));
  const assigned = tree.within(block, "AssignmentExpression").map((one) => text(child(one, "left"), "name"));
  return last?.type === "ReturnStatement" && !(given?.type === "Identifier" && assigned.includes(text(given, "name")));
}

function onlyReads(tree: SourceFile, block: SyntaxNode, answer: string): boolean {
  const calls = tree.within(block, "CallExpression");
  const isRead = (call: SyntaxNode) => {
    const callee = unwrapped(child(call, "callee"));
    return READS.test(lastName(callee) ?? "") && dottedName(child(callee, "object")) === answer;
  };
  const isHarmless = calls.every((call) => isRead(call) || SHAPES.test(dottedName(child(call, "callee")) ?? `.${lastName(child(call, "callee")) ?? ""}`));
  const isForVariables = tree.within(block, "AssignmentExpression").every((one) => child(one, "left")?.type === "Identifier");
  return isHarmless && isForVariables && calls.some(isRead) && tree.within(block, ...DOES).length === 0;
}
