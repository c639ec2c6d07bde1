/**
 * git-ai's notes in a repository that carries them (`--repo PATH`, with refs/notes/ai fetched): every note is parsed, and
 * each line of HEAD that `git blame` gives to a noted commit is compared with what the note says of it.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import { parseGitAiNote, type GitAiNote } from "../../src/sources/git-ai-note";
import { markedCommits } from "./agreement";
import { CLASSES, DifferenceClasses } from "./agreement-classes";
import type { Difference, DifferenceClass } from "./agreement-classes";
import { blameLines, type BlamedLine } from "./blame-lines";

const PARALLEL = 3;

function git(folder: string, args: readonly string[], input?: string): Buffer {
  const result = spawnSync("git", [...args], { cwd: folder, input, maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git ${args[0] ?? ""}: ${result.stderr.toString("utf8")}`);
  return result.stdout;
}

/** Commit → note. */
function readNotes(folder: string): Map<string, string> {
  const commitOf = new Map<string, string>();
  for (const record of git(folder, ["ls-tree", "-r", "-z", "--full-tree", "refs/notes/ai"]).toString("utf8").split("\0")) {
    const [meta = "", path = ""] = record.split("\t");
    const blob = meta.split(" ")[2];
    if (blob !== undefined) commitOf.set(path.replaceAll("/", ""), blob);
  }
  const output = git(folder, ["cat-file", "--batch"], [...commitOf.values()].join("\n") + "\n");
  const notes = new Map<string, string>();
  let at = 0;
  for (const commit of commitOf.keys()) {
    const end = output.indexOf(10, at);
    const header = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (header[1] !== "blob") continue;
    const size = Number(header[2]);
    notes.set(commit, output.toString("utf8", at, at + size));
    at += size + 1;
  }
  return notes;
}

function saysAi(note: GitAiNote, { originalPath, originalLine }: BlamedLine): boolean {
  return (note.files.get(originalPath) ?? []).some((range) => range.kind === "ai" && originalLine >= range.start && originalLine <= range.end);
}

