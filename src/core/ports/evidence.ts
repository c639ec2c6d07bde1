/** Where evidence of origins comes from and is written to. */
import type { Attribution, Claim } from "../model";
import type { CommitInfo } from "./git";

/** Evidence that waits in the journal: turned into claims by `settle`. Idempotent. */
export interface Journal {
  /** Claims of all events not settled yet, and a token that `markSettled` takes once they are in the ledger. */
  pending(): Promise<{ readonly claims: readonly Claim[]; readonly human: readonly HumanEdit[]; readonly mark: string; readonly problems: readonly string[] }>;
  markSettled(mark: string): Promise<void>;
  /** Files that a tool said minutes ago it would write, of which nobody has heard since: by the digest they would have, with the claims that follow where they do. */
  expectedWrites(workTree: string): Promise<readonly ExpectedWrite[]>;
  /** Remembers what the editor saw a person type. */
  observed(human: readonly HumanEdit[]): Promise<void>;
  /** Paths of a work tree at which an assistant's lines stood when the journal last heard of them. */
  assistantPaths(workTree: string): Promise<readonly string[]>;
  /** Lines of these texts of today (by path) that an assistant wrote and somebody else changed since. */
  editedSince(workTree: string, texts: ReadonlyMap<string, string>): Promise<readonly EditedSince[]>;
}

/** A line that an assistant wrote in other words. These may never have been committed: then the journal alone holds them. */
export interface EditedSince {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly assistant: string;
  readonly agentSession: string;
  /** Key of the line as the assistant wrote it. */
  readonly original: string;
  /** Says the same in another form: broken, spaced, quoted or ended otherwise. */
  readonly isReshaped: boolean;
}

/** One file as a tool said, before it ran, that it would be. */
export interface ExpectedWrite {
  readonly path: string;
  /** sha256 of the text with line feeds alone, in hexadecimal. */
  readonly digest: string;
  /** What the tool's own report would have claimed. */
  readonly claims: readonly Claim[];
}

/** What assistants wrote down of their sessions on this machine. Read on request; nothing of it leaves the machine by itself. */
export interface Transcripts {
  /** Every edit of this work tree's files that an assistant's tool reported as done, with the claims it would make (tier 5). */
  edits(): Promise<TranscriptReading>;
  /** What was asked, why, and what was run; null where no transcript of the session made these lines. */
  intent(target: IntentTarget): Promise<HunkIntent | null>;
}

export interface TranscriptEdit {
  /** Name on the hook's command line, and slug of the assistant in claims. */
  readonly hook: string;
  readonly assistant: string;
  readonly session: string;
  /** Empty where the assistant gives its calls no id. */
  readonly toolUseId: string;
  readonly tool: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly paths: readonly string[];
  readonly claims: readonly Claim[];
}

export interface TranscriptReading {
  /** In order of time. */
  readonly edits: readonly TranscriptEdit[];
  /** By hook: transcripts with edits of this work tree, and how many edits they hold. */
  readonly counts: readonly { readonly assistant: string; readonly files: number; readonly edits: number; readonly version?: string }[];
  /** What could not be read, without any text of it. */
  readonly problems: readonly string[];
}

/** A piece of code whose intent is asked for. */
export interface IntentTarget {
  readonly path: string;
  readonly assistant: string;
  readonly agentSession: string;
  readonly lines: readonly string[];
  /** Text that was taken away, for a removal. */
  readonly removed: readonly string[];
  /** Tool calls that the evidence names. */
  readonly toolUseIds: readonly string[];
}

/** Times are UTC, ISO 8601 with milliseconds. */
export interface HunkIntent {
  readonly assistant: string;
  readonly agentSession: string;
  /** What the person asked before the edits, oldest first, at most three. */
  readonly requests: readonly { readonly at: string; readonly text: string }[];
  /** What the assistant said last before its last edit. */
  readonly reason: { readonly at: string; readonly text: string } | null;
  readonly lastEditAt: string;
  /** Tests, type checks, lint and builds it ran after that edit; where there are none, the last one before it. */
  readonly checks: readonly IntentCheck[];
}

export interface IntentCheck {
  readonly kinds: readonly ("tests" | "types" | "lint" | "build")[];
  readonly command: string;
  /** As observed; null where the transcript has none, or where it is another command's (a pipe). */
  readonly exitCode: number | null;
  readonly at: string;
  /** False: what was run is older than the edit. */
  readonly isAfterEdit: boolean;
}

/** Lines that a person was observed to type; gives `human` only where no claim covers the line. Stays on this machine. */
export interface HumanEdit {
  readonly path: string;
  readonly sequence: readonly string[];
  readonly context: string;
  readonly at: string;
}

/** Reads evidence that travels with commits. */
export interface CommitEvidenceReader {
  /** Kinds of notes that travel in refs of their own. */
  readonly noteReaders: readonly NoteReader[];
  /** The commit's own statement that an assistant wrote it, or null; assist-only marks are null. */
  readMark(commit: CommitInfo): Attribution | null;
  /** Where a tree keeps its Agent Trace records, one JSON object a line. */
  readonly tracesPath: string;
  readTraces(text: string): { readonly traces: readonly TraceRecord[]; readonly problems: readonly string[] };
}

export interface NoteReader {
  readonly ref: string;
  /** What to call such a note, in words. */
  readonly name: string;
  /** The note as ranges by path, and what in it could not be read (where and what was expected). */
  read(text: string, commit: string): { readonly note: ReadonlyMap<string, readonly { readonly start: number; readonly end: number; readonly isMixed?: true; readonly attribution: Attribution | null }[]>; readonly problems: readonly string[] };
}

/** Lines that a record calls an assistant's; 1-based, inclusive. */
export interface TracedRange {
  readonly start: number;
  readonly end: number;
  readonly isMixed?: true;
  readonly attribution: Attribution;
}

/** Lines of one origin that a commit brought; 1-based, inclusive, in the commit's own version. `attribution` null: a person's. */
export interface AttributedRange {
  readonly start: number;
  readonly end: number;
  readonly origin: "ai" | "mixed" | "human";
  readonly attribution: Attribution | null;
}

/** What is known about the lines that one commit brought. */
export interface AttributedCommit extends CommitInfo {
  readonly files: ReadonlyMap<string, readonly AttributedRange[]>;
  /** The lines of these files in the commit. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** What Countersign knows, in other tools' forms. */
export interface EvidenceWriter {
  readonly noteRef: string;
  readonly tracesPath: string;
  /** git-ai's note; `text` null where nothing is known, `leftOut` are paths that it can't name. */
  note(commit: AttributedCommit): { readonly text: string | null; readonly leftOut: readonly string[] };
  /** Whether a note was written by us: only such a one may be replaced. */
  isOwnNote(text: string): boolean;
  /** Agent Trace records, each one line of JSON. */
  traces(commit: AttributedCommit): readonly string[];
}

/** One Agent Trace record, as far as it speaks of an assistant. */
export interface TraceRecord {
  /** Full commit id: the commit that holds the code, or HEAD before it was committed. */
  readonly revision: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly files: ReadonlyMap<string, readonly TracedRange[]>;
}
