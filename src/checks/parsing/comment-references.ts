import type { Comment } from "../syntax/source-file";
import type { Reference } from "./module-record";

/** What could stand in a comment that refers to a module; most files have none, and their comments are never looked at. */
const MAY_REFER = /\/\/\/\s*<reference\b|@import\b|\bimport\s*\(/;
const JSDOC_TYPE = /\bimport\s*\(\s*(["'`])([^"'`\n]{1,300})\1\s*\)/g;
const JSDOC_IMPORT = /@import\s+[^@]*?\bfrom\s*(["'])([^"'\n]{1,300})\1/g;
const TRIPLE_SLASH = /^\/\s*<reference\s+(path|types)\s*=\s*(["'])([^"'\n]{1,300})\2/;

export function mayReferInComments(source: string): boolean {
  return MAY_REFER.test(source);
}

/**
 * References in comments, all of types: `/// <reference path|types="…" />` before the first statement, and in
 * JavaScript what JSDoc imports (`import("x")` in a type, `@import {…} from "x"`). In TypeScript files the compiler
 * takes no types from JSDoc, so neither is an edge there.
 */
export function commentReferences(source: string, comments: readonly Comment[], isJavascript: boolean): Reference[] {
  const found: Reference[] = [];
  // Directives count only above the code; what is no comment up to there is a byte order mark, a hashbang or space.
  let end = /^\uFEFF?(?:#!.*)?/.exec(source)?.[0].length ?? 0;
  let isAbove = true;
  for (const comment of comments) {
    if (isAbove && /\S/.test(source.slice(end, comment.start))) isAbove = false;
    end = Math.max(end, comment.end);
    const value = source.slice(comment.start + 2, comment.end);
    if (source.startsWith("//", comment.start)) {
      const directive = isAbove ? TRIPLE_SLASH.exec(value) : null;
      if (directive !== null) found.push(typeReference(directive[1] === "path" ? asRelative(directive[3] ?? "") : (directive[3] ?? ""), comment.start, comment.end));
    } else if (isJavascript && value.startsWith("*")) {
      for (const pattern of [JSDOC_TYPE, JSDOC_IMPORT]) {
        for (const match of value.matchAll(pattern)) {
          const start = comment.start + 2 + match.index;
          found.push(typeReference(match[2] ?? "", start, start + match[0].length));
        }
      }
    }
  }
  return found;
}

/** A directive's path is relative to its file whether it says so or not. */
function asRelative(path: string): string {
  return /^(\.{0,2}\/|[a-z]:)/i.test(path) ? path : `./${path}`;
}

function typeReference(specifier: string, start: number, end: number): Reference {
  return { kind: "type", specifier, start, end, names: ["*"], star: false };
}
