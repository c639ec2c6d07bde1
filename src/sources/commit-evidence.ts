/** Evidence that travels with commits, as claims know it: notes of git-ai and git-byline, Agent Trace records, and the commits' own marks. */
import type { Attribution } from "../core/model";
import type { CommitEvidenceReader, CommitInfo, NoteReader } from "../core/ports";
import { AGENT_TRACE_PATH, parseAgentTraces } from "./agent-trace";
import type { BylineRange } from "./byline-note";
import { parseBylineNote } from "./byline-note";
import { markOf } from "./commit-marks";
import type { NoteRange } from "./git-ai-note";
import { parseGitAiNote } from "./git-ai-note";

const GIT_AI: NoteReader = {
  ref: "refs/notes/ai",
  name: "git-ai note",
  read(text, commit) {
    const parsed = parseGitAiNote(text);
    const note = new Map<string, { start: number; end: number; attribution: Attribution | null }[]>();
    for (const [path, ranges] of parsed.files) {
      note.set(path, ranges.map((range) => ({ start: range.start, end: range.end, ...(range.isMixed === true ? { isMixed: true as const } : {}), attribution: range.kind === "human" ? null : ofGitAi(range, commit) })));
    }
    return { note, problems: parsed.problems.map(({ line, message }) => `note of ${commit.slice(0, 12)}, line ${line}: ${message}`) };
  },
};

const BYLINE: NoteReader = {
  ref: "refs/notes/byline",
  name: "git-byline note",
  read(text, commit) {
    const parsed = parseBylineNote(text);
    const note = new Map<string, { start: number; end: number; attribution: Attribution | null }[]>();
    for (const [path, ranges] of parsed.files) note.set(path, [...ranges.map((range) => ({ start: range.start, end: range.end, attribution: ofByline(range, commit) })), ...(parsed.hasOthers ? [SOMEBODY_ELSE] : [])]);
    return { note, problems: parsed.problems.map((problem) => `note of ${commit.slice(0, 12)}: ${problem}`) };
  },
};

/** Covers no line; says that the note's assistants are not all who worked on the commit. */
const SOMEBODY_ELSE = { start: 0, end: 0, attribution: null };

/** Implements core's port for notes (tier 3), Agent Trace records (tier 4) and commit marks (tier 7). */
export class CommitEvidence implements CommitEvidenceReader {
  readonly noteReaders: readonly NoteReader[] = [GIT_AI, BYLINE];
  readonly tracesPath = AGENT_TRACE_PATH;

  readTraces(text: string): ReturnType<CommitEvidenceReader["readTraces"]> {
    return parseAgentTraces(text);
  }

  readMark(commit: CommitInfo): Attribution | null {
    const mark = markOf(commit);
    if (mark === null || mark.strength === "assist") return null;
    return {
      assistant: mark.assistant,
      ...(mark.model === undefined ? {} : { model: mark.model }),
      agentSession: mark.agentSession,
      evidence: { source: "commit-mark", tier: 7, detail: mark.detail },
    };
  }
}

function ofGitAi(range: NoteRange, commit: string): Attribution {
  return {
    assistant: range.assistant,
    ...(range.model === undefined ? {} : { model: range.model }),
    agentSession: range.agentSession,
    evidence: { source: "note", tier: 3, detail: `git-ai note of ${commit.slice(0, 12)}, ${range.key}` },
  };
}

function ofByline(range: BylineRange, commit: string): Attribution {
  return {
    assistant: range.assistant,
    ...(range.model === undefined ? {} : { model: range.model }),
    agentSession: range.agentSession,
    evidence: { source: "note", tier: 3, detail: `git-byline note of ${commit.slice(0, 12)}${range.isOverridden ? ", changed by a person since" : ""}` },
  };
}
