/** Writes Agent Trace records, version 0.1.0 (cursor/agent-trace README 6; provenance.md 2.1), of what is known about one commit's lines. */
import { hash } from "../core/fingerprint/lines";
import { groupBy } from "../core/group-by";
import type { AttributedCommit, AttributedRange } from "../core/ports";
import { SESSION_URN } from "./agent-trace";

/** One record for each assistant, because a record names one tool; a person's lines go with the first. Ids and times repeat from run to run. */
export function writeAgentTraces(commit: AttributedCommit): readonly string[] {
  const placed = [...commit.files].flatMap(([path, ranges]) => ranges.map((range) => ({ path, range })));
  const byTool = groupBy(placed, ({ range }) => range.attribution?.assistant ?? "");
  return [...byTool].sort(([one], [other]) => (one < other ? -1 : 1)).map(([tool, places]) => JSON.stringify(recordOf(commit, tool, places)));
}

function recordOf(commit: AttributedCommit, tool: string, places: readonly { readonly path: string; readonly range: AttributedRange }[]): object {
  const files = [...groupBy(places, ({ path }) => path)].sort(([one], [other]) => (one < other ? -1 : 1));
  const content = files.map(([path, placed]) => ({ path, conversations: conversationsOf(placed.map(({ range }) => range), commit.texts.get(path) ?? []) }));
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
  const groups = groupBy(ranges, ({ attribution, origin }) => JSON.stringify([attribution?.agentSession ?? "", attribution?.model ?? "", origin]));
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
