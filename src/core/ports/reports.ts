/** Reports that tools of the team wrote: findings, coverage, mutants. They are read where they are, never made. */
import type { Finding, Severity } from "../model";

/** A file that a glob named. */
export interface ReportFile {
  /** Repository-relative, or as it was given on the command line. */
  readonly path: string;
  /** Null: not read, and `problem` says why. */
  readonly text: string | null;
  readonly problem: string | null;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** Where reports lie: the work tree, ignored files included. */
export interface ReportFiles {
  /** Absolute path of the work tree; null where there is none. */
  readonly root: string | null;
  /** Files that globs of a repository name, in order of their paths; links are not followed. Absolute paths are read as they are. */
  find(globs: readonly string[]): Promise<readonly ReportFile[]>;
  /** Milliseconds since 1970 of each file of the work tree that is there. */
  modifiedAt(paths: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** A finding as its tool tells it. 1-based, line ends inclusive. */
export interface ReportedFinding {
  readonly tool: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly why: string | null;
  readonly cwe: readonly number[];
  readonly isSecurity: boolean;
  /** The tool's own word that it was there before. */
  readonly isOld: boolean;
  /** Text of the place as the tool saw it, where the report holds it. */
  readonly snippet: string | null;
}

export interface ReportedCoverage {
  readonly path: string;
  /** 1-based line → how often it ran. */
  readonly lines: ReadonlyMap<number, number>;
}

export interface ReportedMutant {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly outcome: "killed" | "survived" | "uncovered";
  readonly mutator: string;
  readonly replacement: string;
}

export interface ParsedReport {
  readonly kind: "sarif" | "eslint" | "oxlint" | "lcov" | "istanbul" | "v8" | "stryker";
  readonly findings: readonly ReportedFinding[];
  readonly coverage: readonly ReportedCoverage[];
  readonly mutants: readonly ReportedMutant[];
  /** Whole texts as the tool saw them, by path, where the report holds them. */
  readonly sources: ReadonlyMap<string, string>;
  /** What was left out, in words. */
  readonly left: readonly string[];
}

/** A reported finding where it stands today. */
export interface PlacedFinding extends ReportedFinding {
  readonly introduced: boolean;
  /** Text of its first line: what it is known by. */
  readonly text: string;
}

/** A reason that tests give for a hunk. */
export interface TestFinding {
  readonly rule: "untested-code" | "mutant-survived";
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly text: string;
}

/** Knows the formats. */
export interface ReportReader {
  /** Findings of reports as ours, without those that we or an earlier one tell of the same place. */
  findings(placed: readonly PlacedFinding[], ours: readonly Finding[]): readonly Finding[];
  /** As a finding; none where the `risk` section leaves the rule out. */
  testFinding(wanted: TestFinding, risk: Readonly<Record<string, unknown>>): readonly Finding[];
  /**
   * `textOf` gives the text of a file as it stands, for formats that count characters. Errors: `configuration` with path and,
   * where the text is no JSON, the line; otherwise the place in words.
   */
  read(path: string, text: string, textOf: (path: string) => string | null): ParsedReport;
}
