/**
 * Carry on a real history: every hunk that a marked commit added is signed as it was written, then looked for at HEAD. Each is judged by
 * the ledger as it stood then: what was signed later, the same lines moved on among it, would answer in its place. Truth is `git blame -w`,
 * with and without `-M -C`: a line that either finds is alive, a hunk is when all its significant lines are, or when its whole text stands in one
 * piece in its file (blame gives a text that was taken out and put back to the commit that put it back). Three answers side by side: ours,
 * the same text at the same line numbers, the same text anywhere in the same path. Needs a repository (`--repo PATH`).
 */
import { join } from "node:path";
import picomatch from "picomatch";
import { carry } from "../../src/core/carry/carry";
import type { CarrySegment } from "../../src/core/carry/placement";
import { segmentsOf, verify, type VerifiableFile } from "../../src/core/carry/verify";
import { contentIdOf, contextOf, keysOf, sliceKeys, splitLines, type FileKeys, type KeyedLine } from "../../src/core/fingerprint/lines";
import { tokenIdOf, type Tokens } from "../../src/core/fingerprint/tokens";
import type { Origin, VerdictRecord } from "../../src/core/model";
import { DEFAULT_GENERATED } from "../../src/core/policy/default-configuration";
import { ChildProcesses } from "../../src/platform/child-runner";
import { CodeChecks } from "../../src/checks/code-checks";
import { markedCommits } from "./agreement";
import { LOSSES, LossClasses, type Loss } from "./carry-losses";
import { addedHunks, blameOf, pathsAtHead, textsOf, type AddedHunk } from "./marked-history";

/** One signed hunk and what git says became of it. */
interface Signed {
  readonly hunk: AddedHunk;
  readonly record: VerdictRecord;
  readonly lines: readonly KeyedLine[];
  readonly fate: "alive" | "changed" | "gone";
}

type HeadFile = VerifiableFile & { readonly keys: FileKeys; readonly origins: Origin[] };

/** How many of the hunks an answer gets right: valid exactly where the hunk is alive. */
interface Score {
  readonly right: number;
  readonly falselyValid: number;
  readonly falselyLost: number;
}

export async function benchCarryHistory(repository: string | null): Promise<void> {
  if (repository === null) {
    console.log("needs --repo PATH, a repository with AI-marked commits");
    return;
  }
  const isGenerated = picomatch([...DEFAULT_GENERATED], { dot: true });
  const commits = markedCommits(repository);
  const hunks = addedHunks(repository, commits).filter(({ path }) => !isGenerated(path));
  const paths = pathsAtHead(repository).filter((path) => !isGenerated(path));
  const started = performance.now();
  const head = await textsOf(repository, paths.map((path) => `HEAD:${path}`));
  const readable = paths.filter((path) => head.has(`HEAD:${path}`));
  const written = await textsOf(repository, [...new Set(hunks.map(({ commit, path }) => `${commit}:${path}`))]);
  const tokens = await tokensOf(new Map([...head, ...written]));
  const alive = new Set<string>();
  const answers = [await blameOf(repository, readable, true), await blameOf(repository, readable, false)];
  for (const answer of answers) for (const lines of answer.values()) for (const line of lines) if (line !== undefined) alive.add(line);
  const blamed = signedHunks(hunks, written, tokens, alive);
  const files = paths.flatMap((path): HeadFile[] => {
    const text = head.get(`HEAD:${path}`);
    if (text === undefined) return [];
    const lines = splitLines(text);
    const origins: Origin[] = lines.map((_, index) => (answers.some((answer) => commits.has(answer.get(path)?.[index]?.split(" ")[0] ?? "")) ? "ai" : "unknown"));
    return [{ path, lines, origins, changed: lines.map(() => true), keys: keysOf(path, lines), tokens: tokens.get(`HEAD:${path}`) ?? null }];
  });
  const byPath = new Map(files.map((file) => [file.path, file.keys]));
  const signed = withStandingTexts(blamed, (path) => byPath.get(path));
  // What stands there whole is the hunk's, every line: `-w` gives a line that the hunk only indented to who wrote it before.
  const standing = signed.filter((one, index) => one.fate !== blamed[index]?.fate);
  for (const file of files) for (const one of standing.filter(({ hunk }) => hunk.path === file.path)) markStanding(one, file);
  const valid = validRecords(files, signed);
  const judged = signed.filter(({ fate }) => fate !== "gone");
  const exact = (one: Signed) => standsAt(one, byPath.get(one.hunk.path), one.hunk.start - 1);
  const samePath = (one: Signed) => standsAnywhere(one, byPath.get(one.hunk.path));
  const count = (fate: Signed["fate"]) => signed.filter((one) => one.fate === fate).length;
  console.log(`carry-history: ${commits.size} marked commits, ${signed.length} hunks signed as written: ${count("alive")} alive at HEAD (${standing.length} of them by their standing text), ${count("changed")} partly changed, ${count("gone")} gone; ${Math.round((performance.now() - started) / 1000)} s`);
  for (const [name, answer] of [["exact positions", exact], ["text in the same path", samePath], ["ours", (one: Signed) => valid.whole.has(one.record.id)], ["ours, no seam at it", (one: Signed) => valid.clean.has(one.record.id)]] as const) {
    const { right, falselyValid, falselyLost } = score(judged, answer);
    console.log(`  ${name.padEnd(22)} ${((100 * right) / Math.max(1, judged.length)).toFixed(1)} % right; ${falselyValid} changed hunks called valid, ${falselyLost} alive ones lost`);
  }
  for (const [loss, meaning] of Object.entries(LOSSES)) {
    const those = judged.filter(({ fate, record }) => fate === "alive" && valid.losses.get(record.id) === loss);
    if (those.length > 0) console.log(`  lost: ${those.length} ${loss} (${meaning})`);
  }
  if (process.env["COUNTERSIGN_LOG"] === "debug") for (const one of judged.filter((candidate) => valid.whole.has(candidate.record.id) !== (candidate.fate === "alive"))) console.log(`  ${one.fate} ${one.hunk.commit.slice(0, 10)} ${one.hunk.path}:${one.hunk.start}-${one.hunk.end} ${valid.losses.get(one.record.id) ?? "whole"}`);
}

