/**
 * Agreement with `git blame -w -M`, line by line, over everything that commit marks claim: truth is blame's introducing commit
 * and that commit's own mark. Prints precision, recall, seconds and memory, and why lines differ; needs a repository (`--repo PATH`).
 * Blame's truth is at fault for copies: `-M` follows "moved or copied lines", so that a test which an assistant wrote after a person's
 * is the person's. They are counted apart, in sight, and both figures are printed.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { OriginsDocument } from "../../src/app/session-types";
import type { CommitInfo } from "../../src/core/ports";
import { CommitEvidence } from "../../src/sources/commit-evidence";
import { CLASSES, DifferenceClasses } from "./agreement-classes";
import type { Difference, DifferenceClass } from "./agreement-classes";
import { blameLines } from "./blame-lines";

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
  const paths = git(repository, "ls-tree", "-r", "-z", "HEAD").split("\0").flatMap((entry) => (entry.startsWith("100") ? [entry.slice(entry.indexOf("\t") + 1)] : [])).filter((path) => !/\.(png|jpe?g|gif|ico|woff2?|ttf|pdf|zip|gz|mp4|webp|avif)$/i.test(path));
  let both = 0;
  const differences: Difference[] = [];
  const startedBlame = performance.now();
  const queue = [...paths];
  const worker = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const blamed = await blameLines(repository, "HEAD", path, ["-w", "-M"]);
      const ranges: OriginsDocument["files"][number]["ranges"][number][] = [];
      for (const range of claimed.get(path)?.ranges ?? []) for (let line = range.start; line <= range.end; line++) ranges[line] = range;
      for (let line = 1; line < Math.max(blamed.length, ranges.length); line++) {
        const isMarked = marked.has(blamed[line]?.commit ?? "");
        const isOurs = ranges[line]?.origin === "ai";
        if (isMarked && isOurs) both += 1;
        else if (isMarked || isOurs) differences.push({ path, line, isOurs, isMixed: ranges[line]?.origin === "mixed", commit: ranges[line]?.commit ?? null, blamed: blamed[line] });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const secondsBlame = (performance.now() - startedBlame) / 1000;
  const sides = (those: readonly Difference[]) => ({ ours: those.filter((one) => one.isOurs).length, blame: those.filter((one) => !one.isOurs).length });
  const agreement = (those: readonly Difference[]) => {
    const { ours: onlyOurs, blame: onlyBlame } = sides(those);
    const share = (whole: number) => (whole === 0 ? "1" : (both / whole).toFixed(4));
    return `precision ${share(both + onlyOurs)}, recall ${share(both + onlyBlame)} (ours only ${onlyOurs}, blame only ${onlyBlame})`;
  };
  const reader = new DifferenceClasses(repository, ({ commit }) => marked.has(commit));
  const classes = new Map<DifferenceClass, Difference[]>();
  for (const difference of differences) {
    const found = await reader.of(difference);
    classes.set(found, [...(classes.get(found) ?? []), difference]);
  }
  console.log(`${marked.size} marked commits, ${paths.length} files, ${both + sides(differences).blame} lines that blame gives to marked commits`);
  console.log(`with git blame -w -M, copies as blame has them: ${agreement(differences)}`);
  const without = (...names: readonly DifferenceClass[]) => differences.filter((one) => names.every((name) => classes.get(name)?.includes(one) !== true));
  console.log(`copies apart: ${agreement(without("copy"))}`);
  console.log(`copies apart, and equal lines of which a diff may keep any: ${agreement(without("copy", "equal lines", "repeated text"))}`);
  console.log(`ours ${secondsOurs.toFixed(1)} s, git blame -w -M of the same files (${PARALLEL} at once) ${secondsBlame.toFixed(1)} s; most memory of ours ${memory.toFixed(0)} MiB`);
  for (const name of Object.keys(CLASSES) as DifferenceClass[]) {
    const those = classes.get(name) ?? [];
    const { ours: onlyOurs, blame: onlyBlame } = sides(those);
    if (those.length === 0) continue;
    console.log(`  ours only ${String(onlyOurs).padStart(5)}, blame only ${String(onlyBlame).padStart(5)}: ${CLASSES[name]}`);
    for (const { path, line, isOurs } of those.slice(0, 3)) console.log(`      ${path}:${line} ${isOurs ? "ours" : "blame"}`);
  }
}
