/** Conventional Comments (conventionalcomments.org): `label (decoration): subject`. No `vscode` here. */

export const COMMENT_LABELS = ["praise", "nitpick", "suggestion", "issue", "todo", "question", "thought", "chore", "note"] as const;
export type CommentLabel = (typeof COMMENT_LABELS)[number];

export const COMMENT_DECORATIONS = ["blocking", "non-blocking", "if-minor"] as const;
export type CommentDecoration = (typeof COMMENT_DECORATIONS)[number];

export interface ConventionalComment {
  readonly label: CommentLabel;
  /** Null where none was written: the label's own meaning holds. */
  readonly decoration: CommentDecoration | null;
  readonly subject: string;
}

/** Labels that ask for a change before the code may stand, unless they say otherwise. */
const BLOCKING_LABELS: ReadonlySet<CommentLabel> = new Set(["issue", "todo", "chore"]);

/** Null for a text in any other form. */
export function parseComment(text: string): ConventionalComment | null {
  const match = /^\s*([a-z]+)\s*(?:\(\s*([a-z-]+)\s*\))?\s*:\s*(\S.*)$/is.exec(text);
  const label = COMMENT_LABELS.find((known) => known === match?.[1]?.toLowerCase());
  const written = match?.[2]?.toLowerCase();
  const decoration = COMMENT_DECORATIONS.find((known) => known === written) ?? null;
  const subject = match?.[3]?.trim();
  return label === undefined || subject === undefined || (written !== undefined && decoration === null) ? null : { label, decoration, subject };
}

export function isBlocking({ label, decoration }: ConventionalComment): boolean {
  return decoration === null ? BLOCKING_LABELS.has(label) : decoration === "blocking";
}

/** As it is recorded: always with its decoration, so that who reads it needs no table. */
export function commentText(comment: ConventionalComment): string {
  return `${comment.label} (${comment.decoration ?? (isBlocking(comment) ? "blocking" : "non-blocking")}): ${comment.subject}`;
}
