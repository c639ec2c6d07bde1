/**
 * `git commit` and `git push` with the hooks that `init --ci` writes, beside the same without hooks, in turns, in a repository of 2,000 files. The
 * usual change: three files, which an assistant wrote as its hook told. The aim is an answer in under a second. Prints, never fails by the clock.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeLargeRepository } from "./large-repository";
import { inTurns, printTurns } from "./turns";

const FILES = 2_000;
const CHANGED = 3;
const RUNS = 5;

export function benchGitHooks(root: string): void {
  const repository = makeLargeRepository({ files: FILES, touched: 1, hunks: 1 });
  const remote = realpathSync(mkdtempSync(join(tmpdir(), "countersign-bench-remote-")));
  try {
    const main = join(root, "dist/main.js");
    const git = (...args: readonly string[]) => repository.git(...args);
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", remote]);
    git("checkout", "-q", "-B", "work", "origin/main");
    git("remote", "add", "origin", remote);
    git("push", "-q", "origin", "origin/main:refs/heads/main");
    git("fetch", "-q", "origin");
    const hooks = join(repository.folder, ".git", "bench-hooks");
    mkdirSync(hooks);
    const write = (name: string, command: string) => writeFileSync(join(hooks, name), `#!/bin/sh\nexec "${process.execPath}" "${main}" ${command}\n`, { mode: 0o755 });
    write("pre-commit", "check --staged");
    write("pre-push", "check --pre-push");
    const hooked = ["-c", `core.hooksPath=${hooks}`];
    const bare = ["-c", "core.hooksPath=/dev/null"];
    const changes = (run: number, name: string) => {
      for (let file = 1; file <= CHANGED; file++) {
        const path = `src/part-0/module-${file}.ts`;
        const text = `${git("show", `origin/main:${path}`)}\nexport function added${file}(amount: number): number {\n  return amount * ${run + 10} + ${name.length};\n}\n`;
        repository.write(path, text);
        execFileSync(process.execPath, [main, "hook", "generic"], { cwd: repository.folder, input: JSON.stringify({ version: 1, event: "after-edit", assistant: "claude-code", session: "bench", toolUseId: `${name}${run}${file}`, cwd: repository.folder, files: [path] }) });
      }
      git("add", "-A");
    };
    const reset = () => git("reset", "-q", "--hard", "origin/main");
    const commit = ["commit", "-q", "-m", "work"];
    printTurns(
      inTurns(RUNS, repository.folder, { "git commit": ["git", ...bare, ...commit], "node -e 0": [process.execPath, "-e", "0"], "git commit, pre-commit hook": ["git", ...hooked, ...commit] }, (name, run) => {
        reset();
        changes(run, name);
      }),
    );
    const push = (branch: string) => ["push", "-q", "-f", "origin", `HEAD:refs/heads/${branch}`];
    printTurns(
      inTurns(RUNS, repository.folder, { "git push": ["git", ...bare, ...push("bare")], "git push, pre-push hook": ["git", ...hooked, ...push("hooked")] }, (name, run) => {
        reset();
        changes(run, name);
        git(...bare, ...commit);
      }),
    );
  } finally {
    repository.dispose();
    rmSync(remote, { recursive: true, force: true });
  }
}
