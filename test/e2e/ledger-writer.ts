/** A process of its own that appends to a ledger: what the concurrency test starts several of. */
import { readFileSync } from "node:fs";
import { GitLedger } from "../../src/ledger/git-ledger";
import { readPrivateKey } from "../../src/ledger/ssh/private-key";
import { GitProcess } from "../../src/platform/git-process";
import { sampleClaim, sampleVerdict, signerOf } from "../unit/ledger/support";

async function main(): Promise<void> {
  const [folder = "", keyFile = "", first = "0", count = "1"] = process.argv.slice(2);
  const reading = readPrivateKey(readFileSync(keyFile, "utf8"));
  if (reading.kind !== "usable") throw new Error(`the key is ${reading.kind}`);
  const ledger = new GitLedger({ git: new GitProcess(folder), cloneId: "clone-1", tool: "countersign/test", configuredRepositoryId: () => Promise.resolve(null) });
  for (let index = Number(first); index < Number(first) + Number(count); index += 1) {
    await ledger.appendBatch({ signer: "ann@example.com", at: "2026-11-22T06:00:00Z", verdicts: [sampleVerdict(index)] }, signerOf(reading.privateKey));
    await ledger.appendClaims([sampleClaim(index)]);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
