import { Node, type SourceFile } from "ts-morph";
import { LineTable } from "../syntax/line-table";
import type { Found } from "./structure-protocol";

const MAXIMUM_LINE = 200;

/** Makes a finding of one query at a node. */
export type Placing = (node: Node, message: string, target: string, more?: Partial<Pick<Found, "declaredIn" | "interfaces">>) => Found;

export function placingIn(file: SourceFile, query: number): Placing {
  const text = file.getFullText();
  const lines = new LineTable(text);
  return (node, message, target, more = {}) => {
    const start = node === file ? { line: 1, column: 1 } : lines.position(node.getStart());
    // What is about the whole file stands at its first line, and what is about a statement at its head.
    const end = node === file ? start : Node.isStatement(node) ? { line: start.line, column: text.slice(lines.startOf(start.line - 1), lines.startOf(start.line)).trimEnd().length + 1 } : lines.position(node.getEnd());
    const line = text.slice(lines.startOf(start.line - 1), lines.startOf(start.line)).trim().slice(0, MAXIMUM_LINE);
    return { query, message, target, line, symbol: enclosing(node), startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column, declaredIn: more.declaredIn ?? null, interfaces: more.interfaces ?? [] };
  };
}

/** Names of the declarations around a node, outermost first. */
function enclosing(node: Node): string {
  const names = node.getAncestors().flatMap((one): string[] => {
    if (Node.isFunctionDeclaration(one) || Node.isClassDeclaration(one) || Node.isMethodDeclaration(one) || Node.isGetAccessorDeclaration(one) || Node.isSetAccessorDeclaration(one)) return [one.getName() ?? "default"];
    if (Node.isConstructorDeclaration(one)) return ["constructor"];
    if (Node.isVariableDeclaration(one)) return [one.getName()];
    return [];
  });
  return names.reverse().join(".");
}
