import { readdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join, relative } from "node:path";

/** One line that somebody else's test marks as wrong or as right. */
export interface Label {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Last line, inclusive, where any line up to it counts; else the label is of one line. */
  readonly endLine?: number;
  readonly category: string;
  readonly isPositive: boolean;
  /** Files are parted by the hash of their path: rules are written while looking at one half only. */
  readonly isHeldBack: boolean;
}

export interface LabelledFile {
  readonly path: string;
  readonly text: string;
  readonly labels: readonly Label[];
}

/** First match wins; looked for in the rule's name and then in the file's path. */
const CATEGORIES: readonly (readonly [string, RegExp])[] = [
  ["nosql", /nosql|mongo|CWE-943/i],
  ["sql", /sql|knex|CWE-0?89|typeorm|S2077|tainted-sequelize/i],
  ["jwt", /jwt|jose\b|jsonwebtoken|CWE-347|S5659/i],
  ["csrf", /csrf|CWE-352|S4502/i],
  ["cookie", /cookie|session|CWE-614|CWE-1004|S2092|S3330|S5876/i],
  ["cors", /cors|origin|CWE-346|CWE-942|S5122|S2819|postmessage/i],
  ["deserialisation", /deseriali|serializ|CWE-502|yaml/i],
  ["prototype", /proto|CWE-915|CWE-471|CWE-1321|remote-property|mass.?assign/i],
  ["xxe", /xxe|xml|CWE-611|CWE-776|expat|\bsax\b|S2755/i],
  ["regex", /regex|redos|CWE-730|CWE-1333|CWE-400|S5852|S5843/i],
  ["tls", /tls|ssl|cert|CWE-295|CWE-319|https|S4423|S4830|S5527|S5332|insecure-transport|insecure_url|using-http|http-to/i],
  ["redirect", /redirect|CWE-601|S5146/i],
  ["ssrf", /ssrf|request.?forgery|CWE-918|phantom|wkhtml|puppeteer|playwright|remote-interface|http_url/i],
  ["code", /eval|code.?(string|exec|inj)|CWE-0?94|vm2?[-_/]|sandbox|S1523|intercom|argument.?inj/i],
  ["path", /path|travers|CWE-0?22|CWE-0?73|zip|send.?file|S5042|non_literal_fs|non-literal-fs|file.?upload|S2598/i],
  ["shell", /command|child.?process|shell|spawn|CWE-0?78|\bexec|S4721|S4036|S2076/i],
  ["html", /xss|html|CWE-0?79|CWE-0?80|CWE-116|sanitiz|mustache|escape|cross.?site|document-method|dom.?based|S5247|S5148|S6268|S5728|jquery|href|fbjs|angular|createnodes|ref-from/i],
  ["secret", /secret|hardcod|credential|CWE-798|CWE-259|CWE-321|S2068|S6418|password/i],
  ["crypto", /crypto|hash|md5|sha1|cipher|CWE-32[678]|CWE-916|CWE-338|random|argon|aes|S4790|S2245|S5542|S5547|S4426|encryption/i],
  ["template", /template|CWE-1336|render/i],
  ["log", /log|CWE-117|CWE-532|CWE-20[019]|CWE-31[23]|format|console|exception|stack/i],
];

/** Rules of other tools that are no matter of security, named by numbers alone, would only be noise. */
const SONAR_SECURITY = /S(2068|6418|2077|5659|4502|2092|3330|5876|5122|2819|2755|5852|4423|4830|5527|5332|1523|5042|2598|4721|4036|2612|5247|5148|6268|5728|5693|4790|2245|5542|5547|4426|5604|6299|5689|5734|5736|5739|5742|5743|4507)(?!\d)/;

/** Suites of style and correctness, cloud templates, and files whose marks mean something else. */
const NO_SECURITY = /\/(best-practice|correctness|portability|third_parties|true_negatives|aws-cdk)\/|uselesscat|S5332\/|CfnStack/;

