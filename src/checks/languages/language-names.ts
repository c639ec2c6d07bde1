/** Languages that tree-sitter reads here, and SQL, whose statements we read ourselves. */
export type CodeLanguage = "python" | "go" | "java" | "rust" | "csharp" | "ruby" | "php" | "shell" | "sql";

const OF_EXTENSION: Readonly<Record<string, CodeLanguage>> = {
  py: "python",
  pyi: "python",
  pyw: "python",
  go: "go",
  java: "java",
  rs: "rust",
  cs: "csharp",
  rb: "ruby",
  rake: "ruby",
  gemspec: "ruby",
  ru: "ruby",
  php: "php",
  phtml: "php",
  sh: "shell",
  bash: "shell",
  bats: "shell",
  zsh: "shell",
  ksh: "shell",
  sql: "sql",
  psql: "sql",
  pgsql: "sql",
  ddl: "sql",
};

const OF_NAME: Readonly<Record<string, CodeLanguage>> = { Rakefile: "ruby", Gemfile: "ruby", Podfile: "ruby", Vagrantfile: "ruby", Guardfile: "ruby", Brewfile: "ruby", ".bashrc": "shell", ".zshrc": "shell", ".profile": "shell" };

/** The language by a path's name alone, so that base and head are read alike; null where none of these fits. */
export function codeLanguageOf(path: string): CodeLanguage | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return OF_NAME[name] ?? (name.includes(".") ? (OF_EXTENSION[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? null) : null);
}

/** A notebook, whose cells are read one by one. */
export function isNotebook(path: string): boolean {
  return path.endsWith(".ipynb");
}

/** Whether one of these languages' readers knows the path. */
export function isCodePath(path: string): boolean {
  return codeLanguageOf(path) !== null || isNotebook(path);
}

/** Language of a notebook's kernel as Jupyter names it. */
export function kernelLanguage(name: string): CodeLanguage | null {
  const known: Readonly<Record<string, CodeLanguage>> = { python: "python", python3: "python", ipython: "python", go: "go", java: "java", rust: "rust", "c#": "csharp", csharp: "csharp", ruby: "ruby", php: "php", bash: "shell", sh: "shell", zsh: "shell", sql: "sql" };
  return known[name.toLowerCase()] ?? null;
}
