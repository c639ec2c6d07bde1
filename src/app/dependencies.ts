import type { Cache, Checks, Clock, CommitEvidenceReader, EvidenceWriter, Git, Journal, Keys, LedgerStore, Log, PrivateStore, ProjectFiles, ReadingStore, Transcripts, ReportFiles, ReportReader } from "../core/ports";

/** Everything the session asks of the world; a composition root fills it in. */
export interface SessionDependencies {
  readonly clock: Clock;
  readonly log: Log;
  readonly git: Git;
  readonly ledger: LedgerStore;
  readonly keys: Keys;
  readonly checks: Checks;
  readonly journal: Journal;
  readonly privateStore: PrivateStore;
  readonly readingStore: ReadingStore;
  readonly cache: Cache;
  readonly commitEvidence: CommitEvidenceReader;
  readonly evidenceWriter: EvidenceWriter;
  readonly projectFiles: ProjectFiles;
  readonly reportFiles: ReportFiles;
  readonly reportReader: ReportReader;
  readonly transcripts: Transcripts;
  /** Takes secrets out of a text and says how many there were. */
  readonly redact: (text: string) => { readonly text: string; readonly secrets: number };
  /** Variables of this process's environment that point to an assistant; kept with each record, decides nothing. */
  readonly agentEnvironment: readonly string[];
  /** Ends what the composition root started (processes that read git objects). */
  readonly dispose: () => void;
}
