/** Settling 1,000 edits that hooks recorded: how long a session's worth takes, in one file and spread over 50. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { recordPayload } from "../../src/cli/record-payload";
import { createSession } from "../../src/engine/compose";

const EDITS = 1000;
const LINES = 400;
const SILENT = { debug: () => undefined, info: () => undefined, warn: (message: string) => console.log(message) };

export async function benchSettle(): Promise<void> {
  for (const files of [1, 50]) {
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    try {
      record(folder, files);
      const session = await createSession(folder, { log: SILENT });
      const before = process.cpuUsage();
      const started = performance.now();
      await session.settle();
      const elapsed = performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      session.dispose();
      console.log(`settle: ${EDITS} edits in ${files} file${files === 1 ? "" : "s"} of ${LINES} lines and more: ${(elapsed / 1000).toFixed(2)} s, of it ${((user + system) / 1e6).toFixed(2)} s of our own CPU, ${(elapsed / EDITS).toFixed(2)} ms an edit`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Inserts a line per edit, told as Claude Code's Edit is, and leaves the files as the edits made them. */
function record(folder: string, files: number): void {
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", ...args]);
  git("init", "-q");
  const texts = Array.from({ length: files }, (_, file) => Array.from({ length: LINES }, (_line, line) => `export const value${file}_${line} = compute(${line});`));
  const pathOf = (file: number) => join(folder, `f${file}.ts`);
  texts.forEach((lines, file) => writeFileSync(pathOf(file), `${lines.join("\n")}\n`));
  git("add", "-A");
  git("commit", "-q", "-m", "base");
  for (let edit = 0; edit < EDITS; edit += 1) {
    const file = edit % files;
    const lines = texts[file] ?? [];
    const at = (edit * 37) % lines.length;
    const oldString = lines[at] ?? "";
    const newString = `${oldString}\n  const added${edit} = call(${edit}, "x${edit}");`;
    const originalFile = `${lines.join("\n")}\n`;
    lines.splice(at, 1, ...newString.split("\n"));
    writeFileSync(pathOf(file), `${lines.join("\n")}\n`);
    const payload = {
      session_id: "bench",
      cwd: folder,
      hook_event_name: "PostToolUse",
      tool_name: "Edit",
      tool_use_id: `toolu_${edit}`,
      tool_input: { file_path: pathOf(file), old_string: oldString, new_string: newString },
      tool_response: {
        filePath: pathOf(file),
        oldString,
        newString,
        originalFile,
        structuredPatch: [{ oldStart: at + 1, oldLines: 1, newStart: at + 1, newLines: 2, lines: [`-${oldString}`, ...newString.split("\n").map((line) => `+${line}`)] }],
      },
    };
    const problem = recordPayload("claude-code", Buffer.from(JSON.stringify(payload)), folder, process.env);
    if (problem !== null) throw new Error(problem);
  }
}
