import { codeLanguageOf, isNotebook, type CodeLanguage } from "./language-names";
import type { CodeFacts, CodeReading } from "./code-facts";
import { csharp } from "./csharp";
import { go } from "./go";
import { Grammars, MAXIMUM_CHARACTERS, type Grammar } from "./grammars";
import { java } from "./java";
import type { LanguageReader } from "./language";
import { notebookLanguage, readNotebook } from "./notebook";
import { php } from "./php";
import { python } from "./python";
import { readCode } from "./read-code";
import { ruby } from "./ruby";
import { rust } from "./rust";
import { shell } from "./shell";
import { readSql } from "./sql";

const READERS: Readonly<Record<Grammar, LanguageReader>> = { python, go, java, rust, csharp, ruby, php, shell };

/** Facts of files in languages other than TypeScript and JavaScript. Nothing is loaded before such a file comes. */
export class CodeReader {
  constructor(private readonly grammars = new Grammars()) {}

  /** Loads the grammars for these files; to be awaited before they are read. */
  async prepare(files: Iterable<{ readonly path: string; readonly text: string }>): Promise<void> {
    const wanted = new Set<CodeLanguage>();
    for (const { path, text } of files) {
      const language = isNotebook(path) ? notebookLanguage(text) : codeLanguageOf(path);
      if (language !== null) wanted.add(language);
    }
    if (wanted.size > 0) await this.grammars.prepare(wanted);
  }

  /** Null where no language fits the path. */
  read(path: string, text: string): CodeReading | null {
    const language = codeLanguageOf(path);
    try {
      if (isNotebook(path)) return readNotebook(text, (kernel, cells) => this.readText(kernel, cells));
      return language === null ? null : this.readText(language, text);
    } catch (error) {
      // After a trap in WebAssembly nothing that it answers can be trusted: the process has to begin anew.
      if (error instanceof Error && error.name === "RuntimeError") throw error;
      // What drives a reader out of its stack must not hide the other files.
      return { facts: null, problem: `could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  private readText(language: CodeLanguage, text: string): CodeReading {
    if (language === "sql") return text.length > MAXIMUM_CHARACTERS ? { facts: null, problem: `larger than ${MAXIMUM_CHARACTERS.toLocaleString("en")} characters: read as text only` } : { facts: readSql(text), problem: null };
    const reader = READERS[language];
    const reading = this.grammars.read(language, reader.prepared?.(text) ?? text);
    if ("problem" in reading) return { facts: null, problem: reading.problem };
    const { tree } = reading;
    const facts: CodeFacts = readCode(reader, tree);
    return { facts, problem: tree.errorAt === null ? null : `syntax error on line ${text.slice(0, tree.errorAt).split("\n").length}: the ${language} grammar does not read this` };
  }
}
