import type { FileStates, PresentFile } from "../core/attribution/file-states";
import { lineCountOf } from "../core/attribution/line-history";
import type { LineTable } from "../core/attribution/line-table";
import type { DeletedFile, FileContent, FileHistory, LineRun, Progress, RangeHistory, Snapshot } from "../core/ports";
import { LARGEST_DIFFED_FILE } from "./sealed-git";
import { countLines } from "./file-content";
import type { HistoryRequest, HistorySource } from "./history-types";
import type { Beginnings } from "./history-replay";

/** Files whose text is held at once while lines are counted. */
const READ_TOGETHER = 256;

/** Turns the states at the head into every touched file's runs, with the lines of each file counted where the table leaves its end open. */
export async function describeFiles(source: HistorySource, request: HistoryRequest, states: FileStates, beginnings: Beginnings, progress?: Progress): Promise<Pick<RangeHistory, "files" | "deleted">> {
  const headId = request.uncommitted ?? request.headCommit;
  if (headId === null) return { files: new Map(), deleted: [] };
  const head = await source.snapshot(headId);
  const base = request.base === null ? null : await source.snapshot(request.base);
  const present = new Map<string, PresentFile>();
  const removedBy = new Map<string, string>();
  for (const [path, state] of states.entries()) {
    if (state.kind === "gone") removedBy.set(path, state.removedBy);
    else if (head.has(path)) present.set(path, state);
  }
  if (states.beginning === "unknown") {
    for (const path of head.paths) {
      const state = states.get(path) ?? beginnings.fileOf(states, path);
      if (state?.kind === "present") present.set(path, state);
    }
  }
  const counts = await countOpenEnds(head, present, progress);
  const renamed = new Set([...present.values()].map((state) => state.basePath).filter((path) => path !== null));
  const files = new Map<string, FileHistory>();
  for (const path of [...present.keys()].sort()) {
    const state = present.get(path);
    if (state === undefined) continue;
    const basePath = state.basePath ?? (base?.has(path) === true && !renamed.has(path) ? path : null);
    if (basePath === path && isAsAtBase(state.table)) continue;
    files.set(path, describeFile(path, basePath, state.table, counts.get(path)));
  }
  return { files, deleted: base === null ? [] : await describeDeleted(request, base, head, renamed, removedBy) };
}

function isAsAtBase(table: LineTable): boolean {
  return table.marks.length === 0 && table.pieces.length === 1 && table.pieces[0]?.source.introducedBy === "base" && table.pieces[0].length === Number.POSITIVE_INFINITY;
}

/** `lineCount` is needed where the table's last piece is open; undefined there means that the file is no text. */
export function describeFile(path: string, basePath: string | null, table: LineTable, lineCount: number | undefined): FileHistory {
  const last = lineCountOf(table);
  const total = last === Number.POSITIVE_INFINITY ? (lineCount ?? 0) : last;
  const runs: LineRun[] = [];
  let start = 1;
  for (const piece of table.pieces) {
    const length = Math.min(piece.length, total - start + 1);
    if (length <= 0) break;
    const { introducedBy, path: originalPath } = piece.source;
    runs.push({ start, length, introducedBy, originalStart: piece.start, originalPath, ...(piece.edit === undefined ? {} : { editOf: piece.edit }), ...(piece.replaced === undefined ? {} : { replaced: piece.replaced }) });
    start += length;
  }
  const removals = table.marks.map((mark) => ({ before: Math.min(mark.after, total) + 1, removedBy: mark.removedBy, lines: mark.lines }));
  return { path, basePath, runs, removals };
}

async function countOpenEnds(head: Snapshot, present: ReadonlyMap<string, PresentFile>, progress: Progress | undefined): Promise<ReadonlyMap<string, number>> {
  const open = [...present].filter(([, state]) => lineCountOf(state.table) === Number.POSITIVE_INFINITY).map(([path]) => path);
  const counts = new Map<string, number>();
  for (let from = 0; from < open.length; from += READ_TOGETHER) {
    if (open.length > READ_TOGETHER) progress?.report("counting lines", from, open.length);
    for (const [path, content] of await head.read(open.slice(from, from + READ_TOGETHER), LARGEST_DIFFED_FILE)) {
      if (content.kind === "text") counts.set(path, countLines(content.text));
    }
  }
  return counts;
}

async function describeDeleted(request: HistoryRequest, base: Snapshot, head: Snapshot, renamed: ReadonlySet<string>, removedBy: ReadonlyMap<string, string>): Promise<RangeHistory["deleted"]> {
  // Without an entry of its own a path is missing because the head never had it: it does not descend from the base.
  const paths = base.paths.filter((path) => !head.has(path) && !renamed.has(path) && removedBy.has(path));
  const deleted: DeletedFile[] = [];
  for (let from = 0; from < paths.length; from += READ_TOGETHER) {
    const together = paths.slice(from, from + READ_TOGETHER);
    const contents = request.texts ? await base.read(together) : new Map<string, FileContent>();
    for (const path of together) {
      const content = contents.get(path);
      const isText = content?.kind === "text";
      deleted.push({ path, removedBy: removedBy.get(path) ?? "unknown", lines: isText ? linesOf(content.text) : null, unread: isText ? null : (content ?? null) });
    }
  }
  return deleted;
}

/** Lines without their line feeds; a line feed at the end does not begin another line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}
