import { posix } from "node:path";
import type { HookWorld } from "../../../src/sources/hook-world";

/** A repository at /repo whose every file holds "disk of PATH", with one changed file. */
export function fakeWorld(overrides: Partial<HookWorld> = {}): HookWorld {
  return {
    locate(path) {
      // As the real one has it: whatever a path goes through, what counts is where it ends.
      const absolute = posix.resolve("/repo", path);
      const parts = absolute.slice("/repo/".length).split("/");
      if (path === "" || path.includes("\0") || path.length > 4096) return { refused: "path: expected a path of at most 4096 characters" };
      if (!absolute.startsWith("/repo/")) return { refused: `path ${JSON.stringify(path)}: outside of the work tree` };
      if (parts.some((part) => part.toLowerCase() === ".git")) return { refused: `path ${JSON.stringify(path)}: inside a git directory` };
      return { path: parts.join("/") };
    },
    read: (path) => `disk of ${path}\n`,
    keep: (text) => text,
    changedFiles: () => ({ paths: ["dirty.ts"] }),
    transcriptModel: () => undefined,
    ...overrides,
  };
}
