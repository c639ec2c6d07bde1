/**
 * From journal events, in order, to claims and observed human edits. Pure: texts come from readers. The same events
 * give the same claims to the byte, because settling may be repeated after a crash.
 */
import type { Claim } from "../core/model";
import type { HumanEdit } from "../core/ports";
import { MOST_LINES, hash } from "../core/fingerprint/lines";
import { applyReplacements, withLineFeeds } from "./apply-edits";
import { claimsOf, humanEditsOf } from "./claims-of-change";
import { recordedText, resolveEdit } from "./edit-texts";
import type { JournalEdit, JournalEvent } from "./journal-event";
import { EventProblem, parseJournalEvent } from "./journal-event";
import type { OwnedText } from "./owned-text";
import { LONGEST_SEQUENCE, advance, ownedBy } from "./owned-text";
import { ownerOf, type Owner } from "./owners";
import type { SettleMemory } from "./settle-state";
import { emptyMemory, fileKey, loadMemory, saveMemory } from "./settle-state";

/** One line of the journal and where it stands, for messages. */
export interface JournalLine {
  readonly where: string;
  readonly text: string;
}

export interface CommitFile {
  readonly commit: string;
  readonly path: string;
}

export interface SettleReaders {
  /** The text of an object, or null when it is gone. */
  object(digest: string): string | null;
  /**
   * Texts of files at commits, in one go, keyed by `commit:path`: null where the commit has no such text file, absent
   * where it could not be read.
   */
  commitTexts(files: readonly CommitFile[]): Promise<ReadonlyMap<string, string | null>>;
}

export interface SettleOutcome {
  readonly claims: readonly Claim[];
  readonly human: readonly HumanEdit[];
  readonly problems: readonly string[];
  /** What the next settlement starts from, and the texts it names by digest. */
  readonly state: string;
  readonly texts: ReadonlyMap<string, string>;
}

const MAXIMUM_PROBLEMS = 200;
const MAXIMUM_TOLD = 500;
/** How far apart two hooks of one edit may run. */
const SECOND_REPORT_MILLISECONDS = 30_000;

/** One pass over new journal lines; `add` may be called several times, in order. */
export class Settlement {
  private readonly memory: SettleMemory;
  private readonly claims: Claim[] = [];
  private readonly human: HumanEdit[] = [];
  private readonly problems: string[] = [];
  private commitTexts: ReadonlyMap<string, string | null> = new Map();

  /** @param saved the `state` of the pass before, or null for the first */
  constructor(
    saved: string | null,
    private readonly readers: SettleReaders,
  ) {
    const loaded = saved === null ? emptyMemory() : loadMemory(saved, (digest) => readers.object(digest));
    if (loaded === null) this.problems.push("journal: the settled state is damaged or of another version: files start again from HEAD");
    this.memory = loaded ?? emptyMemory();
  }

  async add(lines: readonly JournalLine[]): Promise<void> {
    const events: { readonly event: JournalEvent; readonly where: string }[] = [];
    for (const line of lines) {
      if (line.text.trim() === "") continue;
      try {
        events.push({ event: parseJournalEvent(line.text, (digest) => this.readers.object(digest)), where: line.where });
      } catch (error) {
        if (!(error instanceof EventProblem)) throw error;
        this.problem(`journal ${line.where}: ${error.message}`);
      }
    }
    this.commitTexts = await this.readers.commitTexts(this.neededTexts(events.map(({ event }) => event)));
    for (const { event, where } of events) this.settleEvent(event, where);
  }

  /** The claims so far, in the order of the events. */
  get claimed(): readonly Claim[] {
    return this.claims;
  }

  finish(): SettleOutcome {
    const { state, texts } = saveMemory(this.memory);
    return { claims: this.claims, human: this.human, problems: this.problems, state, texts };
  }

  private problem(text: string): void {
    if (this.problems.length < MAXIMUM_PROBLEMS) this.problems.push(text);
  }

