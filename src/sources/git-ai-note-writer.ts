/** Writes git-ai's authorship notes, standard v3.0.0 (provenance.md 1.1), of what is known about one commit's lines. */
import { hash } from "../core/fingerprint/lines";
import type { AttributedCommit, AttributedRange } from "../core/ports";
import { GIT_AI_TOOL_OF_ASSISTANT, MIXED_ATTRIBUTE } from "./git-ai-names";

/** Marks a note as ours: only such a one is ever replaced. */
const WRITER = "countersign/1";

/** `text` null where nothing is known; paths with a quotation mark can't stand in a note. */
export function writeGitAiNote(commit: AttributedCommit): { readonly text: string | null; readonly leftOut: readonly string[] } {
  const sessions = new Map<string, object>();
  const humans = new Map<string, object>();
  const leftOut: string[] = [];
  const lines: string[] = [];
  for (const [path, ranges] of [...commit.files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (path.includes('"')) {
      leftOut.push(path);
      continue;
    }
    const byKey = new Map<string, AttributedRange[]>();
    for (const range of ranges) {
      const key = keyOf(commit, range, sessions, humans);
      byKey.set(key, [...(byKey.get(key) ?? []), range]);
    }
    if (byKey.size === 0) continue;
    lines.push(/[ \t\n]/.test(path) ? `"${path}"` : path, ...[...byKey].map(([key, of]) => `  ${key} ${rangesText(of)}`));
  }
  if (lines.length === 0) return { text: null, leftOut };
  const metadata = {
    schema_version: "authorship/3.0.0",
    git_ai_version: WRITER,
    base_commit_sha: commit.id,
    prompts: {},
    ...(humans.size === 0 ? {} : { humans: Object.fromEntries(humans) }),
    sessions: Object.fromEntries(sessions),
  };
  return { text: `${lines.join("\n")}\n---\n${JSON.stringify(metadata, null, 2)}`, leftOut };
}

export function isOwnNote(text: string): boolean {
  return new RegExp(`"git_ai_version": "${WRITER}"`).test(text.slice(text.lastIndexOf("\n---\n")));
}

function keyOf(commit: AttributedCommit, range: AttributedRange, sessions: Map<string, object>, humans: Map<string, object>): string {
  if (range.attribution === null) {
    const author = `${commit.authorName} <${commit.authorEmail}>`;
    const key = `h_${hash(author).slice(0, 14)}`;
    humans.set(key, { author });
    return key;
  }
  const { assistant, agentSession, model } = range.attribution;
  const tool = GIT_AI_TOOL_OF_ASSISTANT.get(assistant) ?? assistant;
  // A line that a person changed since, or another model's, is another statement of the same session.
  const isMixed = range.origin === "mixed";
  const record = { agent_id: { tool, id: agentSession, model: model ?? "unknown" }, human_author: commit.authorEmail, ...(isMixed ? { custom_attributes: { [MIXED_ATTRIBUTE]: "mixed" } } : {}) };
  const known = (key: string) => JSON.stringify(sessions.get(key) ?? record) === JSON.stringify(record);
  const plain = `s_${hash(`${tool}:${agentSession}`).slice(0, 14)}`;
  const key = known(plain) ? plain : `s_${hash(`${tool}:${agentSession}:${model ?? ""}:${range.origin}`).slice(0, 14)}`;
  sessions.set(key, record);
  return `${key}::t_${hash(`${commit.id}:${key}`).slice(0, 14)}`;
}

/** Ascending, neighbours merged. */
function rangesText(ranges: readonly AttributedRange[]): string {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end + 1) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged.map(({ start, end }) => (start === end ? String(start) : `${start}-${end}`)).join(",");
}
