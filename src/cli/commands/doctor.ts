import { join } from "node:path";
import { existingLauncher } from "../../platform/hook-launcher";
import { readJournalHealth } from "../../platform/journal-health";
import { findRepository, type FoundRepository } from "../../platform/journal-repository";
import { userFolders } from "../../platform/user-data";
import type { HealthFinding } from "../../core/health";
import type { DoctorDocument } from "../../report/doctor-document";
import { doctorJson } from "../../report/doctor-json";
import { doctorText } from "../../report/doctor-text";
import { counted } from "../../core/counted";
import { assistantHealth } from "../assistant-health";
import type { CommandContext, RegisterCommand } from "../command-context";
import { plainFormatOption } from "../options";
import type { Session } from "../session";
import { backFill, type BackFillOptions } from "./back-fill";

const SHOWN_PROBLEMS = 20;

/** `countersign doctor`: whether hooks are connected and alive, and what the repository gives. Exits 0 where it could look. */
export const registerDoctor: RegisterCommand = (program, context) => {
  program
    .command("doctor")
    .description("which assistants are connected and heard, journal, refs, keys and clone")
    .option("--backfill", "claim the edits that transcripts of this machine tell of and no hook told, after showing them")
    .option("--yes", "with --backfill: ask nothing")
    .addOption(plainFormatOption())
    .action(async (options: BackFillOptions & { readonly backfill?: boolean }) => {
      if (options.backfill === true) return backFill(context, options);
      const document = await examine(context);
      context.print(options.format === "json" ? doctorJson(document) : doctorText(document, { palette: context.palette, width: context.width }));
    });
};

async function examine(context: CommandContext): Promise<DoctorDocument> {
  const { host } = context;
  const { health, unsettled, untold } = await context.withSession(async (session) => ({ unsettled: await settled(session), health: await session.health(), untold: await untoldEdits(session) }), "leave");
  const repository = findRepository(host.directory);
  const journal = repository === null ? EMPTY_JOURNAL : readJournalHealth(repository.commonDirectory);
  const { home, data } = userFolders(host.environment);
  const launcher = existingLauncher({ data, bundle: join(__dirname, "hook.js") });
  const { assistants, findings } = assistantHealth({ home, root: health.root, launcher: launcher.path, journal, lastClaims: health.lastClaims, versions: new Map((untold.transcripts?.counts ?? []).flatMap(({ assistant, version }) => (version === undefined ? [] : [[assistant, version] as const]))) });
  const isUsed = assistants.some(({ connections }) => connections.some(({ state }) => state === "connected" || state === "partly"));
  const launcherFindings: HealthFinding[] = [];
  if (isUsed && launcher.state === "missing") launcherFindings.push({ level: "problem", what: `the launcher ${launcher.path} is missing: connected hooks record nothing`, hint: "connect any assistant again: countersign connect ASSISTANT" });
  if (!isUsed && health.root !== null) launcherFindings.push({ level: "note", what: "no assistant is connected: what assistants write here is of unknown origin, but for marks in commits and notes", hint: `countersign connect ${assistants.find(({ seemsInstalled }) => seemsInstalled)?.name ?? "ASSISTANT"} (${assistants.map(({ name }) => name).join(", ")})` });
  if (launcher.state === "outdated") launcherFindings.push({ level: "warning", what: "the launcher runs another version of the hook, or a Node that is elsewhere now", hint: "connect any assistant again: countersign connect ASSISTANT" });
  const all = [...unsettled, ...launcherFindings, ...untold.findings, ...health.findings, ...findings, ...(journal.damage.length > 0 ? [{ level: "warning" as const, what: "lines of the journal can't be read", hint: "a hook was killed while it wrote; the events beside them count" }] : [])];
  return {
    healthy: all.every(({ level }) => level === "note"),
    repository: { root: health.root, head: health.head, branch: health.branch, remote: health.remote, defaultBranch: health.defaultBranch, base: health.base, workTree: workTreeOf(repository), shallow: health.shallow, partial: health.partial, user: health.user, policy: health.policy },
    key: health.key,
    ledger: health.ledger,
    launcher,
    assistants,
    journal: { events: journal.events, damage: journal.damage, problemCount: journal.problems.length, problems: journal.problems.slice(-SHOWN_PROBLEMS) },
    ...(untold.transcripts === undefined ? {} : { transcripts: untold.transcripts }),
    findings: all,
  };
}

function workTreeOf(repository: FoundRepository | null): DoctorDocument["repository"]["workTree"] {
  if (repository === null) return null;
  if (repository.gitDirectory !== repository.commonDirectory) return "linked";
  return /[\\/]\.git[\\/](?:.*[\\/])?modules[\\/]/.test(repository.gitDirectory) ? "submodule" : "main";
}

/** A journal that can't be settled is what other commands stop at; here it is a finding. */
async function settled(session: Session): Promise<readonly HealthFinding[]> {
  try {
    await session.settle();
    return [];
  } catch (error) {
    return [{ level: "problem", what: `what hooks recorded can't be moved into the ledger: ${error instanceof Error ? error.message : String(error)}`, hint: "countersign verify-ledger, and see the message" }];
  }
}

/** Hooks that went silent while transcripts show edits. */
async function untoldEdits(session: Session): Promise<{ readonly transcripts?: DoctorDocument["transcripts"]; readonly findings: readonly HealthFinding[] }> {
  try {
    const { edits, unplaced, counts, problems } = await session.backFill(false);
    const hooks = [...new Set(edits.map(({ hook }) => hook))];
    const findings = hooks.map((hook): HealthFinding => {
      const ofHook = edits.filter((edit) => edit.hook === hook);
      const sessions = new Set(ofHook.map((edit) => edit.session)).size;
      const last = ofHook.reduce((latest, { at }) => (at > latest ? at : latest), "");
      return { level: "warning", what: `${hook}: ${counted(ofHook.length, "edit")} of ${counted(sessions, "session")} stand in its transcripts and no hook told ${ofHook.length === 1 ? "it" : "them"}, the last at ${last}`, hint: `countersign doctor --backfill claims them as from a transcript; countersign connect ${hook}, so that hooks tell the next ones` };
    });
    return { transcripts: { edits: edits.length, unplaced, counts, problems }, findings };
  } catch (error) {
    return { findings: [{ level: "warning", what: `transcripts can't be compared with the journal: ${error instanceof Error ? error.message : String(error)}`, hint: "see the message" }] };
  }
}

/** A bare repository has no work tree for hooks to run in. */
const EMPTY_JOURNAL = { hooks: new Map<string, never>(), events: 0, damage: [], problems: [], crossLoaded: new Map<string, number>(), crossHosts: new Map<string, number>() };
