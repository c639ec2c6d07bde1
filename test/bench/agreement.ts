/**
 * Agreement with `git blame -w -M`, line by line, over everything that commit marks claim: truth is blame's introducing commit
 * and that commit's own mark. Prints precision, recall, seconds and memory; needs a repository (`--repo PATH`).
 */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import type { CommitInfo } from "../../src/core/ports";
import { CommitEvidence } from "../../src/sources/commit-evidence";

const PARALLEL = 4;

function git(folder: string, ...parameters: readonly string[]): string {
  const result = spawnSync("git", [...parameters], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`git ${parameters[0] ?? ""}: ${result.stderr}`);
  return result.stdout;
}

/** Commits that say an assistant wrote them, as the product reads marks. */
export function markedCommits(folder: string): Set<string> {
  const evidence = new CommitEvidence();
  const marked = new Set<string>();
  const format = ["%H", "%an", "%ae", "%cn", "%ce", "%B"].join("%x1f");
  for (const entry of git(folder, "log", `--format=${format}%x1e`, "HEAD").split("\x1e")) {
    const [id = "", authorName = "", authorEmail = "", committerName = "", committerEmail = "", message = ""] = entry.replace(/^\n/, "").split("\x1f");
    if (id === "") continue;
    const commit: CommitInfo = { id, parents: [], authorName, authorEmail, committerName, committerEmail, authoredAt: "", message };
    if (evidence.readMark(commit) !== null) marked.add(id);
  }
  return marked;
}

/** 1-based lines → introducing commit. */
function blame(folder: string, path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["blame", "-w", "-M", "--porcelain", "HEAD", "--", path], { cwd: folder });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const lines: string[] = [];
      for (const line of output.split("\n")) {
        const header = /^([0-9a-f]{40}) \d+ (\d+)/.exec(line);
        if (header?.[1] !== undefined) lines[Number(header[2])] = header[1];
      }
      resolve(lines);
    });
  });
}

export async function benchAgreement(repository: string | null): Promise<void> {
  if (repository === null) {
    console.log("needs --repo PATH, a repository with AI-marked commits");
    return;
  }
  const main = join(__dirname, "../../../dist/main.js");
  const startedOurs = performance.now();
  // Node says itself how much it took at the most; git's processes beside it are small.
  const measured = `process.on("exit", () => process.stderr.write("\\nmost memory " + process.resourceUsage().maxRSS)); process.argv.splice(1, 0, ${JSON.stringify(main)}); require(${JSON.stringify(main)});`;
  const ours = spawnSync(process.execPath, ["-e", measured, "origins", "HEAD", "--format", "json"], { cwd: repository, encoding: "utf8", maxBuffer: 1 << 30 });
  if (ours.status !== 0) throw new Error(`origins ended with ${ours.status ?? "a signal"}: ${ours.stderr}`);
  const memory = Number(/most memory (\d+)/.exec(ours.stderr)?.[1] ?? "0") / 1024;
  const secondsOurs = (performance.now() - startedOurs) / 1000;
  const document = JSON.parse(ours.stdout) as OriginsDocument;
  const claimed = new Map(document.files.map((file) => [file.path, file]));
  const marked = markedCommits(repository);
  const paths = git(repository, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0").filter((path) => path !== "" && !/\.(png|jpe?g|gif|ico|woff2?|ttf|pdf|zip|gz|mp4|webp|avif)$/i.test(path));
  let both = 0;
  let onlyOurs = 0;
  let onlyBlame = 0;
  const differing: string[] = [];
  const startedBlame = performance.now();
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const blamed = await blame(repository, path);
      const isOurs: boolean[] = [];
      for (const range of claimed.get(path)?.ranges ?? []) for (let line = range.start; line <= range.end; line++) isOurs[line] = range.origin === "ai";
      for (let line = 1; line < Math.max(blamed.length, isOurs.length); line++) {
        const isMarked = marked.has(blamed[line] ?? "");
        if (isMarked && isOurs[line] === true) both += 1;
        else if (isMarked) onlyBlame += 1;
        else if (isOurs[line] === true) onlyOurs += 1;
        if (isMarked !== (isOurs[line] === true) && differing.length < 10) differing.push(`${path}:${line} ${isMarked ? "blame only" : "ours only"} (${(blamed[line] ?? "").slice(0, 10)})`);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const secondsBlame = (performance.now() - startedBlame) / 1000;
  const share = (part: number, whole: number) => (whole === 0 ? "1" : (part / whole).toFixed(4));
  console.log(`${marked.size} marked commits, ${paths.length} files, ${both + onlyBlame} lines that blame gives to marked commits`);
  console.log(`precision ${share(both, both + onlyOurs)}, recall ${share(both, both + onlyBlame)} (ours only ${onlyOurs}, blame only ${onlyBlame})`);
  console.log(`ours ${secondsOurs.toFixed(1)} s, git blame -w -M of the same files (${PARALLEL} at once) ${secondsBlame.toFixed(1)} s; most memory of ours ${memory.toFixed(0)} MiB`);
  for (const line of differing) console.log(`  ${line}`);
}
