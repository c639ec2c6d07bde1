/** `Assisted-by: AGENT:MODEL` trailers for what is about to be committed, from evidence alone. */
import type { SessionDependencies } from "./dependencies";
import { originRules } from "./origin-rules";
import { wantedPaths } from "./path-filter";
import { gatherProvenance } from "./provenance";

type TrailerDependencies = Pick<SessionDependencies, "git" | "ledger" | "journal" | "commitEvidence" | "log" | "projectFiles">;

/**
 * The word behind a trailer of ours names us as the tool. It also says that the ledger knows the lines, so that such a
 * trailer is no mark of the whole commit.
 */
const TOOL = "countersign";

/** Of the index against HEAD; with `amend`, against HEAD's first parent. In order of lines, most first. */
export async function assistedBy(dependencies: TrailerDependencies, amend: boolean): Promise<readonly string[]> {
  const { git } = dependencies;
  const head = await git.resolve("HEAD");
  const base = amend ? await git.resolve("HEAD~1") : head;
  const { configuration, records } = await originRules(dependencies);
  const { files } = await gatherProvenance(dependencies, { base, head: "index", configuration, wanted: wantedPaths(configuration, undefined), everyFile: false, assumeAi: false, records });
  const lines = new Map<string, number>();
  const count = (assistant: string, model: string | undefined, by: number) => {
    const agent = word(assistant);
    if (agent === "" || agent === "unknown") return;
    const trailer = `${agent}:${word(model ?? "") || "unknown"} ${TOOL}`;
    lines.set(trailer, (lines.get(trailer) ?? 0) + by);
  };
  for (const file of files) {
    for (const line of file.origins) if (line.changed && line.attribution !== null) count(line.attribution.assistant, line.attribution.model, 1);
    for (const removal of file.removals) count(removal.attribution.assistant, removal.attribution.model, removal.removedLines.length);
  }
  return [...lines].sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1)).map(([trailer]) => `Assisted-by: ${trailer}`);
}

/** As a trailer can hold it: no blanks, no colon. */
function word(text: string): string {
  return text.trim().replace(/[^\w.@/-]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80);
}

/**
 * The message with the trailers. One that nobody wrote yet must stay empty, or leaving it so would no longer stop the
 * commit: there a comment offers them.
 */
export async function messageWithTrailers({ git }: Pick<SessionDependencies, "git">, message: string, trailers: readonly string[]): Promise<string> {
  if (trailers.length === 0) return message;
  const configured = (await git.config("core.commentString")) ?? (await git.config("core.commentChar"));
  const comment = configured === null || configured === "auto" || configured === "" ? "#" : configured;
  if (!isEmpty(message, comment)) return git.withTrailers(message, trailers);
  const offer = [`${comment} Take the ${comment} away to say which assistant wrote part of this:`, ...trailers.map((trailer) => `${comment} ${trailer}`)];
  return message.includes(offer[0] ?? "") ? message : `\n${offer.join("\n")}\n${message.replace(/^\n/, "")}`;
}

/** Without comments and without what stands below the scissors. */
function isEmpty(message: string, comment: string): boolean {
  for (const line of message.split("\n")) {
    if (line.startsWith(comment) && / -{8,} >8 -{8,}$/.test(line)) return true;
    if (line.trim() !== "" && !line.startsWith(comment)) return false;
  }
  return true;
}
