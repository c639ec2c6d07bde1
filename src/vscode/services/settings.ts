import { ConfigurationTarget, workspace } from "vscode";
import type { Disposable } from "vscode";
import { CODE_LENS_VALUES, CONFIGURATION, DECORATION_VALUES, SETTINGS } from "../contributions";
import type { CodeLensSetting, DecorationSetting } from "../contributions";

/** The only reader of the editor's configuration: a value of another kind counts as the default. */
export class Settings {
  get codeLens(): CodeLensSetting {
    return oneOf(CODE_LENS_VALUES, this.read(SETTINGS.codeLens), "risky");
  }

  get decorations(): DecorationSetting {
    return oneOf(DECORATION_VALUES, this.read(SETTINGS.decorations), "borderAndRuler");
  }

  get diagnostics(): boolean {
    return this.read(SETTINGS.diagnostics) !== false;
  }

  get fileBadges(): boolean {
    return this.read(SETTINGS.fileBadges) !== false;
  }

  /** Note on this machine which lines were on the screen. */
  get readingNotes(): boolean {
    return this.read(SETTINGS.readingNotes) !== false;
  }

  get stagedIsViewed(): boolean {
    return this.read(SETTINGS.stagedIsViewed) !== false;
  }

  /** The chat accepts its edits after a while without anybody: the editor's own setting. */
  get chatKeepsByItself(): boolean {
    const delay = workspace.getConfiguration("chat.editing").get<unknown>("autoAcceptDelay");
    return typeof delay === "number" && delay > 0;
  }

  /** One of ours as it is set, for a report of a problem. */
  valueOf(name: (typeof SETTINGS)[keyof typeof SETTINGS]): unknown {
    return this.read(name);
  }

  /** Exchange sign-offs whenever the remote was fetched from or pushed to. */
  get syncAutomatically(): boolean {
    return this.read(SETTINGS.syncAutomatically) === true;
  }

  /** Ask GitHub which files of a pull request its reviewer viewed. */
  get viewedOnGitHub(): boolean {
    return this.read(SETTINGS.viewedOnGitHub) === true;
  }

  /** For this person, in every repository: a repository can't say it. */
  async agreeToSync(): Promise<void> {
    await workspace.getConfiguration(CONFIGURATION).update(SETTINGS.syncAutomatically, true, ConfigurationTarget.Global);
  }

  onChange(listener: () => void): Disposable {
    return workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(CONFIGURATION)) {
        listener();
      }
    });
  }

  private read(name: string): unknown {
    return workspace.getConfiguration(CONFIGURATION).get<unknown>(name);
  }
}

function oneOf<T extends string>(values: readonly T[], value: unknown, otherwise: T): T {
  return values.find((candidate) => candidate === value) ?? otherwise;
}
