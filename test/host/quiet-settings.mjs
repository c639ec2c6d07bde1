/**
 * User settings under which the workbench shows nothing but what a test asks for, asks nobody and stays the same between runs.
 * Some values are written as VS Code 1.139 stores them, because it rewrites older spellings.
 */
export const QUIET_SETTINGS = Object.freeze({
  // A plain window: no welcome page, no chat, no command centre
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.layoutControl.enabled": false,
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.editor.enablePreview": false,
  "window.commandCenter": false,
  "window.dialogStyle": "custom",
  "files.simpleDialog.enable": true,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "editor.minimap.enabled": false,
  "editor.accessibilitySupport": "off",

  // Nothing happens by itself
  "files.autoSave": "off",
  "git.autofetch": false,
  "git.confirmSync": false,
  "git.openRepositoryInParentFolders": "never",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "telemetry.telemetryLevel": "off",

  // The TypeScript server would call npm, once for each name of the setting
  "typescript.disableAutomaticTypeAcquisition": true,
  "js/ts.tsserver.automaticTypeAcquisition.enabled": false,
});

/** VS Code's dark theme, by the name it goes by since 1.139. Others: "Light Modern", "Default High Contrast", "Default High Contrast Light". */
export const DEFAULT_THEME = "Dark Modern";
