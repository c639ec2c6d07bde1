/** What the editor saw of how lines came about, as claims and observed edits: keyed by content, like everything else. */
import { contextOf, hash, keysOf, sliceKeys, splitLines } from "../core/fingerprint/lines";
import { TIER_OF_SOURCE, type Claim } from "../core/model";
import type { ExpectedWrite, FileContent, HumanEdit } from "../core/ports";
import type { EditorObservation } from "./session-types";

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
