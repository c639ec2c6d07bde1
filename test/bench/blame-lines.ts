/** `git blame` of whole files, as the agreement bench compares with it. */
import { spawn } from "node:child_process";

export interface BlamedLine {
  readonly commit: string;
  /** 1-based line and path in that commit. */
  readonly originalLine: number;
  readonly originalPath: string;
  readonly text: string;
}

/** 1-based lines of a file at a revision. Errors: git's own. */
export function blameLines(folder: string, revision: string, path: string, options: readonly string[]): Promise<BlamedLine[]> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["blame", ...options, "--line-porcelain", revision, "--", path], { cwd: folder });
    let output = "";
    let problems = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (problems += chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(parsed(output)) : reject(new Error(`git blame ${path}: ${problems}`))));
  });
}

function parsed(output: string): BlamedLine[] {
  const lines: BlamedLine[] = [];
  let header: RegExpExecArray | null = null;
  let originalPath = "";
  for (const line of output.split("\n")) {
    if (line.startsWith("\t")) {
      if (header !== null) lines[Number(header[3])] = { commit: header[1] ?? "", originalLine: Number(header[2]), originalPath, text: line.slice(1) };
      header = null;
    } else if (line.startsWith("filename ")) originalPath = line.slice("filename ".length);
    else header = /^([0-9a-f]{40,64}) (\d+) (\d+)/.exec(line) ?? header;
  }
  return lines;
}
