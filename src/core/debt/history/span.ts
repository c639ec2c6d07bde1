/** The words of the debt's history. All days are UTC, YYYY-MM-DD; all lines are significant ones (no blank lines, no lone brackets). */
import type { Assistant, EvidenceSource } from "../../model";

/** Whose lines a span counts. */
export interface SpanAuthor {
  readonly assistant: Assistant;
  readonly model: string | null;
  readonly agentSession: string;
  readonly evidence: EvidenceSource;
}

/**
 * How a span ended. Paid: `signed` (a person answered for the lines), `removed` (they are gone and nothing stands in their place),
 * `rewritten` (lines that no assistant is known to have written stand in their place). Not paid: `replaced` (an assistant's new
 * lines stand there and owe instead), `reopened` (an answer does not hold any more). `renamed` is no event: the same lines
 * go on under another path.
 */
export type SpanEnd = "signed" | "removed" | "rewritten" | "replaced" | "reopened" | "renamed";

/** So many lines of one file, author and day of birth were open (nobody answered for them) or answered from one day to another. */
export interface DebtSpan {
  readonly path: string;
  /** Index into the authors. */
  readonly author: number;
  /** Day on which the lines landed; a person's edit or a rename keeps it. */
  readonly introduced: string;
  readonly state: "open" | "answered";
  readonly from: string;
  /** First day on which it was over; null while it lasts. */
  readonly to: string | null;
  readonly end: SpanEnd | null;
  /** The lines' first span: it begins with their landing. */
  readonly first: boolean;
  /** What stands in their place came with a commit whose subject says fix, hotfix, bugfix or revert. */
  readonly fixed: boolean;
  readonly lines: number;
}

/** Lines that landed on a day in one file, blank ones not counted, and how many of them have a known origin. */
export interface AddedLines {
  readonly day: string;
  readonly path: string;
  readonly lines: number;
  readonly known: number;
}

export interface DebtHistory {
  readonly authors: readonly SpanAuthor[];
  readonly spans: readonly DebtSpan[];
  readonly added: readonly AddedLines[];
  /** For each file of the last day, the landing day of its assistants' lines: 1-based line and day. */
  readonly landed: readonly { readonly path: string; readonly days: readonly (readonly [number, string])[] }[];
  /** First and last day on which anything landed or was decided; null without any. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}
