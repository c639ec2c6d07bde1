/** What `npx` downloads, and how long a command takes to start beside an empty Node process, in turns. Prints, never fails by the clock. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inTurns, printTurns } from "./turns";

const RUNS = 15;

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

export function benchPackage(root: string): void {
  const ran = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (ran.status !== 0) throw new Error(`npm pack failed: ${ran.stderr}`);
  const [packed] = JSON.parse(ran.stdout) as readonly Packed[];
  if (packed === undefined) throw new Error("npm pack told of no package");
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly dependencies: Readonly<Record<string, string>> };
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(`npm package: ${megabytes(packed.size)} packed, ${megabytes(packed.unpackedSize)} unpacked, ${packed.entryCount} files, besides ${Object.keys(dependencies).join(", ")} and what they need`);
  const main = join(root, "dist/main.js");
  printTurns(
    inTurns(RUNS, root, {
      "node -e 0": [process.execPath, "-e", "0"],
      "countersign --version": [process.execPath, main, "--version"],
      "countersign --help": [process.execPath, main, "--help"],
    }),
  );
}
