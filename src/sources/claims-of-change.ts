/** Puts a change into words: the claims of an assistant, or the observed edits of a person. */
import type { Claim } from "../core/model";
import type { HumanEdit } from "../core/ports";
import { shortText } from "./fields";
import type { JournalEdit, JournalEvent } from "./journal-event";
import type { Change } from "./owned-text";

const DISPLAY_NAMES: ReadonlyMap<string, string> = new Map([["claude-code", "Claude Code"]]);

export function claimsOf(event: JournalEvent, edit: JournalEdit, change: Change): Claim[] {
  const model = shortText(event.model, 100);
  const common = {
    path: edit.path,
    assistant: event.assistant,
    ...(model === "" ? {} : { model }),
    agentSession: event.session,
    evidence: { ...(edit.evidence === "payload" ? { source: "hook" as const, tier: 1 as const } : { source: "snapshot" as const, tier: 2 as const }), detail: detailOf(event, model) },
    at: seconds(event.at),
  };
  return [
    ...change.runs.map((run): Claim => ({ ...common, kind: "edit", sequence: run.sequence, context: run.context })),
    ...change.removals.map((removal): Claim => ({ ...common, kind: "removal", sequence: [], context: removal.context, removed: removal.removed })),
  ];
}

export function humanEditsOf(event: JournalEvent, path: string, change: Change): HumanEdit[] {
  return change.runs.map((run) => ({ path, sequence: run.sequence, context: run.context, at: seconds(event.at) }));
}

/** One line for the hover, such as "Claude Code Edit toolu_01 (claude-opus-4-5)". */
function detailOf(event: JournalEvent, model: string): string {
  const words = [DISPLAY_NAMES.get(event.assistant) ?? shortText(event.assistant, 64), shortText(event.tool, 64), shortText(event.toolUseId, 100), model === "" ? "" : `(${model})`];
  return words.filter((word) => word !== "").join(" ") + (event.userModified === true ? ", changed by a person before it was accepted" : "");
}

function seconds(at: string): string {
  return at.replace(/\.\d+Z$/, "Z");
}
