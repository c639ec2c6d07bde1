import { countsOf } from "../../core/counts";
import { outlineOf, type PipelineValue } from "./pipeline-outline";
import type { View } from "./view";

/** Inputs that hold who somebody is, and those that hold what proves it: any other one may be shown or sent. */
const NAME = /(?:^|[-_])(?:id|user|username)$/i;
const PROOF = /(?:^|[-_])(?:key|token|secret|password|passphrase|credentials?)$/i;
const SECRET = /^\$\{\{\s*secrets\.(\w+)\s*\}\}$/;

/** What a workflow's lines hold that is less than it looks like: offsets of lines. */
export interface HarmlessLines {
  /** Names of groups of runs: nothing runs them. */
  readonly names: ReadonlySet<number>;
  /** Secrets that the very step had before, in another one of its inputs. */
  readonly secrets: ReadonlySet<number>;
  /** What the base said in the same place, whatever their comments are. */
  readonly known: ReadonlySet<number>;
}

const NOTHING: HarmlessLines = { names: new Set(), secrets: new Set(), known: new Set() };

/** Lines of a workflow that give nobody more than before although they read so. */
export function harmlessLines(head: View, base: View | null): HarmlessLines {
  if (!/(^|\/)\.github\/workflows\//.test(head.path)) return NOTHING;
  const now = outlineOf(head);
  if (now === null) return NOTHING;
  const before = (base === null ? null : outlineOf(base)) ?? [];
  const names = new Set(now.filter(isGroupName).flatMap(({ offset, block }) => [offset, ...block.map((line) => line.offset)]));
  const used = usesOfSecrets(base);
  // Where a file hands a secret to more than before, a step that keeps it in other words may hide another one that has its line.
  const isMore = [...usesOfSecrets(head)].some(([name, count]) => count > (used.get(name) ?? 0));
  return { names, secrets: isMore ? new Set() : movedSecrets(now, before), known: knownLines(now, before) };
}

/** How often a file speaks of each secret. */
function usesOfSecrets(view: View | null): ReadonlyMap<string, number> {
  return countsOf([...(view?.text ?? "").matchAll(/\bsecrets\s*(?:\.\s*|\[\s*['"])(\w+)|\b(secrets)\b/g)].map(([, name, all]) => name ?? all ?? ""));
}

/** Outside of lists, where a place has a name. */
function knownLines(now: readonly PipelineValue[], before: readonly PipelineValue[]): ReadonlySet<number> {
  const said = (outline: readonly PipelineValue[]) => outline.flatMap(({ keys, value, offset }) => (keys.some((key) => key.startsWith("-")) ? [] : [{ text: [...keys, value].join("\0"), offset }]));
  const known = new Set(said(before).map(({ text }) => text));
  return new Set(said(now).flatMap(({ text, offset }) => (known.has(text) ? [offset] : [])));
}

function isGroupName({ keys }: PipelineValue): boolean {
  const within = keys[0] === "jobs" ? keys.slice(2) : keys;
  return within[0] === "concurrency" && (within.length === 1 || (within.length === 2 && within[1] === "group"));
}

/** Secrets in an input that the step did not have, and that had another name before; the step is the only one of its job that uses this action. */
function movedSecrets(now: readonly PipelineValue[], before: readonly PipelineValue[]): ReadonlySet<number> {
  const found = new Set<number>();
  const old = stepsOf(before);
  for (const [action, inputs] of stepsOf(now)) {
    const former = old.get(action);
    if (inputs === null || former === undefined || former === null) continue;
    const gone = countsOf([...former].filter(([name]) => !inputs.has(name)).map(([name, { secret }]) => `${kindOf(name) ?? ""} ${secret ?? ""}`));
    const held = countsOf([...inputs.values()].map(({ secret }) => secret ?? ""));
    for (const [key, { secret, offset }] of inputs) {
      const kind = kindOf(key);
      if (secret !== null && kind !== null && !former.has(key) && gone.get(`${kind} ${secret}`) === 1 && held.get(secret) === 1) found.add(offset);
    }
  }
  return found;
}

function kindOf(input: string): "name" | "proof" | null {
  if (NAME.test(input)) return "name";
  return PROOF.test(input) ? "proof" : null;
}

type Inputs = ReadonlyMap<string, { readonly secret: string | null; readonly offset: number }>;

/** What each step hands its action, by job and action as they are written; null where several steps of a job use one. */
function stepsOf(outline: readonly PipelineValue[]): ReadonlyMap<string, Inputs | null> {
  const inputs = new Map<string, Map<string, { secret: string | null; offset: number }>>();
  const found = new Map<string, Inputs | null>();
  for (const { keys, value, offset } of outline) {
    if (keys[0] !== "jobs" || keys[2] !== "steps") continue;
    const step = keys[3] ?? "";
    const own = inputs.get(step) ?? new Map<string, { secret: string | null; offset: number }>();
    inputs.set(step, own);
    if (keys[4] === "with" && keys.length === 6) own.set(keys[5] ?? "", { secret: SECRET.exec(value)?.[1] ?? null, offset });
    const action = `${keys[1] ?? ""}\0${value}`;
    if (keys[4] === "uses") found.set(action, found.has(action) ? null : own);
  }
  return found;
}
