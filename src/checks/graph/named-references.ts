import type { Snapshot } from "../../core/ports";
import type { NamedReference } from "../parsing/module-record";
import type { ParserClient } from "../parsing/parser-client";
import type { ImportEdge } from "./import-graph";
import { textOf } from "./project-files";

/** Which names each edge takes, read from the files that import; undefined where the file can't be read or no longer has the import. */
export async function referencesOf(edges: readonly ImportEdge[], snapshot: Snapshot, parser: ParserClient, signal?: AbortSignal): Promise<(edge: ImportEdge) => NamedReference | undefined> {
  const texts = await snapshot.read([...new Set(edges.map(({ from }) => from))]);
  const sources = [...texts].flatMap(([path, content]) => {
    const text = textOf(content);
    return text === null ? [] : [{ path, text }];
  });
  const { answers } = await parser.names(sources, signal);
  return ({ from, specifier, place }) => answers.get(from)?.find((one) => one.specifier === specifier && one.startLine === place.startLine && one.startColumn === place.startColumn);
}
