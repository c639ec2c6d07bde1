// Builds the bundles (default), or transpiles sources and tests one to one into out/ (--tests).
import { build } from "esbuild";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";

const common = {
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: true,
  logLevel: "warning",
  legalComments: "none",
  // jsonc-parser ships a UMD build as "main" that no bundler can follow.
  mainFields: ["module", "main"],
};

/** Native parsers, grammars and ts-morph stay packages: they are found beside the bundles, in dist/node_modules or above. */
const external = ["vscode", "oxc-parser", "ts-morph"];

const bundles = [
  { in: "src/cli/main.ts", out: "main", external: ["./cli.js", "./hook.js"], banner: { js: "#!/usr/bin/env node" } },
  { in: "src/cli/hook.ts", out: "hook", minify: true },
  // Node reads the whole bundle at each start, so it is small; names stay, for what a crash prints.
  { in: "src/cli/cli.ts", out: "cli", external: ["./mcp.js"], minify: true, keepNames: true },
  { in: "src/cli/mcp/serve.ts", out: "mcp", minify: true },
  { in: "src/cli/uninstall.ts", out: "uninstall", minify: true },
  { in: "src/cli/action/main.ts", out: "action" },
  { in: "src/engine/main.ts", out: "engine" },
  { in: "src/engine/library.ts", out: "library" },
  { in: "src/checks/parser-process.ts", out: "parser" },
  { in: "src/checks/semantic-process.ts", out: "semantic" },
  { in: "src/vscode/extension.ts", out: "extension", minify: true },
  // Inlined into reports as well: no source map, and nothing that runs code from text.
  { in: "src/webview/main.ts", out: "webview", minify: true, browser: true },
];

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes("node_modules") && (path === "test/host/mocha-entry.cjs" || !path.startsWith("test/host/")) && !path.startsWith("src/webview/") && !path.startsWith("test/.artifacts"));
}

function packagesToShip() {
  return ["oxc-parser", "ts-morph", "@vscode/tree-sitter-wasm"];
}

/** Of the grammars only those that a reader asks for: the others would add 15 MB. */
const GRAMMARS = /tree-sitter(-(python|go|java|rust|c-sharp|ruby|php|bash))?\.wasm$/;

/** Copies a package and what it depends on into dist/node_modules, so that the VSIX and the npm package carry them. */
function shipPackage(name, from, done = new Set()) {
  if (done.has(name)) return;
  done.add(name);
  const require = createRequire(from);
  const paths = require.resolve.paths(name) ?? [];
  const folder = paths.map((path) => join(path, name)).find((path) => existsSync(join(path, "package.json")));
  if (folder === undefined) return; // an optional binary for another platform
  const target = join("dist/node_modules", name);
  cpSync(folder, target, { recursive: true, dereference: true, filter: (source) => (!source.endsWith(".wasm") || GRAMMARS.test(source)) && !/\.(map|md|d\.ts|d\.mts|d\.cts)$/.test(source) && !source.slice(folder.length).includes("/node_modules") });
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) shipPackage(dependency, join(folder, "package.json"), done);
}

/** Declarations of the library and of what it names, for `exports` of package.json. */
function writeTypes() {
  const options = ["--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--noCheck", "--outDir", "dist/types", "--rootDir", "src", "--target", "es2022", "--lib", "es2023", "--module", "preserve", "--moduleResolution", "bundler", "--strict", "--skipLibCheck", "--types", "node"];
  const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "src/engine/library.ts", ...options], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

if (process.argv.includes("--tests")) {
  rmSync("out", { recursive: true, force: true });
  const files = [...filesBelow("src"), ...filesBelow("test")];
  const sources = files.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !path.startsWith("test/fixtures/projects/"));
  await build({ ...common, entryPoints: sources, outdir: "out", outbase: ".", bundle: false });
  for (const path of files.filter((path) => !sources.includes(path))) {
    mkdirSync(dirname(join("out", path)), { recursive: true });
    cpSync(path, join("out", path));
  }
} else {
  rmSync("dist", { recursive: true, force: true });
  await Promise.all(
    bundles
      .filter((bundle) => existsSync(bundle.in))
      .map((bundle) =>
        build({
          ...common,
          entryPoints: [{ in: bundle.in, out: bundle.out }],
          outdir: "dist",
          bundle: true,
          external: [...external, ...(bundle.external ?? [])],
          // Its main file is UMD, whose inner requires no bundler can follow.
          alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
            minify: bundle.minify ?? false,
          keepNames: bundle.keepNames ?? false,
          ...(bundle.banner === undefined ? {} : { banner: bundle.banner }),
          ...(bundle.browser === true ? { platform: "browser", target: "es2022", format: "iife", sourcemap: false, conditions: ["browser", "production"], tsconfig: "src/webview/tsconfig.json" } : {}),
        }),
      ),
  );
  // npm reads this one and vsce does not: its packages come from the registry, the extension's stand in the VSIX.
  writeFileSync("dist/.npmignore", ["node_modules", "extension.js", "engine.js", "action.js", "webview", ""].join("\n"));
  if (process.argv.includes("--types")) writeTypes();
  if (process.argv.includes("--package")) for (const name of packagesToShip()) shipPackage(name, join(process.cwd(), "package.json"));
}
