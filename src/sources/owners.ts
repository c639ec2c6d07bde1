/** Who a line of a file is from, as the journal keeps it between two reports. */

/**
 * `null`: nobody knows; `human`: observed; else an assistant's session, or a line of one that somebody else changed since. Such a line
 * remembers what the assistant wrote, so that many small steps are held against that and not against each other.
 */
export type Owner = string | null;

const ASSISTANT = "ai";

/** What became of an assistant's line by another hand: other words, or the same ones broken, spaced, quoted or ended otherwise. */
export type LineChange = "edited" | "reshaped";

/** What an assistant wrote, and since when it stands in other words. */
export interface AssistantLine {
  readonly assistant: string;
  readonly session: string;
  /** Absent where it still stands as the assistant wrote it. */
  readonly was?: OriginalLine;
}

/** A line as the assistant wrote it, its key there, and what has been done to it since. */
export interface OriginalLine {
  readonly change: LineChange;
  readonly key: string;
  readonly text: string;
}

/** One assistant's session as an owner of lines. */
export function ownerOf({ assistant, session }: { readonly assistant: string; readonly session: string }): string {
  return `${ASSISTANT}\0${assistant}\0${session}`;
}

/** The owner of a line that stands where an assistant's stood, and can still be recognised. */
export function changedOwner({ assistant, session }: AssistantLine, { change, key, text }: OriginalLine): string {
  return [change, assistant, session, key, text].join("\0");
}

/** Null for everybody else's line. */
export function assistantLine(owner: Owner | undefined): AssistantLine | null {
  if (typeof owner !== "string") return null;
  const [kind, assistant, session, key, ...text] = owner.split("\0");
  if (assistant === undefined || session === undefined) return null;
  if (kind === ASSISTANT) return { assistant, session };
  return (kind === "edited" || kind === "reshaped") && key !== undefined && text.length > 0 ? { assistant, session, was: { change: kind, key, text: text.join("\0") } } : null;
}