export async function benchNotes(repository: string | null): Promise<void> {
  if (repository === null) {
    console.log("needs --repo PATH, a repository with refs/notes/ai");
    return;
  }
  const texts = readNotes(repository);
  const started = performance.now();
  const notes = new Map([...texts].map(([commit, text]) => [commit, parseGitAiNote(text)]));
  const milliseconds = performance.now() - started;
  const refused = [...notes].filter(([, note]) => note.problems.length > 0);
  const characters = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  const ranges = [...notes.values()].reduce((sum, note) => sum + [...note.files.values()].reduce((count, list) => count + list.length, 0), 0);
  console.log(`${notes.size} notes, ${(characters / 1e6).toFixed(1)} million characters, ${ranges} ranges, parsed in ${milliseconds.toFixed(0)} ms; ${refused.length} with problems`);
  const kinds = new Map<string, number>();
  for (const [, note] of refused) for (const { message } of note.problems.slice(0, 1)) kinds.set(message, (kinds.get(message) ?? 0) + 1);
  for (const [message, count] of kinds) console.log(`  ${count}: ${message}`);

  const main = join(__dirname, "../../../dist/main.js");
  const startedOurs = performance.now();
  const ours = spawnSync(process.execPath, [main, "origins", "HEAD", "--format", "json"], { cwd: repository, encoding: "utf8", maxBuffer: 1 << 30 });
  if (ours.status !== 0) throw new Error(`origins ended with ${ours.status ?? "a signal"}: ${ours.stderr}`);
  const secondsOurs = (performance.now() - startedOurs) / 1000;
  const known = new Map((JSON.parse(ours.stdout) as OriginsDocument).files.map((file) => [file.path, file]));
  const reached = new Set(git(repository, ["rev-list", "HEAD"]).toString("utf8").trim().split("\n"));
  const marked = markedCommits(repository);
  // Texts only: what a symbolic link names is nobody's line.
  const paths = git(repository, ["ls-tree", "-r", "-z", "HEAD"]).toString("utf8").split("\0").flatMap((entry) => (entry.startsWith("100") ? [entry.slice(entry.indexOf("\t") + 1)] : [])).filter((path) => !/\.(png|jpe?g|gif|svg|ico|icns|pdf|woff2?|db|db-shm|zip|gz|jar|mp4)$/i.test(path));
  let noted = 0;
  let both = 0;
  let neither = 0;
  let sameCommit = 0;
  let sameAgreed = 0;
  const differences: Difference[] = [];
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const lines = await blameLines(repository, "HEAD", path, ["-w", "-M"]);
      const ranges: OriginsDocument["files"][number]["ranges"][number][] = [];
      for (const range of known.get(path)?.ranges ?? []) for (let line = range.start; line <= range.end; line++) ranges[line] = range;
      for (const [line, blamed] of lines.entries()) {
        const note = blamed === undefined ? undefined : notes.get(blamed.commit);
        if (blamed === undefined || note === undefined) continue;
        noted += 1;
        const range = ranges[line];
        const isNoted = saysAi(note, blamed);
        const isOurs = range?.origin === "ai" || range?.origin === "mixed";
        if (range?.commit === blamed.commit) {
          sameCommit += 1;
          if (isNoted === isOurs) sameAgreed += 1;
        }
        if (isNoted && isOurs) both += 1;
        else if (!isNoted && !isOurs) neither += 1;
        else differences.push({ path, line, isOurs, isMixed: range?.origin === "mixed", commit: range?.commit ?? null, blamed });
      }
    }
  };
  const startedBlame = performance.now();
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const secondsBlame = (performance.now() - startedBlame) / 1000;
  // What a commit says of its lines: its note where it has one, else its mark.
  const reader = new DifferenceClasses(repository, (line) => {
    const note = notes.get(line.commit);
    return note === undefined ? marked.has(line.commit) : saysAi(note, line);
  });
  const classes = new Map<DifferenceClass, Difference[]>();
  for (const difference of differences) {
    const found = await reader.of(difference);
    classes.set(found, [...(classes.get(found) ?? []), difference]);
  }
  const share = (part: number, whole: number) => (whole === 0 ? "1" : (part / whole).toFixed(4));
  const agreement = (...apart: readonly DifferenceClass[]) => {
    const those = differences.filter((one) => apart.every((name) => classes.get(name)?.includes(one) !== true));
    const onlyOurs = those.filter(({ isOurs }) => isOurs).length;
    const onlyNote = those.length - onlyOurs;
    return `agreement ${share(both + neither, both + neither + those.length)}, precision ${share(both, both + onlyOurs)}, recall ${share(both, both + onlyNote)} (both ${both}, ours only ${onlyOurs}, note only ${onlyNote}, neither ${neither})`;
  };
  console.log(`${[...notes.keys()].filter((commit) => reached.has(commit)).length} of the noted commits are in HEAD's history; ${paths.length} files, ${noted} lines that blame gives to noted commits`);
  console.log(`with git blame -w -M, copies as blame has them: ${agreement()}`);
  console.log(`copies apart: ${agreement("copy")}`);
  console.log(`copies, edited lines and blank lines apart: ${agreement("copy", "edited", "blank")}`);
  console.log(`where blame and we name the same commit: ${share(sameAgreed, sameCommit)} of ${sameCommit} lines`);
  console.log(`ours ${secondsOurs.toFixed(1)} s, git blame -w -M of the same files (${PARALLEL} at once) ${secondsBlame.toFixed(1)} s`);
  for (const name of Object.keys(CLASSES) as DifferenceClass[]) {
    const those = classes.get(name) ?? [];
    if (those.length === 0) continue;
    const onlyOurs = those.filter(({ isOurs }) => isOurs).length;
    console.log(`  ours only ${String(onlyOurs).padStart(5)}, note only ${String(those.length - onlyOurs).padStart(5)}: ${CLASSES[name]}`);
    for (const { path, line, blamed } of those.slice(0, 3)) console.log(`      ${path}:${line} (${blamed?.commit.slice(0, 10) ?? ""} ${blamed?.originalPath ?? ""}:${blamed?.originalLine ?? ""})`);
  }
}
