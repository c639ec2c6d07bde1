/** Small projects, rules about what stands in files, and what they find: `RULE PATH:LINE new|old`, in order of path and line. */
export interface StructureCase {
  readonly name: string;
  readonly rules: unknown;
  readonly files: Readonly<Record<string, string>>;
  readonly base?: Readonly<Record<string, string>>;
  /** New path to old path. */
  readonly renames?: Readonly<Record<string, string>>;
  readonly found: readonly string[];
  /** Part of the message, or of the reason, of the first finding. */
  readonly says?: RegExp;
}

const PACKAGE = { "package.json": JSON.stringify({ name: "x", dependencies: { "@prisma/client": "1", typeorm: "1", axios: "1", "@nestjs/common": "1", knex: "1" } }) };
const environment = { usage: { symbol: "process.env", only: "src/config/**", because: "settings are read in one place" } };
const use = (symbol: string | readonly string[], more: object = {}) => ({ usage: { symbol, ...more } });
const at = (line: number, rule = "restricted-usage", path = "src/a.ts") => `${rule} ${path}:${line} new`;
const a = (text: string) => ({ "src/a.ts": text });

const USAGE: readonly StructureCase[] = [
  { name: "usage: a global's property outside of its place", rules: environment, files: a("export const port = process.env.PORT;"), found: [at(1)], says: /uses `process\.env`, which only src\/config\/\*\* may[\s\S]*one place/ },
  { name: "usage: in its place", rules: environment, files: { "src/config/env.ts": "export const port = process.env.PORT;" }, found: [] },
  { name: "usage: by brackets, optional chains, casts and parentheses", rules: environment, files: a(`export const a = process["env"].A;\nexport const b = process?.env.B;\nexport const c = (process as any).env.C;\nexport const d = (process!).env.D;`), found: [at(1), at(2), at(3), at(4)] },
  { name: "usage: through globalThis", rules: environment, files: a("export const a = globalThis.process.env;\nexport const b = (globalThis as any).process.env;"), found: [at(1), at(2)] },
  { name: "usage: destructured", rules: environment, files: a("const { env } = process;\nconst { env: e } = process;\nconst { env: { HOME } } = process;\nexport { env, e, HOME };"), found: [at(1), at(2), at(3)] },
  { name: "usage: through an alias of the whole", rules: environment, files: a("const p = process;\nexport const a = p.env;"), found: [at(2)] },
  { name: "usage: an alias is reported where it is made, not at each use of it", rules: environment, files: a("const env = process.env;\nexport const a = env.A;\nexport const b = env.B;"), found: [at(1)] },
  { name: "usage: imported from Node's module", rules: environment, files: a(`import { env as e } from "node:process";\nimport p from "process";\nimport * as all from "node:process";\nexport const a = e.A;\nexport const b = p.env;\nexport const c = all.env;`), found: [at(4), at(5), at(6)] },
  { name: "usage: required", rules: environment, files: { "src/a.cjs": `const { env } = require("process");\nmodule.exports = require("node:process").env;` }, found: [at(1, "restricted-usage", "src/a.cjs"), at(2, "restricted-usage", "src/a.cjs")] },
  { name: "usage: a local of that name is not the global", rules: environment, files: a("export function f(process: { env: string }) { return process.env; }\nexport const g = () => { const process = { env: 1 }; return process.env; };"), found: [] },
  { name: "usage: a name of another module is not the global", rules: environment, files: { ...a(`import { process } from "./b";\nexport const x = process.env;`), "src/b.ts": "export const process = { env: 1 };" }, found: [] },
  { name: "usage: another property, and the whole alone", rules: environment, files: a("export const a = process.argv;\nexport const b = process;\nexport const c = { env: 1 }.env;"), found: [] },
  { name: "usage: types and what is only asked for", rules: use("fetch"), files: a(`export type F = typeof fetch;\nexport const has = typeof fetch === "function";`), found: [] },
  { name: "usage: a declared global is the global", rules: use("fetch"), files: a("declare const fetch: (url: string) => void;\ndeclare global { var other: string }\nexport const x = fetch(\"/\");"), found: [at(3)] },
  { name: "usage: names of properties, labels and methods are no uses", rules: use("fetch"), files: a("export class A { fetch() { return this.fetch; } }\nexport const o = { fetch: 1, b: { fetch() {} } };\nfetch: for (;;) break fetch;\nexport const { fetch: other } = o;"), found: [] },
  { name: "usage: handed on, in shorthand, as an argument, as a default", rules: use("fetch"), files: a("export const o = { fetch };\nexport const p = [fetch];\nexport function f(get = fetch) { return get; }\nconst f2 = fetch; f2(\"/\");"), found: [at(1), at(2), at(3), at(4)] },
  { name: "usage: what another file declares at its top is no global here", rules: use("fetch"), files: { ...a("fetch(\"/\");"), "src/b.ts": "function fetch() {}\nfetch();" }, found: [at(1)] },
  { name: "usage: a method of a global, destructured too", rules: use("Date.now"), files: a("export const a = Date.now();\nexport const { now } = Date;\nexport const b = new Date();\nclass Date2 { static now() {} }\nexport const c = Date2.now();"), found: [at(1), at(2)] },
  { name: "usage: new, only without arguments", rules: use("new Date()"), files: a("export const a = new Date();\nexport const b = new Date(0);\nexport const c = new Date;"), found: [at(1), at(3)] },
  { name: "usage: new of a class known by its name, from any module", rules: use("new PrismaClient", { only: "src/db" }), files: { ...PACKAGE, ...a(`import { PrismaClient } from "@prisma/client";\nexport const a = new PrismaClient();`), "src/db/client.ts": `import { PrismaClient } from "@prisma/client";\nexport const a = new PrismaClient();` }, found: [at(2)] },
  { name: "usage: new under another name, of a namespace, of an alias, of require", rules: use("new PrismaClient"), files: { ...PACKAGE, ...a(`import { PrismaClient as P } from "@prisma/client";\nimport * as prisma from "@prisma/client";\nconst Q = P;\nexport const a = new P();\nexport const b = new prisma.PrismaClient();\nexport const c = new Q();`), "src/b.cjs": `const { PrismaClient } = require("@prisma/client");\nnew PrismaClient();` }, found: [at(4), at(5), at(6), at(2, "restricted-usage", "src/b.cjs")] },
  { name: "usage: a class of the file itself is another one", rules: use("new PrismaClient"), files: a("class PrismaClient {}\nexport const a = new PrismaClient();"), found: [] },
  { name: "usage: taking a class's type or passing it on is not making it", rules: use("new PrismaClient"), files: { ...PACKAGE, ...a(`import { PrismaClient } from "@prisma/client";\nexport const f = (p: PrismaClient) => p;\nexport { PrismaClient };`) }, found: [] },
  { name: "usage: a name of a package, by import, default and namespace", rules: use("npm:axios#default.get"), files: { ...PACKAGE, ...a(`import axios from "axios";\nimport { get } from "axios";\nexport const a = axios.get("/");\nexport const b = axios.post("/");\nexport const c = get("/");`) }, found: [at(3)] },
  { name: "usage: a package of CommonJS is its own default", rules: use("node:fs#readFileSync"), files: a(`import fs from "node:fs";\nimport * as all from "fs";\nimport { readFileSync as read } from "fs";\nimport { readFileSync } from "./b";\nexport const a = [fs.readFileSync, all.readFileSync, read, readFileSync];`), found: [at(5), at(5), at(5)] },
  { name: "usage: all of a module", rules: use("npm:knex#*"), files: { ...PACKAGE, ...a(`import knex, { Knex } from "knex";\nexport const a = knex({});\nexport const b = Knex.raw;`) }, found: [at(2), at(3)] },
  { name: "usage: passed on by a module of the repository, under another name and by a star", rules: use("npm:knex#Knex", { only: "src/db" }), files: { ...PACKAGE, "src/db/one.ts": `export { Knex as Db } from "knex";`, "src/db/two.ts": `export * from "./one";`, "src/db/three.ts": `import { Knex } from "knex";\nexport { Knex as Other };`, ...a(`import { Db } from "./db/two";\nimport { Other } from "./db/three";\nexport const a = Db.x;\nexport const b = Other.x;`) }, found: [at(3), at(4)] },
  { name: "usage: a name of a file of the repository", rules: use("src/db.ts#Client", { only: "src/main.ts" }), files: { "src/db.ts": "export class Client {}\nexport class Other {}", ...a(`import { Client as C, Other } from "./db";\nexport const a = C;\nexport const b = Other;`), "src/main.ts": `import { Client } from "./db";\nexport const c = Client;` }, found: [at(2)] },
  { name: "usage: extends, implements and decorators", rules: use(["extends Component", "implements OnInit", "@Entity"], { in: "src" }), files: { ...PACKAGE, ...a(`import { Component, OnInit, Entity } from "typeorm";\n@Entity()\nexport class A extends Component implements OnInit {}\n@Entity\nexport class B {}\nexport const Entity2 = Entity;`) }, found: [at(2), at(3), at(3), at(4)] },
  { name: "usage: only in the files that are meant", rules: use("fetch", { in: "src/core" }), files: { "src/core/a.ts": "fetch(\"/\");", "src/ui/b.ts": "fetch(\"/\");" }, found: [at(1, "restricted-usage", "src/core/a.ts")], says: /which no file of src\/core may/ },
  { name: "usage: in the script of a component, at its own line", rules: use("fetch"), files: { "src/a.vue": "<template><p/></template>\n<script setup lang=\"ts\">\nconst x = fetch(\"/\");\n</script>\n" }, found: [at(3, "restricted-usage", "src/a.vue")] },
  { name: "usage: off", rules: use("fetch", { severity: "off" }), files: a("fetch(\"/\");"), found: [] },
  { name: "usage: an old use is old, though lines come before it and its line is edited", rules: environment, base: a("export const port = process.env.PORT;"), files: a("// a comment\n\nexport const port = Number(process.env.PORT);"), found: ["restricted-usage src/a.ts:3 old"] },
  { name: "usage: a second use beside an old one is new", rules: environment, base: a("export const a = process.env.A;"), files: a("export const a = process.env.A;\nexport const b = process.env.B;"), found: ["restricted-usage src/a.ts:1 old", at(2)] },
  { name: "usage: a file that moved out of the place", rules: environment, base: { "src/config/a.ts": "export const a = process.env.A;" }, files: a("export const a = process.env.A;"), renames: { "src/a.ts": "src/config/a.ts" }, found: [at(1)] },
  { name: "usage: a file that moved within its part brings nothing new", rules: environment, base: { "src/old.ts": "export const a = process.env.A;" }, files: a("export const a = process.env.A;"), renames: { "src/a.ts": "src/old.ts" }, found: ["restricted-usage src/a.ts:1 old"] },
];

