/** `verify-ledger`, `export` and `import`: the ledger itself, as far as it goes beyond one verdict. */
import type { LedgerState } from "../core/debt/panel/ledger-words";
import { CountersignError } from "../core/model";
import type { LedgerLane, LedgerReading, TrustAnchors } from "../core/ports";
import type { SessionDependencies } from "./dependencies";
import { mountsOf } from "./mounts";
import { baselineAt, readPolicy, type PolicySource } from "./policy-source";
import { resolveScope } from "./scope";
import type { ExportAnswer, ImportAnswer, LedgerAudit, LedgerKey } from "./ledger-answers";

type LedgerDependencies = Pick<SessionDependencies, "git" | "ledger" | "projectFiles">;

const FOLDER = ".countersign/ledger/";

/** Mounts base and head (and other commits) and gives the base's policy with its anchors. Errors: as `resolveScope` and `readPolicy`. */
export async function anchoredLedger({ git, ledger, projectFiles }: LedgerDependencies, base?: string, also: readonly string[] = []): Promise<PolicySource> {
  const scope = await resolveScope(git, base === undefined ? {} : { base }, (revision) => baselineAt(git, revision));
  ledger.mount([...(await mountsOf(git, scope)), ...also]);
  return readPolicy(git, projectFiles, scope.policyRevision, undefined);
}

/** Reads and verifies everything under the base's anchors. Errors: `ledger-unreadable`, `policy`, `configuration`, `no-base`. */
export async function auditLedger(dependencies: LedgerDependencies, base?: string): Promise<LedgerAudit> {
  const { ledger } = dependencies;
  const { anchors } = await anchoredLedger(dependencies, base);
  const reading = await ledger.verdicts(anchors);
  const lanes = await ledger.lanes();
  const claims = await ledger.claims();
  const keys = new Map<string, LedgerKey>();
  for (const record of reading.records) {
    const known = keys.get(record.key);
    const signers = known === undefined ? [record.signer] : known.signers.includes(record.signer) ? known.signers : [...known.signers, record.signer].sort();
    const first = known === undefined || record.at < known.first ? record.at : known.first;
    const last = known === undefined || record.at > known.last ? record.at : known.last;
    keys.set(record.key, { key: record.key, signers, trust: record.trust, records: (known?.records ?? 0) + 1, first, last });
  }
  const { verdict, enrolled } = ledgerState(reading, lanes, anchors);
  return {
    verdict,
    enrolled,
    repository: anchors.repositoryId,
    lanes,
    keys: [...keys.values()].sort((one, other) => (one.key < other.key ? -1 : 1)),
    records: reading.records.length,
    claims: claims.length,
    problems: reading.problems,
    gaps: reading.gaps,
  };
}

/** Whether what was read and verified is whole. */
export function ledgerState({ records, problems, gaps }: LedgerReading, lanes: readonly LedgerLane[], anchors: TrustAnchors): LedgerState {
  const damaged = problems.some(({ kind }) => kind === "integrity" || kind === "signature") || lanes.some((lane) => lane.strangers > 0) || gaps.some((gap) => gap.what === "fork");
  return {
    verdict: gaps.some((gap) => gap.what === "missing") ? "incomplete" : damaged ? "damaged" : "intact",
    enrolled: anchors.allowedSigners !== null,
    records: records.length,
    keys: new Set(records.map(({ key }) => key)).size,
  };
}

/** Writes what the work tree's copy of the ledger lacks. Nothing there is changed or removed. */
export async function exportLedger({ ledger, projectFiles }: LedgerDependencies): Promise<ExportAnswer> {
  const files = await ledger.exported();
  let written = 0;
  for (const { path, text } of files) {
    if ((await projectFiles.read(FOLDER + path)) !== null) continue;
    await projectFiles.write(FOLDER + path, text);
    written += 1;
  }
  return { folder: FOLDER.slice(0, -1), files: files.length, written };
}

/** Takes the ledger that a commit's tree (or the work tree) carries into the refs. Errors: `no-base` for an unknown revision. */
export async function importLedger({ git, ledger }: LedgerDependencies, revision: string | null): Promise<ImportAnswer> {
  const commit = revision === null ? "worktree" : await git.resolve(revision);
  if (commit === null) throw new CountersignError("no-base", `${revision ?? ""} is not a commit here`, { hint: "git fetch, then check the name" });
  const snapshot = await git.snapshot(commit);
  const paths = snapshot.paths.filter((path) => path.startsWith(FOLDER));
  const refused: { path: string; why: string }[] = [];
  const files: { path: string; text: string }[] = [];
  for (const [path, content] of await snapshot.read(paths, 8 * 1024 * 1024)) {
    if (content.kind === "text") files.push({ path: path.slice(FOLDER.length), text: content.text });
    else refused.push({ path: path.slice(FOLDER.length), why: `a plain text file was expected, this is ${content.kind}` });
  }
  const result = await ledger.importFiles(files);
  return { source: revision ?? "worktree", files: paths.length, batches: result.batches, claims: result.claims, refused: [...refused, ...result.refused] };
}
