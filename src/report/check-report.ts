/** What every reporter of `check` is given. */
import type { DebtSnapshot, Hunk } from "../core/model";
import { HUNK_RULES } from "./check-issues";
import type { ExcerptLine } from "./check-text";
import { inCodeUnitOrder } from "./totals";

export interface CheckReport {
  readonly snapshot: DebtSnapshot;
  /** What the command will exit with. */
  readonly exitCode: number;
  /** The gate's failure is not the command's (`--soft`). */
  readonly soft: boolean;
  readonly findingsOutsideHunks: boolean;
  /** Lines to quote under a hunk, by hunk id. */
  readonly excerpts: ReadonlyMap<string, readonly ExcerptLine[]>;
  /** Of Countersign itself. */
  readonly version: string;
  /** Addresses of places, where the forge is known. */
  readonly links?: ReportLinks;
}

export interface ReportLinks {
  /** The lines as the forge shows them. */
  toFile(path: string, startLine: number, endLine: number): string;
}

/** Opens the hunk in VS Code, by way of a page that may be linked to from where only https links are let through. */
export function editorLink(hunk: Hunk): string {
  const query = `hunk=${encodeURIComponent(hunk.id)}&path=${uriComponent(hunk.path)}&line=${hunk.startLine}`;
  return `https://vscode.dev/redirect?url=${encodeURIComponent(`vscode://countersign.countersign/hunk?${query}`)}`;
}

export interface RuleDescription {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

/** The rules that a list of issues names, in code unit order, with what is known of them. */
export function rulesOf(issues: readonly { readonly rule: string; readonly why: string; readonly fix: string }[]): readonly RuleDescription[] {
  const rules = new Map<string, RuleDescription>();
  for (const { rule, why, fix } of issues) {
    const title = rule in HUNK_RULES ? HUNK_RULES[rule as keyof typeof HUNK_RULES].title : rule.replaceAll("-", " ");
    if (!rules.has(rule)) rules.set(rule, { id: rule, title, why, fix });
  }
  return [...rules.values()].sort((one, other) => inCodeUnitOrder(one.id, other.id));
}

/** One part of an address; half a character, which has no bytes to write, becomes the replacement character. */
export function uriComponent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
