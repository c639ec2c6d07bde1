/** What `countersign init` writes: a baseline, the policy, and who may sign. */
import type { SessionDependencies } from "./dependencies";
import { CONFIGURATION_PATH, parseConfiguration } from "./configuration";
import { KNOWN_DEBT_PATH, entryId, knownDebtText, parseKnownDebt, type KnownDebt } from "./known-debt-file";
import { SIGNERS_PATH } from "./policy-source";
import type { InitOptions, InitPlan } from "./session-types";

/** The namespace that a sign-off's signature is bound to (contract.md). */
const NAMESPACE = "signoff.v1@countersign";

type InitDependencies = Pick<SessionDependencies, "git" | "keys" | "ledger" | "projectFiles">;

/** Says what would be written; existing files stay as they are. */
export async function planInit(dependencies: InitDependencies, options: InitOptions): Promise<InitPlan> {
  const { git, keys, ledger, projectFiles } = dependencies;
  const baseline = await git.head();
  const present = await projectFiles.read(CONFIGURATION_PATH);
  const configured = present === null ? null : parseConfiguration(present, CONFIGURATION_PATH).repository;
  const repositoryId = configured ?? (await ledger.repositoryId()).id;
  const notes: string[] = [];
  const files = [{ path: CONFIGURATION_PATH, text: present ?? configurationText(baseline, repositoryId, options.informational), exists: present !== null }];
  const signers = await projectFiles.read(SIGNERS_PATH);
  const lines = [...(options.signerLines ?? [])];
  if (options.enrol) {
    const [current, user] = await Promise.all([keys.current(), git.user()]);
    if (current === null || user === null) {
      notes.push(current === null ? "No signing key was found, so nobody is enrolled yet: sign-offs count as self-declared or unsigned." : "git has no user.email, so nobody is enrolled yet: git config user.email YOU@EXAMPLE.COM");
    } else {
      lines.push(`${user.email} namespaces="${NAMESPACE}" ${current.signer.publicKey.split(" ").slice(0, 2).join(" ")}`);
    }
  }
  if (lines.length > 0) {
    const text = withSigners(signers, lines);
    files.push({ path: SIGNERS_PATH, text, exists: text === signers });
    notes.push("Once allowed_signers is on the base branch, only the keys in it count. Enrolling a key is a pull request to that file.");
  }
  for (const { path, text } of options.further ?? []) {
    const there = await projectFiles.read(path);
    files.push({ path, text: there ?? text, exists: there !== null });
  }
  if (options.furtherNote !== undefined) notes.push(options.furtherNote);
  if (baseline === null) notes.push("There is no commit yet, so there is no baseline: run init again after the first commit.");
  notes.push("Commit these files: policy and signers are read from the base branch, so they hold from the next change on.");
  return { files, baseline, repositoryId, notes };
}

/**
 * The list of known debt: all that is open now, or, where there is one, what of it is still open. Errors: `policy` where the
 * present list can't be read.
 */
export async function withKnownDebt(plan: InitPlan, projectFiles: InitDependencies["projectFiles"], open: readonly KnownDebt[]): Promise<InitPlan> {
  const text = await projectFiles.read(KNOWN_DEBT_PATH);
  const before = parseKnownDebt(text);
  const still = new Set(open.map(entryId));
  const entries = text === null ? open : before.filter((entry) => still.has(entryId(entry)));
  const written = knownDebtText(entries);
  const note = text === null ? `Listed ${entries.length} open hunk(s) as known: the project gate leaves them out until they change.` : `Took ${before.length - entries.length} of ${before.length} known hunk(s) out of the list: they are paid, or changed.`;
  return { ...plan, files: [...plan.files, { path: KNOWN_DEBT_PATH, text: written, exists: text === written }], notes: [...plan.notes, note] };
}

/** Writes the files of the plan that do not exist yet. */
export async function applyInit(dependencies: InitDependencies, plan: InitPlan): Promise<InitPlan> {
  for (const file of plan.files) if (!file.exists) await dependencies.projectFiles.write(file.path, file.text);
  return plan;
}

/** The file with the lines added whose key it does not hold yet: who may sign with a key that is there is for a person to change. */
function withSigners(present: string | null, lines: readonly string[]): string {
  const started = present === null ? SIGNERS_HEADER : present === "" || present.endsWith("\n") ? present : `${present}\n`;
  return lines.reduce((text, line) => (text.includes(line.split(" ").at(-1) ?? "\0") ? text : `${text}${line}\n`), started);
}

const SIGNERS_HEADER = "# Who may sign off here, in OpenSSH's allowed_signers format: one exact e-mail address a line, no wildcards.\n";

function configurationText(baseline: string | null, repositoryId: string, informational: boolean): string {
  return `{
  // Names this repository in signed records, so that a sign-off can't be replayed in another one.
  "repository": ${JSON.stringify(repositoryId)},${
    baseline === null
      ? ""
      : `
  // Where the account starts, for repositories without a remote branch to compare with.
  "baseline": ${JSON.stringify(baseline)},`
  }
  "policy": {
    "version": 1,
    // What changed lines of unknown origin are worth: "ignore", "report" or "assume-ai".
    "unclaimed": "report",
    "gates": {
      // Open high-risk hunks and introduced findings of severity error${informational ? "; informational: shown, nothing fails yet." : " fail the gate."}
      "patch": { "informational": ${informational}, "high": 0, "errors": 0 }
    }
  }
}
`;
}
