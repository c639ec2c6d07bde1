/** `eslint --format json` and `oxlint --format json`. */
import type { Severity } from "../../core/model";
import type { ParsedReport, ReportedFinding } from "../../core/ports";
import { kindOf } from "./kinds";
import type { ReportValue } from "./report-value";

/**
 * A linter's *error* is a matter of a team's taste; only what breaks the file or names a weakness is one here. A report's own entry in the
 * configuration can say otherwise.
 */
function severityOf(isError: boolean, rule: string, isFatal: boolean): Severity {
  if (isFatal) return "error";
  const kind = kindOf(rule);
  if (isError && kind?.isSecurity === true) return "error";
  return isError ? "warning" : "note";
}

/** Errors: `configuration`, naming the place. */
export function readEslint(report: ReportValue): Omit<ParsedReport, "kind" | "coverage" | "mutants"> {
  const sources = new Map<string, string>();
  const findings = report.list().flatMap((file): ReportedFinding[] => {
    const path = file.at("filePath").text();
    if (path === null) throw file.wrong("a result of ESLint (it has no filePath)");
    const source = file.at("source").text();
    if (source !== null) sources.set(path, source);
    return file.at("messages").list().flatMap((message): ReportedFinding[] => {
      const rule = message.at("ruleId").text();
      const severity = message.at("severity").number();
      // Without a rule: a file that could not be parsed, or words about the configuration.
      if (rule === null && message.at("fatal").value !== true) return [];
      const startLine = message.at("line").position();
      const startColumn = message.at("column").position();
      return [
        {
          tool: "eslint",
          rule: rule ?? "parse-error",
          severity: severityOf(severity === 2, rule ?? "", message.at("fatal").value === true),
          path,
          startLine,
          startColumn,
          endLine: Math.max(startLine, message.at("endLine").isThere ? message.at("endLine").position() : startLine),
          endColumn: message.at("endColumn").isThere ? message.at("endColumn").position() : startColumn,
          message: message.at("message").text() ?? rule ?? "",
          why: null,
          cwe: [],
          isSecurity: kindOf(rule ?? "")?.isSecurity === true,
          isOld: false,
          snippet: null,
        },
      ];
    });
  });
  return { findings, sources, left: [] };
}

/** Errors: `configuration`, naming the place. */
export function readOxlint(report: ReportValue): Omit<ParsedReport, "kind" | "coverage" | "mutants" | "sources"> {
  const left: string[] = [];
  const findings = report.at("diagnostics").list().flatMap((diagnostic): ReportedFinding[] => {
    const path = diagnostic.at("filename").text();
    const span = diagnostic.at("labels").list()[0]?.at("span");
    const code = diagnostic.at("code").text() ?? "parse-error";
    if (path === null || span === undefined) {
      left.push(`${code} names no line of a file`);
      return [];
    }
    // `eslint(no-empty)`, `typescript-eslint(no-explicit-any)`
    const named = /^([\w@/-]+)\(([\w-]+)\)$/.exec(code);
    const rule = named === null ? code : named[1] === "eslint" ? (named[2] ?? code) : `${named[1] ?? ""}/${named[2] ?? ""}`;
    const startLine = span.at("line").position();
    const startColumn = span.at("column").position();
    return [
      {
        tool: "oxlint",
        rule,
        severity: severityOf(diagnostic.at("severity").text() === "error", rule, named === null),
        path,
        startLine,
        startColumn,
        endLine: startLine,
        endColumn: startColumn + Math.max(0, span.at("length").number() ?? 0),
        message: diagnostic.at("message").text() ?? rule,
        why: diagnostic.at("help").text(),
        cwe: [],
        isSecurity: kindOf(rule)?.isSecurity === true,
        isOld: false,
        snippet: null,
      },
    ];
  });
  return { findings, left };
}
