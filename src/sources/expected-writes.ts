/**
 * Files that a hook said would be written, for when nobody says afterwards that they were: a hook that was killed, or a host
 * that runs none after its tools. The digest of what the tool proposed is held against what is on disk now, as VS Code matches
 * external edits with agents by digests before and after, within five minutes.
 */
import type { Claim } from "../core/model";
import type { ExpectedWrite } from "../core/ports";
import { applyReplacements } from "./apply-edits";
import { claimsOf } from "./claims-of-change";
import { recordedText } from "./edit-texts";
import { hash } from "../core/fingerprint/lines";
import type { JournalEdit, JournalEvent } from "./journal-event";
import { EventProblem, parseJournalEvent } from "./journal-event";
import { advance, ownedBy } from "./owned-text";
import { ownerOf } from "./owners";

/** How long a write is expected after its hook ran, in milliseconds. */
const EXPECTED_FOR = 5 * 60_000;

/** From the journal's lines, the proposals of one work tree that are still fresh at `now` and that no report answered. Lines that can't be read are skipped: settling says so. */
export function expectedWrites(lines: readonly string[], worktree: string, now: Date, object: (digest: string) => string | null): readonly ExpectedWrite[] {
  const events = lines.flatMap((line) => eventsOf(line, object)).filter((event) => event.worktree.path === worktree && isFresh(event, now));
  const answered = new Set(events.filter(({ phase }) => phase === "after").map(callOf));
  return events.filter((event) => event.phase === "before" && !answered.has(callOf(event))).flatMap((event) => event.edits.flatMap((edit) => expectationOf(event, edit, object)));
}

function eventsOf(line: string, object: (digest: string) => string | null): JournalEvent[] {
  if (!line.includes('"proposed"') && !line.includes('"phase":"after"')) return [];
  try {
    return [parseJournalEvent(line, object)];
  } catch (error) {
    if (error instanceof EventProblem) return [];
    throw error;
  }
}

function isFresh(event: JournalEvent, now: Date): boolean {
  const age = now.getTime() - Date.parse(event.at);
  return age >= 0 && age <= EXPECTED_FOR;
}

function callOf({ session, toolUseId, assistant }: JournalEvent): string {
  return JSON.stringify([assistant, session, toolUseId]);
}

function expectationOf(event: JournalEvent, edit: JournalEdit, object: (digest: string) => string | null): ExpectedWrite[] {
  const { proposed } = edit;
  const before = recordedText(edit.disk, object);
  if (proposed === undefined || before === null) return [];
  const after = recordedText(proposed.after, object) ?? (proposed.replacements === undefined ? null : applyReplacements(before, proposed.replacements, true));
  if (after === null || after === before) return [];
  const change = advance(edit.path, ownedBy(before, null), after, ownerOf(event));
  const claims = claimsOf(event, { ...edit, evidence: "payload" }, change);
  const said = claims.map((claim): Claim => ({ ...claim, evidence: { ...claim.evidence, detail: `${claim.evidence.detail}: the file became what its hook said beforehand` } }));
  return [{ path: edit.path, digest: hash(after), claims: said }];
}
