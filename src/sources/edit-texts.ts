/** What text an edit started from and what it left, from the best of what the event holds. */
import { applyPatch, applyReplacements, reversePatch, revertReplacements, withLineFeeds } from "./apply-edits";
import type { JournalEdit, RecordedText, Replacement } from "./journal-event";
import type { OwnedText } from "./owned-text";
import { advance, ownedBy } from "./owned-text";

/** Places of a replacement that are tried against the disk. */
const MAXIMUM_PLACES = 1000;
/** Claims that the pieces of one edit may make of which no place was found. */
const MOST_PIECES = 1000;

export interface Step {
  readonly from: OwnedText;
  readonly to: string;
}

export type ResolvedEdit =
  /** The file went from one known text to another. */
  | { readonly kind: "change"; readonly steps: readonly [Step] }
  /** Only the pieces are known, not where in the file they went. */
  | { readonly kind: "fragments"; readonly steps: readonly Step[] }
  /** The file's text is known now, but not what it was or not whose the difference is. */
  | { readonly kind: "observed"; readonly text: string }
  | { readonly kind: "unreadable"; readonly why: string };

/** `known` is the text before as the journal has it. With `onlyObserve` the difference is nobody's. */
export function resolveEdit(edit: JournalEdit, known: OwnedText | null, onlyObserve: boolean, object: (digest: string) => string | null): ResolvedEdit {
  const disk = recordedText(edit.disk, object);
  const after = recordedText(edit.after, object);
  if (onlyObserve) {
    const text = disk ?? after;
    return text === null ? { kind: "unreadable", why: whyUnreadable(edit.disk ?? edit.after) } : { kind: "observed", text };
  }
  const before = recordedText(edit.before, object);
  const from = before === null ? known : onTo(edit.path, known, before);
  if (edit.after !== undefined) {
    if (after === null) return { kind: "unreadable", why: whyUnreadable(edit.after) };
    // The payload holds the whole new text: without a text before, all of it is the assistant's word.
    return { kind: "change", steps: [{ from: from ?? ownedBy("", null), to: after }] };
  }
  if (edit.patch === undefined && edit.replacements === undefined) {
    if (disk === null) return { kind: "unreadable", why: whyUnreadable(edit.disk) };
    return from === null ? { kind: "observed", text: disk } : { kind: "change", steps: [{ from, to: disk }] };
  }
  return placed(edit, from, disk) ?? { kind: "fragments", steps: fragmentsOf(edit) };
}

/** Finds the text before and after for a patch or replacements: in the text before, else in what is on disk. */
function placed(edit: JournalEdit, from: OwnedText | null, disk: string | null): ResolvedEdit | null {
  const { patch, replacements, path } = edit;
  const change = (start: OwnedText, to: string | null): ResolvedEdit | null => (to === null ? null : { kind: "change", steps: [{ from: start, to }] });
  if (from !== null) {
    const exact = (patch && change(from, applyPatch(from.text, patch))) ?? (replacements && change(from, applyReplacements(from.text, replacements, true)));
    if (exact) return exact;
  }
  if (disk !== null) {
    const start = (patch && applyPatch(disk, reversePatch(patch))) ?? (replacements && revertReplacements(disk, replacements));
    if (typeof start === "string") return change(onTo(path, from, start), disk);
  }
  if (from !== null && replacements) {
    // Which of several places was meant the disk says, unless it is behind: then the tool takes the first.
    if (disk !== null && disk !== from.text && leadsTo(from.text, replacements, disk)) return change(from, disk);
    const first = applyReplacements(from.text, replacements);
    if (disk === null || disk === from.text || first === disk) {
      const placedFirst = change(from, first);
      if (placedFirst) return placedFirst;
    }
  }
  if (disk !== null) {
    // The disk is behind: the write has not landed yet.
    const to = (patch && applyPatch(disk, patch)) ?? (replacements && applyReplacements(disk, replacements));
    if (typeof to === "string") return change(onTo(path, from, disk), to);
  }
  return null;
}

/** Whether one replacement, at any of its places, makes `text` what the disk holds. */
function leadsTo(text: string, replacements: readonly Replacement[], disk: string): boolean {
  const [only] = replacements;
  if (only?.oldText === undefined || only.oldText === "" || replacements.length > 1) return false;
  const wanted = withLineFeeds(only.oldText);
  const put = withLineFeeds(only.newText);
  if (text.length - wanted.length + put.length !== disk.length) return false;
  // The place lies before the first difference and reaches over the last one.
  let same = 0;
  while (same < text.length && text.charCodeAt(same) === disk.charCodeAt(same)) same += 1;
  let last = 0;
  while (last < text.length && text.charCodeAt(text.length - 1 - last) === disk.charCodeAt(disk.length - 1 - last)) last += 1;
  const from = Math.max(0, text.length - last - wanted.length);
  for (let at = text.indexOf(wanted, from), tries = 0; at >= 0 && at <= same && tries < MAXIMUM_PLACES; at = text.indexOf(wanted, at + 1), tries += 1) {
    if (disk.startsWith(put, at)) return true;
  }
  return false;
}

/** The pieces alone, each as a text of its own; beyond `MOST_PIECES` several together are one, and no line of them is left out. */
function fragmentsOf(edit: JournalEdit): Step[] {
  const pieces = edit.patch?.map(({ lines }) => ({ old: side(lines, "-"), put: side(lines, "+") })) ?? (edit.replacements ?? []).map(({ oldText, newText }) => ({ old: withLineFeeds(oldText ?? ""), put: withLineFeeds(newText) }));
  const together = Math.ceil(pieces.length / MOST_PIECES);
  const steps: Step[] = [];
  for (let at = 0; at < pieces.length; at += together) {
    const some = pieces.slice(at, at + together);
    const whole = (texts: readonly string[]): string => (together === 1 ? texts.join("") : texts.map((text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`)).join(""));
    steps.push({ from: ownedBy(whole(some.map(({ old }) => old)), null), to: whole(some.map(({ put }) => put)) });
  }
  return steps;
}

function side(lines: readonly string[], sign: "+" | "-"): string {
  return lines
    .filter((line) => line.startsWith(sign) || line.startsWith(" "))
    .map((line) => line.slice(1) + "\n")
    .join("");
}

/** `text` with what is known of its lines' owners. */
function onTo(path: string, known: OwnedText | null, text: string): OwnedText {
  return known === null ? ownedBy(text, null) : advance(path, known, text, null).next;
}

/** Null where the text is not at hand; a missing file is an empty one. */
export function recordedText(recorded: RecordedText | undefined, object: (digest: string) => string | null): string | null {
  if (recorded === undefined) return null;
  if (typeof recorded === "string") return withLineFeeds(recorded);
  if ("absent" in recorded) return recorded.absent === "missing" ? "" : null;
  const text = object(recorded.object);
  return text === null ? null : withLineFeeds(text);
}

function whyUnreadable(recorded: RecordedText | undefined): string {
  if (recorded === undefined) return "the event holds no text";
  if (typeof recorded !== "string" && "absent" in recorded) {
    const words = { missing: "the file is missing", "too-large": "the file is larger than 20 MiB", binary: "the file is binary", "not-utf8": "the file is not UTF-8", symlink: "the file is a symbolic link", unreadable: "the file could not be read" };
    return words[recorded.absent];
  }
  return "the recorded text is gone";
}