  /** Files whose text at a commit is where the first of these events starts from. */
  private neededTexts(events: readonly JournalEvent[]): CommitFile[] {
    const serials = new Map<string, number>();
    for (const [key, file] of this.memory.files) serials.set(key, file.serial);
    const clean = new Map(this.memory.cleanTrees);
    const needed = new Map<string, CommitFile>();
    let serial = this.memory.serial;
    for (const event of events) {
      serial += 1;
      const tree = clean.get(event.worktree.path);
      for (const path of event.edits.flatMap((edit) => (edit.from === undefined ? [edit.path] : [edit.from, edit.path]))) {
        const key = fileKey(event.worktree.path, path);
        const known = serials.get(key);
        const commit = tree === undefined ? event.head : tree.head;
        if ((known === undefined || known < (tree?.serial ?? 0)) && typeof commit === "string") needed.set(`${commit}:${path}`, { commit, path });
        serials.set(key, serial);
      }
      if (event.scope === "worktree") clean.set(event.worktree.path, { serial, head: event.head });
    }
    return [...needed.values()];
  }

  private settleEvent(event: JournalEvent, where: string): void {
    const { memory } = this;
    memory.serial += 1;
    const call = `${event.session}\0${event.toolUseId}`;
    if (event.unknown !== undefined) this.problem(`journal ${where}: ${event.assistant} ${event.tool} ${event.toolUseId}: what changed is unknown: ${event.unknown}`);
    const hasBefore = event.needsBefore !== true || memory.befores.has(call);
    for (const edit of event.edits) {
      try {
        this.settleEdit(event, edit, hasBefore, where);
      } catch (error) {
        // One file that cannot be settled must not take the others with it; it is said, and the file starts anew.
        this.problem(`journal ${where}: ${edit.path} could not be settled: ${error instanceof Error ? error.message : String(error)}`);
        this.remember(event, edit.path, null);
      }
    }
    if (event.phase === "before" && event.unknown === undefined) memory.befores.add(call);
    if (event.scope === "worktree") memory.cleanTrees.set(event.worktree.path, { serial: memory.serial, head: event.head });
  }

  private settleEdit(event: JournalEvent, edit: JournalEdit, hasBefore: boolean, where: string): void {
    if (event.phase !== "before" && edit.evidence === "payload" && this.isRepeated(event, edit)) return;
    const text = (digest: string) => this.readers.object(digest);
    const known = this.lastKnown(event, edit.from ?? edit.path);
    if (edit.from !== undefined && edit.from !== edit.path) this.remember(event, edit.from, ownedBy("", null));
    if (this.isSecondReport(event, edit, known)) return;
    const isSnapshotOnly = edit.patch === undefined && edit.after === undefined && edit.replacements === undefined;
    const onlyObserved = event.phase === "before" || event.observeOnly === true || (!hasBefore && isSnapshotOnly);
    const resolved = resolveEdit(edit, known, onlyObserved, text);
    if (resolved.kind === "unreadable") {
      if (event.phase !== "before") this.problem(`journal ${where}: ${edit.path}: ${resolved.why}: nothing is claimed`);
      this.remember(event, edit.path, null);
      return;
    }
    if (resolved.kind === "observed") {
      if (!hasBefore && !onlyObservedByDesign(event)) this.problem(`journal ${where}: ${edit.path}: no snapshot from before ${event.tool} ${event.toolUseId}: whose changes these are is unknown`);
      else if (event.phase !== "before" && event.observeOnly !== true) this.problem(`journal ${where}: ${edit.path}: the text before is unknown: nothing is claimed`);
      this.remember(event, edit.path, known === null ? ownedBy(resolved.text, null) : advance(edit.path, known, resolved.text, null).next);
      return;
    }
    const owner: Owner = event.phase === "human" ? "human" : ownerOf(event);
    for (const { from, to } of resolved.steps) {
      const change = advance(edit.path, from, to, owner);
      if (change.isCut === true) this.problem(`journal ${where}: ${edit.path}: larger than 5 MiB or ${MOST_LINES.toLocaleString("en")} lines, before or after: only the first ${LONGEST_SEQUENCE} changed lines are recorded`);
      if (event.phase === "human") this.human.push(...humanEditsOf(event, edit.path, change));
      else this.claims.push(...claimsOf(event, edit, change));
      this.remember(event, edit.path, resolved.kind === "fragments" ? null : change.next);
    }
    if (resolved.kind === "fragments") this.problem(`journal ${where}: ${edit.path}: the place of the edit was not found in the file: its lines are claimed without their surroundings`);
  }

