/** What attribution is given, and what it gives: evidence in, files with the origin of every line out. */
import type { Attribution, Claim, Evidence, Origin, VerdictRecord } from "../model";
import type { FileHistory, HumanEdit } from "../ports";
import type { FileKeys } from "../fingerprint/lines";
import type { Tokens } from "../fingerprint/tokens";
import type { Corrections } from "./corrections";

/** What a note says about lines of one file in its commit; `attribution` null means a person typed them. */
export interface NotedRange {
  readonly start: number;
  readonly end: number;
  /** The source says that a person changed the assistant's lines since. */
  readonly isMixed?: true;
  readonly attribution: Attribution | null;
}

/** path in the commit → ranges. */
export type Note = ReadonlyMap<string, readonly NotedRange[]>;

export interface EvidenceBase {
  readonly claims: readonly Claim[];
  readonly humanEdits: readonly HumanEdit[];
  readonly notes: ReadonlyMap<string, Note>;
  /** Commits that say of themselves that an assistant wrote them. */
  readonly marks: ReadonlyMap<string, Attribution>;
  /** By commit, or "worktree": what Agent Trace records say. They only ever add an assistant's lines. */
  readonly traces?: ReadonlyMap<string, Note>;
  /** What people signed about who wrote a text. */
  readonly corrections?: Corrections;
}

export interface SourceFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** Null: the file stands as at the base. */
  readonly history: FileHistory | null;
  readonly tokens: Tokens | null;
  /** `keysOf` of the lines, where they are at hand. */
  readonly keys?: FileKeys;
}

export interface LineOrigin {
  readonly origin: Origin;
  readonly attribution: Attribution | null;
  /** Further evidence for the same line, weaker than `attribution`'s. */
  readonly further: readonly Evidence[];
  /** Introducing commit; null while uncommitted or unknown. */
  readonly commit: string | null;
  /** False where the line already stood at the base. */
  readonly changed: boolean;
  /** `human` by what this machine alone observed: no other clone can know it, so no verdict may rest on it. */
  readonly isPrivate?: boolean;
  /** The signed corrections by which the line is a person's, though something claimed it, or an assistant's. */
  readonly corrections?: readonly VerdictRecord[];
}

/** A place where an assistant took lines away. */
export interface AttributedRemoval {
  readonly attribution: Attribution;
  /** 1-based line before which they stood. */
  readonly before: number;
  readonly removedKeys: readonly string[];
  /** The text, from history: a ref never carries it. */
  readonly removedLines: readonly string[];
  readonly commit: string | null;
  readonly context: string;
}

export interface AttributedFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly keys: FileKeys;
  readonly tokens: Tokens | null;
  readonly origins: readonly LineOrigin[];
  readonly removals: readonly AttributedRemoval[];
}
