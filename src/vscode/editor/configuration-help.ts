import { getLocation } from "jsonc-parser";
import { CompletionItem, CompletionItemKind, Diagnostic, DiagnosticSeverity, Hover, MarkdownString, Range, l10n, languages, workspace } from "vscode";
import type { CompletionItemProvider, DiagnosticCollection, HoverProvider, LogOutputChannel, Position, TextDocument } from "vscode";
import type { ConfigurationInspection } from "../../app/session-types";
import { CONTAINER } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { Engine } from "../services/engine";
import { wordsFor, type Word } from "./configuration-words";
import { FINDING_SOURCE } from "./diagnostics";
import { plainMarkdown } from "./markdown-text";

const SELECTOR = { scheme: "file", pattern: "**/.countersign/config.jsonc" };
/** Milliseconds without a key before a configuration is looked at again. */
const QUIET_TIME = 400;

const KINDS: Readonly<Record<Word["kind"], CompletionItemKind>> = {
  element: CompletionItemKind.Class,
  folder: CompletionItemKind.Folder,
  package: CompletionItemKind.Module,
  rule: CompletionItemKind.EnumMember,
  person: CompletionItemKind.User,
};

/** In `.countersign/config.jsonc`: names to complete with, what an element matches, and names that mean nothing. The schema does the rest. */
export class ConfigurationHelp implements CompletionItemProvider, HoverProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly problems: DiagnosticCollection;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly store: DebtStore,
    private readonly engine: Engine,
    private readonly log: LogOutputChannel,
  ) {
    this.problems = this.owned.add(languages.createDiagnosticCollection(`${CONTAINER}.configuration`));
    this.owned.addAll(
      languages.registerCompletionItemProvider(SELECTOR, this, '"', "/", ":"),
      languages.registerHoverProvider(SELECTOR, this),
      workspace.onDidOpenTextDocument((document) => this.soon(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.soon(document)),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      store.onSnapshot(() => this.all()),
      { dispose: () => this.timers.forEach((timer) => clearTimeout(timer)) },
    );
    this.all();
  }

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionItem[]> {
    const inspection = await this.inspect(document);
    if (inspection === null) {
      return [];
    }
    const { path, previousNode, isAtPropertyKey } = getLocation(document.getText(), document.offsetAt(position));
    const isInText = previousNode?.type === "string" || (isAtPropertyKey && previousNode?.type === "property");
    const range = isInText && previousNode !== undefined ? new Range(document.positionAt(previousNode.offset), document.positionAt(previousNode.offset + previousNode.length)) : undefined;
    return wordsFor(path, inspection).map((word) => {
      const item = new CompletionItem(word.text, KINDS[word.kind]);
      item.detail = word.kind === "element" ? l10n.t("element, {0} file(s)", word.detail) : "";
      item.insertText = JSON.stringify(word.text);
      item.filterText = JSON.stringify(word.text);
      if (range !== undefined) {
        item.range = range;
      }
      return item;
    });
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | null> {
    const { path, previousNode } = getLocation(document.getText(), document.offsetAt(position));
    const name: unknown = path.length === 3 && path[0] === "architecture" && path[1] === "elements" ? path[2] : previousNode?.type === "string" ? previousNode.value : undefined;
    const inspection = path[0] === "architecture" && typeof name === "string" ? await this.inspect(document) : null;
    const element = inspection?.elements.find((one) => one.name === String(name).replace(/^!/, ""));
    if (element === undefined) {
      return null;
    }
    const markdown = new MarkdownString(`**${plainMarkdown(element.name)}**: ${element.files === 0 ? l10n.t("matches no file") : l10n.t("matches {0} file(s)", element.files)}`);
    if (element.examples.length > 0) {
      markdown.appendMarkdown(`\n\n${element.examples.map((example) => `- ${plainMarkdown(example)}`).join("\n")}`);
    }
    return new Hover(markdown);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private all(): void {
    for (const document of workspace.textDocuments) {
      this.soon(document);
    }
  }

  private soon(document: TextDocument): void {
    if (languages.match(SELECTOR, document) === 0) {
      return;
    }
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.check(document), QUIET_TIME),
    );
  }

  private forget(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.problems.delete(document.uri);
  }

  private async check(document: TextDocument): Promise<void> {
    const version = document.version;
    const inspection = await this.inspect(document);
    if (inspection === null || document.isClosed || document.version !== version) {
      return;
    }
    this.problems.set(
      document.uri,
      inspection.problems.map(({ line, message, hint, severity }) => {
        const text = document.lineAt(Math.min(document.lineCount, Math.max(1, line)) - 1);
        const range = new Range(text.lineNumber, text.firstNonWhitespaceCharacterIndex, text.lineNumber, text.text.length);
        const diagnostic = new Diagnostic(range, hint === "" ? message : `${message}: ${hint}`, severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Information);
        diagnostic.source = FINDING_SOURCE;
        return diagnostic;
      }),
    );
  }

  /** Null where there is no engine to ask, or the file is none of this repository. */
  private async inspect(document: TextDocument): Promise<ConfigurationInspection | null> {
    const path = this.store.paths?.toRepositoryPath(document.uri.path) ?? null;
    if (path === null || this.store.state !== "ready") {
      return null;
    }
    try {
      return await this.engine.request("inspectConfiguration", { path, text: document.getText() });
    } catch (error) {
      this.log.debug(`the configuration was not looked at: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
}
