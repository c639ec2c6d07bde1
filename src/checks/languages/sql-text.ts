import type { CodeComment } from "./syntax-tree";

/** SQL with its strings and comments blanked out, every offset as it was. */
export interface MaskedSql {
  readonly source: string;
  /** In capitals; blanks where a string or a comment stands. */
  readonly code: string;
  readonly comments: readonly CodeComment[];
  /** Spans of routines that stand in dollar quotes: they are code, not text. */
  readonly bodies: readonly { readonly start: number; readonly end: number }[];
}

/** Strings, comments and quoted bodies of PostgreSQL, MySQL, SQL Server, Oracle and SQLite. */
export function masked(source: string): MaskedSql {
  const comments: CodeComment[] = [];
  const bodies: { start: number; end: number }[] = [];
  const pieces: string[] = [];
  const token = /--[^\n]*|\/\*[^]*?(?:\*\/|$)|'(?:[^'\\]|''|\\[^])*(?:'|$)|\$\w*\$/g;
  let at = 0;
  let open: { readonly tag: string; readonly start: number } | null = null;
  for (const matched of source.matchAll(token)) {
    const end = matched.index + matched[0].length;
    pieces.push(source.slice(at, matched.index));
    if (matched[0].startsWith("$")) {
      if (open === null) open = { tag: matched[0], start: matched.index };
      else if (open.tag === matched[0]) {
        bodies.push({ start: open.start, end });
        open = null;
      }
      pieces.push(matched[0].replace(/\w/g, " "));
    } else {
      if (!matched[0].startsWith("'")) comments.push({ start: matched.index, end });
      pieces.push(matched[0].replace(/[^\n]/g, " "));
    }
    at = end;
  }
  pieces.push(source.slice(at));
  const joined = pieces.join("");
  const code = joined.toUpperCase();
  // A few letters grow when they are made capitals; offsets count more than those.
  return { source, code: code.length === source.length ? code : joined.replace(/[a-z]+/g, (word) => word.toUpperCase()), comments, bodies };
}
