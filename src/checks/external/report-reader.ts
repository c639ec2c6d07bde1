import { CountersignError, type Finding } from "../../core/model";
import type { ParsedReport, PlacedFinding, ReportReader, TestFinding } from "../../core/ports";
import { reportedFindings, testFinding } from "./attach-reported";
import { readIstanbul, readLcov, readV8 } from "./coverage";
import { readEslint, readOxlint } from "./lint-reports";
import { parseReport, type ReportValue } from "./report-value";
import { readSarif } from "./sarif";
import { readStryker } from "./stryker";

const NOTHING = { findings: [], coverage: [], mutants: [], sources: new Map<string, string>(), left: [] };

/** Tells a report's format by its content, because names say little. */
export class ExternalReports implements ReportReader {
  findings(placed: readonly PlacedFinding[], ours: readonly Finding[]): readonly Finding[] {
    return reportedFindings(placed, ours);
  }

  testFinding(wanted: TestFinding, risk: Readonly<Record<string, unknown>>): readonly Finding[] {
    return testFinding(wanted, risk);
  }

  read(path: string, text: string, textOf: (path: string) => string | null): ParsedReport {
    if (/^\s*(?:TN|SF):/.test(text.slice(0, 10_000))) return { ...NOTHING, kind: "lcov", ...readLcov(path, text) };
    const report = parseReport(path, text);
    const kind = kindOf(report);
    switch (kind) {
      case "sarif":
        return { ...NOTHING, kind, ...readSarif(report) };
      case "eslint":
        return { ...NOTHING, kind, ...readEslint(report) };
      case "oxlint":
        return { ...NOTHING, kind, ...readOxlint(report) };
      case "istanbul":
        return { ...NOTHING, kind, ...readIstanbul(report) };
      case "v8":
        return { ...NOTHING, kind, ...readV8(report, textOf) };
      case "stryker":
        return { ...NOTHING, kind, ...readStryker(report) };
      case null:
        throw new CountersignError("configuration", "no report that is known here", { path, hint: "expected SARIF, ESLint's or oxlint's JSON, lcov, Istanbul's or V8's coverage, or Stryker's mutation.json" });
    }
  }
}

function kindOf(report: ReportValue): Exclude<ParsedReport["kind"], "lcov"> | null {
  if (Array.isArray(report.value)) return report.value.every((one: unknown) => typeof one === "object" && one !== null && "messages" in one) ? "eslint" : null;
  if (report.at("runs").isThere) return "sarif";
  if (report.at("diagnostics").isThere) return "oxlint";
  if (report.at("files").isThere && (report.at("schemaVersion").isThere || report.at("thresholds").isThere)) return "stryker";
  if (Array.isArray(report.at("result").value)) return "v8";
  if (typeof report.value !== "object" || report.value === null) return null;
  const first: unknown = Object.values(report.value)[0];
  if (first === undefined) return "istanbul";
  return typeof first === "object" && first !== null && ("statementMap" in first || "data" in first) ? "istanbul" : null;
}
