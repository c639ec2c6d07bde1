import { carry } from "../../src/core/carry/carry";
import type { CarryRecord, CarrySegment } from "../../src/core/carry/placement";
import { verify } from "../../src/core/carry/verify";
import { contentIdOf, contextOf, keysOf, sliceKeys } from "../../src/core/fingerprint/lines";
import type { Origin, VerdictRecord } from "../../src/core/model";

const FILES = 400;
const HUNKS_A_FILE = 10;
const LINES_A_HUNK = 12;
const RECORDS = 40_000;

/** Milliseconds of one fold of 4,000 hunks against 40,000 records. */
export interface CarryFigures {
  readonly keys: number;
  readonly verify: number;
  /** Hunks that were found again. */
  readonly verified: number;
  readonly stale: number;
}

/**
 * 400 files of 10 hunks and 48,000 lines against 40,000 records: one in ten stands as approved, one in a hundred of those has a
 * changed line, and nine in ten records are of text that is gone, but shares its commonest lines with all the rest.
 */
export function benchCarry(print: (line: string) => void = console.log): CarryFigures {
  const texts = Array.from({ length: FILES }, (_, file) => Array.from({ length: HUNKS_A_FILE }, (_, hunk) => hunkLines(file, hunk, 0)));
  const started = performance.now();
  const files = texts.map((hunks, index) => {
    const lines = hunks.flatMap((hunk) => [...hunk, "// base"]);
    const origins = hunks.flatMap((hunk) => [...hunk.map((): Origin => "ai"), "unknown" as const]);
    return { path: `src/file${index}.ts`, lines, origins, changed: origins.map((origin) => origin === "ai"), keys: keysOf(`src/file${index}.ts`, lines), tokens: null };
  });
  const keys = performance.now() - started;
  const records: VerdictRecord[] = [];
  for (let version = 0; records.length < RECORDS; version++) {
    for (let file = 0; file < FILES && records.length < RECORDS; file++) {
      for (let hunk = 0; hunk < HUNKS_A_FILE && records.length < RECORDS; hunk++) {
        const isChanged = version === 0 && (file * HUNKS_A_FILE + hunk) % 100 === 0;
        const lines = hunkLines(file, hunk, version);
        if (isChanged) lines[4] = "  audit(order);";
        records.push(recordOf(`src/file${file}.ts`, lines, version, records.length));
      }
    }
  }
  const begun = performance.now();
  const { segments } = verify(files, records);
  const milliseconds = performance.now() - begun;
  const figures = { keys, verify: milliseconds, verified: segments.filter(({ state }) => state === "verified").length, stale: segments.filter(({ state }) => state === "stale").length };
  print(`carry: ${segments.length} hunks in ${FILES} files against ${records.length} records: ${Math.round(figures.verify)} ms (budget 2,000 ms), line keys of the files ${Math.round(keys)} ms; ${figures.verified} verified, ${figures.stale} stale`);
  benchHostile(print);
  return figures;
}

/** The worst a hostile ledger can do: one file of one repeated line, and records that all begin with it. */
function benchHostile(print: (line: string) => void): void {
  const lines = Array.from({ length: 4000 }, () => "  next(value);");
  const keys = keysOf("src/same.ts", lines);
  const all = sliceKeys(keys, 0, lines.length);
  const segment: CarrySegment = { path: "src/same.ts", from: 0, to: lines.length, lines: all, file: keys, tokens: null };
  const records: CarryRecord[] = Array.from({ length: 400 }, (_, index) => ({
    id: index.toString(16).padStart(64, "0"),
    path: "src/same.ts",
    at: "2026-11-22T06:00:00Z",
    sequence: [...all.slice(0, 30 + (index % 7)).map((line) => line.key), index.toString(16).padStart(32, "0")],
    contentId: null,
    tokenId: null,
    context: "",
  }));
  const begun = performance.now();
  carry([segment], records);
  print(`carry: one line 4,000 times against 400 records that repeat it: ${Math.round(performance.now() - begun)} ms`);
}

function hunkLines(file: number, hunk: number, version: number): string[] {
  const own = `${file}_${hunk}_${version}`;
  const lines = [`export function step_${own}(order: Order): number {`, "  const total = sum(order.lines);", "  if (total < 0) {", '    throw new RangeError("negative");', "  }"];
  for (let line = lines.length; line < LINES_A_HUNK - 2; line++) lines.push(line % 2 === 0 ? `  audit("${own}", ${line});` : "  audit(order);");
  return [...lines, "  return total;", "}"];
}

function recordOf(path: string, lines: readonly string[], version: number, index: number): VerdictRecord {
  const keys = keysOf(path, lines);
  return {
    id: index.toString(16).padStart(64, "0"),
    type: "signoff",
    verdict: "approved",
    contentId: contentIdOf(keys.all),
    tokenId: null,
    sequence: keys.all.map((line) => line.key),
    context: contextOf(keys, 0, lines.length),
    path,
    kind: "edit",
    basis: "read",
    criteria: ["reviewed"],
    signer: "ann@example.org",
    key: "SHA256:bench",
    trust: "key",
    at: `2026-11-22T06:00:${String(version % 60).padStart(2, "0")}Z`,
  };
}
