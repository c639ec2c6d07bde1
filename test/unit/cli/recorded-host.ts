import type { Host } from "../../../src/cli/host";
import type { OpenSession, Session } from "../../../src/cli/session";
import type { DebtSnapshot, SigningState } from "../../../src/core/model";
import { defaultConfiguration } from "../../../src/core/policy/default-configuration";
import { runProgram } from "../../../src/cli/program";
import { recordOf } from "../report/snapshot-fixture";

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
  /** Calls of the session, `name` and arguments as JSON. */
  readonly calls: readonly string[];
  readonly questions: readonly string[];
}

export interface RunOptions {
  readonly snapshot: DebtSnapshot;
  readonly root?: string | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** A terminal with these answers; without, there is none. */
  readonly answers?: readonly string[];
  readonly session?: Partial<Session>;
  readonly openSession?: OpenSession;
  /** Sends an interrupt as soon as the session is opened. */
  readonly interrupt?: boolean;
}

/** Runs one command line against a session that records its calls. */
export async function run(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const calls: string[] = [];
  const questions: string[] = [];
  const answers = [...(options.answers ?? [])];
  const recorded = <Answer>(name: string, answer: Answer) => {
    return (...parameters: readonly unknown[]): Promise<Answer> => {
      const plain = parameters.filter((one) => typeof one !== "object" || one === null || Array.isArray(one) || Object.getPrototypeOf(one) === Object.prototype);
      calls.push(`${name} ${JSON.stringify(plain)}`);
      return Promise.resolve(answer);
    };
  };
  const signing: SigningState = options.snapshot.signing;
  const plan = { files: [{ path: ".countersign/config.jsonc", text: "{}\n", exists: false }], baseline: null, repositoryId: "r", notes: [] };
  const session: Session = {
    root: options.root === undefined ? "/repository" : options.root,
    settle: recorded("settle", undefined),
    open: recorded("open", options.snapshot),
    history: recorded("history", { lines: 7, files: 1 }),
    textOf: () => null,
    origins: recorded("origins", { schema: "countersign/origins/1" as const, rev: "worktree", files: [] }),
    sign: recorded("sign", { records: [recordOf()], signing, repositoryIdIsNew: false }),
    withdraw: recorded("withdraw", { records: [recordOf({ verdict: "withdrawn" })], signing, repositoryIdIsNew: false }),
    correct: recorded("correct", { records: [recordOf({ type: "correction", criteria: ["not-ai"] })], signing, repositoryIdIsNew: false }),
    quiet: recorded("quiet", { records: [recordOf({ type: "correction", criteria: ["not-a-problem", "error-swallowed", "0"] })], signing, repositoryIdIsNew: false }),
    ruleRecord: recorded("ruleRecord", { fired: 3, signedOff: 1, approved: 2, rejected: 1, notAProblem: [recordOf({ type: "correction", criteria: ["not-a-problem", "error-swallowed", "0"], reason: "a probe" })], setting: null }),
    withdrawRecords: recorded("withdrawRecords", { records: [recordOf({ type: "withdrawn", verdict: "withdrawn" })], signing, repositoryIdIsNew: false }),
    view: recorded("view", undefined),
    why: recorded("why", { path: "a", line: 1, text: "", origin: "unknown" as const, assistant: null, model: null, agentSession: null, evidence: [], commit: null, item: null, reasons: [], records: [], intent: null }),
    health: recorded("health", {
      root: null,
      head: null,
      branch: null,
      remote: null,
      defaultBranch: null,
      base: null,
      shallow: false,
      partial: false,
      user: null,
      policy: null,
      ledger: { signedLanes: 0, claimLanes: 0, strangers: 0, claims: 0, records: 0, problems: 0, gaps: 0 },
      key: null,
      lastClaims: new Map<string, string>(),
      findings: [],
    }),
    log: recorded("log", { entries: [], problems: [], gaps: [] }),
    backFill: recorded("backFill", { edits: [], unplaced: 0, counts: [], problems: [], written: 0 }),
    writeInterchange: recorded("writeInterchange", { as: "git-ai" as const, target: "refs/notes/ai", commits: 3, written: 2, kept: 1, leftOut: [{ commit: "c".repeat(40), path: 'a"b' }] }),
    hooksFolder: recorded("hooksFolder", "/repository/.git/hooks"),
    withTrailers: recorded("withTrailers", "message\n"),
    assistedBy: recorded("assistedBy", ["Assisted-by: codex:gpt-5 countersign"]),
    verifyLedger: recorded("verifyLedger", { verdict: "intact" as const, enrolled: true, repository: null, lanes: [], keys: [], records: 0, claims: 0, problems: [], gaps: [] }),
    auditRange: recorded("auditRange", { snapshot: options.snapshot, ledger: { verdict: "intact" as const, enrolled: true, repository: null, lanes: [], keys: [], records: 0, claims: 0, problems: [], gaps: [] }, require: defaultConfiguration().policy.require, policyChanges: [] }),
    recordApprovals: recorded("recordApprovals", { recorded: [{ account: "@bob", signer: "bob@example.org", commit: "a".repeat(40), at: "2026-11-20T10:00:00Z", hunks: 2 }], notRecorded: [] }),
    landed: recorded("landed", []),
    exportLedger: recorded("exportLedger", { folder: ".countersign/ledger", files: 2, written: 1 }),
    importLedger: recorded("importLedger", { source: "worktree", files: 2, batches: 1, claims: 3, refused: [] }),
    next: recorded("next", { snapshot: options.snapshot, policy: defaultConfiguration().policy, way: { steps: options.snapshot.items.map((item) => ({ item, towards: ["patch.high"] })), hundredths: 350, beyond: [] } }),
    baseline: recorded("baseline", { path: ".countersign/known-violations.json", created: true, written: true, kept: [], removed: [], unlisted: [], notChecked: [] }),
    panelFacts: recorded("panelFacts", { schema: "countersign/panel-facts/1" as const, asOf: 20_000, repositories: [], modules: [], owners: [], authors: [], signers: [], spans: [], added: [], items: [], verdicts: [] }),
    planInit: recorded("planInit", plan),
    applyInit: recorded("applyInit", plan),
    sync: recorded("sync", { fetched: 1, pushed: 2 }),
    dispose: recorded("dispose", undefined),
    ...options.session,
  };
  let out = "";
  let error = "";
  let interrupt: () => void = () => undefined;
  const host: Host = {
    directory: options.root ?? "/repository",
    environment: options.environment ?? {},
    interactive: options.answers !== undefined,
    outputIsTerminal: false,
    errorIsTerminal: options.answers !== undefined,
    columns: null,
    out: (text) => (out += text),
    error: (text) => (error += text),
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answers.shift() ?? null);
    },
    onInterrupt: (callback) => {
      interrupt = callback;
      return () => undefined;
    },
  };
  const openSession: OpenSession =
    options.openSession ??
    (() => {
      if (options.interrupt === true) interrupt();
      return Promise.resolve(session);
    });
  const exitCode = await runProgram(argv, host, openSession, "1.2.3");
  return { exitCode, out, error, calls, questions };
}
