/**
 * What kind of edit a change of a document is, from what an extension can see (provenance.md 4.8). No `vscode` here.
 * Nothing is guessed to be an assistant's: an edit that is one says so itself, or a command of ours asked for it.
 */

export type EditKind =
  /** A person's hands: typed, a completed word, a snippet, a quick fix, a rename. */
  | "typed"
  | "pasted"
  /** Undo and redo restore what stood there before, with whose it was. */
  | "restored"
  /** A formatter, indentation, line ends: the same text in another form. */
  | "formatted"
  /** Written outside of the editor: hooks, notes and history say by whom. */
  | "disk"
  | "inline-completion"
  | "chat"
  /** Several lines at once and nothing says from where: suspected, and no more than that. */
  | "unexplained";

/** What VS Code says of an edit's origin where the proposal textDocumentChangeReason is enabled. */
export interface EditReason {
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface EditFacts {
  readonly texts: readonly string[];
  /** Characters taken away, per change. */
  readonly removed: readonly number[];
  /** The stable API's own reason. */
  readonly isUndoOrRedo: boolean;
  readonly reason: EditReason | null;
  /** Between the editor's `willSave` and its `didSave`. */
  readonly isSaving: boolean;
  /** Our own command accepts an inline completion right now. */
  readonly isAccepting: boolean;
  readonly clipboard: string | null;
}

/** An insert of as many lines is more than a hand types in one event: WakaTime's bound is 2 line breaks or 50 characters. */
const LARGE_LINES = 3;
const LARGE_CHARACTERS = 50;

/** Whether the clipboard is worth reading: only for a single insert that typing does not explain. */
export function isLarge(texts: readonly string[]): boolean {
  const [text = "", ...others] = texts;
  const words = text.trim();
  return others.length === 0 && (words.split("\n").length >= LARGE_LINES || words.length > LARGE_CHARACTERS);
}

export function editKindOf(facts: EditFacts): EditKind {
  if (facts.isUndoOrRedo) {
    return "restored";
  }
  const said = facts.reason === null ? null : kindByReason(facts.reason);
  if (said !== null) {
    return said;
  }
  if (facts.isAccepting) {
    return "inline-completion";
  }
  if (facts.isSaving || facts.texts.every((text) => text.trim() === "") || facts.texts.some((text, index) => index > 0 && text !== facts.texts[0])) {
    // Several different pieces in one event: a formatter, a refactoring, a find and replace by pattern.
    return facts.isSaving || facts.texts.length > 1 ? "formatted" : "typed";
  }
  if (!isLarge(facts.texts)) {
    return "typed";
  }
  const [text = ""] = facts.texts;
  return facts.clipboard !== null && sameWords(facts.clipboard, text) ? "pasted" : "unexplained";
}

/** textModelEditSource.ts of VS Code; null where the reason says nothing that the change itself does not. */
function kindByReason({ source, metadata }: EditReason): EditKind | null {
  switch (source) {
    case "inlineCompletionAccept":
    case "inlineCompletionPartialAccept":
      // Without the name of an extension it is the editor's own suggestion.
      return typeof metadata["$extensionId"] === "string" ? "inline-completion" : "typed";
    case "Chat.applyEdits":
    case "inlineChat.applyEdits":
      return "chat";
    case "Chat.undoEdits":
    case "Chat.reset":
      return "restored";
    case "reloadFromDisk":
    case "setValue":
      return "disk";
    case "eolChange":
      return "formatted";
    case "rename":
    case "snippet":
    case "suggest":
    case "codeAction":
      return "typed";
    case "cursor":
      return metadata["kind"] === "paste" ? "pasted" : "typed";
    case "unknown":
      return metadata["name"] === "formatEditsCommand" ? "formatted" : null;
    default:
      return null;
  }
}

/** Pasted text may be indented anew and get other line ends. */
function sameWords(one: string, other: string): boolean {
  const words = (text: string) => text.split(/\r?\n/).map((line) => line.trim()).join("\n").trim();
  return words(one) === words(other);
}

/** Which assistant an edit's own reason names; "inline-completion" where it is known to be one and no more. */
export function assistantOf(reason: EditReason | null): { readonly assistant: string; readonly model?: string } {
  const extension = text(reason?.metadata["$extensionId"]);
  const model = text(reason?.metadata["$modelId"]);
  const assistant = extension === null ? (reason?.source.includes("hat.") === true ? "copilot" : "inline-completion") : extension.toLowerCase().startsWith("github.copilot") ? "copilot" : extension.toLowerCase();
  return model === null ? { assistant } : { assistant, model };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 100) : null;
}
