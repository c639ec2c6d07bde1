/** Builds the reader of an assistant whose payload is one tool call: its file says which tools there are and what they do. */
import type { UnknownRecord } from "./fields";
import { asString } from "./fields";
import type { HookReading, HookWorld, PayloadReader } from "./hook-world";
import type { Host } from "./host";
import { hostOf } from "./host";
import type { ToolKind } from "./tool-action";
import { actionOf, inputPath } from "./tool-action";
import type { ToolEnvelope } from "./tool-envelope";
import { callId, envelopeOf, foreignInput, hasFailed } from "./tool-envelope";
import { SILENT, commandOf, crossLoaded, headOf, nothing, readFilesAfter, readFilesBefore, readShell } from "./tool-reading";

export interface ToolReaderOptions {
  /** Name on the hook's command line. */
  readonly name: string;
  /** Slug in claims, where it differs from the name. */
  readonly assistant?: string;
  /** Whether a payload of this shape is the assistant's own. */
  accepts(host: Host, payload: UnknownRecord, envelope: ToolEnvelope): boolean;
  /** What each of its tools does; others change no file that we know of. */
  readonly tools: Readonly<Record<string, ToolKind>>;
  /** Names of the events; default: those of Claude Code in both casings. */
  phaseOf?(envelope: ToolEnvelope, payload: UnknownRecord): "before" | "after" | null;
  /** Puts right what is particular about its envelope. */
  envelope?(payload: UnknownRecord): ToolEnvelope;
  /** Where relative paths start, when not in `cwd`. */
  folder?(payload: UnknownRecord): string | null;
}

const BEFORE: ReadonlySet<string> = new Set(["PreToolUse", "preToolUse", "BeforeTool", "tool.execute.before", "tool.call"]);
const AFTER: ReadonlySet<string> = new Set(["PostToolUse", "postToolUse", "AfterTool", "tool.execute.after", "tool.result"]);

export function claudePhase(envelope: ToolEnvelope): "before" | "after" | null {
  return BEFORE.has(envelope.event) ? "before" : AFTER.has(envelope.event) ? "after" : null;
}

/** Claude's style without another host's mark: the assistant's name on the command line decides. */
export function isUnmarked(host: Host): boolean {
  return host === "claude-style" || host === "unknown";
}

export function toolReader(options: ToolReaderOptions): PayloadReader {
  const tools = new Map(Object.entries(options.tools));
  const envelopeFor = options.envelope ?? envelopeOf;
  return {
    assistant: options.name,
    pathHint: (payload) => inputPath(envelopeFor(payload).input),
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    read: (payload, world) => readCall(options, tools, envelopeFor(payload), payload, world),
  };
}

function readCall(options: ToolReaderOptions, tools: ReadonlyMap<string, ToolKind>, envelope: ToolEnvelope, payload: UnknownRecord, world: HookWorld): HookReading {
  const host = hostOf(payload);
  if (!options.accepts(host, payload, envelope)) return crossLoaded(options.name, host);
  const phase = (options.phaseOf ?? claudePhase)(envelope, payload);
  if (phase === null) return SILENT;
  // Some builds name no tool: the path alone then says where to look.
  const kind = envelope.tool === "" ? "touch" : tools.get(envelope.tool);
  if (kind === undefined) return SILENT;
  if (phase === "after" && hasFailed(payload, envelope.response)) return SILENT;
  const foreign = foreignInput(payload);
  if (foreign !== null) return nothing(foreign);
  const { input, session, toolUseId, tool, model } = envelope;
  if (kind === "shell") {
    const command = commandOf(input);
    const head = headOf(options.assistant ?? options.name, session, toolUseId === "" ? callId(command) : toolUseId, tool, model);
    return readShell(head, phase, command, envelope.response, world);
  }
  const head = headOf(options.assistant ?? options.name, session, toolUseId, tool, model);
  const action = actionOf(kind, input);
  return phase === "before" ? readFilesBefore(head, action, world) : readFilesAfter(head, action, world);
}

/** The folder among `roots` that `path` lies in, else the first: a workspace may have several. */
export function rootOf(roots: unknown, path: string | null): string | null {
  const folders = (Array.isArray(roots) ? roots : []).map((root) => asString(root)).filter((root) => root !== null && root !== "");
  const holder = path === null ? undefined : folders.find((root) => root !== null && (path.startsWith(root.replace(/[\\/]*$/, "/")) || path.startsWith(root.replace(/[\\/]*$/, "\\"))));
  return holder ?? folders[0] ?? null;
}
