/** What stays on this machine: private marks, evidence of reading, caches. */
import type { SeenText } from "../debt/reading";

/** The private, per-clone store beside the ledger: journal events already settled, marks nobody else sees. */
export interface PrivateStore {
  viewed(): Promise<ReadonlySet<string>>;
  setViewed(hunkIds: readonly string[], viewed: boolean): Promise<void>;
  /** Keeps a text that a person had taken out of a document; answers the file's absolute path. The oldest go when there are many. */
  keepText(name: string, text: string): Promise<string>;
}

/** What a person had on their screen, by content id; it stays on this machine. */
export interface ReadingStore {
  seen(): Promise<ReadonlyMap<string, SeenText>>;
  /** Adds to what was seen before. Errors: `internal`. */
  addSeen(texts: readonly SeenText[]): Promise<void>;
}

/** Results that can be computed again; free to delete. */
export interface Cache {
  /** Null where there is none, or it cannot be read. */
  read(name: string): Promise<string | null>;
  /** Replaces it; failing to write is logged, not an error. */
  write(name: string, text: string): Promise<void>;
}

/** A folder of files that are free to delete: a read that fails is a miss, a write that fails costs time only. */
export interface CacheFolder {
  read(name: string): Uint8Array | null;
  /** Replaces the file as a whole. */
  write(name: string, content: Uint8Array): void;
  /** Names of the files, newest first. */
  names(): readonly string[];
  remove(name: string): void;
}

/** The few files of `.countersign/` that `init` writes into the work tree. */
export interface ProjectFiles {
  read(path: string): Promise<string | null>;
  /** Writes atomically; creates folders; refuses to follow a symlink. */
  write(path: string, text: string): Promise<void>;
}
