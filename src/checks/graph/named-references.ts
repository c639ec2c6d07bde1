import type { Snapshot } from "../../core/ports";
import type { NamedReference } from "../parsing/module-record";
import type { ParserClient } from "../parsing/parser-client";
import type { ImportEdge } from "./import-graph";
import { textOf } from "./project-files";

/** Texts that stand in memory at once. */
const READ_FILES = 400;

/** Which names edges take, read from the files that import, each of them once. */
export class NamedReferences {
  private readonly known = new Map<string, readonly NamedReference[]>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly parser: ParserClient,
    private readonly signal?: AbortSignal,
  ) {}

  /** Undefined for an edge whose file can't be read or no longer has the import. Errors: `interrupted`. */
  async of(edges: readonly ImportEdge[]): Promise<(edge: ImportEdge) => NamedReference | undefined> {
    const missing = [...new Set(edges.map(({ from }) => from))].filter((path) => !this.known.has(path));
    for (let at = 0; at < missing.length; at += READ_FILES) await this.read(missing.slice(at, at + READ_FILES));
    return ({ from, specifier, place }) => this.known.get(from)?.find((one) => one.specifier === specifier && one.startLine === place.startLine && one.startColumn === place.startColumn);
  }

  private async read(paths: readonly string[]): Promise<void> {
    const sources = [...(await this.snapshot.read(paths))].flatMap(([path, content]) => {
      const text = textOf(content);
      return text === null ? [] : [{ path, text }];
    });
    const { answers } = await this.parser.names(sources, this.signal);
    for (const path of paths) this.known.set(path, answers.get(path) ?? []);
  }
}
