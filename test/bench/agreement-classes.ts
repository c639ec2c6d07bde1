/** Why a line that blame gives to one side and we to the other differs: a class for each, so that design is told from fault. */
import { spawnSync } from "node:child_process";
import { blameLines } from "./blame-lines";
import type { BlamedLine } from "./blame-lines";

/** Title of a class → what it means. */
export const CLASSES = {
  copy: "copies: the original still stands; blame -M gives the copy to the original's writer, we to whoever put it there (promise 3: an inserted line is debt)",
  "moved by an assistant": "moves: an assistant's commit put a person's line elsewhere; blame -M keeps the person, for us re-ordering changes the code",
  "moved from an assistant": "moves: somebody put an assistant's line elsewhere in the file, and it stays the assistant's for us; blame, or the note of the commit that moved it, says otherwise",
  "lost move": "moves that we do not follow: blame -M finds an assistant's line in its new place, blame without -M agrees with us",
  edited: "edits: an assistant's line that somebody edited since; the editing commit's own note is silent, and an edit does not pay (item 8)",
  blank: "blank lines: between two lines of one session they are that session's, and no text tells one from another",
  renamed: "renames: files of the same text; git pairs each file that went with one that came, as we do, blame looks at one file alone and takes another",
  "equal lines": "equal lines: blame with and without -w pairs another one of several equal lines, though no blank of it changed",
  "repeated text": "equal lines: the same text stands in this file several times (brackets mostly), and two diffs keep another one of them",
  "blanks inside": "blanks that mean something: inside a line (table columns, comments in line), or the indentation of a language that reads it; such an edit is an edit",
  "lost indentation": "re-indentations that we do not follow: blame -w pairs the line with the one before, blame without -w agrees with us",
  other: "other",
} as const;

export type DifferenceClass = keyof typeof CLASSES;

export interface Difference {
  readonly path: string;
  readonly line: number;
  readonly isOurs: boolean;
  readonly isMixed: boolean;
  /** The commit that our own answer names. */
  readonly commit: string | null;
  /** What blame -w -M says, which differs from ours. */
  readonly blamed: BlamedLine | undefined;
}

export class DifferenceClasses {
  private readonly cached = new Map<string, Promise<BlamedLine[]>>();
  private readonly names = new Map<string, ReadonlySet<string>>();

  /** `isAssistants`: what stands in the commit that blame names, a note or its mark, says of that line. */
  constructor(
    private readonly folder: string,
    private readonly isAssistants: (line: BlamedLine) => boolean,
  ) {}

  async of({ path, line, isOurs, isMixed, commit, blamed }: Difference): Promise<DifferenceClass> {
    const today = await this.blame("HEAD", path, "-w");
    const exact = today[line];
    if (exact === undefined) return "other";
    if (isOurs && isMixed) return "edited";
    // Without -M blame agrees with us: the line is a copy or a move.
    if (this.isAssistants(exact) === isOurs) {
      if (await this.isCopy(exact)) return "copy";
      return isOurs ? "moved by an assistant" : "lost move";
    }
    if (exact.text.trim() === "") return "blank";
    if (isOurs && commit !== null && [exact.commit, blamed?.commit].includes(commit)) return "moved from an assistant";
    if (isMixed) return "blanks inside";
    if (blamed !== undefined && blamed.originalPath !== path && !this.formerNames(path).has(blamed.originalPath)) return "renamed";
    const plain = (await this.blame("HEAD", path))[line];
    if (plain !== undefined && this.isAssistants(plain) === isOurs) {
      const then = this.textAt(exact) ?? "";
      if (then === exact.text) return "equal lines";
      return then.trim() === exact.text.trim() ? "lost indentation" : "blanks inside";
    }
    const words = exact.text.trim();
    return today.filter((one) => one.text.trim() === words).length > 1 ? "repeated text" : "other";
  }

  /** At the commit that brought the line: does blame give its source to two lines? */
  private async isCopy(exact: BlamedLine): Promise<boolean> {
    const then = await this.blame(exact.commit, exact.originalPath, "-w", "-M");
    const source = then[exact.originalLine];
    if (source === undefined) return false;
    return then.filter((one) => one.commit === source.commit && one.originalLine === source.originalLine && one.originalPath === source.originalPath).length > 1;
  }

  /** The names a file had before, where git sees renames with the whole tree in view; itself not among them. */
  private formerNames(path: string): ReadonlySet<string> {
    const known = this.names.get(path);
    if (known !== undefined) return known;
    const names = new Set<string>();
    let revision = "HEAD";
    for (let name: string | undefined = path; name !== undefined && names.size < 20; ) {
      const added: string = this.git("log", "-1", "--no-renames", "--diff-filter=A", "--format=%H", revision, "--", name).trim();
      if (added === "") break;
      const fields = this.git("diff-tree", "-r", "-M", "-z", "--no-commit-id", "--name-status", "--diff-filter=R", added).split("\0");
      const at: number = fields.findIndex((field, index) => index % 3 === 2 && field === name);
      name = at === -1 ? undefined : fields[at - 1];
      if (name !== undefined) names.add(name);
      revision = `${added}^`;
    }
    this.names.set(path, names);
    return names;
  }

  private textAt({ commit, originalPath, originalLine }: BlamedLine): string | undefined {
    return this.git("show", `${commit}:${originalPath}`).split("\n")[originalLine - 1];
  }

  private git(...parameters: readonly string[]): string {
    return spawnSync("git", [...parameters], { cwd: this.folder, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
  }

  private blame(revision: string, path: string, ...options: readonly string[]): Promise<BlamedLine[]> {
    const key = [revision, path, ...options].join("\0");
    const known = this.cached.get(key) ?? blameLines(this.folder, revision, path, options);
    this.cached.set(key, known);
    return known;
  }
}