const entity = { classes: { in: "src/entities", extends: "npm:typeorm#BaseEntity", because: "entities are loaded by their base class" } };
const e = (text: string) => ({ ...PACKAGE, "src/entities/e.ts": text });
const shape = (line: number) => at(line, "class-shape", "src/entities/e.ts");

const CLASSES: readonly StructureCase[] = [
  { name: "classes: without the base class", rules: entity, files: e("export class User {}"), found: [shape(1)], says: /`User` does not extend npm:typeorm#BaseEntity[\s\S]*loaded by/ },
  { name: "classes: with it, under another name and as a namespace's", rules: entity, files: e(`import { BaseEntity as B } from "typeorm";\nimport * as orm from "typeorm";\nexport class User extends B {}\nexport class Shop extends orm.BaseEntity {}`), found: [] },
  { name: "classes: through base classes of other files", rules: entity, files: { ...e(`import { Named } from "../base/named";\nexport class User extends Named {}`), "src/base/named.ts": `import { Own } from "./index";\nexport class Named extends Own {}`, "src/base/index.ts": `export * from "./own";`, "src/base/own.ts": `import { BaseEntity } from "typeorm";\nexport abstract class Own extends BaseEntity {}` }, found: [] },
  { name: "classes: a class of the same name from elsewhere is not it", rules: entity, files: { ...e(`import { BaseEntity } from "../base";\nexport class User extends BaseEntity {}`), "src/base.ts": "export class BaseEntity {}" }, found: [shape(2)] },
  { name: "classes: base classes in a circle", rules: entity, files: { ...e(`import { A } from "../a";\nexport class User extends A {}`), "src/a.ts": `import { B } from "./b";\nexport class A extends B {}`, "src/b.ts": `import { A } from "./a";\nexport class B extends A {}` }, found: [shape(2)] },
  { name: "classes: by the bare name, wherever it comes from", rules: { classes: { in: "src/entities", extends: ["Aggregate", "BaseEntity"] } }, files: e(`import { BaseEntity } from "typeorm";\nclass Aggregate {}\nexport class A extends Aggregate {}\nexport class B extends BaseEntity {}`), found: [shape(2)] },
  { name: "classes: only those of a name", rules: { classes: { in: "src/entities", named: "*Handler", implements: "Handler" } }, files: e(`import type { Handler } from "../handler";\nexport class A {}\nexport class AHandler implements Handler {}\nexport class BHandler {}`), found: [shape(4)] },
  { name: "classes: an interface that another interface extends, and one of a base class", rules: { classes: { in: "src/entities", implements: "src/handler.ts#Handler" } }, files: { ...e(`import type { Special } from "../handler";\nexport class A implements Special {}\nexport class B extends A {}\nexport class C implements Other {}\ninterface Other {}`), "src/handler.ts": "export interface Handler {}\nexport interface Special extends Handler {}" }, found: [shape(4)] },
  { name: "classes: without the decorator", rules: { classes: { in: "src/entities", decorators: "npm:typeorm#Entity" } }, files: e(`import { Entity } from "typeorm";\n@Entity("users") export class A {}\nexport class B {}`), found: [shape(3)] },
  { name: "classes: of other files are none of the rule's business", rules: entity, files: { "src/b.ts": "export class B {}" }, found: [] },
  { name: "classes: expressions that a constant names", rules: entity, files: e("export const User = class {};"), found: [shape(1)], says: /`User`/ },
  { name: "classes: an old one is old", rules: entity, base: e("export class User {}"), files: e("export class Shop {}\nexport class User { name = \"\" }"), found: [shape(1), "class-shape src/entities/e.ts:2 old"] },
];

const named = (rule: object) => ({ naming: { in: "src", ...rule } });
const name = (line: number, path = "src/a.ts") => at(line, "naming", path);

const NAMING: readonly StructureCase[] = [
  { name: "naming: classes and interfaces by style", rules: named({ of: ["class", "interface", "type", "enum"], style: "PascalCase" }), files: a("class good {}\ninterface Good {}\ntype bad = 1;\nenum E {}\nexport { good };\nexport type { Good, bad, E };"), found: [name(1), name(3)], says: /class `good` is not in PascalCase/ },
  { name: "naming: functions and constants that hold one are functions, others are variables", rules: named({ of: "function", style: "camelCase" }), files: a("export function Bad() {}\nexport const Worse = () => 1;\nexport const LIMIT = 1;\nexport const fine = function () {};"), found: [name(1), name(2)] },
  { name: "naming: either of two styles", rules: named({ of: "variable", style: ["camelCase", "UPPER_CASE"] }), files: a("export const a = 1, MAX_SIZE = 2, snake_name = 3;\ndeclare const Not_Ours: string;"), found: [name(1)] },
  { name: "naming: a prefix, of exported ones alone", rules: named({ of: "function", prefix: "use", exported: true }), files: a("export function useThing() {}\nexport function thing() {}\nfunction inner() {}\ninner();"), found: [name(2)] },
  { name: "naming: a suffix for classes that implement an interface", rules: named({ of: "class", suffix: "Repository", implementing: "Repository" }), files: { ...a(`import type { Repository } from "./ports";\nexport class Users implements Repository {}\nexport class ShopRepository implements Repository {}\nexport class Other {}`), "src/ports.ts": "export interface Repository {}" }, found: [name(2)] },
  { name: "naming: a suffix for what extends or carries something", rules: { naming: [{ in: "src", of: "class", suffix: "Error", extending: "Error" }, { in: "src", of: "class", suffix: "Controller", decorated: "Controller" }] }, files: { ...PACKAGE, ...a(`import { Controller } from "@nestjs/common";\nexport class Broken extends Error {}\nexport class GoneError extends Error {}\n@Controller() export class Users {}\n@Controller() export class ShopController {}`) }, found: [name(2), name(4)] },
  { name: "naming: an expression that the whole name matches", rules: named({ of: "interface", matches: "[A-Z][a-z]+" }), files: a("export interface Good {}\nexport interface IBad {}\nexport interface Good2 {}"), found: [name(2), name(3)] },
  { name: "naming: files, with what comes after the first dot left out of the style", rules: named({ of: "file", style: "kebab-case" }), files: { "src/good-name.ts": "", "src/good.service.ts": "export {};", "src/BadName.ts": "export const x = 1;", "src/worse_name.test.tsx": "" }, found: [name(1, "src/BadName.ts"), name(1, "src/worse_name.test.tsx")] },
  { name: "naming: files by suffix", rules: { naming: { in: "src/services", of: "file", suffix: ".service" } }, files: { "src/services/user.service.ts": "", "src/services/shop.ts": "" }, found: [name(1, "src/services/shop.ts")] },
  { name: "naming: members of classes, private names too", rules: named({ of: ["method", "property"], style: "camelCase" }), files: a(`export class A { #Bad = 1; good = 2; "quoted-name" = 3; Worse() {} static fine() {} [Symbol.iterator]() {} }`), found: [name(1), name(1)] },
  { name: "naming: what stands elsewhere", rules: named({ of: "class", style: "PascalCase" }), files: { "lib/a.ts": "export class bad {}" }, found: [] },
  { name: "naming: an old name is old, a new one is new", rules: named({ of: "class", style: "PascalCase" }), base: a("export class old {}"), files: a("export class fresh {}\nexport class old { x = 1 }"), found: [name(1), "naming src/a.ts:2 old"] },
];

const banned = { exports: { in: "src", default: "banned", because: "one name everywhere" } };
const byDefault = (line: number, path = "src/a.ts") => at(line, "default-export", path);

const DEFAULTS: readonly StructureCase[] = [
  { name: "default exports: of a function, a class and an expression", rules: banned, files: { ...a("export default function f() {}"), "src/b.ts": "\nexport default class {}", "src/c.ts": "const x = 1;\nexport default x;" }, found: [byDefault(1), byDefault(2, "src/b.ts"), byDefault(2, "src/c.ts")], says: /one name everywhere/ },
  { name: "default exports: by a list, and passed on", rules: banned, files: { ...a("const x = 1;\nexport { x as default };"), "src/b.ts": `export { default } from "./a";`, "src/c.ts": `export { x as default } from "./a";` }, found: [byDefault(2), byDefault(1, "src/b.ts"), byDefault(1, "src/c.ts")] },
  { name: "default exports: passed on under a name, or imported, are none", rules: banned, files: a(`import x from "./b";\nexport { default as y } from "./b";\nexport { x };`), found: [] },
  { name: "default exports: the word in a switch or in a text", rules: banned, files: a(`export const f = (x: number) => { switch (x) { default: return "export default"; } };`), found: [] },
  { name: "default exports: export = is no default", rules: banned, files: { "src/a.cts": "const x = 1;\nexport = x;" }, found: [] },
  { name: "default exports: elsewhere", rules: banned, files: { "pages/a.tsx": "export default () => <p/>;" }, found: [] },
  { name: "default exports: required and missing", rules: { exports: { in: "pages", default: "required" } }, files: { "pages/a.tsx": "export default () => <p/>;", "pages/b.tsx": "export const B = () => <p/>;" }, found: [byDefault(1, "pages/b.tsx")], says: /has no default export/ },
  { name: "default exports: an old one is old", rules: banned, base: a("export default 1;"), files: a("export const x = 1;\nexport default 2;"), found: ["default-export src/a.ts:2 old"] },
];

const PORTS = { "src/ports/users.ts": "export interface Users { find(): string }\nexport abstract class Mailer {}", "src/adapters/sql-users.ts": `import type { Users } from "../ports/users";\nexport class SqlUsers implements Users { find() { return "" } }`, "src/adapters/smtp.ts": `import { Mailer } from "../ports/users";\nexport class Smtp extends Mailer {}`, "src/adapters/index.ts": `export * from "./sql-users";` };
const past = { concrete: { in: "src/domain", because: "the domain knows its ports" } };
const d = (text: string) => ({ ...PORTS, "src/domain/d.ts": text });
const located = (line: number) => at(line, "concrete-dependency", "src/domain/d.ts");

const CONCRETE: readonly StructureCase[] = [
  { name: "concrete: a constructor that takes the class", rules: past, files: d(`import { SqlUsers } from "../adapters/sql-users";\nexport class Sign { constructor(private readonly users: SqlUsers) {} }`), found: [located(2)], says: /takes `SqlUsers`, a class; its interface is `Users` of src\/ports\/users\.ts[\s\S]*knows its ports/ },
  { name: "concrete: one that takes the interface", rules: past, files: d(`import type { Users } from "../ports/users";\nexport class Sign { constructor(private readonly users: Users) {} }`), found: [] },
  { name: "concrete: through a barrel and under another name, as a type only", rules: past, files: d(`import type { SqlUsers as U } from "../adapters";\nexport const f = (users: U | null) => users;`), found: [located(2)] },
  { name: "concrete: made, and asked of a container", rules: past, files: d(`import { SqlUsers } from "../adapters";\nexport const a = new SqlUsers();\nexport const b = container.get(SqlUsers);\nexport class C { private readonly users = inject(SqlUsers); declare kept: SqlUsers }`), found: [located(2), located(3), located(4), located(4)] },
  { name: "concrete: where an abstract class is the port", rules: past, files: d(`import { Smtp } from "../adapters/smtp";\nimport { Mailer } from "../ports/users";\nexport const f = (one: Smtp, other: Mailer) => [one, other];`), found: [located(3)] },
  { name: "concrete: a class without an interface, or with one of a package", rules: past, files: { ...d(`import { Plain, Hook } from "../plain";\nexport const f = (p: Plain, h: Hook) => new Plain();`), "src/plain.ts": `import type { OnInit } from "@nestjs/common";\nexport class Plain {}\nexport class Hook implements OnInit {}`, ...PACKAGE }, found: [] },
  { name: "concrete: only classes and ports that are meant", rules: { concrete: { in: "src/domain", of: "src/adapters", ports: "src/other" } }, files: d(`import { SqlUsers } from "../adapters";\nexport const f = (u: SqlUsers) => u;`), found: [] },
  { name: "concrete: the composition root is not of that part", rules: past, files: { ...PORTS, "src/main.ts": `import { SqlUsers } from "./adapters";\nexport const users = new SqlUsers();` }, found: [] },
  { name: "concrete: a class of the file itself", rules: past, files: d(`import type { Users } from "../ports/users";\nclass Own implements Users { find() { return "" } }\nexport const f = (own: Own) => new Own();`), found: [] },
  { name: "concrete: an old one is old", rules: past, base: d(`import { SqlUsers } from "../adapters";\nexport const f = (u: SqlUsers) => u;`), files: d(`import { SqlUsers } from "../adapters";\nexport const g = (u: SqlUsers) => u;\nexport const f = (u: SqlUsers) => u;`), found: [located(2), "concrete-dependency src/domain/d.ts:3 old"] },
];

const tight = { leaks: { in: "src", because: "who calls it must be able to name it" } };
const leak = (line: number) => at(line, "private-type-leak");

const LEAKS: readonly StructureCase[] = [
  { name: "leaks: a parameter and a result", rules: tight, files: a("interface Options { a: number }\ntype Result = string | null;\nexport function f(o: Options): Result { return null; }"), found: [leak(3), leak(3)], says: /`f` shows `Options`, which the module does not export[\s\S]*able to name/ },
  { name: "leaks: what is exported too, by itself or in a list", rules: tight, files: a("export interface Options { a: number }\ntype Result = string;\nexport function f(o: Options): Result { return \"\"; }\nexport type { Result };"), found: [] },
  { name: "leaks: in generics, unions, members, heads and constraints", rules: tight, files: a("interface A { x: 1 }\nexport const f = (x: Map<string, A | null>) => x;\nexport interface B extends A { y: 2 }\nexport class C<T extends A> { constructor(readonly a: A) {} m(): T | null { return null; } }"), found: [leak(2), leak(3), leak(4)] },
  { name: "leaks: private members, bodies and type parameters are nobody's business", rules: tight, files: a("interface A { x: 1 }\nexport class C { private a: A | null = null; #b: A | null = null; private m(a: A) { return a; } }\nexport function f<A>(a: A): A { const b: { x: 1 } = { x: 1 }; return a; }\nexport function g(): void { const a: A = { x: 1 }; void a; }"), found: [] },
  { name: "leaks: a result that is inferred", rules: tight, files: a("class Hidden { x = 1 }\nexport function make() { return new Hidden(); }\nexport const one = new Hidden();\nexport const get = () => new Hidden();"), found: [leak(2), leak(3), leak(4)], says: /by the type that is inferred/ },
  { name: "leaks: of overloads only what callers see", rules: tight, files: a("interface A { x: 1 }\nexport function f(x: string): void;\nexport function f(x: string | A): void {}"), found: [] },
  { name: "leaks: types of private modules, where the rule names some", rules: { leaks: { in: "src/index.ts", private: "src/internal" } }, files: { "src/internal/t.ts": "export interface Secret { x: 1 }", "src/open.ts": "export interface Fine { x: 1 }", "src/index.ts": `import type { Secret } from "./internal/t";\nimport type { Fine } from "./open";\nexport const f = (s: Secret, o: Fine) => [s, o];` }, found: [at(3, "private-type-leak", "src/index.ts")], says: /of src\/internal\/t\.ts, which is private/ },
  { name: "leaks: what is not exported shows what it likes", rules: tight, files: a("interface A { x: 1 }\nfunction f(a: A) { return a; }\nf({ x: 1 });\nexport {};"), found: [] },
  { name: "leaks: an old one is old", rules: tight, base: a("interface A { x: 1 }\nexport const f = (a: A) => a;"), files: a("interface A { x: 1; y: 2 }\nexport const f = (a: A, b = 1) => [a, b];\nexport const g = (a: A) => a;"), found: ["private-type-leak src/a.ts:2 old", leak(3)] },
];

export const STRUCTURE_CASES: readonly StructureCase[] = [...USAGE, ...CLASSES, ...NAMING, ...DEFAULTS, ...CONCRETE, ...LEAKS];
