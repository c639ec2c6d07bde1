/** The journal as the engine sees it: events that wait, settled into claims; what was settled is remembered and swept. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Claim } from "../core/model";
import type { EditedSince, ExpectedWrite, HumanEdit, Journal } from "../core/ports";
import { ensureDirectory, readObject, readRegularFile, writeObject } from "./journal-files";
import { appendHumanEdits, readHumanEdits } from "./human-edits";
import { readJournalLines, recentJournalLines } from "./journal-lines";
import type { Offsets } from "./journal-lines";
import { sweepObjects } from "./journal-sweep";

/** What turns lines into claims; `Settlement` of src/sources. The composition root brings the two together. */
export interface JournalSettlement {
  add(lines: readonly { readonly where: string; readonly text: string }[]): Promise<void>;
  finish(): {
    readonly claims: readonly Claim[];
    readonly human: readonly HumanEdit[];
    readonly problems: readonly string[];
    readonly state: string;
    readonly texts: ReadonlyMap<string, string>;
  };
}

export interface JournalReaders {
  object(digest: string): string | null;
  commitTexts(files: readonly { readonly commit: string; readonly path: string }[]): Promise<ReadonlyMap<string, string | null>>;
}

export type SettlementFactory = (saved: string | null, readers: JournalReaders) => JournalSettlement;

/** Reads what tools said that they would write; `expectedWrites` of src/sources. */
export type ExpectationReader = (lines: readonly string[], workTree: string, now: Date, object: (digest: string) => string | null) => readonly ExpectedWrite[];

/** Reads a settled state; `assistantPaths` and `editedSince` of src/sources. */
export interface SettledReader {
  assistantPaths(state: string, workTree: string): readonly string[];
  editedSince(state: string, workTree: string, object: (digest: string) => string | null, texts: ReadonlyMap<string, string>): readonly EditedSince[];
}

interface Settled {
  readonly offsets: Offsets;
  readonly state: string;
}

interface Outcome extends Settled {
  readonly texts: ReadonlyMap<string, string>;
  readonly human: readonly HumanEdit[];
}

const MAXIMUM_STATE_BYTES = 256 * 1024 * 1024;
/** Settled journal files are kept this long, for questions; they hold texts, so not longer. */
const KEPT_DAYS = 3;
const DAY = 24 * 60 * 60 * 1000;

export class FileJournal implements Journal {
  private readonly outcomes = new Map<string, Outcome>();

  /** @param commitTexts reads files at commits in one git process, see `readCommitTexts` */
  constructor(
    private readonly commonDirectory: string,
    private readonly settlement: SettlementFactory,
    private readonly commitTexts: JournalReaders["commitTexts"],
    private readonly now: () => Date = () => new Date(),
    private readonly options: { readonly readExpectations?: ExpectationReader; readonly settledReader?: SettledReader } = {},
  ) {}

  /** Claims since the settled mark, and every edit ever seen typed. The mark stands for exactly the lines that were read. */
  async pending(): Promise<{ claims: readonly Claim[]; human: readonly HumanEdit[]; mark: string; problems: readonly string[] }> {
    const settled = this.readSettled();
    const batches = readJournalLines(this.directory(), settled?.offsets ?? {});
    const first = batches.next();
    if (first.done === true && first.value.problems.length === 0) {
      // Whoever settled the rest knows more than was read here before.
      this.outcomes.clear();
      return { claims: [], human: readHumanEdits(this.commonDirectory), mark: markOf(first.value.offsets), problems: [] };
    }
    const pass = this.settlement(settled?.state ?? null, { object: (digest) => readObject(this.commonDirectory, digest), commitTexts: this.commitTexts });
    let batch = first;
    while (batch.done !== true) {
      await pass.add(batch.value);
      batch = batches.next();
    }
    const outcome = pass.finish();
    const mark = markOf(batch.value.offsets);
    this.outcomes.clear();
    this.outcomes.set(mark, { offsets: batch.value.offsets, state: outcome.state, texts: outcome.texts, human: outcome.human });
    return { claims: outcome.claims, human: [...readHumanEdits(this.commonDirectory), ...outcome.human], mark, problems: [...batch.value.problems, ...outcome.problems] };
  }

