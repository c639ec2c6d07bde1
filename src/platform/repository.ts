import { realpathSync, statSync } from "node:fs";
import { join, resolve as resolvePath } from "node:path";
import { CountersignError } from "../core/model";
import type { DayOptions, DayWalk, FileContent, Git, GitPlumbing, HistoryDay, KnownCommits, Log, Progress, RangeHistory, Snapshot } from "../core/ports";
import type { CommitFiles } from "../core/risk/change-history";
import { AskedOnce } from "./asked-once";
import { readChangeLog } from "./change-log";
import { GitProcess } from "./git-process";
import { readHistory } from "./history";
import { readDayCommits, walkDays } from "./history-days";
import type { HistorySource } from "./history-types";
import { DEFAULT_MAXIMUM_BYTES, contentOf } from "./file-content";
import { readRegularFile } from "./journal-files";
import { OBJECT_ID, ObjectReader } from "./object-reader";
import { SealedGit } from "./sealed-git";
import { commitSnapshot, indexSnapshot, workTreeSnapshot } from "./snapshots";

/** Bytes of a file that holds one ref. */
const LONGEST_REF = 64 * 1024;

interface RepositoryPlace {
  readonly workTree: string | null;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly objects: string;
  readonly objectFormat: string;
  readonly isShallow: boolean;
}

/**
 * Finds the repository that `folder` lies in; a bare one is allowed (then there is no work tree).
 * Errors: `no-git`, `no-repository` (no such folder, not in a repository, or one that git does not trust the owner of).
 */
export async function openRepository(folder: string, log: Log): Promise<GitRepository> {
  const git = new GitProcess(realFolder(folder));
  const asked = await git.attempt([
    "rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir", "--git-common-dir", "--is-shallow-repository", "--show-object-format", "--git-path", "objects", "--show-toplevel",
  ]);
  const [, inside = "false", gitDirectory = "", common = "", shallow = "false", objectFormat = "sha1", objects = "", ...topLevel] = asked.stdout.toString("utf8").split("\n");
  // Where there is no work tree, git has answered everything else before it refuses the last question.
  if (asked.code !== 0 && (objects === "" || inside === "true")) throw refusal(folder, asked.stderr);
  const root = inside === "true" ? topLevel.join("\n").replace(/\n$/, "") : null;
  const place = {
    workTree: root === null ? null : resolvePath(root),
    gitDirectory: resolvePath(gitDirectory),
    commonDirectory: resolvePath(realFolder(folder), common),
    objects: resolvePath(realFolder(folder), objects),
    objectFormat,
    isShallow: shallow === "true",
  };
  log.debug(`repository ${place.gitDirectory}, work tree ${place.workTree ?? "none"}`);
  return new GitRepository(place, log);
}

/** What a repository and its views share: commits never change. */
interface LastingParts {
  /** Full ids that are known to be commits here: they stay so. */
  readonly knownCommits: Set<string>;
  readonly snapshots: Map<string, Promise<Snapshot>>;
}

/** Paths of one command line. */
const PATHS_AT_ONCE = 200;

/** Listings of commits that are kept: base, head and policy are asked for several times in one evaluation. */
const KEPT_SNAPSHOTS = 4;

/** The repository as git tells it; see the port for what each method promises. */
export class GitRepository implements Git {
  readonly workTree: string | null;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly isShallow: boolean;
  /** Git in this repository, for the ledger and whoever else needs plumbing. */
  readonly plumbing: GitPlumbing;
  private readonly parts: LastingParts;
  private readonly sealed: SealedGit;
  private readonly objects: ObjectReader;
  /** Index and work tree of this moment; null where each question is asked anew. */
  private readonly moment: Map<string, Promise<Snapshot>> | null;

