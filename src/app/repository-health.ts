/** What `doctor` asks of the repository. Each part is looked at on its own: one that fails is a finding, not the end. */
import type { SessionDependencies } from "./dependencies";
import { signingState } from "./signing-state";
import { baselineAt, readPolicy } from "./policy-source";
import { resolveScope } from "./scope";
import type { HealthFinding } from "../core/health";
import type { RepositoryHealth } from "./health-answers";

type HealthDependencies = Pick<SessionDependencies, "git" | "ledger" | "keys" | "projectFiles" | "commitEvidence">;

export async function repositoryHealth(dependencies: HealthDependencies): Promise<RepositoryHealth> {
  const { git, ledger } = dependencies;
  const findings: HealthFinding[] = [];
  const part = async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      findings.push({ level: "problem", what: `${what}: ${error instanceof Error ? error.message : String(error)}`, hint: "see the message; countersign check stops at it, too" });
      return otherwise;
    }
  };
  const [head, branch, defaultBranch, origin, promisor, partial, user] = await Promise.all([git.head(), git.branch(), git.defaultBranch(), git.config("remote.origin.url"), git.config("remote.origin.promisor"), git.config("extensions.partialClone"), git.user()]);
  const lanes = await part("ledger", () => ledger.lanes(), []);
  const claims = await part("claims", () => ledger.claims(), []);
  const reading = await part(
    "base, policy and verdicts",
    async () => {
      const { policyRevision, scope } = await resolveScope(git, {}, (revision) => baselineAt(git, revision));
      const policy = await readPolicy(git, dependencies.projectFiles, policyRevision, undefined);
      const read = await ledger.verdicts(policy.anchors);
      return { records: read.records.length, problems: read.problems.length, gaps: read.gaps.length, signing: await signingState(dependencies, policy, read), policy: policy.source, base: scope.baseLabel };
    },
    null,
  );
  const lastClaims = new Map<string, string>();
  for (const claim of claims) if ((lastClaims.get(claim.assistant) ?? "") < claim.at) lastClaims.set(claim.assistant, claim.at);
  const isPartial = partial !== null || promisor === "true";
  const remote = origin !== null ? "origin" : (defaultBranch?.split("/")[2] ?? null);
  findings.push(...findingsOf({ head, defaultBranch, remote, user, isBare: git.workTree === null, isShallow: git.isShallow, isPartial, reading }));
  return {
    root: git.workTree,
    head,
    branch,
    remote,
    defaultBranch,
    base: reading?.base ?? null,
    shallow: git.isShallow,
    partial: isPartial,
    user: user?.email ?? null,
    policy: reading?.policy ?? null,
    ledger: {
      signedLanes: lanes.filter((lane) => lane.kind === "signed").length,
      claimLanes: lanes.filter((lane) => lane.kind === "claims").length,
      strangers: lanes.reduce((sum, lane) => sum + lane.strangers, 0),
      claims: claims.length,
      records: reading?.records ?? 0,
      problems: reading?.problems ?? 0,
      gaps: reading?.gaps ?? 0,
    },
    key: reading === null || reading.signing.key === null ? null : { fingerprint: reading.signing.key.fingerprint, source: reading.signing.key.source, trust: reading.signing.trust },
    lastClaims,
    findings,
  };
}

interface Facts {
  readonly head: string | null;
  readonly defaultBranch: string | null;
  readonly remote: string | null;
  readonly user: { readonly email: string } | null;
  readonly isBare: boolean;
  readonly isShallow: boolean;
  readonly isPartial: boolean;
  readonly reading: { readonly problems: number; readonly gaps: number; readonly base: string; readonly signing: { readonly key: unknown; readonly trust: string } } | null;
}

function findingsOf({ head, defaultBranch, remote, user, isBare, isShallow, isPartial, reading }: Facts): HealthFinding[] {
  const found: HealthFinding[] = [];
  if (isBare) found.push({ level: "note", what: "the repository is bare: no assistant works in it, and no hook runs", hint: "run doctor in a clone of it" });
  if (head === null) found.push({ level: "note", what: "there are no commits yet", hint: "hooks are recorded; everything else begins with the first commit" });
  if (user === null) found.push({ level: "warning", what: "git does not know who you are", hint: "git config user.name YOU; git config user.email YOU@EXAMPLE.COM" });
  if (isShallow) found.push({ level: "warning", what: "the clone is shallow: lines from before its end are of unknown origin", hint: "git fetch --unshallow" });
  if (isPartial) found.push({ level: "note", what: "the clone is partial: lines of files whose old versions are missing are of unknown origin", hint: "git fetch --refetch --no-filter" });
  if (remote === null && head !== null && !isBare) found.push({ level: "note", what: `there is no remote: the base is ${reading?.base ?? "not known"}, and sign-offs stay in this clone`, hint: "git remote add origin URL, or countersign init, which records where debt starts" });
  if (remote !== null && defaultBranch === null && !isBare) found.push({ level: "warning", what: "the remote's default branch is not known, so the base is a guess", hint: `git fetch ${remote}; git remote set-head ${remote} --auto` });
  if (reading !== null && reading.signing.key === null) found.push({ level: "note", what: "there is no signing key: sign-offs would carry no signature", hint: "git config gpg.format ssh; git config user.signingkey ~/.ssh/YOUR_KEY.pub; or let the first sign-off in the editor make one" });
  if (reading !== null && reading.signing.key !== null && reading.signing.trust === "none") found.push({ level: "warning", what: "your signing key is not enrolled: what it signs counts nothing here", hint: "add it to .countersign/allowed_signers on the base branch: countersign init --enrol" });
  if (reading !== null && reading.problems > 0) found.push({ level: "warning", what: `${reading.problems} batch${reading.problems === 1 ? "" : "es"} of the ledger are refused`, hint: "countersign log says why" });
  if (reading !== null && reading.gaps > 0) found.push({ level: "problem", what: `the ledger has ${reading.gaps} gap${reading.gaps === 1 ? "" : "s"}`, hint: "countersign sync, then countersign verify-ledger" });
  return found;
}
