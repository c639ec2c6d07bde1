import { MarkdownString, ThemeIcon, TreeItem, TreeItemCheckboxState, TreeItemCollapsibleState, Uri, l10n } from "vscode";
import type { DebtItem, HunkState } from "../../core/model";
import { INTERNAL_COMMANDS, ROWS } from "../contributions";
import { longAssistantName, shortAssistantName } from "../services/assistants";
import { plainMarkdown } from "../editor/markdown-text";
import { hundredthsOf } from "../services/debt-index";
import type { ShownPaths } from "../services/repository-paths";
import { exactMinutes, extent, hunkCount, hunkLabel, lineCount, lineSpan, oneLine, riskWord, roundedMinutes, sectionTitle, spokenText, stateText } from "../services/words";
import type { DebtNode, FileNode, GroupNode, HistoryNode, HunkNode, SectionNode, UnclaimedFileNode } from "./debt-nodes";

/** Above this many open hunks, files start collapsed: a long list is read file by file. */
const EXPANDED_LIMIT = 200;

/** Icons tell the state by their shape; none has a colour of its own. */
const STATE_ICONS: Readonly<Record<HunkState, string>> = {
  unseen: "circle-outline",
  viewed: "eye",
  stale: "history",
  rejected: "circle-slash",
  "signed-off": "verified",
};

const STATE_ROWS: Readonly<Record<HunkState, string>> = {
  unseen: ROWS.openHunk,
  viewed: ROWS.viewedHunk,
  stale: ROWS.staleHunk,
  rejected: ROWS.rejectedHunk,
  "signed-off": ROWS.signedOffHunk,
};

/** The row of a node, in words that stand without colour or icon. */
export function debtRow(node: DebtNode, paths: ShownPaths | null): TreeItem {
  const row = rowOf(node, paths);
  row.id = node.key;
  return row;
}

function rowOf(node: DebtNode, paths: ShownPaths | null): TreeItem {
  switch (node.kind) {
    case "section":
      return sectionRow(node);
    case "file":
      return fileRow(node, paths);
    case "hunk":
      return hunkRow(node);
    case "signed-off":
    case "generated":
    case "unclaimed":
      return groupRow(node);
    case "unclaimed-file":
      return unclaimedFileRow(node, paths);
    case "history":
      return historyRow(node);
  }
}

function sectionRow(node: SectionNode): TreeItem {
  const title = sectionTitle(node.section);
  const row = new TreeItem(title, TreeItemCollapsibleState.Expanded);
  const hundredths = hundredthsOf(node.items);
  row.description = `${hunkCount(node.items.length)} · ${roundedMinutes(hundredths)}`;
  row.contextValue = ROWS.section;
  row.tooltip = l10n.t("{0}: {1}, {2} of review", title, hunkCount(node.items.length), exactMinutes(hundredths));
  row.accessibilityInformation = { label: row.tooltip };
  return row;
}

