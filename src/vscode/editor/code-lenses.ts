import { CodeLens, EventEmitter, Range, l10n, languages } from "vscode";
import type { CodeLensProvider, TextDocument } from "vscode";
import { trustOf } from "../../core/debt/trust";
import { COMMANDS } from "../contributions";
import { shortAssistantName } from "../services/assistants";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { isOpen } from "../services/debt-index";
import type { QuietMode } from "../services/quiet-mode";
import type { Settings } from "../services/settings";
import { extent, oneLine, riskWord, stateText, trustWord } from "../services/words";
import type { DocumentHunks, LiveHunk } from "./document-hunks";

/** Characters of the reason in a lens. */
const REASON_LENGTH = 48;

/** One line of lenses above each open hunk, from memory only: a lens provider that waits delays everybody's. */
export class HunkLenses implements CodeLensProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly settings: Settings,
    private readonly quiet: QuietMode,
  ) {
    this.owned.addAll(
      languages.registerCodeLensProvider({ scheme: "file" }, this),
      hunks.onChange(() => this.changed.fire()),
      settings.onChange(() => this.changed.fire()),
      quiet.onChange(() => this.changed.fire()),
    );
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const setting = this.quiet.active ? "off" : this.settings.codeLens;
    if (setting === "off") {
      return [];
    }
    return this.hunks
      .hunksOf(document)
      .filter(({ item }) => isOpen(item) && (setting === "all" || item.risk.level !== "low"))
      .flatMap((hunk) => lensesOf(hunk, document, this.hunks.copiesOf(hunk.item)));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function lensesOf(hunk: LiveHunk, document: TextDocument, copies: number): readonly CodeLens[] {
  const line = Math.min(Math.max(hunk.range.startLine, 1), document.lineCount) - 1;
  const range = new Range(line, 0, line, 0);
  const id = hunk.item.hunk.id;
  return [
    // Plain text: an empty command is not clickable.
    new CodeLens(range, { title: lensTitle(hunk), command: "" }),
    new CodeLens(range, { title: l10n.t("Sign off…"), command: COMMANDS.signOff, arguments: [id] }),
    ...(copies > 1 && hunk.item.state !== "rejected" ? [new CodeLens(range, { title: l10n.t("Sign all {0} copies…", copies), command: COMMANDS.signCopies, arguments: [id] })] : []),
    new CodeLens(range, { title: l10n.t("Reject…"), command: COMMANDS.reject, arguments: [id] }),
    new CodeLens(range, { title: l10n.t("Why?"), command: COMMANDS.explain, arguments: [id] }),
  ];
}

function lensTitle({ item, range }: LiveHunk): string {
  const reason = item.risk.reasons[0]?.message;
  const state = range.edited ? l10n.t("Edited, not saved") : item.state === "unseen" ? l10n.t("Unverified") : item.state === "viewed" ? l10n.t("Viewed, not signed off") : capitalised(stateText(item));
  const trust = item.state === "stale" ? trustOf(item) : null;
  return [state, ...(trust === null ? [] : [trustWord(trust)]), shortAssistantName(item.hunk.assistant), extent(item), reason === undefined ? riskWord(item.risk.level) : oneLine(reason, REASON_LENGTH)].join(" · ");
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
