/** What the team's own tools report, brought to the lines of today: findings, and which hunks tests execute. */
import type { AttributedFile } from "../core/attribution/evidence";
import { isUnclaimed } from "../core/debt/fold";
import { codeKindOf } from "../core/hunks/classify";
import { CountersignError, type Finding, type Hunk, type NotChecked, type Scope } from "../core/model";
import type { Configuration, ExternalSource } from "../core/policy/configuration-types";
import type { ParsedReport, PlacedFinding, ReportFile, Snapshot } from "../core/ports";
import { ReportPaths } from "../core/reports/report-paths";
import { NO_TESTS_KNOWN, testsOf, type FileTests, type HunkTests } from "../core/reports/test-evidence";
import type { SessionDependencies } from "./dependencies";
import type { OpenOptions } from "./session-types";

/** Where test runners leave their reports; read for the editor and `status` only, because the verdict depends on nothing that the base does not name. */
const USUAL_PLACES: readonly string[] = ["coverage/lcov.info", "coverage/coverage-final.json", "coverage/tmp/*.json", "reports/mutation/mutation.json"];

export interface ReportEvidence {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  testsOf(hunk: Hunk): HunkTests;
}

export const NO_REPORTS: ReportEvidence = { findings: [], notChecked: [], testsOf: () => NO_TESTS_KNOWN };

export interface Reportable {
  readonly scope: Scope;
  readonly head: Snapshot;
  readonly hunks: readonly Hunk[];
  /** Of every file that changed. */
  readonly files: readonly AttributedFile[];
  /** Texts of the head by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly configuration: Configuration;
  readonly ours: readonly Finding[];
}

type Dependencies = Pick<SessionDependencies, "reportFiles" | "reportReader" | "log">;

interface NamedReport {
  readonly file: ReportFile;
  readonly source: ExternalSource;
  /** Named by the base's configuration, and not part of the change itself. */
  readonly isTrusted: boolean;
}

/** Errors: `configuration` where a report that the configuration or the caller names is none, with its line or place. */
export async function reportEvidence(dependencies: Dependencies, subject: Reportable, options: OpenOptions): Promise<ReportEvidence> {
  const notChecked: NotChecked[] = [];
  if (subject.hunks.length === 0 || (options.only !== undefined && !options.only.includes("risk"))) return { findings: [], notChecked, testsOf: () => NO_TESTS_KNOWN };
  const reader = new EvidenceReader(dependencies, subject, notChecked);
  await reader.start();
  for (const source of [...subject.configuration.external, ...(options.reports ?? []).map((report) => ({ report }))]) {
    const found = await dependencies.reportFiles.find([source.report]);
    if (found.length === 0) notChecked.push({ what: source.report, why: "no such report: the tool did not run, or writes elsewhere" });
    for (const file of found) reader.read({ file, source, isTrusted: subject.configuration.external.includes(source) && !subject.head.has(file.path) });
  }
  if (options.viewedMarks === true) for (const file of await dependencies.reportFiles.find(USUAL_PLACES)) reader.readIfFine({ file, source: { report: file.path }, isTrusted: false });
  return reader.evidence();
}

class EvidenceReader {
  private readonly paths: ReportPaths;
  private readonly byPath: ReadonlyMap<string, AttributedFile>;
  private modified: ReadonlyMap<string, number> = new Map();
  private readonly placed: PlacedFinding[] = [];
  private readonly tests = new Map<string, { reports: string[]; isTrusted: boolean; lines: Map<number, number>; mutants: ParsedReport["mutants"][number][] }>();
  private readonly done = new Set<string>();

  constructor(
    private readonly dependencies: Dependencies,
    private readonly subject: Reportable,
    private readonly notChecked: NotChecked[],
  ) {
    this.paths = new ReportPaths((path) => subject.head.has(path), dependencies.reportFiles.root);
    this.byPath = new Map(subject.files.map((file) => [file.path, file]));
  }

  /** When a file was written last says something only of the work tree. */
  async start(): Promise<void> {
    if (this.subject.scope.head === "worktree") this.modified = await this.dependencies.reportFiles.modifiedAt([...this.byPath.keys()]);
  }

  /** What only lies about is read if it can be; what is wrong with it is nobody's error. */
  readIfFine(named: NamedReport): void {
    try {
      this.read(named);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      this.dependencies.log.info(`${named.file.path}: ${error.message}`);
    }
  }

  read(named: NamedReport): void {
    const { file, source } = named;
    if (this.done.has(file.path)) return;
    this.done.add(file.path);
    if (file.text === null) {
      this.notChecked.push({ what: file.path, why: `the report ${file.problem ?? "could not be read"}` });
      return;
    }
    const report = this.dependencies.reportReader.read(file.path, file.text, (told) => this.subject.texts.get(this.paths.resolve(told) ?? "") ?? null);
    for (const left of report.left) this.notChecked.push({ what: file.path, why: left });
    const isCurrent = this.currency(named, report);
    for (const finding of report.findings) {
      const path = this.paths.resolve(finding.path);
      const attributed = path === null ? undefined : this.byPath.get(path);
      if (path === null || attributed === undefined || !isCurrent(path)) continue;
      const placed = placedIn({ ...finding, path, ...(source.severity === undefined ? {} : { severity: source.severity }) }, attributed);
      if (placed !== null) this.placed.push(placed);
    }
    for (const { path: told, lines } of report.coverage) {
      const path = this.paths.resolve(told);
      if (path === null || !this.byPath.has(path) || !isCurrent(path)) continue;
      const tests = this.testsIn(path, named);
      for (const [line, count] of lines) tests.lines.set(line, count + (tests.lines.get(line) ?? 0));
    }
    for (const mutant of report.mutants) {
      const path = this.paths.resolve(mutant.path);
      if (path !== null && this.byPath.has(path) && isCurrent(path)) this.testsIn(path, named).mutants.push({ ...mutant, path });
    }
  }

