/** What a settlement remembers from one run to the next: the last known text of each file and whose its lines are. */
import { hash } from "../core/fingerprint/lines";
import { asArray, asRecord, asString } from "./fields";
import type { OwnedText } from "./owned-text";
import { assistantLine, type Owner } from "./owners";

export interface FileRecord {
  readonly worktree: string;
  readonly path: string;
  /** Number of the event after which this was the text. */
  readonly serial: number;
  /** Null: something happened to the file that could not be read, so the next change cannot be told from it. */
  readonly known: OwnedText | null;
}

export interface CleanTree {
  readonly serial: number;
  /** Commit that files not listed by the event stood as at; undefined when unreadable. */
  readonly head: string | null | undefined;
}

export interface SettleMemory {
  serial: number;
  readonly files: Map<string, FileRecord>;
  readonly cleanTrees: Map<string, CleanTree>;
  /** Tool calls with a snapshot before. */
  readonly befores: Set<string>;
  /** Payload edits already counted; the same edit may arrive through several hooks. */
  readonly seen: Set<string>;
  /** What was last said of the texts themselves, by whom and when: other hooks tell the same edit under another name. */
  readonly told: Map<string, Told>;
}

/** `at` in milliseconds since 1970. */
export interface Told {
  readonly at: number;
  readonly assistant: string;
  readonly tool: string;
  readonly toolUseId: string;
}

const MAXIMUM_FILES = 2000;
const MAXIMUM_TEXT = 128 * 1024 * 1024;
const MAXIMUM_BEFORES = 1000;
const MAXIMUM_SEEN = 5000;
const MAXIMUM_TOLD = 500;

export function emptyMemory(): SettleMemory {
  return { serial: 0, files: new Map(), cleanTrees: new Map(), befores: new Set(), seen: new Set(), told: new Map() };
}

export function fileKey(worktree: string, path: string): string {
  return `${worktree}\0${path}`;
}

export interface SavedMemory {
  /** JSON; the texts are named in it by their digest. */
  readonly state: string;
  /** Digest → text, to be kept as objects before the state is. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The newest files within the limits; an older one starts again from HEAD. */
export function saveMemory(memory: SettleMemory): SavedMemory {
  const owners: Owner[] = [];
  const ownerIndex = new Map<Owner, number>();
  const texts = new Map<string, string>();
  const files: unknown[] = [];
  let size = 0;
  const newest = [...memory.files.values()].sort((one, other) => other.serial - one.serial).slice(0, MAXIMUM_FILES);
  for (const file of newest) {
    size += file.known?.text.length ?? 0;
    if (size > MAXIMUM_TEXT) break;
    const digest = file.known === null ? null : hash(file.known.text);
    if (file.known !== null && digest !== null) texts.set(digest, file.known.text);
    const runs: [number, number][] = [];
    for (const owner of file.known?.owners ?? []) {
      let index = ownerIndex.get(owner);
      if (index === undefined) {
        index = owners.push(owner) - 1;
        ownerIndex.set(owner, index);
      }
      const last = runs.at(-1);
      if (last !== undefined && last[1] === index) last[0] += 1;
      else runs.push([1, index]);
    }
    files.push([file.worktree, file.path, file.serial, digest, runs, ...(file.known?.displaced === undefined ? [] : [file.known.displaced])]);
  }
  const cleanTrees = [...memory.cleanTrees].map(([worktree, clean]) => [worktree, clean.serial, clean.head === undefined ? "?" : clean.head]);
  const state = JSON.stringify({ v: 1, serial: memory.serial, owners, files, cleanTrees, befores: [...memory.befores].slice(-MAXIMUM_BEFORES), seen: [...memory.seen].slice(-MAXIMUM_SEEN), told: [...memory.told].slice(-MAXIMUM_TOLD).map(([key, told]) => [key, told.at, told.assistant, told.tool, told.toolUseId]) });
  return { state, texts };
}

/** Null when the state is of another version or damaged; files whose text is gone start again from HEAD. */
export function loadMemory(state: string, object: (digest: string) => string | null): SettleMemory | null {
  let value: unknown;
  try {
    value = JSON.parse(state);
  } catch {
    return null;
  }
  const record = asRecord(value);
  const serial = record?.["serial"];
  const owners = asArray(record?.["owners"]);
  if (record === null || record["v"] !== 1 || typeof serial !== "number" || owners === null) return null;
  const memory = emptyMemory();
  memory.serial = serial;
  for (const entry of asArray(record["files"]) ?? []) {
    const file = loadFile(asArray(entry) ?? [], owners, object);
    if (file !== null) memory.files.set(fileKey(file.worktree, file.path), file);
  }
  for (const entry of asArray(record["cleanTrees"]) ?? []) {
    const [worktree, at, head] = asArray(entry) ?? [];
    if (typeof worktree === "string" && typeof at === "number") memory.cleanTrees.set(worktree, { serial: at, head: head === "?" ? undefined : asString(head) });
  }
  for (const name of ["befores", "seen"] as const) {
    for (const entry of asArray(record[name]) ?? []) if (typeof entry === "string") memory[name].add(entry);
  }
  for (const entry of asArray(record["told"]) ?? []) {
    const [key, at, assistant, tool, toolUseId] = asArray(entry) ?? [];
    if (typeof key === "string" && typeof at === "number" && typeof assistant === "string" && typeof tool === "string" && typeof toolUseId === "string") memory.told.set(key, { at, assistant, tool, toolUseId });
  }
  return memory;
}

function loadFile(entry: readonly unknown[], owners: readonly unknown[], object: (digest: string) => string | null): FileRecord | null {
  const [worktree, path, serial, digest, runs, displaced] = entry;
  if (typeof worktree !== "string" || typeof path !== "string" || typeof serial !== "number") return null;
  if (typeof digest !== "string") return { worktree, path, serial, known: null };
  const text = object(digest);
  if (text === null) return null;
  const list: Owner[] = [];
  for (const run of asArray(runs) ?? []) {
    const [count, index] = asArray(run) ?? [];
    if (typeof count !== "number" || typeof index !== "number" || !(count >= 0 && list.length + count <= text.length + 1)) return null;
    const owner = asString(owners[index]);
    for (let step = 0; step < count; step += 1) list.push(owner);
  }
  const keys = asArray(displaced)?.filter((key) => typeof key === "string");
  return { worktree, path, serial, known: { text, owners: list, ...(keys === undefined ? {} : { displaced: keys }) } };
}

/** A file of one work tree in which an assistant's lines stood when the journal last heard of it. */
export interface WorkingText {
  readonly path: string;
  /** Null where the text is gone. */
  read(): OwnedText | null;
}

/** The files of a work tree with lines by assistants, from a saved state; none where that is damaged. Texts are read when asked for. */
export function workingTexts(state: string, worktree: string, object: (digest: string) => string | null): readonly WorkingText[] {
  let record: Readonly<Record<string, unknown>> | null;
  try {
    record = asRecord(JSON.parse(state));
  } catch {
    return [];
  }
  const owners = asArray(record?.["owners"]);
  if (record?.["v"] !== 1 || owners === null) return [];
  const isAssistants = owners.map((owner) => assistantLine(asString(owner)) !== null);
  return (asArray(record["files"]) ?? []).flatMap((entry): WorkingText[] => {
    const [ofTree, path, , , runs] = asArray(entry) ?? [];
    if (ofTree !== worktree || typeof path !== "string" || !(asArray(runs) ?? []).some((run) => isAssistants[Number(asArray(run)?.[1])] === true)) return [];
    return [{ path, read: () => loadFile(asArray(entry) ?? [], owners, object)?.known ?? null }];
  });
}
