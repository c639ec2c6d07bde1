/**
 * The one command that all assistants run: `<user data>/countersign/hook NAME`. It runs a copy of the hook's bundle with the
 * Node that installed it (the editor's own runtime where there is no other; one on PATH where that is gone), and whatever is
 * missing it exits 0. Electron is Node only where ELECTRON_RUN_AS_NODE says so; without it an edit would open an editor.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CountersignError } from "../core/model";

export interface LauncherPlan {
  /** Absolute path of the script that assistants run. */
  readonly launcher: string;
  /** False where it is installed already, with this Node and this version of the hook. */
  readonly changes: boolean;
}

export interface LauncherOptions {
  /** Countersign's folder of the user, see `userFolders`. */
  readonly data: string;
  /** The bundle to copy: dist/hook.js. */
  readonly bundle: string;
  /** The program that runs it; default: the one that runs us. */
  readonly node?: string;
  readonly platform?: NodeJS.Platform;
}

/** What assistants run, quoted for their shell. */
export function launcherLine(launcher: string, assistant: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[A-Za-z0-9_./:-]+$/.test(launcher)) return `${launcher} ${assistant}`;
  return platform === "win32" ? `"${launcher}" ${assistant}` : `'${launcher.replace(/'/g, "'\\''")}' ${assistant}`;
}

export function planLauncher(options: LauncherOptions): LauncherPlan {
  const files = launcherFiles(options);
  return { launcher: launcherPath(options), changes: files.some(({ path, text }) => readOrNull(path) !== text) };
}

/** Where the launcher is, and whether it runs this version of the hook with a Node that exists. */
export function existingLauncher(options: LauncherOptions): { readonly path: string; readonly state: "current" | "outdated" | "missing" } {
  const path = launcherPath(options);
  const copied = readOrNull(join(options.data, "hook.js"));
  const script = readOrNull(path);
  if (copied === null || script === null) return { path, state: "missing" };
  const bundle = readOrNull(options.bundle);
  // Another Node than ours is as good, as long as it is there.
  const isCurrent = (bundle === null || copied === withoutSourceMap(bundle)) && hasNode(script);
  return { path, state: isCurrent ? "current" : "outdated" };
}

/** Writes launcher and bundle beside the old ones and renames them: a hook that runs meanwhile sees whole files. */
export function installLauncher(options: LauncherOptions): LauncherPlan {
  const plan = planLauncher(options);
  if (!plan.changes) return plan;
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  for (const { path, text, mode } of launcherFiles(options)) {
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, text, { mode });
    chmodSync(temporary, mode);
    renameSync(temporary, path);
  }
  return plan;
}

/**
 * Brings the launcher of a person who once connected an assistant up to date: an editor that was updated has another Node and
 * another bundle. Only what this installation, another version of it or one that is gone wrote, or what has lost its Node; null
 * where nothing was to be done. Errors: those of the file system.
 */
export function refreshLauncher(options: LauncherOptions): LauncherPlan | null {
  const { path, state } = existingLauncher(options);
  const script = readOrNull(path);
  const writer = script === null ? null : writerOf(script);
  if (script === null || writer === null || state === "current") return null;
  return isSuperseded(writer, dirname(options.bundle)) || !hasNode(script) ? installLauncher(options) : null;
}

/**
 * Takes the launcher away if an installation wrote it that is gone, is the one in `dist`, or stands beside it as another
 * version of the same extension; that of a command line installed elsewhere stays. True where something was removed.
 */
export function removeLauncher(data: string, dist: string, platform: NodeJS.Platform = process.platform): boolean {
  const path = join(data, platform === "win32" ? "hook.cmd" : "hook");
  const writer = writerOf(readOrNull(path) ?? "");
  if (writer === null || !isSuperseded(writer, dist)) return false;
  for (const file of [path, join(data, "hook.js")]) rmSync(file, { force: true });
  if (readdirSync(data).length === 0) rmdirSync(data);
  return true;
}

/** What the launcher says of who wrote it. */
const INSTALLED_BY = "Installed by ";

function writerOf(script: string): string | null {
  return new RegExp(`^(?:#|rem) ${INSTALLED_BY}(.*?)\\r?$`, "m").exec(script)?.[1] ?? null;
}

/** Whether the installation in `dist` speaks for the one that wrote: itself, EXTENSIONS/countersign-1.2.3/dist beside it, or gone. */
function isSuperseded(writer: string, dist: string): boolean {
  return writer === dist || dirname(dirname(writer)) === dirname(dirname(dist)) || !existsSync(writer);
}

/** Whether the Node that a script names is there; a script that names none in this form has one. */
function hasNode(script: string): boolean {
  const [, shell, windows] = /^(?:node='(.*)'|set "node=(.*)"\r?)$/m.exec(script) ?? [];
  const node = shell?.replaceAll("'\\''", "'") ?? windows?.replaceAll("%%", "%");
  return node === undefined || existsSync(node);
}

function launcherPath({ data, platform = process.platform }: LauncherOptions): string {
  return join(data, platform === "win32" ? "hook.cmd" : "hook");
}

function launcherFiles(options: LauncherOptions): readonly { readonly path: string; readonly text: string; readonly mode: number }[] {
  const { data, bundle, node = process.execPath, platform = process.platform } = options;
  const copied = join(data, "hook.js");
  const code = readOrNull(bundle);
  if (code === null) throw new CountersignError("internal", "the hook's bundle is missing", { path: bundle, hint: "install Countersign again" });
  return [
    { path: copied, text: withoutSourceMap(code), mode: 0o600 },
    { path: launcherPath(options), text: platform === "win32" ? windowsScript(node, copied, dirname(bundle)) : shellScript(node, copied, dirname(bundle)), mode: 0o700 },
  ];
}

function shellScript(node: string, hook: string, writer: string): string {
  const quoted = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;
  return `#!/bin/sh
# Written by countersign connect. Tells Countersign what an assistant edited; it never blocks, and always succeeds.
# ${INSTALLED_BY}${writer.replace(/[\r\n]/g, " ")}
node=${quoted(node)}
hook=${quoted(hook)}
[ -x "$node" ] || node=$(command -v node 2>/dev/null)
if [ -n "$node" ] && [ -r "$hook" ]; then
  unset NODE_OPTIONS
  ELECTRON_RUN_AS_NODE=1 "$node" "$hook" "$@" >/dev/null
else
  cat >/dev/null 2>&1
fi
exit 0
`;
}

function windowsScript(node: string, hook: string, writer: string): string {
  const escaped = (text: string) => text.replace(/%/g, "%%");
  return [
    "@echo off",
    "rem Written by countersign connect. Tells Countersign what an assistant edited; it never blocks, and always succeeds.",
    `rem ${INSTALLED_BY}${writer.replace(/[\r\n]/g, " ")}`,
    "setlocal",
    "set ELECTRON_RUN_AS_NODE=1",
    "set NODE_OPTIONS=",
    `set "node=${escaped(node)}"`,
    'if not exist "%node%" set "node=node"',
    `if exist "${escaped(hook)}" "%node%" "${escaped(hook)}" %* >nul 2>nul`,
    "exit /b 0",
    "",
  ].join("\r\n");
}

/** The map stays where the bundle came from. */
function withoutSourceMap(code: string): string {
  return code.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n");
}

function readOrNull(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
