/**
 * Every id that package.json contributes, typed: the only place where they are written in code. A unit test holds this
 * file and package.json equal both ways, so it must not import `vscode`.
 */

export const CONTAINER = "countersign";

export const VIEWS = { debt: "countersign.debt" } as const;

/** Type of the webview in the editor area. */
export const PANEL = "countersign.panel";

/** Shown in the command palette, hidden there by `when` where pointless. */
export const COMMANDS = {
  nextHunk: "countersign.nextHunk",
  previousHunk: "countersign.previousHunk",
  startWalk: "countersign.startWalk",
  walkApprove: "countersign.walkApprove",
  walkReject: "countersign.walkReject",
  walkSkip: "countersign.walkSkip",
  walkBack: "countersign.walkBack",
  walkFinish: "countersign.walkFinish",
  signOff: "countersign.signOff",
  signCopies: "countersign.signCopies",
  signOwnEdits: "countersign.signOwnEdits",
  reject: "countersign.reject",
  withdraw: "countersign.withdraw",
  undoVerdict: "countersign.undoVerdict",
  markViewed: "countersign.markViewed",
  markNotViewed: "countersign.markNotViewed",
  showChangesSinceSignOff: "countersign.showChangesSinceSignOff",
  showReplaced: "countersign.showReplaced",
  explain: "countersign.explain",
  showDependencyPath: "countersign.showDependencyPath",
  whyForbidden: "countersign.whyForbidden",
  copyHunkId: "countersign.copyHunkId",
  refresh: "countersign.refresh",
  restart: "countersign.restart",
  showLog: "countersign.showLog",
  initialize: "countersign.initialize",
  sync: "countersign.sync",
  openPanel: "countersign.openPanel",
  connect: "countersign.connect",
  disconnect: "countersign.disconnect",
  notAi: "countersign.notAi",
  isAi: "countersign.isAi",
  groupBy: "countersign.groupBy",
  filter: "countersign.filter",
  clearFilter: "countersign.clearFilter",
  reviewQuarterHour: "countersign.reviewQuarterHour",
  reviewSession: "countersign.reviewSession",
  reviewPullRequest: "countersign.reviewPullRequest",
  revertHunk: "countersign.revertHunk",
  sendBack: "countersign.sendBack",
  handOver: "countersign.handOver",
  toggleQuiet: "countersign.toggleQuiet",
  reportProblem: "countersign.reportProblem",
} as const;

/** Commands that only our own views and links call; never in the palette. */
export const INTERNAL_COMMANDS = {
  openHunk: "countersign.openHunk",
  toggleHistory: "countersign.toggleHistory",
  markAsAi: "countersign.markAsAi",
  markAsMine: "countersign.markAsMine",
  /** The accept key, where the setting puts us in front of the editor's own command. */
  acceptInlineSuggestion: "countersign.acceptInlineSuggestion",
  /** The space bar on the tree's selection. */
  toggleViewed: "countersign.toggleViewed",
  /** The quick fix at a finding. */
  notAProblem: "countersign.notAProblem",
  /** The button of a comment thread. */
  comment: "countersign.comment",
} as const;

/** *Verification* in the editor's menu, for the hunk at the cursor, and at a line's number, for the hunk there. */
export const SUBMENUS = { atCursor: "countersign.atCursor", atLine: "countersign.atLine" } as const;

/** Read-only tools for the editor's chat, by their name in the engine. */
export const LANGUAGE_MODEL_TOOLS = {
  debt: "countersign_debt",
  findings: "countersign_findings",
  policy: "countersign_policy",
  blockers: "countersign_blockers",
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS] | (typeof INTERNAL_COMMANDS)[keyof typeof INTERNAL_COMMANDS];

export const CONFIGURATION = "countersign";

/** Setting names below `countersign`, with their legal values; the first is not the default, package.json says that. */
export const SETTINGS = {
  codeLens: "codeLens",
  decorations: "decorations",
  diagnostics: "diagnostics",
  fileBadges: "fileBadges",
  readingNotes: "readingNotes",
  observeInlineCompletions: "observeInlineCompletions",
  stagedIsViewed: "stagedIsViewed",
  /** Read by package.json's keybindings alone. */
  keymap: "keymap",
  syncAutomatically: "syncAutomatically",
  /** *Review Pull Request…* asks GitHub which files were viewed there. */
  viewedOnGitHub: "viewedOnGitHub",
} as const;

export const CODE_LENS_VALUES = ["off", "risky", "all"] as const;
export type CodeLensSetting = (typeof CODE_LENS_VALUES)[number];

export const DECORATION_VALUES = ["off", "border", "borderAndRuler"] as const;
export type DecorationSetting = (typeof DECORATION_VALUES)[number];

export const KEYMAP_VALUES = ["none", "chorded"] as const;

export const CONTEXT_KEYS = {
  /** What the view can show: see `ShellState`. */
  state: "countersign.state",
  hasOpenHunks: "countersign.hasOpenHunks",
  /** The tree has no row at all. */
  empty: "countersign.empty",
  walking: "countersign.walking",
  /** State of the hunk at the cursor: see `HunkAtCursor`. */
  hunk: "countersign.hunk",
  /** The cursor is at a finding about the architecture. */
  atFinding: "countersign.atFinding",
  /** A mark of the walk, or outside one a batch of this window, can be taken back. */
  canUndo: "countersign.canUndo",
  /** The text of the hunk at the cursor stands in other open hunks as well. */
  copies: "countersign.copies",
  /** The tree lists less than everything. */
  filtered: "countersign.filtered",
} as const;

/** Values of the context key `countersign.state`. */
export const SHELL_STATES = ["starting", "ready", "no-folder", "no-repository", "no-git", "no-commits", "bare", "failed"] as const;
export type ShellState = (typeof SHELL_STATES)[number];

/** Values of the context key `countersign.hunk`. */
export const HUNKS_AT_CURSOR = ["none", "unseen", "viewed", "stale", "rejected", "signed-off"] as const;
export type HunkAtCursor = (typeof HUNKS_AT_CURSOR)[number];

export const COLOURS = {
  highRisk: "countersign.highRiskBorder",
  unverified: "countersign.unverifiedBorder",
  viewed: "countersign.viewedBorder",
  stale: "countersign.staleBorder",
  seam: "countersign.seamBorder",
  rejected: "countersign.rejectedBorder",
  edited: "countersign.editedBorder",
} as const;

/** `contextValue` of the tree's rows: package.json's menus match on them. */
export const ROWS = {
  section: "section",
  file: "file",
  openHunk: "hunk.open",
  viewedHunk: "hunk.viewed",
  staleHunk: "hunk.stale",
  rejectedHunk: "hunk.rejected",
  signedOffHunk: "hunk.signedOff",
  generatedHunk: "hunk.generated",
  group: "group",
} as const;
