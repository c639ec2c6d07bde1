/** Claude Code's Bash tool: what a command changed, from its own `bashEditDiff` where present, else from snapshots. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString } from "./fields";
import { bringsForeignText } from "./git-commands";
import type { HookReading, HookWorld, ReadEvent } from "./hook-world";
import { snapshotFiles, snapshotTree } from "./hook-world";
import type { JournalEdit } from "./journal-event";
import { parsePatch } from "./journal-event";

type Common = Pick<ReadEvent, "assistant" | "session" | "toolUseId" | "tool" | "model">;

export function readBashBefore(common: Common, world: HookWorld): HookReading {
  const problems: string[] = [];
  const tree = snapshotTree(world, problems);
  const scope = tree.unknown === undefined ? { scope: "worktree" as const } : { unknown: tree.unknown };
  return { event: { ...common, phase: "before", ...scope, edits: tree.edits }, problems };
}

export function readBashAfter(common: Common, command: string, response: UnknownRecord | null, world: HookWorld): HookReading {
  const problems: string[] = [];
  const observeOnly = bringsForeignText(command) ? { observeOnly: true } : {};
  const edits = diffEdits(asRecord(response?.["bashEditDiff"]), world, problems);
  if (edits !== null) {
    return { event: edits.length === 0 ? null : { ...common, phase: "after", needsBefore: true, ...observeOnly, edits }, problems };
  }
  const tree = snapshotTree(world, problems);
  const unknown = tree.unknown === undefined ? { scope: "worktree" as const } : { unknown: tree.unknown };
  return { event: { ...common, phase: "after", needsBefore: true, ...observeOnly, ...unknown, edits: tree.edits }, problems };
}

/** Null where the response has no list of files, so that the tree must be looked at. */
function diffEdits(diff: UnknownRecord | null, world: HookWorld, problems: string[]): JournalEdit[] | null {
  const files = diff === null ? null : asArray(diff["files"]);
  if (diff === null || files === null) return null;
  const changed = asArray(diff["changedFiles"]);
  // `files` is capped; only `changedFiles` says which others there are.
  if (changed === null && typeof diff["moreFiles"] === "number" && diff["moreFiles"] > 0) return null;
  const edits: JournalEdit[] = [];
  const described = new Set<string>();
  for (const [index, entry] of files.entries()) {
    const file = asRecord(entry);
    const path = asString(file?.["filePath"]);
    if (file === null || path === null) {
      problems.push(`payload.tool_response.bashEditDiff.files[${index}].filePath: expected a string`);
      continue;
    }
    const patch = parsePatch(file["hunks"]);
    if (patch === undefined || patch === "malformed" || (patch.length === 0 && file["deleted"] !== true)) continue;
    const located = world.locate(path);
    if ("refused" in located) {
      problems.push(located.refused);
      described.add(path);
      continue;
    }
    described.add(path);
    edits.push({
      path: located.path,
      evidence: "snapshot",
      ...(file["created"] === true ? { before: { absent: "missing" as const } } : {}),
      ...(file["deleted"] === true ? { after: { absent: "missing" as const } } : { patch }),
      disk: world.read(located.path),
    });
  }
  const others = (changed ?? []).filter((path): path is string => typeof path === "string" && !described.has(path));
  return [...edits, ...snapshotFiles(others.slice(0, 500), world, problems)];
}
