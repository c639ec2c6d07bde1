import type { GitPlumbing } from "../core/ports";
import type { CommitFiles } from "../core/risk/change-history";

/** `git log --name-only` of the newest commits up to `head`: trees are read, no blob. Errors: `internal`, `interrupted`. */
export async function readChangeLog(git: GitPlumbing, head: string, most: number): Promise<readonly CommitFiles[]> {
  const output = await git.run(["log", "-z", "-n", String(most), "--no-merges", "--no-renames", "--name-only", "--no-notes", "--no-color", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8", "--format=tformat:%x1e%H%x1f%s%x1f", head, "--"]);
  return output
    .toString("utf8")
    .split("\x1e")
    .flatMap((entry): CommitFiles[] => {
      const [id = "", subject = "", names = ""] = entry.split("\x1f");
      if (!/^[0-9a-f]{40,64}$/.test(id)) return [];
      return [{ id, subject, paths: names.split("\0").map((name) => name.replace(/^\n/, "")).filter((name) => name !== "") }];
    });
}
