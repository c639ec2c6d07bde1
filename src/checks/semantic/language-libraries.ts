import { Project } from "ts-morph";

const SOURCE = "/node_modules/typescript/lib/";
/** Where a project finds them in memory: its option `libFolderPath`. */
export const LIBRARIES = "/lib";

/**
 * TypeScript's own declarations of the language and the browser without their documentation, which is more than half of their
 * text and takes as long to parse as the rest. `wanted`: file names such as `lib.dom.d.ts`; what they refer to comes with them.
 */
export function languageLibraries(wanted: readonly string[]): ReadonlyMap<string, string> {
  const shipped = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  const texts = new Map<string, string>();
  const open = [...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const text = texts.has(name) ? undefined : shipped.readFile?.(SOURCE + name);
    if (text === undefined) continue;
    // Only comments that stand on lines of their own: elsewhere the same characters may be a string's.
    texts.set(name, text.replace(/^[ \t]*\/\*\*[^]*?\*\/[ \t]*\r?\n/gm, ""));
    for (const [, reference = ""] of text.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm)) open.push(`lib.${reference}.d.ts`);
  }
  return texts;
}
