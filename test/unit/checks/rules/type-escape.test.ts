import { typeEscape } from "../../../../src/checks/rules/type-escape";
import { ruleCases } from "./cases";

describe("rule type-escape", () => {
  ruleCases(typeEscape, "src/a.ts", [
    { head: "let a: any;", expected: ["1 warning uses `any`"] },
    { head: "const a = b as any;", expected: ["1 warning casts to `any`"] },
    { head: "const a = <any>b;", expected: ["1 warning casts to `any`"] },
    { head: "const a = b as unknown as C;", expected: ["1 warning through `unknown`"] },
    { head: "const a = <C><unknown>b;", expected: ["1 warning through `unknown`"] },
    { head: "a!.b();", expected: ["1 note not null"] },
    { head: "function f(g: Function) {}", expected: ["1 note `Function`"] },
    { head: "type A = Record<string, any>;", expected: ["1 warning uses `any`"] },
    { head: "try { a() } catch (e: any) { throw e }", expected: ["1 note catches the error as `any`"] },
    { head: "export function f(...a: any[]): any {}", expected: ["1 warning uses `any`", "1 warning uses `any`"] },
    { name: "any in a test as a note", path: "src/a.test.ts", head: "const a = b as any;", expected: ["1 note casts"] },
    { name: "a second any beside an old one", base: "let a: any;\n", head: "let a: any;\nlet b: any;\n", expected: ["2 warning uses `any`"] },
    { name: "an any that replaced a type", base: "function f(a: string) {}", head: "function f(a: any) {}", expected: ["1 warning uses `any`"] },
    { head: "let a: unknown;", expected: [] },
    { head: "const a = b as const;", expected: [] },
    { head: "const a = b as C;", expected: [] },
    { head: "const any = 1; any.x();", expected: [] },
    { head: "if (!a) b();", expected: [] },
    { head: "// any of these: as any\nconst s = 'as any';", expected: [] },
    { head: "const f = new Function.Builder();", expected: [] },
    { head: "const a = b satisfies C;", expected: [] },
    { head: "if (a !== b) c();", expected: [] },
    { name: "an old any on a moved line", base: "let a: any;\n", head: "// new\n\nlet a: any;\n", expected: [] },
    { name: "an any that went away", base: "let a: any;\nlet b: any;\n", head: "let b: any;\n", expected: [] },
    { path: "src/a.js", head: "const a = b;", expected: [] },
  ]);
});
