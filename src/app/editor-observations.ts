/** What the editor saw of how lines came about, as claims and observed edits: keyed by content, like everything else. */
import { contextOf, hash, keysOf, sliceKeys, splitLines } from "../core/fingerprint/lines";
import { RESHAPED_DETAIL, reshapedOwners } from "../core/attribution/reshaped-owners";
import { TIER_OF_SOURCE, type Claim, type DebtItem, type Hunk } from "../core/model";
import type { ExpectedWrite, FileContent, HumanEdit } from "../core/ports";
import type { EditorObservation } from "./session-types";

/** What stands for a claim where a policy says that every line is an assistant's. */
const ASSUMED = "assumed";
/** Texts above this (UTF-16 units) are not looked at line by line. */
const LARGEST_TEXT = 4 * 1024 * 1024;

/** Those of the expected writes that are on disk now, to the letter but for carriage returns. */
export function recognisedWrites(expected: readonly ExpectedWrite[], contents: ReadonlyMap<string, FileContent>): readonly ExpectedWrite[] {
  return expected.filter(({ path, digest }) => {
    const content = contents.get(path);
    return content?.kind === "text" && hash(content.text.replaceAll("\r\n", "\n")) === digest;
  });
}

/** Claims of assistants' runs, and the person's runs, which stay on this machine. Runs outside of the text are left out. */
export function observedInEditor({ path, text, runs }: EditorObservation, now: Date): { readonly claims: readonly Claim[]; readonly human: readonly HumanEdit[] } {
  if (text.length > LARGEST_TEXT) return { claims: [], human: [] };
  const keys = keysOf(path, splitLines(text));
  const at = now.toISOString().replace(/\.\d+Z$/, "Z");
  const claims: Claim[] = [];
  const human: HumanEdit[] = [];
  for (const { startLine, endLine, by, assistant, model, detail } of runs) {
    const sequence = sliceKeys(keys, startLine - 1, endLine).map((line) => line.key);
    if (sequence.length === 0) continue;
    const context = contextOf(keys, startLine - 1, endLine);
    if (by === "typed" || by === "marked-mine") human.push({ path, sequence, context, at });
    else {
      const source = by === "marked-ai" ? "manual" : "editor";
      claims.push({ path, kind: "edit", sequence, context, assistant: assistant ?? "unnamed", ...(model === undefined ? {} : { model }), agentSession: "", evidence: { source, tier: TIER_OF_SOURCE[source], detail }, at });
    }
  }
  return { claims, human };
}

/** Said of a claim whose lines were given another form, once. */
const RESHAPED = ", given another form in the editor";

/**
 * Claims for the lines that a save gave another form: they stay whose they were. `folded` is the text that `items` are of; where it is
 * not what the file held before the save nothing is said.
 */
export function reshapedInEditor({ path, text, runs, before }: EditorObservation, folded: string | null, items: readonly DebtItem[], now: Date): readonly Claim[] {
  if (before === undefined || folded === null || withoutMark(folded) !== withoutMark(before) || text.length > LARGEST_TEXT) return [];
  const owners = new Map<number, Hunk>();
  for (const { hunk } of items) {
    if (hunk.path !== path || hunk.kind !== "edit" || hunk.assistant === ASSUMED) continue;
    for (let line = hunk.startLine; line <= hunk.endLine; line += 1) owners.set(line, hunk);
  }
  if (owners.size === 0) return [];
  const isAccounted = (line: number): boolean => runs.some(({ startLine, endLine, detail }) => detail !== RESHAPED_DETAIL && startLine <= line && endLine >= line);
  const lines = splitLines(withoutMark(text));
  const keys = keysOf(path, lines);
  const at = now.toISOString().replace(/\.\d+Z$/, "Z");
  return reshapedOwners(splitLines(withoutMark(folded)), lines, (line) => owners.get(line) ?? null, isAccounted).flatMap(({ startLine, endLine, owner }): Claim[] => {
    const sequence = sliceKeys(keys, startLine - 1, endLine).map((line) => line.key);
    const { assistant, model, agentSession, evidence } = owner;
    if (sequence.length === 0) return [];
    const detail = evidence.detail.endsWith(RESHAPED) ? evidence.detail : evidence.detail + RESHAPED;
    return [{ path, kind: "edit", sequence, context: contextOf(keys, startLine - 1, endLine), assistant, ...(model === undefined ? {} : { model }), agentSession, evidence: { ...evidence, detail }, at }];
  });
}

/** A byte order mark is no part of the first line. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}
