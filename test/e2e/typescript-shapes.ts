/** Projects as TypeScript 5.9, 6, 7 and 7 beside 6 have them, with a change that breaks every semantic rule once. */
import { strict as assert } from "node:assert";
import { countersign } from "./supervised-repository";
import type { TemporaryRepository } from "./temporary-repository";

export interface Shape {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly tsconfig: object;
  /** How the other modules are written in an import. */
  readonly specifier: (name: string) => string;
  /** A line of syntax that came with the version. */
  readonly syntax: string;
  readonly more?: Readonly<Record<string, string>>;
}

export const SHAPES: readonly Shape[] = [
  {
    name: "5.9: baseUrl, node10 and decorators of the old kind",
    dependencies: { typescript: "5.9.3" },
    tsconfig: { compilerOptions: { target: "es2020", module: "commonjs", moduleResolution: "node10", baseUrl: "src", experimentalDecorators: true, emitDecoratorMetadata: true, strict: true } },
    specifier: (name) => name,
    syntax: "enum Level { Low, High }\nnamespace Inner { export const x = Level.Low; }\nexport const low = <number>Inner.x;\nexport import defer = Inner.x;\n",
  },
  {
    name: "6: paths without baseUrl, configDir, module preserve",
    dependencies: { typescript: "6.0.3" },
    tsconfig: { extends: "./base.json", compilerOptions: { target: "es2025", module: "preserve", types: [], strict: true, verbatimModuleSyntax: true } },
    specifier: (name) => `@/${name}`,
    syntax: "import settings from \"./settings.json\" with { type: \"json\" };\nexport class Store { accessor size = 0; static { void settings; } }\nexport function open<const T>(x: T) { using file = { [Symbol.dispose]() {} }; return [x, file] satisfies unknown[]; }\n",
    more: { "base.json": '{"compilerOptions":{"paths":{"@/*":["${configDir}/src/*"]}}}', "src/settings.json": "{}" },
  },
  {
    name: "7: erasable syntax, written extensions, no baseUrl",
    dependencies: { typescript: "7.0.2" },
    tsconfig: { compilerOptions: { target: "esnext", module: "nodenext", erasableSyntaxOnly: true, rewriteRelativeImportExtensions: true, isolatedDeclarations: true, verbatimModuleSyntax: true, noUncheckedSideEffectImports: true } },
    specifier: (name) => `./${name}.ts`,
    syntax: "import defer * as later from \"./late.ts\";\nexport const wait = (): unknown => later;\nexport type Pair<in out T> = readonly [T, T];\n",
    more: { "src/late.ts": "export const late: number = 1;\n" },
  },
  {
    name: "7 to compile beside 6 for tools, in a solution with references",
    dependencies: { typescript: "npm:@typescript/typescript6@6.0.2", "@typescript/native": "npm:typescript@7.0.2" },
    tsconfig: { files: [], references: [{ path: "./tsconfig.app.json" }] },
    specifier: (name) => `#app/${name}`,
    syntax: "export const pattern = /(?<year>\\d{4})/v;\nexport type Mapped = { [K in keyof Store as `get${Capitalize<K & string>}`]: Store[K] };\ninterface Store { a: 1 }\n",
    more: { "tsconfig.app.json": '{"compilerOptions":{"composite":true,"module":"nodenext","customConditions":["source"]},"include":["src"]}' },
  },
];

const RULES = {
  elements: { domain: "src" },
  acyclic: { scope: "file", severity: "error" },
  usage: { symbol: ["process.env", "new PrismaClient"], only: "src/config.ts", because: "one place" },
  classes: { in: "domain", named: "*Entity", extends: "src/base.ts#Base" },
  naming: { in: "domain", of: "interface", style: "PascalCase" },
  exports: { in: "domain", default: "banned" },
  concrete: { in: "src/service.ts" },
  leaks: { in: "src/service.ts" },
};

export interface Document {
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly startLine: number; readonly severity: string; readonly introduced: boolean; readonly related: readonly { readonly path: string }[] }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

/** What the change breaks, whatever the version. */
export const BROKEN = [
  "class-shape src/service.ts:11 new",
  "concrete-dependency src/service.ts:12 new",
  "cycle src/base.ts:1 new",
  "default-export src/service.ts:12 new",
  "exported-api-changed src/base.ts:4 new",
  "naming src/service.ts:8 new",
  "private-type-leak src/service.ts:9 new",
  "restricted-usage src/service.ts:4 old",
  "restricted-usage src/service.ts:6 new",
  "restricted-usage src/service.ts:7 new",
];

/** Findings as `BROKEN` has them. */
export function inWords({ findings }: Document): readonly string[] {
  return findings.filter(({ path }) => path.startsWith("src/")).map(({ rule, path, startLine, introduced }) => `${rule} ${path}:${startLine} ${introduced ? "new" : "old"}`).sort();
}

/** Makes the project, with the change on a branch, and checks it. `prepare` puts into the work tree what is not committed. */
export function checkShape(repository: TemporaryRepository, { dependencies, tsconfig, specifier, syntax, more = {} }: Shape, prepare: () => void = () => undefined): Document {
  repository.write("package.json", JSON.stringify({ name: "shop", imports: { "#app/*": "./src/*.ts" }, dependencies: { "@prisma/client": "6" }, devDependencies: dependencies }));
  repository.write("tsconfig.json", JSON.stringify(tsconfig));
  repository.write(".countersign/config.jsonc", JSON.stringify({ architecture: RULES, policy: { version: 1 } }));
  for (const [path, text] of Object.entries(more)) repository.write(path, text);
  const from = (module: string) => JSON.stringify(specifier(module));
  repository.write("src/base.ts", "export abstract class Base {}\nexport interface Users { find(): string }\nexport const twice = (x: number): number => x;\n");
  repository.write("src/sql.ts", `import type { Users } from ${from("base")};\nexport class SqlUsers implements Users { find(): string { return ""; } }\n`);
  repository.write("src/service.ts", `import { twice } from ${from("base")};\nexport const old: string | undefined = process.env.OLD;\nexport const four: number = twice(2);\n`);
  repository.write("src/syntax.ts", syntax);
  repository.commit("start");
  repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
  repository.git("checkout", "-q", "-b", "feature");
  repository.write("src/base.ts", `import { four } from ${from("service")};\nexport abstract class Base {}\nexport interface Users { find(): string }\nexport const twice = (x: number, y: string): number => x + y.length + four;\n`);
  repository.write("src/syntax.ts", `${syntax}export const added: number = 1;\n`);
  repository.write(
    "src/service.ts",
    [
      `import { Base, twice, type Users } from ${from("base")};`,
      `import { SqlUsers as U } from ${from("sql")};`,
      `import { PrismaClient as P } from "@prisma/client";`,
      "export const old: string | undefined = process.env.OLD;",
      "export const four: number = twice(2);",
      "const { env: settings } = process;",
      "export const client: P = new P();",
      "interface hidden { x: string }",
      "export const show = (h: hidden): Users | string => h.x + settings.X;",
      "export class UserEntity extends Base {}",
      "export class ShopEntity {}",
      "export default class Sign { constructor(users: U) { void users; } }",
      "",
    ].join("\n"),
  );
  repository.commit("change");
  prepare();
  const ran = countersign(repository.folder, ["check", "--base", "origin/main", "--assume-ai", "--all-findings", "--only", "architecture", "--policy", ".countersign/config.jsonc", "--format", "json"]);
  assert.ok(ran.code === 0 || ran.code === 1, ran.stderr);
  return JSON.parse(ran.stdout) as Document;
}
