/** What connecting an assistant means: which files of its configuration name our hook, and how. */

/** `project`: this work tree; `user`: the home folder, for every project. */
export type ConnectionScope = "project" | "user";

/** One hook of a JSON configuration. */
export interface HookEntry {
  /** The assistant's name of the event. */
  readonly event: string;
  /** Which tools it is for; absent where the assistant has no matchers. */
  readonly matcher?: string;
  readonly hook: Readonly<Record<string, unknown>>;
}

export type ConnectionFile =
  /** A configuration that others write to, too: our entries are added to it. */
  | {
      readonly kind: "hooks";
      /** Relative to the work tree or the home folder, with `/`. */
      readonly path: string;
      /** Keys to the object that holds the events. */
      readonly container: readonly string[];
      /** `groups`: a list of `{matcher, hooks: […]}`; `flat`: a list of hooks. */
      readonly style: "groups" | "flat";
      /** What a new file starts with. */
      readonly skeleton: Readonly<Record<string, unknown>>;
      readonly entries: readonly HookEntry[];
    }
  /** A file that is ours alone. */
  | { readonly kind: "owned"; readonly path: string; readonly text: string; readonly executable: boolean };

export interface Connection {
  readonly files: readonly ConnectionFile[];
  /** What the person must know or do besides. */
  readonly notes: readonly string[];
}

/** Stands in every file that is ours alone: only such a file is ever overwritten or deleted. */
export const OWNED_MARK = "countersign connect";

/** How a hook command of ours looks, whichever version wrote it, or a person by hand. */
export function isOurCommand(command: unknown, assistant: string): boolean {
  if (typeof command !== "string" || command.length > 4096) return false;
  const words = command.replace(/["']/g, "").trimEnd();
  return words.endsWith(` ${assistant}`) && /(?:^|[\\/\s])countersign(?:\.cmd)?(?:[\\/]hook(?:\.cmd|\.js)?| hook) \S+$/.test(words);
}
