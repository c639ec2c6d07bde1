import { l10n, window } from "vscode";
import type { LogOutputChannel } from "vscode";
import { toEngineError } from "./engine-error";

export interface Choice<T extends string> {
  readonly id: T;
  readonly title: string;
}

export interface Question<T extends string> {
  readonly message: string;
  readonly detail: string;
  /** The first is the dialog's default: Enter presses it, so it must never sign. The editor adds Cancel by itself. */
  readonly choices: readonly Choice<T>[];
}

const STATUS_MILLISECONDS = 6_000;

/** The only place that shows messages, so that what asks for attention can be counted. */
export class Notifications {
  constructor(private readonly log: LogOutputChannel) {}

  /** A modal question. Null when the person cancelled. */
  async ask<T extends string>(question: Question<T>): Promise<T | null> {
    const items = question.choices.map((choice) => ({ title: choice.title, id: choice.id }));
    const answer = await window.showWarningMessage(question.message, { modal: true, detail: question.detail }, ...items);
    return answer?.id ?? null;
  }

  /** Something a person asked for could not be done: said once, with the log at hand. */
  async failed(what: string, error: unknown): Promise<void> {
    const reason = toEngineError(error);
    this.log.error(`${what} ${reason.text}`);
    const showLog = l10n.t("Show Log");
    if ((await window.showErrorMessage(`${what} ${reason.text}`, showLog)) === showLog) {
      this.log.show(true);
    }
  }

  /** What a person asked for and must read, but need not answer. */
  async tell(message: string): Promise<void> {
    await window.showInformationMessage(message);
  }

  /** An offer beside the work: leaving it alone is a no. */
  async offer(message: string, accept: string, decline: string): Promise<boolean> {
    return (await window.showInformationMessage(message, accept, decline)) === accept;
  }

  /** Said in passing, in the status bar. */
  status(message: string): void {
    window.setStatusBarMessage(message, STATUS_MILLISECONDS);
  }
}
