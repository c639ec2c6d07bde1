import type { FileEdges } from "./file-edges";

/** Which files import a file, by position, kept up as files change: a graph of ten thousand files is not turned round for one edit. */
export class Importers {
  private written: readonly FileEdges[] | null = null;
  private readonly known = new Map<string, Set<number>>();

  /** Positions of the files that import `path` in `written`. */
  of(path: string, written: readonly FileEdges[]): Iterable<number> {
    if (this.written !== written) this.begin(written);
    return this.known.get(path) ?? [];
  }

  /** Files at some positions were written anew. What follows from another list than the last one is made anew when asked. */
  follow(before: readonly FileEdges[], after: readonly FileEdges[], changed: readonly number[]): void {
    if (this.written !== before) return;
    for (const index of changed) {
      for (const to of targetsOf(before[index])) this.known.get(to)?.delete(index);
      this.add(after, index);
    }
    this.written = after;
  }

  private begin(written: readonly FileEdges[]): void {
    this.known.clear();
    written.forEach((_, index) => this.add(written, index));
    this.written = written;
  }

  private add(written: readonly FileEdges[], index: number): void {
    for (const to of targetsOf(written[index])) {
      const importers = this.known.get(to);
      if (importers === undefined) this.known.set(to, new Set([index]));
      else importers.add(index);
    }
  }
}

/** Files that are loaded or read for names. */
function targetsOf(file: FileEdges | undefined): readonly string[] {
  return file === undefined ? [] : [...file.edges.flatMap(({ to }) => to ?? []), ...file.erasable.map(({ read }) => read.path)];
}
