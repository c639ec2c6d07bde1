/** Whose word counts about who wrote a text: the base's records and requirements, as `origins` and what is derived from it need them. */
import type { VerdictRecord } from "../core/model";
import type { Configuration } from "../core/policy/configuration-types";
import { defaultConfiguration } from "./configuration";
import type { SessionDependencies } from "./dependencies";
import { anchoredLedger } from "./ledger-audit";

export interface OriginRules {
  readonly configuration: Configuration;
  readonly records: readonly VerdictRecord[];
}

/** Files and sources are everybody's; only whose word counts is the base's to say. */
export async function originRules(dependencies: Pick<SessionDependencies, "git" | "ledger" | "projectFiles">, mounted: readonly string[] = []): Promise<OriginRules> {
  const { anchors, configuration } = await anchoredLedger(dependencies, undefined, mounted);
  const { records } = await dependencies.ledger.verdicts(anchors);
  const everybodys = defaultConfiguration();
  return { records, configuration: { ...everybodys, policy: { ...everybodys.policy, require: configuration.policy.require } } };
}
