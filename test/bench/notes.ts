/**
 * git-ai's notes in a repository that carries them (`--repo PATH`, with refs/notes/ai fetched): every note is parsed, and
 * each line of HEAD that `git blame` gives to a noted commit is compared with what the note says of it.
 */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import { parseGitAiNote, type GitAiNote } from "../../src/sources/git-ai-note";

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

interface Blamed {
  readonly commit: string;
  readonly line: number;
  readonly path: string;
}

function blame(folder: string, path: string): Promise<Map<number, Blamed>> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-c", "core.quotePath=false", "blame", "-w", "-M", "--line-porcelain", "HEAD", "--", path], { cwd: folder });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const lines = new Map<number, Blamed>();
      let header: RegExpExecArray | null = null;
      for (const line of output.split("\n")) {
        header = /^([0-9a-f]{40}) (\d+) (\d+)/.exec(line) ?? header;
        if (line.startsWith("filename ") && header !== null) lines.set(Number(header[3]), { commit: header[1] ?? "", line: Number(header[2]), path: line.slice(9) });
      }
      resolve(lines);
    });
  });
}

function saysAi(note: GitAiNote, { path, line }: Blamed): boolean {
  return (note.files.get(path) ?? []).some((range) => range.kind === "ai" && line >= range.start && line <= range.end);
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
  const differing: string[] = [];
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const lines = await blame(repository, path);
      const isOurs = new Set<number>();
      const rangeOf = new Map<number, OriginsDocument["files"][number]["ranges"][number]>();
      for (const range of known.get(path)?.ranges ?? []) {
        for (let line = range.start; line <= range.end; line += 1) {
          rangeOf.set(line, range);
          if (range.origin === "ai" || range.origin === "mixed") isOurs.add(line);
        }
      }
      for (const [line, blamed] of lines) {
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
        if (isNoted !== isOurs.has(line) && differing.length < 12) differing.push(`${path}:${line} ${isNoted ? "note only" : "ours only"} (${blamed.commit.slice(0, 10)} ${blamed.path}:${blamed.line})`);
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
  for (const line of differing) console.log(`  ${line}`);
}