async function tokensOf(texts: ReadonlyMap<string, string>): Promise<Map<string, Tokens | null>> {
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const dist = join(__dirname, "../../../dist");
  const checks = new CodeChecks({ processes: new ChildProcesses({ parser: join(dist, "parser.js"), semantic: join(dist, "semantic.js") }, log), log });
  const tokens = new Map<string, Tokens | null>();
  for (const [name, { tokens: ofFile }] of await checks.outlines(texts)) tokens.set(name, ofFile);
  checks.dispose();
  return tokens;
}

function signedHunks(hunks: readonly AddedHunk[], written: ReadonlyMap<string, string>, tokens: ReadonlyMap<string, Tokens | null>, alive: ReadonlySet<string>): Signed[] {
  const keysByFile = new Map<string, FileKeys>();
  return hunks.flatMap((hunk, index): Signed[] => {
    const name = `${hunk.commit}:${hunk.path}`;
    const text = written.get(name);
    if (text === undefined) return [];
    const keys = keysByFile.get(name) ?? keysOf(hunk.path, splitLines(text));
    keysByFile.set(name, keys);
    const lines = sliceKeys(keys, hunk.start - 1, hunk.end);
    const significant = lines.filter((line) => !line.trivial);
    if (significant.length === 0) return [];
    const living = significant.filter((line) => alive.has(`${hunk.commit} ${line.index + 1} ${hunk.path}`)).length;
    return [{ hunk, lines, record: recordOf(hunk, lines, keys, tokens.get(name) ?? null, index), fate: living === 0 ? "gone" : living === significant.length ? "alive" : "changed" }];
  });
}

function recordOf(hunk: AddedHunk, lines: readonly KeyedLine[], keys: FileKeys, tokens: Tokens | null, index: number): VerdictRecord {
  return {
    id: index.toString(16).padStart(64, "0"),
    type: "signoff",
    verdict: "approved",
    contentId: contentIdOf(lines),
    tokenId: tokenIdOf(hunk.path, tokens, hunk.start - 1, hunk.end),
    sequence: lines.map((line) => line.key),
    context: contextOf(keys, hunk.start - 1, hunk.end),
    path: hunk.path,
    kind: "edit",
    basis: "read",
    criteria: ["reviewed"],
    signer: "ann@example.org",
    key: "SHA256:bench",
    trust: "key",
    at: hunk.at,
  };
}

interface Valid {
  readonly whole: ReadonlySet<string>;
  readonly clean: ReadonlySet<string>;
  /** Why each of the others was not found whole. */
  readonly losses: ReadonlyMap<string, Loss>;
}

/**
 * Records whose significant lines all stand somewhere, in each file in the approved order; `clean`: with no seam on any of them either. Asked
 * once a commit, of all that was signed up to then.
 */
