/**
 * Random edits of several hunks in several files, judged by the language's own scanner and never by ours. A share of it runs
 * with the unit tests, a million edits with `npm run bench -- --only fuzz`.
 */
import { strict as assert } from "node:assert";
import { verify, type SegmentVerdict, type Verification } from "../../../../src/core/carry/verify";
import type { VerdictRecord } from "../../../../src/core/model";
import { approve, type TestFile } from "./fixtures";
import type { FuzzLanguage, Reading } from "./fuzz-languages";
import { EDITS, chosen, randomFrom, randomSource, testFileOf, textOf, type Edit, type Random, type Source } from "./random-code";

export interface FuzzCounts {
  /** Single edits that were made; a hunk may have had several. */
  edits: number;
  /** Hunks with the same tokens and line breaks, and how many of them are verified. */
  same: number;
  sameKept: number;
  /** Hunks with the same tokens on other lines, and how many of them are verified. */
  rewrapped: number;
  rewrappedKept: number;
  /** Hunks with other tokens: none of them is verified. */
  changed: number;
  /** Hunks of which nothing or only brackets are left: they owe nothing. */
  gone: number;
  /** Hunks behind a literal or comment that an edit left open, and hunks of files that do not parse: nothing is asked of them. */
  opened: number;
  unparsed: number;
}

export const noCounts = (): FuzzCounts => ({ edits: 0, same: 0, sameKept: 0, rewrapped: 0, rewrappedKept: 0, changed: 0, gone: 0, opened: 0, unparsed: 0 });

/** Variants edited from one set of approved files. */
const VARIANTS = 10;
/** Texts handed to an oracle in one go. */
const PORTION = 2000;

type Standing = "covered" | "open" | "trivial";

interface Case {
  readonly before: string;
  readonly now: string;
  readonly standing: Standing;
  /** Regions before this one that an edit touched; what they leave open changes what follows. */
  readonly earlier: readonly string[];
  readonly isLexed: boolean;
  readonly what: string;
}

/** Makes at least `edits` random edits and holds each hunk against the oracle. Throws at the first hunk that is lost or falsely verified. */
export function fuzz(language: FuzzLanguage, seed: number, edits: number, counts: FuzzCounts = noCounts()): FuzzCounts {
  const random = randomFrom(seed);
  const readings = new Readings(language);
  let cases: Case[] = [];
  const settle = (): void => {
    readings.fill(cases.flatMap(({ before, now }) => (before === now ? [before] : [before, now])));
    for (const one of cases) judge(language, one, readings, counts);
    cases = [];
  };
  const goal = counts.edits + edits;
  while (counts.edits < goal) {
    const sources = language.paths.map((path) => randomSource(random, path, language.hunk, language.base));
    const records = sources.flatMap((source) => approvalsOf(source, language.lexed(testFileOf(source))));
    const approved = new Map(records.map((record, index) => [record.id, approvedTexts(sources, index)]));
    const foreign = [...language.foreign(random), ...sources.flatMap((source) => source.regions.flatMap((region) => region.lines))];
    for (let variant = 0; variant < VARIANTS && counts.edits < goal; variant++) {
      const after = sources.map((source) => edited(random, source, foreign, [...EDITS, ...language.edits]));
      const files = after.map(({ source }) => language.lexed(testFileOf(source)));
      const verification = verify(files, records);
      assertApprovedInOrder(verification, files, approved);
      after.forEach(({ source, names, count }, index) => {
        counts.edits += count;
        for (const { region, from, to } of rangesOf(source)) {
          const before = textOf([sources[index]?.regions[region] ?? { isHunk: true, lines: [] }]);
          const now = textOf([source.regions[region] ?? { isHunk: true, lines: [] }]);
          const touched = source.regions.slice(0, region).filter((_, place) => names.has(place));
          const own = verification.segments.filter((segment) => segment.path === source.path);
          cases.push({
            before,
            now,
            standing: standingOf(own, from, to),
            earlier: touched.map((one) => textOf([one])),
            isLexed: files[index]?.tokens !== null,
            what: `${language.name}: ${names.get(region) ?? "untouched"}, seed ${seed}\n--- approved\n${before}--- now\n${now}--- ${JSON.stringify(own)}\n--- file\n${textOf(source.regions)}`,
          });
        }
      });
    }
    if (cases.length >= PORTION) settle();
  }
  settle();
  return counts;
}

