/**
 * A process of its own that signs and exchanges: `FOLDER KEYFILE FIRST COUNT append|exchange|both`. Says on standard output what it has
 * finished, one JSON line each, so that whoever kills it knows what was acknowledged.
 */
import { readFileSync, writeSync } from "node:fs";
import type { GitPlumbing } from "../../src/core/ports";
import { GitLedger } from "../../src/ledger/git-ledger";
import { readPrivateKey } from "../../src/ledger/ssh/private-key";
import { GitProcess } from "../../src/platform/git-process";
import { sampleVerdict, signerOf } from "../unit/ledger/support";

async function main(): Promise<void> {
  const [folder = "", keyFile = "", first = "0", count = "1", what = "both"] = process.argv.slice(2);
  const reading = readPrivateKey(readFileSync(keyFile, "utf8"));
  if (reading.kind !== "usable") throw new Error(`the key is ${reading.kind}`);
  let pushes = 0;
  const git = new GitProcess(folder);
  const counted: GitPlumbing = {
    run: (parameters, options) => git.run(parameters, options),
    stream: (parameters, options) => git.stream(parameters, options),
    freed: (words) => git.freed(words),
    attempt: (parameters, options) => {
      if (parameters[0] === "push") pushes += 1;
      return git.attempt(parameters, options);
    },
  };
  const ledger = new GitLedger({ git: counted, cloneId: `clone-${first}`, tool: "countersign/test", configuredRepositoryId: () => Promise.resolve(null) });
  for (let index = Number(first); index < Number(first) + Number(count); index += 1) {
    if (what !== "exchange") {
      const [record] = await ledger.appendBatch({ signer: `person-${first}@example.com`, at: "2026-11-22T06:00:00Z", verdicts: [sampleVerdict(index)] }, signerOf(reading.privateKey));
      // Written at once: what stands here was acknowledged, whatever happens next.
      writeSync(1, `${JSON.stringify({ signed: record?.path })}\n`);
    }
    if (what === "append") continue;
    const before = pushes;
    const { pushed } = await ledger.sync("origin");
    writeSync(1, `${JSON.stringify({ pushed, tries: pushes - before })}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
