import { Hover, MarkdownString, Uri, l10n, languages } from "vscode";
import type { HoverProvider, Position, TextDocument } from "vscode";
import type { DebtItem } from "../../core/model";
import { COMMANDS } from "../contributions";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { DocumentHunks, LiveHunk } from "./document-hunks";
import { hunkHeadline, hunkSections } from "./hunk-sections";
import { plainMarkdown } from "./markdown-text";

/** Lines of the replaced text in the hover; the rest is one click away. */
const REPLACED_LINES = 20;

/** The hover of a hunk: from memory only. Every text of the repository is escaped; links run our own commands alone. */
export class HunkHover implements HoverProvider, Disposable {
  private readonly owned = new DisposableList();

  constructor(private readonly hunks: DocumentHunks) {
    this.owned.add(languages.registerHoverProvider({ scheme: "file" }, this));
  }

  provideHover(document: TextDocument, position: Position): Hover | null {
    const hunk = this.hunks.hunkAt(document, position.line + 1);
    return hunk === null ? null : new Hover(hoverText(hunk, document.languageId), document.lineAt(position.line).range);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function hoverText({ item, range }: LiveHunk, languageId: string): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [COMMANDS.signOff, COMMANDS.reject, COMMANDS.explain, COMMANDS.showReplaced, COMMANDS.showChangesSinceSignOff] };
  text.appendMarkdown(`**Countersign** ${plainMarkdown(hunkHeadline(item))}\n\n${linksOf(item)}\n\n`);
  if (range.edited) {
    text.appendMarkdown(`${plainMarkdown(l10n.t("Edited, not saved: what follows is about the saved text."))}\n\n`);
  }
  for (const section of hunkSections(item)) {
    text.appendMarkdown(`**${plainMarkdown(section.heading)}**\n\n${section.lines.map((line) => `- ${plainMarkdown(line)}\n`).join("")}\n`);
  }
  const { replaced } = item.hunk;
  if (replaced !== null && replaced.length > 0) {
    text.appendMarkdown(`**${item.hunk.kind === "removal" ? l10n.t("What was removed") : l10n.t("What it replaced")}**\n`);
    text.appendCodeblock(replaced.slice(0, REPLACED_LINES).join("\n"), languageId);
    if (replaced.length > REPLACED_LINES) {
      text.appendMarkdown(plainMarkdown(l10n.t("and {0} more", replaced.length - REPLACED_LINES)));
    }
  }
  return text;
}

/** Links stand at the top, in sight without scrolling. */
function linksOf(item: DebtItem): string {
  const { id, replaced } = item.hunk;
  const links = item.state === "signed-off" ? [] : [link(l10n.t("Sign off…"), COMMANDS.signOff, id), link(l10n.t("Reject…"), COMMANDS.reject, id)];
  links.push(link(l10n.t("Why?"), COMMANDS.explain, id));
  if (replaced !== null && replaced.length > 0) {
    links.push(link(l10n.t("What did this replace?"), COMMANDS.showReplaced, id));
  }
  if (item.state === "stale") {
    links.push(link(l10n.t("Show changes since sign-off"), COMMANDS.showChangesSinceSignOff, id));
  }
  return links.join(" | ");
}

function link(title: string, command: string, hunk: string): string {
  return `[${title}](${Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify([hunk]))}`).toString()})`;
}
