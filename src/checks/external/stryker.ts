/** The mutation-testing report schema (Stryker's `mutation.json`): which changes of the code some test noticed. */
import type { ParsedReport, ReportedMutant } from "../../core/ports";
import type { ReportValue } from "./report-value";

const OUTCOME: Readonly<Record<string, ReportedMutant["outcome"]>> = { Killed: "killed", Timeout: "killed", Survived: "survived", NoCoverage: "uncovered" };

/** Errors: `configuration`, naming the place. */
export function readStryker(report: ReportValue): Pick<ParsedReport, "mutants" | "sources" | "left"> {
  const sources = new Map<string, string>();
  const mutants = report.at("files").entries().flatMap(([path, file]) => {
    const source = file.at("source").text();
    if (source !== null) sources.set(path, source);
    return file.at("mutants").list().flatMap((mutant): ReportedMutant[] => {
      const outcome = OUTCOME[mutant.at("status").text() ?? ""];
      // Ignored, pending, or one that does not compile: says nothing of the tests.
      if (outcome === undefined) return [];
      const { start, end } = { start: mutant.at("location").at("start"), end: mutant.at("location").at("end") };
      if (!start.isThere) throw mutant.wrong("a mutant with a location");
      return [
        {
          path,
          startLine: start.at("line").position(),
          startColumn: start.at("column").position(),
          endLine: Math.max(start.at("line").position(), end.at("line").position()),
          endColumn: end.at("column").position(),
          outcome,
          mutator: mutant.at("mutatorName").text() ?? "mutant",
          replacement: (mutant.at("replacement").text() ?? "").slice(0, 200),
        },
      ];
    });
  });
  return { mutants, sources, left: [] };
}
