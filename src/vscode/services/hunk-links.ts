import { commands, window } from "vscode";
import { INTERNAL_COMMANDS } from "../contributions";
import type { Disposable } from "./emitter";

const HUNK_ID = /^h1:[0-9a-f]{64}(#\d{1,6})?$/;

/**
 * `vscode://countersign.countersign/hunk?hunk=…&path=…&line=…`, as the pull request's comment has it. Anybody can write such
 * a link, so it shows a place in the open repository and does nothing else.
 */
export function registerHunkLinks(find: (hunk: string) => string | null): Disposable {
  return window.registerUriHandler({
    async handleUri({ path, query }) {
      if (path !== "/hunk") return;
      const parameters = new URLSearchParams(query);
      const hunk = parameters.get("hunk") ?? "";
      const named = parameters.get("path") ?? "";
      const file = named.includes("\\") ? "" : named;
      const line = Number(parameters.get("line"));
      // The text may have changed since the link was written: then the line is as near as one gets.
      const known = HUNK_ID.test(hunk) ? find(hunk) : null;
      await commands.executeCommand(INTERNAL_COMMANDS.openHunk, known !== null || file === "" ? (known ?? hunk) : { path: file, line: Number.isSafeInteger(line) && line > 0 ? line : 1 });
    },
  });
}
