/** How much of what stands at the base assistants wrote. It takes a walk through the whole history, so it is kept by everything that it depends on. */
import type { HistorySummary } from "../core/model";
import type { Progress } from "../core/ports";
import { hash } from "../core/fingerprint/lines";
import type { SessionDependencies } from "./dependencies";
import { evidenceDigest } from "./evidence-digest";
import { originRules } from "./origin-rules";
import { originsAt } from "./origins-document";
import { readSealed, writeSealed } from "./sealed-cache";

/** Changes with the meaning of what is kept. */
const FORMAT = "history-summary-1";

type HistoryDependencies = Pick<SessionDependencies, "git" | "ledger" | "journal" | "commitEvidence" | "log" | "projectFiles" | "cache">;

/** `base`: full id of a commit. Where parts of the history are missing from a clone, nothing is kept. */
export async function historySummary(dependencies: HistoryDependencies, base: string, progress?: Progress, signal?: AbortSignal): Promise<HistorySummary> {
  const { cache, log, ledger, journal } = dependencies;
  const rules = await originRules(dependencies, [base]);
  const pending = await journal.pending();
  const evidence = await evidenceDigest(dependencies, [...(await ledger.claims()), ...pending.claims]);
  const records = rules.records.map((record) => `${record.id} ${record.trust}`).sort();
  const key = hash(JSON.stringify([base, rules.configuration, records, evidence, pending.human]));
  const kept = (await readSealed(cache, log, FORMAT)) as { readonly key: string; readonly summary: HistorySummary } | null;
  if (kept?.key === key) return kept.summary;
  const { files, isWhole } = await originsAt(dependencies, rules, base, undefined, progress, signal);
  const lines = files.reduce((sum, file) => sum + file.ranges.reduce((count, range) => count + (range.origin === "ai" || range.origin === "mixed" ? range.end - range.start + 1 : 0), 0), 0);
  const summary = { lines, files: files.length };
  if (isWhole) await writeSealed(cache, FORMAT, { key, summary });
  return summary;
}
