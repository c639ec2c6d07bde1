/** Says exactly what connecting or disconnecting an assistant changes, file by file. Pure: texts come in, texts go out. */
import { CountersignError } from "../../core/model";
import type { Connection, ConnectionFile } from "./connection";
import { OWNED_MARK } from "./connection";
import { addHooks, removeHooks, shareOfHooks } from "./json-hooks";

export interface FileChange {
  /** Relative to the scope's folder. */
  readonly path: string;
  /** Null: there is no such file. */
  readonly before: string | null;
  /** Null: it is deleted. */
  readonly after: string | null;
  readonly executable: boolean;
}

/** Text of a file relative to the scope's folder, or null. */
export type ReadText = (path: string) => string | null;

/** Errors: `configuration` for a file that can't be read, `refused` where a file of somebody else is in the way. */
export function planConnect(assistant: string, connection: Connection, read: ReadText): readonly FileChange[] {
  return connection.files.map((file) => {
    const before = read(file.path);
    if (file.kind === "hooks") return { path: file.path, before, after: addHooks(before, file, assistant), executable: false };
    if (before !== null && !before.includes(OWNED_MARK)) {
      throw new CountersignError("refused", "somebody else's file is in the way", { path: file.path, hint: `let it run ${commandIn(file)} with its standard input, or move it away` });
    }
    return { path: file.path, before, after: file.text, executable: file.executable };
  });
}

/** Takes exactly ours back. */
export function planDisconnect(assistant: string, connection: Connection, read: ReadText): readonly FileChange[] {
  return connection.files.map((file) => {
    const before = read(file.path);
    const executable = file.kind === "owned" && file.executable;
    if (before === null) return { path: file.path, before, after: null, executable };
    if (file.kind === "hooks") return { path: file.path, before, after: removeHooks(before, file, assistant), executable };
    return { path: file.path, before, after: before.includes(OWNED_MARK) ? null : before, executable };
  });
}

/** `partly`: some of the events are missing, or an older form stands there. */
export function connectionState(assistant: string, connection: Connection, read: ReadText): "connected" | "partly" | "not-connected" {
  const shares = connection.files.map((file) => {
    const text = read(file.path);
    if (file.kind === "hooks") return shareOfHooks(text, file, assistant);
    return text === null || !text.includes(OWNED_MARK) ? 0 : 1;
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum === 0 ? "not-connected" : sum === shares.length ? "connected" : "partly";
}

function commandIn(file: Extract<ConnectionFile, { readonly kind: "owned" }>): string {
  return /^\S.*hook.*$/m.exec(file.text.split("\n").slice(2).join("\n"))?.[0] ?? "the launcher";
}
