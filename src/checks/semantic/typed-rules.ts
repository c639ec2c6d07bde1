import { ts } from "ts-morph";
import { missingMessage } from "../rules/switch-not-exhaustive";
import type { TypedFinding } from "./protocol";

const TAKES_ANSWER = /^(filter|some|every|find|findIndex|findLast)$/;
/** A larger union is data, not a decision. */
const MAXIMUM_MEMBERS = 60;

/** Misused promises and `switch`es that leave members out, as far as only types tell. What is `any` or unknown says nothing. */
export function typedFindings(file: ts.SourceFile, checker: ts.TypeChecker, path: string, pathOf: (file: ts.SourceFile) => string): readonly TypedFinding[] {
  const found: TypedFinding[] = [];
  const add = (node: ts.Node, rule: TypedFinding["rule"], message: string, about: ts.Expression | null, isNote = false) => {
    const start = file.getLineAndCharacterOfPosition(node.getStart(file));
    const end = file.getLineAndCharacterOfPosition(node.getEnd());
    const declaration = about === null ? undefined : declarationOf(about, checker);
    const declaredIn = declaration?.getSourceFile();
    const declaredAt = declaration === undefined || declaredIn === undefined ? null : { path: pathOf(declaredIn), line: declaredIn.getLineAndCharacterOfPosition(declaration.getStart(declaredIn)).line + 1 };
    found.push({ path, rule, message, snippet: node.getText(file).slice(0, 2_000), isNote, startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1, declaredAt });
  };
  const isPromiseOf = (node: ts.Expression) => isPromise(checker.getTypeAtLocation(node), checker);
  const visit = (node: ts.Node) => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && !isHandled(node.expression) && !isCalledInPlace(node.expression) && isPromiseOf(node.expression)) {
      add(node, "promise-misuse", `nobody waits for \`${shown(node.expression, file)}\``, node.expression.expression, !isInAsync(node));
    } else if (ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isWhileStatement(node)) {
      const test = ts.isConditionalExpression(node) ? node.condition : node.expression;
      const inner = conditions(test).find((one) => ts.isCallExpression(one) && isPromiseOf(one));
      if (inner !== undefined && ts.isCallExpression(inner)) add(inner, "promise-misuse", `takes the promise of \`${shown(inner, file)}\` for its answer: it is always true`, inner.expression);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const callback = node.arguments[0];
      const method = node.expression.name.text;
      if (callback !== undefined && ts.isIdentifier(callback) && (method === "forEach" || TAKES_ANSWER.test(method)) && checker.isArrayLikeType(checker.getTypeAtLocation(node.expression.expression)) && answersLater(callback, checker)) {
        const name = callback.text;
        add(node, "promise-misuse", method === "forEach" ? `\`forEach\` doesn't wait for \`${name}\`` : `\`${method}\` takes the promise of \`${name}\` for its answer: it is always true`, callback);
      }
    } else if (ts.isSwitchStatement(node) && !isFollowedByWayOut(node)) {
      const missing = missingMembers(node, checker);
      if (missing.length > 0) add(node.expression, "switch-not-exhaustive", missingMessage(missing), null);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A promise in every case in which there is a value at all. */
function isPromise(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types.filter((part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0) : [type];
  return parts.length > 0 && parts.every((part) => /^(Promise|PromiseLike)$/.test(part.getSymbol()?.name ?? "") && checker.getTypeArguments(part as ts.TypeReference).length > 0);
}

function answersLater(callback: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(callback).getCallSignatures().some((signature) => isPromise(signature.getReturnType(), checker));
}

/** `p.catch(…)`, `p.then(a, b)`, also with a `finally` behind. */
function isHandled(call: ts.Expression): boolean {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const method = call.expression.name.text;
  if (method === "catch" || (method === "then" && call.arguments.length > 1)) return true;
  return (method === "finally" || method === "then") && isHandled(call.expression.expression);
}

/** `(async () => { … })()`: written so that nobody waits. */
function isCalledInPlace({ expression }: ts.CallExpression): boolean {
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner);
}

/** The parts of a condition that decide by being true. */
function conditions(test: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(test)) return conditions(test.expression);
  if (ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken) return conditions(test.operand);
  const isBoth = ts.isBinaryExpression(test) && (test.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken || test.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isBoth ? [...conditions(test.left), ...conditions(test.right)] : [test];
}

/** Where waiting was possible. */
function isInAsync(node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isFunctionLike(outer)) return ts.canHaveModifiers(outer) && ts.getModifiers(outer)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  }
  return false;
}

/** Members of a union of literals, or of an enumeration, that no case names; none where there is a default. */
function missingMembers({ expression, caseBlock }: ts.SwitchStatement, checker: ts.TypeChecker): readonly string[] {
  const { clauses } = caseBlock;
  const type = checker.getTypeAtLocation(expression);
  if (clauses.length < 2 || !type.isUnion() || type.types.length > MAXIMUM_MEMBERS) return [];
  const isMember = (one: ts.Type) => (one.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.EnumLiteral)) !== 0;
  if (!type.types.every(isMember)) return [];
  const named = new Set<string>();
  for (const clause of clauses) {
    if (ts.isDefaultClause(clause)) return [];
    const label = checker.getTypeAtLocation(clause.expression);
    if (!isMember(label)) return [];
    named.add(checker.typeToString(label));
  }
  const members = type.types.map((member) => checker.typeToString(member));
  const missing = members.filter((member) => !named.has(member));
  return missing.length === members.length ? [] : missing;
}

/** Each case leaves, and what follows is said for all the others. */
function isFollowedByWayOut(node: ts.SwitchStatement): boolean {
  const { parent } = node;
  const statements = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent) ? parent.statements : null;
  if (statements === null || statements[statements.length - 1] === node) return false;
  return node.caseBlock.clauses.every((clause, index, all) => {
    const own = clause.statements.flatMap((statement) => (ts.isBlock(statement) ? [...statement.statements] : [statement]));
    const last = own[own.length - 1];
    return last === undefined ? index < all.length - 1 : ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last);
  });
}

function declarationOf(node: ts.Expression, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  if (symbol === undefined) return undefined;
  return ((symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)).declarations?.[0];
}

function shown(call: ts.CallExpression, file: ts.SourceFile): string {
  const source = call.expression.getText(file).replace(/\s+/g, " ");
  return source.length > 50 ? `${source.slice(0, 47)}…` : source;
}
