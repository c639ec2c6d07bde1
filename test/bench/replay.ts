/**
 * The debt's history over 10,000 commits and 100,000 verdicts, at three sizes, so that the growth can be seen: time and memory of the
 * replay by itself, again from the cache, and with a few commits more. The repositories are made with fast-import.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { replayHistory } from "../../src/app/debt-history";
import { defaultConfiguration } from "../../src/app/configuration";
import type { SessionDependencies } from "../../src/app/dependencies";
import { HistoryCache } from "../../src/app/history-cache";
import { HistoryCheckpoints } from "../../src/app/history-checkpoints";
import type { VerdictRecord } from "../../src/core/model";
import type { Cache } from "../../src/core/ports";
import { panelOf, usualFilter } from "../../src/core/debt/panel/panel-of";
import { dayOf, type PanelFacts, type SpanFact } from "../../src/core/debt/panel/facts";
import type { DebtHistory } from "../../src/core/debt/history/span";
import { contentIdOf, contextOf, keysOf } from "../../src/core/fingerprint/lines";
import { FileCache } from "../../src/platform/file-cache";
import { openRepository } from "../../src/platform/repository";
import { CommitEvidence } from "../../src/sources/commit-evidence";
import { randomNumbers } from "../e2e/temporary-repository";

const SIZES: readonly number[] = [2500, 5000, 10_000];
/** Larger histories are not compared with a cold run. */
const COMPARED = 2500;
const RECORDS_A_COMMIT = 10;
const COMMITS_A_DAY = 10;
/** Commits that come after the first report. */
const LATER = 20;
const FIRST_DAY = Date.parse("2023-01-02T00:00:00Z") / 1000;
const NO_CACHE: Cache = { read: () => Promise.resolve(null), write: () => Promise.resolve() };
const SILENT = { debug: () => undefined, info: () => undefined, warn: (message: string) => console.log(message) };

