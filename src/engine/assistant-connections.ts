/** Connecting an assistant, for the command line and the editor alike: what would change, and writing exactly that. */
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { hash } from "../core/fingerprint/lines";
import { CountersignError } from "../core/model";
import { nearestName } from "../core/nearest-name";
import { ConnectionFiles } from "../platform/connection-files";
import { installLauncher, launcherLine, planLauncher, refreshLauncher } from "../platform/hook-launcher";
import { findRepository } from "../platform/journal-repository";
import { userFolders } from "../platform/user-data";
import type { ConnectableAssistant, ConnectionPreview } from "../protocol/messages";
import { connectableAssistants, connectionOf } from "../sources/connections/assistant-files";
import type { Connection } from "../sources/connections/connection";
import { connectionState, planConnect, planDisconnect, type FileChange } from "../sources/connections/plan";

export interface ConnectionRequest {
  readonly deed: "connect" | "disconnect";
  readonly assistant: string;
  readonly scope: "project" | "user";
  /** A folder of the project. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ConnectionPlan {
  readonly assistant: string;
  readonly scope: "project" | "user";
  readonly folder: string;
  readonly changes: readonly FileChange[];
  readonly launcher: { readonly path: string; readonly changes: boolean } | null;
  readonly notes: readonly string[];
}

/** Errors: `usage` for a name or a scope that there is none of, `configuration` and `refused` as `planConnect`, `no-repository`. */
export function planConnection(request: ConnectionRequest): ConnectionPlan {
  const { deed, assistant, scope } = request;
  const launcher = planLauncher(launcherOptions(request));
  const connection = connectionFor(assistant, scope, launcher.launcher);
  const files = filesOf(request);
  const read = (path: string) => files.read(path);
  const changes = deed === "connect" ? planConnect(assistant, connection, read) : planDisconnect(assistant, connection, read);
  return { assistant, scope, folder: files.folder, changes, launcher: deed === "connect" ? { path: launcher.launcher, changes: launcher.changes } : null, notes: deed === "connect" ? connection.notes : [] };
}

/** A plan for somebody to read in the editor. */
export function connectionPreview(request: ConnectionRequest): ConnectionPreview {
  const plan = planConnection(request);
  const changed = plan.changes.filter(({ before, after }) => before !== after);
  const diffs = changed.map(({ path, before, after }) => createTwoFilesPatch(before === null ? "/dev/null" : `${plan.folder}/${path}`, after === null ? "/dev/null" : `${plan.folder}/${path}`, before ?? "", after ?? ""));
  const launcher = plan.launcher?.changes === true ? [plan.launcher.path] : [];
  return {
    diff: [...diffs, ...launcher.map((path) => `Written, too: the launcher ${path} with hook.js beside it; it runs Countersign's hook and nothing else.\n`)].join("\n"),
    files: [...changed.map(({ path }) => `${plan.folder}/${path}`), ...launcher],
    notes: plan.notes,
    shown: idOf(plan),
  };
}

/** Stands for what a plan changes. */
export function idOf(plan: ConnectionPlan): string {
  return hash(JSON.stringify(plan.changes));
}

/** Writes what was shown. Errors: `drifted` where a file is another one by now; otherwise as `planConnection`. */
export function writeConnection(request: ConnectionRequest, shown: string): void {
  const now = planConnection(request);
  // While the question stood there, the assistant may have written to its configuration.
  if (idOf(now) !== shown) throw new CountersignError("drifted", "a file changed while the question was open", { hint: "run it again and look at the new change" });
  if (request.deed === "connect") installLauncher(launcherOptions(request));
  const files = filesOf(request);
  for (const change of now.changes.filter(({ before, after }) => before !== after)) {
    if (change.after === null) files.remove(change.path);
    else files.write(change.path, change.after, change.executable);
  }
}

/** Which assistants there are to connect, and which are connected here. */
export function assistantConnections(request: Pick<ConnectionRequest, "directory" | "environment">): readonly ConnectableAssistant[] {
  const launcher = planLauncher(launcherOptions(request)).launcher;
  return connectableAssistants().map((name) => {
    const stateOf = (scope: "project" | "user") => {
      const connection = connectionOf(name, scope, { launcher, line: launcherLine(launcher, name) });
      if (connection === null) return null;
      try {
        const files = filesOf({ ...request, scope });
        return connectionState(name, connection, (path) => files.read(path));
      } catch (error) {
        // Connecting says what is wrong with the file.
        if (error instanceof CountersignError) return null;
        throw error;
      }
    };
    return { name, project: stateOf("project"), user: stateOf("user") };
  });
}

/** The path of a launcher that an update of the editor had left behind and that is brought up to date now; else null. Errors: those of the file system. */
export function refreshConnections(environment: ConnectionRequest["environment"]): string | null {
  const plan = refreshLauncher(launcherOptions({ environment }));
  return plan?.changes === true ? plan.launcher : null;
}

function filesOf({ scope, directory, environment }: Pick<ConnectionRequest, "scope" | "directory" | "environment">): ConnectionFiles {
  return new ConnectionFiles(scope === "user" ? userFolders(environment).home : projectFolder(directory), scope === "user");
}

function connectionFor(assistant: string, scope: "project" | "user", launcher: string): Connection {
  const known = connectableAssistants();
  if (!known.includes(assistant)) {
    const near = nearestName(assistant, known);
    throw new CountersignError("usage", `"${assistant}" is not an assistant that can be connected`, {
      hint: assistant === "generic" ? "send JSON to countersign hook generic from your tool; README says what" : `${near === null ? "" : `did you mean ${near}? `}known are ${known.join(", ")}`,
    });
  }
  const connection = connectionOf(assistant, scope, { launcher, line: launcherLine(launcher, assistant) });
  if (connection === null) throw new CountersignError("usage", `${assistant} has no configuration in the home folder that is known`, { hint: `countersign connect ${assistant}, in a project` });
  return connection;
}

function projectFolder(directory: string): string {
  const repository = findRepository(directory);
  if (repository === null) throw new CountersignError("no-repository", "this folder is in no git repository", { hint: "run it in a project, or with --user for every project" });
  return repository.root;
}

function launcherOptions({ environment }: Pick<ConnectionRequest, "environment">) {
  return { data: userFolders(environment).data, bundle: join(__dirname, "hook.js") };
}
