/** Adds our hooks to an assistant's JSON configuration, and takes them out again; comments and others' hooks stay as they are. */
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { CountersignError } from "../../core/model";
import type { ConnectionFile, HookEntry } from "./connection";
import { isOurCommand } from "./connection";
import { appendTo, removeAt, setAt } from "./jsonc-edit";

type HooksFile = Extract<ConnectionFile, { readonly kind: "hooks" }>;

const MAXIMUM_CHARACTERS = 5_000_000;
/** Some editors write one before UTF-8; it stays. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * The configuration with our hooks in it; the same text where they are there already. `text` null: there is no file yet.
 * Errors: `configuration`, with line, where the file isn't what the assistant's documentation says.
 */
export function addHooks(text: string | null, file: HooksFile, assistant: string): string {
  if (text?.startsWith(BYTE_ORDER_MARK) === true) return BYTE_ORDER_MARK + addHooks(text.slice(1), file, assistant);
  let result = text === null || text.trim() === "" ? `${JSON.stringify(file.skeleton, null, 2)}\n` : text;
  for (const entry of file.entries) result = addHook(result, file, entry, assistant);
  return result;
}

function addHook(text: string, file: HooksFile, entry: HookEntry, assistant: string): string {
  const list = [...file.container, entry.event];
  const wanted = file.style === "flat" ? { ...(entry.matcher === undefined ? {} : { matcher: entry.matcher }), ...entry.hook } : { ...(entry.matcher === undefined ? {} : { matcher: entry.matcher }), hooks: [entry.hook] };
  const items = listAt(text, file, list);
  const [first, ...further] = ourPlaces(items, file, assistant);
  if (first === undefined) return appendTo(text, list, wanted);
  // An older form of ours gives way to this one; should it stand there twice, once is enough.
  let result = text;
  for (const place of further.reverse()) result = removePlace(result, file, list, place);
  const target = [...list, first.item];
  const present: unknown = items?.[first.item];
  const isAlone = file.style === "flat" || hooksOf(present).length === 1;
  if (!isAlone) return setAt(result, [...target, "hooks", first.hook ?? 0], entry.hook);
  return JSON.stringify(present) === JSON.stringify(wanted) ? result : setAt(result, target, wanted);
}

/** The configuration without our hooks; null where nothing else is left of the file. */
export function removeHooks(text: string, file: HooksFile, assistant: string): string | null {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const left = removeHooks(text.slice(1), file, assistant);
    return left === null ? null : BYTE_ORDER_MARK + left;
  }
  let result = text;
  for (const event of eventsOf(text, file)) {
    const list = [...file.container, event];
    for (const place of ourPlaces(listAt(result, file, list), file, assistant).reverse()) result = removePlace(result, file, list, place);
    if (result !== text && listAt(result, file, list)?.length === 0 && listAt(text, file, list)?.length !== 0) result = removeAt(result, list);
  }
  if (result === text) return text;
  for (let length = file.container.length; length > 0; length -= 1) {
    const path = file.container.slice(0, length);
    const value = valueAt(result, file, path);
    if (typeof value === "object" && value !== null && Object.keys(value).length === 0) result = removeAt(result, path);
  }
  const left = JSON.stringify(valueAt(result, file, []));
  const bare = Object.fromEntries(Object.entries(file.skeleton).filter(([key]) => !file.container.includes(key)));
  const isBare = left === "{}" || left === JSON.stringify(bare) || left === JSON.stringify(file.skeleton);
  return isBare && !/\/[/*]/.test(result) ? null : result;
}

/** Whether each of our entries stands in the configuration: 0 none, 1 all. */
export function shareOfHooks(text: string | null, file: HooksFile, assistant: string): number {
  if (text === null) return 0;
  if (text.startsWith(BYTE_ORDER_MARK)) return shareOfHooks(text.slice(1), file, assistant);
  const there = file.entries.filter((entry) => ourPlaces(listAt(text, file, [...file.container, entry.event]), file, assistant).length > 0);
  return there.length / file.entries.length;
}

interface Place {
  readonly item: number;
  /** Index within the group's hooks; null in a flat list. */
  readonly hook: number | null;
}

function ourPlaces(items: readonly unknown[] | null, file: HooksFile, assistant: string): Place[] {
  const isOurs = (hook: unknown) => isRecord(hook) && (isOurCommand(hook["command"], assistant) || isOurCommand(hook["bash"], assistant));
  return (items ?? []).flatMap((item, index): Place[] =>
    file.style === "flat" ? (isOurs(item) ? [{ item: index, hook: null }] : []) : hooksOf(item).flatMap((hook, at) => (isOurs(hook) ? [{ item: index, hook: at }] : [])),
  );
}

function removePlace(text: string, file: HooksFile, list: readonly string[], place: Place): string {
  const group: unknown = listAt(text, file, list)?.[place.item];
  const isWhole = place.hook === null || hooksOf(group).length <= 1;
  return removeAt(text, isWhole ? [...list, place.item] : [...list, place.item, "hooks", place.hook ?? 0]);
}

function hooksOf(group: unknown): readonly unknown[] {
  const hooks = isRecord(group) ? group["hooks"] : undefined;
  return Array.isArray(hooks) ? (hooks as readonly unknown[]) : [];
}

function eventsOf(text: string, file: HooksFile): string[] {
  const container = valueAt(text, file, file.container);
  return isRecord(container) ? Object.keys(container).filter((key) => Array.isArray(container[key])) : [];
}

/** Null where there is none yet. */
function listAt(text: string, file: HooksFile, path: readonly string[]): readonly unknown[] | null {
  const value = valueAt(text, file, path);
  if (value === undefined) return null;
  if (!Array.isArray(value)) throw new CountersignError("configuration", `"${path.join(".")}" was expected to be a list`, { path: file.path, hint: "the assistant's documentation says so; correct the file, then connect again" });
  return value as readonly unknown[];
}

function valueAt(text: string, file: HooksFile, path: readonly string[]): unknown {
  if (text.length > MAXIMUM_CHARACTERS) throw new CountersignError("configuration", "the file is larger than 5 million characters", { path: file.path, hint: "this can't be a configuration" });
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined || root === undefined || root.type !== "object") {
    const what = first === undefined ? "a JSON object was expected" : printParseErrorCode(first.error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    throw new CountersignError("configuration", what, { path: file.path, line: text.slice(0, first?.offset ?? 0).split("\n").length, hint: "correct the file, then run this again; nothing was written" });
  }
  for (let length = 1; length < path.length; length += 1) {
    const holder = findNodeAtLocation(root, path.slice(0, length));
    if (holder !== undefined && holder.type !== "object" && length <= file.container.length) {
      throw new CountersignError("configuration", `"${path.slice(0, length).join(".")}" was expected to be an object`, { path: file.path, hint: "correct the file, then run this again; nothing was written" });
    }
  }
  const node = path.length === 0 ? root : findNodeAtLocation(root, [...path]);
  return node === undefined ? undefined : (getNodeValue(node) as unknown);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
