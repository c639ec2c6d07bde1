import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vscodeDirectory } from "./paths.mjs";

/** Of about 95 built-in extensions those that Countersign's own tests touch: no TypeScript server, no chat. */
const MINIMAL = new Set(["configuration-editing", "diff", "git", "git-base", "javascript", "json", "markdown-basics", "typescript-basics"]);

/** What identifies an extension, without anything that it does; "vscode" is the key within "engines". */
const IDENTITY = ["name", "publisher", "version", "engines", "vscode", "extensionKind"];

/**
 * Makes a folder that offers the server a few built-in extensions, and all themes. It spares a run about three seconds.
 *
 * The workbench knows all built-in extensions by heart. Those that can run in a browser, and that the server lacks, it would load
 * there, from files that code-server does not ship, and notify the user of each failure. Empty placeholders keep it from that.
 *
 * @param {string} directory A folder to create or complete.
 */
export function makeMinimalExtensions(directory) {
  mkdirSync(directory, { recursive: true });
  const source = join(vscodeDirectory, "extensions");
  const present = new Set(readdirSync(directory));
  for (const { name } of readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (present.has(name) || name === "node_modules") {
      continue;
    }
    if (MINIMAL.has(name) || name.startsWith("theme-")) {
      symlinkSync(join(source, name), join(directory, name));
      continue;
    }
    const manifest = JSON.parse(readFileSync(join(source, name, "package.json"), "utf8"));
    if (manifest.browser !== undefined) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, "package.json"), JSON.stringify(manifest, IDENTITY));
    }
  }
}
