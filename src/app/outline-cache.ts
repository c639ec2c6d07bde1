import type { Outline } from "../core/ports";

/** Outlines by content, so that a refresh parses only what changed. */
export class OutlineCache {
  private known = new Map<string, { readonly text: string; readonly outline: Outline }>();

  constructor(private readonly parse: (files: ReadonlyMap<string, string>) => Promise<ReadonlyMap<string, Outline>>) {}

  async of(files: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, Outline>> {
    const missing = new Map([...files].filter(([path, text]) => this.known.get(path)?.text !== text));
    const parsed = missing.size === 0 ? new Map<string, Outline>() : await this.parse(missing);
    const next = new Map<string, { readonly text: string; readonly outline: Outline }>();
    for (const [path, text] of files) {
      const outline = parsed.get(path) ?? (missing.has(path) ? undefined : this.known.get(path)?.outline);
      if (outline !== undefined) next.set(path, { text, outline });
    }
    this.known = next;
    return new Map([...next].map(([path, { outline }]) => [path, outline]));
  }
}
