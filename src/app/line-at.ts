import { CountersignError } from "../core/model";
import type { Git } from "../core/ports";

/** The text of a line as it stands at a revision, or in the work tree. Errors: `not-found`. */
export async function lineAt(git: Git, revision: string, path: string, line: number): Promise<string> {
  const snapshot = await git.snapshot(revision);
  const content = (await snapshot.read([path])).get(path);
  const text = content?.kind === "text" ? content.text.split("\n")[line - 1] : undefined;
  if (text === undefined) throw new CountersignError("not-found", "there is no such line", { path, line, hint: "give FILE:LINE as it stands now" });
  return text;
}
