/** lcov, Istanbul's JSON and V8's own coverage: which lines ran while tests ran. */
import { CountersignError } from "../../core/model";
import type { ParsedReport, ReportedCoverage } from "../../core/ports";
import { LineTable } from "../syntax/line-table";
import type { ReportValue } from "./report-value";

type Coverage = Pick<ParsedReport, "coverage" | "left">;

/** Errors: `configuration` with path and line. */
export function readLcov(path: string, text: string): Coverage {
  const byPath = new Map<string, Map<number, number>>();
  let lines: Map<number, number> | null = null;
  text.split("\n").forEach((raw, index) => {
    const line = raw.trimEnd();
    const wrong = (expected: string) => new CountersignError("configuration", `this is not lcov: ${expected} was expected`, { path, line: index + 1, hint: "write the report again with the tool that made it" });
    if (line.startsWith("SF:")) {
      const file = line.slice(3);
      lines = byPath.get(file) ?? new Map<number, number>();
      byPath.set(file, lines);
    } else if (line === "end_of_record") lines = null;
    else if (line.startsWith("DA:")) {
      const data = /^DA:(\d+),(-?\d+)(?:,|$)/.exec(line);
      if (data === null) throw wrong("DA:LINE,COUNT");
      if (lines === null) throw wrong("SF: before DA:");
      const number = Number(data[1]);
      lines.set(number, Math.max(0, Number(data[2])) + (lines.get(number) ?? 0));
    } else if (line !== "" && !/^(?:#|[A-Z]{2,5}:)/.test(line)) throw wrong("a record such as SF: or DA:");
  });
  return { coverage: [...byPath].map(([file, ran]) => ({ path: file, lines: ran })), left: [] };
}

/** A line ran as often as the statement that begins on it and ran least. Errors: `configuration`, naming the place. */
export function readIstanbul(report: ReportValue): Coverage {
  const coverage = report.entries().map(([key, whole]): ReportedCoverage => {
    const file = whole.at("data").isThere ? whole.at("data") : whole;
    const lines = new Map<number, number>();
    const counts = file.at("s");
    for (const [id, location] of file.at("statementMap").entries()) {
      const line = location.at("start").at("line").number();
      const count = counts.at(id).number();
      if (line === null || count === null) throw location.wrong("a statement with a line and a count");
      lines.set(line, Math.min(count, lines.get(line) ?? Infinity));
    }
    return { path: file.at("path").text() ?? key, lines };
  });
  return { coverage, left: [] };
}

/** V8 counts characters of what ran; only files that ran as they are written can be told by it. Errors: `configuration`. */
export function readV8(report: ReportValue, textOf: (path: string) => string | null): Coverage {
  const left: string[] = [];
  const mapped = new Set(report.at("source-map-cache").entries().map(([url]) => url));
  const coverage = report.at("result").list().flatMap((script): ReportedCoverage[] => {
    const url = script.at("url").text() ?? "";
    const text = url.startsWith("file://") && !url.includes("/node_modules/") ? textOf(url) : null;
    if (text === null) return [];
    if (mapped.has(url)) {
      left.push(`${url} ran from another text (a source map says so): let c8 write lcov of it`);
      return [];
    }
    const ranges = script.at("functions").list().flatMap((one) => one.at("ranges").list()).map((range) => ({ from: range.at("startOffset").number() ?? 0, to: range.at("endOffset").number() ?? 0, count: range.at("count").number() ?? 0 }));
    if (ranges.some(({ to }) => to > text.length)) {
      left.push(`${url} is shorter than the text that ran`);
      return [];
    }
    return [{ path: url, lines: linesOf(text, ranges) }];
  });
  return { coverage, left };
}

/** Ranges are nested, outer ones first: the innermost that holds a line's first character says how often it ran. */
function linesOf(text: string, ranges: readonly { readonly from: number; readonly to: number; readonly count: number }[]): Map<number, number> {
  const table = new LineTable(text);
  const ordered = [...ranges].sort((one, other) => other.to - other.from - (one.to - one.from));
  const lines = new Map<number, number>();
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "" || /^\s*(?:\/\/|\/?\*|[})\];,]+\s*$)/.test(line)) return;
    const at = table.startOf(index) + (line.length - line.trimStart().length);
    let count = 0;
    for (const range of ordered) if (range.from <= at && at < range.to) count = range.count;
    lines.set(index + 1, count);
  });
  return lines;
}
