/** `countersign doctor` in every state that a clone can be in: its words, its document, its exit code. In this process, on real repositories. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../src/cli/program";
import { createSession } from "../../src/engine/compose";
import { installLauncher } from "../../src/platform/hook-launcher";
import type { DoctorDocument } from "../../src/report/doctor-document";
import { doctorText } from "../../src/report/doctor-text";
import { PLAIN } from "../../src/report/palette";
import { assertSchema } from "../unit/report/schemas";
import { TemporaryRepository } from "./temporary-repository";
import { TranscriptHome } from "./transcript-home";

interface Doctor {
  readonly healthy: boolean;
  readonly repository: Readonly<Record<string, unknown>>;
  readonly launcher: { readonly state: string };
  readonly assistants: readonly { readonly name: string; readonly verdict: string; readonly crossLoaded: number }[];
  readonly findings: readonly { readonly level: string; readonly what: string; readonly hint: string }[];
}

interface State {
  readonly name: string;
  /** Makes the state below a folder of its own, beside `upstream`; returns where `doctor` runs. */
  readonly make: (at: string, upstream: TemporaryRepository) => string;
  readonly exitCode?: number;
  /** What the text says. */
  readonly says: readonly RegExp[];
  readonly not?: readonly RegExp[];
  /** Parts of the document's `repository`. */
  readonly repository?: Readonly<Record<string, unknown>>;
  /** Levels of findings, with a piece of each. */
  readonly findings?: readonly (readonly [string, RegExp])[];
  readonly document?: (document: Doctor) => void;
}

const NO_ASSISTANT = ["note", /no assistant is connected/] as const;
const NO_KEY = ["note", /there is no signing key/] as const;
const SESSION = "0f0e0d0c-1111-4222-8333-444455556666";