function judge(language: FuzzLanguage, { before, now, standing, earlier, isLexed, what }: Case, readings: Readings, counts: FuzzCounts): void {
  const [one, other] = [readings.of(before), readings.of(now)];
  // Behind a literal or comment that an earlier hunk leaves open, nobody can tell from a hunk alone what its tokens are.
  const isOpened = (): boolean => {
    if (!earlier.some(language.leavesOpen)) return false;
    counts.opened += 1;
    return true;
  };
  if (one.withBreaks === other.withBreaks) {
    if (language.keepsTokens && standing !== "covered") {
      if (isOpened()) return;
      // A file that does not parse has no tokens: there, blanks within a line are stale.
      assert.ok(!isLexed, `lost: ${what}`);
      counts.unparsed += 1;
      return;
    }
    counts.same += 1;
    if (standing !== "open") counts.sameKept += 1;
  } else if (one.tokens === other.tokens) {
    counts.rewrapped += 1;
    if (standing !== "covered") return;
    counts.rewrappedKept += 1;
    assert.equal(other.shape, one.shape, `a line break that means something: ${what}`);
  } else if (standing === "trivial") {
    counts.gone += 1;
  } else if (standing === "open" || language.keepsTokens || !isOpened()) {
    counts.changed += 1;
    assert.equal(standing, "open", `falsely verified: ${what}`);
  }
}

/** What the oracle said of a text, asked once for many texts. */
class Readings {
  private readonly known = new Map<string, Reading>();

  constructor(private readonly language: FuzzLanguage) {}

  fill(texts: readonly string[]): void {
    this.known.clear();
    const wanted = [...new Set(texts)];
    const read = this.language.read(wanted);
    wanted.forEach((text, index) => {
      const reading = read[index];
      if (reading !== undefined) this.known.set(text, reading);
    });
  }

  of(text: string): Reading {
    const reading = this.known.get(text);
    if (reading === undefined) throw new Error(`${this.language.name}: the oracle gave no answer for ${JSON.stringify(text.slice(0, 200))}`);
    return reading;
  }
}

/** The 0-based range of each hunk. */
function rangesOf(source: Source): { readonly region: number; readonly from: number; readonly to: number }[] {
  let line = 0;
  return source.regions.flatMap(({ isHunk, lines }, region) => {
    const from = line;
    line += lines.length;
    return isHunk ? [{ region, from, to: line }] : [];
  });
}

const approvalsOf = (source: Source, made: TestFile): VerdictRecord[] => rangesOf(source).map(({ from, to }) => approve(made, from, to));

/** The texts of the lines of one record, in order. */
function approvedTexts(sources: readonly Source[], index: number): string[] {
  const hunks = sources.flatMap((source) => source.regions.filter((region) => region.isHunk));
  return (hunks[index]?.lines ?? []).map((line) => line.trim());
}

/** The segments in a hunk's range; none where nothing is left of it. */
function standingOf(segments: readonly SegmentVerdict[], from: number, to: number): Standing {
  const own = segments.filter((segment) => segment.startLine > from && segment.endLine <= to);
  if (own.every((segment) => segment.state === "trivial")) return "trivial";
  return own.every((segment) => segment.state === "verified" || segment.state === "moved" || segment.state === "trivial") ? "covered" : "open";
}

/**
 * Whatever the tokens say: a verified line is one whose text somebody approved, no oftener than that; and what is covered without
 * a seam stands in the approved order. Re-wrapped lines are other lines by their nature and are left to the oracle.
 */
function assertApprovedInOrder({ coverage, segments }: Verification, files: readonly TestFile[], approved: ReadonlyMap<string, readonly string[]>): void {
  const left = new Map<string, string[]>();
  for (const file of files) {
    const covered = coverage.get(file.path);
    for (const segment of segments.filter(({ path }) => path === file.path)) {
      const inOrder = new Map<string, number>();
      for (let line = segment.startLine; line <= segment.endLine; line++) {
        const entry = covered?.get(line);
        if (entry === undefined || entry.match === "re-wrapped") continue;
        const text = (file.lines[line - 1] ?? "").trim();
        const { id } = entry.record;
        const texts = left.get(id) ?? [...(approved.get(id) ?? [])];
        left.set(id, texts);
        const at = texts.indexOf(text);
        assert.notEqual(at, -1, `line ${line} of ${file.path} is verified by a record that has no such line, or had it once less: ${text}`);
        texts.splice(at, 1);
        if (segment.state !== "verified") continue;
        const next = (approved.get(id) ?? []).indexOf(text, inOrder.get(id) ?? 0);
        assert.notEqual(next, -1, `line ${line} of ${file.path} is verified out of order: ${text}\n${file.lines.join("\n")}`);
        inOrder.set(id, next + 1);
      }
    }
  }
}

interface Edited {
  readonly source: Source;
  readonly names: ReadonlyMap<number, string>;
  readonly count: number;
}

/** Edits one to four times in the hunks of a file, now and then twice in one. */
function edited(random: Random, source: Source, foreign: readonly string[], edits: readonly Edit[]): Edited {
  const names = new Map<number, string>();
  const regions = source.regions.map((region) => ({ ...region }));
  const hunks = regions.flatMap((region, index) => (region.isHunk ? [index] : []));
  const count = 1 + random(4);
  for (let made = 0; made < count; made++) {
    const index = chosen(random, hunks);
    const region = regions[index];
    if (region === undefined) continue;
    const [name, edit] = chosen(random, edits);
    regions[index] = { isHunk: true, lines: edit(region.lines, random, foreign) };
    names.set(index, names.has(index) ? `${names.get(index) ?? ""}, ${name}` : name);
  }
  return { source: { path: source.path, regions }, names, count };
}
