import { strict as assert } from "node:assert";
import { Project } from "ts-morph";
import { surfaceChange } from "../../../../src/checks/parsing/api-surface";
import { apiAdditions, apiChanges } from "../../../../src/checks/semantic/api-changes";
import type { NativeParser } from "../../../../src/checks/syntax/source-file";
import { SourceFile } from "../../../../src/checks/syntax/source-file";

describe("exported API changes", () => {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true, compilerOptions: { noLib: true } });
  const changes = (base: string, head: string) =>
    apiChanges(project.createSourceFile("/base/a.ts", base, { overwrite: true }), project.createSourceFile("/head/a.ts", head, { overwrite: true })).map(({ kind, symbol, startLine }) => `${kind} ${symbol} ${startLine}`);

  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ["a removed export", "export const a = 1;", "const a = 1;", ["export-removed a 1"]],
    ["a renamed function", "export function a(x: number) {}", "\nexport function b(x: number) {}", ["export-removed a 2"]],
    ["a removed default export", "export default function f() {}", "export function f() {}", ["export-removed default 1"]],
    ["a removed re-export", `export { a } from "./x"; export * from "./y"`, "", ["export-removed * from ./y 1", "export-removed a 1"]],
    ["a parameter added as required", "export function f(a: number) {}", "export function f(a: number, b: string) {}", ["parameter-required f 1"]],
    ["a parameter that became required", "export function f(a?: number) {}", "export function f(a: number) {}", ["parameter-required f 1"]],
    ["a removed parameter", "export function f(a: number, b: string) {}", "export function f(a: number) {}", ["parameter-removed f 1"]],
    ["a retyped parameter", "export const f = (a: number) => a;", "export const f = (a: string) => a;", ["parameter-retyped f 1"]],
    ["parameters that changed places", "export function f(from: string, to: string) {}", "export function f(to: string, from: string) {}", ["parameter-retyped f 1"]],
    ["a changed return type", "export function f(): string { return '' }", "export function f(): string | null { return '' }", ["return-changed f 1"]],
    ["a removed member of an interface", "export interface A { a: number; b: string }", "export interface A { a: number }", ["member-removed A 1"]],
    ["a member that became required", "export type A = { a?: number }", "export type A = { a: number }", ["member-required A 1"]],
    ["a new required member", "export interface A { a: number }", "export interface A { a: number; b: string }", ["member-required A 1"]],
    ["a removed method of a class", "export class A { m() {} n() {} }", "export class A { m() {} }", ["member-removed A 1"]],
    ["a method that became private", "export class A { m() {} }", "export class A { private m() {} }", ["member-removed A 1"]],
    ["a constructor that takes more", "export class A { constructor(a: number) {} }", "export class A { constructor(a: number, b: number) {} }", ["parameter-required A 1"]],
    ["a removed member of an enum", "export enum E { A, B }", "export enum E { A }", ["member-removed E 1"]],
    ["a changed type", "export type A = string | number", "export type A = string", ["type-changed A 1"]],
    ["a class that became a function", "export class A {}", "export function A() {}", ["kind-changed A 1"]],
    ["a removed overload", "export function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: any) {}", "export function f(a: string): void;\nexport function f(a: any) {}", ["parameter-retyped f 1"]],
    ["an added export", "export const a = 1;", "export const a = 1; export const b = 2;", []],
    ["an added optional parameter", "export function f(a: number) {}", "export function f(a: number, b = 1, ...c: string[]) {}", []],
    ["a parameter that became optional", "export function f(a: number) {}", "export function f(a?: number) {}", []],
    ["a renamed parameter", "export function f(a: number) {}", "export function f(b: number) {}", []],
    ["a changed body", "export function f(a: number) { return 1 }", "export function f(a: number) { return 2 }", []],
    ["white space in a type", "export type A = { a: Array<string> }", "export type A = {\n  a: Array< string >,\n}", []],
    ["a new optional member", "export interface A { a: number }", "export interface A { a: number; b?: string }", []],
    ["a private member", "export class A { private m() {} #n = 1 }", "export class A { private o() {} }", []],
    ["what is not exported", "function f(a: number) {}", "function f() {}", []],
    ["what is marked as internal", "/** @internal */ export function f(a: number) {}", "/** @internal */ export function f() {}", []],
    ["an export that moved", "export function f() {}\nexport function g() {}", "export function g() {}\nfunction f() {}\nexport { f }", []],
    ["a function that became an arrow", "export function f(a: number): void {}", "export const f = (a: number): void => {};", []],
    ["an interface that became a type", "export interface A { a: number }", "export type A = { a: number }", []],
  ];

  /** What the parser says before anybody loads the compiler: with `same` and `grown` nothing can be found, with `same` nothing was added. */
  const surfaces: readonly (readonly [string, string, string, "same" | "grown" | "changed"])[] = [
    ["bodies", "export function f(a = () => 1) { return 1 }\nexport class A { m() { return 1 } }\nexport const g = (x: number) => x + 1;", "export function f(a = () => 2) { return 2 }\nexport class A { m() { return [() => 3] } }\nexport const g = (x: number) => x + 4;", "same"],
    ["a new function, import and type", "export function f() {}", "import { x } from './x';\nexport function f() {}\nexport function g() { return x }\ntype T = 1;\nexport const h = 1, i = 2;", "grown"],
    ["a declaration that merges", "export interface A { a: number }", "export interface A { a: number }\ninterface A { b: number }", "changed"],
    ["an overload", "export function f(a: string): void;\nexport function f(a: any) {}", "export function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: any) {}", "changed"],
    ["a name that something here already means", "export const a: Promise<string> = b();", "export const a: Promise<string> = b();\ninterface Promise<T> { x: T }", "changed"],
    ["a comment that takes a declaration away", "export const a = 1;\nexport const b = 2;", "/* export const a = 1;\n*/\nexport const b = 2;", "changed"],
    ["a declaration between a mark and what it marks", "/** @internal */\nexport function f(a: number) {}", "/** @internal */\nfunction g() {}\nexport function f(a: number) {}", "changed"],
    ["another order", "export const a = 1;\nexport const b = 2;", "export const b = 2;\nexport const a = 1;", "changed"],
    ["an export of what was there", "const a = 1;", "const a = 1;\nexport { a };", "changed"],
    ["a namespace, and a statement that does something", "export function f() {}", "export function f() {}\nnamespace N {}\n", "changed"],
    ["what may be CommonJS", "exports.a = 1;", "exports.a = 1;\nexports.b = 2;", "changed"],
    ["what can't be parsed", "export function f() {}", "export function f() {", "changed"],
    ["destructured names", "export const a = 1;", "export const a = 1;\nexport const { b } = c;", "changed"],
  ];
  let parser: NativeParser;
  before(async () => {
    parser = await import("oxc-parser");
  });
  const surface = (base: string, head: string) => {
    const [before, after] = [SourceFile.parse(parser, "a.ts", base), SourceFile.parse(parser, "a.ts", head)];
    assert.ok(before !== null && after !== null);
    return surfaceChange(before, after);
  };
  for (const [name, base, head, expected] of surfaces) it(`the surface with ${name} is ${expected}`, () => assert.equal(surface(base, head), expected));
  it("a surface that is not changed hides no finding", function () {
    this.timeout(20_000);
    const texts = [...new Set(cases.flatMap(([, base, head]) => [base, head]))];
    let looked = 0;
    for (const [index, one] of texts.entries()) {
      for (const other of texts.filter((_, place) => (place + index) % 16 === 0)) {
        for (const [base, head] of [[one, other], [one, `${one}\n${other}`], [other, `${one}\n${other}`]] as const) {
          const said = surface(base, head);
          if (said === "changed") continue;
          looked++;
          assert.deepEqual(changes(base, head), [], `${base}\n→\n${head}`);
          if (said === "same") assert.deepEqual(apiAdditions(project.createSourceFile("/base/a.ts", base, { overwrite: true }), project.createSourceFile("/head/a.ts", head, { overwrite: true })), []);
        }
      }
    }
    assert.ok(looked > 40, `${looked}`);
  });

  for (const [name, base, head, expected] of cases) it(`${expected.length > 0 ? "sees" : "accepts"} ${name}`, () => assert.deepEqual(changes(base, head).sort(), [...expected].sort()));
});
