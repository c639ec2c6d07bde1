/**
 * `countersign hook ASSISTANT`: one payload in, one journal line out. It runs inside somebody else's tool call, so it
 * never blocks, never fails and prints nothing on standard output; whatever is wrong goes to the journal's problem log.
 */
import * as path from "node:path";
import { MAXIMUM_LINE_BYTES, MAXIMUM_OBJECT_BYTES, appendEvent, appendProblem, writeObject } from "../platform/journal-files";
import type { FoundRepository } from "../platform/journal-repository";
import { findRepository, pathId, readHead } from "../platform/journal-repository";
import { WorkTree } from "../platform/journal-work-tree";
import { knownAssistants, payloadReaderOf } from "../sources/assistants";
import { asRecord, asString, kindOf } from "../sources/fields";
import { hostVersionOf } from "../sources/host";
import type { HookReading } from "../sources/hook-world";
import type { JournalEvent, StoredEvent } from "../sources/journal-event";
import { parsePayload } from "../sources/payload-text";

/** Problems of one payload that are logged; a payload of 10,000 bad paths must not fill the log. */
const MAXIMUM_PROBLEMS = 20;

/**
 * Handles one payload.
 * @param assistant the name on the command line, such as `claude-code` or `generic`
 * @param stdin all bytes of standard input
 * @param cwd folder of the hook process; the payload's own `cwd` wins
 * @param environment passed to git alone; no variable changes what is recorded
 * @param statusMilliseconds how long git may look for changed files; the default is what a shell event's 250 ms leave
 * @returns what went wrong where no journal could be written, for standard error; null otherwise. Never throws.
 */
export function recordPayload(assistant: string, stdin: Uint8Array, cwd: string, environment: Readonly<Record<string, string | undefined>>, statusMilliseconds?: number): string | null {
  const now = new Date();
  let repository: FoundRepository | null = null;
  try {
    const payload = parsePayload(stdin);
    const record = payload.ok ? asRecord(payload.value) : null;
    const reader = payloadReaderOf(assistant);
    const given = record === null ? null : nativePath(reader?.folder?.(record) ?? asString(record["cwd"]));
    const folder = given !== null && path.isAbsolute(given) && !given.includes("\0") ? given : cwd;
    repository = findRepository(folder);
    if (repository === null && record !== null) {
      // The assistant may stand above or beside the repository it edits.
      const hint = nativePath(reader?.pathHint(record) ?? null);
      if (hint !== null && path.isAbsolute(hint) && !hint.includes("\0")) repository = findRepository(path.dirname(hint));
    }
    // Outside of every repository there is nothing to keep account of.
    if (repository === null) return null;
    const reading = readPayload(assistant, payload.ok ? null : payload.problem, payload.ok ? payload.value : null, new WorkTree(repository, folder, environment, statusMilliseconds));
    if (reading.event !== null) appendEvent(repository.commonDirectory, serialise(complete(reading, { hook: reader?.assistant ?? assistant, hostVersion: record === null ? "" : hostVersionOf(record) }, repository, now), repository.commonDirectory), now);
    for (const problem of reading.problems.slice(0, MAXIMUM_PROBLEMS)) appendProblem(repository.commonDirectory, assistant, problem, now);
    return null;
  } catch (error) {
    return report(repository, assistant, error, now);
  }
}

/** Some hosts on Windows write /c:/folder. */
function nativePath(given: string | null): string | null {
  return given !== null && process.platform === "win32" ? given.replace(/^\/([A-Za-z]:)/, "$1") : given;
}

function readPayload(assistant: string, malformed: string | null, value: unknown, world: WorkTree): HookReading {
  const refuse = (problem: string): HookReading => ({ event: null, problems: [problem] });
  const reader = payloadReaderOf(assistant);
  if (reader === null) return refuse(`hook ${JSON.stringify(assistant.slice(0, 64))}: this assistant is unknown, expected one of ${knownAssistants().join(", ")}`);
  if (malformed !== null) return refuse(malformed);
  const record = asRecord(value);
  if (record === null) return refuse(`payload: expected an object, found ${kindOf(value)}`);
  return reader.read(record, world);
}

function complete(reading: HookReading & { readonly event: unknown }, { hook, hostVersion }: { readonly hook: string; readonly hostVersion: string }, repository: FoundRepository, now: Date): JournalEvent {
  const { event, problems } = reading;
  if (event === null) throw new Error("a reading without an event has nothing to complete");
  const head = readHead(repository);
  return {
    v: 1,
    at: now.toISOString(),
    worktree: { id: pathId(repository.root), path: repository.root },
    ...(head === undefined ? {} : { head }),
    ...event,
    hook,
    ...(hostVersion === "" ? {} : { hostVersion }),
    ...(problems.length === 0 ? {} : { problems: problems.slice(0, 3).map((problem) => problem.slice(0, 300)) }),
  };
}

/** One line below the journal's limit: a longer list of edits moves to an object, and one too long even for that is said to be unknown. */
function serialise(event: JournalEvent, commonDirectory: string): string {
  const line = JSON.stringify(event);
  if (Buffer.byteLength(line) + 2 <= MAXIMUM_LINE_BYTES) return line;
  const edits = Buffer.from(JSON.stringify(event.edits), "utf8");
  const stored: StoredEvent =
    edits.length > MAXIMUM_OBJECT_BYTES
      ? { ...event, edits: event.edits.slice(0, 100).map((edit) => ({ path: edit.path, evidence: edit.evidence, after: { absent: "too-large" } })) }
      : { ...event, edits: { object: writeObject(commonDirectory, edits), bytes: edits.length } };
  return JSON.stringify(stored);
}

function report(repository: FoundRepository | null, assistant: string, error: unknown, now: Date): string | null {
  const message = error instanceof Error ? error.message : String(error);
  if (repository === null) return `countersign: hook: ${message}: nothing was recorded`;
  try {
    appendProblem(repository.commonDirectory, assistant, `nothing was recorded: ${message}`, now);
    return null;
  } catch (second) {
    return `countersign: hook: ${message}: nothing was recorded, nor could that be logged (${second instanceof Error ? second.message : String(second)})`;
  }
}
