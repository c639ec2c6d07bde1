import { CountersignError, type Trust, type VerdictRecord } from "../core/model";
import type { NewVerdict } from "../core/ports";
import { canonicalJson, readCanonicalLine } from "./canonical-json";
import { MAXIMUM_LINES, batchHeaderSchema, readAs, sha256Hex, type BatchHeader, type VerdictLine } from "./records";
import { readVerdictLine, toVerdictLine, toVerdictRecord } from "./verdict-records";

/** Largest batch body we read or write, in bytes. */
export const MAXIMUM_BATCH_BYTES = 8 * 1024 * 1024;

/** One human act: a header line, one line a verdict, signed as a whole. `id` is the sha256 of the body. */
export interface Batch {
  readonly id: string;
  readonly header: BatchHeader;
  readonly lines: readonly { readonly id: string; readonly line: VerdictLine }[];
}

export type BatchReading = { readonly ok: true; readonly batch: Batch } | { readonly ok: false; readonly why: string };

/** Where a batch stands in its key's chain, and who makes it. */
export interface BatchPlace {
  readonly repository: string;
  readonly signer: string;
  /** Fingerprint of the signing key; empty for an unsigned batch. */
  readonly key: string;
  readonly at: string;
  readonly sequence: number;
  /** Id of this key's batch before; null for the first. */
  readonly previous: string | null;
  readonly tool: string;
}

/**
 * The body of a new batch, and the batch as every reader will read it. Errors: `usage` when a verdict does not fit
 * the format or the batch is too large, so that nothing is signed that could not be read back.
 */
export function buildBatch(verdicts: readonly NewVerdict[], place: BatchPlace): { readonly body: Buffer; readonly batch: Batch } {
  if (verdicts.length === 0) throw new CountersignError("usage", "a batch needs at least one verdict: none was given");
  const header: BatchHeader = {
    v: 1,
    type: "batch",
    at: place.at,
    key: place.key,
    n: verdicts.length,
    prev: place.previous,
    repo: place.repository,
    seq: place.sequence,
    signer: place.signer,
    tool: place.tool,
  };
  const body = Buffer.from([header, ...verdicts.map(toVerdictLine)].map((line) => `${writeLine(line)}\n`).join(""), "utf8");
  const reading = readBatch(body);
  if (!reading.ok) {
    throw new CountersignError("usage", `the sign-off can't be written: ${reading.why}`, { hint: "sign fewer or shorter hunks at once" });
  }
  return { body, batch: reading.batch };
}

/** A verdict with something the format has no text for is the caller's mistake, not ours. */
function writeLine(line: unknown): string {
  try {
    return canonicalJson(line);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    throw new CountersignError("usage", `the sign-off can't be written: ${error.message}`, {}, { cause: error });
  }
}

/** Reads a batch body strictly: UTF-8, LF, final newline, canonical lines, known records, and as many as the header says. Never throws. */
export function readBatch(body: Buffer): BatchReading {
  if (body.length > MAXIMUM_BATCH_BYTES) return refuse(`${body.length} bytes long: expected at most ${MAXIMUM_BATCH_BYTES}`);
  const text = decode(body);
  if (text === null) return refuse("not UTF-8");
  const rows = text.split("\n", MAXIMUM_LINES + 3);
  if (rows.length > MAXIMUM_LINES + 2) return refuse(`more than ${MAXIMUM_LINES} lines`);
  if (rows.pop() !== "") return refuse("no final newline");
  const [first, ...rest] = rows;
  const headerLine = readCanonicalLine(first ?? "");
  if (!headerLine.ok) return refuse(`line 1: ${headerLine.why}`);
  const header = readAs(batchHeaderSchema, ["batch"], headerLine.value);
  if (!header.ok) return refuse(`line 1: ${header.why}`);
  const lines: { id: string; line: VerdictLine }[] = [];
  for (const [index, row] of rest.entries()) {
    const parsed = readCanonicalLine(row);
    if (!parsed.ok) return refuse(`line ${index + 2}: ${parsed.why}`);
    const line = readVerdictLine(parsed.value);
    if (!line.ok) return refuse(`line ${index + 2}: ${line.why}`);
    lines.push({ id: sha256Hex(row), line: line.value });
  }
  return { ok: true, batch: { id: sha256Hex(body), header: header.value, lines } };
}

/** True when the header's count is the number of records; a separate step, because the order of checks is fixed. */
export function countsMatch(batch: Batch): boolean {
  return batch.header.n === batch.lines.length;
}

export function recordsOf(batch: Batch, trust: Trust): readonly VerdictRecord[] {
  return batch.lines.map(({ id, line }) => toVerdictRecord(id, line, batch.header, trust));
}

function refuse(why: string): BatchReading {
  return { ok: false, why };
}

function decode(body: Buffer): string | null {
  try {
    // The byte order mark is kept, so that it makes the first line not canonical.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // TextDecoder says by a TypeError, and only so, that the bytes are not UTF-8.
    return null;
  }
}