  constructor(
    private readonly place: RepositoryPlace,
    private readonly log: Log,
    whole?: GitRepository,
  ) {
    this.workTree = place.workTree;
    this.gitDirectory = place.gitDirectory;
    this.commonDirectory = place.commonDirectory;
    this.isShallow = place.isShallow;
    this.moment = whole === undefined ? null : new Map();
    this.plumbing = whole === undefined ? new GitProcess(place.workTree ?? place.gitDirectory, "git", inheritedEnvironment(place)) : new AskedOnce(whole.plumbing);
    this.parts = whole?.parts ?? { knownCommits: new Set(), snapshots: new Map() };
    this.sealed = whole?.sealed ?? new SealedGit(place.objects, place.objectFormat);
    this.objects = whole?.objects ?? new ObjectReader(this.sealed.git);
  }

  atOneMoment(): Git {
    return this.moment === null ? new GitRepository(this.place, this.log, this) : this;
  }

  /** Ends the object processes and removes the temporary folder; nothing may be asked after it. */
  dispose(): void {
    this.objects.dispose();
    this.sealed.dispose();
  }

  async head(): Promise<string | null> {
    return this.resolve("HEAD");
  }

  headMark(): Promise<string | null> {
    return new Promise((resolve) => {
      resolve(this.readHeadMark());
    });
  }

  private readHeadMark(): string | null {
    const read = (folder: string, name: string) => readRegularFile(join(folder, name), LONGEST_REF)?.toString("utf8").trim();
    const said = read(this.gitDirectory, "HEAD") ?? "";
    if (OBJECT_ID.test(said)) return said;
    const ref = /^ref: (refs\/[^\0]+)$/.exec(said)?.[1];
    const id = ref === undefined || ref.includes("..") ? undefined : read(this.commonDirectory, ref);
    return id !== undefined && OBJECT_ID.test(id) ? `${said} ${id}` : null;
  }

  async branch(): Promise<string | null> {
    return this.line(["symbolic-ref", "--quiet", "--short", "HEAD"]);
  }

  async branches(): Promise<readonly string[]> {
    const { code, stdout } = await this.plumbing.attempt(["for-each-ref", "--sort=-committerdate", "--format=%(refname:short)%00%(symref)", "refs/heads", "refs/remotes"]);
    const rows = code === 0 ? stdout.toString("utf8").split("\n") : [];
    // A remote's HEAD stands for a branch that is listed by its own name.
    return rows.flatMap((row) => (row.endsWith("\0") ? [row.slice(0, -1)] : []));
  }

