import type { PackedModule } from "../parsing/protocol";
import { languageOf } from "../syntax/language";

/** A repository's whole history is not kept: past this many the oldest entries go first. */
const MAXIMUM_ENTRIES = 60_000;

/** What parsing gave, by language and content; the same content is parsed once, at the base and at the head. */
export class ModuleCache {
  private readonly entries = new Map<string, PackedModule>();
  private added = 0;

  get(key: string): PackedModule | undefined {
    return this.entries.get(key);
  }

  set(key: string, module: PackedModule): void {
    if (this.entries.size >= MAXIMUM_ENTRIES) for (const old of [...this.entries.keys()].slice(0, MAXIMUM_ENTRIES / 3)) this.entries.delete(old);
    this.entries.set(key, module);
    this.added++;
  }

  all(): readonly (readonly [string, PackedModule])[] {
    return [...this.entries];
  }

  /** How many entries came since the last call. */
  takeAdded(): number {
    const { added } = this;
    this.added = 0;
    return added;
  }
}

/** Key of a file's content: the same text means something else in a script and in a module. */
export function moduleKey(path: string, blob: string): string {
  return `${languageOf(path) ?? path.slice(path.lastIndexOf("."))}${/\.[cm]js$/.exec(path)?.[0] ?? ""}:${blob}`;
}
