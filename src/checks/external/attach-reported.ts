import type { Finding, FindingClass, Severity } from "../../core/model";
import type { PlacedFinding, RuleDescription, TestFinding } from "../../core/ports";
import { ruleCatalogue } from "../rules/catalogue";
import { contentKey } from "../rules/run-rules";
import { kindOf } from "./kinds";

/** What the rules of others count as, in our words; what we or another report already tell of the place is left out. */
export function reportedFindings(placed: readonly PlacedFinding[], ours: readonly Finding[]): readonly Finding[] {
  const catalogue = new Map(ruleCatalogue().map((rule) => [rule.id, rule]));
  const byPath = new Map<string, Finding[]>();
  for (const finding of ours) byPath.set(finding.path, [...(byPath.get(finding.path) ?? []), finding]);
  const told: { readonly finding: Finding; readonly placed: PlacedFinding }[] = [];
  for (const one of placed) {
    const kind = kindOf(one.rule);
    const isSame = (other: Finding) => overlaps(one, other) && ((kind?.ours.includes(other.rule) ?? false) || sharesWeakness(one.cwe, catalogue.get(other.rule)?.cwe ?? null));
    if ((byPath.get(one.path) ?? []).some(isSame)) continue;
    if (told.some((other) => other.finding.path === one.path && overlaps(one, other.finding) && isSameKind(one, other.placed))) continue;
    told.push({ placed: one, finding: findingOf(one, kind?.ours.map((rule) => catalogue.get(rule)?.class).find((found) => found !== undefined)) });
  }
  return told.map(({ finding }) => finding);
}

/** A reason that tests give; `off` in the configuration leaves it out. */
export function testFinding(wanted: TestFinding, risk: Readonly<Record<string, unknown>>): readonly Finding[] {
  const rule = ruleCatalogue().find(({ id }) => id === wanted.rule);
  const setting = severitySetting(risk[wanted.rule]);
  if (rule === undefined || setting === "off") return [];
  return [described(rule, wanted, setting)];
}

function described(rule: RuleDescription, { path, startLine, startColumn, endLine, endColumn, message, text }: TestFinding, setting: Severity | undefined): Finding {
  return { rule: rule.id, class: rule.class, severity: setting ?? rule.severity, why: rule.why, fix: rule.fix, path, startLine, startColumn, endLine, endColumn, message, introduced: true, contentKey: contentKey(rule.id, text, ""), related: [] };
}

function severitySetting(value: unknown): Severity | "off" | undefined {
  const given = typeof value === "object" && value !== null && "severity" in value ? value.severity : value;
  return given === "off" || given === "error" || given === "warning" || given === "note" ? given : undefined;
}

function findingOf(one: PlacedFinding, kind: FindingClass | undefined): Finding {
  const tool = one.tool.toLowerCase().split(/[^a-z0-9-]+/).find((part) => part !== "") ?? "tool";
  const rule = `${tool}/${one.rule}`;
  return {
    rule,
    class: one.isSecurity ? "security" : (kind ?? "maintainability"),
    severity: one.severity,
    path: one.path,
    startLine: one.startLine,
    startColumn: one.startColumn,
    endLine: one.endLine,
    endColumn: one.endColumn,
    message: one.message.trim().slice(0, 1_000),
    why: one.why?.trim().slice(0, 2_000) ?? `${one.tool} says so.`,
    fix: `Do what ${one.tool} asks, or tell it why it is wrong here.`,
    introduced: one.introduced,
    contentKey: contentKey(rule, one.text, ""),
    related: [],
  };
}

/** Two reports about one place: the same weakness, the same kind, or the same rule under two names. */
function isSameKind(one: PlacedFinding, other: PlacedFinding): boolean {
  const kind = kindOf(one.rule);
  const last = (rule: string) => rule.slice(Math.max(rule.lastIndexOf("/"), rule.lastIndexOf(".")) + 1).toLowerCase();
  return one.cwe.some((cwe) => other.cwe.includes(cwe)) || (kind !== null && kind.ours.length > 0 && kindOf(other.rule)?.ours === kind.ours) || last(one.rule) === last(other.rule);
}

function sharesWeakness(theirs: readonly number[], ours: number | null): boolean {
  return ours !== null && theirs.includes(ours);
}

function overlaps(one: { readonly startLine: number; readonly endLine: number }, other: { readonly startLine: number; readonly endLine: number }): boolean {
  return one.startLine <= other.endLine && one.endLine >= other.startLine;
}
