import type { KnownViolation } from "../../core/model";
import type { Violation } from "./architecture-finding";

/** Violations that stood when the rules came, and which of them something at the head still answers to. */
export class KnownList {
  private readonly entries = new Map<string, KnownViolation>();
  private readonly cycles: readonly { readonly entry: KnownViolation; readonly path: string; readonly target: string }[];
  private readonly taken = new Set<KnownViolation>();

  /** `rename` gives a path that the list may still call by its old name. */
  constructor(
    private readonly list: readonly KnownViolation[],
    rename: (path: string) => string,
  ) {
    for (const entry of list) this.entries.set(identity(entry.rule, rename(entry.path), rename(entry.target)), entry);
    this.cycles = list.filter(({ rule }) => rule === "cycle").map((entry) => ({ entry, path: rename(entry.path), target: rename(entry.target) }));
  }

  takes({ rule, path, target, members }: Violation): boolean {
    // A circle has many edges, and which one stands for it may change: any of its edges names it.
    const found = this.entries.get(identity(rule, path, target)) ?? (members === undefined ? undefined : this.cycles.find((cycle) => members.includes(cycle.path) && members.includes(cycle.target))?.entry);
    if (found === undefined) return false;
    this.taken.add(found);
    return true;
  }

  untaken(): readonly KnownViolation[] {
    return this.list.filter((entry) => !this.taken.has(entry));
  }
}

function identity(rule: string, path: string, target: string): string {
  return `${rule}\0${path}\0${target}`;
}
