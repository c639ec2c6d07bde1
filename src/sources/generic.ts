/** contract.md's `generic` payload, which any tool can send: the assistant names itself. */
import type { UnknownRecord } from "./fields";
import { asArray, asRecord, asString, kindOf, shortText } from "./fields";
import type { HookReading, HookWorld, PayloadReader } from "./hook-world";
import { snapshotFiles, snapshotTree } from "./hook-world";
import type { JournalEdit, Replacement } from "./journal-event";

const PHASES = { "before-edit": "before", "after-edit": "after", "human-edit": "human" } as const;
const ASSISTANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MAXIMUM_ENTRIES = 10_000;

export const GENERIC: PayloadReader = {
  assistant: "generic",
  pathHint: (payload) => asString(asRecord(asArray(payload["edits"])?.[0])?.["path"]) ?? asString(asArray(payload["files"])?.[0]),
  read: readGeneric,
};

function readGeneric(payload: UnknownRecord, world: HookWorld): HookReading {
  const refuse = (problem: string): HookReading => ({ event: null, problems: [problem] });
  if (payload["version"] !== 1) return refuse(`payload.version: expected 1, found ${kindOf(payload["version"])}${typeof payload["version"] === "number" ? ` ${payload["version"]}` : ""}`);
  const name = payload["event"];
  if (name !== "before-edit" && name !== "after-edit" && name !== "human-edit") return refuse('payload.event: expected "before-edit", "after-edit" or "human-edit"');
  const phase = PHASES[name];
  const assistant = asString(payload["assistant"]) ?? (phase === "human" ? "human" : "");
  if (!ASSISTANT.test(assistant)) return refuse("payload.assistant: expected a name of letters, digits, dots and dashes, at most 64");
  const files = payload["files"] === undefined || payload["files"] === null ? [] : asArray(payload["files"]);
  if (files === null || !files.every((file): file is string => typeof file === "string")) return refuse(`payload.files: expected a list of paths, found ${kindOf(payload["files"])}`);
  const pairs = payload["edits"] === undefined || payload["edits"] === null ? [] : asArray(payload["edits"]);
  if (pairs === null) return refuse(`payload.edits: expected a list, found ${kindOf(payload["edits"])}`);
  if (files.length > MAXIMUM_ENTRIES || pairs.length > MAXIMUM_ENTRIES) return refuse(`payload: more than ${MAXIMUM_ENTRIES} files or edits`);

  const problems: string[] = [];
  const model = shortText(payload["model"], 100);
  const common = {
    assistant,
    session: shortText(payload["session"]),
    toolUseId: shortText(payload["toolUseId"]),
    ...(model === "" ? {} : { model }),
    phase,
    tool: name,
  };
  // Before an edit only what stands on disk counts, whatever text is announced.
  const edits = phase === "before" ? [] : payloadEdits(pairs, world, problems);
  const named = new Set(edits.map((edit) => edit.path));
  const paths = phase === "before" ? [...files, ...pathsOf(pairs)] : files;
  const snapshots = snapshotFiles(paths, world, problems).filter((edit) => !named.has(edit.path));
  if (files.length === 0 && pairs.length === 0) {
    const tree = snapshotTree(world, problems);
    const scope = tree.unknown === undefined ? { scope: "worktree" as const } : { unknown: tree.unknown };
    return { event: { ...common, ...scope, edits: tree.edits }, problems };
  }
  const all = [...edits, ...snapshots];
  return { event: all.length === 0 ? null : { ...common, edits: all }, problems };
}

function pathsOf(pairs: readonly unknown[]): string[] {
  return pairs.map((pair) => asString(asRecord(pair)?.["path"])).filter((path) => path !== null);
}

/** Edits grouped by file in their order, so that later ones apply to what earlier ones left. */
function payloadEdits(pairs: readonly unknown[], world: HookWorld, problems: string[]): JournalEdit[] {
  const byPath = new Map<string, Replacement[]>();
  for (const [index, entry] of pairs.entries()) {
    const record = asRecord(entry);
    const path = asString(record?.["path"]);
    if (record === null || path === null) {
      problems.push(`payload.edits[${index}].path: expected a string, found ${kindOf(record?.["path"])}`);
      continue;
    }
    const oldText = record["oldText"];
    const newText = record["newText"];
    if ((oldText !== undefined && typeof oldText !== "string") || (newText !== undefined && typeof newText !== "string") || (oldText === undefined && newText === undefined)) {
      problems.push(`payload.edits[${index}]: expected oldText and newText as strings`);
      continue;
    }
    const located = world.locate(path);
    if ("refused" in located) {
      problems.push(located.refused);
      continue;
    }
    const list = byPath.get(located.path) ?? [];
    list.push({ newText: newText ?? "", ...(oldText === undefined ? {} : { oldText }) });
    byPath.set(located.path, list);
  }
  return [...byPath].map(([path, replacements]) => ({ path, evidence: "payload", replacements, disk: world.read(path) }));
}
