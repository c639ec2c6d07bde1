/** What a payload reader may ask of the machine, and what it hands back. The hook process implements it; tests fake it. */
import type { UnknownRecord } from "./fields";
import type { JournalEdit, JournalEvent, RecordedText } from "./journal-event";

export type Located = { readonly path: string } | { readonly refused: string };

export interface HookWorld {
  /** The repository-relative path of a path in a payload, or why it is refused (outside, another repository, `.git`). */
  locate(path: string): Located;
  /** What stands on disk at a located path now. */
  read(path: string): RecordedText;
  /** Keeps a text of the payload: inline when small, else as an object. */
  keep(text: string): RecordedText;
  /** Files of the work tree that differ from HEAD, untracked ones included; one git process, or why it is unknown. */
  changedFiles(): { readonly paths: readonly string[]; /** Changed files whose names are no UTF-8. */ readonly unnamed?: number } | { readonly unknown: string };
  /** The model that the last answer in an assistant's transcript names; undefined where there is none. */
  transcriptModel(path: string): string | undefined;
}

/** An event without what the hook process itself knows: time, work tree and HEAD. */
export type ReadEvent = Omit<JournalEvent, "v" | "at" | "worktree" | "head" | "edits"> & { readonly edits: readonly JournalEdit[] };

export interface HookReading {
  /** Null where the payload says nothing about files. */
  readonly event: ReadEvent | null;
  /** For the problem log: located, without any of the file's text. */
  readonly problems: readonly string[];
}

/** One assistant's payloads. To add an assistant, write one such object in a file of its own and list it in `assistants.ts`. */
export interface PayloadReader {
  readonly assistant: string;
  /** A path that the payload names, to find the repository by where its `cwd` lies in none. */
  pathHint(payload: UnknownRecord): string | null;
  /** Where the payload's relative paths start, for hosts that say it elsewhere than in `cwd`. */
  folder?(payload: UnknownRecord): string | null;
  read(payload: UnknownRecord, world: HookWorld): HookReading;
}

/** The event's list of files as snapshots of now; refused paths become problems. */
export function snapshotFiles(paths: readonly string[], world: HookWorld, problems: string[]): JournalEdit[] {
  const edits: JournalEdit[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const located = world.locate(path);
    if ("refused" in located) {
      problems.push(located.refused);
      continue;
    }
    if (seen.has(located.path)) continue;
    seen.add(located.path);
    edits.push({ path: located.path, evidence: "snapshot", disk: world.read(located.path) });
  }
  return edits;
}

/** Like `snapshotFiles` for every changed file of the work tree; `unknown` says why it could not be found out. */
export function snapshotTree(world: HookWorld, problems: string[]): { readonly edits: JournalEdit[]; readonly unknown?: string } {
  const changed = world.changedFiles();
  if ("unknown" in changed) {
    problems.push(`changed files are unknown: ${changed.unknown}`);
    return { edits: [], unknown: changed.unknown };
  }
  const unnamed = changed.unnamed ?? 0;
  if (unnamed > 0) problems.push(`${unnamed} changed ${unnamed === 1 ? "file has a name that is" : "files have names that are"} no UTF-8: what changed in them is unknown`);
  return { edits: changed.paths.map((path) => ({ path, evidence: "snapshot", disk: world.read(path) })) };
}
