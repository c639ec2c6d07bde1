import type { NativeParser } from "../../../src/checks/syntax/source-file";
import { SourceFile } from "../../../src/checks/syntax/source-file";
import type { ProjectFacts } from "../../../src/checks/rules/project-facts";
import { View } from "../../../src/checks/rules/view";

/** oxc in the test's own process: fine for texts that are known not to crash it. */
export function loadParser(): Promise<NativeParser> {
  return import("oxc-parser");
}

export function sourceFile(parser: NativeParser, text: string, path = "src/a.ts"): SourceFile {
  const file = SourceFile.parse(parser, path, text);
  if (file === null) throw new Error(`no grammar for ${path}`);
  return file;
}

export function viewOf(parser: NativeParser, path: string, text: string, facts?: ProjectFacts): View {
  const tree = SourceFile.parse(parser, path, text);
  return new View(path, text, tree?.syntaxError === null ? tree : null, facts);
}
