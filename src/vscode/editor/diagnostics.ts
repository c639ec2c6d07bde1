import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Range, Uri, l10n, languages } from "vscode";
import type { DiagnosticCollection } from "vscode";
import type { AttachedFinding, Finding, Severity } from "../../core/model";
import { CONTAINER } from "../contributions";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import type { ShownPaths } from "../services/repository-paths";
import type { Settings } from "../services/settings";
import { oneLine } from "../services/words";

/** How the problems list names us. */
export const FINDING_SOURCE = "Countersign";
/** Longer messages are cut. */
export const MESSAGE_LENGTH = 500;
/** Per file; more would only hide the first ones. */
const MAXIMUM_PER_FILE = 200;

/** The editor takes a column past the end for the end. */
const LINE_END = 10_000;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** Findings of the checks among the problems; debt itself is not one. Only files whose findings changed are set again. */
export class FindingDiagnostics implements Disposable {
  private readonly owned = new DisposableList();
  private readonly collection: DiagnosticCollection;
  private shown = new Map<string, string>();

  constructor(
    private readonly store: DebtStore,
    private readonly settings: Settings,
  ) {
    this.collection = this.owned.add(languages.createDiagnosticCollection(CONTAINER));
    this.owned.addAll(
      store.onSnapshot(() => this.render()),
      settings.onChange(() => this.render()),
    );
    this.render();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private render(): void {
    const paths = this.store.paths;
    const snapshot = this.settings.diagnostics ? this.store.snapshot : null;
    const byPath = new Map<string, Finding[]>();
    for (const { finding } of snapshot === null ? [] : snapshot.findings.filter(isShown)) {
      const list = byPath.get(finding.path);
      if (list === undefined) {
        byPath.set(finding.path, [finding]);
      } else if (list.length < MAXIMUM_PER_FILE) {
        list.push(finding);
      }
    }
    const next = new Map<string, string>();
    for (const [path, findings] of paths === null ? [] : byPath) {
      const uri = paths === null ? path : paths.toUriPath(path);
      const key = JSON.stringify(findings.map(({ rule, message, startLine, startColumn, endLine, endColumn, related }) => [rule, message, startLine, startColumn, endLine, endColumn, related]));
      next.set(uri, key);
      if (this.shown.get(uri) !== key && paths !== null) {
        this.collection.set(Uri.file(uri), findings.map((finding) => toDiagnostic(finding, paths)));
      }
    }
    for (const uri of this.shown.keys()) {
      if (!next.has(uri)) {
        this.collection.delete(Uri.file(uri));
      }
    }
    this.shown = next;
  }
}

/** What a hunk carries, and what this branch introduced elsewhere; the rest of the project is not this view's business. */
function isShown(attached: AttachedFinding): boolean {
  return attached.hunk !== null || attached.finding.introduced;
}

function toDiagnostic(finding: Finding, paths: ShownPaths): Diagnostic {
  const line = Math.max(0, finding.startLine - 1);
  // What is said of many lines is marked where it begins: a wavy line under a whole hunk makes it hard to read.
  const range = new Range(line, Math.max(0, finding.startColumn - 1), line, finding.endLine > finding.startLine ? LINE_END : Math.max(0, finding.endColumn - 1));
  const advice = finding.fix === "" ? "" : `\n${l10n.t("Fix: {0}", oneLine(finding.fix, MESSAGE_LENGTH))}`;
  const diagnostic = new Diagnostic(range, `${oneLine(finding.message, MESSAGE_LENGTH)}${advice}`, SEVERITIES[finding.severity]);
  diagnostic.source = FINDING_SOURCE;
  diagnostic.code = finding.rule;
  diagnostic.relatedInformation = finding.related.map((related) => {
    const line = Math.max(0, related.startLine - 1);
    return new DiagnosticRelatedInformation(new Location(Uri.file(paths.toUriPath(related.path)), new Range(line, 0, line, 0)), oneLine(related.message, MESSAGE_LENGTH));
  });
  return diagnostic;
}
