/** A person's own edits of what they approved: theirs by observation, and by one signed record that they say so. */
import type { DebtItem } from "../model";

/**
 * Whether all that keeps a hunk open are edits of the person with this key ("" for unsigned verdicts): lines that somebody was seen to
 * type in a hunk which this key had approved. A seam is not: nothing says who deleted what stood there. Above medium risk an edit is
 * signed off like any other change.
 */
export function isOwnEdit(item: DebtItem, key: string): boolean {
  return (
    item.state === "stale" &&
    item.staleReason === "edited-by-signer" &&
    item.hunk.kind === "edit" &&
    item.seams.length === 0 &&
    item.risk.level !== "high" &&
    item.records.some((record) => record.key === key && record.verdict.startsWith("approved") && (record.type === "signoff" || record.type === "edited"))
  );
}

/** Own edits of a snapshot's items, in their order. */
export function ownEditsOf(items: readonly DebtItem[], key: string): readonly DebtItem[] {
  return items.filter((item) => isOwnEdit(item, key));
}
