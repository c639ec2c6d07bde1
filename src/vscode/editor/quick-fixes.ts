import { CodeAction, CodeActionKind, Range, WorkspaceEdit, l10n, languages } from "vscode";
import type { CodeActionContext, CodeActionProvider, Diagnostic, Range as TextRange, TextDocument } from "vscode";
import { COMMANDS, INTERNAL_COMMANDS } from "../contributions";
import type { CommandId } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { isArchitecture } from "../services/findings-at";
import { oneLine } from "../services/words";
import { FINDING_SOURCE, MESSAGE_LENGTH } from "./diagnostics";
import type { DocumentHunks } from "./document-hunks";
import { suppressionDeletion } from "./safe-fixes";

/** At a finding of ours: the one safe fix where there is one, *Why?* and *Sign Off…*. A person's click applies it; nothing is fixed on save. */
export class FindingActions implements CodeActionProvider, Disposable {
  private readonly owned = new DisposableList();

  constructor(
    private readonly hunks: DocumentHunks,
    private readonly store: DebtStore,
  ) {
    this.owned.add(languages.registerCodeActionsProvider({ scheme: "file" }, this, { providedCodeActionKinds: [CodeActionKind.QuickFix] }));
  }

  provideCodeActions(document: TextDocument, _range: TextRange, context: CodeActionContext): CodeAction[] {
    const ours = context.diagnostics.filter((diagnostic) => diagnostic.source === FINDING_SOURCE);
    return ours.flatMap((diagnostic) => [...this.fixes(document, diagnostic), ...this.ofArchitecture(document, diagnostic), ...this.questions(document, diagnostic)]);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private fixes(document: TextDocument, diagnostic: Diagnostic): readonly CodeAction[] {
    const number = diagnostic.range.start.line;
    const deletion = number < document.lineCount ? suppressionDeletion(typeof diagnostic.code === "string" ? diagnostic.code : "", document.lineAt(number).text) : null;
    if (deletion === null) {
      return [];
    }
    const action = new CodeAction(l10n.t("Remove this suppression"), CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = true;
    action.edit = new WorkspaceEdit();
    action.edit.delete(document.uri, deletion.wholeLine ? document.lineAt(number).rangeIncludingLineBreak : new Range(number, deletion.start, number, deletion.end));
    return [action];
  }

  /** The chain and the rule of a finding about the architecture. */
  private ofArchitecture(document: TextDocument, diagnostic: Diagnostic): readonly CodeAction[] {
    const path = this.store.paths?.toRepositoryPath(document.uri.path);
    const finding = this.store.snapshot?.findings.find((one) => one.finding.path === path && one.finding.rule === diagnostic.code && diagnostic.message.startsWith(oneLine(one.finding.message, MESSAGE_LENGTH)))?.finding;
    if (finding === undefined || !isArchitecture(finding)) {
      return [];
    }
    const asks = [
      ...(finding.related.length > 0 ? [{ title: l10n.t("Show Dependency Path"), command: COMMANDS.showDependencyPath }] : []),
      { title: l10n.t("Why Is This Forbidden?"), command: COMMANDS.whyForbidden },
    ];
    return asks.map(({ title, command }) => asking(diagnostic, title, command, finding.contentKey));
  }

  private questions(document: TextDocument, diagnostic: Diagnostic): readonly CodeAction[] {
    const line = diagnostic.range.start.line + 1;
    const hunk = this.hunks.hunkAt(document, line)?.item.hunk;
    if (hunk === undefined) {
      return [];
    }
    const rule = typeof diagnostic.code === "string" ? diagnostic.code : typeof diagnostic.code === "object" ? String(diagnostic.code.value) : "";
    const asks = [
      { title: l10n.t("Why? Evidence, reasons and records of this hunk"), command: COMMANDS.explain },
      { title: l10n.t("Sign Off This Hunk…"), command: COMMANDS.signOff },
      { title: l10n.t("Not a Problem Here…"), command: INTERNAL_COMMANDS.notAProblem, argument: { path: hunk.path, line, rule } },
    ];
    return asks.map(({ title, command, argument }) => asking(diagnostic, title, command, argument ?? hunk.id));
  }
}

function asking(diagnostic: Diagnostic, title: string, command: CommandId, about: unknown): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { title, command, arguments: [about] };
  return action;
}
