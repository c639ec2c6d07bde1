/** The history of the debt against a naive one that looks at every day's whole tree anew. */
import { strict as assert } from "node:assert";
import type { Attribution, Claim, VerdictRecord } from "../../src/core/model";
import type { Cache, CommitInfo } from "../../src/core/ports";
import { replayHistory } from "../../src/app/debt-history";
import { HistoryCheckpoints } from "../../src/app/history-checkpoints";
import { defaultConfiguration } from "../../src/app/configuration";
import { attribute } from "../../src/core/attribution/origins";
import { verify } from "../../src/core/carry/verify";
import { withoutWithdrawn } from "../../src/core/debt/standing-records";
import type { DebtHistory } from "../../src/core/debt/history/span";
import { contentIdOf, contextOf, keysOf, splitLines } from "../../src/core/fingerprint/lines";
import type { SessionDependencies } from "../../src/app/dependencies";
import { openRepository, type GitRepository } from "../../src/platform/repository";
import { CommitEvidence } from "../../src/sources/commit-evidence";
import { randomNumbers, TemporaryRepository } from "./temporary-repository";

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const MARK = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>";
const FIRST_DAY = Date.parse("2026-03-02T00:00:00Z") / 1000;
const DAY = 86_400;
/** More by hand: COUNTERSIGN_SEEDS=1,2,3. */
const SEEDS = process.env["COUNTERSIGN_SEEDS"]?.split(",").map(Number) ?? [2, 4, 6, 7];

/** A repository whose commits, claims and verdicts are made at random, with every kind of change a history has. */
class RandomHistory {
  readonly repository = new TemporaryRepository();
  readonly claims: Claim[] = [];
  readonly records: VerdictRecord[] = [];
  private readonly random: () => number;
  private readonly files = new Map<string, string[]>();
  private counter = 0;
  private time = FIRST_DAY;

  constructor(seed: number) {
    this.random = randomNumbers(seed);
  }

  build(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.time += Math.floor(this.random() * DAY * 0.8) + 60;
      const branch = step > 0 && this.random() < 0.15;
      if (branch) this.branch();
      else this.commit();
      for (let count = this.below(3); count > 0; count--) this.decide();
    }
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private commit(): void {
    const kind = this.random();
    for (let count = 1 + this.below(3); count > 0; count--) this.change();
    for (const [path, lines] of this.files) this.repository.write(path, lines.map((line) => line + "\n").join(""));
    const subject = this.random() < 0.2 ? "fix: things" : "work";
    this.save(kind < 0.6 ? subject + MARK : subject);
    if (kind >= 0.6 && kind < 0.75) this.claim();
  }

  private save(message: string): void {
    this.at(["add", "-A"]);
    this.at(["commit", "-q", "--allow-empty", "-m", message]);
  }

  private at(args: readonly string[]): void {
    this.repository.gitAt(`${this.time} +0000`, ...args);
  }

