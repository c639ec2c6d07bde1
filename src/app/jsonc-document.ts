import { createScanner, findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { CountersignError } from "../core/model";

const MAXIMUM_CHARACTERS = 1_000_000;
const MAXIMUM_DEPTH = 64;

/** The members of jsonc-parser's `SyntaxKind` that matter here (a const enum, which isolated modules can't import). */
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const END_OF_FILE = 17;

/** A parsed JSON document with comments that can still say on which line each of its values stands. */
export interface JsoncDocument {
  readonly value: unknown;
  /** 1-based line of the value at `path`, or of its nearest ancestor that exists. */
  lineOf(path: readonly (string | number)[]): number;
  /** 1-based line of a key of the object at `path`. */
  lineOfKey(path: readonly (string | number)[], key: string): number;
}

/**
 * Parses JSON with comments and trailing commas, as hostile input: size and depth are limited, duplicate keys and
 * `__proto__` refused. Errors: `configuration`, with line.
 */
export function parseJsonc(text: string, path: string): JsoncDocument {
  if (text.length > MAXIMUM_CHARACTERS) {
    throw new CountersignError("configuration", `the file is larger than ${MAXIMUM_CHARACTERS.toLocaleString("en")} characters`, {
      path,
      hint: "move lists of files into globs",
    });
  }
  const lineAt = lineFinder(text);
  refuseDepth(text, path, lineAt);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first || !root) {
    const what = first ? inWords(printParseErrorCode(first.error)) : "a JSON object was expected, and the file is empty";
    throw new CountersignError("configuration", what, {
      path,
      line: lineAt(first?.offset ?? 0),
      hint: "the file is JSON; comments and trailing commas are allowed",
    });
  }
  const nodeAt = (at: readonly (string | number)[]): Node => {
    for (let length = at.length; length > 0; length--) {
      const node = findNodeAtLocation(root, at.slice(0, length));
      if (node) return node;
    }
    return root;
  };
  return {
    value: valueOf(root, path, lineAt),
    lineOf: (at) => {
      const node = nodeAt(at);
      // The line of the key reads better than the line of the value's opening brace.
      return lineAt(node.parent?.type === "property" ? node.parent.offset : node.offset);
    },
    lineOfKey: (at, key) => {
      const owner = at.length === 0 ? root : findNodeAtLocation(root, [...at]);
      const property = owner?.children?.find((child) => child.children?.[0]?.value === key);
      return lineAt(property?.offset ?? owner?.offset ?? 0);
    },
  };
}

function refuseDepth(text: string, path: string, lineAt: (offset: number) => number): void {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== END_OF_FILE; kind = scanner.scan()) {
    if (kind === OPEN_BRACE || kind === OPEN_BRACKET) depth++;
    else if (kind === CLOSE_BRACE || kind === CLOSE_BRACKET) depth--;
    if (depth > MAXIMUM_DEPTH) {
      throw new CountersignError("configuration", `objects and lists are nested deeper than ${MAXIMUM_DEPTH}`, {
        path,
        line: lineAt(scanner.getTokenOffset()),
      });
    }
  }
}

function valueOf(node: Node, path: string, lineAt: (offset: number) => number): unknown {
  if (node.type === "array") return (node.children ?? []).map((child) => valueOf(child, path, lineAt));
  if (node.type !== "object") return node.value as unknown;
  const result: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    const key = String(keyNode?.value ?? "");
    if (key === "__proto__") {
      throw new CountersignError("configuration", 'the key "__proto__" is not allowed', { path, line: lineAt(property.offset), hint: "remove it" });
    }
    if (Object.hasOwn(result, key)) {
      throw new CountersignError("configuration", `the key "${key}" is there twice`, {
        path,
        line: lineAt(property.offset),
        hint: "keep one of them",
      });
    }
    result[key] = valueNode ? valueOf(valueNode, path, lineAt) : null;
  }
  return result;
}

function lineFinder(text: string): (offset: number) => number {
  return (offset) => {
    let line = 1;
    for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
    return line;
  };
}

/** `CloseBraceExpected` → "close brace expected". */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
