/** What of a hunk is still owed: the same count in reports and in the gate. */
import type { DebtItem } from "../model";

export function isOpen(item: DebtItem): boolean {
  return item.state !== "signed-off" && !item.hunk.generated;
}

/** Lines of a hunk that are still to be answered for. */
export function openLines(item: DebtItem): number {
  if (item.state === "signed-off") return 0;
  if (item.staleLines.length > 0 || item.state === "stale") return item.staleLines.length;
  if (item.hunk.kind === "removal") return item.hunk.replaced?.length ?? 0;
  return item.hunk.endLine - item.hunk.startLine + 1;
}