  async resolve(revision: string): Promise<string | null> {
    if (revision === "" || revision.startsWith("-") || /[\0\n]/.test(revision)) return null;
    if (this.parts.knownCommits.has(revision)) return revision;
    const id = await this.line(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
    if (id !== null) this.parts.knownCommits.add(id);
    return id;
  }

  async mergeBase(one: string, other: string): Promise<string | null> {
    const [left, right] = await Promise.all([this.resolve(one), this.resolve(other)]);
    if (left === null || left === right) return left;
    return right === null ? null : this.line(["merge-base", left, right]);
  }

  async defaultBranch(): Promise<string | null> {
    const output = await this.plumbing.run(["for-each-ref", "--format=%(refname)%00%(symref)", "refs/remotes/"]);
    const refs = new Map<string, string>();
    for (const line of output.toString("utf8").split("\n")) {
      const [name, target = ""] = line.split("\0");
      if (name !== undefined && name !== "") refs.set(name, target);
    }
    const remotes = [...new Set([...refs.keys()].map((name) => name.split("/")[2] ?? ""))].filter((name) => name !== "");
    const remote = remotes.includes("origin") ? "origin" : remotes.length === 1 ? remotes[0] : undefined;
    if (remote === undefined) return null;
    const prefix = `refs/remotes/${remote}/`;
    const target = refs.get(`${prefix}HEAD`);
    if (target !== undefined && refs.has(target)) return target;
    return [`${prefix}main`, `${prefix}master`].find((name) => refs.has(name)) ?? null;
  }

  async user(): Promise<{ readonly name: string; readonly email: string } | null> {
    const [name, email] = await Promise.all([this.config("user.name"), this.config("user.email")]);
    return email === null ? null : { name: name ?? email, email };
  }

  async config(key: string): Promise<string | null> {
    if (this.moment !== null) return configuredIn((await this.plumbing.run(["config", "--null", "--list"])).toString("utf8"), key);
    const answer = await this.plumbing.attempt(["config", "--null", "--get", key]);
    if (answer.code !== 0) return null;
    return answer.stdout.toString("utf8").replace(/\0$/, "");
  }

  async snapshot(of: string): Promise<Snapshot> {
    if (of === "index" || of === "worktree") {
      const seen = this.moment?.get(of) ?? (of === "index" ? indexSnapshot(this.plumbing, this.objects) : workTreeSnapshot(this.requireWorkTree(), this.plumbing, this.objects));
      this.moment?.set(of, seen);
      return seen;
    }
    const id = await this.requireCommit(of);
    const { snapshots } = this.parts;
    const known = snapshots.get(id) ?? commitSnapshot(id, this.sealed.git, this.objects);
    // Most recently used last; a commit never changes, so its listing can be kept.
    snapshots.delete(id);
    snapshots.set(id, known);
    for (const oldest of [...snapshots.keys()].slice(0, -KEPT_SNAPSHOTS)) snapshots.delete(oldest);
    known.catch(() => snapshots.delete(id));
    return known;
  }

  async history(base: string | null, head: string, options: { readonly texts?: boolean; readonly signal?: AbortSignal; readonly progress?: Progress } = {}): Promise<RangeHistory> {
    if (head === "worktree") this.requireWorkTree();
    const isUncommitted = head === "worktree" || head === "index";
    return readHistory(
      this.historySource(),
      {
        base: base === null ? null : await this.requireCommit(base),
        headCommit: isUncommitted ? await this.head() : await this.requireCommit(head),
        uncommitted: isUncommitted ? head : null,
        texts: options.texts ?? false,
      },
      options.signal,
      options.progress,
    );
  }

  async commits(base: string | null, head: string, signal?: AbortSignal, known?: KnownCommits): Promise<DayWalk> {
    return readDayCommits(this.historySource(), base === null ? null : await this.requireCommit(base), await this.requireCommit(head), signal, known !== undefined && (await this.resolve(known.head)) === known.head ? known : undefined);
  }

  async days(base: string | null, head: string, visit: (day: HistoryDay) => Promise<void> | void, options: DayOptions = {}): Promise<{ readonly damagedCommits: number }> {
    return walkDays(this.historySource(), base === null ? null : await this.requireCommit(base), await this.requireCommit(head), visit, options);
  }

  async changeLog(head: string, most: number): Promise<readonly CommitFiles[]> {
    return readChangeLog(this.sealed.git, await this.requireCommit(head), most);
  }

  async notes(ref: string, commits: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const notes = new Map<string, string>();
    const tip = commits.length === 0 ? null : await this.resolve(ref);
    if (tip === null) return notes;
    const wanted = new Set(commits);
    const blobs = new Map<string, string>();
    for (const record of (await this.sealed.git.run(["ls-tree", "-r", "-z", "--full-tree", tip])).toString("utf8").split("\0")) {
      const [meta = "", path = ""] = record.split("\t");
      const [, type, blob] = meta.split(" ");
      // Git spreads many notes over folders named by the first digits of the commit's id.
      const commit = path.replaceAll("/", "");
      if (type === "blob" && blob !== undefined && wanted.has(commit)) blobs.set(commit, blob);
    }
    const texts = await this.blobs([...blobs.values()]);
    for (const [commit, blob] of blobs) {
      const text = texts.get(blob);
      if (text !== undefined) notes.set(commit, text);
    }
    return notes;
  }

  async writeNotes(ref: string, notes: ReadonlyMap<string, string>, message: string): Promise<void> {
    if (notes.size === 0) return;
    const tip = await this.resolve(ref);
    const data = (text: string) => Buffer.concat([Buffer.from(`data ${Buffer.byteLength(text)}\n`), Buffer.from(text), Buffer.from("\n")]);
    const who = `${(await this.user())?.name.replace(/[<>\n]/g, "") ?? "Countersign"} <${(await this.user())?.email.replace(/[<>\n]/g, "") ?? ""}>`;
    const input = Buffer.concat([
      Buffer.from(`commit ${ref}\ncommitter ${who} now\n`),
      data(message),
      Buffer.from(tip === null ? "" : `from ${tip}\n`),
      // fast-import spreads notes over folders as `git notes` does.
      ...[...notes].flatMap(([commit, text]) => [Buffer.from(`N inline ${commit}\n`), data(text)]),
      Buffer.from("done\n"),
    ]);
    await this.plumbing.run(["fast-import", "--quiet", "--done", "--date-format=now"], { input });
  }

  /** Only texts of at most 5 MiB are given; a binary or larger blob is absent, too. */
  async blobs(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    for (const [id, object] of await this.objects.read(ids, DEFAULT_MAXIMUM_BYTES)) {
      if (object.type !== "blob" || object.bytes === null) continue;
      const content: FileContent = contentOf(object.bytes, id);
      if (content.kind === "text") texts.set(id, content.text);
    }
    return texts;
  }

  async commitBefore(date: string, head: string): Promise<string | null> {
    const tip = await this.resolve(head);
    return tip === null ? null : this.line(["rev-list", "-1", "--first-parent", `--before=${date}`, tip, "--"]);
  }

  async hooksFolder(): Promise<string> {
    const folder = (await this.plumbing.run(["rev-parse", "--git-path", "hooks"])).toString("utf8").replace(/\n$/, "");
    return resolvePath(this.workTree ?? this.gitDirectory, folder);
  }

  async withTrailers(message: string, trailers: readonly string[]): Promise<string> {
    if (trailers.length === 0) return message;
    // Without the repository's own trailer settings, which may run commands.
    const settings = ["-c", "trailer.separators=:", "-c", "trailer.where=end"];
    return (await this.plumbing.run([...settings, "interpret-trailers", "--no-divider", "--if-exists", "addIfDifferent", "--if-missing", "add", ...trailers.flatMap((trailer) => ["--trailer", trailer])], { input: message })).toString("utf8");
  }

  async versions(paths: readonly string[], since: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    const askable = paths.filter((path) => path !== "" && !path.includes("\0"));
    for (let at = 0; at < askable.length; at += PATHS_AT_ONCE) {
      const output = await this.plumbing.run(["--literal-pathspecs", "log", "--all", "--raw", "--no-abbrev", "--no-renames", "--format=", "-z", `--since=${since}`, "--", ...askable.slice(at, at + PATHS_AT_ONCE)]);
      const fields = output.toString("utf8").split("\0");
      for (let field = 0; field + 1 < fields.length; field += 2) {
        const blob = /^\n*:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AMT]$/.exec(fields[field] ?? "")?.[1];
        const path = fields[field + 1] ?? "";
        if (blob !== undefined) found.set(path, [...(found.get(path) ?? []), blob]);
      }
    }
    return found;
  }

