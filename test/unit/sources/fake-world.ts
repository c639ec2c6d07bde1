import type { HookWorld } from "../../../src/sources/hook-world";

/** A repository at /repo whose every file holds "disk of PATH", with one changed file. */
export function fakeWorld(overrides: Partial<HookWorld> = {}): HookWorld {
  return {
    locate(path) {
      const absolute = path.startsWith("/") ? path : `/repo/${path}`;
      const parts = absolute.slice("/repo/".length).split("/");
      if (path.includes("\0") || path.length > 4096 || parts.includes("")) return { refused: "path: expected a path of at most 4096 characters" };
      if (!absolute.startsWith("/repo/") || parts.includes("..")) return { refused: `path ${JSON.stringify(path)}: outside of the work tree` };
      if (parts.includes(".git")) return { refused: `path ${JSON.stringify(path)}: inside a git directory` };
      return { path: parts.join("/") };
    },
    read: (path) => `disk of ${path}\n`,
    keep: (text) => text,
    changedFiles: () => ({ paths: ["dirty.ts"] }),
    transcriptModel: () => undefined,
    ...overrides,
  };
}
