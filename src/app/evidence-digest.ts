import type { Claim } from "../core/model";
import { hash } from "../core/fingerprint/lines";
import type { SessionDependencies } from "./dependencies";

/** A digest of what a clone knows of its commits beside them: the notes of every tool, and these claims in any order. */
export async function evidenceDigest({ git, commitEvidence }: Pick<SessionDependencies, "git" | "commitEvidence">, claims: readonly Claim[]): Promise<string> {
  const notes = await Promise.all(commitEvidence.noteReaders.map(({ ref }) => git.resolve(ref)));
  return hash(JSON.stringify([notes, claims.map((claim) => JSON.stringify(claim)).sort()]));
}
