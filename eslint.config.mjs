import tseslint from "typescript-eslint";

/** Each folder's forbidden imports, with what to do instead: the house of architecture.md, told while typing. */
function noImports(files, patterns, ignores = []) {
  return {
    files,
    ignores,
    rules: { "no-restricted-imports": ["error", { patterns: patterns.map(([regex, message]) => ({ regex, message })) }] },
  };
}

const VSCODE = ["^vscode$", "only src/vscode talks to the editor: put a port in core/ports.ts and an adapter there"];
const NODE_IO = ["^node:(fs|child_process|worker_threads)(/|$)", "files and processes belong to src/platform: ask through a port of core/ports.ts"];
const TS_MORPH = ["^ts-morph$", "ts-morph stays behind src/checks: it loads for 0.7 s and has no promised future"];
const OTHERS = (room, allowed) => [`^(\\.\\./)+(?!${allowed.join("|")})(app|checks|cli|core|engine|ledger|platform|protocol|report|sources|vscode|webview)/`, `${room} imports only ${allowed.join(", ")}: see architecture.md, "Which way imports run"`];

export default tseslint.config(
  { ignores: ["out/**", "dist/**", "node_modules/**", "test/host/node_modules/**", "test/.artifacts/**", "test/fixtures/**/*.ts", "!test/fixtures/workspace.ts"] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // Ports are interfaces of closures and classes alike; taking one method of them is how they are passed on.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      eqeqeq: "error",
    },
  },
  noImports(["src/core/**/*.ts"], [VSCODE, NODE_IO, TS_MORPH, OTHERS("core", ["core"]), ["^(?!\\.|diff$|node:crypto$)", "core is pure: only `diff` and `node:crypto`"]]),
  noImports(["src/{ledger,sources,report,checks}/**/*.ts"], [VSCODE, NODE_IO, OTHERS("an adapter", ["core", "app/session-types"])]),
  noImports(["src/{ledger,sources,report,app,cli,engine,platform,protocol}/**/*.ts"], [VSCODE, TS_MORPH]),
  noImports(["src/app/**/*.ts"], [VSCODE, NODE_IO, TS_MORPH, OTHERS("app", ["core", "app"])]),
  noImports(["src/vscode/**/*.ts"], [NODE_IO, TS_MORPH, OTHERS("the editor's shell", ["core", "protocol", "app/session-types", "vscode"])], ["src/vscode/extension.ts"]),
  {
    // ts-morph's classes are mixins, in whose types the linter doesn't see that each of them is a Node.
    files: ["src/checks/semantic/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-class-instance-assignment": "off" },
  },
  {
    // The bin loads the hook's bundle alone, or the command line's, and `mcp` its own: all by require, at run time.
    files: ["src/cli/main.ts", "src/cli/commands/mcp.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
    },
  },
);
