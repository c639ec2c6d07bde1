/** Records and lines as the matcher meets them, and what it says of both. */
import type { FileKeys, KeyedLine } from "../fingerprint/lines";
import type { Tokens } from "../fingerprint/tokens";

/** What the matcher needs to know of a record. */
export interface CarryRecord {
  readonly id: string;
  readonly path: string;
  readonly at: string;
  readonly sequence: readonly string[];
  readonly contentId: string | null;
  readonly tokenId: string | null;
  readonly context: string;
}

/** A run of lines of one file that records may cover. */
export interface CarrySegment {
  readonly path: string;
  /** 0-based, exclusive end. */
  readonly from: number;
  readonly to: number;
  /** The non-blank lines of the segment. */
  readonly lines: readonly KeyedLine[];
  readonly file: FileKeys;
  readonly tokens: Tokens | null;
  /** Further 0-based ranges inside the segment whose token identity is worth a try (declarations). */
  readonly cuts?: readonly { readonly from: number; readonly to: number }[];
}

/** How a record found its lines. */
export type CarryMatch = "same-place" | "renamed" | "context-changed" | "re-wrapped" | "moved" | "tiled";

/** `length` lines of a segment from `position` on are covered by the record's sequence from `offset` on. */
export interface CarryRun<R extends CarryRecord> {
  readonly position: number;
  readonly length: number;
  readonly record: R;
  readonly offset: number;
  /** Lines of the record's sequence that are used: `length`, except where a re-wrap changed the number of lines. */
  readonly used: number;
  readonly match: CarryMatch;
}

export interface CarryResult<R extends CarryRecord> {
  /** Runs of each segment, in order of position, not overlapping. */
  readonly runs: readonly (readonly CarryRun<R>[])[];
  /** Which positions of a record's sequence stand somewhere today. */
  readonly consumed: ReadonlyMap<R, Uint8Array>;
}
