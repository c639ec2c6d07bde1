/**
 * Cline's SEARCH/REPLACE blocks (cline `prompts/responses.ts`; provenance.md 3.8), with the markers of newer and of
 * older builds. A block is whole lines; an empty SEARCH stands for the whole file.
 */
import type { Replacement } from "./journal-event";

export interface ParsedBlocks {
  readonly replacements: readonly Replacement[];
  /** The file's whole new text, where a block searches for nothing. */
  readonly whole: string | null;
  readonly problems: readonly string[];
}

const SEARCH = /^[-<]{3,} SEARCH>?\s*$/;
const DIVIDER = /^={3,}\s*$/;
const REPLACE = /^[+>]{3,} REPLACE>?\s*$/;
const MAXIMUM_BLOCKS = 10_000;

/** Parses a diff of such blocks; what stands between them is ignored. Never throws. */
export function parseSearchReplace(diff: string): ParsedBlocks {
  const replacements: Replacement[] = [];
  const problems: string[] = [];
  let whole: string | null = null;
  let part: "outside" | "search" | "replace" = "outside";
  let old: string[] = [];
  let put: string[] = [];
  const close = () => {
    if (old.length === 0) whole = (whole ?? "") + text(put);
    else replacements.push({ oldText: text(old), newText: text(put), wholeLines: true });
    part = "outside";
  };
  for (const [index, raw] of diff.split("\n").entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (part === "outside") {
      if (!SEARCH.test(line)) continue;
      if (replacements.length >= MAXIMUM_BLOCKS) {
        problems.push(`diff, line ${index + 1}: more than ${MAXIMUM_BLOCKS} blocks`);
        break;
      }
      part = "search";
      old = [];
      put = [];
    } else if (part === "search") {
      if (DIVIDER.test(line)) part = "replace";
      else if (REPLACE.test(line)) {
        problems.push(`diff, line ${index + 1}: expected "=======" before the end of the block`);
        part = "outside";
      } else old.push(line);
    } else if (REPLACE.test(line)) close();
    else put.push(line);
  }
  // A last block without its end is one that a cut-off answer left; Cline applies it too. One without a divider says nothing.
  if (part === "replace") close();
  else if (part === "search") problems.push('diff: the last block ends before "======="');
  if (replacements.length === 0 && whole === null && problems.length === 0) problems.push('diff: expected a block that begins with "<<<<<<< SEARCH"');
  return { replacements, whole, problems };
}

function text(lines: readonly string[]): string {
  return lines.length === 0 ? "" : lines.join("\n") + "\n";
}