function fileRow(node: FileNode, paths: ShownPaths | null): TreeItem {
  const slash = node.path.lastIndexOf("/");
  const open = (node.parent === null || node.parent.kind === "section") && node.openCount <= EXPANDED_LIMIT;
  const row = new TreeItem(node.path.slice(slash + 1), open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  row.description = slash < 0 ? hunkCount(node.items.length) : `${node.path.slice(0, slash)} · ${hunkCount(node.items.length)}`;
  row.iconPath = ThemeIcon.File;
  if (paths !== null) {
    row.resourceUri = Uri.file(paths.toUriPath(node.path));
  }
  row.contextValue = ROWS.file;
  const markable = node.items.filter(canBeViewed);
  if (markable.length > 0) {
    row.checkboxState = checkbox(markable.every((item) => item.state === "viewed"), node.path);
  }
  row.tooltip = node.path;
  row.accessibilityInformation = { label: `${node.path}, ${hunkCount(node.items.length)}` };
  return row;
}

function hunkRow(node: HunkNode): TreeItem {
  const { item } = node;
  const row = new TreeItem(hunkLabel(item), TreeItemCollapsibleState.None);
  // The end is cut in a narrow side bar: what is out of the ordinary comes first.
  const words = [shortAssistantName(item.hunk.assistant), extent(item)];
  row.description = (item.state === "unseen" ? [...words, stateText(item)] : [stateText(item), ...words]).join(" · ");
  row.iconPath = new ThemeIcon(STATE_ICONS[item.state]);
  row.contextValue = item.hunk.generated ? ROWS.generatedHunk : STATE_ROWS[item.state];
  row.command = { command: INTERNAL_COMMANDS.openHunk, title: l10n.t("Open Hunk"), arguments: [item.hunk.id] };
  if (canBeViewed(item)) {
    row.checkboxState = checkbox(item.state === "viewed", hunkLabel(item));
  }
  row.tooltip = hunkTooltip(node);
  row.accessibilityInformation = { label: spokenText(item, node.place, node.openCount) };
  return row;
}

/** *Viewed* is a mark for what nobody has looked at yet; what was refused or changed since asks for more. */
export function canBeViewed(item: DebtItem): boolean {
  return (item.state === "unseen" || item.state === "viewed") && !item.hunk.generated;
}

function checkbox(viewed: boolean, what: string): NonNullable<TreeItem["checkboxState"]> {
  const tooltip = viewed ? l10n.t("Viewed. It still owes its review.") : l10n.t("Mark as viewed. It pays nothing.");
  const state = viewed ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked;
  return { state, tooltip, accessibilityInformation: { label: l10n.t("Viewed: {0}", what), role: "checkbox" } };
}

function hunkTooltip(node: HunkNode): MarkdownString {
  const { item } = node;
  const tooltip = new MarkdownString();
  const paragraph = (text: string): void => {
    tooltip.appendMarkdown(`${plainMarkdown(text)}\n\n`);
  };
  paragraph(`${item.hunk.path}, ${lineSpan(item.hunk.startLine, item.hunk.endLine)}`);
  paragraph([riskWord(item.risk.level), stateText(item), exactMinutes(item.hundredths)].join(", "));
  for (const reason of item.risk.reasons.slice(0, 5)) {
    paragraph(`• ${oneLine(reason.message, 200)}`);
  }
  paragraph(l10n.t("{0}, known from: {1}", longAssistantName(item.hunk.assistant), oneLine(item.hunk.evidence.detail, 200)));
  return tooltip;
}

function groupRow(node: GroupNode): TreeItem {
  const title = node.kind === "signed-off" ? l10n.t("Signed Off") : node.kind === "generated" ? l10n.t("Generated and Vendored") : l10n.t("Unclaimed");
  const row = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  row.contextValue = ROWS.group;
  if (node.kind === "unclaimed") {
    row.description = l10n.t("{0} of unknown origin", lineCount(node.count));
    row.tooltip = l10n.t("Changed lines of this branch that no assistant is known to have written, and no person either.");
  } else {
    row.description = hunkCount(node.count);
    row.tooltip = node.kind === "generated" ? l10n.t("Hunks in generated and vendored files: they owe nothing.") : l10n.t("Hunks whose every line a person answers for.");
  }
  row.accessibilityInformation = { label: `${title}, ${row.description}` };
  return row;
}

function unclaimedFileRow(node: UnclaimedFileNode, paths: ShownPaths | null): TreeItem {
  const slash = node.path.lastIndexOf("/");
  const row = new TreeItem(node.path.slice(slash + 1), TreeItemCollapsibleState.None);
  const lines = node.ranges.reduce((sum, range) => sum + range.end - range.start + 1, 0);
  const folder = slash < 0 ? "" : `${node.path.slice(0, slash)} · `;
  row.description = `${folder}${lineCount(lines)}`;
  row.iconPath = ThemeIcon.File;
  row.contextValue = ROWS.group;
  row.accessibilityInformation = { label: `${node.path}, ${lineCount(lines)}` };
  if (paths !== null) {
    row.resourceUri = Uri.file(paths.toUriPath(node.path));
    row.command = { command: INTERNAL_COMMANDS.openHunk, title: l10n.t("Open File"), arguments: [{ path: node.path, line: node.ranges[0]?.start ?? 1 }] };
  }
  return row;
}

function historyRow(node: HistoryNode): TreeItem {
  const row = new TreeItem(node.lines === null ? l10n.t("History is shown") : l10n.t("History"), TreeItemCollapsibleState.None);
  row.description = node.lines === null ? l10n.t("click to count this branch only") : l10n.t("{0} by assistants, not counted", lineCount(node.lines));
  row.iconPath = new ThemeIcon("archive");
  row.contextValue = ROWS.group;
  row.tooltip = node.lines === null ? l10n.t("Everything assistants ever wrote is listed.") : l10n.t("What assistants wrote before the base, in {0} files. Click to list it.", node.files);
  row.accessibilityInformation = { label: `${typeof row.label === "string" ? row.label : ""}, ${row.description}` };
  row.command = { command: INTERNAL_COMMANDS.toggleHistory, title: l10n.t("Show or Hide History") };
  return row;
}
