import type { Hunk, LineRange } from "../model";
import { lineChanges, type LineReplacement } from "./line-changes";

/** How a hunk is taken back, or why it cannot be: its lines replaced something together with lines that are not its own. */
export type RevertPlan = { readonly kind: "edits"; readonly edits: readonly LineReplacement[] } | { readonly kind: "shared"; readonly with: readonly LineRange[] } | { readonly kind: "too-large" };

/**
 * The edits that put back what stood there before this hunk, and touch no line outside it. Lines at the base's and the
 * head's version of the file; edits are in order and do not overlap.
 */
export function planRevert(before: readonly string[], after: readonly string[], hunk: Pick<Hunk, "kind" | "startLine" | "endLine" | "replaced">): RevertPlan {
  if (hunk.kind === "removal") {
    return { kind: "edits", edits: [{ start: hunk.startLine, end: hunk.startLine - 1, lines: hunk.replaced ?? [] }] };
  }
  const changes = lineChanges(before, after);
  if (changes === null) return { kind: "too-large" };
  const { startLine, endLine } = hunk;
  const shared: LineRange[] = [];
  const edits: LineReplacement[] = [];
  for (const change of changes) {
    const isInside = change.start >= startLine && change.end <= endLine;
    const isGap = change.end < change.start;
    // A deletion at the hunk's own edge is another hunk, or nobody's.
    if (isGap ? change.start > startLine && change.start <= endLine : isInside) edits.push(change);
    else if (!isGap && change.start <= endLine && change.end >= startLine) {
      // What was only added can be taken out in part; what was replaced cannot be put back in part.
      if (change.lines.length === 0) edits.push({ start: Math.max(change.start, startLine), end: Math.min(change.end, endLine), lines: [] });
      else shared.push({ start: change.start, end: change.end });
    }
  }
  return shared.length > 0 ? { kind: "shared", with: shared } : { kind: "edits", edits };
}
