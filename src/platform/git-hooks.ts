/** One git hook of ours in a repository: written only where none of somebody else's stands, taken away only if it is ours. */
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CountersignError } from "../core/model";

const MARK = "Written by countersign trailers";
const MAXIMUM_BYTES = 1024 * 1024;

export interface GitHookPlan {
  /** Absolute path of the hook. */
  readonly path: string;
  /** Null: there is none. */
  readonly before: string | null;
  /** Null: it is deleted. */
  readonly after: string | null;
}

/** The script that git runs; it never stops a commit. `node` may be the editor's own runtime. */
export function trailersHook(node: string, main: string): string {
  const quoted = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;
  return `#!/bin/sh
# ${MARK} --install; countersign trailers --remove takes it away.
# Adds Assisted-by trailers from evidence to a commit's message. It never stops a commit.
node=${quoted(node)}
main=${quoted(main)}
if [ -x "$node" ] && [ -r "$main" ]; then
  ELECTRON_RUN_AS_NODE=1 "$node" "$main" trailers --apply "$1" "\${2-}" "\${3-}" </dev/null || true
fi
exit 0
`;
}

/** Errors: `refused` where somebody else's hook stands. */
export function planTrailersHook(hooks: string, deed: "install" | "remove", text: string): GitHookPlan {
  const path = join(hooks, "prepare-commit-msg");
  const before = ownOrNull(path);
  if (deed === "remove") return { path, before, after: null };
  return { path, before, after: text };
}

export function applyHookPlan({ path, after }: GitHookPlan): void {
  if (after === null) {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, after, { flag: "wx", mode: 0o755 });
  chmodSync(temporary, 0o755);
  renameSync(temporary, path);
}

function ownOrNull(path: string): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  const text = found.isFile() && found.size <= MAXIMUM_BYTES ? readFileSync(path, "utf8") : "";
  if (!text.includes(MARK)) {
    throw new CountersignError("refused", "somebody else's hook stands there", { path, hint: 'let it run: countersign trailers --apply "$1" "$2" "$3"; or move it away' });
  }
  return text;
}
