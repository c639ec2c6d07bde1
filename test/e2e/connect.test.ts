/** Connecting assistants for real: their configuration's own command is run, with no Node on PATH, and the lines are theirs. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertSchema } from "../unit/report/schemas";
import { CliWorkshop } from "./cli-workshop";

interface Doctor {
  readonly healthy: boolean;
  readonly launcher: { readonly path: string; readonly state: string };
  readonly assistants: readonly { readonly name: string; readonly verdict: string; readonly events: number; readonly crossLoaded: number; readonly connections: readonly { readonly scope: string; readonly state: string }[] }[];
  readonly findings: readonly { readonly level: string; readonly what: string }[];
}

interface Origins {
  readonly files: readonly { readonly path: string; readonly ranges: readonly { readonly start: number; readonly end: number; readonly origin: string; readonly assistant?: string }[] }[];
}

describe("connecting assistants", function () {
  this.timeout(120_000);
  let workshop: CliWorkshop;
  let count = 0;

  before(async () => {
    workshop = await CliWorkshop.open();
  });
  after(() => workshop.close());

  function project(): string {
    const root = workshop.repository(`connected-${(count += 1)}`);
    workshop.commit(root, "a.ts", "const a = 1;\n");
    return root;
  }

  function ok(root: string, ...args: string[]): string {
    const ran = workshop.run(root, args);
    assert.equal(ran.code, 0, ran.error);
    return ran.out;
  }

  /** As an assistant would: the command through a shell that knows no Node. */
  function assistantRuns(command: string, payload: unknown, cwd: string): { readonly code: number | null; readonly out: string } {
    const { status, stdout } = spawnSync("/bin/sh", ["-c", command], { cwd, env: { HOME: workshop.work, PATH: "/usr/bin-without-node:/bin" }, input: JSON.stringify(payload), encoding: "utf8" });
    return { code: status, out: stdout };
  }

  const doctor = (root: string) => assertSchema("doctor", ok(root, "doctor", "--format", "json")) as Doctor;
  const healthOf = (root: string, name: string) => doctor(root).assistants.find((one) => one.name === name);
  const origins = (root: string) => (assertSchema("origins", ok(root, "origins", "--format", "json")) as Origins).files;

  it("claude-code: shows the change, runs from the settings, is alive, and gives the file back", () => {
    const root = project();
    const settings = join(root, ".claude", "settings.local.json");
    const mine = '{\n  // mine\n  "hooks": {\n    "Stop": [{ "hooks": [{ "type": "command", "command": "true" }] }]\n  }\n}\n';
    mkdirSync(dirname(settings));
    writeFileSync(settings, mine);
    const asked = workshop.runOnTerminal(root, [process.execPath, CliWorkshop.cli, "connect", "claude-code"], [["Write these changes?", "y\n"]]);
    assert.equal(asked.code, 0, asked.output);
    assert.match(asked.output, /\+\s+"PreToolUse": \[/);
    const text = readFileSync(settings, "utf8");
    assert.match(text, /\/\/ mine/);
    assert.equal(healthOf(root, "claude-code")?.verdict, "quiet");
    const command = /"command": "(.*hook claude-code)"/.exec(text)?.[1] ?? "";
    const edit = { session_id: "s", transcript_path: "/x/.claude/projects/s.jsonl", cwd: root, tool_name: "Write", tool_use_id: "toolu_1", tool_input: { file_path: join(root, "new.ts"), content: "const n = 2;\n" } };
    assert.deepEqual(assistantRuns(command, { ...edit, hook_event_name: "PreToolUse" }, root), { code: 0, out: "" });
    writeFileSync(join(root, "new.ts"), "const n = 2;\n");
    assert.deepEqual(assistantRuns(command, { ...edit, hook_event_name: "PostToolUse", tool_response: { type: "create", filePath: edit.tool_input.file_path, content: "const n = 2;\n", structuredPatch: [] } }, root), { code: 0, out: "" });
    // Cursor runs this hook, too: refused, and counted by its own.
    assistantRuns(command, { ...edit, hook_event_name: "PostToolUse", cursor_version: "2", tool_response: {} }, root);
    assert.deepEqual(origins(root).map((file) => [file.path, file.ranges[0]?.origin, file.ranges[0]?.assistant]), [["new.ts", "ai", "claude-code"]]);
    const health = healthOf(root, "claude-code");
    assert.deepEqual([health?.verdict, health?.events, health?.crossLoaded], ["alive", 2, 1]);
    assert.equal(assertSchema("connect", ok(root, "connect", "claude-code", "--yes", "--format", "json")) !== null, true);
    assert.equal(readFileSync(settings, "utf8"), text);
    ok(root, "disconnect", "claude-code", "--yes");
    assert.equal(readFileSync(settings, "utf8"), mine);
    assert.equal(healthOf(root, "claude-code")?.verdict, "unexpected");
  });

  it("cursor: a tool call and the file edit it made count once", () => {
    const root = project();
    ok(root, "connect", "cursor", "--yes");
    const command = /"command": "(.*hook cursor)"/.exec(readFileSync(join(root, ".cursor", "hooks.json"), "utf8"))?.[1] ?? "";
    const common = { conversation_id: "c", generation_id: "g", model: "m", cursor_version: "2.4.0", workspace_roots: [root] };
    const pair = { old_string: "const a = 1;", new_string: "const a = 1;\nconst b = 2;" };
    assistantRuns(command, { ...common, hook_event_name: "preToolUse", tool_name: "StrReplace", tool_use_id: "t", tool_input: { path: join(root, "a.ts"), ...pair } }, workshop.work);
    writeFileSync(join(root, "a.ts"), "const a = 1;\nconst b = 2;\n");
    assistantRuns(command, { ...common, hook_event_name: "afterFileEdit", file_path: join(root, "a.ts"), edits: [pair] }, workshop.work);
    assistantRuns(command, { ...common, hook_event_name: "postToolUse", tool_name: "StrReplace", tool_use_id: "t", tool_input: { path: join(root, "a.ts"), ...pair } }, workshop.work);
    assert.deepEqual(origins(root)[0]?.ranges.filter((range) => range.origin === "ai").map((range) => [range.start, range.end, range.assistant]), [[2, 2, "cursor"]]);
    assert.match(ok(root, "doctor"), /version 2\.4\.0[^]*1 claim in 1 lane/);
    ok(root, "disconnect", "cursor", "--yes");
    assert.equal(existsSync(join(root, ".cursor")), false);
  });

  it("opencode and cline: the plugin and the executable run", async () => {
    const root = project();
    ok(root, "connect", "opencode", "--yes");
    ok(root, "connect", "cline", "--yes");
    const plugin = join(root, ".opencode", "plugins", "countersign.js");
    const script = `import(${JSON.stringify(`file://${join(workshop.work, "plugin.mjs")}`)}).then(async ({ Countersign }) => { const hooks = await Countersign({ directory: ${JSON.stringify(root)} }); await hooks["tool.execute.after"]({ tool: "write", sessionID: "o", callID: "1", args: { filePath: ${JSON.stringify(join(root, "o.ts"))}, content: "const o = 1;\\n" } }, { output: "", metadata: {} }); });`;
    writeFileSync(join(workshop.work, "plugin.mjs"), readFileSync(plugin));
    writeFileSync(join(root, "o.ts"), "const o = 1;\n");
    assert.equal(spawnSync(process.execPath, ["-e", script], { env: workshop.environment, encoding: "utf8" }).stderr, "");
    writeFileSync(join(root, "c.ts"), "const c = 1;\n");
    const ran = assistantRuns(`'${join(root, ".clinerules", "hooks", "PostToolUse")}'`, { hookName: "PostToolUse", taskId: "t", workspaceRoots: [root], model: { provider: "p", slug: "m" }, postToolUse: { toolName: "write_to_file", parameters: { path: "c.ts", content: "const c = 1;\n" }, success: true } }, workshop.work);
    assert.deepEqual(ran, { code: 0, out: '{"cancel":false}\n' });
    assert.deepEqual(origins(root).flatMap((file) => file.ranges.filter((range) => range.origin === "ai").map((range) => [file.path, range.assistant])), [["c.ts", "cline"], ["o.ts", "opencode"]]);
    for (const name of ["opencode", "cline"]) ok(root, "disconnect", name, "--yes");
    assert.equal(existsSync(join(root, ".clinerules")) || existsSync(join(root, ".opencode")), false);
    await Promise.resolve();
  });

  it("connects for every project with --user, through a link to a folder of dotfiles", () => {
    const root = project();
    const dotfiles = join(workshop.work, "dotfiles");
    mkdirSync(join(dotfiles, "gemini"), { recursive: true });
    symlinkSync(join(dotfiles, "gemini"), join(workshop.work, ".gemini"));
    ok(root, "connect", "gemini-cli", "--user", "--yes");
    assert.match(readFileSync(join(dotfiles, "gemini", "settings.json"), "utf8"), /hook gemini-cli/);
    assert.deepEqual(healthOf(root, "gemini-cli")?.connections.map(({ scope, state }) => [scope, state]), [["project", "not-connected"], ["user", "connected"]]);
    ok(root, "disconnect", "gemini-cli", "--user", "--yes");
    assert.equal(existsSync(join(dotfiles, "gemini", "settings.json")), false);
  });

  it("refuses an agent, a pipe, a stranger's file, a link out of the tree and a broken file, and writes nothing", () => {
    const root = project();
    const refused = (args: readonly string[], pattern: RegExp, env: Readonly<Record<string, string>> = {}) => {
      const ran = workshop.run(root, args, { env });
      assert.equal(ran.code, 2, ran.out);
      assert.match(ran.error, pattern);
    };
    refused(["connect", "cursor", "--yes"], /an assistant can't connect/, { CLAUDECODE: "1" });
    refused(["disconnect", "cursor", "--yes"], /an assistant can't disconnect/, { CURSOR_AGENT: "1" });
    refused(["connect", "cursor"], /no terminal/);
    refused(["connect", "cursr", "--yes"], /did you mean cursor/i);
    refused(["connect", "generic", "--yes"], /countersign hook generic/);
    refused(["connect", "kiro", "--user", "--yes"], /no configuration in the home folder/);
    symlinkSync(workshop.work, join(root, ".windsurf"));
    refused(["connect", "windsurf", "--yes"], /leads out of the work tree/);
    mkdirSync(join(root, ".codex"));
    writeFileSync(join(root, ".codex", "hooks.json"), '{\n "hooks": oops\n}');
    refused(["connect", "codex", "--yes"], /hooks\.json:2/);
    const answered = workshop.runOnTerminal(root, [process.execPath, CliWorkshop.cli, "connect", "cursor"], [["Write these changes?", "n\n"]]);
    assert.equal(answered.code, 2);
    assert.equal(existsSync(join(root, ".cursor")), false);
    assert.match(workshop.run(workshop.work, ["connect", "cursor", "--yes"]).error, /no git repository/);
    assert.ok(doctor(root).findings.some(({ what }) => what.includes("codex: .codex/hooks.json:2")));
  });

  it("fails open when the launcher's parts are gone, and the doctor says so", () => {
    const root = project();
    ok(root, "connect", "cursor", "--yes");
    const { launcher } = doctor(root);
    assert.equal(launcher.state, "current");
    const bundle = join(dirname(launcher.path), "hook.js");
    renameSync(bundle, `${bundle}.away`);
    assert.deepEqual(assistantRuns(`${launcher.path} cursor`, { any: "thing" }, root), { code: 0, out: "" });
    const sick = doctor(root);
    assert.deepEqual([sick.launcher.state, sick.healthy], ["missing", false]);
    assert.ok(sick.findings.some(({ level, what }) => level === "problem" && what.includes("is missing")));
    writeFileSync(bundle, "// an older version\n");
    assert.equal(doctor(root).launcher.state, "outdated");
    ok(root, "connect", "cursor", "--yes");
    assert.equal(doctor(root).launcher.state, "current");
  });
});
