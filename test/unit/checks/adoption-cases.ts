/** Configurations of other tools with the violations that those tools see in a small project: `PATH:LINE TARGET`. */
export interface TranslationCase {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Further files of the project. */
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly string[];
  /** What can't be carried over, in order. */
  readonly left?: readonly RegExp[];
}

const SHOP = {
  "package.json": '{"name":"shop","dependencies":{"react":"1","left-pad":"1"},"devDependencies":{"vitest":"1"}}',
  "src/features/cart/index.ts": 'import "../../shared/money";\nimport "../login/session";\nimport "./lines";\n',
  "src/features/cart/lines.ts": 'import type { Page } from "../../pages/home";\nimport "left-pad";\n',
  "src/features/login/session.ts": 'import { readFileSync } from "node:fs";\nexport const session = readFileSync;\n',
  "src/pages/home.ts": 'import "../features/cart";\nimport "../features/cart/lines";\nexport interface Page {}\n',
  "src/shared/money.ts": 'export const money = 1;\n',
  "src/shared/rates.ts": 'import "./money";\nimport "../pages/home";\n',
};

const cruiser = (rules: string, options = "tsPreCompilationDeps: true") => `module.exports = { forbidden: [${rules}], options: { ${options} } };\n`;
const rule = (name: string, from: string, to: string) => `{ name: "${name}", severity: "error", comment: "because ${name}", from: ${from}, to: ${to} }`;

