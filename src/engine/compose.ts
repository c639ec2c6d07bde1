/** Wires adapters to ports: the one place that knows them all, for the engine process and the command line alike. */
import { join } from "node:path";
import { agentTraces } from "../app/agent-environment";
import { ReviewSession } from "../app/review-session";
import { CONFIGURATION_PATH, parseConfiguration } from "../app/configuration";
import { CodeChecks } from "../checks/code-checks";
import { ExternalReports } from "../checks/external/report-reader";
import { redactSecrets } from "../checks/redact-secrets";
import { CountersignError } from "../core/model";
import type { Log } from "../core/ports";
import { GitLedger } from "../ledger/git-ledger";
import { openSsh } from "../ledger/ssh/open-ssh";
import { NodeModules } from "../platform/installed-packages";
import { GitCacheFolder } from "../platform/cache-folder";
import { ChildProcesses } from "../platform/child-runner";
import { FileCache } from "../platform/file-cache";
import { FileJournal } from "../platform/journal";
import { readCommitTexts } from "../platform/journal-commit-texts";
import { FileKeys } from "../platform/keys";
import { FilePrivateStore, cloneIdOrNone, readOrCreateCloneId } from "../platform/private-store";
import { FileReadingStore } from "../platform/reading-store";
import { ProjectFolder } from "../platform/project-files";
import { WorkTreeReports } from "../platform/report-files";
import { openRepository } from "../platform/repository";
import { SealedCacheFolder } from "../platform/sealed-cache-folder";
import { TranscriptFolders } from "../platform/transcript-folders";
import { userFolders } from "../platform/user-data";
import type { WorkspaceState } from "../protocol/messages";
import { CommitEvidence } from "../sources/commit-evidence";
import { ForeignEvidence } from "../sources/evidence-writer";
import { expectedWrites } from "../sources/expected-writes";
import { assistantPaths, editedSince } from "../sources/edited-since";
import { Settlement } from "../sources/settle";
import { LocalTranscripts } from "../sources/transcripts/local-transcripts";

/** What the checks say of their rules, for a shell that asks before there is a session. */
export { ruleCatalogue } from "../checks/rules/catalogue";

/** The name and version that batch headers carry. */
const TOOL = "countersign/0.1.0";

export interface CreateOptions {
  readonly log: Log;
  /** True where ssh-keygen may ask for a passphrase on the terminal. */
  readonly terminal?: boolean;
  /** True where nothing at all may be written, not even what can be computed again. */
  readonly readOnly?: boolean;
  /** Where what was parsed is kept instead of the repository's own folder, sealed with this secret. */
  readonly cache?: { readonly directory: string; readonly key: string };
}

/** Opens a session for the repository that `folder` lies in. Errors: `no-git`, `no-repository`. */
export async function createSession(folder: string, { log, terminal, readOnly, cache }: CreateOptions): Promise<ReviewSession> {
  const git = await openRepository(folder, log);
  const projectFiles = new ProjectFolder(git.workTree);
  const ledger = new GitLedger({
    git: git.plumbing,
    cloneId: readOnly === true ? cloneIdOrNone(git.commonDirectory) : readOrCreateCloneId(git.commonDirectory),
    tool: TOOL,
    configuredRepositoryId: async () => {
      const text = await projectFiles.read(CONFIGURATION_PATH);
      return text === null ? null : parseConfiguration(text, CONFIGURATION_PATH).repository;
    },
    log,
  });
  const checks = new CodeChecks({
    processes: new ChildProcesses({ parser: join(__dirname, "parser.js"), semantic: join(__dirname, "semantic.js") }, log),
    log,
    cache: cache === undefined ? new GitCacheFolder(git.commonDirectory, log, readOnly) : new SealedCacheFolder(cache.directory, cache.key, log),
    installed: new NodeModules(git.workTree),
  });
  return new ReviewSession({
    clock: { now: () => new Date() },
    log,
    git,
    ledger,
    keys: new FileKeys({ git, ssh: openSsh, log, workTree: git.workTree, terminal: terminal ?? false }),
    checks,
    journal: new FileJournal(
      git.commonDirectory,
      (saved, readers) => new Settlement(saved, readers),
      (files) => readCommitTexts(git.plumbing, files),
      () => new Date(),
      { readExpectations: expectedWrites, settledReader: { assistantPaths, editedSince } },
    ),
    privateStore: new FilePrivateStore(git.commonDirectory),
    readingStore: new FileReadingStore(git.commonDirectory),
    cache: new FileCache(git.commonDirectory, log, readOnly),
    commitEvidence: new CommitEvidence(),
    evidenceWriter: new ForeignEvidence(),
    projectFiles,
    reportFiles: new WorkTreeReports(git.workTree),
    reportReader: new ExternalReports(),
    transcripts: new LocalTranscripts(
      git.workTree ?? git.commonDirectory,
      new TranscriptFolders(git.workTree ?? git.commonDirectory, { home: userFolders(process.env).home, environment: process.env }),
      { commitBefore: (at) => git.commitBefore(at, "HEAD"), commitTexts: (files) => readCommitTexts(git.plumbing, files) },
    ),
    redact: redactSecrets,
    agentEnvironment: [...new Set(agentTraces(process.env).map(({ variable }) => variable))],
    dispose: () => git.dispose(),
  });
}

/** What the tree shows before any hunk; never throws for an expected state. */
export async function describeRepository(folder: string, log: Log): Promise<WorkspaceState> {
  try {
    const git = await openRepository(folder, log);
    try {
      if (git.workTree === null) return { kind: "bare", message: "This is a bare repository: it has no work tree to show hunks in." };
      if ((await git.head()) === null) return { kind: "no-commits", message: "This repository has no commits yet. Everything an assistant writes before the first commit is shown once a hook reports it." };
      return { kind: "ready", root: git.workTree, gitDirectory: git.gitDirectory, commonDirectory: git.commonDirectory };
    } finally {
      git.dispose();
    }
  } catch (error) {
    if (error instanceof CountersignError && (error.code === "no-repository" || error.code === "no-git")) return { kind: error.code, message: error.message };
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}
