/** What reports say of tests over one hunk, and what of it may be believed. */
import type { Hunk } from "../model";

export interface FileTests {
  /** 1-based line → how often it ran while tests ran. */
  readonly lines: ReadonlyMap<number, number>;
  /** The reports that say so. */
  readonly reports: readonly string[];
  readonly isTrusted: boolean;
  readonly mutants: readonly { readonly startLine: number; readonly endLine: number; readonly outcome: "killed" | "survived" | "uncovered" }[];
}

export interface HunkTests {
  readonly state: "executed" | "notExecuted" | "unknown";
  /** Lines with code that some test ran, and all of them. */
  readonly ran: number;
  readonly lines: number;
  readonly killed: number;
  readonly survived: number;
  /** The base's configuration names the report, and the change did not bring it along. */
  readonly isTrusted: boolean;
  /** For a reader; empty where nothing is known. */
  readonly words: string;
}

export const NO_TESTS_KNOWN: HunkTests = { state: "unknown", ran: 0, lines: 0, killed: 0, survived: 0, isTrusted: false, words: "" };

/** *Executed* where every line with code ran, *not executed* where none did; anything between is unknown, and so is a removal. */
export function testsOf(hunk: Pick<Hunk, "kind" | "startLine" | "endLine">, file: FileTests | undefined): HunkTests {
  if (file === undefined || hunk.kind === "removal") return NO_TESTS_KNOWN;
  const counts = [...file.lines].filter(([line]) => line >= hunk.startLine && line <= hunk.endLine).map(([, count]) => count);
  const mutants = file.mutants.filter(({ startLine, endLine }) => startLine <= hunk.endLine && endLine >= hunk.startLine);
  const ran = counts.filter((count) => count > 0).length;
  const killed = mutants.filter(({ outcome }) => outcome === "killed").length;
  const survived = mutants.filter(({ outcome }) => outcome === "survived").length;
  const isExecuted = counts.length > 0 ? ran === counts.length : mutants.length > 0 && mutants.every(({ outcome }) => outcome !== "uncovered");
  const isIdle = counts.length > 0 ? ran === 0 : mutants.length > 0 && mutants.every(({ outcome }) => outcome === "uncovered");
  if (counts.length === 0 && mutants.length === 0) return NO_TESTS_KNOWN;
  const ranWords = counts.length === 0 ? [] : [ran === counts.length ? "every line with code ran in tests" : ran === 0 ? "no line ran in tests" : `${ran} of ${counts.length} lines with code ran in tests`];
  const mutantWords = mutants.length === 0 ? [] : [`${killed} of ${mutants.length} mutants were noticed`];
  const words = `${[...ranWords, ...mutantWords].join(", ")} (${file.reports.join(", ")})`;
  return { isTrusted: file.isTrusted, words, state: isExecuted ? "executed" : isIdle ? "notExecuted" : "unknown", ran, lines: counts.length, killed, survived };
}

/**
 * What the minutes may be lowered for. That a line ran says nothing where the test came with the change and nobody signed it off: a test without
 * assertions executes everything. A mutant that it killed says that something was asserted.
 */
export function believed(tests: HunkTests, areTestsAnsweredFor: boolean): HunkTests["state"] {
  if (!tests.isTrusted) return "unknown";
  return tests.state === "executed" && !areTestsAnsweredFor && tests.killed === 0 ? "unknown" : tests.state;
}
