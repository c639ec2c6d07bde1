import type { SigningState } from "../core/model";
import type { LedgerReading } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import type { PolicySource } from "./policy-source";

/** What a signature made now would be worth. */
export async function signingState(dependencies: Pick<SessionDependencies, "git" | "keys" | "ledger">, policy: PolicySource, reading: LedgerReading): Promise<SigningState> {
  const [user, current, hasId] = await Promise.all([dependencies.git.user(), dependencies.keys.current(), dependencies.ledger.hasRepositoryId()]);
  const { allowedSigners } = policy.anchors;
  const publicKey = current?.signer.publicKey.split(" ")[1] ?? "";
  const isEnrolled = publicKey !== "" && allowedSigners !== null && allowedSigners.includes(publicKey);
  return {
    signer: user?.email ?? null,
    key: current === null ? null : { fingerprint: current.signer.fingerprint, path: current.path, source: current.source },
    trust: current === null ? "none" : allowedSigners === null ? "self-declared" : isEnrolled ? "key" : "none",
    unsigned: reading.records.filter((record) => record.key === "").length + reading.problems.filter((problem) => problem.why.startsWith("unsigned")).length,
    ...(current === null ? { newKeyPath: dependencies.keys.newKeyPath } : {}),
    ...(hasId ? {} : { repositoryIdIsNew: true }),
  };
}