  /** Where the file stood when the event happened, with owners; null when unknown. */
  private lastKnown(event: JournalEvent, path: string): OwnedText | null {
    const file = this.memory.files.get(fileKey(event.worktree.path, path));
    const tree = this.memory.cleanTrees.get(event.worktree.path);
    if (file !== undefined && file.serial >= (tree?.serial ?? 0)) return file.known;
    const commit = tree === undefined ? event.head : tree.head;
    const text = this.commitText(commit, path);
    if (text === null) return file?.known ?? null;
    return file === undefined || file.known === null ? ownedBy(text, null) : advance(path, file.known, text, null).next;
  }

  private commitText(commit: string | null | undefined, path: string): string | null {
    if (commit === undefined) return null;
    if (commit === null) return "";
    const text = this.commitTexts.get(`${commit}:${path}`);
    return text === undefined ? null : withLineFeeds(text ?? "");
  }

  private remember(event: JournalEvent, path: string, known: OwnedText | null): void {
    this.memory.files.set(fileKey(event.worktree.path, path), { worktree: event.worktree.path, path, serial: this.memory.serial, known });
  }

  /**
   * The same edit told by another hook: Cursor reports an edit as a tool call and as a file edit, and several hosts run
   * each other's hooks. Two tool calls with ids of their own are two edits, and so is what the disk shows done twice.
   */
  private isSecondReport(event: JournalEvent, edit: JournalEdit, known: OwnedText | null): boolean {
    if (event.phase !== "after" || edit.evidence !== "payload") return false;
    const at = Date.parse(event.at);
    const key = hash(JSON.stringify([event.worktree.path, edit.path, edit.replacements ?? edit.patch ?? edit.after])).slice(0, 16);
    const told = this.memory.told.get(key);
    this.memory.told.delete(key);
    this.memory.told.set(key, { at, assistant: event.assistant, tool: event.tool, toolUseId: event.toolUseId });
    if (this.memory.told.size > MAXIMUM_TOLD) for (const oldest of this.memory.told.keys()) if (this.memory.told.size > MAXIMUM_TOLD) this.memory.told.delete(oldest);
    if (told === undefined || Math.abs(at - told.at) > SECOND_REPORT_MILLISECONDS) return false;
    if (told.assistant === event.assistant && told.toolUseId !== "" && event.toolUseId !== "") return false;
    if (known === null || edit.replacements === undefined) return true;
    const disk = recordedText(edit.disk, (digest) => this.readers.object(digest));
    if (disk === known.text) return true;
    // The same hook again, and the file is not what the first time left: it was done again.
    if (told.assistant === event.assistant && told.tool === event.tool) return false;
    return disk === null || applyReplacements(known.text, edit.replacements, true) !== disk;
  }

  private isRepeated(event: JournalEvent, edit: JournalEdit): boolean {
    if (event.toolUseId === "") return false;
    const { disk: _, ...said } = edit;
    const key = hash(JSON.stringify([event.session, event.toolUseId, event.phase, said])).slice(0, 16);
    if (this.memory.seen.has(key)) return true;
    this.memory.seen.add(key);
    return false;
  }
}

function onlyObservedByDesign(event: JournalEvent): boolean {
  return event.phase === "before" || event.observeOnly === true;
}
