/** What a hunk was asked for and what was run on it, from the local transcript, with secrets taken out. Never part of a snapshot or a record. */
import type { DebtItem } from "../core/model";
import type { HunkIntent, IntentTarget } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import type { IntentAnswer } from "./session-types";

/** Characters that are shown. */
const LONGEST_WORDS = 2000;
const LONGEST_COMMAND = 300;

export async function hunkIntent({ transcripts, redact }: Pick<SessionDependencies, "transcripts" | "redact">, { hunk }: DebtItem, lines: readonly string[]): Promise<IntentAnswer | null> {
  const target: IntentTarget = {
    path: hunk.path,
    assistant: hunk.assistant,
    agentSession: hunk.agentSession,
    lines: hunk.kind === "edit" ? lines.slice(hunk.startLine - 1, hunk.endLine) : [],
    removed: hunk.kind === "removal" ? (hunk.replaced ?? []) : [],
    toolUseIds: hunk.allEvidence.flatMap(({ detail }) => detail.split(/[\s,()]+/).filter((word) => word.length >= 6)),
  };
  const intent = await transcripts.intent(target);
  return intent === null ? null : withoutSecrets(intent, redact);
}

/** Secrets go before anything is cut: half a secret is one, too. */
function withoutSecrets(intent: HunkIntent, redact: SessionDependencies["redact"]): IntentAnswer {
  let secrets = 0;
  const clean = (text: string, longest: number): string => {
    const redacted = redact(text);
    secrets += redacted.secrets;
    return redacted.text.length > longest ? `${redacted.text.slice(0, longest)}…` : redacted.text;
  };
  const said = ({ at, text }: { readonly at: string; readonly text: string }) => ({ at, text: clean(text, LONGEST_WORDS) });
  return {
    ...intent,
    requests: intent.requests.map(said),
    reason: intent.reason === null ? null : said(intent.reason),
    checks: intent.checks.map((check) => ({ ...check, command: clean(check.command, LONGEST_COMMAND) })),
    secrets,
  };
}
