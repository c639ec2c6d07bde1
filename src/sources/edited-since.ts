/** Lines that an assistant wrote in a work tree and somebody else changed since, by the texts that the journal remembers. */
import type { EditedSince } from "../core/ports";
import { withLineFeeds } from "./apply-edits";
import { advance } from "./owned-text";
import { assistantLine } from "./owners";
import { workingTexts } from "./settle-state";

/** Paths of the work tree at which an assistant's lines stood when the journal last heard of them. */
export function assistantPaths(state: string, worktree: string): readonly string[] {
  return workingTexts(state, worktree, () => null).map(({ path }) => path);
}

/** For each of these texts of today its lines that are an assistant's in other words. */
export function editedSince(state: string, worktree: string, object: (digest: string) => string | null, texts: ReadonlyMap<string, string>): readonly EditedSince[] {
  return workingTexts(state, worktree, object).flatMap(({ path, read }) => {
    const text = texts.get(path);
    const known = text === undefined ? null : read();
    if (text === undefined || known === null) return [];
    return advance(path, known, withLineFeeds(text), null).next.owners.flatMap((owner, index): EditedSince[] => {
      const line = assistantLine(owner);
      return line?.was === undefined ? [] : [{ path, line: index + 1, assistant: line.assistant, agentSession: line.session, original: line.was.key, isReshaped: line.was.change === "reshaped" }];
    });
  });
}
