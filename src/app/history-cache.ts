/** A replayed history is kept by everything that it depends on; another head, verdict, claim, note or policy is another history. */
import { hash } from "../core/fingerprint/lines";
import type { HistoryAnswer, HistoryRequest } from "./debt-history";
import type { SessionDependencies } from "./dependencies";

/** Changes with the meaning of what is kept. */
const FORMAT = "history-1";

export class HistoryCache {
  constructor(private readonly dependencies: Pick<SessionDependencies, "cache" | "git" | "ledger" | "commitEvidence" | "log">) {}

  async of(request: HistoryRequest, replay: () => Promise<HistoryAnswer>): Promise<HistoryAnswer> {
    const { cache, log } = this.dependencies;
    const key = await this.keyOf(request);
    const kept = await cache.read(FORMAT);
    if (kept !== null) {
      const known = parsed(kept);
      if (known?.key === key) return known.answer;
      if (known === null) log.warn("the cached history cannot be read and is computed anew");
    }
    const answer = await replay();
    await cache.write(FORMAT, JSON.stringify({ key, answer }));
    return answer;
  }

  private async keyOf({ base, head, configuration, records }: HistoryRequest): Promise<string> {
    const { git, ledger, commitEvidence } = this.dependencies;
    const notes = await Promise.all(commitEvidence.noteReaders.map(({ ref }) => git.resolve(ref)));
    const claims = hash((await ledger.claims()).map((claim) => JSON.stringify(claim)).sort().join("\n"));
    const ids = hash(records.map((record) => `${record.id} ${record.trust}`).sort().join("\n"));
    return hash(JSON.stringify([FORMAT, base, head, configuration, ids, claims, notes]));
  }
}

function parsed(text: string): { readonly key: string; readonly answer: HistoryAnswer } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "key" in value && "answer" in value && typeof value.key === "string" ? (value as { key: string; answer: HistoryAnswer }) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
