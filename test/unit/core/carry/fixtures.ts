/** Builders for carry tests: a file is text whose lines start with `+` (assistant), `h` (human), `?` (unknown) or a blank (base). */
import type { Origin, VerdictRecord } from "../../../../src/core/model";
import { contentIdOf, contextOf, keysOf, sliceKeys } from "../../../../src/core/fingerprint/lines";
import { tokenIdOf, type Tokens } from "../../../../src/core/fingerprint/tokens";
import { segmentsOf, verify, type VerifiableFile } from "../../../../src/core/carry/verify";

export interface TestFile {
  path: string;
  lines: string[];
  origins: Origin[];
  changed: boolean[];
  tokens?: Tokens | null;
}

const ORIGIN_OF: Readonly<Record<string, { origin: Origin; changed: boolean }>> = {
  "+": { origin: "ai", changed: true },
  "~": { origin: "mixed", changed: true },
  h: { origin: "human", changed: true },
  "?": { origin: "unknown", changed: true },
  " ": { origin: "unknown", changed: false },
};

export function file(path: string, text: string): TestFile {
  const result: TestFile = { path, lines: [], origins: [], changed: [] };
  for (const line of text.split("\n")) add(result, result.lines.length, line);
  return result;
}

function add(target: TestFile, at: number, marked: string): void {
  const { origin, changed } = ORIGIN_OF[marked[0] ?? " "] ?? { origin: "unknown", changed: false };
  target.lines.splice(at, 0, marked.slice(1));
  target.origins.splice(at, 0, origin);
  target.changed.splice(at, 0, changed);
}

export function insert(target: TestFile, at: number, ...marked: string[]): void {
  marked.forEach((line, offset) => add(target, at + offset, line));
}

export function remove(target: TestFile, at: number, count = 1): void {
  target.lines.splice(at, count);
  target.origins.splice(at, count);
  target.changed.splice(at, count);
}

export function copyOf(source: TestFile, change: (copy: TestFile) => void, path = source.path): TestFile {
  const copy: TestFile = { path, lines: [...source.lines], origins: [...source.origins], changed: [...source.changed] };
  change(copy);
  return copy;
}

let made = 0;

/** The approval of lines `from` to `to` (0-based, exclusive) of a file as it is now. */
export function approve(source: TestFile, from: number, to: number, overrides: Partial<VerdictRecord> = {}): VerdictRecord {
  const keys = keysOf(source.path, source.lines);
  const lines = sliceKeys(keys, from, to);
  made += 1;
  return {
    id: made.toString(16).padStart(64, "0"),
    type: "signoff",
    verdict: "approved",
    contentId: contentIdOf(lines),
    tokenId: tokenIdOf(source.path, source.tokens ?? null, from, to),
    sequence: lines.map((line) => line.key),
    context: contextOf(keys, from, to),
    path: source.path,
    kind: "edit",
    basis: "read",
    criteria: ["reviewed"],
    signer: "ann@example.com",
    key: "SHA256:test",
    trust: "key",
    at: "2026-11-22T06:00:00Z",
    ...overrides,
  };
}

export function approveAll(source: TestFile): VerdictRecord[] {
  return segmentsOf(source).map(({ from, to }) => approve(source, from, to));
}

/** One word a segment, as the experiments print it: state, new lines, seams. */
export function summary(files: readonly VerifiableFile[], records: readonly VerdictRecord[]): string[] {
  return verify(files, records).segments.map(
    (segment) => segment.state + (segment.staleLines.length > 0 ? ` new=${segment.staleLines.join(",")}` : "") + (segment.seams.length > 0 ? ` seam=${segment.seams.join(",")}` : ""),
  );
}