/** A case of a rule's own unit test: code in a text, which no tool reads as code where it stands. */
const TESTER_CASE = /\bcode:\s*`((?:[^`\\]|\\.)*)`/gs;

const EXTENSION = /\.(js|jsx|ts|tsx|mjs|cjs|mts|cts)$/;
const MAXIMUM_BYTES = 300_000;

/**
 * Reads the marks of semantic rule suites and teaching applications below a folder: `ruleid:`/`ok:`, `NOT OK`/`OK`,
 * `$ Alert`, `bearer:expected`, `Noncompliant`/`Compliant`, `vuln-line`/`neutral-line`. Code that a unit test of a rule
 * holds in texts becomes a file for each of them.
 */
export function readLabelled(root: string): readonly LabelledFile[] {
  const files: LabelledFile[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !EXTENSION.test(entry.name) || /(^|\/)node_modules\//.test(path)) continue;
    const text = readFileSync(path, "utf8");
    if (text.length > MAXIMUM_BYTES) continue;
    const name = relative(root, path);
    if (NO_SECURITY.test(name)) continue;
    for (const subject of subjectsOf(name, text)) {
      const labels = labelsOf(name, subject.text).map((label) => ({ ...label, path: subject.path }));
      if (labels.length > 0) files.push({ ...subject, labels });
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The file itself, or the cases of a rule tester, each on the lines where it stands. */
function subjectsOf(path: string, text: string): readonly { readonly path: string; readonly text: string }[] {
  const cases = [...text.matchAll(TESTER_CASE)].filter(([, code = ""]) => !code.includes("${"));
  if (!/\.test\.[cm]?[jt]sx?$/.test(path) || cases.length === 0) return [{ path, text }];
  return cases.map((found, index) => {
    const lines = text.slice(0, found.index).split("\n").length - 1;
    return { path: path.replace(/[^/]*$/, `case-${String(index)}.tsx`), text: "\n".repeat(lines) + (found[1] ?? "").replace(/\\([`$\\])/g, "$1") };
  });
}

/** Whether a file's lines are never looked at while rules are written. */
export function isHeldBack(path: string): boolean {
  return (createHash("sha256").update(path).digest()[0] ?? 0) % 2 === 1;
}

function labelsOf(path: string, text: string): readonly Label[] {
  const lines = text.split(/\r?\n/);
  const isLeft = isHeldBack(path);
  const labels: Label[] = [];
  lines.forEach((line, index) => {
    const comment = /(?:\/\/|\/\*|\{\/\*|<!--|^\s*\*)\s?(.*)$/.exec(line.replace(/(["'`])(?:(?!\1)[^\\]|\\.)*\1/g, (text) => "_".repeat(text.length)));
    if (comment === null) return;
    const said = line.slice(comment.index);
    const mark = markOf(said, path);
    if (mark === null) return;
    const before = line.slice(0, comment.index).trim();
    const target = before !== "" && !/^[{(]*$/.test(before) ? index : nextCode(lines, index + 1);
    if (target === null) return;
    const category = categoryOf(mark.rule) ?? categoryOf(path) ?? "other";
    labels.push({ path, line: target + 1, category, isPositive: mark.isPositive, isHeldBack: isLeft });
  });
  const known = new Set<string>();
  return labels.filter(({ line, isPositive }) => {
    const other = labels.some((label) => label.line === line && label.isPositive && !isPositive);
    const key = `${line}`;
    // A line that one rule calls right and another wrong is wrong.
    if (other || known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function markOf(said: string, path: string): { isPositive: boolean; rule: string } | null {
  const rule = /\b(ruleid|ok)\s*:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*)/.exec(said);
  if (rule !== null && !/todo\s*(ruleid|ok)|(todoruleid|todook)/i.test(said)) return { isPositive: rule[1] === "ruleid", rule: rule[2] ?? "" };
  if (/todo(ruleid|ok)/i.test(said)) return null;
  const bearer = /bearer:expected\s+([\w-]+)/.exec(said);
  if (bearer !== null) return { isPositive: true, rule: bearer[1] ?? "" };
  if (/\bvuln-line\b/.test(said)) return { isPositive: true, rule: said };
  if (/\$\s*(?:[\w-]+\s+)*Alert\b/.test(said)) return { isPositive: true, rule: /Alert\[([^\]]*)\]/.exec(said)?.[1] ?? "" };
  if (/packages\//.test(path) || /(^|\/)S\d{4}(\/|\.)/.test(path)) {
    if (!SONAR_SECURITY.test(path)) return null;
    if (/\bNoncompliant\b/.test(said)) return { isPositive: true, rule: "" };
    return /\bCompliant\b|\bOK\b/.test(said) ? { isPositive: false, rule: "" } : null;
  }
  if (/\b(NOT OK|BAD)\b/.test(said) && !/but (not|NOT) (detected|flagged)|FN|false negative/i.test(said)) return { isPositive: true, rule: "" };
  return /^(\/\/|\/\*|\{\/\*|<!--|\s*\*)\s*(OK|GOOD|SAFE)\b/.test(said) && !/but (flagged|still)|FP|false positive/i.test(said) ? { isPositive: false, rule: "" } : null;
}

function nextCode(lines: readonly string[], from: number): number | null {
  for (let index = from; index < Math.min(lines.length, from + 12); index++) {
    const line = (lines[index] ?? "").trim();
    if (line !== "" && !/^(\/\/|\/\*|\*|\{\/\*)/.test(line)) return index;
  }
  return null;
}

/** The category that a rule's name or a path speaks of; null where it is none of ours. */
export function categoryOf(name: string): string | null {
  return name === "" ? null : (CATEGORIES.find(([, pattern]) => pattern.test(name))?.[0] ?? null);
}
