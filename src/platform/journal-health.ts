/** What the journal still holds of each hook, for `doctor`: when it was last heard, and what went wrong. */
import * as path from "node:path";
import { countersignDirectory, readRegularFile } from "./journal-files";
import { readJournalLines } from "./journal-lines";

export interface HookActivity {
  readonly events: number;
  /** Time of the last event, UTC. */
  readonly lastAt: string;
  readonly lastTool: string;
  /** The assistant's own version, as its last payload that said one had it; "" where none did. */
  readonly lastVersion: string;
}

export interface JournalProblem {
  readonly at: string;
  readonly hook: string;
  readonly problem: string;
}

export interface JournalHealth {
  /** By the hook's name, as on the command line. Events are kept for three days after they were settled. */
  readonly hooks: ReadonlyMap<string, HookActivity>;
  readonly events: number;
  /** Lines that can't be read, and files that were cut. */
  readonly damage: readonly string[];
  /** The newest at the end, at most 1000. */
  readonly problems: readonly JournalProblem[];
  /** Payloads of another host that also runs this hook, by hook: they were refused, and counted by the host's own. */
  readonly crossLoaded: ReadonlyMap<string, number>;
  /** The same, by the host that they came from. */
  readonly crossHosts: ReadonlyMap<string, number>;
}

const MAXIMUM_PROBLEMS = 1000;
const MAXIMUM_PROBLEM_BYTES = 4 * 1024 * 1024;

export function readJournalHealth(commonDirectory: string): JournalHealth {
  const directory = path.join(countersignDirectory(commonDirectory), "journal");
  const hooks = new Map<string, { events: number; lastAt: string; lastTool: string; lastVersion: string }>();
  const damage: string[] = [];
  let events = 0;
  const batches = readJournalLines(directory, {});
  let batch = batches.next();
  for (; batch.done !== true; batch = batches.next()) {
    for (const { where, text } of batch.value) {
      const event = parseObject(text);
      const name = textOf(event?.["hook"]) ?? textOf(event?.["assistant"]);
      if (event === null || name === null) {
        if (damage.length < 20) damage.push(`${where}: not a whole event`);
        continue;
      }
      events += 1;
      const known = hooks.get(name) ?? { events: 0, lastAt: "", lastTool: "", lastVersion: "" };
      known.events += 1;
      const at = textOf(event["at"]) ?? "";
      if (at >= known.lastAt) {
        known.lastAt = at;
        known.lastTool = textOf(event["tool"]) ?? "";
        known.lastVersion = textOf(event["hostVersion"]) ?? known.lastVersion;
      }
      hooks.set(name, known);
    }
  }
  damage.push(...batch.value.problems);
  const problems = readProblems(directory);
  const crossLoaded = new Map<string, number>();
  const crossHosts = new Map<string, number>();
  for (const { hook, problem } of problems) {
    const host = /^payload: cross-loaded: it comes from ([\w-]+),/.exec(problem)?.[1];
    if (host === undefined) continue;
    crossLoaded.set(hook, (crossLoaded.get(hook) ?? 0) + 1);
    crossHosts.set(host, (crossHosts.get(host) ?? 0) + 1);
  }
  return { hooks, events, damage, problems, crossLoaded, crossHosts };
}

function readProblems(directory: string): JournalProblem[] {
  const text = readRegularFile(path.join(directory, "problems.log"), MAXIMUM_PROBLEM_BYTES)?.toString("utf8") ?? "";
  return text
    .split("\n")
    .filter((line) => line !== "")
    .slice(-MAXIMUM_PROBLEMS)
    .flatMap((line): JournalProblem[] => {
      const record = parseObject(line);
      const problem = textOf(record?.["problem"]);
      return record === null || problem === null ? [] : [{ at: textOf(record["at"]) ?? "", hook: textOf(record["assistant"]) ?? "", problem }];
    });
}

function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    // A torn line: the caller counts it.
    return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value.slice(0, 500) : null;
}
