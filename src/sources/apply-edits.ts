/** Applies what a payload says was changed to a text, forwards and backwards. Null means: this is not that text. */
import { replaceBlock } from "./apply-blocks";
import type { PatchHunk, Replacement } from "./journal-event";

/** Longest text that replacements may make, in characters: what is larger is read nowhere. Doubling a letter 40 times is one short payload. */
const LONGEST_RESULT = 20 * 1024 * 1024;
/** Places of one replacement: no more than a file of so many lines has. */
const MOST_PLACES = 1_000_000;
/** Characters that all replacements of one event may look through together. */
const MOST_WORK = 200_000_000;

/** CRLF and LF files are compared alike: assistants report LF whatever the file has. */
export function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n/g, "\n") : text;
}

/** Applies a structured patch; every context and removed line must stand where the hunk says. */
export function applyPatch(text: string, hunks: readonly PatchHunk[]): string | null {
  const lines = text.split("\n");
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    // A hunk without old lines stands after `oldStart`; one with old lines begins at it.
    const start = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    if (start < at || start > lines.length) return null;
    for (; at < start; at += 1) result.push(lines[at] ?? "");
    for (const line of hunk.lines) {
      const sign = line[0];
      const content = line.slice(1).replace(/\r$/, "");
      if (sign === "+") result.push(content);
      else if (sign === "-" || sign === " ") {
        if (lines[at] !== content) return null;
        if (sign === " ") result.push(content);
        at += 1;
      } else if (sign !== "\\") return null;
    }
  }
  for (; at < lines.length; at += 1) result.push(lines[at] ?? "");
  return result.join("\n");
}

export function reversePatch(hunks: readonly PatchHunk[]): PatchHunk[] {
  return hunks.map((hunk) => ({
    oldStart: hunk.newStart,
    oldLines: hunk.newLines,
    newStart: hunk.oldStart,
    newLines: hunk.oldLines,
    lines: hunk.lines.map((line) => (line.startsWith("+") ? "-" + line.slice(1) : line.startsWith("-") ? "+" + line.slice(1) : line)),
  }));
}

/**
 * Applies replacements in order. Without `all` the first occurrence is meant, as the tools that report them do; with
 * `onlyUnique` a second occurrence is a reason to refuse.
 */
export function applyReplacements(text: string, replacements: readonly Replacement[], onlyUnique = false): string | null {
  let result = text;
  let work = 0;
  for (const { oldText, newText, all, wholeLines, below } of replacements) {
    work += result.length;
    if (oldText === undefined || result.length > LONGEST_RESULT || work > MOST_WORK) return null;
    const wanted = withLineFeeds(oldText);
    const put = withLineFeeds(newText);
    if (wholeLines === true && wanted !== "") {
      const replaced = replaceBlock(result, wanted, put, below, onlyUnique);
      if (replaced === null) return null;
      result = replaced;
      continue;
    }
    if (wanted === "") {
      // An empty old text creates the file.
      if (result !== "") return null;
      result = put;
      continue;
    }
    const at = result.indexOf(wanted);
    if (at < 0 || (onlyUnique && all !== true && result.indexOf(wanted, at + 1) >= 0)) return null;
    const replaced = all === true ? everywhere(result, wanted, put) : result.slice(0, at) + put + result.slice(at + wanted.length);
    if (replaced === null) return null;
    result = replaced;
  }
  return result;
}

/** Null where the result would be too long, or the places too many. `wanted` is not empty. */
function everywhere(text: string, wanted: string, put: string): string | null {
  let places = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places += 1;
    if (places > MOST_PLACES || text.length + places * (put.length - wanted.length) > LONGEST_RESULT) return null;
  }
  return text.split(wanted).join(put);
}

/** Takes replacements back, last first. Each new text must stand exactly once, or its place would be a guess. */
export function revertReplacements(text: string, replacements: readonly Replacement[]): string | null {
  let result = text;
  let work = 0;
  for (const { oldText, newText, all, wholeLines } of [...replacements].reverse()) {
    work += result.length;
    if (result.length > LONGEST_RESULT || work > MOST_WORK) return null;
    const wanted = withLineFeeds(newText);
    if (wholeLines === true) {
      const replaced = replaceBlock(result, wanted, withLineFeeds(oldText ?? ""), undefined, true);
      if (replaced === null) return null;
      result = replaced;
      continue;
    }
    const at = wanted === "" ? -1 : result.indexOf(wanted);
    if (at < 0) return null;
    const isUnique = result.indexOf(wanted, at + 1) < 0;
    if (!isUnique && all !== true) return null;
    const put = oldText === undefined ? "" : withLineFeeds(oldText);
    const replaced = everywhere(result, wanted, put);
    if (replaced === null) return null;
    result = replaced;
  }
  return result;
}
