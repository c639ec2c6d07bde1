import { createHash } from "node:crypto";
import type { Severity } from "../../core/model";
import type { ChangedText, RuleAnswer } from "../parsing/protocol";
import type { CodeReader } from "../languages/code-reader";
import { newlyOffered } from "../parsing/offered-names";
import { children } from "../syntax/node";
import { SourceFile, type NativeParser } from "../syntax/source-file";
import { isFlowExhausted } from "../flow/flow";
import { RULES } from "./catalogue";
import { withoutLayout } from "./layout";
import { LineAlignment } from "./line-alignment";
import type { ProjectFacts } from "./project-facts";
import type { Occurrence, Removal, Rule, RuleFinding, RuleSettings } from "./rule";
import { skippedLines } from "./skipped-tests";
import { linesWithin } from "./test-places";
import { View } from "./view";

/** Findings of one rule in one file are capped: a file of ten thousand `any` needs no ten thousand reasons. */
const MAXIMUM_PER_RULE = 200;
const MAXIMUM_LINES = 20_000;

/** Runs every rule over a changed file and its base. A rule that fails must not hide what the others found. */
export function answerRules(parser: NativeParser, file: ChangedText, settings: RuleSettings, facts?: ProjectFacts, code?: CodeReader): RuleAnswer {
  if (file.isDeleted === true) return answerDeleted(parser, file, settings, facts, code);
  const headTree = file.withoutTree === true ? null : SourceFile.parse(parser, file.path, file.text);
  // oxc recovers the whole tree from many errors (an `await` in the wrong place); from others nothing is left.
  const usable = headTree !== null && (headTree.syntaxError === null || children(headTree.program, "body").length > 0) ? headTree : null;
  const reading = file.withoutTree === true ? null : (code?.read(file.path, file.text) ?? null);
  const head = new View(file.path, file.text, usable, facts, reading?.facts);
  const base = file.base === null ? null : file.base === file.text && file.basePath === file.path ? head : file.withoutTree === true ? new View(file.basePath, file.base, null, facts) : viewOf(parser, file.basePath, file.base, facts, code);
  const findings: RuleFinding[] = [];
  const failures: string[] = [];
  const alignment = alignmentOf(base, head);
  for (const rule of RULES) {
    if (settings[rule.id] === "off") continue;
    try {
      findings.push(...findingsOf(rule, base, head, settings[rule.id] as Severity | undefined, alignment));
    } catch (error) {
      failures.push(`${rule.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const unfollowed = usable !== null && isFlowExhausted(usable) ? "the file is too large to follow every value: data flow stopped part of the way" : null;
  const problem = headTree?.syntaxError ?? reading?.problem ?? (failures.length > 0 ? `rules failed: ${failures.join("; ")}` : unfollowed);
  const offered = usable === null || settings["dead-code"] === "off" || base === head ? [] : newlyOffered(base?.tree ?? null, usable);
  return { findings, parsed: usable?.syntaxError === null || (reading !== null && reading.facts !== null && reading.problem === null), problem, ...(offered.length > 0 ? { offered } : {}), ...linesNotRun(base, head, settings) };
}

/** Only where there are such, as few files have them. */
function linesNotRun(base: View | null, head: View | null, settings: RuleSettings): Pick<RuleAnswer, "skipped"> {
  if (settings["test-weakened"] === "off") return {};
  try {
    const skipped = skippedLines(base, head);
    return skipped.base.length + skipped.head.length === 0 ? {} : { skipped };
  } catch {
    // The rule itself fails then, and says so.
    return {};
  }
}

/** What is lost with a file that the head no longer has; the findings stand at its first line. */
function answerDeleted(parser: NativeParser, { basePath, base }: ChangedText, settings: RuleSettings, facts?: ProjectFacts, code?: CodeReader): RuleAnswer {
  const view = viewOf(parser, basePath, base ?? "", facts, code);
  const findings = RULES.flatMap((rule) => {
    const setting = settings[rule.id];
    if (setting === "off") return [];
    return (rule.removed?.(view, null) ?? []).map(({ message, severity, snippet }): RuleFinding => {
      const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
      return { rule: rule.id, severity: setting ?? severity ?? rule.severity, message, ...place, introduced: true, contentKey: contentKey(rule.id, `removed\0${snippet}`, "") };
    });
  });
  return { findings, parsed: view.tree !== null || view.code !== null, problem: null, ...linesNotRun(view, null, settings) };
}

export function viewOf(parser: NativeParser, path: string, source: string, facts?: ProjectFacts, code?: CodeReader): View {
  const tree = SourceFile.parse(parser, path, source);
  return new View(path, source, tree !== null && children(tree.program, "body").length > 0 ? tree : null, facts, code?.read(path, source)?.facts);
}

/** Made once for all rules of a file, and only where one of them found something: a lockfile's comparison takes long. */
function alignmentOf(base: View | null, head: View): () => LineAlignment {
  let made: LineAlignment | null = null;
  return () => (made ??= new LineAlignment(base?.text ?? "", head.text));
}

/** Compares two versions by content, never by line number; on equal content the unchanged lines are the old ones. */
export function findingsOf(rule: Rule, base: View | null, head: View, severity?: Severity, alignment = alignmentOf(base, head)): readonly RuleFinding[] {
  const grown = base === head ? [] : (rule.grown?.(base, head) ?? []);
  const now = [...rule.find(head, base), ...grown].slice(0, rule.eachLine === true ? MAXIMUM_LINES : MAXIMUM_PER_RULE);
  const keys = now.map((occurrence) => keyOf(rule, head, occurrence));
  const introduced = new Set(now.keys());
  if (base === head) introduced.clear();
  if (now.length > 0 && base !== null && base !== head) {
    const before = new Map<string, Occurrence[]>();
    for (const occurrence of rule.find(base)) {
      const key = keyOf(rule, base, occurrence);
      const same = before.get(key);
      if (same === undefined) before.set(key, [occurrence]);
      else same.push(occurrence);
    }
    const isOld = (index: number) => alignment().isUnchanged(head.lines.lineOf(now[index]?.start ?? 0));
    const order = before.size === 0 ? [] : [...now.keys()].sort((a, b) => Number(isOld(b)) - Number(isOld(a)) || a - b);
    for (const index of order) {
      if (grown.includes(now[index] as Occurrence) || before.get(keys[index] ?? "")?.pop() === undefined) continue;
      introduced.delete(index);
    }
    const left = rule.class === "security" ? [...before.values()].flat() : [];
    for (const index of left.length === 0 ? [] : [...introduced]) {
      const at = left.findIndex((old) => isWrapped(rule, { view: base, occurrence: old }, { view: head, occurrence: now[index] as Occurrence }));
      if (at < 0) continue;
      left.splice(at, 1);
      introduced.delete(index);
    }
  }
  const all = now.map((occurrence, index): RuleFinding => {
    const weighed = severity ?? severityOf(rule, head, occurrence);
    const within = introduced.has(index) && severity === undefined && weighed === "error" && isMovable(rule) ? textAround(head, occurrence) : null;
    const start = head.lines.position(occurrence.start);
    // The end is inclusive by line: an occurrence that ends with its line's end does not reach the next one.
    const end = head.lines.position(Math.max(occurrence.start, occurrence.end - 1));
    return {
      rule: rule.id,
      severity: weighed,
      message: occurrence.message,
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column + 1,
      introduced: introduced.has(index),
      contentKey: keys[index] ?? "",
      ...(within === null ? {} : { within }),
    };
  });
  const findings = rule.eachLine === true ? joined(all.filter((finding) => finding.introduced)) : all;
  if (base === null || base === head) return findings;
  const removals = (rule.removed?.(base, head) ?? []).slice(0, MAXIMUM_PER_RULE);
  return [...findings, ...removals.map((removal) => removalFinding(rule, removal, base, head, alignment(), severity))];
}

/** What is dangerous by its own words is so in any place. */
const OF_ITSELF: ReadonlySet<string> = new Set(["secret", "hardcoded-credential", "hidden-character"]);
/** Characters of a function, without white space, that stand in two places by no chance, and those that are compared at most. */
const LEAST_MOVED = 80;
const MOST_MOVED = 50_000;

function isMovable(rule: Rule): boolean {
  return (rule.class === "security" || rule.class === "reliability") && !OF_ITSELF.has(rule.id);
}

/** Lines of the innermost declaration of some length around a place, without its first and its last one, which a move changes. */
function textAround(view: View, { start }: Occurrence): string | null {
  for (const declaration of view.declarationsAround(start)) {
    if (declaration.end - declaration.start > MOST_MOVED) return null;
    const text = withoutLayout(linesWithin(view.text.slice(declaration.start, declaration.end)).join("\n"));
    if (text.length >= LEAST_MOVED) return text;
  }
  return null;
}

/** A framework serves what lies there, also in a folder called `test`; what a runner looks for is named as a test. */
const SERVED = /(^|\/)(app|pages|api|routes|server|functions)\/(?:.*\/)?(tests?|specs?|e2e)\/(?!(?:.*[._-])(test|spec)\.\w+$)/;

function severityOf(rule: Rule, view: View, occurrence: Occurrence): Severity {
  const severity = occurrence.severity ?? rule.severity;
  return severity === "error" && view.isTest && rule.isMildInTests === true && !SERVED.test(view.path) ? "warning" : severity;
}

/** Findings on neighbouring lines as one; a blank line between them parts nothing. */
function joined(findings: readonly RuleFinding[]): readonly RuleFinding[] {
  const result: RuleFinding[] = [];
  for (const finding of findings) {
    const last = result[result.length - 1];
    if (last !== undefined && last.message === finding.message && finding.startLine <= last.endLine + 2) {
      result[result.length - 1] = { ...last, endLine: finding.endLine, endColumn: finding.endColumn };
    } else result.push(finding);
  }
  return result;
}

function removalFinding(rule: Rule, removal: Removal, base: View, head: View, alignment: LineAlignment, severity?: Severity): RuleFinding {
  const baseLine = base.lines.lineOf(removal.baseOffset);
  const line = removal.headOffset === undefined ? alignment.survivingLine(baseLine) + 1 : head.lines.lineOf(removal.headOffset) + 1;
  const length = head.lines.startOf(line) - head.lines.startOf(line - 1);
  return {
    rule: rule.id,
    severity: severity ?? removal.severity ?? rule.severity,
    message: removal.message,
    startLine: line,
    startColumn: 1,
    endLine: line,
    endColumn: Math.max(1, length),
    introduced: true,
    contentKey: contentKey(rule.id, `removed\0${removal.snippet}`, base.symbolAt(removal.baseOffset)),
  };
}

interface Placed {
  readonly view: View;
  readonly occurrence: Occurrence;
}

/** The same words, told in the same way, in a function that was put around them: a callback that waits for a lock, a retry. */
function isWrapped(rule: Rule, old: Placed, now: Placed): boolean {
  const severity = ({ occurrence, view }: Placed) => severityOf(rule, view, occurrence);
  const words = ({ occurrence, view }: Placed) => snippetOf(view, occurrence).replace(/\s+/g, "");
  if (old.occurrence.message !== now.occurrence.message || severity(old) !== severity(now) || words(old) !== words(now)) return false;
  const outer = old.view.symbolAt(old.occurrence.start);
  return now.view.symbolAt(now.occurrence.start).startsWith(outer === "" ? "" : `${outer}.`);
}

function snippetOf(view: View, { start, end, snippet }: Occurrence): string {
  return snippet ?? view.text.slice(start, end);
}

function keyOf(rule: Rule, view: View, occurrence: Occurrence): string {
  return contentKey(rule.id, snippetOf(view, occurrence), view.symbolAt(occurrence.start));
}

/** `RULE:` and 128 bits over the snippet without white space and the enclosing symbol. */
export function contentKey(rule: string, snippet: string, symbol: string): string {
  const normal = snippet.replace(/\s+/g, "");
  return `${rule}:${createHash("sha256").update(`${normal}\0${symbol}`).digest("hex").slice(0, 32)}`;
}
