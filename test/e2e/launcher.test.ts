/**
 * The hook launcher and everything else that starts the runtime's own program, where that is Electron: Node only as long as
 * ELECTRON_RUN_AS_NODE says so. No Electron is run here; in its place stand programs that refuse to be Node without it.
 */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from "vscode-jsonrpc/node";
import type { DebtSnapshot } from "../../src/core/model";
import { unpackShared } from "../../src/core/shared-values";
import { startEngineProcess } from "../../src/platform/engine-process";
import { existingLauncher, installLauncher, refreshLauncher } from "../../src/platform/hook-launcher";
import type { EngineNotifications } from "../../src/protocol/messages";
import { PROJECT, SupervisedRepository } from "./supervised-repository";
import { TemporaryRepository } from "./temporary-repository";
import { FILES, LOAD } from "./written-code";

const HOOK = join(PROJECT, "dist/hook.js");

describe("the hook launcher", function () {
  this.timeout(120_000);
  let home = "";
  let count = 0;

  before(() => (home = realpathSync(mkdtempSync(join(tmpdir(), "countersign launcher's ")))));
  after(() => rmSync(home, { recursive: true, force: true }));

  /** Another user's data folder each time. */
  const data = () => join(home, `user ${(count += 1)}`, "countersign");

  /** The editor's program: a window without the variable, Node with it. */
  function editor(): string {
    const path = join(home, `it's an editor ${(count += 1)}`);
    writeFileSync(path, `#!/bin/sh\nif [ "\${ELECTRON_RUN_AS_NODE-}" != 1 ]; then\n  echo window >> '${path.replaceAll("'", "'\\''")}.windows'\n  exit 86\nfi\nexec '${process.execPath}' "$@"\n`);
    chmodSync(path, 0o700);
    return path;
  }
  const windowsOf = (path: string) => existsSync(`${path}.windows`);

  interface Told {
    readonly status: number | null;
    readonly out: string;
    readonly events: number;
  }

  /** Tells an edit through a program, as an assistant does; `path` is what stands in PATH. */
  function tell(program: string, parameters: readonly string[], environment: NodeJS.ProcessEnv, content = "const a = 1;\n"): Told {
    const repository = new TemporaryRepository({ folder: mkdtempSync(join(home, "r-")) });
    const file = join(repository.folder, "a.ts");
    const payload = { session_id: "s", transcript_path: "/x/.claude/projects/s.jsonl", cwd: repository.folder, hook_event_name: "PostToolUse", tool_name: "Write", tool_use_id: "toolu_1", tool_input: { file_path: file, content }, tool_response: { type: "create", filePath: file, content, structuredPatch: [] } };
    const ran = spawnSync(program, parameters, { cwd: repository.folder, env: { HOME: home, PATH: "/nowhere", ...environment }, input: JSON.stringify(payload), encoding: "utf8" });
    const journal = join(repository.folder, ".git/countersign/journal");
    const events = existsSync(journal) ? readdirSync(journal).filter((name) => name.endsWith(".jsonl")).length : 0;
    return { status: ran.status, out: ran.stdout + ran.stderr, events };
  }

  it("runs the editor's own program as Node where none is on PATH, whatever its path, and opens no window", () => {
    const node = editor();
    const { launcher } = installLauncher({ data: data(), bundle: HOOK, node });
    assert.deepEqual(tell(launcher, ["claude-code"], {}), { status: 0, out: "", events: 1 });
    assert.equal(windowsOf(node), false);
    // Started without the launcher it is no Node: what is tried here would be seen.
    assert.deepEqual(tell(node, [HOOK, "claude-code"], {}), { status: 86, out: "", events: 0 });
    assert.equal(windowsOf(node), true);
  });

  it("takes no options of Node from the terminal it is run in: a debugger's are not there for hooks", () => {
    const { launcher } = installLauncher({ data: data(), bundle: HOOK, node: editor() });
    assert.deepEqual(tell(launcher, ["claude-code"], { NODE_OPTIONS: "--require /nowhere/bootloader.js" }), { status: 0, out: "", events: 1 });
  });

  it("runs the Node on PATH where the editor's program is gone, and exits 0 where there is none either", () => {
    const { launcher } = installLauncher({ data: data(), bundle: HOOK, node: join(home, "editor of last year") });
    const bin = mkdtempSync(join(home, "bin-"));
    symlinkSync(process.execPath, join(bin, "node"));
    assert.deepEqual(tell(launcher, ["claude-code"], { PATH: bin }), { status: 0, out: "", events: 1 });
    assert.deepEqual(tell(launcher, ["claude-code"], {}), { status: 0, out: "", events: 0 });
    assert.deepEqual(tell(launcher, ["claude-code"], { PATH: "/bin:/usr/bin" }, "x".repeat(1_000_000)).status, 0, "a payload that nobody reads blocks nobody");
  });

  describe("is brought up to date by the engine", () => {
    const extension = (name: string) => {
      const dist = join(home, name, "dist");
      mkdirSync(dist, { recursive: true });
      const bundle = join(dist, "hook.js");
      if (!existsSync(bundle)) writeFileSync(bundle, `// ${name}\n`);
      return bundle;
    };
    const textOf = (path: string) => readFileSync(join(dirname(path), "hook.js"), "utf8");

    it("where an update of the editor or of the extension left it behind", () => {
      for (const [what, before, node] of [
        ["its Node is gone", "extensions/countersign-0.2.0", join(home, "gone")],
        ["an older version beside this one wrote it", "extensions/countersign-0.1.0", process.execPath],
        ["who wrote it is gone", "uninstalled/countersign-0.0.1", process.execPath],
        ["another installation wrote it, and its Node is gone", "elsewhere/countersign", join(home, "gone")],
      ] as const) {
        const folder = data();
        const { launcher } = installLauncher({ data: folder, bundle: extension(before), node });
        if (before.startsWith("uninstalled")) rmSync(join(home, "uninstalled"), { recursive: true });
        const now = { data: folder, bundle: extension("extensions/countersign-0.2.0") };
        assert.equal(refreshLauncher(now)?.changes, true, what);
        assert.equal(existingLauncher(now).state, "current", what);
        assert.equal(textOf(launcher), "// extensions/countersign-0.2.0\n", what);
        assert.equal(statSync(launcher).mode & 0o777, 0o700, what);
        assert.equal(refreshLauncher(now), null, `${what}: once`);
      }
    });

    it("and not where nobody connected, where another installation's works, or where somebody else wrote it", () => {
      const nobody = data();
      const now = { bundle: extension("extensions/countersign-0.2.0") };
      assert.equal(refreshLauncher({ data: nobody, ...now }), null);
      assert.equal(existsSync(nobody), false);
      const other = data();
      const { launcher } = installLauncher({ data: other, bundle: extension("elsewhere/countersign"), node: process.execPath });
      assert.equal(refreshLauncher({ data: other, ...now }), null);
      assert.equal(textOf(launcher), "// elsewhere/countersign\n");
      writeFileSync(launcher, "#!/bin/sh\nexit 0\n");
      assert.equal(refreshLauncher({ data: other, ...now }), null);
      assert.equal(readFileSync(launcher, "utf8"), "#!/bin/sh\nexit 0\n");
    });
  });
});

