import type { AttributedCommit, EvidenceWriter } from "../core/ports";
import { AGENT_TRACE_PATH } from "./agent-trace";
import { writeAgentTraces } from "./agent-trace-writer";
import { isOwnNote, writeGitAiNote } from "./git-ai-note-writer";

/** Implements core's port for what is written in other tools' forms. */
export class ForeignEvidence implements EvidenceWriter {
  readonly noteRef = "refs/notes/ai";
  readonly tracesPath = AGENT_TRACE_PATH;

  note(commit: AttributedCommit): { readonly text: string | null; readonly leftOut: readonly string[] } {
    return writeGitAiNote(commit);
  }

  isOwnNote(text: string): boolean {
    return isOwnNote(text);
  }

  traces(commit: AttributedCommit): readonly string[] {
    return writeAgentTraces(commit);
  }
}
