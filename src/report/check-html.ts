/** One self-contained page: no script, no request; a policy in the page itself forbids both. */
import { isOpen } from "../core/debt/open-lines";
import type { DebtItem } from "../core/model";
import { checkIssues } from "./check-issues";
import type { CheckReport } from "./check-report";
import { exactMinutes, roundedMinutes } from "./minutes";
import { counted } from "../core/counted";
import { groupBy } from "../core/group-by";
import { quotedPath } from "../core/quoted-path";
import { printable } from "./text-layout";
import { inCodeUnitOrder, riskiestFirst, totalsOf } from "./totals";
import { linesOfHunk, scopeInWords, signedInWords, sizeOf, stateInWords } from "./words";

const STYLE = `
:root{color-scheme:light dark;--line:#8886;--soft:#8882}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:var(--soft);padding:.5rem;overflow:auto;margin:.3rem 0}
.fail{color:#b00020}.pass{color:#107c10}.caution{color:#8a5a00}
@media(prefers-color-scheme:dark){.fail{color:#ff8a80}.pass{color:#8bd48b}.caution{color:#ffd27f}}
.number{text-align:right;white-space:nowrap}`;

export function checkHtml(report: CheckReport): string {
  const { snapshot } = report;
  const verdict = { pass: "the gate passes", fail: report.soft ? "the gate fails (soft: not counted)" : "the gate fails", "not-evaluated": "could not be evaluated" }[snapshot.verdict];
  const colour = { pass: "pass", fail: "fail", "not-evaluated": "caution" }[snapshot.verdict];
  const totals = totalsOf(snapshot.items);
  const owed = totals.hunks === 0 ? "No verification debt." : `${roundedMinutes(totals.hundredths)} of review owed: ${counted(totals.hunks, "hunk")}, ${counted(totals.lines, "line")}.`;
  const byPath = groupBy(riskiestFirst(snapshot.items).filter(isOpen), ({ hunk }) => hunk.path);
  const sections = [
    `<h1>Countersign: <span class="${colour}">${verdict}</span></h1>`,
    `<p>${escaped(`${owed} ${signedInWords(snapshot.items)}`.trimEnd())}<br>${escaped(scopeInWords(snapshot))} Policy: ${escaped(snapshot.policy.source)}, version ${snapshot.policy.version}.</p>`,
    gate(report),
    ...[...byPath].sort(([one], [other]) => inCodeUnitOrder(one, other)).map(([path, items]) => file(path, items, report)),
    outside(report),
    unclaimed(report),
    notChecked(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countersign: ${verdict}</title>
<style>${STYLE}
</style>
</head>
<body>
${sections.filter((section) => section !== "").join("\n")}
</body>
</html>
`;
}

function gate({ snapshot }: CheckReport): string {
  if (snapshot.gate.length === 0) return "";
  const rows = snapshot.gate.map(({ condition, pass, actual, limit, why }) => `<tr><td class="${pass ? "pass" : "fail"}">${pass ? "passes" : "fails"}</td><td><code>${escaped(condition)}</code></td><td class="number">${actual} of ${limit}</td><td>${escaped(why)}</td></tr>`);
  return `<h2>Gate</h2>\n${table(["", "condition", "", ""], rows)}`;
}

function file(path: string, items: readonly DebtItem[], report: CheckReport): string {
  const rows = [...items].sort((one, other) => one.hunk.startLine - other.hunk.startLine).map((item) => {
    const { hunk, risk } = item;
    const lines = report.links === undefined ? linesOfHunk(hunk) : `<a href="${escaped(report.links.toFile(path, Math.max(1, hunk.startLine), Math.max(1, hunk.startLine, hunk.endLine)))}">${linesOfHunk(hunk)}</a>`;
    const reasons = [...risk.reasons.map(({ message, rule }) => `${message} (${rule})`), ...item.findings.filter((finding) => finding.introduced && !risk.reasons.some(({ rule }) => rule === finding.rule)).map(({ severity, message, rule }) => `${severity}: ${message} (${rule})`)];
    const excerpt = report.excerpts.get(hunk.id) ?? [];
    const quoted = excerpt.length === 0 ? "" : `<pre>${excerpt.map(({ line, text }) => escaped(`${line} │ ${text}`)).join("\n")}</pre>`;
    const what = `${hunk.symbol === null ? "" : `<code>${escaped(hunk.symbol)}</code> · `}${sizeOf(hunk)} · ${escaped(hunk.assistant)} · ${escaped(stateInWords(item))}`;
    return `<tr><td>${lines}</td><td class="${risk.level === "high" ? "fail" : risk.level === "medium" ? "caution" : ""}">${risk.level}</td><td>${what}${reasons.map((reason) => `<br>${escaped(reason)}`).join("")}${quoted}</td><td class="number">${exactMinutes(item.hundredths)}</td></tr>`;
  });
  return `<h2><code>${escaped(quotedPath(path))}</code></h2>\n${table(["lines", "risk", "what", "owes"], rows)}`;
}

function outside({ snapshot, findingsOutsideHunks }: CheckReport): string {
  const rows = checkIssues(snapshot, findingsOutsideHunks)
    .filter((issue) => issue.hunk === null && issue.class !== "verification")
    .map((issue) => `<tr><td><code>${escaped(quotedPath(issue.path))}:${issue.startLine}</code></td><td>${issue.level}</td><td>${escaped(issue.message)} (${escaped(issue.rule)})</td></tr>`);
  return rows.length === 0 ? "" : `<h2>Findings outside hunks</h2>\n${table(["where", "severity", "what"], rows)}`;
}

function unclaimed({ snapshot }: CheckReport): string {
  const { lines, files, policy } = snapshot.unclaimed;
  if (lines === 0 || policy === "ignore") return "";
  const rows = files.map(({ path, ranges }) => `<tr><td><code>${escaped(quotedPath(path))}</code></td><td>${ranges.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(", ")}</td></tr>`);
  return `<h2>Unclaimed</h2>\n<p>${counted(lines, "changed line")} of unknown origin (${policy === "assume-ai" ? "counted as an assistant's" : "reported, not counted"}).</p>\n${table(["file", "lines"], rows)}`;
}

function notChecked({ snapshot }: CheckReport): string {
  if (snapshot.notChecked.length === 0) return "";
  return `<h2>Not checked</h2>\n<ul>\n${snapshot.notChecked.map(({ what, why, path }) => `<li>${escaped(what)}${path === undefined ? "" : ` (<code>${escaped(quotedPath(path))}</code>)`}: ${escaped(why)}</li>`).join("\n")}\n</ul>`;
}

function table(headings: readonly string[], rows: readonly string[]): string {
  return `<table>\n<tr>${headings.map((heading) => `<th>${heading}</th>`).join("")}</tr>\n${rows.join("\n")}\n</table>`;
}

function escaped(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
