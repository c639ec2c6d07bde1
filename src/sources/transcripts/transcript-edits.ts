/** From a transcript's entries to events of the journal: what its hook would have told, had it run. */
import { payloadReaderOf } from "../assistants";
import type { HookWorld, ReadEvent } from "../hook-world";
import type { JournalEdit, RecordedText } from "../journal-event";
import type { Transcript, TranscriptEntry } from "./transcript";

export type EditEntry = Extract<TranscriptEntry, { readonly kind: "edit" }>;

/** What of the machine a transcript's edit is held against. */
export type TranscriptWorld = Pick<HookWorld, "locate" | "read" | "keep">;

/** Null where the edit is of no file of this repository. */
export function eventOf(assistant: string, entry: EditEntry, world: TranscriptWorld): ReadEvent | null {
  const reader = payloadReaderOf(assistant);
  if (reader === null) return null;
  const { event } = reader.read(entry.payload, {
    ...world,
    // What stands on disk now says nothing about what a command changed then.
    changedFiles: () => ({ unknown: "a transcript has no snapshots" }),
    transcriptModel: () => (entry.model === "" ? undefined : entry.model),
  });
  if (event === null || event.phase !== "after") return null;
  const edits = event.edits.filter((edit) => edit.patch !== undefined || edit.replacements !== undefined || edit.after !== undefined || edit.from !== undefined);
  return edits.length === 0 ? null : { ...event, edits, toolUseId: entry.toolUseId };
}

/** The edits of a transcript with the folder each starts its relative paths in. */
export function editEntries(transcript: Transcript): readonly EditEntry[] {
  return transcript.entries.filter((entry): entry is EditEntry => entry.kind === "edit");
}

/** Lines that an edit put there and lines that it took away, as its words have them; neither knows what stood elsewhere. */
export function linesOf(edit: JournalEdit, text: (recorded: RecordedText | undefined) => string | null): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  if (edit.patch !== undefined) {
    const signed = (sign: string) => edit.patch?.flatMap((hunk) => hunk.lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1))) ?? [];
    return { added: signed("+"), removed: signed("-") };
  }
  const before = edit.replacements?.map((replacement) => replacement.oldText ?? "").join("\n") ?? text(edit.before) ?? "";
  const after = edit.replacements?.map((replacement) => replacement.newText).join("\n") ?? text(edit.after) ?? "";
  const old = new Set(before.split(/\r?\n/));
  const fresh = new Set(after.split(/\r?\n/));
  return { added: [...fresh].filter((line) => !old.has(line)), removed: [...old].filter((line) => !fresh.has(line)) };
}