  evidence(): ReportEvidence {
    const testsOfHunk = (hunk: Hunk): HunkTests => testsOf(hunk, this.tests.get(hunk.path));
    return { findings: [...this.dependencies.reportReader.findings(this.placed, this.subject.ours), ...this.testFindings(testsOfHunk)], notChecked: this.notChecked, testsOf: testsOfHunk };
  }

  /** Only trusted reports give reasons: a reason stands in every clone's report, or in none. */
  private testFindings(testsOfHunk: (hunk: Hunk) => HunkTests): readonly Finding[] {
    const { reportReader } = this.dependencies;
    const { risk } = this.subject.configuration;
    return this.subject.hunks.flatMap((hunk): readonly Finding[] => {
      const tests = testsOfHunk(hunk);
      if (!tests.isTrusted || hunk.codeKind !== "code") return [];
      const lines = this.byPath.get(hunk.path)?.lines ?? [];
      const place = { path: hunk.path, startLine: hunk.startLine, startColumn: 1, endLine: hunk.endLine, endColumn: (lines[hunk.endLine - 1]?.length ?? 0) + 1, text: hunk.id };
      const untested = tests.state === "notExecuted" ? reportReader.testFinding({ ...place, rule: "untested-code", message: "no test executes these lines" }, risk) : [];
      const survived = (this.tests.get(hunk.path)?.mutants ?? []).filter((mutant) => mutant.outcome === "survived" && mutant.startLine >= hunk.startLine && mutant.startLine <= hunk.endLine);
      const [first] = survived;
      if (first === undefined) return untested;
      const { startLine, startColumn, endLine, endColumn } = first;
      const words = survived.length === 1 ? `no test noticed the mutant ${first.mutator}` : `no test noticed ${survived.length} mutants, first ${first.mutator}`;
      return [...untested, ...reportReader.testFinding({ path: hunk.path, startLine, startColumn, endLine, endColumn, rule: "mutant-survived", message: words, text: `${hunk.id}\0${survived.map(({ mutator, replacement }) => `${mutator} ${replacement}`).join("\0")}` }, risk)];
    });
  }

  private testsIn(path: string, { file, isTrusted }: NamedReport) {
    const tests = this.tests.get(path) ?? { reports: [], isTrusted, lines: new Map<number, number>(), mutants: [] };
    if (!tests.reports.includes(file.path)) tests.reports.push(file.path);
    // What an untrusted report adds makes the whole of it no better.
    tests.isTrusted &&= isTrusted;
    this.tests.set(path, tests);
    return tests satisfies FileTests;
  }

  /** Whether the report is about the text of today, file by file: by the text it holds, by lines that can't have run, by time. */
  private currency({ file }: NamedReport, report: ParsedReport): (path: string) => boolean {
    const sources = new Map([...report.sources].flatMap(([told, text]) => this.named(told, text)));
    const ran = new Map(report.coverage.flatMap(({ path, lines }) => this.named(path, lines)));
    const known = new Map<string, boolean>();
    const staleness = (path: string): string | null => {
      const text = this.subject.texts.get(path);
      const source = sources.get(path);
      if (source !== undefined) return normal(source) === normal(text ?? "") ? null : "it was made from another text of this file";
      const lines = this.byPath.get(path)?.lines ?? [];
      for (const line of ran.get(path)?.keys() ?? []) if ((lines[line - 1] ?? "").trim() === "") return "it counts lines that this file does not have";
      return file.modifiedAt < (this.modified.get(path) ?? 0) ? "the file was changed after it" : null;
    };
    return (path) => {
      const answer = known.get(path);
      if (answer !== undefined) return answer;
      const why = staleness(path);
      if (why !== null) this.notChecked.push({ what: file.path, why: `the report is stale: ${why}`, path });
      known.set(path, why === null);
      return why === null;
    };
  }

  private named<Value>(told: string, value: Value): readonly (readonly [string, Value])[] {
    const path = this.paths.resolve(told);
    return path === null ? [] : [[path, value]];
  }
}

/** Introduced where the line it begins on is new or changed; null where the tool looked at another text. */
function placedIn(finding: PlacedFinding | Omit<PlacedFinding, "introduced" | "text">, file: AttributedFile): PlacedFinding | null {
  const text = file.lines[finding.startLine - 1];
  if (text === undefined) return null;
  const snippet = finding.snippet?.split("\n").map((line) => line.trim()).find((line) => line !== "");
  const shown = file.lines.slice(finding.startLine - 1, finding.endLine);
  if (snippet !== undefined && !shown.some((line) => line.includes(snippet) || (line.trim() !== "" && snippet.includes(line.trim())))) return null;
  const isNew = file.origins[finding.startLine - 1]?.changed === true;
  return { ...finding, endLine: Math.min(finding.endLine, file.lines.length), introduced: isNew && !finding.isOld, text };
}

function normal(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(/\n$/, "");
}

/** Whether the change touches tests whose lines no source claims. */
export function hasUnclaimedTests(files: readonly AttributedFile[]): boolean {
  return files.some((file) => codeKindOf(file.path) === "test" && file.origins.some((origin, index) => origin.changed && isUnclaimed(origin, "shared") && (file.lines[index] ?? "").trim() !== ""));
}