export const CRUISER_CASES: readonly TranslationCase[] = [
  { name: "a folder that may not import another", path: ".dependency-cruiser.cjs", text: cruiser(rule("down", '{ path: "^src/shared/" }', '{ path: "^src/(pages|features)/" }')), files: SHOP, found: ["src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "edges of types where the tool sees them", path: ".dependency-cruiser.cjs", text: cruiser(rule("up", '{ path: "^src/features" }', '{ path: "^src/pages" }')), files: SHOP, found: ["src/features/cart/lines.ts:1 src/pages/home.ts"] },
  { name: "none where it sees what a compiler leaves over", path: ".dependency-cruiser.cjs", text: cruiser(rule("up", '{ path: "^src/features" }', '{ path: "^src/pages" }'), ""), files: SHOP, found: [] },
  { name: "type-only edges alone", path: ".dependency-cruiser.cjs", text: cruiser(rule("types", "{}", '{ path: "^src/pages", dependencyTypes: ["type-only"] }')), files: SHOP, found: ["src/features/cart/lines.ts:1 src/pages/home.ts"] },
  { name: "a group of from: other features, but not one's own", path: ".dependency-cruiser.cjs", text: cruiser(rule("apart", '{ path: "^src/features/([^/]+)/.+" }', '{ path: "^src/features/([^/]+)/.+", pathNot: "^src/features/$1/.+" }')), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts"] },
  { name: "a group that is one of two words", path: ".dependency-cruiser.cjs", text: cruiser(rule("own", '{ path: "^src/(features|shared)/" }', '{ path: "^src/", pathNot: "^src/$1/" }')), files: SHOP, found: ["src/features/cart/index.ts:1 src/shared/money.ts", "src/features/cart/lines.ts:1 src/pages/home.ts", "src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "packages, and modules of Node", path: ".dependency-cruiser.cjs", text: cruiser([rule("pad", "{}", '{ path: "node_modules/left-pad" }'), rule("core", '{ path: "^src" }', '{ dependencyTypes: ["core"], path: "^(fs|path)$" }')].join()), files: SHOP, found: ["src/features/cart/lines.ts:2 npm:left-pad", "src/features/login/session.ts:1 node:fs"] },
  { name: "look ahead: all but one", path: ".dependency-cruiser.cjs", text: cruiser(rule("entry", '{ pathNot: "^src/features" }', '{ path: "^src/features/[^/]+/(?!index)" }')), files: SHOP, found: ["src/pages/home.ts:2 src/features/cart/lines.ts"] },
  { name: "circles", path: ".dependency-cruiser.json", text: '{\n  // JSON with comments\n  "forbidden": [{ "name": "no-circular", "severity": "error", "from": {}, "to": { "circular": true } }],\n}\n', files: { "a.ts": 'import "./b"', "b.ts": 'import "./a"' }, found: ["b.ts:1 a.ts"] },
  { name: "circles only in a part", path: "config.cjs", text: cruiser('{ name: "c", from: { path: "^src" }, to: { circular: true } }'), files: { "a.ts": 'import "./b"', "b.ts": 'import "./a"', "src/c.ts": "" }, found: [] },
  { name: "chains", path: "config.cjs", text: cruiser(rule("far", '{ path: "^ui" }', '{ path: "^db", reachable: true }')), files: { "ui/a.ts": 'import "../api/b"', "api/b.ts": 'import "../db/c"', "db/c.ts": "" }, found: ["ui/a.ts:1 db/c.ts"] },
  { name: "orphans import nothing either", path: "config.cjs", text: cruiser('{ name: "o", severity: "warn", from: { orphan: true, pathNot: "\\\\.d\\\\.ts$" }, to: {} }'), files: { "a.ts": 'import "./b"', "b.ts": "", "c.ts": "", "d.d.ts": "" }, found: ["c.ts:1 "] },
  { name: "development packages in production, and packages nobody declared", path: "config.cjs", text: cruiser([rule("dev", '{ path: "^src", pathNot: "\\\\.test\\\\.ts$" }', '{ dependencyTypes: ["npm-dev"] }'), rule("none", "{}", '{ dependencyTypes: ["npm-no-pkg", "npm-unknown"] }'), rule("lost", "{}", "{ couldNotResolve: true }")].join()), files: { ...SHOP, "src/x.ts": 'import "vitest";\nimport "lodash";\nimport "./nowhere";\n', "src/x.test.ts": 'import "vitest";' }, found: ["src/x.ts:1 vitest", "src/x.ts:2 lodash", "src/x.ts:3 ./nowhere"] },
  { name: "modules of Node by their bare names, without a type", path: "config.cjs", text: cruiser(rule("fs", '{ path: "^src/(pages|features)/" }', '{ path: "^fs$" }')), files: SHOP, found: ["src/features/login/session.ts:1 node:fs"] },
  { name: "a group with its anchor: everything but one's own part, packages and modules of Node left out", path: "config.cjs", text: cruiser(rule("own", '{ path: "(^src/features/)" }', '{ pathNot: ["$1", "^src/shared"], dependencyTypesNot: ["npm", "core"], exoticallyRequired: false }')), files: SHOP, found: ["src/features/cart/lines.ts:1 src/pages/home.ts"] },
  { name: "a group of a folder and its neighbours", path: "config.cjs", text: cruiser(rule("own", '{ path: "(^src/features/[^/]+/)" }', '{ path: "^src/features/", pathNot: "$1" }')), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts"] },
  {
    name: "types that are not told apart here are named, and their rules left out rather than held against everything",
    path: "config.cjs",
    text: cruiser(["npm-optional", "npm-peer", "aliased-tsconfig-base-url"].map((type) => rule(type, "{}", `{ dependencyTypes: ["${type}"] }`)).concat(rule("subpath", "{}", '{ path: "^src", dependencyTypesNot: ["aliased-subpath-import"] }'), rule("part", '{ path: "^src/(.+-[^/]+)/" }', '{ path: "^src", pathNot: "^src/$1" }')).join()),
    files: SHOP,
    found: [],
    left: [/npm-optional\).*told apart/, /npm-peer\).*told apart/, /base-url\).*told apart/, /subpath\).*told apart/, /part\).*more than a text and one folder/],
  },
  { name: "any package, however it is declared", path: "config.cjs", text: cruiser(rule("any", '{ path: "^src/features/cart" }', '{ dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer"] }')), files: SHOP, found: ["src/features/cart/lines.ts:2 npm:left-pad"] },
  { name: "a base that would have to be computed is named, once", path: "config.mjs", text: 'import { fileURLToPath } from "node:url";\nconst base = fileURLToPath(new URL("x.cjs", import.meta.url));\nexport default { extends: base, forbidden: [{ name: "down", severity: "error", from: { path: "^src/shared/" }, to: { path: "^src/pages" } }], options: { tsPreCompilationDeps: true } };\n', files: SHOP, found: ["src/shared/rates.ts:2 src/pages/home.ts"], left: [/extends.*would have to be called/] },
  { name: "what is allowed", path: "config.cjs", text: 'module.exports = { allowed: [{ from: { path: "^src/shared" }, to: { path: "^src/shared" } }], allowedSeverity: "error" };', files: SHOP, found: ["src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "exclude and includeOnly", path: "config.cjs", text: cruiser(rule("all", "{}", '{ pathNot: "^src/(features|shared)" }'), 'tsPreCompilationDeps: true, exclude: "rates", includeOnly: "^src"'), files: SHOP, found: ["src/features/cart/lines.ts:1 src/pages/home.ts"] },
  {
    name: "constants, spreads, joins and files of the repository; nothing is run",
    path: "tools/cruise.mjs",
    text: 'import { execSync } from "node:child_process";\nimport { extra } from "./more.mjs";\nconst LOW = ["shared", "types"];\nconst base = { severity: "error" };\nexport default {\n  extends: "./base.json",\n  forbidden: [{ ...base, name: "down", from: { path: `^src/(${LOW.join("|")})/` }, to: { path: "^src/" + "pages/" } }, extra, { name: process.env.RULE, from: {}, to: { path: execSync("id") } }],\n};\n',
    files: { ...SHOP, "tools/base.json": '{"forbidden":[{"name":"pad","severity":"warn","from":{},"to":{"path":"node_modules/left-pad"}}],"options":{"doNotFollow":"node_modules"}}', "tools/more.mjs": 'export const extra = { name: "fs", severity: "warn", from: {}, to: { path: "^fs$", dependencyTypes: ["core"] } };\n' },
    found: ["src/features/cart/lines.ts:2 npm:left-pad", "src/features/login/session.ts:1 node:fs", "src/shared/rates.ts:2 src/pages/home.ts"],
    left: [/^forbidden\[2\]\.name:7 .*not made in this file, and nothing is run/, /^forbidden\[2\]\.to\.path:7 .*execSync.*would have to be called/, /doNotFollow/, /^forbidden\[3\] a part of it can only be known by running it/],
  },
  {
    name: "a way that must be passed is named, and its rule left out",
    path: "config.cjs",
    text: cruiser(['{ name: "through", severity: "error", from: {}, to: { circular: true, via: { path: "^src" } } }', '{ name: "past", from: { path: "^a" }, to: { path: "^b", via: "c" } }'].join()),
    files: { "a.ts": 'import "./b"', "b.ts": 'import "./a"' },
    found: [],
    left: [/^forbidden\[0\] \(through\)\S* to\.via has no counterpart/, /^forbidden\[1\] \(past\)\S* to\.via has no counterpart/],
  },
  {
    name: "a configuration of a package is named, and the rules beside it are carried over",
    path: "config.cjs",
    text: cruiser(rule("pad", "{}", '{ path: "node_modules/left-pad" }')).replace("module.exports = {", 'module.exports = { extends: ["dependency-cruiser/configs/recommended-strict", "@shop/cruise"],'),
    files: SHOP,
    found: ["src/features/cart/lines.ts:2 npm:left-pad"],
    left: [/^extends\S* a configuration of a package is not read: import its file, or name its rules/],
  },
  {
    name: "options without a counterpart are named, each",
    path: "config.cjs",
    text: cruiser([rule("stable", "{}", "{ moreUnstable: true }"), rule("old", "{}", '{ dependencyTypes: ["deprecated"] }'), rule("double", "{}", "{ moreThanOneDependencyType: true }"), rule("behind", '{ path: "^(?<=x)src" }', "{}"), rule("unreached", '{ path: "^src" }', "{ reachable: false, path: \"x\" }")].join(), 'tsPreCompilationDeps: true, reporterOptions: {}, parser: "swc", frobnicate: 1').replace("module.exports = {", "module.exports = { required: [{ name: \"must\", module: {}, to: {} }], odd: 1,"),
    files: SHOP,
    found: [],
    left: [/reporterOptions/, /parser/, /frobnicate\S* it has no counterpart/, /^odd/, /moreUnstable/, /deprecated/, /twice/, /no glob/, /must be reached/, /must import/],
  },
];

const elements = (list: string, rules: string, more = "") => `import boundaries from "eslint-plugin-boundaries";\nimport tseslint from "typescript-eslint";\nexport default tseslint.config(...tseslint.configs.recommended, {\n  plugins: { boundaries },\n  settings: { "boundaries/elements": [${list}]${more} },\n  rules: { "no-console": "error", ${rules} },\n});\n`;
const THREE = '{ type: "page", pattern: "src/pages/*", mode: "file" }, { type: "feature", pattern: "src/features/*", capture: ["name"] }, { type: "shared", pattern: "src/shared" }';

export const BOUNDARIES_CASES: readonly TranslationCase[] = [
  { name: "what is not allowed is forbidden, between elements of one type as well", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/element-types": ["error", { default: "disallow", rules: [{ from: "page", allow: ["feature"] }, { from: "feature", allow: ["shared"] }] }]'), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts", "src/features/cart/lines.ts:1 src/pages/home.ts", "src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "by default allowed, some disallowed; the last rule wins", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/element-types": [1, { default: "allow", rules: [{ from: "*", disallow: ["page"] }, { from: "feature", allow: ["page"] }] }]'), files: SHOP, found: ["src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "captures of from, same and other", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/element-types": ["error", { default: "allow", rules: [{ from: ["feature"], disallow: [["feature", { name: "!${from.name}" }]] }] }]'), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts"] },
  { name: "allowed on the same capture alone", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/element-types": ["error", { default: "disallow", rules: [{ from: "*", allow: ["page", "shared", ["feature", { name: "${from.name}" }]] }, { from: "page", allow: "feature" }] }]'), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts"], left: [/shared → feature not both of them capture name/] },
  { name: "kinds of imports", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/element-types": ["error", { default: "allow", rules: [{ from: "feature", disallow: ["page"], importKind: "value" }] }]'), files: SHOP, found: [] },
  { name: "the newer words: policies, element and captured", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/dependencies": ["error", { default: "allow", policies: [{ from: { element: { type: "shared" } }, disallow: { to: { element: { type: ["page", "feature"] } } }, message: "keep it low" }] }]'), files: SHOP, found: ["src/shared/rates.ts:2 src/pages/home.ts"] },
  { name: "entry points", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/entry-point": ["error", { default: "allow", rules: [{ target: "feature", allow: "index.ts" }] }]'), files: SHOP, found: ["src/features/cart/index.ts:2 src/features/login/session.ts", "src/pages/home.ts:2 src/features/cart/lines.ts"] },
  { name: "packages", path: "eslint.config.mjs", text: elements(THREE, '"boundaries/external": ["error", { default: "allow", rules: [{ from: "feature", disallow: ["left-*", "fs", ["react", { specifiers: ["useState"] }]] }] }]'), files: SHOP, found: ["src/features/cart/lines.ts:2 npm:left-pad", "src/features/login/session.ts:1 node:fs"], left: [/single names or paths/] },
  { name: "the first element that matches is the one", path: "eslint.config.mjs", text: elements(`{ type: "money", pattern: "src/shared/money.ts", mode: "full" }, ${THREE}`, '"boundaries/element-types": ["error", { default: "allow", rules: [{ from: "feature", disallow: ["shared"] }] }]'), files: SHOP, found: [] },
  { name: "a legacy configuration as data", path: ".eslintrc.json", text: '{ "extends": ["plugin:boundaries/recommended"], "settings": { "boundaries/elements": [{ "type": "shared", "pattern": "shared" }, { "type": "page", "pattern": "pages" }], "boundaries/ignore": ["**/rates.ts"] }, "overrides": [{ "files": ["*.ts"], "rules": { "boundaries/element-types": [2, { "default": "disallow", "rules": [] }] } }] }', files: SHOP, found: [], left: [/files, ignores/] },
  { name: "what has no counterpart is named, and what it speaks of left open", path: "eslint.config.mjs", text: elements(`${THREE}, { pattern: "x" }, { type: "odd", pattern: "odd", category: "c" }`, '"boundaries/no-private": [2], "boundaries/no-unknown": ["error"], "boundaries/element-types": ["error", { default: "disallow", rules: [{ from: "page", allow: "*" }, { from: "feature", allow: ["feature", "page", "shared"] }, { from: "shared", allow: [["page", { elementName: "h*" }], "nobody"] }] }]', ', "boundaries/include": ["src/**"]'), files: SHOP, found: [], left: [/elements\[3\].*without a type/, /category/, /include/, /no-private/, /no-unknown/, /nobody/, /left open/] },
];
