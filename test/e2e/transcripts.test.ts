/** Transcripts of this machine against real repositories: what hooks missed, claimed on request; what was asked and run, shown and kept here. */
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { SupervisedRepository, check, countersign, type Ran } from "./supervised-repository";
import { TranscriptHome, type Step } from "./transcript-home";

interface BackFill {
  readonly edits: readonly { readonly hook: string; readonly session: string; readonly paths: readonly string[]; readonly lines: number }[];
  readonly unplaced: number;
  readonly counts: readonly { readonly assistant: string; readonly files: number; readonly edits: number }[];
  readonly written: number;
}

interface Why {
  readonly origin: string;
  readonly evidence: readonly { readonly source: string; readonly tier: number; readonly detail: string }[];
  readonly intent: {
    readonly requests: readonly { readonly text: string }[];
    readonly reason: { readonly text: string } | null;
    readonly checks: readonly { readonly kinds: readonly string[]; readonly command: string; readonly exitCode: number | null; readonly isAfterEdit: boolean }[];
    readonly secrets: number;
  } | null;
}

const SESSION = "0f0e0d0c-1111-4222-8333-444455556666";
/** Made up; its form is what the issuer's tokens have. */
const PLANTED = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;

describe("transcripts", function () {
  this.timeout(120_000);
  let repository: SupervisedRepository;
  let home: TranscriptHome;

  beforeEach(() => {
    repository = new SupervisedRepository();
    repository.write("src/a.ts", "export const a = one();\nexport const b = two();\n");
    repository.commit("base");
    repository.git("push", "-q", "origin", "HEAD:main");
    home = new TranscriptHome(join(repository.folder, ".git", "home"));
  });
  afterEach(() => repository.dispose());

  const run = (...parameters: string[]): Ran => countersign(repository.folder, parameters, "", { HOME: home.home, CLAUDE_CONFIG_DIR: undefined, CODEX_HOME: undefined, COPILOT_HOME: undefined });
  const ok = (...parameters: string[]): string => {
    const ran = run(...parameters);
    assert.equal(ran.code, 0, ran.stderr + ran.stdout);
    return ran.stdout;
  };
  const backFill = () => assertSchema("back-fill", ok("doctor", "--backfill", "--yes", "--format", "json")) as BackFill;
  const doctor = () => assertSchema("doctor", ok("doctor", "--format", "json")) as { transcripts: { edits: number; unplaced: number }; findings: { what: string }[] };
  const why = (place: string) => assertSchema("why", ok("why", place, "--format", "json")) as Why;
  const refs = () => repository.git("for-each-ref", "refs/countersign").trim();

  const edit = (id: string, oldText: string, newText: string, more: { readonly path?: string; readonly failed?: boolean } = {}): Step => ({ id, edit: { path: "src/a.ts", oldText, newText, ...more } });
  const written = "export const a = one();\nexport const added = load(\"x\");\nexport const b = two();\n";
  const asked: Step[] = [{ ask: "Add a loader" }, { say: "I add the loader beside a." }, edit("toolu_01added", "export const a = one();", "export const a = one();\nexport const added = load(\"x\");")];

  for (const assistant of ["claude", "codex", "copilot", "gemini"] as const) {
    it(`${assistant}: an edit that no hook told is found, claimed on request, once, and says what was asked and run`, () => {
      home[assistant](repository.folder, SESSION, [...asked, { run: "npm test", code: 1, id: "toolu_01test1" }, { run: "npm test", code: 0, id: "toolu_01test2" }, { run: "npx eslint . | tail -3", code: 0, id: "toolu_01lint1" }, { run: "ls -la", code: 0, id: "toolu_01ls" }]);
      repository.write("src/a.ts", written);
      const found = doctor();
      assert.equal(found.transcripts.edits, 1);
      assert.match(found.findings.map(({ what }) => what).join("\n"), /1 edit of 1 session stand in its transcripts and no hook told it/);
      assert.equal(refs(), "", "doctor writes nothing");
      const filled = backFill();
      assert.deepEqual(filled.edits.map(({ session, paths, lines }) => ({ session, paths, lines })), [{ session: SESSION, paths: ["src/a.ts"], lines: 1 }]);
      assert.equal(filled.written, 1);
      const line = why("src/a.ts:2");
      assert.equal(line.origin, "ai");
      assert.deepEqual(line.evidence.map(({ source, tier }) => ({ source, tier })), [{ source: "transcript", tier: 5 }]);
      assert.match(line.evidence[0]?.detail ?? "", /from the transcript: no hook told it/);
      assert.deepEqual(line.intent?.requests.map(({ text }) => text), ["Add a loader"]);
      assert.equal(line.intent?.reason?.text, "I add the loader beside a.");
      assert.deepEqual(line.intent?.checks.map(({ kinds, command, exitCode, isAfterEdit }) => ({ kinds, command, exitCode, isAfterEdit })), [
        { kinds: ["tests"], command: "npm test", exitCode: 0, isAfterEdit: true },
        { kinds: ["lint"], command: "npx eslint . | tail -3", exitCode: null, isAfterEdit: true },
      ]);
      const again = backFill();
      assert.deepEqual([again.edits, again.written], [[], 0]);
      assert.deepEqual(check(repository.folder).hunks.map(({ startLine, endLine }) => [startLine, endLine]), [[2, 2]]);
    });

    it(`${assistant}: an edit that failed is nobody's, even where a person typed the same line`, () => {
      home[assistant](repository.folder, SESSION, [{ ask: "Add a loader" }, edit("toolu_01failed", "export const a = one();", "export const a = one();\nexport const added = load(\"x\");", { failed: true })]);
      repository.write("src/a.ts", written);
      assert.equal(doctor().transcripts.edits, 0);
      assert.deepEqual(backFill().edits, []);
      assert.equal(refs(), "");
    });
  }

  it("counts an edit that a hook told once, and one that it missed beside it", () => {
    const second = "export const b = two();";
    const missed = `${second}\nexport const missed = fetchAll(2);`;
    home.claude(repository.folder, SESSION, [...asked, edit("toolu_01missed", second, missed)]);
    const file = join(repository.folder, "src/a.ts");
    const payload = (id: string, oldString: string, newString: string) => JSON.stringify({ session_id: SESSION, cwd: repository.folder, hook_event_name: "PostToolUse", tool_name: "Edit", tool_use_id: id, tool_input: { file_path: file, old_string: oldString, new_string: newString }, tool_response: { filePath: file, oldString, newString } });
    repository.write("src/a.ts", written);
    countersign(repository.folder, ["hook", "claude-code"], payload("toolu_01added", "export const a = one();", "export const a = one();\nexport const added = load(\"x\");"));
    repository.write("src/a.ts", written.replace(second, missed));
    assert.equal(doctor().transcripts.edits, 1);
    const filled = backFill();
    assert.deepEqual(filled.edits.map(({ lines }) => lines), [1]);
    assert.equal(why("src/a.ts:2").evidence[0]?.source, "hook");
    assert.equal(why("src/a.ts:4").evidence[0]?.source, "transcript");
  });

  it("claims nothing that stands nowhere, and nothing of another repository", () => {
    const other = new SupervisedRepository();
    try {
      home.claude(repository.folder, SESSION, [{ ask: "x" }, edit("toolu_01undone", "export const a = one();", "export const undone = never(1);")]);
      home.claude(other.folder, "other-session", [{ ask: "x" }, edit("toolu_01other", "export const a = one();", "export const a = one();\nexport const added = load(\"x\");")]);
      repository.write("src/a.ts", written);
      const filled = backFill();
      assert.deepEqual(filled.edits, []);
      assert.equal(filled.unplaced, 1);
      assert.equal(refs(), "");
    } finally {
      other.dispose();
    }
  });

  it("finds lines that were committed and moved on since", () => {
    home.start = Number(repository.git("show", "-s", "--format=%ct", "HEAD")) * 1000 + 1;
    home.claude(repository.folder, SESSION, asked);
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("src/a.ts", written);
    repository.commit("work");
    repository.git("mv", "src/a.ts", "src/moved.ts");
    repository.commit("move");
    assert.equal(backFill().edits.length, 1);
    assert.deepEqual(check(repository.folder).hunks.map(({ path, startLine }) => [path, startLine]), [["src/moved.ts", 2]]);
    assert.deepEqual(why("src/moved.ts:2").intent?.requests.map(({ text }) => text), ["Add a loader"]);
  });

  it("says that what was run is older than the edit, and that nothing was run", () => {
    home.claude(repository.folder, SESSION, [{ ask: "Add a loader" }, { run: "npx tsc --noEmit", code: 0, id: "toolu_01tsc" }, ...asked.slice(1)]);
    repository.write("src/a.ts", written);
    backFill();
    assert.deepEqual(why("src/a.ts:2").intent?.checks.map(({ kinds, isAfterEdit }) => ({ kinds, isAfterEdit })), [{ kinds: ["types"], isAfterEdit: false }]);
    assert.match(ok("why", "src/a.ts:2"), /Checked\s+types: npx tsc --noEmit: exit code 0, older than the edit/);
    home.claude(repository.folder, SESSION, asked);
    assert.match(ok("why", "src/a.ts:2"), /Checked\s+nothing was run to check it/);
  });

  it("takes the person's request for a sub-agent's edit, and keeps the sub-agent's reason", () => {
    home.claude(repository.folder, SESSION, [{ ask: "Please add a loader" }]);
    home.claude(repository.folder, SESSION, [{ say: "starting" }, { ask: "Implement load() as the parent agent planned" }, { say: "A loader, as planned." }, asked[2] as Step], { subagent: "7f3a" });
    repository.write("src/a.ts", written);
    backFill();
    const { intent } = why("src/a.ts:2");
    assert.deepEqual(intent?.requests.map(({ text }) => text), ["Please add a loader"]);
    assert.equal(intent?.reason?.text, "A loader, as planned.");
  });

  it("takes secrets out, and lets nothing of a transcript into refs, objects or CI's output", () => {
    home.claude(repository.folder, SESSION, [{ ask: `Zanzibar: use the token ${PLANTED} for the loader` }, { say: "The password is hunter2-Zanzibar!x so I use it." }, asked[2] as Step, { run: `API_KEY=zQ8rT2mN5vX1 npm test -- Zanzibar`, code: 0, id: "toolu_01env" }]);
    repository.write("src/a.ts", written);
    backFill();
    const answer = ok("why", "src/a.ts:2", "--format", "json");
    for (const secret of [PLANTED, "hunter2", "zQ8rT2mN5vX1"]) assert.equal(answer.includes(secret), false, secret);
    const { intent } = why("src/a.ts:2");
    assert.match(intent?.requests[0]?.text ?? "", /^Zanzibar: use the token \[secret removed\] for the loader$/);
    assert.match(intent?.checks[0]?.command ?? "", /^API_KEY=\[secret removed\] npm test/);
    assert.ok((intent?.secrets ?? 0) >= 3);
    assert.match(ok("why", "src/a.ts:2"), /secrets left out/);
    const everything = repository.git("cat-file", "--batch-all-objects", "--batch");
    assert.equal(everything.includes("Zanzibar"), false);
    for (const format of ["json", "text"]) assert.equal(countersign(repository.folder, ["check", "--format", format], "", { HOME: home.home }).stdout.includes("Zanzibar"), false, format);
    assert.equal(ok("status", "--format", "json").includes("Zanzibar"), false);
  });

  it("asks before it writes, and refuses where nobody can be asked", () => {
    home.claude(repository.folder, SESSION, asked);
    repository.write("src/a.ts", written);
    const refused = run("doctor", "--backfill");
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /no terminal on which a person could be asked/);
    assert.equal(refs(), "");
  });
});
