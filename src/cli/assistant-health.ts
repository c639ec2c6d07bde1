/** Per assistant: what its configuration says against what the journal heard. */
import { counted } from "../core/counted";
import { CountersignError } from "../core/model";
import { ConnectionFiles } from "../platform/connection-files";
import { launcherLine } from "../platform/hook-launcher";
import { standsBelow } from "../platform/installed";
import type { JournalHealth } from "../platform/journal-health";
import type { HealthFinding } from "../core/health";
import type { AssistantHealth } from "../report/doctor-document";
import { connectableAssistants, connectionOf, settingsFolderOf } from "../sources/connections/assistant-files";
import { connectionState } from "../sources/connections/plan";

export interface AssistantFacts {
  readonly home: string;
  /** Null in a bare repository. */
  readonly root: string | null;
  readonly launcher: string;
  readonly journal: JournalHealth;
  readonly lastClaims: ReadonlyMap<string, string>;
  /** Versions that transcripts tell, by hook. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Slugs in claims that differ from the hook's name. */
const SLUGS: Readonly<Record<string, string>> = { "copilot-vscode": "copilot", "copilot-cli": "copilot" };

/** Names of hosts, as payloads show them, that differ from the hook's. */
const HOSTS: Readonly<Record<string, string>> = { copilot: "copilot-vscode" };

export function assistantHealth(facts: AssistantFacts): { readonly assistants: readonly AssistantHealth[]; readonly findings: readonly HealthFinding[] } {
  const findings: HealthFinding[] = [];
  const assistants = connectableAssistants().map((name) => oneAssistant(name, facts, findings));
  for (const [host, payloads] of facts.journal.crossHosts) {
    const name = HOSTS[host] ?? host;
    const own = assistants.find((one) => one.name === name);
    // Its own hook counts what others refuse; without one nobody does.
    if (own?.verdict === "not-connected") findings.push({ level: "warning", what: `${name} ran the hook of another assistant ${counted(payloads, "time")} and has none of its own: what it writes is of unknown origin`, hint: `countersign connect ${name}` });
  }
  return { assistants, findings };
}

function oneAssistant(name: string, { home, root, launcher, journal, lastClaims, versions }: AssistantFacts, findings: HealthFinding[]): AssistantHealth {
  const at = { launcher, line: launcherLine(launcher, name) };
  const connections = (["project", "user"] as const).flatMap((scope): AssistantHealth["connections"][number][] => {
    const connection = connectionOf(name, scope, at);
    const folder = scope === "user" ? home : root;
    if (connection === null || folder === null) return [];
    const files = new ConnectionFiles(folder, scope === "user");
    const paths = connection.files.map((file) => file.path);
    try {
      return [{ scope, state: connectionState(name, connection, (path) => files.read(path)), files: paths }];
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      findings.push({ level: "warning", what: `${name}: ${error.details.path ?? paths.join(", ")}${error.details.line === undefined ? "" : `:${error.details.line}`}: ${error.message}`, hint: "the assistant may not read it either; correct the file" });
      return [{ scope, state: "unreadable", files: paths }];
    }
  });
  const heard = journal.hooks.get(name);
  const isConnected = connections.some(({ state }) => state === "connected" || state === "partly");
  const settings = settingsFolderOf(name);
  const seemsInstalled = settings !== null && standsBelow(home, settings);
  for (const { scope, state } of connections) {
    if (state === "partly") findings.push({ level: "warning", what: `${name}: some of its hooks are missing (${scope})`, hint: `countersign connect ${name}${scope === "user" ? " --user" : ""}` });
  }
  if (isConnected && heard === undefined) findings.push({ level: "note", what: `${name} is connected, and no event of it is kept: it made no edit here in the last days, or its hooks don't run`, hint: "let it change a file, then look again; most assistants read their hooks when a session starts" });
  if (!isConnected && seemsInstalled) findings.push({ level: "note", what: `${name} seems to be installed and is not connected: what it writes is of unknown origin`, hint: `countersign connect ${name}, or with --user for every project` });
  return {
    name,
    connections,
    seemsInstalled,
    events: heard?.events ?? 0,
    lastEvent: heard === undefined ? null : { at: heard.lastAt, tool: heard.lastTool },
    version: [heard?.lastVersion ?? "", versions.get(name) ?? ""].find((version) => version !== "") ?? null,
    crossLoaded: journal.crossLoaded.get(name) ?? 0,
    lastClaim: lastClaims.get(SLUGS[name] ?? name) ?? null,
    verdict: heard !== undefined ? (isConnected ? "alive" : "unexpected") : isConnected ? "quiet" : "not-connected",
  };
}