  private branch(): void {
    this.at(["checkout", "-q", "-b", "side"]);
    this.commit();
    this.time += 600;
    const side = new Map([...this.files].map(([path, lines]) => [path, [...lines]]));
    this.at(["checkout", "-q", "main"]);
    this.repository.write(`notes/${this.counter++}.txt`, "aside\n");
    this.save("aside");
    this.time += 600;
    this.at(["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    this.at(["branch", "-q", "-D", "side"]);
    for (const [path, lines] of side) this.files.set(path, lines);
  }

  private change(): void {
    const paths = [...this.files.keys()];
    const path = paths[this.below(paths.length)];
    const kind = this.random();
    if (path === undefined || kind < 0.2) {
      this.files.set(`src/${["a", "b", "c"][this.below(3)] ?? "a"}/file${this.counter++}.ts`, this.newLines(3 + this.below(12)));
      return;
    }
    const lines = this.files.get(path) ?? [];
    const place = this.below(lines.length + 1);
    if (kind < 0.45) lines.splice(place, 0, ...this.newLines(1 + this.below(6)));
    else if (kind < 0.6) lines.splice(place, this.below(5));
    else if (kind < 0.75) lines.splice(place, 1 + this.below(4), ...this.newLines(1 + this.below(4)));
    else if (kind < 0.85 && lines[place] !== undefined) lines[place] = (lines[place] ?? "").replace("compute", "calculate");
    else if (kind < 0.9) this.rename(path, lines);
    else if (kind < 0.95) this.move(lines, place);
    else this.drop(path);
  }

  private rename(path: string, lines: string[]): void {
    this.drop(path);
    this.files.set(path.replace(/file(\d+)/, `moved${this.counter++}x$1`), lines);
  }

  private move(lines: string[], place: number): void {
    const block = lines.splice(place, 5);
    const others = [...this.files.values()];
    (others[this.below(others.length)] ?? lines).push(...block);
  }

  private drop(path: string): void {
    this.files.delete(path);
    this.repository.remove(path);
  }

  private newLines(count: number): string[] {
    return Array.from({ length: count }, (_, index) => {
      const kind = this.random();
      if (kind < 0.1) return "";
      if (kind < 0.25) return "}";
      if (kind < 0.35) return "return null;";
      return `const value${this.counter++} = compute(${index});`;
    });
  }

  /** Random lines of a file, as a hook would claim them. */
  private claim(): void {
    const chosen = this.chooseLines();
    if (chosen === null) return;
    this.claims.push({ ...chosen, assistant: "cursor", agentSession: `s${this.below(2)}`, evidence: { source: "hook", tier: 1, detail: "test" }, kind: "edit", at: this.now() });
  }

  private decide(): void {
    const kind = this.random();
    const before = this.records[this.below(this.records.length)];
    if (kind < 0.1 && before !== undefined && before.verdict !== "withdrawn") {
      this.records.push({ ...before, id: `r${this.counter++}`, type: "withdrawn", verdict: "withdrawn", of: before.id, at: this.now() });
      return;
    }
    const chosen = this.chooseLines();
    if (chosen === null) return;
    const { contentId, ...place } = chosen;
    this.records.push({
      ...place, contentId, id: `r${String(this.counter++).padStart(6, "0")}`, type: "signoff", verdict: kind < 0.2 ? "rejected" : "approved", tokenId: null, kind: "edit", basis: "read", criteria: [],
      signer: "ada@example.org", key: "SHA256:k", trust: "key", at: this.now(),
    });
  }

  private chooseLines(): { path: string; sequence: string[]; context: string; contentId: string } | null {
    const paths = [...this.files.keys()];
    const path = paths[this.below(paths.length)] ?? "";
    const lines = this.files.get(path) ?? [];
    const from = this.below(lines.length);
    const to = Math.min(lines.length, from + 1 + this.below(10));
    const keys = keysOf(path, lines);
    const chosen = keys.all.filter((line) => line.index >= from && line.index < to);
    if (chosen.length === 0) return null;
    return { path, sequence: chosen.map((line) => line.key), context: contextOf(keys, from, to), contentId: contentIdOf(chosen) };
  }

  private now(): string {
    return new Date(this.time * 1000).toISOString().replace(".000Z", "Z");
  }
}

function dependenciesOf(git: GitRepository, claims: readonly Claim[]): SessionDependencies {
  const absent = () => Promise.reject(new Error("not asked for here"));
  const ledger = { claims: () => Promise.resolve(claims), verdicts: absent, appendClaims: absent, appendBatch: absent, repositoryId: absent, mount: () => undefined, lanes: absent, exported: absent, importFiles: absent, sync: absent };
  return { git, ledger, log: SILENT, commitEvidence: new CommitEvidence(), journal: { pending: absent, markSettled: absent } } as unknown as SessionDependencies;
}

/** Path → open and answered significant lines of assistants, from a tree and everything known until the day's end. */
async function naive(git: GitRepository, commit: string, claims: readonly Claim[], records: readonly VerdictRecord[]): Promise<Record<string, [number, number]>> {
  const history = await git.history(null, commit, { texts: true });
  const snapshot = await git.snapshot(commit);
  const contents = await snapshot.read(snapshot.paths);
  const evidence = new CommitEvidence();
  const marks = new Map([...history.commits].flatMap(([id, info]: [string, CommitInfo]): [string, Attribution][] => {
    const mark = evidence.readMark(info);
    return mark === null ? [] : [[id, mark]];
  }));
  const sources = snapshot.paths.map((path) => {
    const content = contents.get(path);
    return { path, lines: splitLines(content?.kind === "text" ? content.text : ""), history: history.files.get(path) ?? null, tokens: null };
  });
  const attributed = attribute(sources, { claims, humanEdits: [], notes: new Map(), marks });
  const files = attributed.map((file) => ({ path: file.path, lines: file.lines, origins: file.origins.map((line) => line.origin), changed: file.origins.map((line) => line.changed), keys: file.keys, tokens: null }));
  const live = withoutWithdrawn(records);
  const approved = verify(files, live.filter((record) => record.verdict === "approved")).coverage;
  const rejected = verify(files, live.filter((record) => record.verdict === "rejected")).coverage;
  const counts: Record<string, [number, number]> = {};
  for (const file of attributed) {
    for (const { index } of file.keys.significant) {
      if (file.origins[index]?.attribution === null || file.origins[index] === undefined) continue;
      const cover = approved.get(file.path)?.get(index + 1);
      const isAnswered = cover !== undefined && cover.match !== "moved" && rejected.get(file.path)?.has(index + 1) !== true;
      const count = (counts[file.path] ??= [0, 0]);
      count[isAnswered ? 1 : 0] += 1;
    }
  }
  return counts;
}

function countsOn({ spans }: DebtHistory, day: string): Record<string, [number, number]> {
  const counts: Record<string, [number, number]> = {};
  for (const span of spans) {
    if (span.from > day || (span.to !== null && span.to <= day)) continue;
    const count = (counts[span.path] ??= [0, 0]);
    count[span.state === "answered" ? 1 : 0] += span.lines;
  }
  return counts;
}

const sorted = (counts: Record<string, [number, number]>) => Object.fromEntries(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));

describe("the replay of the debt's history", function () {
  this.timeout(300_000);

  it("walks the commits that are new, and no others, where they go back to the checkpoint", async () => {
    const repository = new TemporaryRepository();
    let git: GitRepository | null = null;
    try {
      const lines = ["first"];
      const commit = (day: number, path = "src/a.ts") => {
        lines.splice(day % lines.length, 1, `const edited${day} = compute(${day});`, `const value${day} = compute(${day});`);
        repository.write(path, lines.map((line) => line + "\n").join(""));
        const time = `${FIRST_DAY + day * DAY} +0000`;
        repository.gitAt(time, "add", "-A");
        repository.gitAt(time, "commit", "-q", "-m", `day ${day}${day % 3 === 0 ? "" : MARK}`);
        return repository.git("rev-parse", "HEAD").trim();
      };
      const commits = Array.from({ length: 24 }, (_, day) => commit(day));
      git = await openRepository(repository.folder, SILENT);
      const opened = git;
      const replay = async (head: string, cache: MemoryCache | null) => {
        let walked = 0;
        const progress = { report: (stage: string, _done: number, total: number) => void (walked = stage === "history" ? total : walked) };
        const dependencies = { ...dependenciesOf(opened, []), ...(cache === null ? {} : { cache }) };
        const { history } = await replayHistory(dependencies, { base: null, head, configuration: defaultConfiguration(), records: [], progress }, cache === null ? undefined : new HistoryCheckpoints({ cache, log: cache.log }));
        return { history, walked };
      };
      const at = (index: number) => commits[index] ?? "";
      const cache = new MemoryCache();
      assert.equal((await replay(at(19), cache)).walked, 20, "the first time all of them");
      // The checkpoint is the end of the last day but one: 18, after which one day had come and four more are new.
      const later = await replay(at(23), cache);
      assert.deepEqual(later, { history: (await replay(at(23), null)).history, walked: 5 });
      assert.equal((await replay(at(23), cache)).walked, 1, "nothing is new but the checkpoint's next day");

      // The same of the list of commits: what is known is not asked for again.
      const known = await opened.commits(null, at(19));
      const marked = { ...known, head: at(19), commits: new Map([...known.commits].map(([id, info]) => [id, { ...info, message: "known" }])) };
      const longer = await opened.commits(null, at(23), undefined, marked);
      assert.deepEqual([...longer.commits.values()].map(({ message }) => message === "known"), commits.map((_, index) => index < 20));
      assert.deepEqual([...longer.ends], [...(await opened.commits(null, at(23))).ends]);
      const other = await opened.commits(null, at(10), undefined, marked);
      assert.ok([...other.commits.values()].every(({ message }) => message !== "known"), "a head that lies before it is read by itself");

      // A branch that left the line before the checkpoint needs states from there.
      repository.git("checkout", "-q", "-b", "side", at(5));
      commit(30, "src/b.ts");
      repository.git("checkout", "-q", "main");
      repository.gitAt(`${FIRST_DAY + 31 * DAY} +0000`, "merge", "-q", "--no-ff", "-m", "merge", "side");
      const merged = repository.git("rev-parse", "HEAD").trim();
      const crossed = await replay(merged, cache);
      assert.deepEqual(crossed, { history: (await replay(merged, null)).history, walked: 26 });
    } finally {
      git?.dispose();
      repository.dispose();
    }
  });

  for (const seed of SEEDS) {
    it(`equals a look at every day's whole tree (random history ${seed})`, async () => {
      const random = new RandomHistory(seed);
      let git: GitRepository | null = null;
      try {
        random.build(40);
        git = await openRepository(random.repository.folder, SILENT);
        const head = (await git.head()) ?? "";
        const { history } = await replayHistory(dependenciesOf(git, random.claims), { base: null, head, configuration: { ...defaultConfiguration(), include: ["src/**"] }, records: random.records });
        const days: { day: string; commit: string }[] = [];
        await git.days(null, head, ({ day, commit }) => void days.push({ day, commit }));
        assert.ok(days.length > 8, "the history has days");
        let answered = 0;
        let open = 0;
        for (const { day, commit } of days) {
          const known = random.records.filter((record) => record.at.slice(0, 10) <= day);
          const claimed = random.claims.filter((claim) => claim.at.slice(0, 10) <= day);
          const expected = sorted(await naive(git, commit, claimed, known));
          assert.deepEqual(sorted(countsOn(history, day)), expected, `on ${day}`);
          for (const [unverified, verified] of Object.values(expected)) {
            open += unverified;
            answered += verified;
          }
        }
        assert.ok(open > 50 && answered > 20, `there is something to compare: ${open} open, ${answered} answered`);
      } finally {
        git?.dispose();
        random.repository.dispose();
      }
    });

    it(`goes on from a checkpoint to the same history (random history ${seed})`, async () => {
      const random = new RandomHistory(seed);
      let git: GitRepository | null = null;
      try {
        random.build(40);
        git = await openRepository(random.repository.folder, SILENT);
        const head = (await git.head()) ?? "";
        const days: { day: string; commit: string }[] = [];
        await git.days(null, head, ({ day, commit }) => void days.push({ day, commit }));
        const configuration = { ...defaultConfiguration(), include: ["src/**"] };
        const replay = async (commit: string, claims: readonly Claim[], records: readonly VerdictRecord[], cache: MemoryCache | null) => {
          const dependencies = { ...dependenciesOf(git as GitRepository, claims), ...(cache === null ? {} : { cache }) };
          return (await replayHistory(dependencies, { base: null, head: commit, configuration, records }, cache === null ? undefined : new HistoryCheckpoints({ cache, log: cache.log }))).history;
        };
        const cold = await replay(head, random.claims, random.records, null);
        let resumed = 0;
        const starts = days.filter((_, index) => index > 4 && index % 3 === 0);
        assert.ok(starts.length > 1, "days to begin from");
        for (const { day, commit } of starts) {
          const known = <T extends { readonly at: string }>(all: readonly T[]) => all.filter(({ at }) => at.slice(0, 10) <= day);
          const cache = new MemoryCache();
          await replay(commit, known(random.claims), known(random.records), cache);
          assert.deepEqual(await replay(head, random.claims, random.records, cache), cold, `from ${day}`);
          resumed += cache.resumed;
          // Verdicts and claims that arrive late, though they were made before; and a cache that was cut off.
          const late = new MemoryCache();
          await replay(commit, known(random.claims).filter((_, index) => index % 2 !== 0), known(random.records).filter((_, index) => index % 7 !== 0), late);
          assert.deepEqual(await replay(head, random.claims, random.records, late), cold, `late verdicts and claims, from ${day}`);
          late.damage();
          assert.deepEqual(await replay(head, random.claims, random.records, late), cold, "damaged");
          assert.equal(late.warnings, 1, "and it says so");
        }
        assert.equal(resumed, starts.length, "whatever came later, each went on from a checkpoint");
      } finally {
        git?.dispose();
        random.repository.dispose();
      }
    });
  }
});

class MemoryCache implements Cache {
  resumed = 0;
  warnings = 0;
  readonly log = {
    debug: () => {
      this.resumed += 1;
    },
    info: () => undefined,
    warn: () => {
      this.warnings += 1;
    },
  };
  private readonly kept = new Map<string, string>();

  read(name: string): Promise<string | null> {
    return Promise.resolve(this.kept.get(name) ?? null);
  }

  write(name: string, text: string): Promise<void> {
    this.kept.set(name, text);
    return Promise.resolve();
  }

  damage(): void {
    for (const [name, text] of this.kept) this.kept.set(name, text.replace("answered", "open"));
  }
}