  async authoredAt(commit: string): Promise<string | null> {
    const seconds = Number(await this.line(["show", "--no-patch", "--no-show-signature", "--format=%at", `${commit}^{commit}`, "--"]));
    return Number.isSafeInteger(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
  }

  async committedAt(commit: string): Promise<string | null> {
    const seconds = Number(await this.line(["show", "--no-patch", "--no-show-signature", "--format=%ct", `${commit}^{commit}`, "--"]));
    return Number.isSafeInteger(seconds) && seconds > 0 ? new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z") : null;
  }

  async writeBlobs(texts: readonly string[]): Promise<readonly string[]> {
    if (texts.length === 0) return [];
    const parts: Buffer[] = [];
    for (const [index, text] of texts.entries()) {
      const bytes = Buffer.from(text, "utf8");
      parts.push(Buffer.from(`blob\nmark :${index + 1}\ndata ${bytes.length}\n`), bytes, Buffer.from(`\nget-mark :${index + 1}\n`));
    }
    const output = await this.plumbing.run(["fast-import", "--quiet"], { input: Buffer.concat(parts) });
    const ids = output.toString("latin1").split("\n").filter((line) => line !== "");
    if (ids.length === texts.length) return ids;
    throw new CountersignError("internal", `git stored ${ids.length} of ${texts.length} texts`);
  }

  private historySource(): HistorySource {
    return { git: this.plumbing, sealed: this.sealed.git, objectFormat: this.place.objectFormat, commonDirectory: this.commonDirectory, snapshot: (of) => this.snapshot(of), objects: this.objects, log: this.log };
  }

  private requireWorkTree(): string {
    if (this.workTree !== null) return this.workTree;
    throw new CountersignError("usage", `${this.gitDirectory} is a bare repository and has no work tree`, { hint: "name a revision instead of the work tree" });
  }

  private async requireCommit(revision: string): Promise<string> {
    const id = await this.resolve(revision);
    if (id !== null) return id;
    throw new CountersignError("not-found", `${JSON.stringify(revision)} is no commit of this repository`, {
      hint: this.isShallow ? "the clone is shallow: fetch more of the history, for example with git fetch --deepen 100" : "check the name, or fetch it first",
    });
  }

  /** First line of the answer, or null where git says there is none (its exit code is 1 or 128). */
  private async line(args: readonly string[]): Promise<string | null> {
    const { code, stdout } = await this.plumbing.attempt(args);
    const [line = ""] = stdout.toString("utf8").split("\n");
    return code === 0 && line !== "" ? line : null;
  }
}

/** The last value that `git config --null --list` has of a key; names of sections and of variables are in lower case there. */
function configuredIn(listed: string, key: string): string | null {
  const [, section = "", between = "", name = ""] = /^([^.]*)(.*?)([^.]*)$/s.exec(key) ?? [];
  const wanted = `${section.toLowerCase()}${between}${name.toLowerCase()}`;
  const last = listed.split("\0").findLast((entry) => entry === wanted || entry.startsWith(`${wanted}\n`));
  return last === undefined ? null : last.slice(wanted.length + 1);
}

function realFolder(folder: string): string {
  try {
    if (statSync(folder).isDirectory()) return realpathSync(folder);
  } catch (error) {
    throw new CountersignError("no-repository", `${folder} cannot be opened`, { hint: "name a folder that exists" }, { cause: error });
  }
  throw new CountersignError("no-repository", `${folder} is a file, not a folder`, { hint: "name the folder of the repository" });
}

function refusal(folder: string, stderr: string): CountersignError {
  if (/dubious ownership|safe\.directory/.test(stderr)) {
    return new CountersignError("no-repository", `git does not trust ${folder}: it belongs to another user`, { hint: `if you trust it: git config --global --add safe.directory ${folder}` });
  }
  if (/not a git repository/.test(stderr)) {
    return new CountersignError("no-repository", `${folder} is not in a git repository`, { hint: "open a folder of a repository, or run git init" });
  }
  return new CountersignError("no-repository", `git cannot open ${folder}: ${stderr.trim().slice(0, 300)}`, { hint: "run git status there to see what is wrong" });
}

/** Inside a git hook, GIT_DIR may be relative to a folder that is not ours to run in. */
function inheritedEnvironment(place: RepositoryPlace): Readonly<Record<string, string>> {
  if (process.env["GIT_DIR"] === undefined) return {};
  return { GIT_DIR: place.gitDirectory, ...(place.workTree === null ? {} : { GIT_WORK_TREE: place.workTree }) };
}