export async function benchReplay(sizes: readonly number[] = SIZES): Promise<void> {
  const measured: { readonly commits: number; readonly processor: number }[] = [];
  for (const commits of sizes) {
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    try {
      const records = build(folder, commits + LATER);
      const git = await openRepository(folder, SILENT);
      const head = (await git.head()) ?? "";
      const earlier = (await git.resolve(`HEAD~${LATER}`)) ?? "";
      const until = (await git.committedAt(`HEAD~${LATER - COMMITS_A_DAY}`)) ?? "";
      const before = process.memoryUsage().rss;
      let peak = before;
      const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
      const absent = () => Promise.reject(new Error("not asked for here"));
      const cache = new FileCache(git.commonDirectory, SILENT);
      const dependencies = { git, cache, log: SILENT, commitEvidence: new CommitEvidence(), ledger: { claims: () => Promise.resolve([]) }, journal: { pending: absent } } as unknown as SessionDependencies;
      const run = async (commit: string, given: readonly VerdictRecord[], stored: SessionDependencies = dependencies) => {
        const request = { base: null, head: commit, configuration: defaultConfiguration(), records: given };
        const [started, used] = [performance.now(), process.cpuUsage()];
        const { history } = await new HistoryCache(stored).of(request, () => replayHistory(stored, request, new HistoryCheckpoints(stored)));
        const { user, system } = process.cpuUsage(used);
        return { history, seconds: (performance.now() - started) / 1000, processor: (user + system) / 1e6 };
      };
      const known = records.filter((record) => record.at < until);
      const { history, seconds, processor } = await run(earlier, known);
      clearInterval(sampler);
      const megabytes = (Math.max(peak, process.memoryUsage().rss) - before) / 1_048_576;
      const warm = await run(earlier, known);
      const later = await run(head, records);
      const isSame = commits > COMPARED ? "not compared" : isDeepStrictEqual(later.history, (await run(head, records, { ...dependencies, cache: NO_CACHE })).history) ? "equal to a cold one" : "NOT EQUAL to a cold one";
      git.dispose();
      const drawn = performance.now();
      const facts = factsOf(history);
      panelOf(facts, usualFilter(facts));
      const panelMilliseconds = performance.now() - drawn;
      measured.push({ commits, processor });
      console.log(`replay: ${commits} commits, ${known.length} verdicts, ${history.spans.length} spans: ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of CPU), +${megabytes.toFixed(0)} MB; again ${warm.seconds.toFixed(2)} s; ${LATER} commits and ${records.length - known.length} verdicts later ${later.seconds.toFixed(1)} s (${later.processor.toFixed(1)} s of CPU), ${isSame}; panel of it ${panelMilliseconds.toFixed(0)} ms`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [first] = measured;
  const last = measured[measured.length - 1];
  if (first !== undefined && last !== undefined) console.log(`replay: ${(last.commits / first.commits).toFixed(1)} times the commits and verdicts take ${(last.processor / first.processor).toFixed(1)} times the CPU`);
}

/** Commits by an assistant and by people over 400 files, and verdicts on what stood there at that time. */
function build(folder: string, commits: number): VerdictRecord[] {
  const random = randomNumbers(7);
  const below = (limit: number) => Math.floor(random() * limit);
  const files = new Map<string, string[]>();
  const records: VerdictRecord[] = [];
  const parts: string[] = [];
  let counter = 0;
  const newLines = (count: number) => Array.from({ length: count }, () => `  const value${counter++} = compute(${below(1000)});`);
  for (let commit = 0; commit < commits; commit++) {
    const time = FIRST_DAY + Math.floor((commit / COMMITS_A_DAY) * 86_400);
    const message = commit % 3 === 0 ? "work\n" : "work\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n";
    parts.push(`commit refs/heads/main\ncommitter A <a@example.org> ${time} +0000\ndata ${message.length}\n${message}`);
    for (let change = 0; change < 2; change++) {
      const path = `src/m${below(20)}/f${below(20)}.ts`;
      const lines = files.get(path) ?? [];
      lines.splice(below(lines.length + 1), lines.length > 150 ? 12 : below(4), ...newLines(2 + below(8)));
      files.set(path, lines);
      const text = lines.join("\n") + "\n";
      parts.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
      const keys = keysOf(path, lines);
      for (let record = 0; record < RECORDS_A_COMMIT / 2; record++) {
        const from = below(lines.length);
        const to = Math.min(lines.length, from + 3 + below(8));
        const chosen = keys.all.slice(from, to);
        records.push({
          id: `r${records.length}`, type: "signoff", verdict: "approved", contentId: contentIdOf(chosen), tokenId: null, sequence: chosen.map((line) => line.key), context: contextOf(keys, from, to), path, kind: "edit",
          basis: "read", criteria: [], signer: "a@example.org", key: "k", trust: "key", at: new Date((time + 3600) * 1000).toISOString().replace(".000Z", "Z"),
        });
      }
    }
  }
  spawnSync("git", ["init", "-q", "-b", "main", folder]);
  const { status, stderr } = spawnSync("git", ["-C", folder, "fast-import", "--quiet"], { input: parts.join(""), encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`fast-import: ${stderr}`);
  return records;
}

function factsOf({ spans, authors, firstDay, lastDay }: DebtHistory): PanelFacts {
  const modules = [...new Set(spans.map((span) => span.path.split("/").slice(0, 2).join("/")))];
  const indexOf = new Map(modules.map((name, index) => [name, index]));
  const facts = spans.map((span): SpanFact => ({ ...span, repository: 0, module: indexOf.get(span.path.split("/").slice(0, 2).join("/")) ?? 0, owner: 0, kind: "code", introduced: dayOf(span.introduced), state: span.state === "open" ? 0 : 1, from: dayOf(span.from), to: span.to === null ? null : dayOf(span.to) }));
  const first = firstDay === null ? null : dayOf(firstDay);
  const last = lastDay === null ? null : dayOf(lastDay);
  return {
    schema: "countersign/panel-facts/1", asOf: last ?? 0, modules, owners: ["(unowned)"], authors: authors.map(({ assistant, model }) => ({ assistant, model })), signers: [], spans: facts, added: [], items: [], verdicts: [],
    repositories: [{ name: "bench", head: "", since: "the first commit", firstDay: first, lastDay: last, policyVersion: 0, ledger: { verdict: "intact", enrolled: true, records: 0, keys: 0 }, verdict: "pass", gate: [], hasOwners: false, notChecked: [] }],
  };
}
