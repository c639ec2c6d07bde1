/** Windsurf's Cascade, now Devin Desktop (provenance.md 3.7). Its strings may hold raw control characters, see payload-text.ts. */
import type { UnknownRecord } from "./fields";
import { asRecord, asString, kindOf, shortText } from "./fields";
import type { HookReading, HookWorld, PayloadReader } from "./hook-world";
import { hostOf } from "./host";
import { actionOf, inputPath } from "./tool-action";
import { callId, hasFailed, modelName } from "./tool-envelope";
import { SILENT, commandOf, crossLoaded, headOf, nothing, readFilesAfter, readFilesBefore, readShell } from "./tool-reading";

const ACTIONS: ReadonlyMap<string, readonly ["before" | "after", "code" | "command"]> = new Map([
  ["pre_write_code", ["before", "code"]],
  ["post_write_code", ["after", "code"]],
  ["pre_run_command", ["before", "command"]],
  ["post_run_command", ["after", "command"]],
]);

export const WINDSURF: PayloadReader = {
  assistant: "windsurf",
  pathHint: (payload) => inputPath(asRecord(payload["tool_info"])),
  folder: (payload) => asString(asRecord(payload["tool_info"])?.["cwd"]),
  read,
};

function read(payload: UnknownRecord, world: HookWorld): HookReading {
  const host = hostOf(payload);
  if (host !== "windsurf") return crossLoaded("windsurf", host);
  const name = shortText(payload["agent_action_name"], 64);
  const action = ACTIONS.get(name);
  if (action === undefined) return SILENT;
  const [phase, what] = action;
  const info = asRecord(payload["tool_info"]);
  if (info === null) return nothing(`payload.tool_info: expected an object, found ${kindOf(payload["tool_info"])}`);
  if (phase === "after" && hasFailed(payload, info)) return SILENT;
  const session = shortText(payload["trajectory_id"]);
  const model = modelName(payload["model_name"]);
  if (what === "command") {
    const command = commandOf(info);
    // `execution_id` is the turn's, so the command tells its calls apart.
    const id = callId(`${shortText(payload["execution_id"])}\0${command}`);
    return readShell(headOf("windsurf", session, id, "run_command", model), phase, command, null, world);
  }
  const head = headOf("windsurf", session, "", "write_code", model);
  const edit = actionOf("edit", info);
  return phase === "before" ? readFilesBefore(head, edit, world) : readFilesAfter(head, edit, world);
}
