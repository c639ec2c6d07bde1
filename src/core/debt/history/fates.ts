/** From one day's files to the next: which lines went on, which are new, and what became of the others. */
import type { Claim, VerdictRecord } from "../../model";
import type { FileHistory } from "../../ports";
import type { AttributedFile } from "../../attribution/evidence";
import type { KeyedText } from "./keyed-text";
import type { Life, SpanCollector } from "./lives";
import type { SpanEnd } from "./span";

/** What lines of one run were born with. */
export interface BirthRun {
  readonly commit: string;
  /** False for lines from before the range, or from where a shallow clone is cut. */
  readonly isNews: boolean;
  /** Births of the lines that this one is an edit of, nearest first. */
  readonly parents: readonly number[];
}

/** Where the lines of a file were born, by 0-based line. */
export interface Births {
  /** Equal for the same line of two versions, under any path; -1 where the history says nothing. */
  readonly ids: Float64Array;
  readonly runs: readonly (BirthRun | undefined)[];
}

export interface ReplayedFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly history: FileHistory;
  /** Null where nothing says that an assistant wrote any line. */
  readonly keyed: KeyedText | null;
  readonly births: Births;
  readonly attributed: AttributedFile | null;
  /** By 0-based line. */
  readonly lives: Map<number, Life>;
  /** Verdicts on other files that might be placed here. */
  readonly foreign: ReadonlySet<VerdictRecord>;
  /** Claims and corrections that might be placed here, of this file and of others. */
  readonly claims: ReadonlySet<Claim | VerdictRecord>;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

interface Ended {
  readonly life: Life;
  readonly path: string;
  readonly line: number;
}

export class LineFates {
  constructor(
    private readonly collector: SpanCollector,
    private readonly isFix: (commit: string) => boolean,
  ) {}

  /** Gives every significant line by an assistant its life: that of the line it was, or a new one. */
  settle(day: string, before: ReadonlyMap<string, ReplayedFile>, after: ReadonlyMap<string, ReplayedFile>): void {
    const pool = new Map<number, Ended[]>();
    const known = new Set<number>();
    for (const file of before.values()) {
      for (const id of file.births.ids) known.add(id);
      for (const [line, life] of file.lives) {
        const id = file.births.ids[line] ?? -1;
        const present = pool.get(id);
        if (present === undefined) pool.set(id, [{ life, path: file.path, line }]);
        else present.push({ life, path: file.path, line });
      }
    }
    const wentOn = new Map<number, Place>();
    const edits: (() => void)[] = [];
    for (const file of after.values()) {
      this.countAdded(day, file, known);
      for (const { index } of file.attributed?.keys.significant ?? []) {
        const origin = file.attributed?.origins[index];
        const birth = file.births.runs[index];
        if (birth === undefined || origin === undefined || origin.attribution === null) continue;
        const attribution = origin.attribution;
        const same = take(pool, file.births.ids[index] ?? -1, file.path);
        const begin = (life: Life | undefined) => {
          file.lives.set(index, this.goOn(day, file.path, life, () => this.collector.authorOf(attribution)));
        };
        if (same !== undefined || origin.origin !== "mixed") {
          begin(same?.life);
          continue;
        }
        // A person's edit of an assistant's line: after all lines that are still themselves have been found.
        edits.push(() => {
          const parent = birth.parents.map((id) => ({ id, found: take(pool, id, file.path) })).find(({ found }) => found !== undefined);
          if (parent !== undefined) wentOn.set(parent.id, { path: file.path, line: index });
          begin(parent?.found?.life);
        });
      }
    }
    for (const edit of edits) edit();
    const ended = [...pool.values()].flat();
    if (ended.length > 0) this.end(day, ended, before, after, known, wentOn);
  }

  /** Opens and closes lives by what is answered for now. */
  answer(day: string, files: readonly ReplayedFile[], answered: ReadonlyMap<string, ReadonlySet<number>>): void {
    for (const { path, lives } of files) {
      const lines = answered.get(path);
      for (const [line, life] of lives) {
        const open = lines?.has(line) !== true;
        if (open === life.open) continue;
        // Landed and answered for on one day: these lines were never open.
        if (life.since !== day || !life.first) this.collector.end(life, day, open ? "reopened" : "signed");
        life.open = open;
        life.since = day;
      }
    }
  }

