import type { GitPlumbing, Log, Snapshot } from "../core/ports";
import type { ObjectReader } from "./object-reader";

/** What the history is read from. */
export interface HistorySource {
  readonly git: GitPlumbing;
  /** Git over the objects alone; see `SealedGit`. */
  readonly sealed: GitPlumbing;
  readonly objectFormat: string;
  readonly commonDirectory: string;
  readonly log: Log;
  readonly objects: ObjectReader;
  snapshot(of: string): Promise<Snapshot>;
}

/** Which part of the history. */
export interface HistoryRequest {
  /** Full id, or null for the whole history. */
  readonly base: string | null;
  /** Full id, or null in a repository without commits. */
  readonly headCommit: string | null;
  /** What is counted on top of the commits. */
  readonly uncommitted: "worktree" | "index" | null;
  readonly texts: boolean;
}

/** Id of the tree without entries, which git knows without storing it. */
export function emptyTreeOf(objectFormat: string): string {
  return objectFormat === "sha256" ? "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321" : "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
}