describe("processes that run the runtime's own program", function () {
  this.timeout(120_000);

  it("say that it is Node, the engine and what the engine starts", async () => {
    const repository = new SupervisedRepository();
    const home = mkdtempSync(join(tmpdir(), "countersign-guard-"));
    const [guard, started] = [join(home, "guard.cjs"), join(home, "started")];
    // Loaded by every Node that is started below, with its real program and arguments.
    writeFileSync(guard, `const { appendFileSync } = require("node:fs");\nconst isNode = process.env.ELECTRON_RUN_AS_NODE === "1";\nappendFileSync(${JSON.stringify(started)}, \`\${isNode} \${process.argv[1] ?? ""}\\n\`);\nif (!isNode) process.exit(86);\n`);
    const { NODE_OPTIONS: options, ELECTRON_RUN_AS_NODE: mode, HOME: ownHome, XDG_DATA_HOME: ownData } = process.env;
    const restore = (name: string, value: string | undefined) => (value === undefined ? Reflect.deleteProperty(process.env, name) : (process.env[name] = value));
    const data = join(home, ".local/share/countersign");
    let engine: ReturnType<typeof startEngineProcess> | null = null;
    try {
      repository.start(FILES);
      repository.assistantWrites("src/load.ts", LOAD);
      const { launcher } = installLauncher({ data, bundle: HOOK, node: join(home, "gone") });
      process.env["NODE_OPTIONS"] = `--require ${guard}`;
      process.env["HOME"] = home;
      restore("ELECTRON_RUN_AS_NODE", undefined);
      restore("XDG_DATA_HOME", undefined);
      engine = startEngineProcess(join(PROJECT, "dist/engine.js"));
      const connection = createMessageConnection(new StreamMessageReader(engine.output), new StreamMessageWriter(engine.input));
      const snapshots: DebtSnapshot[] = [];
      connection.onNotification("snapshotChanged", (shared: EngineNotifications["snapshotChanged"]) => void snapshots.push(unpackShared(shared)));
      connection.listen();
      await connection.sendRequest("initialize", { folder: repository.folder, trusted: true });
      await connection.sendRequest("refresh", { settle: true });
      assert.deepEqual(snapshots.at(-1)?.items.map(({ hunk, risk }) => [hunk.path, risk.level]), [["src/load.ts", "high"]], "analysed, in processes of its own");
      assert.match(readFileSync(launcher, "utf8"), new RegExp(`^node='${process.execPath}'$`, "m"), "hooks that an update had silenced are heard again");
      connection.dispose();
      engine.kill();
      await engine.ended;
      const lines = readFileSync(started, "utf8").trim().split("\n");
      assert.deepEqual(lines.filter((line) => !line.startsWith("true ")), []);
      for (const script of ["engine.js", "parser.js"]) assert.ok(lines.some((line) => line.endsWith(`dist/${script}`)), `${script} in ${lines.join(" · ")}`);
      assert.equal(spawnSync(process.execPath, ["-e", ""], { env: process.env }).status, 86, "without the variable the guard refuses");
    } finally {
      engine?.kill();
      restore("NODE_OPTIONS", options);
      restore("ELECTRON_RUN_AS_NODE", mode);
      restore("HOME", ownHome);
      restore("XDG_DATA_HOME", ownData);
      repository.dispose();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