  private goOn(day: string, path: string, life: Life | undefined, author: () => number): Life {
    if (life === undefined) return { author: author(), introduced: day, path, open: true, since: day, first: true };
    if (life.path === path) return life;
    this.collector.end(life, day, "renamed");
    life.path = path;
    life.since = day;
    return life;
  }

  private countAdded(day: string, file: ReplayedFile, known: ReadonlySet<number>): void {
    let lines = 0;
    let claimed = 0;
    file.births.runs.forEach((birth, index) => {
      if (birth?.isNews !== true || known.has(file.births.ids[index] ?? -1) || file.lines[index]?.trim() === "") return;
      lines += 1;
      const origin = file.attributed?.origins[index]?.origin ?? "unknown";
      if (origin !== "unknown") claimed += 1;
    });
    this.collector.landed(day, file.path, lines, claimed);
  }

  /** What stands in the place of lines that are gone decides how they ended: as many as there are new lines were replaced or rewritten, the rest removed. */
  private end(day: string, ended: readonly Ended[], before: ReadonlyMap<string, ReplayedFile>, after: ReadonlyMap<string, ReplayedFile>, known: ReadonlySet<number>, wentOn: ReadonlyMap<number, Place>): void {
    const places = new Map<number, Place>(wentOn);
    for (const file of after.values()) file.births.ids.forEach((id, line) => (id < 0 ? undefined : places.set(id, { path: file.path, line })));
    const gaps = new Map<string, { ended: Ended[]; from: Place | null; until: Place | null; path: string }>();
    for (const one of [...ended].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : left.line - right.line))) {
      const births = before.get(one.path)?.births.ids ?? new Float64Array(0);
      const survivor = (line: number) => places.get(births[line] ?? -1);
      let above = one.line - 1;
      while (above >= 0 && survivor(above) === undefined) above--;
      let below = one.line + 1;
      while (below < births.length && survivor(below) === undefined) below++;
      const from = survivor(above) ?? null;
      const until = survivor(below) ?? null;
      const path = from?.path ?? until?.path ?? one.path;
      const key = [path, from?.line ?? -1, one.path].join("\0");
      const gap = gaps.get(key) ?? { ended: [], from, until, path };
      gap.ended.push(one);
      gaps.set(key, gap);
    }
    for (const gap of gaps.values()) this.endGap(day, gap, after.get(gap.path), known);
  }

  private endGap(day: string, gap: { readonly ended: readonly Ended[]; readonly from: Place | null; readonly until: Place | null; readonly path: string }, file: ReplayedFile | undefined, known: ReadonlySet<number>): void {
    const start = gap.from?.path === gap.path ? gap.from.line + 1 : 0;
    const end = gap.until?.path === gap.path && gap.until.line >= start ? gap.until.line : (file?.lines.length ?? 0);
    let assistants = 0;
    let others = 0;
    let fixed = false;
    for (let line = start; line < end; line++) {
      const birth = file?.births.runs[line];
      if (file === undefined || birth === undefined) break;
      if (known.has(file.births.ids[line] ?? -1)) {
        if (gap.until?.path === gap.path) continue;
        break;
      }
      const origin = file.attributed?.origins[line]?.origin ?? "unknown";
      // An edited line goes on; it stands in nobody's place.
      if (file.lines[line]?.trim() === "" || origin === "mixed") continue;
      if (origin === "ai") assistants += 1;
      else others += 1;
      fixed ||= this.isFix(birth.commit);
    }
    gap.ended.forEach(({ life }, index) => {
      const end: SpanEnd = index < assistants ? "replaced" : index < assistants + others ? "rewritten" : "removed";
      this.collector.end(life, day, end, fixed && end !== "removed");
    });
  }
}

/** The life at a birth, of the same path where two have it. */
function take<T extends { readonly path: string }>(pool: Map<number, T[]>, id: number, path: string): T | undefined {
  const candidates = pool.get(id);
  if (candidates === undefined) return undefined;
  const index = Math.max(0, candidates.findIndex((candidate) => candidate.path === path));
  const [found] = candidates.splice(index, 1);
  if (candidates.length === 0) pool.delete(id);
  return found;
}
