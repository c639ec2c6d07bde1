/** SARIF 2.1.0 as Semgrep, CodeQL, fallow, SonarQube, golangci-lint, ruff and others write it. */
import type { Severity } from "../../core/model";
import type { ParsedReport, ReportedFinding } from "../../core/ports";
import { cweIn } from "./cwe";
import type { ReportValue } from "./report-value";

const SEVERITY: Readonly<Record<string, Severity | null>> = { error: "error", warning: "warning", note: "note", none: null };
/** GitHub's scale: from here on an alert is high or critical. */
const HIGH_SECURITY = 7;
/** More results than this help nobody; the rest is said to be left out. */
const MAXIMUM_RESULTS = 100_000;

interface RuleFacts {
  readonly level: string | null;
  readonly why: string | null;
  readonly words: readonly string[];
  readonly security: number | null;
}

/** Errors: `configuration`, naming the place of what is not SARIF. */
export function readSarif(report: ReportValue): Omit<ParsedReport, "kind" | "coverage" | "mutants" | "sources"> {
  const findings: ReportedFinding[] = [];
  const left: string[] = [];
  for (const run of report.at("runs").list()) {
    const driver = run.at("tool").at("driver");
    const tool = driver.at("name").text() ?? "unnamed tool";
    const facts = [driver, ...run.at("tool").at("extensions").list()].flatMap((component) => component.at("rules").list());
    const byId = new Map(facts.map((rule) => [rule.at("id").text() ?? "", factsOf(rule)]));
    const byIndex = driver.at("rules").list().map((rule) => rule.at("id").text() ?? "");
    const bases = new Map(run.at("originalUriBaseIds").entries().map(([name, value]) => [name, value.at("uri").text() ?? ""]));
    let unplaced = 0;
    const results = run.at("results").list();
    for (const result of results.slice(0, MAXIMUM_RESULTS)) {
      const rule = result.at("ruleId").text() ?? result.at("rule").at("id").text() ?? byIndex[result.at("ruleIndex").number() ?? -1] ?? "unnamed";
      const finding = findingOf(result, tool, rule, byId.get(rule) ?? byId.get(byIndex[result.at("ruleIndex").number() ?? -1] ?? ""), bases);
      if (finding === "unplaced") unplaced += 1;
      else if (finding !== null) findings.push(finding);
    }
    if (unplaced > 0) left.push(`${unplaced} result(s) of ${tool} name no line of a file`);
    if (results.length > MAXIMUM_RESULTS) left.push(`${results.length - MAXIMUM_RESULTS} result(s) of ${tool} beyond the first ${MAXIMUM_RESULTS}`);
  }
  return { findings, left };
}

function factsOf(rule: ReportValue): RuleFacts {
  const properties = rule.at("properties");
  const security = Number(properties.at("security-severity").value ?? Number.NaN);
  return {
    level: rule.at("defaultConfiguration").at("level").text(),
    why: rule.at("fullDescription").at("text").text() ?? rule.at("shortDescription").at("text").text(),
    words: [...properties.at("tags").list(), ...properties.at("cwe").list()].flatMap((tag) => (typeof tag.value === "string" ? [tag.value] : [])),
    security: Number.isNaN(security) ? null : security,
  };
}

/** Null: what its own tool calls suppressed, passed or gone. */
function findingOf(result: ReportValue, tool: string, rule: string, facts: RuleFacts | undefined, bases: ReadonlyMap<string, string>): ReportedFinding | "unplaced" | null {
  const isSuppressed = result.at("suppressions").list().some((suppression) => (suppression.at("status").text() ?? "accepted") === "accepted");
  const baseline = result.at("baselineState").text();
  const outcome = result.at("kind").text() ?? "fail";
  if (isSuppressed || baseline === "absent" || (outcome !== "fail" && outcome !== "open" && outcome !== "review")) return null;
  const level = SEVERITY[result.at("level").text() ?? facts?.level ?? "warning"];
  if (level === null || level === undefined) return null;
  const physical = result.at("locations").list()[0]?.at("physicalLocation");
  const artifact = physical?.at("artifactLocation");
  const uri = artifact?.at("uri").text() ?? null;
  const region = physical?.at("region");
  if (uri === null || artifact === undefined || region === undefined || region.at("startLine").number() === null) return "unplaced";
  const base = bases.get(artifact.at("uriBaseId").text() ?? "") ?? "";
  const words = facts?.words ?? [];
  const startLine = region.at("startLine").position();
  const startColumn = region.at("startColumn").position();
  return {
    tool,
    rule,
    severity: facts?.security !== undefined && facts.security !== null && facts.security >= HIGH_SECURITY ? "error" : level,
    path: `${base}${base === "" || base.endsWith("/") ? "" : "/"}${uri}`,
    startLine,
    startColumn,
    endLine: Math.max(startLine, region.at("endLine").isThere ? region.at("endLine").position() : startLine),
    endColumn: region.at("endColumn").isThere ? region.at("endColumn").position() : startColumn,
    message: result.at("message").at("text").text() ?? result.at("message").at("markdown").text() ?? rule,
    why: facts?.why ?? null,
    cwe: cweIn([...words, rule]),
    isSecurity: facts?.security !== null && facts?.security !== undefined ? true : words.some((word) => /^security$|^external\/cwe\//i.test(word)) || cweIn(words).length > 0,
    isOld: baseline === "unchanged",
    snippet: region.at("snippet").at("text").text(),
  };
}
