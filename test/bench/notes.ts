/**
 * git-ai's notes in a repository that carries them (`--repo PATH`, with refs/notes/ai fetched): every note is parsed, and
 * each line of HEAD that `git blame` gives to a noted commit is compared with what the note says of it.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import { parseGitAiNote, type GitAiNote } from "../../src/sources/git-ai-note";
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

/** `others`: the line by blame without -M, and without -w as well. */
function whyDiffers(isOurs: boolean, isMixed: boolean, blamed: BlamedLine, others: readonly (BlamedLine | undefined)[], notes: ReadonlyMap<string, GitAiNote>): string {
  if (isMixed) return "mixed: an assistant's line that somebody edited since; the editing commit's note is silent on it, and an edit does not pay (item 8)";
  if (blamed.text.trim() === "") return "blank lines: between two lines of one session they are that session's; notes leave many out";
  const agrees = (line: BlamedLine | undefined) => {
    const note = line === undefined ? undefined : notes.get(line.commit);
    return line !== undefined && (note === undefined ? !isOurs : saysAi(note, line) === isOurs);
  };
  if (agrees(others[0])) return "copies and moves: blame -M gives the line to the writer of the original, blame without -M agrees with us";
  if (agrees(others[1])) return "blanks: git blame without -w agrees with us";
  return "other";
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
  const paths = git(repository, ["ls-tree", "-r", "-z", "--name-only", "HEAD"]).toString("utf8").split("\0").filter((path) => path !== "" && !/\.(png|jpe?g|gif|svg|ico|icns|pdf|woff2?|db|db-shm|zip|gz|jar|mp4)$/i.test(path));
  let noted = 0;
  let both = 0;
  let neither = 0;
  let onlyOurs = 0;
  let onlyNote = 0;
  let sameCommit = 0;
  let sameAgreed = 0;
  let edited = 0;
  const classes = new Map<string, { ours: number; note: number; readonly examples: string[] }>();
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const lines = await blameLines(repository, "HEAD", path, ["-w", "-M"]);
      let others: readonly (readonly BlamedLine[])[] | null = null;
      const isOurs = new Set<number>();
      const rangeOf = new Map<number, OriginsDocument["files"][number]["ranges"][number]>();
      for (const range of known.get(path)?.ranges ?? []) {
        for (let line = range.start; line <= range.end; line += 1) {
          rangeOf.set(line, range);
          if (range.origin === "ai" || range.origin === "mixed") isOurs.add(line);
        }
      }
      for (const [line, blamed] of lines.entries()) {
        if (blamed === undefined) continue;
        const note = notes.get(blamed.commit);
        if (note === undefined) continue;
        noted += 1;
        const isNoted = saysAi(note, blamed);
        if (isNoted && isOurs.has(line)) both += 1;
        else if (isNoted) onlyNote += 1;
        else if (isOurs.has(line)) onlyOurs += 1;
        else neither += 1;
        const range = rangeOf.get(line);
        if (range?.commit === blamed.commit) {
          sameCommit += 1;
          if (isNoted === isOurs.has(line)) sameAgreed += 1;
        }
        if (!isNoted && range?.origin === "mixed") edited += 1;
        if (isNoted === isOurs.has(line)) continue;
        others ??= await Promise.all([["-w"], []].map((options) => blameLines(repository, "HEAD", path, options)));
        const why = whyDiffers(isOurs.has(line), range?.origin === "mixed", blamed, others.map((list) => list[line]), notes);
        const found = classes.get(why) ?? { ours: 0, note: 0, examples: [] };
        classes.set(why, found);
        found[isNoted ? "note" : "ours"] += 1;
        if (found.examples.length < 3) found.examples.push(`${path}:${line} (${blamed.commit.slice(0, 10)} ${blamed.originalPath}:${blamed.originalLine})`);
      }
    }
  };
  const startedBlame = performance.now();
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const secondsBlame = (performance.now() - startedBlame) / 1000;
  const share = (part: number, whole: number) => (whole === 0 ? "1" : (part / whole).toFixed(4));
  console.log(`${[...notes.keys()].filter((commit) => reached.has(commit)).length} of the noted commits are in HEAD's history; ${paths.length} files, ${noted} lines that blame gives to noted commits`);
  console.log(`agreement ${share(both + neither, noted)}: precision ${share(both, both + onlyOurs)}, recall ${share(both, both + onlyNote)} (both ${both}, ours only ${onlyOurs}, note only ${onlyNote}, neither ${neither})`);
  console.log(`where blame and we name the same commit: ${share(sameAgreed, sameCommit)} of ${sameCommit} lines; ours only because an assistant's line was edited since (mixed): ${edited}`);
  console.log(`ours ${secondsOurs.toFixed(1)} s, git blame -w -M of the same files (${PARALLEL} at once) ${secondsBlame.toFixed(1)} s`);
  for (const [why, { ours: onlyOursHere, note, examples }] of [...classes].sort((one, other) => other[1].ours + other[1].note - one[1].ours - one[1].note)) {
    console.log(`  ours only ${String(onlyOursHere).padStart(5)}, note only ${String(note).padStart(5)}: ${why}`);
    for (const example of examples) console.log(`      ${example}`);
  }
}
