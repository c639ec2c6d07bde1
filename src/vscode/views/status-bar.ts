import { MarkdownString, StatusBarAlignment, l10n, window } from "vscode";
import type { StatusBarItem } from "vscode";
import { budgetState } from "../../core/debt/budget";
import { CONTAINER, VIEWS } from "../contributions";
import { plainMarkdown } from "../editor/markdown-text";
import type { DebtIndex } from "../services/debt-index";
import type { DebtStore } from "../services/debt-store";
import { DisposableList } from "../services/disposables";
import type { Disposable } from "../services/emitter";
import { exactMinutes, lineCount, oneLine, positionText, roundedMinutes, scopeText } from "../services/words";
import type { ReviewWalk } from "../services/review-walk";
import type { WorkspaceRepositories } from "../services/workspace-repositories";

/** What was not checked is told for so many; the log and the gate tell all. */
const LISTED = 3;

/** One item at the left: what is left, or where the walk stands. A click opens the tree. */
export class DebtStatusBar implements Disposable {
  private readonly owned = new DisposableList();
  private readonly item: StatusBarItem;

  constructor(
    private readonly store: DebtStore,
    private readonly session: WorkspaceRepositories,
    private readonly walk: ReviewWalk,
  ) {
    this.item = this.owned.add(window.createStatusBarItem("debt", StatusBarAlignment.Left, 0));
    this.item.name = l10n.t("Verification Debt");
    this.item.command = `${VIEWS.debt}.focus`;
    this.owned.addAll(
      store.onSnapshot(() => this.render()),
      store.onState(() => this.render()),
      store.onProgress(() => this.render()),
      walk.onChange(() => this.render()),
      session.onSync(() => this.render()),
    );
    this.render();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private render(): void {
    const index = this.store.index;
    if (index === null && this.store.state !== "starting" && this.store.state !== "failed") {
      this.item.hide();
      return;
    }
    const text = this.text(index);
    this.item.text = `$(${this.icon(index)}) ${text}`;
    this.item.tooltip = index === null ? this.store.message : this.tooltip(index);
    // In a walk the item is the only voice: a live region is read out whenever its text changes.
    this.item.accessibilityInformation = { label: `${CONTAINER}: ${text}`, ...(this.walk.active ? { role: "status" } : {}) };
    this.item.show();
  }

  private icon(index: DebtIndex | null): string {
    if (this.store.state === "failed") {
      return "warning";
    }
    if (this.store.progress !== null) {
      return "sync~spin";
    }
    return index !== null && index.allOpen.length === 0 ? "pass" : "verified";
  }

  private text(index: DebtIndex | null): string {
    if (index === null) {
      return this.store.state === "failed" ? l10n.t("debt not known") : l10n.t("reading debt");
    }
    const current = this.walk.current;
    const place = current === null ? undefined : index.place.get(current.hunk.id);
    if (current !== null && place !== undefined) {
      return positionText(current, place, index.open.length);
    }
    if (index.allOpen.length === 0) {
      return l10n.t("verified");
    }
    const left = l10n.t("{0} left, {1}", index.allOpen.length, roundedMinutes(index.hundredths));
    return isOverBudget(index) ? l10n.t("{0}, review first", left) : left;
  }

  private tooltip(index: DebtIndex): MarkdownString {
    const { scope, unclaimed, history, originKnown, signing, notChecked } = index.snapshot;
    const tooltip = new MarkdownString();
    const line = (text: string): void => {
      tooltip.appendMarkdown(`${plainMarkdown(text)}\n\n`);
    };
    if (this.store.message !== "") {
      line(this.store.message);
    }
    line(scope.all ? l10n.t("All that assistants wrote, history included") : l10n.t("{0}, {1}", scope.branch ?? l10n.t("This checkout"), scopeText(scope)));
    line(l10n.t("{0} of {1} hunks left, {2} of review", index.allOpen.length, index.total, exactMinutes(index.hundredths)));
    const budget = budgetState(index.snapshot);
    if (budget !== null) {
      line(budget.overHundredths > 0 ? l10n.t("Review first: {0} over the budget of {1}. Nothing is blocked by it.", exactMinutes(budget.overHundredths), exactMinutes(budget.minutes * 100)) : l10n.t("Within the review budget of {0}", exactMinutes(budget.minutes * 100)));
    }
    line(l10n.t("Unclaimed: {0} of unknown origin", lineCount(unclaimed.lines)));
    if (history !== null && !scope.all) {
      line(l10n.t("History: {0} by assistants, not counted", lineCount(history.lines)));
    }
    line(l10n.t("Origin known for {0} % of the added lines", Math.floor(originKnown * 100)));
    if (signing.unsigned > 0) {
      line(l10n.t("Unsigned sign-offs in this clone: {0}", signing.unsigned));
    }
    if (this.session.failure !== null) {
      line(l10n.t("Sign-offs could not be synced; the next fetch or push tries again: {0}", this.session.failure));
    }
    if (notChecked.length > 0) {
      line(l10n.t("Not checked: {0}", notChecked.length));
      for (const { what, why } of notChecked.slice(0, LISTED)) {
        line(`• ${oneLine(`${what}: ${why}`, 200)}`);
      }
    }
    if (this.session.names.length > 0) {
      line(l10n.t("Repositories: {0}", this.session.names.join(", ")));
    }
    return tooltip;
  }
}

function isOverBudget(index: DebtIndex): boolean {
  return (budgetState(index.snapshot)?.overHundredths ?? 0) > 0;
}
