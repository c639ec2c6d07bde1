import { CountersignError, type DebtItem, type DebtSnapshot } from "../core/model";
import { openCopiesOf } from "../core/debt/copies";
import { isOpen } from "../core/debt/open-lines";
import { contentOf } from "../core/hunks/cut";
import { quotedPath } from "../core/quoted-path";
import { fileAndLine } from "./options";

const SHORTEST_PREFIX = 6;

/** Which hunks a person named: ids, unambiguous prefixes of ids, `FILE:LINE`, and whole files. */
export interface HunkSelection {
  readonly hunks: readonly string[];
  readonly files: readonly string[];
  /** With `--file`: which of the file's hunks are meant. Default: the open ones. */
  readonly ofFile?: (item: DebtItem) => boolean;
  /** With each named hunk the open ones of the same text; its id may then leave out which copy is meant. */
  readonly copies?: boolean;
}

/**
 * The named hunks, each once, in order of path and line. `toPath` makes a typed path repository-relative.
 * Errors: `usage` for what can't be read or is ambiguous, `not-found`.
 */
export function selectHunks(snapshot: DebtSnapshot, selection: HunkSelection, toPath: (typed: string) => string): readonly DebtItem[] {
  if (selection.hunks.length === 0 && selection.files.length === 0) {
    throw new CountersignError("usage", "no hunk was named", { hint: "give a hunk's id, FILE:LINE or --file PATH; countersign status lists hunks" });
  }
  const chosen = new Set<DebtItem>();
  for (const argument of selection.hunks) {
    const item = hunkNamed(snapshot, argument, toPath, selection.copies);
    for (const copy of selection.copies === true ? [item, ...openCopiesOf(snapshot.items, item)] : [item]) chosen.add(copy);
  }
  for (const file of selection.files) {
    const path = toPath(file);
    const items = snapshot.items.filter((item) => item.hunk.path === path && (selection.ofFile ?? isOpen)(item));
    if (items.length === 0) throw new CountersignError("not-found", "the file has no such hunk", { path, hint: "countersign status lists open hunks" });
    for (const item of items) chosen.add(item);
  }
  return snapshot.items
    .filter((item) => chosen.has(item))
    .sort((a, b) => (a.hunk.path < b.hunk.path ? -1 : a.hunk.path > b.hunk.path ? 1 : a.hunk.startLine - b.hunk.startLine));
}

/** Whether an argument names a hunk that is there and has a verdict. */
export function namesHunk(snapshot: DebtSnapshot, argument: string, toPath: (typed: string) => string): boolean {
  try {
    return hunkNamed(snapshot, argument, toPath).records.some((record) => record.type !== "correction");
  } catch (error) {
    // What it could name instead is asked next; where that is nothing, the error comes again.
    if (error instanceof CountersignError && (error.code === "not-found" || error.code === "usage")) return false;
    throw error;
  }
}

function hunkNamed(snapshot: DebtSnapshot, argument: string, toPath: (typed: string) => string, copies = false): DebtItem {
  if (/^h1:/i.test(argument) || /^[0-9a-f]{4,64}(?:#\d+)?$/i.test(argument)) return hunkById(snapshot, argument, copies);
  const place = fileAndLine(argument);
  if (place === null) {
    throw new CountersignError("usage", `"${argument}" is neither a hunk's id nor FILE:LINE`, { hint: "countersign status lists hunks" });
  }
  return hunkAt(snapshot, toPath(place.file), place.line);
}

function hunkById(snapshot: DebtSnapshot, argument: string, copies: boolean): DebtItem {
  const wanted = argument.toLowerCase().replace(/^h1:/, "");
  const exact = snapshot.items.find((item) => item.hunk.id === `h1:${wanted}`);
  if (exact) return exact;
  const [prefix = "", copy] = wanted.split("#");
  if (!/^[0-9a-f]*$/.test(prefix) || prefix.length < SHORTEST_PREFIX) {
    throw new CountersignError("usage", `"${argument}" is too short for a hunk's id`, { hint: `give at least ${SHORTEST_PREFIX} hexadecimal digits` });
  }
  const matches = snapshot.items.filter((item) => item.hunk.id.startsWith(`h1:${prefix}`) && (copy === undefined || item.hunk.id.endsWith(`#${copy}`)));
  const [first, second] = matches;
  if (first === undefined) throw new CountersignError("not-found", `no hunk has the id ${argument}`, { hint: "countersign status lists hunks; an id changes with its text" });
  const areCopies = new Set(matches.map(({ hunk }) => contentOf(hunk.id))).size === 1;
  if (second !== undefined && !(copies && areCopies)) {
    throw new CountersignError("usage", `${matches.length} hunks have an id that starts with ${argument}`, {
      hint: `name one of ${matches.slice(0, 3).map((item) => `${quotedPath(item.hunk.path)}:${item.hunk.startLine}`).join(", ")}${areCopies ? "; or all copies of one text with --copies" : ""}`,
    });
  }
  return first;
}

function hunkAt(snapshot: DebtSnapshot, path: string, line: number): DebtItem {
  const matches = snapshot.items.filter(({ hunk }) => hunk.path === path && (hunk.kind === "removal" ? hunk.startLine === line : hunk.startLine <= line && line <= hunk.endLine));
  const [first, second] = matches;
  if (first === undefined) {
    throw new CountersignError("not-found", "no hunk stands on this line", { path, line, hint: `countersign why ${quotedPath(path)}:${line} says where the line comes from` });
  }
  if (second !== undefined) {
    throw new CountersignError("usage", "lines were added and removed here", {
      path,
      line,
      hint: `name one by id: ${matches.map(({ hunk }) => `${hunk.id.slice(0, 15)} (${hunk.kind})`).join(", ")}`,
    });
  }
  return first;
}
