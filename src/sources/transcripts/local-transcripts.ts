/** The transcripts of this machine that concern one repository. Read on request, kept in memory while they stay as they are. */
import { hash } from "../../core/fingerprint/lines";
import type { HunkIntent, IntentTarget, TranscriptEdit, TranscriptReading, Transcripts } from "../../core/ports";
import type { JournalEvent, RecordedText } from "../journal-event";
import { Settlement } from "../settle";
import type { CommitFile } from "../settle";
import { CLAUDE_TRANSCRIPTS } from "./claude-transcript";
import { CODEX_TRANSCRIPTS } from "./codex-transcript";
import { COPILOT_CLI_TRANSCRIPTS } from "./copilot-cli-transcript";
import { GEMINI_TRANSCRIPTS } from "./gemini-transcript";
import { intentOf, type SessionEdit } from "./intent";
import { editEntries, eventOf, linesOf, type EditEntry, type TranscriptWorld } from "./transcript-edits";
import type { Transcript, TranscriptEntry, TranscriptPlaces, TranscriptReader } from "./transcript";

const READERS: readonly TranscriptReader[] = [CLAUDE_TRANSCRIPTS, CODEX_TRANSCRIPTS, COPILOT_CLI_TRANSCRIPTS, GEMINI_TRANSCRIPTS];

/** Slugs of assistants in claims that name a reader otherwise. */
const READER_OF_SLUG: Readonly<Record<string, string>> = { copilot: "copilot-cli" };

export interface TranscriptFile {
  /** Absolute. */
  readonly file: string;
  /** Below the folder that was listed, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** The disk, as far as transcripts need it; `TranscriptFolders` of src/platform. */
export interface TranscriptDisk {
  readonly places: TranscriptPlaces;
  /** Newest first, within limits; `leftOut` says how many were not listed. */
  list(folder: string, pattern: RegExp): { readonly files: readonly TranscriptFile[]; readonly leftOut: number };
  /** Null where it can't be read, or is too large. */
  read(file: string): string | null;
  /** The repository as seen from a folder that relative paths start in. */
  worldAt(folder: string): Pick<TranscriptWorld, "locate" | "read">;
  /** What the work tree's files hold is read anew after this. */
  forget(): void;
}

export interface TranscriptHistory {
  commitBefore(at: string): Promise<string | null>;
  commitTexts(files: readonly CommitFile[]): Promise<ReadonlyMap<string, string | null>>;
}

/** Parsed transcripts that are kept. */
const KEPT = 20;
/** Bytes of all transcripts that one look at everything reads. */
const MAXIMUM_BYTES = 512 * 1024 * 1024;

interface Found {
  readonly reader: TranscriptReader;
  readonly file: TranscriptFile;
  readonly transcript: Transcript;
}

interface PlacedEvent {
  readonly event: JournalEvent;
  readonly assistant: string;
}

export class LocalTranscripts implements Transcripts {
  private readonly kept = new Map<string, { readonly stamp: string; readonly transcript: Transcript }>();
  private readonly texts = new Map<string, string>();

  /** @param root absolute path of the work tree */
  constructor(
    private readonly root: string,
    private readonly disk: TranscriptDisk,
    private readonly history: TranscriptHistory,
  ) {}

  async edits(): Promise<TranscriptReading> {
    this.disk.forget();
    const problems: string[] = [];
    const placed: PlacedEvent[] = [];
    const counts = new Map<string, { files: number; edits: number; version?: string }>();
    for (const { reader, file, transcript } of this.concerned(problems)) {
      const count = counts.get(reader.assistant) ?? { files: 0, edits: 0 };
      counts.set(reader.assistant, count);
      const events = editEntries(transcript).flatMap((entry): PlacedEvent[] => {
        const event = eventOf(reader.assistant, entry, this.worldOf(reader, file, entry));
        return event === null ? [] : [{ assistant: reader.assistant, event: { v: 1, at: entry.at, worktree: { id: "transcripts", path: this.root }, ...event, session: transcript.session } }];
      });
      if (events.length === 0) continue;
      count.files += 1;
      count.edits += events.length;
      // The newest file comes first.
      if (count.version === undefined && transcript.version !== "") count.version = transcript.version;
      placed.push(...(await this.withHead(events)));
    }
    placed.sort((one, other) => (one.event.at < other.event.at ? -1 : one.event.at > other.event.at ? 1 : 0));
    const edits = await this.settled(placed, problems);
    this.texts.clear();
    return { edits, problems, counts: [...counts].filter(([, { edits: found }]) => found > 0).map(([assistant, count]) => ({ assistant, ...count })) };
  }

  intent(target: IntentTarget): Promise<HunkIntent | null> {
    const name = READER_OF_SLUG[target.assistant] ?? target.assistant;
    const reader = READERS.find(({ assistant }) => assistant === name);
    if (reader === undefined || target.agentSession === "") return Promise.resolve(null);
    const found = this.filesOf(reader)
      .files.filter((file) => reader.mayBeOf(file.name, target.agentSession))
      .flatMap((file) => {
        const transcript = this.parsed(reader, file);
        return transcript?.session === target.agentSession ? [{ file, transcript }] : [];
      });
    const sessionEdits = new Map<TranscriptEntry, SessionEdit>();
    for (const { file, transcript } of found) {
      for (const entry of editEntries(transcript)) {
        const edits = eventOf(reader.assistant, entry, this.worldOf(reader, file, entry))?.edits ?? [];
        sessionEdits.set(entry, { entry, edits, lines: (edit) => linesOf(edit, (recorded) => this.textOf(recorded)) });
      }
    }
    this.disk.forget();
    const intent = intentOf(found.map(({ transcript }) => transcript), sessionEdits, target);
    this.texts.clear();
    return Promise.resolve(intent);
  }