function validRecords(files: readonly HeadFile[], signed: readonly Signed[]): Valid {
  const present = new Set(files.map(({ path }) => path));
  const exists = (path: string) => present.has(path);
  const segments = files.flatMap((file) => segmentsOf(file).map(({ from, to }): CarrySegment => ({ path: file.path, from, to, lines: sliceKeys(file.keys, from, to), file: file.keys, tokens: file.tokens ?? null })));
  const whole = new Set<string>();
  const clean = new Set<string>();
  const losses = new Map<string, Loss>();
  // The history lists the newest first.
  for (const commit of [...new Set(signed.map(({ hunk }) => hunk.commit))].reverse()) {
    const first = signed.findIndex(({ hunk }) => hunk.commit === commit);
    const known = signed.slice(first);
    const records = known.map(({ record }) => record);
    const asked = known.filter(({ hunk, fate }) => hunk.commit === commit && fate !== "gone");
    if (asked.length === 0) continue;
    const { runs, consumed } = carry(segments, records, exists);
    const broken = outOfOrder(segments, runs);
    const found = asked.filter(({ record, lines }) => lines.every((line, offset) => line.trivial || consumed.get(record)?.[offset] === 1) && !broken.has(record.id));
    const classes = new LossClasses(segments, runs, consumed);
    for (const one of asked) if (!found.includes(one)) losses.set(one.record.id, classes.of(one.record, one.lines));
    const verification = verify(files, records, exists);
    const seamed = new Set(verification.segments.flatMap(({ path, seams }) => seams.flatMap((line) => verification.coverage.get(path)?.get(line)?.record.id ?? [])));
    for (const { record } of found) {
      whole.add(record.id);
      if (!seamed.has(record.id)) clean.add(record.id);
    }
  }
  return { whole, clean, losses };
}

/** Records of which two parts stand in one file in another order than the approved one. */
function outOfOrder(segments: readonly CarrySegment[], runs: readonly (readonly { readonly record: { readonly id: string }; readonly offset: number }[])[]): ReadonlySet<string> {
  const last = new Map<string, number>();
  const broken = new Set<string>();
  segments.forEach(({ path }, index) => {
    for (const { record, offset } of runs[index] ?? []) {
      const place = `${path} ${record.id}`;
      if (offset < (last.get(place) ?? 0)) broken.add(record.id);
      last.set(place, offset);
    }
  });
  return broken;
}

function standsAt({ lines }: Signed, keys: FileKeys | undefined, from: number): boolean {
  const first = lines[0]?.index ?? 0;
  const there = new Map(keys?.all.map((line) => [line.index, line.key]));
  return lines.every((line) => there.get(from + line.index - first) === line.key);
}

function standsAnywhere({ lines }: Signed, keys: FileKeys | undefined): boolean {
  const all = keys?.all ?? [];
  return all.some((_, start) => lines.every((line, offset) => all[start + offset]?.key === line.key));
}

/** Where the whole text of a hunk stands in one piece, by positions among the file's lines that aren't blank, without overlaps. */
function placesOf({ lines }: Signed, keys: FileKeys | undefined): number[] {
  const all = keys?.all ?? [];
  const places: number[] = [];
  for (let start = 0; start + lines.length <= all.length; start++) {
    if (!lines.every((line, offset) => all[start + offset]?.key === line.key)) continue;
    places.push(start);
    start += lines.length - 1;
  }
  return places;
}

function markStanding(one: Signed, { keys, origins }: HeadFile): void {
  for (const start of placesOf(one, keys)) for (const { index } of keys.all.slice(start, start + one.lines.length)) origins[index] = "ai";
}

/** Hunks whose text stands in one piece in their own file are alive, as many as there are such places, whatever blame says of their lines. */
function withStandingTexts(signed: readonly Signed[], keysOfPath: (path: string) => FileKeys | undefined): Signed[] {
  const groups = new Map<string, Signed[]>();
  for (const one of signed) {
    const key = `${one.hunk.path} ${one.record.contentId}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const alive = new Set<Signed>();
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined || group.every(({ fate }) => fate === "alive")) continue;
    const places = placesOf(first, keysOfPath(first.hunk.path)).length - group.filter(({ fate }) => fate === "alive").length;
    for (const one of group.filter(({ fate }) => fate === "changed").slice(0, Math.max(0, places))) alive.add(one);
  }
  return signed.map((one) => (alive.has(one) ? { ...one, fate: "alive" as const } : one));
}

/** Hunks of one content can't be told apart by it: of those an answer is right about as many as it counts right. */
function score(signed: readonly Signed[], answer: (one: Signed) => boolean): Score {
  const groups = new Map<string, { alive: number; valid: number; size: number }>();
  for (const one of signed) {
    const group = groups.get(one.record.contentId) ?? { alive: 0, valid: 0, size: 0 };
    groups.set(one.record.contentId, { size: group.size + 1, alive: group.alive + (one.fate === "alive" ? 1 : 0), valid: group.valid + (answer(one) ? 1 : 0) });
  }
  let [right, falselyValid, falselyLost] = [0, 0, 0];
  for (const { alive, valid, size } of groups.values()) {
    right += size - Math.abs(alive - valid);
    falselyValid += Math.max(0, valid - alive);
    falselyLost += Math.max(0, alive - valid);
  }
  return { right, falselyValid, falselyLost };
}