describe("countersign doctor, state by state", function () {
  this.timeout(60_000);
  const NAMES = ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "COPILOT_HOME"];
  const kept = new Map(NAMES.map((name) => [name, process.env[name]]));
  let work: string;
  let upstream: TemporaryRepository;
  let states = 0;

  before(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "countersign-doctor-")));
    upstream = new TemporaryRepository({ folder: made("upstream"), initialise: false });
    upstream.git("init", "-q", "-b", "main");
    for (const [key, value] of [["user.name", "Ada"], ["user.email", "ada@example.org"], ["uploadpack.allowFilter", "true"]] as const) upstream.git("config", key, value);
    for (const text of ["one\n", "two\n"]) {
      upstream.write("a.ts", text);
      upstream.commit(text.trim());
    }
  });
  beforeEach(() => {
    // A home of each state's own: no key, no launcher, no assistant.
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, { HOME: made(`home-${(states += 1)}`), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" });
  });
  after(() => {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, Object.fromEntries([...kept].filter(([, value]) => value !== undefined)));
    rmSync(work, { recursive: true, force: true });
  });

  function made(name: string): string {
    const folder = join(work, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  const home = (): string => process.env["HOME"] ?? "";

  async function run(directory: string, ...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
    let out = "";
    let error = "";
    const quiet = { interactive: false, outputIsTerminal: false, errorIsTerminal: false, columns: null, ask: () => Promise.resolve(null), onInterrupt: () => () => undefined };
    const code = await runProgram(args, { ...quiet, directory, environment: { ...process.env }, out: (text) => void (out += text), error: (text) => void (error += text) }, createSession, "1.2.3");
    return { code, out, error };
  }

  /** A clone of `upstream` in which git knows who works. */
  function clone(at: string, ...options: readonly string[]): TemporaryRepository {
    upstream.git("clone", "-q", ...options, `file://${upstream.folder}`, at);
    const repository = new TemporaryRepository({ folder: at, initialise: false });
    repository.git("config", "user.email", "ada@example.org");
    return repository;
  }

  function put(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  const launcher = (): string => join(home(), ".local", "share", "countersign", "hook");
  /** Claude Code's settings as `connect` leaves them, beside a hook of somebody else. */
  const connect = (root: string): void => {
    const ours = { type: "command", command: `${launcher()} claude-code`, timeout: 10 };
    const events = Object.fromEntries(["PreToolUse", "PostToolUse"].map((event) => [event, [{ matcher: "Edit|Write|MultiEdit|NotebookEdit|Bash", hooks: [ours] }, { matcher: "*", hooks: [{ type: "command", command: "their-own-linter" }] }]]));
    put(join(root, ".claude", "settings.local.json"), JSON.stringify({ hooks: events }, null, 2));
  };
  const install = (node: string): void => {
    // The file that the doctor finds beside itself: in the package it is the hook's bundle.
    installLauncher({ data: dirname(launcher()), bundle: join(__dirname, "../../src/cli/commands/hook.js"), node });
  };

  const STATES: readonly State[] = [
    { name: "no repository", make: (at) => at, exitCode: 2, says: [/^countersign: .* is not in a git repository: .*git init/] },
    {
      name: "no commits",
      make: (at) => {
        upstream.git("init", "-q", "-b", "main", at);
        return at;
      },
      says: [/main, no commit yet/, /none of 13 is connected, and nothing of them was seen/, /Launcher: none yet; the first connect writes it/, /To do/, /git config user\.email YOU@EXAMPLE\.COM/],
      repository: { head: null, branch: "main", remote: null, defaultBranch: null, workTree: "main", user: null },
      findings: [NO_ASSISTANT, ["note", /no commits yet/], ["warning", /git does not know who you are/], NO_KEY],
    },
    {
      name: "a bare repository",
      make: (at) => {
        upstream.git("clone", "-q", "--bare", upstream.folder, at);
        return at;
      },
      says: [/^bare, main at [0-9a-f]{12}$/m, /run doctor in a clone of it/],
      repository: { root: null, workTree: null },
      findings: [["note", /the repository is bare/], ["warning", /git does not know who you are/], NO_KEY],
    },
    {
      name: "no remote",
      make: () => upstream.folder,
      says: [/remote none, default branch unknown, base HEAD/, /Nothing is wrong\. Worth knowing:/],
      not: [/To do/],
      repository: { remote: null, base: "HEAD (no remote branch to compare with)", user: "ada@example.org" },
      findings: [NO_ASSISTANT, ["note", /there is no remote: the base is HEAD/], NO_KEY],
    },
    {
      name: "a remote of another name",
      make: (at) => clone(at, "--origin", "company").folder,
      says: [/remote company, default branch company\/main, base last push of company\/main/],
      repository: { remote: "company", defaultBranch: "refs/remotes/company/main" },
      findings: [NO_ASSISTANT, NO_KEY],
    },
    {
      name: "a remote whose default branch nobody knows",
      make: (at) => {
        const repository = clone(at);
        repository.git("update-ref", "-d", "refs/remotes/origin/main");
        repository.git("symbolic-ref", "-d", "refs/remotes/origin/HEAD");
        return at;
      },
      says: [/git fetch origin; git remote set-head origin --auto/],
      findings: [NO_ASSISTANT, ["warning", /the remote's default branch is not known/], NO_KEY],
    },
    { name: "shallow", make: (at) => clone(at, "--depth", "1").folder, says: [/\(shallow clone\)/, /git fetch --unshallow/], repository: { shallow: true, partial: false }, findings: [NO_ASSISTANT, ["warning", /the clone is shallow/], NO_KEY] },
    { name: "partial", make: (at) => clone(at, "--filter=blob:none").folder, says: [/\(partial clone\)/, /git fetch --refetch --no-filter/], repository: { shallow: false, partial: true }, findings: [NO_ASSISTANT, ["note", /the clone is partial/], NO_KEY] },
    {
      name: "another work tree",
      make: (at) => {
        clone(`${at}-main`).git("worktree", "add", "-q", "-b", "topic", at);
        return at;
      },
      says: [/one of several work trees, which share journal and ledger/, /topic at [0-9a-f]{12}/],
      repository: { workTree: "linked", branch: "topic" },
      findings: [NO_ASSISTANT, NO_KEY],
    },
    {
      name: "a submodule",
      make: (at) => {
        clone(at).git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", upstream.folder, "lib");
        new TemporaryRepository({ folder: join(at, "lib"), initialise: false }).git("config", "user.email", "ada@example.org");
        return join(at, "lib");
      },
      says: [/a submodule: its debt and sign-offs are its own/],
      repository: { workTree: "submodule" },
      findings: [NO_ASSISTANT, NO_KEY],
    },
    {
      name: "detached",
      make: (at) => {
        clone(at).git("checkout", "-q", "--detach", "HEAD~1");
        return at;
      },
      says: [/, detached at [0-9a-f]{12}/],
      repository: { branch: null },
      findings: [NO_ASSISTANT, NO_KEY],
    },
    {
      name: "a key that nobody enrolled",
      make: (at) => {
        const repository = clone(at);
        const [mine, theirs] = ["mine", "theirs"].map((name) => join(made(`keys-${states}`), name));
        for (const key of [mine, theirs]) assert.equal(spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key ?? ""]).status, 0);
        repository.git("config", "gpg.format", "ssh");
        repository.git("config", "user.signingkey", `${mine ?? ""}.pub`);
        repository.write(".countersign/allowed_signers", `bob@example.org namespaces="signoff.v1@countersign" ${readFileSync(`${theirs ?? ""}.pub`, "utf8")}`);
        repository.commit("signers");
        repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
        return at;
      },
      says: [/key: SHA256:\S+ \(git's\), trust none/, /countersign init --enrol/],
      findings: [NO_ASSISTANT, ["warning", /your signing key is not enrolled: what it signs counts nothing here/]],
    },
    {
      name: "an assistant that is installed and not connected",
      make: (at) => {
        mkdirSync(join(home(), ".codex"), { recursive: true });
        return clone(at).folder;
      },
      says: [/^codex\s+not connected$/m, /12 others: not connected/, /countersign connect codex/],
      findings: [["note", /no assistant is connected/], NO_KEY, ["note", /codex seems to be installed/]],
    },
    {
      name: "hooks that are silent while transcripts show edits",
      make: (at) => {
        clone(at);
        connect(at);
        install(process.execPath);
        writeFileSync(join(at, "a.ts"), "two\nthree();\n");
        new TranscriptHome(home()).claude(at, SESSION, [{ ask: "Add three" }, { edit: { path: "a.ts", oldText: "two", newText: "two\nthree();" }, id: "toolu_01x" }]);
        return at;
      },
      says: [/^claude-code\s+connected, nothing heard$/m, /^ {2}version 2\.1\.300$/m, /1 edit that no hook told/, /countersign doctor --backfill claims/],
      findings: [["warning", /claude-code: 1 edit of 1 session stand in its transcripts and no hook told it/], NO_KEY, ["note", /claude-code is connected, and no event of it is kept/]],
    },
    {
      name: "a launcher whose Node is gone",
      make: (at) => {
        clone(at);
        connect(at);
        install("/nowhere/node");
        return at;
      },
      says: [/Launcher: .*\s*\(outdated\)/, /countersign connect ASSISTANT/],
      findings: [["warning", /another version of the hook, or a Node that is elsewhere/], NO_KEY, ["note", /claude-code is connected/]],
      document: ({ launcher: { state } }) => assert.equal(state, "outdated"),
    },
    {
      name: "a launcher that is gone",
      make: (at) => {
        clone(at);
        connect(at);
        return at;
      },
      says: [/problem: the launcher/, /connected hooks record nothing/],
      findings: [["problem", /is missing: connected hooks record nothing/], NO_KEY, ["note", /claude-code is connected/]],
    },
    {
      name: "hooks of others beside ours, and payloads of other hosts",
      make: (at) => {
        clone(at);
        connect(at);
        install(process.execPath);
        const day = new Date().toISOString();
        put(join(at, ".git/countersign/journal", `${day.slice(0, 10)}.jsonl`), `${JSON.stringify({ v: 1, at: day, assistant: "claude-code", hook: "claude-code", tool: "Edit", edits: [] })}\n`);
        put(join(at, ".git/countersign/journal/problems.log"), `${JSON.stringify({ at: day, assistant: "claude-code", problem: "payload: cross-loaded: it comes from cursor, which runs claude-code's hooks too" })}\n`);
        return at;
      },
      says: [/^claude-code\s+alive$/m, /1 payload of other hosts refused: those count by their own hooks/, /countersign connect cursor/, /1 event kept, 1 problem/],
      findings: [NO_KEY, ["warning", /cursor ran the hook of another assistant 1 time and has none of its own/]],
      document: ({ assistants }) => assert.deepEqual(assistants.filter(({ verdict }) => verdict !== "not-connected").map(({ name, verdict, crossLoaded }) => [name, verdict, crossLoaded]), [["claude-code", "alive", 1]]),
    },
    {
      name: "a configuration that can't be read",
      make: (at) => {
        clone(at);
        put(join(at, ".cursor/hooks.json"), "{\n  oops\n}\n");
        return at;
      },
      says: [/cursor: \.cursor\/hooks\.json:2/],
      findings: [NO_ASSISTANT, NO_KEY, ["warning", /cursor: \.cursor\/hooks\.json:2/]],
    },
  ];

  for (const state of STATES) {
    it(`${state.name}: says so, and what to do`, async () => {
      const directory = state.make(made(`state-${states}`), upstream);
      const json = await run(directory, "doctor", "--format", "json");
      assert.equal(json.code, state.exitCode ?? 0, json.error);
      // The text is rendered from the document, as the command does.
      const said = state.exitCode === undefined ? doctorText(JSON.parse(json.out) as DoctorDocument, { palette: PLAIN, width: 80 }) : json.error;
      // As it stands, and without the line breaks of a narrow terminal.
      for (const pattern of state.says) assert.match(`${said}\n${said.replace(/\s+/g, " ")}`, pattern);
      for (const pattern of state.not ?? []) assert.doesNotMatch(said, pattern);
      if (state.exitCode !== undefined) {
        assertSchema("error", json.out);
        return;
      }
      const document = assertSchema("doctor", json.out) as Doctor;
      assert.deepEqual(Object.fromEntries(Object.keys(state.repository ?? {}).map((key) => [key, document.repository[key]])), state.repository ?? {});
      assert.equal(document.findings.length, state.findings?.length, document.findings.map(({ level, what }) => `${level}: ${what}`).join("\n"));
      document.findings.forEach(({ level, what, hint }, index) => {
        const [expected, pattern] = state.findings?.[index] ?? ["", /./];
        assert.equal(level, expected, what);
        assert.match(what, pattern);
        assert.notEqual(hint, "");
      });
      assert.equal(document.healthy, document.findings.every(({ level }) => level === "note"));
      state.document?.(document);
    });
  }
});
