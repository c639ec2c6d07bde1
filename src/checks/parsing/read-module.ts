import { isJavascriptPath, languageOf, type Language } from "../syntax/language";
import { isComponentPath, scriptBlocks } from "../syntax/script-blocks";
import { parseAs, type NativeParser } from "../syntax/source-file";
import { moduleExports, NO_EXPORTS, type ModuleExports } from "./module-exports";
import { moduleReferences, placed, type NamedReference } from "./module-record";

export interface ReadModule {
  readonly references: readonly NamedReference[];
  readonly exports: ModuleExports;
  /** `declare module "…"`: names that this file gives a meaning. */
  readonly ambient: readonly string[];
  /** Why nothing could be read, or null. */
  readonly problem: string | null;
}

/** Whether the graph reads imports out of a file of this name. */
export function isModulePath(path: string): boolean {
  return languageOf(path) !== null || isComponentPath(path);
}

/** References and exports of one file; of a component those of its scripts. */
export function readModule(parser: NativeParser, path: string, text: string): ReadModule {
  if (!isComponentPath(path)) {
    const lang = languageOf(path);
    return lang === null ? { references: [], exports: NO_EXPORTS, ambient: [], problem: null } : readScript(parser, path, text, lang, isJavascriptPath(path));
  }
  const blocks = scriptBlocks(path, text);
  const read = readScript(parser, path, blocks.text, blocks.lang, blocks.lang === "jsx");
  if (blocks.sources.length === 0) return read;
  const sources = blocks.sources.map(({ specifier, start, end }) => ({ kind: "side-effect" as const, specifier: /^[./@#~]/.test(specifier) ? specifier : `./${specifier}`, start, end, names: [], star: false }));
  return { ...read, references: [...placed(text, sources), ...read.references].sort((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn) };
}

function readScript(parser: NativeParser, path: string, source: string, lang: Language, isJavascript: boolean): ReadModule {
  // Without the nodes of types the tree costs half; the module record is the same.
  const result = parseAs(parser, path, source, lang, "js");
  const module = result.module;
  const references = moduleReferences(source, result, { isJavascript, fullTree: () => parseAs(parser, path, source, lang, "ts") });
  const error = result.errors.find((one) => one.severity === "Error");
  // oxc recovers from many errors; only a file that gave nothing was not read.
  if (error === undefined || references.length > 0 || result.program.body.length > 0) return { references, exports: moduleExports(source, module), ambient: ambientModules(source), problem: null };
  return { references: [], exports: NO_EXPORTS, ambient: [], problem: `syntax error on line ${source.slice(0, error.labels[0]?.start ?? 0).split("\n").length}: ${error.message}` };
}

function ambientModules(text: string): readonly string[] {
  if (!text.includes("declare module")) return [];
  return [...text.matchAll(/\bdeclare\s+module\s+(["'])([^"'\n]{1,300})\1/g)].map((match) => match[2] ?? "");
}
