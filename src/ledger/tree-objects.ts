/** Git's tree objects: the binary form that `cat-file --batch` gives and the text form that `mktree -z` takes. */
export interface TreeEntry {
  /** Octal, without leading zeros: 40000, 100644, 100755, 120000, 160000. */
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/** Entries of a tree object; null where it is none. `idBytes` is 20 or 32, by the repository's object format. */
export function parseTree(content: Buffer, idBytes: number): readonly TreeEntry[] | null {
  const entries: TreeEntry[] = [];
  let offset = 0;
  while (offset < content.length) {
    const blank = content.indexOf(32, offset);
    const end = blank < 0 ? -1 : content.indexOf(0, blank);
    if (end < 0 || end + 1 + idBytes > content.length) return null;
    entries.push({
      mode: content.toString("latin1", offset, blank),
      // Names of the ledger's own files are ASCII; latin1 keeps the bytes of a stranger's name for `treeInput`.
      name: content.toString("latin1", blank + 1, end),
      id: content.toString("hex", end + 1, end + 1 + idBytes),
    });
    offset = end + 1 + idBytes;
  }
  return entries;
}

/** One tree for `git mktree -z --batch`, with the empty entry that ends it. */
export function treeInput(entries: readonly TreeEntry[]): Buffer {
  const rows = entries.map(({ mode, name, id }) => `${mode.padStart(6, "0")} ${typeOf(mode)} ${id}\t${name}\0`);
  return Buffer.from(`${rows.join("")}\0`, "latin1");
}

function typeOf(mode: string): string {
  if (mode === "40000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}
