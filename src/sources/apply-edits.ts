/** Applies what a payload says was changed to a text, forwards and backwards. Null means: this is not that text. */
import { replaceBlock } from "./apply-blocks";
import type { PatchHunk, Replacement } from "./journal-event";

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
  for (const { oldText, newText, all, wholeLines, below } of replacements) {
    if (oldText === undefined) return null;
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
    result = all === true ? result.split(wanted).join(put) : result.slice(0, at) + put + result.slice(at + wanted.length);
  }
  return result;
}

/** Takes replacements back, last first. Each new text must stand exactly once, or its place would be a guess. */
export function revertReplacements(text: string, replacements: readonly Replacement[]): string | null {
  let result = text;
  for (const { oldText, newText, all, wholeLines } of [...replacements].reverse()) {
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
    result = result.split(wanted).join(put);
  }
  return result;
}
