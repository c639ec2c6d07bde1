/** The editor's uninstall hook: package.json's own command, as plain Node, takes this extension's launcher away and nobody else's. */
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installLauncher } from "../../src/platform/hook-launcher";
import { PROJECT } from "./supervised-repository";

describe("uninstalling the extension", () => {
  let home: string;
  let extension: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "countersign-uninstall-")));
    extension = join(home, ".vscode", "extensions", "countersign-0.2.0");
    mkdirSync(join(extension, "dist"), { recursive: true });
    for (const name of ["hook.js", "uninstall.js"]) cpSync(join(PROJECT, "dist", name), join(extension, "dist", name));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const data = () => join(home, ".local", "share", "countersign");
  const launcher = () => join(data(), "hook");

  /** What the editor does: the script of package.json, in the extension's folder, with no Node on PATH. */
  function uninstall(): void {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as { scripts: Record<string, string> };
    const [node, script] = (scripts["vscode:uninstall"] ?? "").split(" ");
    assert.equal(node, "node", "the editor wants a Node script");
    const ran = spawnSync(process.execPath, [join(extension, script ?? "")], { cwd: extension, env: { HOME: home, PATH: "/nowhere" }, encoding: "utf8" });
    assert.deepEqual([ran.status, ran.stdout, ran.stderr], [0, "", ""]);
  }

  it("removes the launcher that this version wrote, and the folder where nothing else stands", () => {
    installLauncher({ data: data(), bundle: join(extension, "dist", "hook.js") });
    assert.ok(existsSync(launcher()));
    uninstall();
    assert.equal(existsSync(data()), false);
    uninstall();
  });

  it("removes what an older version beside it wrote, and keeps a stranger's file", () => {
    const older = join(home, ".vscode", "extensions", "countersign-0.1.0", "dist");
    mkdirSync(older, { recursive: true });
    cpSync(join(extension, "dist", "hook.js"), join(older, "hook.js"));
    installLauncher({ data: data(), bundle: join(older, "hook.js") });
    writeFileSync(join(data(), "notes.txt"), "mine");
    uninstall();
    assert.equal(existsSync(launcher()), false);
    assert.equal(readFileSync(join(data(), "notes.txt"), "utf8"), "mine");
  });

  it("leaves the launcher of a command line that is installed elsewhere, and one that somebody else wrote", () => {
    installLauncher({ data: data(), bundle: join(PROJECT, "dist", "hook.js") });
    uninstall();
    assert.ok(existsSync(launcher()));
    writeFileSync(launcher(), "#!/bin/sh\nexit 0\n");
    uninstall();
    assert.equal(readFileSync(launcher(), "utf8"), "#!/bin/sh\nexit 0\n");
  });

  it("leaves hooks that name the launcher doing nothing, and succeeding", () => {
    installLauncher({ data: data(), bundle: join(extension, "dist", "hook.js") });
    const command = `if [ -x ${launcher()} ]; then ${launcher()} claude-code; fi`;
    uninstall();
    assert.equal(spawnSync("/bin/sh", ["-c", command], { input: "{}", env: { PATH: "/nowhere" } }).status, 0);
  });
});