  /** Remembers that everything up to `mark` is in the ledger. A mark of another process, or one passed meanwhile, changes nothing. */
  markSettled(mark: string): Promise<void> {
    return new Promise((resolve) => {
      this.settleAt(mark);
      resolve();
    });
  }

  /** Reads the youngest day files whole: what is expected may be settled already. */
  expectedWrites(workTree: string): Promise<readonly ExpectedWrite[]> {
    return new Promise((resolve) => {
      const { readExpectations } = this.options;
      resolve(readExpectations === undefined ? [] : readExpectations(recentJournalLines(this.directory(), this.now()), workTree, this.now(), (digest) => readObject(this.commonDirectory, digest)));
    });
  }

  observed(human: readonly HumanEdit[]): Promise<void> {
    return new Promise((resolve) => {
      appendHumanEdits(this.commonDirectory, human);
      resolve();
    });
  }

  assistantPaths(workTree: string): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const newest = this.newest();
      resolve(newest === null ? [] : (this.options.settledReader?.assistantPaths(newest.state, workTree) ?? []));
    });
  }

  editedSince(workTree: string, texts: ReadonlyMap<string, string>): Promise<readonly EditedSince[]> {
    return new Promise((resolve) => {
      const newest = texts.size === 0 ? null : this.newest();
      const object = (digest: string) => newest?.texts?.get(digest) ?? readObject(this.commonDirectory, digest);
      resolve(newest === null ? [] : (this.options.settledReader?.editedSince(newest.state, workTree, object, texts) ?? []));
    });
  }

  /** What was read last, whether it stands in the ledger yet or not. */
  private newest(): { readonly state: string; readonly texts?: ReadonlyMap<string, string> } | null {
    return [...this.outcomes.values()].at(-1) ?? this.readSettled();
  }

  private settleAt(mark: string): void {
    const outcome = this.outcomes.get(mark);
    this.outcomes.clear();
    if (outcome === undefined) return;
    const settled = this.readSettled();
    if (settled !== null && Object.entries(settled.offsets).some(([file, offset]) => offset > (outcome.offsets[file] ?? Infinity))) return;
    // Texts first: a state must never name a text that is not there.
    for (const text of outcome.texts.values()) writeObject(this.commonDirectory, Buffer.from(text, "utf8"));
    appendHumanEdits(this.commonDirectory, outcome.human);
    const directory = ensureDirectory(this.commonDirectory, "countersign", "journal");
    const temporary = path.join(directory, `settled-${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
    fs.writeFileSync(temporary, JSON.stringify({ v: 1, offsets: outcome.offsets, state: outcome.state }), { flag: "wx", mode: 0o600 });
    fs.renameSync(temporary, path.join(directory, "settled.json"));
    this.sweep(outcome);
  }

  private directory(): string {
    return path.join(this.commonDirectory, "countersign", "journal");
  }

  private readSettled(): Settled | null {
    const text = readRegularFile(path.join(this.directory(), "settled.json"), MAXIMUM_STATE_BYTES)?.toString("utf8");
    if (text === undefined) return null;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // Damaged: settle everything again. Claims are content-keyed, so the ledger takes each once.
      return null;
    }
    const { v, offsets, state } = (value ?? {}) as Readonly<Record<string, unknown>>;
    if (v !== 1 || typeof offsets !== "object" || offsets === null || typeof state !== "string") return null;
    const known: Record<string, number> = {};
    for (const [file, offset] of Object.entries(offsets)) if (typeof offset === "number" && Number.isSafeInteger(offset) && offset >= 0) known[file] = offset;
    return { offsets: known, state };
  }

  private sweep(outcome: Outcome): void {
    const directory = this.directory();
    const oldest = new Date(this.now().getTime() - KEPT_DAYS * DAY).toISOString().slice(0, 10);
    for (const [file, offset] of Object.entries(outcome.offsets)) {
      const found = fs.lstatSync(path.join(directory, file), { throwIfNoEntry: false });
      if (found !== undefined && found.size === offset && file.slice(0, 10) < oldest) fs.unlinkSync(path.join(directory, file));
    }
    sweepObjects(this.commonDirectory, new Set(outcome.texts.keys()), this.now());
  }
}

function markOf(offsets: Offsets): string {
  return JSON.stringify(Object.fromEntries(Object.entries(offsets).sort(([one], [other]) => (one < other ? -1 : 1))));
}
