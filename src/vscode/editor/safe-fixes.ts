/** The fixes that change nothing a program does, found by the text itself: a finding's place may have moved meanwhile. No `vscode` here. */

/** What to delete, in 0-based characters of one line; `wholeLine` takes the line with its end. */
export interface Deletion {
  readonly start: number;
  readonly end: number;
  readonly wholeLine: boolean;
}

/** A line comment that only tells a checker to be quiet. Block comments and other languages' are left to people. */
const LINE_DIRECTIVE = /\/\/\s*(?:@ts-(?:ignore|expect-error|nocheck)\b|(?:eslint|oxlint)-disable(?:-next-line|-line)?\b|tslint:disable|biome-ignore\b)[^\n]*$/;

/** A string or a pattern may contain what looks like a comment: with a quote, or a slash of a pattern, before it, nobody is sure. */
const UNSURE = /["'`/\\]/;

/**
 * Deleting a suppression comment that this change added: a comment does nothing at run time, so it is safe. Null where it is no
 * line comment, or where the text before it makes that unsure.
 */
export function suppressionDeletion(rule: string, line: string): Deletion | null {
  const match = rule === "suppression-added" ? LINE_DIRECTIVE.exec(line) : null;
  if (match === null) {
    return null;
  }
  const before = line.slice(0, match.index);
  if (before.trim() === "") {
    return { start: 0, end: line.length, wholeLine: true };
  }
  return UNSURE.test(before) ? null : { start: before.trimEnd().length, end: line.length, wholeLine: false };
}
