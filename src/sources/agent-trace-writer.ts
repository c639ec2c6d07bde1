/** Writes Agent Trace records, version 0.1.0 (cursor/agent-trace README 6; provenance.md 2.1), of what is known about one commit's lines. */
import { hash } from "../core/fingerprint/lines";
import type { AttributedCommit, AttributedRange } from "../core/ports";
import { SESSION_URN } from "./agent-trace";

/** One record for each assistant, because a record names one tool; a person's lines go with the first. Ids and times repeat from run to run. */
export function writeAgentTraces(commit: AttributedCommit): readonly string[] {
  const byTool = new Map<string, Map<string, AttributedRange[]>>();
  for (const [path, ranges] of commit.files) {
    for (const range of ranges) {
      const tool = range.attribution?.assistant ?? "";
      const files = byTool.get(tool) ?? new Map<string, AttributedRange[]>();
      byTool.set(tool, files);
      files.set(path, [...(files.get(path) ?? []), range]);
    }
  }
  return [...byTool].sort(([one], [other]) => (one < other ? -1 : 1)).map(([tool, files]) => JSON.stringify(recordOf(commit, tool, files)));
}

function recordOf(commit: AttributedCommit, tool: string, files: ReadonlyMap<string, readonly AttributedRange[]>): object {
  const content = [...files].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, ranges]) => ({ path, conversations: conversationsOf(ranges, commit.texts.get(path) ?? []) }));
  const digits = hash(JSON.stringify(["countersign", commit.id, tool, content]));
  return {
    version: "0.1.0",
    id: `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`,
    timestamp: commit.authoredAt,
    vcs: { type: "git", revision: commit.id },
    ...(tool === "" ? {} : { tool: { name: tool } }),
    files: content,
    metadata: { "dev.countersign": { normalisation: "sha256 of the lines as they stand, joined by line feeds" } },
  };
}

function conversationsOf(ranges: readonly AttributedRange[], lines: readonly string[]): object[] {
  const groups = new Map<string, AttributedRange[]>();
  for (const range of ranges) {
    const key = JSON.stringify([range.attribution?.agentSession ?? "", range.attribution?.model ?? "", range.origin]);
    groups.set(key, [...(groups.get(key) ?? []), range]);
  }
  return [...groups.values()].map((group) => {
    const [{ origin, attribution } = { origin: "human" as const, attribution: null }] = group;
    const session = attribution?.agentSession ?? "";
    return {
      ...(session === "" ? {} : { url: /^[a-z][a-z0-9+.-]*:\S*$/i.test(session) ? session : `${SESSION_URN}${encodeURIComponent(session)}` }),
      contributor: { type: origin, ...(attribution?.model === undefined ? {} : { model_id: attribution.model.slice(0, 250) }) },
      ranges: group.map(({ start, end }) => ({ start_line: start, end_line: end, content_hash: `sha256:${hash(lines.slice(start - 1, end).join("\n")).slice(0, 16)}` })),
    };
  });
}
