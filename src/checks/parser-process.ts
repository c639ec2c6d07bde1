/**
 * Entry of the parser process: the only place where native parsing runs, because oxc ends in a segmentation fault on
 * deep nesting. It reads one request at a time from its parent and answers with one result for each file, in order.
 */
import { answerParent } from "./answer-parent";
import { CodeReader } from "./languages/code-reader";
import { codeOutline } from "./languages/code-outline";
import { answerRules } from "./rules/run-rules";
import { surfaceChange } from "./parsing/api-surface";
import { globalUses } from "./parsing/global-uses";
import { readModule } from "./parsing/read-module";
import { nothing, staticModule } from "./parsing/static-value";
import { pack, type AnswerOf, type ChangedText, type ParserRequest, type SourceText } from "./parsing/protocol";
import { SourceFile, type NativeParser } from "./syntax/source-file";
import { outlineDeclarations } from "./syntax/outline";
import { tokensOf } from "./syntax/tokens";

const code = new CodeReader();

function modules(parser: NativeParser, { path, text }: SourceText): AnswerOf["modules"] {
  return pack(readModule(parser, path, text));
}

function names(parser: NativeParser, { path, text }: SourceText): AnswerOf["names"] {
  return readModule(parser, path, text).references;
}

function exported(parser: NativeParser, { path, text }: SourceText): AnswerOf["exports"] {
  return readModule(parser, path, text).exports;
}

function globals(parser: NativeParser, { path, text }: SourceText): AnswerOf["globals"] {
  const file = SourceFile.parse(parser, path, text);
  return file === null ? { uses: [], problem: "no grammar for this language" } : { uses: file.syntaxError === null ? globalUses(file) : [], problem: file.syntaxError };
}

function outlines(parser: NativeParser, { path, text }: SourceText): AnswerOf["outlines"] {
  const file = SourceFile.parse(parser, path, text);
  if (file === null) return codeOutline(text, code.read(path, text)?.facts ?? null);
  return { declarations: outlineDeclarations(file), tokens: tokensOf(file) };
}

function values(parser: NativeParser, { path, text }: SourceText): AnswerOf["values"] {
  const file = SourceFile.parse(parser, path, text);
  return file === null ? nothing("no grammar for this language") : staticModule(file);
}

function surface(parser: NativeParser, { path, text, base, basePath }: ChangedText): AnswerOf["surfaces"] {
  const head = SourceFile.parse(parser, path, text);
  const before = base === null ? null : SourceFile.parse(parser, basePath, base);
  return head === null || before === null ? "changed" : surfaceChange(before, head);
}

/** Grammars that the request's files need are there before it is answered. */
async function prepare(request: ParserRequest): Promise<void> {
  if (request.kind === "outlines") await code.prepare(request.files);
  if (request.kind === "rules") await code.prepare(request.files.flatMap(({ path, basePath, text, base }) => [{ path, text }, ...(base === null ? [] : [{ path: basePath, text: base }])]));
}

function answer(parser: NativeParser, request: ParserRequest): readonly unknown[] {
  switch (request.kind) {
    case "modules":
      return request.files.map((file) => modules(parser, file));
    case "names":
      return request.files.map((file) => names(parser, file));
    case "exports":
      return request.files.map((file) => exported(parser, file));
    case "globals":
      return request.files.map((file) => globals(parser, file));
    case "outlines":
      return request.files.map((file) => outlines(parser, file));
    case "surfaces":
      return request.files.map((file) => surface(parser, file));
    case "values":
      return request.files.map((file) => values(parser, file));
    case "rules":
      return request.files.map((file) => answerRules(parser, file, request.settings, request.facts, code));
  }
}

const loading = import("oxc-parser");
loading.catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
answerParent(async (message) => {
  const parser = await loading;
  const request = message as ParserRequest;
  try {
    await prepare(request);
    return answer(parser, request);
  } catch (error) {
    if (error instanceof Error && error.name === "RuntimeError") process.exit(1);
    throw error;
  }
}, loading);
// Without its parent there is nobody to answer.
process.on("disconnect", () => process.exit(0));
