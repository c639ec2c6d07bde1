/** Why a line that blame gives to one side and we to the other differs: a class for each, so that design is told from fault. */
import { spawnSync } from "node:child_process";
import { blameLines } from "./blame-lines";
import type { BlamedLine } from "./blame-lines";

/** Title of a class → what it means. */
export const CLASSES = {
  copy: "copies: the original still stands; blame -M gives the copy to the original's writer, we to whoever put it there (promise 3: an inserted line is debt)",
  "moved by an assistant": "moves: an assistant's commit put a person's line elsewhere; blame -M keeps the person, for us re-ordering changes the code",
  "equal lines": "equal lines: blame with and without -w pairs another one of several equal lines, though no blank of it changed",
  "blanks inside": "blanks that mean something: inside a line (table columns), or the indentation of a language that reads it; the line is mixed",
  other: "other",
} as const;

export type DifferenceClass = keyof typeof CLASSES;

export interface Difference {
  readonly path: string;
  readonly line: number;
  readonly isOurs: boolean;
  readonly isMixed: boolean;
}

export class DifferenceClasses {
  private readonly cached = new Map<string, Promise<BlamedLine[]>>();

  constructor(
    private readonly folder: string,
    private readonly marked: ReadonlySet<string>,
  ) {}

  async of({ path, line, isOurs, isMixed }: Difference): Promise<DifferenceClass> {
    const exact = (await this.blame("HEAD", path, "-w"))[line];
    if (exact === undefined) return "other";
    // Without -M blame agrees with us: the line is a copy or a move.
    if (this.marked.has(exact.commit) === isOurs) {
      if (await this.isCopy(exact)) return "copy";
      return isOurs ? "moved by an assistant" : "other";
    }
    if (isMixed && !isOurs) return "blanks inside";
    const plain = (await this.blame("HEAD", path))[line];
    return plain !== undefined && this.marked.has(plain.commit) === isOurs && this.textAt(exact) === exact.text ? "equal lines" : "other";
  }

  /** At the commit that brought the line: does blame give its source to two lines? */
  private async isCopy(exact: BlamedLine): Promise<boolean> {
    const then = await this.blame(exact.commit, exact.originalPath, "-w", "-M");
    const source = then[exact.originalLine];
    if (source === undefined) return false;
    return then.filter((one) => one.commit === source.commit && one.originalLine === source.originalLine && one.originalPath === source.originalPath).length > 1;
  }

  private textAt({ commit, originalPath, originalLine }: BlamedLine): string | undefined {
    return spawnSync("git", ["show", `${commit}:${originalPath}`], { cwd: this.folder, encoding: "utf8", maxBuffer: 1 << 28 }).stdout.split("\n")[originalLine - 1];
  }

  private blame(revision: string, path: string, ...options: readonly string[]): Promise<BlamedLine[]> {
    const key = [revision, path, ...options].join("\0");
    const known = this.cached.get(key) ?? blameLines(this.folder, revision, path, options);
    this.cached.set(key, known);
    return known;
  }
}
