import { Hover, MarkdownString, Uri, l10n, languages } from "vscode";
import type { CancellationToken, HoverProvider, Position, TextDocument } from "vscode";
import type { IntentAnswer } from "../../app/session-types";
import type { DebtItem } from "../../core/model";
import { COMMANDS } from "../contributions";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { DocumentHunks, LiveHunk } from "./document-hunks";
import { hunkHeadline, hunkSections, sectionList } from "./hunk-sections";
import { intentSections } from "./intent-sections";
import { plainMarkdown } from "./markdown-text";

/** Lines of the replaced text in the hover; the rest is one click away. */
const REPLACED_LINES = 20;

/** Asks the engine what a hunk was asked for; null where nothing is known. */
export type AskIntent = (hunk: string) => Promise<IntentAnswer | null>;

/**
 * The hover of a hunk: from memory, and from the local transcript through the engine. Every text of the repository or a
 * transcript is escaped; links run our own commands alone.
 */
export class HunkHover implements HoverProvider, Disposable {
  private readonly owned = new DisposableList();

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly askIntent: AskIntent,
    private readonly log: { debug(message: string): void },
  ) {
    this.owned.add(languages.registerHoverProvider({ scheme: "file" }, this));
  }

  async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | null> {
    const hunk = this.hunks.hunkAt(document, position.line + 1);
    if (hunk === null) {
      return null;
    }
    const range = document.lineAt(position.line).range;
    const intent = await this.intentOf(hunk.item.hunk.id);
    return token.isCancellationRequested ? null : new Hover(hoverText(hunk, intent, document.languageId, this.hunks.copiesOf(hunk.item)), range);
  }

  /** A hover without the transcript's part is better than none. */
  private async intentOf(hunk: string): Promise<IntentAnswer | null> {
    try {
      return await this.askIntent(hunk);
    } catch (error) {
      this.log.debug(`no intent for the hover: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function hoverText({ item, range }: LiveHunk, intent: IntentAnswer | null, languageId: string, copies: number): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = { enabledCommands: [COMMANDS.signOff, COMMANDS.signCopies, COMMANDS.reject, COMMANDS.explain, COMMANDS.showReplaced, COMMANDS.showChangesSinceSignOff] };
  text.appendMarkdown(`**Countersign** ${plainMarkdown(hunkHeadline(item))}\n\n${linksOf(item, copies)}\n\n`);
  if (range.edited) {
    text.appendMarkdown(`${plainMarkdown(l10n.t("Edited, not saved: what follows is about the saved text."))}\n\n`);
  }
  for (const section of [...hunkSections(item), ...(intent === null ? [] : intentSections(intent))]) {
    text.appendMarkdown(`**${plainMarkdown(section.heading)}**\n\n${sectionList(section)}\n\n`);
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
function linksOf(item: DebtItem, copies: number): string {
  const { id, replaced } = item.hunk;
  const links = item.state === "signed-off" ? [] : [link(l10n.t("Sign off…"), COMMANDS.signOff, id), link(l10n.t("Reject…"), COMMANDS.reject, id)];
  if (copies > 1 && item.state !== "signed-off" && item.state !== "rejected") {
    links.push(link(l10n.t("Sign all {0} copies…", copies), COMMANDS.signCopies, id));
  }
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
