/** What was asked, what the assistant says why, and what it ran afterwards, for one piece of code. */
import { normalLine } from "../../core/fingerprint/lines";
import type { HunkIntent, IntentTarget } from "../../core/ports";
import type { JournalEdit } from "../journal-event";
import { checksIn, exitCodeTells } from "./execution";
import type { EditEntry } from "./transcript-edits";
import type { Transcript, TranscriptEntry } from "./transcript";

/** An edit of a session, with what it changed in this repository. */
export interface SessionEdit {
  readonly entry: EditEntry;
  readonly edits: readonly JournalEdit[];
  readonly lines: (edit: JournalEdit) => { readonly added: readonly string[]; readonly removed: readonly string[] };
}

const MAXIMUM_REQUESTS = 3;
const MAXIMUM_CHECKS = 5;

/** Null where no edit of the session made these lines. */
export function intentOf(transcripts: readonly Transcript[], sessionEdits: ReadonlyMap<TranscriptEntry, SessionEdit>, target: IntentTarget): HunkIntent | null {
  const entries = transcripts.flatMap((transcript, file) => transcript.entries.map((entry) => ({ entry, file })));
  entries.sort((one, other) => (one.entry.at < other.entry.at ? -1 : one.entry.at > other.entry.at ? 1 : 0));
  const wanted = wantedLines(target);
  const matching = entries.flatMap(({ entry }, index) => {
    const edit = sessionEdits.get(entry);
    return edit !== undefined && isOf(edit, target, wanted) ? [index] : [];
  });
  const last = matching.at(-1);
  const lastEdit = last === undefined ? undefined : entries[last];
  if (last === undefined || lastEdit === undefined) return null;
  const requests = new Map<string, { readonly at: string; readonly text: string }>();
  for (const index of matching) {
    const asked = requestBefore(entries, index);
    if (asked !== null) requests.set(`${asked.at} ${asked.text}`, { at: asked.at, text: asked.text });
  }
  return {
    assistant: target.assistant,
    agentSession: target.agentSession,
    requests: [...requests.values()].slice(-MAXIMUM_REQUESTS),
    reason: reasonBefore(entries, last, lastEdit.file),
    lastEditAt: lastEdit.entry.at,
    checks: checksAround(entries, last),
  };
}

type Placed = readonly { readonly entry: TranscriptEntry; readonly file: number }[];

function wantedLines(target: IntentTarget): { readonly added: ReadonlySet<string>; readonly removed: ReadonlySet<string> } {
  const normal = (lines: readonly string[]) => new Set(lines.map((line) => normalLine(target.path, line)).filter((line) => /[\p{L}\p{N}]/u.test(line)));
  return { added: normal(target.lines), removed: normal(target.removed) };
}

/** By the tool call that the evidence names, else by a line of substance that both have. */
function isOf(edit: SessionEdit, target: IntentTarget, wanted: ReturnType<typeof wantedLines>): boolean {
  const ofPath = edit.edits.filter(({ path }) => path === target.path);
  if (edit.entry.toolUseId !== "" && target.toolUseIds.includes(edit.entry.toolUseId) && (ofPath.length > 0 || edit.edits.length === 0)) return true;
  // A file may have been renamed since: its lines then still stand under the new path.
  const candidates = ofPath.length > 0 ? ofPath : edit.edits.filter(({ path }) => extensionOf(path) === extensionOf(target.path));
  const isShared = (lines: readonly string[], among: ReadonlySet<string>) => {
    const shared = new Set(lines.map((line) => normalLine(target.path, line)).filter((line) => among.has(line))).size;
    return ofPath.length > 0 ? shared > 0 : shared > 0 && shared * 2 >= among.size;
  };
  return candidates.some((candidate) => {
    const { added, removed } = edit.lines(candidate);
    return isShared(added, wanted.added) || isShared(removed, wanted.removed);
  });
}

function extensionOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}

function requestBefore(entries: Placed, index: number): Extract<TranscriptEntry, { readonly kind: "request" }> | null {
  let byAssistant: Extract<TranscriptEntry, { readonly kind: "request" }> | null = null;
  for (let at = index - 1; at >= 0; at -= 1) {
    const entry = entries[at]?.entry;
    if (entry?.kind !== "request") continue;
    if (entry.by === "person") return entry;
    byAssistant ??= entry;
  }
  return byAssistant;
}

/** What was said last between the request and the edit, in the same transcript; a thought where nothing was said. */
function reasonBefore(entries: Placed, index: number, file: number): { readonly at: string; readonly text: string } | null {
  let thought: { readonly at: string; readonly text: string } | null = null;
  for (let at = index - 1; at >= 0; at -= 1) {
    const placed = entries[at];
    if (placed === undefined || placed.file !== file) continue;
    if (placed.entry.kind === "request") break;
    if (placed.entry.kind !== "reason") continue;
    const said = { at: placed.entry.at, text: placed.entry.text };
    if (!placed.entry.isThought) return said;
    thought ??= said;
  }
  return thought;
}

/** The checks run after the last edit, the newest of each command; where there is none, the last one before it. */
function checksAround(entries: Placed, index: number): HunkIntent["checks"] {
  const runs = entries.flatMap(({ entry }, at) => {
    const kinds = entry.kind === "command" ? checksIn(entry.command) : [];
    if (entry.kind !== "command" || kinds.length === 0) return [];
    return [{ kinds, command: entry.command, exitCode: exitCodeTells(entry.command) ? entry.exitCode : null, at: entry.at, isAfterEdit: at > index }];
  });
  const after = new Map(runs.filter((run) => run.isAfterEdit).map((run) => [run.command, run]));
  if (after.size > 0) return [...after.values()].slice(-MAXIMUM_CHECKS);
  return runs.slice(-1);
}
