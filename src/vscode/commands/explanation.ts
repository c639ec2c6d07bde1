import { l10n } from "vscode";
import type { WhyAnswer } from "../../app/session-types";
import { splitLines } from "../../core/fingerprint/lines";
import type { DebtItem } from "../../core/model";
import { hunkHeadline, hunkSections, recordLine, sectionList } from "../editor/hunk-sections";
import { intentSections } from "../editor/intent-sections";
import { plainMarkdown } from "../editor/markdown-text";
import { lineSpan, oneLine } from "../services/words";

/** All that is known about a hunk as a Markdown text; texts of the repository are escaped, so that none is taken for markup. */
export function explanation(item: DebtItem, why: WhyAnswer): string {
  const { hunk } = item;
  const parts = [`# ${plainMarkdown(hunk.path)}, ${lineSpan(hunk.startLine, hunk.endLine)}`, plainMarkdown(hunkHeadline(item))];
  for (const section of [...hunkSections(item), ...(why.intent === null || why.intent === undefined ? [] : intentSections(why.intent))]) {
    parts.push(`## ${section.heading}`, sectionList(section));
  }
  parts.push(`## ${l10n.t("First line")}`, lineFacts(why).map((fact) => `- ${plainMarkdown(fact)}`).join("\n"));
  if (hunk.replaced !== null && hunk.replaced.length > 0) {
    parts.push(`## ${hunk.kind === "removal" ? l10n.t("What was removed") : l10n.t("What it replaced")}`, indented(hunk.replaced));
  }
  for (const { rule, example } of why.examples ?? []) {
    parts.push(`## ${l10n.t("Example of {0}", plainMarkdown(rule))}`);
    if (example.before !== null) parts.push(l10n.t("Before:"), indented(splitLines(example.before)));
    parts.push(l10n.t("Reported:"), indented(splitLines(example.bad)), l10n.t("Not reported:"), indented(splitLines(example.good)));
  }
  parts.push(l10n.t("Hunk id: {0}", `\`${hunk.id}\``));
  return `${parts.join("\n\n")}\n`;
}

function lineFacts(why: WhyAnswer): readonly string[] {
  const facts = [why.commit === null ? l10n.t("Not committed yet") : l10n.t("Commit: {0}", why.commit)];
  facts.push(...why.evidence.map((one) => l10n.t("Evidence ({0}, tier {1}): {2}", one.source, one.tier, oneLine(one.detail, 300))));
  facts.push(...why.records.map((record) => oneLine(recordLine(record), 300)));
  return facts;
}

/** An indented code block: no fence that the text could close. */
function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join("\n");
}
