import { diffArrays } from "diff";
import type { LineHunk } from "../core/attribution/line-table";
import type { CombinedChange, CombinedDiff } from "./history-combined-parser";
import type { FileChange, TreeDiff } from "./history-diff-parser";
import type { ObjectReader, StoredObject } from "./object-reader";
import { contentOf } from "./file-content";

const LARGEST_COMPARED_FILE = 1024 * 1024;
/** Edits after which two versions count as unrelated; a limit by count, because a clock would make the answer vary. */
const MOST_EDITS = 4000;
const NO_OBJECT = /^0+$/;

/**
 * Diffs of commits that git itself cannot show, because a blob that they touch is not in the clone (a partial clone,
 * or a damaged one). Files whose blobs are there are compared here; of the others nothing is known.
 */
export class DamagedDiffs {
  constructor(
    private readonly objects: ObjectReader,
    private readonly missing: ReadonlySet<string>,
  ) {}

  /** Whether git would fail on this diff. */
  touchesMissing(diff: TreeDiff): boolean {
    return diff.changes.some((change) => this.missing.has(change.oldId) || this.missing.has(change.newId));
  }

  /** The diff with hunks, from one without: only exact renames are seen. */
  async repair(diff: TreeDiff): Promise<TreeDiff> {
    const changes = pairExactRenames(diff.changes);
    const objects = await this.objects.read(changes.filter((change) => change.oldId !== change.newId).flatMap(idsOf), LARGEST_COMPARED_FILE);
    return { pair: diff.pair, changes: changes.map((change) => ({ ...change, ...this.compare(objects, change.oldId, change.newId) })) };
  }

  /** What a merge changed against all parents, from the names that it differs in from each. */
  async repairMerge(commit: string, differences: readonly ReadonlyMap<string, FileChange>[]): Promise<CombinedDiff> {
    const [first = new Map<string, FileChange>(), ...others] = differences;
    const common = [...first.values()].filter((change) => change.status !== "D" && others.every((other) => other.has(change.path)));
    const sidesOf = (path: string) => differences.map((difference) => difference.get(path)).filter((side) => side !== undefined);
    const objects = await this.objects.read(common.flatMap((change) => sidesOf(change.path).flatMap(idsOf)), LARGEST_COMPARED_FILE);
    const changes: CombinedChange[] = common.map((change) => {
      const sides = sidesOf(change.path).map((side) => ({ side, compared: this.compare(objects, side.oldId, side.newId) }));
      return {
        path: change.path,
        mode: change.newMode,
        parents: sides.map(({ side, compared }) => ({ status: side.status, path: side.path, mode: side.oldMode, hunks: compared.hunks })),
        binary: sides.some(({ compared }) => compared.binary),
        lost: sides.some(({ compared }) => compared.lost),
      };
    });
    return { commit, changes };
  }

  private compare(objects: ReadonlyMap<string, StoredObject>, oldId: string, newId: string): { readonly hunks: LineHunk[]; readonly binary: boolean; readonly lost: boolean } {
    if (oldId === newId) return { hunks: [], binary: false, lost: false };
    const before = this.linesOf(objects, oldId);
    const after = this.linesOf(objects, newId);
    if (before === "missing" || after === "missing") return { hunks: [], binary: false, lost: true };
    if (before === "no text" || after === "no text") return { hunks: [], binary: true, lost: false };
    const hunks = hunksBetween(before, after);
    return hunks === null ? { hunks: [], binary: true, lost: false } : { hunks, binary: false, lost: false };
  }

  private linesOf(objects: ReadonlyMap<string, StoredObject>, id: string): readonly string[] | "missing" | "no text" {
    if (NO_OBJECT.test(id)) return [];
    const object = objects.get(id);
    if (object === undefined) return "missing";
    if (object.bytes === null) return "no text";
    const content = contentOf(object.bytes, id);
    // With its line feed each: a last line without one is another line than the same with one, as for git.
    return content.kind === "text" ? (content.text.match(/[^\n]*\n|[^\n]+$/g) ?? []) : "no text";
  }
}

/** Hunks between two versions with their texts, or null where they have too little in common to be compared. */
export function hunksBetween(before: readonly string[], after: readonly string[]): LineHunk[] | null {
  const parts = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return null;
  const hunks: LineHunk[] = [];
  let [old, fresh] = [1, 1];
  let oldLines: string[] = [];
  let newLines: string[] = [];
  const close = () => {
    if (oldLines.length === 0 && newLines.length === 0) return;
    const [oldCount, newCount] = [oldLines.length, newLines.length];
    hunks.push({ oldStart: oldCount === 0 ? old - 1 : old, oldCount, newStart: newCount === 0 ? fresh - 1 : fresh, newCount, oldLines: oldLines.map(bare), newLines: newLines.map(bare) });
    old += oldCount;
    fresh += newCount;
    oldLines = [];
    newLines = [];
  };
  for (const part of parts) {
    if (part.removed) oldLines.push(...part.value);
    else if (part.added) newLines.push(...part.value);
    else {
      close();
      old += part.value.length;
      fresh += part.value.length;
    }
  }
  close();
  return hunks;
}

function bare(line: string): string {
  return line.endsWith("\n") ? line.slice(0, -1) : line;
}

function idsOf(change: FileChange): string[] {
  return [change.oldId, change.newId].filter((id) => !NO_OBJECT.test(id));
}

/** A path that went and one that came with the same content are a rename. */
function pairExactRenames(changes: readonly FileChange[]): FileChange[] {
  const gone = new Map<string, FileChange>();
  for (const change of changes) if (change.status === "D") gone.set(change.oldId, change);
  const renamed = new Set<FileChange>();
  const result: FileChange[] = [];
  for (const change of changes) {
    const from = change.status === "A" ? gone.get(change.newId) : undefined;
    if (from === undefined) {
      result.push(change);
      continue;
    }
    gone.delete(change.newId);
    renamed.add(from);
    result.push({ ...change, status: "R", oldPath: from.path, oldId: from.oldId, oldMode: from.oldMode });
  }
  return result.filter((change) => !renamed.has(change));
}