  private filesOf(reader: TranscriptReader) {
    return this.disk.list(reader.folder(this.disk.places), reader.pattern);
  }

  /** Every transcript that names the work tree. */
  private *concerned(problems: string[]): Generator<Found> {
    const needle = JSON.stringify(this.root).slice(1, -1);
    let bytes = 0;
    for (const reader of READERS) {
      const { files, leftOut } = this.filesOf(reader);
      if (leftOut > 0) problems.push(`${reader.assistant}: ${leftOut} older transcripts were not looked at`);
      for (const file of files) {
        bytes += file.bytes;
        if (bytes > MAXIMUM_BYTES) {
          problems.push(`${reader.assistant}: ${file.name} and what is older were not looked at: more than 512 MiB of transcripts`);
          break;
        }
        const text = this.disk.read(file.file);
        if (text === null) {
          problems.push(`${reader.assistant}: ${file.name} can't be read, or is larger than 64 MiB`);
          continue;
        }
        if (!text.includes(needle) && !this.isProjectOf(file)) continue;
        const transcript = reader.read(text, file.name);
        if (transcript.unreadable > 1) problems.push(`${reader.assistant}: ${file.name}: ${transcript.unreadable} lines can't be read`);
        yield { reader, file, transcript };
      }
    }
  }

  /** Gemini CLI names a project's folder by the hash of its path. */
  private isProjectOf(file: TranscriptFile): boolean {
    return file.name.startsWith(`${hash(this.root)}/`);
  }

  private parsed(reader: TranscriptReader, file: TranscriptFile): Transcript | null {
    const stamp = `${file.bytes} ${file.changedAt}`;
    const known = this.kept.get(file.file);
    if (known?.stamp === stamp) return known.transcript;
    const text = this.disk.read(file.file);
    if (text === null) return null;
    const transcript = reader.read(text, file.name);
    this.kept.delete(file.file);
    this.kept.set(file.file, { stamp, transcript });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return transcript;
  }

  private worldOf(reader: TranscriptReader, file: TranscriptFile, entry: EditEntry): TranscriptWorld {
    const cwd = entry.payload["cwd"];
    const isOurs = reader.assistant === "gemini-cli" && this.isProjectOf(file);
    const world = this.disk.worldAt(typeof cwd === "string" && cwd !== "" ? cwd : isOurs ? this.root : "/");
    return {
      locate: (path) => world.locate(path),
      read: (path) => world.read(path),
      keep: (text) => {
        const digest = hash(text);
        this.texts.set(digest, text);
        return { object: digest, bytes: Buffer.byteLength(text) };
      },
    };
  }

  private textOf(recorded: RecordedText | undefined): string | null {
    if (recorded === undefined || typeof recorded === "string") return recorded ?? null;
    return "object" in recorded ? (this.texts.get(recorded.object) ?? null) : null;
  }

  /** What the files were when a session began: its first edits of a file start from there. */
  private async withHead(events: readonly PlacedEvent[]): Promise<PlacedEvent[]> {
    const first = events.reduce((earliest, { event }) => (event.at < earliest ? event.at : earliest), events[0]?.event.at ?? "");
    const head = await this.history.commitBefore(first);
    return events.map((placed) => ({ ...placed, event: { ...placed.event, head } }));
  }

  /** One event after the other, so that each edit's claims are known apart; texts at commits are fetched in one go before. */
  private async settled(placed: readonly PlacedEvent[], problems: string[]): Promise<TranscriptEdit[]> {
    const wanted = new Map<string, CommitFile>();
    for (const { event } of placed) {
      for (const path of event.edits.flatMap((edit) => (edit.from === undefined ? [edit.path] : [edit.from, edit.path]))) {
        if (typeof event.head === "string") wanted.set(`${event.head}:${path}`, { commit: event.head, path });
      }
    }
    const commitTexts = await this.history.commitTexts([...wanted.values()]);
    const settlement = new Settlement(null, { object: (digest) => this.texts.get(digest) ?? null, commitTexts: () => Promise.resolve(commitTexts) });
    const edits: TranscriptEdit[] = [];
    for (const { event, assistant } of placed) {
      const before = settlement.claimed.length;
      await settlement.add([{ where: `transcript of ${assistant} ${event.session}`, text: JSON.stringify(event) }]);
      const claims = settlement.claimed.slice(before);
      edits.push({
        hook: assistant,
        assistant: event.assistant,
        session: event.session,
        toolUseId: event.toolUseId,
        tool: event.tool,
        at: event.at,
        paths: event.edits.map(({ path }) => path),
        claims: claims.map((claim) => ({ ...claim, evidence: { source: "transcript", tier: 5, detail: `${claim.evidence.detail}, from the transcript: no hook told it` } })),
      });
    }
    problems.push(...settlement.finish().problems.slice(0, 20));
    return edits;
  }
}
