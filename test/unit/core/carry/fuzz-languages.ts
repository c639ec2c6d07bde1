/** What the fuzz needs of a language: random hunks, edits that only it knows, and its own scanner as the oracle. */
import { spawnSync } from "node:child_process";
import { parseSync } from "oxc-parser";
import { parseNative, SourceFile } from "../../../../src/checks/syntax/source-file";
import { tokensOf } from "../../../../src/checks/syntax/tokens";
import type { TestFile } from "./fixtures";
import { loadRubyReader } from "./ruby-oracle";
import { pythonHunk, rubyHunk, shellHunk, typescriptHunk, typescriptStatement, type Edit, type Random } from "./random-code";
import { leavesOpen, syntaxOf } from "./typescript-oracle";

/** What the oracle reads in a text. Equal `withBreaks`: the same tokens on the same lines; `shape`: what a moved line break may not change. */
export interface Reading {
  readonly withBreaks: string;
  readonly tokens: string;
  readonly shape: string;
}

export interface FuzzLanguage {
  readonly name: string;
  readonly paths: readonly string[];
  readonly hunk: (random: Random, index: number) => string[];
  readonly base: (index: number) => string;
  readonly foreign: (random: Random) => string[];
  readonly edits: readonly Edit[];
  /** A lexer of ours runs for it: what keeps its tokens must be kept. */
  readonly keepsTokens: boolean;
  readonly lexed: (file: TestFile) => TestFile;
  readonly read: (texts: readonly string[]) => readonly Reading[];
  readonly leavesOpen: (text: string) => boolean;
}

const plain = (form: string): Reading => ({ withBreaks: form, tokens: form, shape: form });
const asItIs = (file: TestFile): TestFile => file;

/** How an oracle begins its answer about a text that it can't read as a whole. */
const BROKEN = "error";
const isBroken = ([reading]: readonly Reading[]): boolean => reading?.tokens.startsWith(BROKEN) === true;

/** Blanks at the ends of lines are no tokens; a carriage return is no token of any of these languages. */
const unix = (text: string): string => text.replace(/\r\n/g, "\n");

export const TYPESCRIPT: FuzzLanguage = {
  name: "TypeScript",
  paths: ["src/a.ts", "src/b.ts", "lib/c.ts"],
  hunk: typescriptHunk,
  base: (index) => `export const base${index} = ${index};`,
  foreign: (random) => typescriptStatement(random, "  "),
  edits: [],
  keepsTokens: true,
  lexed: (file) => {
    const text = file.lines.join("\n") + "\n";
    const result = parseNative({ parseSync }, file.path, text);
    return { ...file, tokens: result === null ? null : tokensOf(new SourceFile(file.path, text, result)) };
  },
  read: (texts) => texts.map(syntaxOf),
  leavesOpen,
};

const TOKENIZE = `
import io, json, sys, tokenize
def tokens(text):
    try:
        return json.dumps([[t.type, t.string.rstrip() if t.type == tokenize.COMMENT else t.string] for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type != tokenize.NL])
    except (tokenize.TokenError, IndentationError, SyntaxError) as error:
        return "error " + str(error) + text
json.dump([tokens(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const readPython = (texts: readonly string[]): readonly Reading[] => answers("python3", ["-c", TOKENIZE], JSON.stringify(texts.map(unix))).map(plain);

/** Python's `tokenize`: indentation and line ends are tokens, so its forms hold everything. */
export const PYTHON: FuzzLanguage = {
  name: "Python",
  paths: ["src/a.py", "src/b.py", "lib/c.py"],
  hunk: pythonHunk,
  base: (index) => `BASE_${index} = ${index}`,
  foreign: (random) => [...pythonHunk(random, 1), "    return None"],
  edits: [["a comment at the end (#)", (lines) => [`${lines[0] ?? ""}  # seen`, ...lines.slice(1)]]],
  keepsTokens: false,
  lexed: asItIs,
  read: readPython,
  leavesOpen: (text) => isBroken(readPython([text])),
};

/**
 * Bash parses each text as the body of a function that nobody calls, and prints it as it understood it, in a subshell of its own: a text
 * that closes the function early would run what follows. There is no PATH, and no builtin with an effect outside in any text of ours.
 */
const DECLARE = `
PATH=
read_one() {
  unset -f subject
  eval "subject() { :
$text
}" && declare -f subject
}
while IFS= read -r -d '' text <&3; do
  (read_one) 2>/dev/null </dev/null || printf 'error: %s' "$text"
  printf '\\0'
done 3<&0 </dev/null
exit 0
`;

/** Bash's own reading, comments left out: it knows none. */
export const SHELL: FuzzLanguage = {
  name: "shell",
  paths: ["bin/a.sh", "bin/b.sh", "lib/c.bash"],
  hunk: shellHunk,
  base: (index) => `BASE_${index}=${index}`,
  foreign: (random) => shellHunk(random, 1).slice(1, -1),
  edits: [["a comment at the end (#)", (lines, random) => lines.map((line, index) => (index === random(lines.length) ? `${line} # seen` : line))]],
  keepsTokens: false,
  lexed: asItIs,
  read: readShell,
  leavesOpen: (text) => isBroken(readShell([text])),
};

function readShell(texts: readonly string[]): readonly Reading[] {
    const ran = spawnSync("bash", ["--norc", "--noprofile", "-c", DECLARE], { input: texts.map((text) => `${unix(text)}\0`).join(""), encoding: "utf8", maxBuffer: 1 << 30, env: { LC_ALL: "C.UTF-8" } });
    if (ran.status !== 0) throw new Error(`bash: ${ran.status ?? ran.signal ?? ""} ${ran.stderr.slice(0, 500)}`);
    return ran.stdout.split("\0").slice(0, -1).map(plain);
}

/** Prism, the parser of Ruby itself, as WebAssembly: the tree with all values, and the comments. */
export async function ruby(): Promise<FuzzLanguage> {
  const read = await loadRubyReader();
  return {
    name: "Ruby",
    paths: ["lib/a.rb", "lib/b.rb", "app/c.rake"],
    hunk: rubyHunk,
    base: (index) => `BASE_${index} = ${index}`,
    foreign: (random) => rubyHunk(random, 1).slice(1, -1),
    edits: [["a comment at the end (#)", (lines) => [`${lines[0] ?? ""} # seen`, ...lines.slice(1)]]],
    keepsTokens: false,
    lexed: asItIs,
    read: (texts) => texts.map((text) => plain(read(unix(text)))),
    leavesOpen: (text) => isBroken([plain(read(unix(text)))]),
  };
}

/** Whether a program that an oracle needs is there. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ["-c", ""]).status === 0;
}

function answers(program: string, parameters: readonly string[], input: string): string[] {
  const ran = spawnSync(program, parameters, { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (ran.status !== 0) throw new Error(`${program}: ${ran.stderr.slice(0, 500)}`);
  return JSON.parse(ran.stdout) as string[];
}
