/** A replayed history is kept by everything that it depends on; another head, verdict, claim, note or policy is another history. */
import { hash } from "../core/fingerprint/lines";
import type { HistoryAnswer, HistoryRequest } from "./debt-history";
import type { SessionDependencies } from "./dependencies";
import { evidenceDigest } from "./evidence-digest";
import { readSealed, writeSealed } from "./sealed-cache";

/** Changes with the meaning of what is kept. */
const FORMAT = "history-5";

export class HistoryCache {
  constructor(private readonly dependencies: Pick<SessionDependencies, "cache" | "git" | "ledger" | "commitEvidence" | "log">) {}

  /** Where parts of the history are missing from a clone, nothing is kept: they may be fetched. */
  async of(request: HistoryRequest, replay: () => Promise<HistoryAnswer>): Promise<HistoryAnswer> {
    const { cache, log } = this.dependencies;
    const key = await this.keyOf(request);
    const kept = (await readSealed(cache, log, FORMAT)) as { readonly key: string; readonly answer: HistoryAnswer } | null;
    if (kept?.key === key) return kept.answer;
    const answer = await replay();
    if (answer.isWhole) await writeSealed(cache, FORMAT, { key, answer });
    return answer;
  }

  private async keyOf({ base, head, configuration, records }: HistoryRequest): Promise<string> {
    const evidence = await evidenceDigest(this.dependencies, await this.dependencies.ledger.claims());
    const ids = hash(records.map((record) => `${record.id} ${record.trust}`).sort().join("\n"));
    return hash(JSON.stringify([FORMAT, base, head, configuration, ids, evidence]));
  }
}
