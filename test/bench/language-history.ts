/**
 * What the rules say of a real history in a language other than TypeScript and JavaScript: the last commits (`--last N`), each file against its parent's,
 * as if an assistant had written every change. `--draw N` prints that many mediums beside every high, chosen by `--seed TEXT`, each with its part of the
 * diff, to be read by a person. Needs a repository (`--repo PATH`).
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { CodeReader } from "../../src/checks/languages/code-reader";
import { codeLanguageOf } from "../../src/checks/languages/language-names";
import type { RuleFinding } from "../../src/checks/rules/rule";
import { answerRules } from "../../src/checks/rules/run-rules";
import type { NativeParser } from "../../src/checks/syntax/source-file";
import { lineChanges } from "../../src/core/hunks/line-changes";

/** Lines of a diff that are printed around a finding. */
const SHOWN = 9;

interface Judged {
  readonly commit: string;
  readonly path: string;
  readonly finding: RuleFinding;
}

export async function benchLanguageHistory(repository: string | null, last: number, draw: number, seed: string): Promise<void> {
  if (repository === null) {
    console.log("needs --repo PATH");
    return;
  }
  const git = (...parameters: readonly string[]) => spawnSync("git", [...parameters], { cwd: repository, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
  const parser: NativeParser = await import("oxc-parser");
  const code = new CodeReader();
  const judged: Judged[] = [];
  const languages = new Map<string, number>();
  const unread: string[] = [];
  let hunks = 0;
  const commits = git("log", "--no-merges", "--format=%H", "-n", String(last)).trim().split("\n");
  for (const commit of commits) {
    for (const [state, basePath, path] of changedFiles(git("diff-tree", "-r", "-M", "--no-commit-id", "--name-status", "-z", commit))) {
      const language = codeLanguageOf(path);
      if (language === null) continue;
      const base = state === "A" ? null : git("show", `${commit}^:${basePath}`);
      const text = state === "D" ? "" : git("show", `${commit}:${path}`);
      await code.prepare([{ path, text }]);
      const answer = answerRules(parser, { path, text, base, basePath, ...(state === "D" ? { isDeleted: true } : {}) }, {}, undefined, code);
      if (answer.problem !== null) unread.push(`${commit.slice(0, 8)} ${path}: ${answer.problem}`);
      hunks += base === null || state === "D" ? 1 : (lineChanges(base.split("\n"), text.split("\n"))?.length ?? 1);
      languages.set(language, (languages.get(language) ?? 0) + 1);
      for (const finding of answer.findings.filter(({ introduced }) => introduced)) judged.push({ commit, path, finding });
    }
  }
  const of = (severity: string) => judged.filter(({ finding }) => finding.severity === severity);
  console.log(`language history: ${commits.length} commits, ${[...languages].map(([name, count]) => `${count} ${name}`).join(", ")} files, ${hunks} hunks; findings: ${of("error").length} errors, ${of("warning").length} warnings, ${of("note").length} notes; not read: ${unread.length}`);
  for (const line of unread.slice(0, 10)) console.log(`  ${line}`);
  for (const severity of ["error", "warning", "note"]) console.log(`  ${severity}s by rule: ${tally(of(severity))}`);
  const keyOf = ({ commit, path, finding }: Judged) => createHash("sha256").update(`${seed}\0${commit}\0${path}\0${finding.startLine}\0${finding.message}`).digest("hex");
  const drawn = [...of("warning")].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).slice(0, draw);
  for (const { commit, path, finding } of draw > 0 ? [...of("error"), ...drawn] : []) {
    console.log(`\n---- ${commit.slice(0, 8)} ${path}:${finding.startLine} ${finding.severity} ${finding.rule}: ${finding.message}`);
    for (const line of around(git("diff-tree", "-p", "-U3", "-M", "--no-commit-id", commit, "--", path), finding.startLine)) console.log(`  ${line.slice(0, 170)}`);
  }
}

function tally(judged: readonly Judged[]): string {
  const counts = new Map<string, number>();
  for (const { finding } of judged) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([rule, count]) => `${rule} ${count}`).join(", ") || "none";
}

/** State, path before, path after. */
function changedFiles(answer: string): readonly (readonly [state: string, before: string, after: string])[] {
  const parts = answer.split("\0");
  const found: (readonly [string, string, string])[] = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const state = parts[at] ?? "";
    const first = parts[at + 1] ?? "";
    const isRenamed = /^[RC]/.test(state);
    found.push([state.slice(0, 1), first, isRenamed ? (parts[at + 2] ?? "") : first]);
    at += isRenamed ? 3 : 2;
  }
  return found;
}

/** The diff's lines next to a line of the new version. */
function around(diff: string, wanted: number): readonly string[] {
  const lines = diff.split("\n");
  let line = 0;
  let nearest = 0;
  let distance = Infinity;
  lines.forEach((text, index) => {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) line = Number(start) - 1;
    else if (!text.startsWith("-")) line++;
    if (line > 0 && Math.abs(line - wanted) < distance) {
      distance = Math.abs(line - wanted);
      nearest = index;
    }
  });
  return lines.slice(Math.max(0, nearest - SHOWN), nearest + SHOWN + 1);
}
