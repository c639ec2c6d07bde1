import type { RuleDescription, RuleExample } from "../core/ports";
import type { RuleRecord, TextOptions } from "./answers";
import { jsonText } from "./json-text";
import { splitLines } from "../core/fingerprint/lines";
import { counted } from "../core/counted";
import { padEnd, printable, shownPath, wrap } from "./text-layout";
import { momentOf } from "./words";

const LABEL = 11;

/** A rule: what it sees, why it matters, what to do. Needs no repository. */
export function ruleText(rule: RuleDescription, { palette, width }: TextOptions): string {
  const lines = [palette.name(rule.id), ""];
  const add = adderOf(lines, { palette, width });
  add("Class", `${rule.class}, severity ${rule.severity}${rule.cwe === null ? "" : `, CWE-${rule.cwe}`}${rule.alwaysHigh ? "; a hunk that introduces one is of high risk" : ""}`);
  add("Why", rule.why);
  add("Fix", rule.fix);
  if (rule.example !== null) lines.push("", ...exampleLines(rule.example, palette), "");
  add("Setting", `"risk": { "${rule.id}": "off" | "error" | "warning" | "note" } in .countersign/config.jsonc`);
  add("One place", `countersign explain ${rule.id} --not-a-problem FILE:LINE --note WHY says, signed, that it is none there`);
  return `${lines.join("\n")}\n`;
}

/** What came of a rule in this repository. */
export function ruleRecordText(record: RuleRecord, options: TextOptions): string {
  const lines = [""];
  const add = adderOf(lines, options);
  if (record.setting !== null) add("Set to", `"${record.setting}" here`);
  add("Here", `${counted(record.fired, "finding")} introduced in this scope, ${record.signedOff} of them in hunks that are signed off`);
  add("Ledger", `of hunks with this reason ${record.approved} approved and ${record.rejected} rejected; ${counted(record.notAProblem.length, "place")} called no problem`);
  for (const said of record.notAProblem.slice(0, 20)) add("", `${momentOf(said.at)} ${shownPath(said.path)} by ${printable(said.signer)}: “${printable(said.reason ?? "")}” (${said.id.slice(0, 12)})`);
  return `${lines.join("\n")}\n`;
}

function adderOf(lines: string[], { palette, width }: TextOptions): (label: string, text: string) => void {
  return (label, text) => wrap(text, width - LABEL).forEach((part, index) => lines.push((index === 0 ? palette.dim(padEnd(label, LABEL)) : " ".repeat(LABEL)) + part));
}

/** The texts as they are: a program that was wrapped would be another one. */
function exampleLines({ path, before, bad, good }: RuleExample, palette: TextOptions["palette"]): readonly string[] {
  const shown = (label: string, text: string) => [palette.dim(label), ...splitLines(text).map((line) => `    ${printable(line)}`)];
  return [...(before === null ? [] : shown(`${path} before:`, before)), ...shown(`${before === null ? path : "then"}, reported:`, bad), ...shown("not reported:", good)];
}

/** `countersign/explain/1`. */
export function explainJson(rule: RuleDescription, record: RuleRecord): string {
  const { id, class: kind, severity, why, fix, cwe, alwaysHigh, example } = rule;
  const here = { fired: record.fired, signedOff: record.signedOff, approved: record.approved, rejected: record.rejected, setting: record.setting, notAProblem: record.notAProblem.map((said) => ({ record: said.id, path: said.path, signer: said.signer, at: said.at, trust: said.trust, reason: said.reason ?? "" })) };
  return jsonText({ schema: "countersign/explain/1", rule: id, class: kind, severity, why, fix, cwe, alwaysHigh, example, here });
}
