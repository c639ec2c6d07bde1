/** From a tool call, whichever assistant's, to an event of the journal. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString } from "./fields";
import { readBashAfter, readBashBefore } from "./claude-shell";
import type { HookReading, HookWorld, ReadEvent } from "./hook-world";
import { snapshotFiles } from "./hook-world";
import type { Host } from "./host";
import type { JournalEdit } from "./journal-event";
import type { FileOperation, ToolAction } from "./tool-action";

export type CallHead = Pick<ReadEvent, "assistant" | "session" | "toolUseId" | "tool" | "model">;

export const SILENT: HookReading = { event: null, problems: [] };

export function nothing(problem: string): HookReading {
  return { event: null, problems: [problem] };
}

/** The refusal of a payload that another host sent through this assistant's hook; it is counted by that host's own. */
export function crossLoaded(assistant: string, host: Host): HookReading {
  return nothing(host === "unknown" ? `payload: expected what ${assistant} sends, found neither its event nor its tool` : `payload: cross-loaded: it comes from ${host}, which runs ${assistant}'s hooks too; connect ${host} itself`);
}

export function headOf(assistant: string, session: string, toolUseId: string, tool: string, model: string): CallHead {
  return { assistant, session, toolUseId, tool, ...(model === "" ? {} : { model }) };
}

/** Before a file tool runs: what stands in its files is not this assistant's unless it was before. */
export function readFilesBefore(head: CallHead, action: ToolAction, world: HookWorld): HookReading {
  const problems = [...action.problems];
  const paths = action.operations.flatMap((operation) => (operation.kind === "update" && operation.to !== undefined ? [operation.path, operation.to] : [operation.path]));
  const edits = snapshotFiles(paths, world, problems);
  const proposed = new Map(action.operations.map((operation) => [operation.path, proposalOf(operation, world)]));
  const named = edits.map((edit) => withProposal(edit, [...proposed].find(([path]) => placeOf(path, world) === edit.path)?.[1] ?? null));
  return { event: named.length === 0 ? null : { ...head, phase: "before", edits: named }, problems };
}

/** What a tool says that it will make of the file it names; null where it does not say. */
function proposalOf(operation: FileOperation, world: HookWorld): JournalEdit["proposed"] | null {
  if (operation.kind === "add" || operation.kind === "write") return { after: world.keep(operation.text) };
  return operation.kind === "update" && operation.to === undefined && operation.replacements.length > 0 ? { replacements: operation.replacements } : null;
}

/** The edit with what the tool proposes, where it proposes anything. */
export function withProposal(edit: JournalEdit, proposed: JournalEdit["proposed"] | null): JournalEdit {
  return proposed === null || proposed === undefined ? edit : { ...edit, proposed };
}

function placeOf(path: string, world: HookWorld): string | null {
  const located = world.locate(path);
  return "refused" in located ? null : located.path;
}

/** After a file tool ran: its own words first, what is on disk beside them. */
export function readFilesAfter(head: CallHead, action: ToolAction, world: HookWorld): HookReading {
  const problems = [...action.problems];
  const edits: JournalEdit[] = [];
  for (const operation of action.operations) {
    const edit = editOf(operation, world);
    if (typeof edit === "string") problems.push(edit);
    else edits.push(edit);
  }
  return { event: edits.length === 0 ? null : { ...head, phase: "after", edits }, problems };
}

function editOf(operation: FileOperation, world: HookWorld): JournalEdit | string {
  const located = world.locate(operation.path);
  if ("refused" in located) return located.refused;
  const { path } = located;
  switch (operation.kind) {
    case "add":
    case "write":
      return { path, evidence: "payload", after: world.keep(operation.text) };
    case "delete":
      return { path, evidence: "payload", after: { absent: "missing" } };
    case "touch":
      return { path, evidence: "snapshot", disk: world.read(path) };
    case "update": {
      const replacements = operation.replacements.length === 0 ? {} : { replacements: operation.replacements };
      if (operation.to === undefined) return { path, evidence: operation.replacements.length === 0 ? "snapshot" : "payload", ...replacements, disk: world.read(path) };
      const moved = world.locate(operation.to);
      if ("refused" in moved) return moved.refused;
      return { path: moved.path, from: path, evidence: "payload", ...replacements, disk: world.read(moved.path) };
    }
  }
}

/** A shell command, by what the tree looked like before and after it. */
export function readShell(head: CallHead, phase: "before" | "after", command: string, response: unknown, world: HookWorld): HookReading {
  return phase === "before" ? readBashBefore(head, world) : readBashAfter(head, command, asRecord(response), world);
}

/** A shell tool's command line: a string, or a list of words. */
export function commandOf(input: UnknownRecord | string | null): string {
  if (input === null || typeof input === "string") return input ?? "";
  for (const key of ["command", "command_line", "cmd", "commands", "script"]) {
    const value = input[key];
    if (typeof value === "string") return value;
    const words = asArray(value);
    if (words !== null) return words.slice(0, 1000).map((word) => asString(word) ?? "").join(" ");
  }
  return "";
}
