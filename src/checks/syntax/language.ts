import { isInSuite } from "../../core/hunks/classify";

/** What the parser is told about a file, by its name alone, so that base and head are read alike. */
export type Language = "ts" | "tsx" | "dts" | "jsx";

const LANGUAGE_OF_EXTENSION: Readonly<Record<string, Language>> = {
  ts: "ts",
  mts: "ts",
  cts: "ts",
  tsx: "tsx",
  // Plain JavaScript may hold JSX; no valid script reads differently for it.
  js: "jsx",
  mjs: "jsx",
  cjs: "jsx",
  jsx: "jsx",
};

/** Language of a path, or null where oxc has no grammar for it. */
export function languageOf(path: string): Language | null {
  if (/\.d\.[cm]?ts$/.test(path)) return "dts";
  return LANGUAGE_OF_EXTENSION[path.slice(path.lastIndexOf(".") + 1)] ?? null;
}

/** Whether the compiler takes a file's types from JSDoc. */
export function isJavascriptPath(path: string): boolean {
  return /\.[cm]?jsx?$/.test(path);
}

/** How the file may be read, most likely first: only plain `.js` says nothing about being a module or a script. */
export function sourceTypesOf(path: string): readonly ("module" | "commonjs" | "unambiguous" | "script")[] {
  if (path.endsWith(".cjs")) return ["commonjs", "script"];
  if (/\.(mjs|mts|ts|tsx|vue|svelte|astro)$/.test(path)) return ["module"];
  if (path.endsWith(".cts")) return ["module", "commonjs"];
  return ["unambiguous", "commonjs", "script"];
}

/** Whether a path is a test by the names that JavaScript's test runners look for. */
export function isTestPath(path: string): boolean {
  return isInSuite(path) || /(^|\/)(__tests__|tests?|specs?|e2e|cypress)\//.test(path) || /[._-]((client|server|unit|integration|browser|node|ui|api|db)?(test|spec)|e2e|cy)\.[cm]?[jt]sx?$/.test(path);
}
